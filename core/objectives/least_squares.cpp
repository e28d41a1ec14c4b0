#include "core/base/lanes.h"
#include "core/base/linear_algebra.h"
#include "core/contracts/matrix_option.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/facts.h"

#include <algorithm>
#include <cmath>

namespace thalweg::objectives {
namespace {

using Matrix = Eigen::MatrixXd;

Facts factsFor(const Matrix& x, const Matrix& y) {
  const Matrix best = leastSquaresFromTheLeft(x, y);
  std::vector<double> point;
  for (Index i = 0; i < best.rows(); ++i)
    for (Index j = 0; j < best.cols(); ++j) point.push_back(best(i, j));
  const auto [least, most] = std::ranges::minmax(point);
  const double margin = std::max(1.0, most - least);
  const double curvature = std::pow(largestSingularValue(x), 2);
  std::vector<CoordinateName> names;
  for (Index i = 1; i <= best.rows(); ++i)
    for (Index j = 1; j <= best.cols(); ++j) names.push_back(elementName("W", "W", i, j));
  const View view{least - margin, most + margin, least - margin, most + margin};
  return {.view = view,
          .starts = {std::vector<double>(point.size(), 0.0), std::vector<double>(point.size(), view.xMin)},
          .rate = curvature > 0 ? 1 / curvature : 0.1,
          .landmarks = {globalMinimum(point, 0.5 * (best * x - y).squaredNorm())},
          .names = std::move(names)};
}

/// ½‖WX − Y‖², W row by row in the point. A batch is a set of columns of X and Y; its gradient is scaled to estimate
/// that of the whole sum.
class LeastSquares final : public WithFacts<Objective> {
 public:
  LeastSquares(Matrix x, Matrix y) : WithFacts(factsFor(x, y)), x_(std::move(x)), y_(std::move(y)) {
    for (Index s = 0; s < samples(); ++s) everything_.push_back(s);
  }

  [[nodiscard]] Index dimension() const override { return y_.rows() * x_.rows(); }
  [[nodiscard]] Shape shape() const override { return {{0, y_.rows(), x_.rows()}}; }
  [[nodiscard]] Index samples() const override { return x_.cols(); }

  void value(const Points& w, Column& f) const override {
    f.resize(w.rows());
    forLanes(w.rows(), [&](Index row, auto count) {
      Lanes sum;
      for (Index i = 0; i < y_.rows(); ++i)
        for (Index s = 0; s < x_.cols(); ++s) sum += square(product(w, row, count, i, s) - y_(i, s));
      store(&f[row], 0.5 * sum, count);
    });
  }

  void gradient(const Points& w, Points& g, Batch batch) const override { accumulate(w, g, batch, true); }
  void hessianProduct(const Points& /*w*/, const Points& v, Points& hv) const override { accumulate(v, hv, {}, false); }

  bool residuals(const Points& w, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) const override {
    const Index count = x_.cols();
    r.resize(y_.rows() * count);
    jacobian.setZero(r.size(), dimension());
    for (Index i = 0; i < y_.rows(); ++i) {
      for (Index s = 0; s < count; ++s) {
        double sum = -y_(i, s);
        for (Index j = 0; j < x_.rows(); ++j) {
          sum += w(0, i * x_.rows() + j) * x_(j, s);
          jacobian(i * count + s, i * x_.rows() + j) = x_(j, s);
        }
        r[i * count + s] = sum;
      }
    }
    return true;
  }

 private:
  /// Element (i, s) of WX.
  [[nodiscard]] Lanes product(const Points& w, Index row, auto count, Index i, Index s) const {
    Lanes sum;
    for (Index j = 0; j < x_.rows(); ++j) sum += load(&w(row, i * x_.rows() + j), count) * x_(j, s);
    return sum;
  }

  /// (WX − Y)Xᵀ, or WXXᵀ without `offset`.
  void accumulate(const Points& w, Points& g, Batch batch, bool offset) const {
    const Batch chosen = batch.empty() ? Batch(everything_) : batch;
    const double scale = static_cast<double>(samples()) / static_cast<double>(chosen.size());
    g.resize(w.rows(), dimension());
    forLanes(w.rows(), [&](Index row, auto count) {
      for (Index k = 0; k < dimension(); ++k) store(&g(row, k), 0.0, count);
      for (Index i = 0; i < y_.rows(); ++i) {
        for (const Index s : chosen) {
          Lanes residual = product(w, row, count, i, s);
          if (offset) residual -= y_(i, s);
          for (Index j = 0; j < x_.rows(); ++j) {
            double* const sum = &g(row, i * x_.rows() + j);
            store(sum, load(sum, count) + residual * x_(j, s), count);
          }
        }
        if (batch.empty()) continue;
        for (Index j = 0; j < x_.rows(); ++j) {
          double* const sum = &g(row, i * x_.rows() + j);
          store(sum, load(sum, count) * scale, count);
        }
      }
    });
  }

  Matrix x_;
  Matrix y_;
  std::vector<Index> everything_;
};

struct LeastSquaresSettings {
  Json x = {{1.0, 0.5, -1.0, 2.0, 0.0}, {0.5, 1.0, -0.5, 1.0, 0.5}};
  Json y = {{2.1, 0.4, -1.4, 3.1, -0.6}, {-0.4, 1.2, 0.6, -1.1, 0.9}};
};

}  // namespace

ObjectiveCard leastSquares() {
  ObjectiveCard card;
  card.id = "least_squares";
  card.label = "Matrix least squares";
  card.family = "Learned from data";
  card.summary = "The linear layer without activation: a matrix W is fitted so that WX comes close to Y.";
  card.formula = "f(W) = ||W X - Y||^2/2, W row by row";
  card.typeset = R"(f(W) = \tfrac12 \lVert W X - Y \rVert_F^2)";
  card.advice =
      "The parameter is a matrix, so methods that treat matrices in their own way (Muon, Shampoo, SOAP, "
      "Adafactor) show it here. A mini-batch is a choice of columns of X and Y.";
  card.reference = "Golub & Van Loan (2013), Matrix Computations, chapter 5";
  card.options = {
      option("X", &LeastSquaresSettings::x)
          .ofKind(OptionKind::Matrix)
          .named("inputs X")
          .explained("A row a feature, a column a sample."),
      option("Y", &LeastSquaresSettings::y)
          .ofKind(OptionKind::Matrix)
          .named("targets Y")
          .explained("A row an output, a column a sample."),
  };
  card.minDimension = 1;
  card.maxDimension = 0;
  card.make = [described = static_cast<const Card&>(card)](const Options& options,
                                                           Index dimension) -> std::shared_ptr<const Objective> {
    LeastSquaresSettings settings;
    assignOptions(described, options, &settings);
    Matrix x = matrixOf(settings.x, "options.X");
    Matrix y = matrixOf(settings.y, "options.Y");
    if (x.cols() != y.cols()) {
      throw OptionError("options.Y", "expected as many columns as X has, " + std::to_string(x.cols()) + ", found " +
                                         std::to_string(y.cols()));
    }
    const Index size = x.rows() * y.rows();
    if (dimension != 0 && dimension != size) {
      throw OptionError("dimension",
                        "X and Y make it " + std::to_string(size) + ", found " + std::to_string(dimension));
    }
    return std::make_shared<LeastSquares>(std::move(x), std::move(y));
  };
  return card;
}

}  // namespace thalweg::objectives
