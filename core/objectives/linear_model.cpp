#include "core/objectives/linear_model.h"

#include "core/base/lanes.h"
#include "core/base/linear_algebra.h"

#include <cmath>
#include <numeric>

namespace thalweg {
namespace {

/// φ(sample)·θ.
Lanes output(const Eigen::MatrixXd& phi, const Points& x, Index row, auto count, Index sample) {
  Lanes sum;
  for (Index j = 0; j < phi.cols(); ++j) sum += load(x.data() + row + j * x.rows(), count) * phi(sample, j);
  return sum;
}

void meanSquare(const Eigen::MatrixXd& phi, const Eigen::VectorXd& y, const Points& x, Column& f) {
  f.resize(x.rows());
  forLanes(x.rows(), [&](Index row, auto count) {
    Lanes sum;
    for (Index s = 0; s < phi.rows(); ++s) sum += square(output(phi, x, row, count, s) - y[s]);
    store(&f[row], sum / static_cast<double>(phi.rows()), count);
  });
}

/// What overflowed has no minimum that could be told.
Facts withMinimum(Facts facts, const Eigen::VectorXd& best, double value) {
  if (best.allFinite() && std::isfinite(value)) facts.landmarks = {globalMinimum({best.begin(), best.end()}, value)};
  return facts;
}

Facts solved(Facts facts, const Dataset& data, const Features& features, double l2) {
  const Eigen::MatrixXd phi = features(data.inputs);
  const Eigen::VectorXd best = leastSquaresSolution(phi, data.targets, l2);
  const double loss = (phi * best - data.targets).squaredNorm() / static_cast<double>(phi.rows());
  return withMinimum(std::move(facts), best, loss + 0.5 * l2 * best.squaredNorm());
}

}  // namespace

Eigen::VectorXd leastSquaresSolution(const Eigen::MatrixXd& phi, const Eigen::VectorXd& y, double l2) {
  const Index n = phi.rows();
  const Index d = phi.cols();
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n + d, d);
  Eigen::VectorXd b = Eigen::VectorXd::Zero(n + d);
  const double scale = std::sqrt(2 / static_cast<double>(n));
  a.topRows(n) = scale * phi;
  b.head(n) = scale * y;
  a.bottomRows(d).diagonal().setConstant(std::sqrt(l2));
  return leastSquares(a, b);
}

double curvatureBound(const Eigen::MatrixXd& phi, double l2) {
  return 2 * phi.squaredNorm() / static_cast<double>(phi.rows()) + l2;
}

LinearModel::LinearModel(Dataset data, Features features, double l2, Facts facts)
    : WithFacts(solved(std::move(facts), data, features, l2)),
      data_(std::move(data)),
      features_(std::move(features)),
      l2_(l2),
      phi_(features_(data_.inputs)),
      everything_(static_cast<std::size_t>(phi_.rows())) {
  std::iota(everything_.begin(), everything_.end(), Index{0});
  if (data_.testInputs.rows() > 0) testPhi_ = features_(data_.testInputs);
}

void LinearModel::value(const Points& x, Column& f) const {
  meanSquare(phi_, data_.targets, x, f);
  if (l2_ == 0) return;
  for (Index j = 0; j < x.cols(); ++j) f += 0.5 * l2_ * x.col(j).square();
}

void LinearModel::gradient(const Points& x, Points& g, Batch batch) const {
  const Batch chosen = batch.empty() ? Batch(everything_) : batch;
  const double scale = 2 / static_cast<double>(chosen.size());
  g.resize(x.rows(), x.cols());
  forLanes(x.rows(), [&](Index row, auto count) {
    const auto at = [&](Index j) { return &g(row, j); };
    for (Index j = 0; j < x.cols(); ++j) store(at(j), l2_ * load(&x(row, j), count), count);
    for (const Index s : chosen) {
      const Lanes residual = scale * (output(phi_, x, row, count, s) - data_.targets[s]);
      for (Index j = 0; j < x.cols(); ++j) store(at(j), load(at(j), count) + residual * phi_(s, j), count);
    }
  });
}

void LinearModel::hessianProduct(const Points& x, const Points& v, Points& hv) const {
  const double scale = 2 / static_cast<double>(phi_.rows());
  hv.resize(x.rows(), x.cols());
  forLanes(x.rows(), [&](Index row, auto count) {
    const auto at = [&](Index j) { return &hv(row, j); };
    for (Index j = 0; j < x.cols(); ++j) store(at(j), l2_ * load(&v(row, j), count), count);
    for (Index s = 0; s < phi_.rows(); ++s) {
      const Lanes along = scale * output(phi_, v, row, count, s);
      for (Index j = 0; j < x.cols(); ++j) store(at(j), load(at(j), count) + along * phi_(s, j), count);
    }
  });
}

bool LinearModel::residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) const {
  const Index n = phi_.rows();
  const Index d = phi_.cols();
  const Index extra = l2_ > 0 ? d : 0;
  const Eigen::VectorXd theta = point.row(0).matrix().transpose();
  const double scale = std::sqrt(2 / static_cast<double>(n));
  r.setZero(n + extra);
  jacobian.setZero(n + extra, d);
  r.head(n) = scale * (phi_ * theta - data_.targets);
  jacobian.topRows(n) = scale * phi_;
  if (extra > 0) {
    r.tail(d) = std::sqrt(l2_) * theta;
    jacobian.bottomRows(d).diagonal().setConstant(std::sqrt(l2_));
  }
  return true;
}

bool LinearModel::testLoss(const Points& x, Column& loss) const {
  if (testPhi_.rows() == 0) return false;
  meanSquare(testPhi_, data_.testTargets, x, loss);
  return true;
}

std::optional<double> LinearModel::infimum() const {
  const std::vector<Landmark> known = landmarks();
  return known.empty() ? 0 : known.front().value;
}

void LinearModel::sampleLosses(const Points& point, const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets,
                               Column& losses) const {
  predict(point, inputs, losses);
  losses = (losses - targets.array()).square();
}

std::shared_ptr<const Objective> LinearModel::onSamples(Batch batch) const {
  return std::make_shared<LinearModel>(samplesOf(data_, batch), features_, l2_,
                                       Facts{.view = view(), .starts = starts(), .names = coordinateNames()});
}

void LinearModel::predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const {
  output = (features_(inputs) * point.row(0).matrix().transpose()).array();
}

}  // namespace thalweg
