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
      // Switched on at a branch, the largest is still to be seen.
      if (vMax_.size() == 0) vMax_.setZero(x.rows(), x.cols());
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

  std::vector<StateVector> state(bool amsgrad) {
    std::vector<StateVector> all = {{"exp_avg", &m_}, {"exp_avg_sq", &v_}};
    if (amsgrad) all.push_back({"max_exp_avg_sq", &vMax_});
    return all;
  }
  void resume(double steps) {
    first_.resume(steps);
    second_.resume(steps);
  }

  [[nodiscard]] std::vector<NamedValues> record() const {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  /// lr/(√v̂ + ε).
  [[nodiscard]] Points rates(double lr, double eps, bool amsgrad) const {
    return lr / (((amsgrad ? vMax_ : v_) / second_.value()).sqrt() + eps);
  }

 private:
  Points g_, m_, v_, vMax_;
  BiasCorrection first_, second_;
};

/// The update as it is shown. Decay is decoupled under the condition `decoupled`; `amsgrad`: there is such an option.
inline std::vector<FormulaLine> adamLines(const std::string& decoupled, bool amsgrad) {
  std::vector<FormulaLine> lines = {lines::gradientUnless(decoupled), lines::firstMoment(), lines::secondMoment(),
                                    lines::correctedFirst()};
  if (amsgrad) {
    lines.push_back({Phase::State, "v_max", "max(v_max_prev, v)", "amsgrad"});
    lines.push_back({Phase::State, "v_hat", "(v_max if amsgrad else v)/bias_2"});
  } else {
    lines.push_back(lines::correctedSecond());
  }
  lines.push_back(lines::decayIf(decoupled));
  lines.push_back(lines::step("(m_hat/(sqrt(v_hat) + eps))"));
  return lines;
}

}  // namespace thalweg
