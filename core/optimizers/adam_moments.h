#pragma once
/// The state and the step that Adam, AdamW and AMSGrad have in common: Kingma & Ba 2015, algorithm 1, with the order of
/// operations of torch.optim 1.13; AMSGrad: Reddi et al. 2018, algorithm 2, with the maximum of the uncorrected v.
/// Threads: belongs to one optimizer.

#include "core/optimizers/kit.h"

namespace thalweg {

/// What a member of the family does in one step.
struct AdamRule {
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weightDecay = 0;
  bool decoupled = false;  ///< decay multiplies x by 1 − lr·λ, else λx joins the gradient
  bool amsgrad = false;
  bool maximize = false;
};

class AdamMoments {
 public:
  void reset(const Points& start, bool amsgrad) {
    g_.setZero(start.rows(), start.cols());
    m_ = v_ = g_;
    if (amsgrad) vMax_ = g_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double lr, const AdamRule& rule) {
    oracle.gradient(x, g_);
    const double sign = gradientSign(rule.maximize);
    const double shrink = rule.decoupled ? 1 - lr * rule.weightDecay : 1;
    const double decay = rule.decoupled ? 0 : rule.weightDecay;
    const double beta1 = rule.betas[0];
    const double beta2 = rule.betas[1];
    const double stepSize = lr / first_.next(beta1);
    const double rootScale = 1 / std::sqrt(second_.next(beta2));
    const double eps = rule.eps;
    const auto moments = [=](double& xi, double& m, double& v, double gradient) {
      const double g = sign * gradient + decay * xi;
      xi *= shrink;
      m = movingAverage(beta1, m, g);
      v = movingAverage(beta2, v, g * g);
    };
    if (rule.amsgrad) {
      elementwise(
          [=](double& xi, double& m, double& v, double& vMax, double g) {
            moments(xi, m, v, g);
            vMax = vMax < v ? v : vMax;
            xi -= stepSize * m / (std::sqrt(vMax) * rootScale + eps);
          },
          x, m_, v_, vMax_, g_);
    } else {
      elementwise(
          [=](double& xi, double& m, double& v, double g) {
            moments(xi, m, v, g);
            xi -= stepSize * m / (std::sqrt(v) * rootScale + eps);
          },
          x, m_, v_, g_);
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors(bool amsgrad) const {
    std::vector<NamedVector> named = {{"g_t", Phase::Gradient, g_},
                                      {"m_t", Phase::State, m_},
                                      {"v_t", Phase::State, v_},
                                      {R"(\hat m_t)", Phase::State, m_ / first_.value()}};
    if (amsgrad) named.push_back({R"(v^{\max}_t)", Phase::State, vMax_});
    named.push_back({R"(\hat v_t)", Phase::State, (amsgrad ? vMax_ : v_) / second_.value()});
    return named;
  }

  /// lr/(√v̂ + ε).
  [[nodiscard]] Points rates(double lr, double eps, bool amsgrad) const {
    return lr / (((amsgrad ? vMax_ : v_) / second_.value()).sqrt() + eps);
  }

 private:
  Points g_, m_, v_, vMax_;
  BiasCorrection first_, second_;
};

/// The update as it is shown, for weight decay in the gradient or decoupled.
inline std::vector<FormulaLine> adamLines(bool decoupled, bool amsgrad) {
  std::vector<FormulaLine> lines = {
      {Phase::Gradient,
       decoupled ? R"(g_t = \nabla f(\theta_{t-1}))" : R"(g_t = \nabla f(\theta_{t-1}) + \lambda \theta_{t-1})"},
      {Phase::State, R"(m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t)"},
      {Phase::State, R"(v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2)"},
      {Phase::State, R"(\hat m_t = \frac{m_t}{1 - \beta_1^t})"}};
  if (amsgrad) {
    lines.push_back({Phase::State, R"(v^{\max}_t = \max(v^{\max}_{t-1}, v_t))"});
    lines.push_back({Phase::State, R"(\hat v_t = \frac{v^{\max}_t}{1 - \beta_2^t})"});
  } else {
    lines.push_back({Phase::State, R"(\hat v_t = \frac{v_t}{1 - \beta_2^t})"});
  }
  lines.push_back(
      {Phase::Step, decoupled
                        ? R"(\theta_t = (1 - \mathrm{lr} \, \lambda) \theta_{t-1} - )"
                          R"(\mathrm{lr} \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon})"
                        : R"(\theta_t = \theta_{t-1} - \mathrm{lr} \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon})"});
  return lines;
}

}  // namespace thalweg
