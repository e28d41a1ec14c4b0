#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/landmark_search.h"
#include "core/objectives/landscape.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace thalweg::objectives {
namespace {

/// The members that options set.
struct GridSettings {
  Json values = nullptr;
  std::vector<double> x{-2, 2};
  std::vector<double> y{-2, 2};
  double smoothing = 0;
  std::string outside = "linear";
};

/// Where all is level, and nobody has drawn yet.
constexpr Index flatNodes = landscape::drawn;

/// About the inverse of the largest curvature at the nodes: a first digit of 1, 2 or 5.
double rateOn(const SplineSurface& surface) {
  constexpr int perAxis = 24;
  constexpr double least = 1e-6;
  constexpr double most = 1;
  const View& box = surface.box();
  double curvature = 0;
  for (int i = 0; i <= perAxis; ++i) {
    for (int j = 0; j <= perAxis; ++j) {
      const auto jet =
          surface.jet(box.xMin + (box.xMax - box.xMin) * i / perAxis, box.yMin + (box.yMax - box.yMin) * j / perAxis);
      curvature = std::max({curvature, std::abs(jet.xx) + std::abs(jet.xy), std::abs(jet.yy) + std::abs(jet.xy)});
    }
  }
  if (!std::isfinite(curvature) || curvature <= 0) return 0.1;
  const double rate = std::clamp(1 / curvature, least, most);
  const double power = std::pow(10.0, std::floor(std::log10(rate)));
  return rate >= 5 * power ? 5 * power : rate >= 2 * power ? 2 * power : power;
}

/// Heights that a few peaks dominate are told apart by rank. Where most are level there are no ranks but those of the
/// spline's own ripples.
ColorScale scaleOf(const Eigen::MatrixXd& values) {
  constexpr double low = 0.1;
  constexpr double level = 1e-6;
  std::vector<double> sorted(values.data(), values.data() + values.size());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const double lowest = values.minCoeff();
  const double share = (*middle - lowest) / (values.maxCoeff() - lowest);
  return share > level && share < low ? ColorScale::Rank : ColorScale::Linear;
}

/// Box, starts and scale do not follow what is drawn but for the colours, so that a brush moves nothing else.
Facts factsOn(const SplineSurface& surface, const Eigen::MatrixXd& values) {
  const View& box = surface.box();
  const auto at = [&box](double x, double y) {
    return std::vector<double>{box.xMin + x * (box.xMax - box.xMin), box.yMin + y * (box.yMax - box.yMin)};
  };
  return {.view = box,
          .starts = {at(0.25, 0.75), at(0.75, 0.8125), at(0.6875, 0.1875)},
          .rate = rateOn(surface),
          .scale = scaleOf(values)};
}

class Grid final : public WithFacts<Landscape> {
 public:
  Grid(SplineSurface surface, Eigen::MatrixXd values)
      : WithFacts(factsOn(surface, values)), surface_(std::move(surface)), values_(std::move(values)) {}

  [[nodiscard]] Index dimension() const override { return 2; }
  [[nodiscard]] const SplineSurface& surface() const override { return surface_; }
  [[nodiscard]] const Eigen::MatrixXd& values() const override { return values_; }

  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    for (Index i = 0; i < x.rows(); ++i) f[i] = surface_.value(x(i, 0), x(i, 1));
  }

  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g.resize(x.rows(), 2);
    for (Index i = 0; i < x.rows(); ++i) {
      const auto jet = surface_.jet(x(i, 0), x(i, 1));
      g(i, 0) = jet.x;
      g(i, 1) = jet.y;
    }
  }

  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override {
    f.resize(x.rows());
    g.resize(x.rows(), 2);
    for (Index i = 0; i < x.rows(); ++i) {
      const auto jet = surface_.jet(x(i, 0), x(i, 1));
      f[i] = jet.f;
      g(i, 0) = jet.x;
      g(i, 1) = jet.y;
    }
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), 2);
    for (Index i = 0; i < x.rows(); ++i) {
      const auto jet = surface_.jet(x(i, 0), x(i, 1));
      const double a = v(i, 0);
      const double b = v(i, 1);
      hv(i, 0) = jet.xx * a + jet.xy * b;
      hv(i, 1) = jet.xy * a + jet.yy * b;
    }
  }

  void hessianDiagonal(const Points& x, Points& h) const override {
    h.resize(x.rows(), 2);
    for (Index i = 0; i < x.rows(); ++i) {
      const auto jet = surface_.jet(x(i, 0), x(i, 1));
      h(i, 0) = jet.xx;
      h(i, 1) = jet.yy;
    }
  }

  [[nodiscard]] std::vector<Landmark> landmarks() const override { return found().landmarks; }
  [[nodiscard]] std::optional<double> infimum() const override { return found().lowest; }

 private:
  /// Searched for when first asked for.
  [[nodiscard]] const FoundLandmarks& found() const {
    std::call_once(searched_, [this] {
      found_ = searchLandmarks(*this, view());
      std::erase_if(found_.landmarks, [this](const Landmark& mark) { return isOnLevelGround(mark.point); });
    });
    return found_;
  }

  /// Beside a stroke the spline swings about what is level, ever less, and has hollows and passes that nobody drew:
  /// where a third of the heights around are the same.
  [[nodiscard]] bool isOnLevelGround(const std::vector<double>& point) const {
    constexpr double same = 1e-7;     // of all heights' range
    constexpr Index reach = 2;        // steps of the grid
    constexpr std::size_t third = 9;  // of 5 by 5 heights
    const View& box = surface_.box();
    const auto nearest = [](double place, double low, double high, Index nodes) {
      const auto last = static_cast<double>(nodes - 1);
      return static_cast<Index>(std::clamp(std::round((place - low) / (high - low) * last), 0.0, last));
    };
    const Index row = nearest(point[1], box.yMin, box.yMax, values_.rows());
    const Index column = nearest(point[0], box.xMin, box.xMax, values_.cols());
    std::vector<double> around;
    for (Index i = std::max<Index>(row - reach, 0); i <= std::min(row + reach, values_.rows() - 1); ++i) {
      for (Index j = std::max<Index>(column - reach, 0); j <= std::min(column + reach, values_.cols() - 1); ++j)
        around.push_back(values_(i, j));
    }
    std::ranges::sort(around);
    const double tolerance = same * (values_.maxCoeff() - values_.minCoeff());
    for (std::size_t k = 0; k + third <= around.size(); ++k) {
      if (around[k + third - 1] - around[k] <= tolerance) return true;
    }
    return false;
  }

  SplineSurface surface_;
  Eigen::MatrixXd values_;
  mutable std::once_flag searched_;
  mutable FoundLandmarks found_;
};

