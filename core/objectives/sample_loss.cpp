#include "core/objectives/sample_loss.h"

#include "core/objectives/jet.h"

namespace thalweg {

namespace {

/// Probabilities of all classes, and log Σ eᶻ where it is asked for.
void softmax(const Eigen::MatrixXd& outputs, Eigen::MatrixXd& shares, Column* logSums = nullptr) {
  const Index samples = outputs.rows();
  shares.resize(samples, outputs.cols());
  if (logSums) logSums->resize(samples);
  forLanes(samples, [&](Index s, auto count) {
    Lanes top = load(&outputs(s, 0), count);
    for (Index k = 1; k < outputs.cols(); ++k) {
      const Lanes z = load(&outputs(s, k), count);
      top = select(z > top, z, top);
    }
    Lanes sum;
    for (Index k = 0; k < outputs.cols(); ++k) {
      const Lanes part = exp(load(&outputs(s, k), count) - top);
      store(&shares(s, k), part, count);
      sum += part;
    }
    for (Index k = 0; k < outputs.cols(); ++k) store(&shares(s, k), load(&shares(s, k), count) / sum, count);
    if (logSums) store(&(*logSums)[s], log(sum) + top, count);
  });
}

Index classOf(const Eigen::VectorXd& targets, Index sample) { return static_cast<Index>(targets[sample]); }

/// Takes 1 from the output of each sample's class.
void subtractTargets(const Eigen::VectorXd& targets, Eigen::MatrixXd& outputs) {
  for (Index s = 0; s < outputs.rows(); ++s) outputs(s, classOf(targets, s)) -= 1;
}

}  // namespace

double meanLoss(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets) {
  const Index samples = outputs.rows();
  const auto n = static_cast<double>(samples);
  if (outputs.cols() == 1) {
    if (loss == SampleLoss::Squared) return (outputs.col(0) - targets).squaredNorm() / n;
    Column each(samples);
    forLanes(samples, [&](Index s, auto count) {
      const Lanes u = -load(&targets[s], count) * load(&outputs(s, 0), count);
      store(&each[s], select(u > 0.0, u, 0.0) + log1p(exp(-abs(u))), count);
    });
    return each.sum() / n;
  }
  if (loss == SampleLoss::Squared) {
    Eigen::MatrixXd rest = outputs;
    subtractTargets(targets, rest);
    return rest.squaredNorm() / n;
  }
  Eigen::MatrixXd shares;
  Column each;
  softmax(outputs, shares, &each);
  for (Index s = 0; s < samples; ++s) each[s] -= outputs(s, classOf(targets, s));
  return each.sum() / n;
}

void lossSlopes(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets,
                Eigen::MatrixXd& slopes) {
  const Index samples = outputs.rows();
  const auto n = static_cast<double>(samples);
  if (outputs.cols() > 1) {
    if (loss == SampleLoss::Squared)
      slopes = outputs;
    else
      softmax(outputs, slopes);
    subtractTargets(targets, slopes);
    slopes *= (loss == SampleLoss::Squared ? 2 : 1) / n;
    return;
  }
  slopes.resize(samples, 1);
  if (loss == SampleLoss::Squared) {
    slopes.col(0) = 2 / n * (outputs.col(0) - targets);
    return;
  }
  forLanes(samples, [&](Index s, auto count) {
    const Lanes t = load(&targets[s], count);
    store(&slopes(s, 0), -t * sigmoid(-t * load(&outputs(s, 0), count)) / n, count);
  });
}

void lossSlopesAlong(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::MatrixXd& along,
                     Eigen::MatrixXd& slopes) {
  const auto n = static_cast<double>(outputs.rows());
  if (loss == SampleLoss::Squared) {
    slopes = 2 / n * along;
    return;
  }
  if (outputs.cols() == 1) {
    slopes.resize(outputs.rows(), 1);
    forLanes(outputs.rows(), [&](Index s, auto count) {
      const Lanes z = load(&outputs(s, 0), count);
      store(&slopes(s, 0), sigmoid(z) * sigmoid(-z) * load(&along(s, 0), count) / n, count);
    });
    return;
  }
  Eigen::MatrixXd shares;
  softmax(outputs, shares);
  slopes = shares.cwiseProduct(along);
  const Eigen::VectorXd mean = slopes.rowwise().sum();
  for (Index k = 0; k < outputs.cols(); ++k) slopes.col(k) -= shares.col(k).cwiseProduct(mean);
  slopes /= n;
}

Index likeliest(const Eigen::MatrixXd& outputs, Index sample) {
  Index best = 0;
  for (Index k = 1; k < outputs.cols(); ++k) {
    if (outputs(sample, k) > outputs(sample, best)) best = k;
  }
  return best;
}

double shareRight(const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets) {
  Index right = 0;
  for (Index s = 0; s < outputs.rows(); ++s) {
    const bool named =
        outputs.cols() == 1 ? targets[s] * outputs(s, 0) > 0 : likeliest(outputs, s) == classOf(targets, s);
    right += named ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(outputs.rows());
}

}  // namespace thalweg