void checkRising(const std::vector<double>& ends, const std::string& path) {
  if (!(ends[0] < ends[1])) throw OptionError(path, "expected two rising numbers");
}

std::shared_ptr<const Objective> makeGrid(const GridSettings& settings) {
  Eigen::MatrixXd values = settings.values.is_null() ? Eigen::MatrixXd(Eigen::MatrixXd::Zero(flatNodes, flatNodes))
                                                     : matrixOf(settings.values, "options.values");
  if (std::min(values.rows(), values.cols()) < SplineSurface::least || values.size() > limits::packedNumbers)
    throw OptionError("options.values", "expected at least 4 rows and 4 columns and at most " +
                                            std::to_string(limits::packedNumbers) + " numbers, found " +
                                            std::to_string(values.rows()) + " by " + std::to_string(values.cols()));
  checkRising(settings.x, "options.x");
  checkRising(settings.y, "options.y");
  const View box{settings.x[0], settings.x[1], settings.y[0], settings.y[1]};
  SplineSurface surface(landscape::smoothed(values, settings.smoothing), box,
                        settings.outside == "clamp" ? Outside::Clamped : Outside::Linear);
  return std::make_shared<Grid>(std::move(surface), std::move(values));
}

ElementDescription gridEnd(const char* label, const char* tip) {
  return {.symbol = {}, .label = label, .tip = tip, .range = {}, .slider = {-10, 10, Scale::Linear}};
}

}  // namespace

ObjectiveCard grid() {
  ObjectiveCard card;
  card.id = landscape::id;
  card.label = "Your landscape";
  card.family = "Your own";
  card.summary = "A surface drawn with a brush, or read from a file of heights, through which a smooth spline goes.";
  card.formula = "f(x, y) = sum of c_ij B_i(y) B_j(x), cubic B-splines, so that f is as given at the grid's nodes";
  card.typeset = R"(f(x, y) = \sum_{i, j} c_{ij} B_i(y) B_j(x))";
  card.advice =
      "Values are a list of rows from the least y on, {\"rows\", \"columns\", \"float32\"} with packed numbers, or "
      "{\"file\": name} for a file beside the scenario: CSV, .npy, .npz or PGM. Derivatives are those of the spline, "
      "exactly; between nodes it can overshoot where heights jump.";
  card.reference = "de Boor (1978), A Practical Guide to Splines, chapters 4, 9 and 17";
  card.options = {
      option("values", &GridSettings::values)
          .ofKind(OptionKind::Matrix)
          .orNone()
          .named("heights")
          .explained("Heights on a grid of equal steps, at least 4 by 4; none: a level sheet."),
      option("x", &GridSettings::x)
          .named("x")
          .explained("Where the first column stands, and the last.")
          .element(gridEnd("x from", "Where the first column of heights stands."))
          .element(gridEnd("x to", "Where the last column of heights stands.")),
      option("y", &GridSettings::y)
          .named("y")
          .explained("Where the first row stands, and the last.")
          .element(gridEnd("y from", "Where the first row of heights stands."))
          .element(gridEnd("y to", "Where the last row of heights stands.")),
      option("smoothing", &GridSettings::smoothing)
          .named("smoothing")
          .explained("Width of a Gaussian average over the heights, in steps of the grid; pictures need 1 or more.")
          .within(0, landscape::farthestSmoothing)
          .slide(0, 6),
      option("outside", &GridSettings::outside)
          .oneOf({"linear", "clamp"})
          .named("outside")
          .explained("Beyond the grid the surface goes on straight, or as high as at the edge."),
  };
  card.make = [described = static_cast<const Card&>(card)](const Options& options,
                                                           Index dimension) -> std::shared_ptr<const Objective> {
    GridSettings settings;
    assignOptions(described, options, &settings);
    (void)checkedDimension(described, {}, dimension);
    return makeGrid(settings);
  };
  return card;
}

}  // namespace thalweg::objectives
