#include "core/surfaces/field.h"

#include "core/base/parallel.h"
#include "core/recorded/recorded_objective.h"
#include "core/scenario/view_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace thalweg {

namespace {

// So many values are sorted for the quantiles: enough for 0.1 %, and sorted in well under a millisecond.
constexpr Index kSampleLimit = 16384;
constexpr Index kQuantiles = 1025;
constexpr double kLogDecades = 12;

/// The point that all of a slice's points share but for the free coordinates.
std::vector<double> basePoint(const std::vector<double>& base, Index dimension) {
  if (base.empty()) return std::vector<double>(static_cast<std::size_t>(dimension), 0.0);
  if (static_cast<Index>(base.size()) != dimension) {
    throw std::invalid_argument("the base point has another dimension than the objective");
  }
  return base;
}

std::vector<double> quantileTable(const Column& values, Index finite) {
  std::vector<double> sample;
  const Index stride = std::max<Index>(1, (finite + kSampleLimit - 1) / kSampleLimit);
  sample.reserve(static_cast<std::size_t>(finite / stride + 1));
  Index seen = 0;
  for (const double v : values) {
    if (std::isfinite(v) && seen++ % stride == 0) sample.push_back(v);
  }
  if (sample.empty()) return {};
  std::sort(sample.begin(), sample.end());
  std::vector<double> table(kQuantiles);
  const double last = static_cast<double>(sample.size() - 1);
  for (Index k = 0; k < kQuantiles; ++k) {
    const double position = last * static_cast<double>(k) / (kQuantiles - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sample.size() - 1);
    const double fraction = position - static_cast<double>(below);
    table[static_cast<std::size_t>(k)] = sample[below] + fraction * (sample[above] - sample[below]);
  }
  return table;
}

/// Finite range of a column; {0, 0} where nothing is finite.
struct FiniteRange {
  double minimum = 0;
  double maximum = 0;
  Index finite = 0;
};
FiniteRange finiteRange(const Column& values) {
  FiniteRange range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 0};
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    range.minimum = std::min(range.minimum, v);
    range.maximum = std::max(range.maximum, v);
    ++range.finite;
  }
  return range.finite > 0 ? range : FiniteRange{};
}

/// The decimal with the fewest digits in [low, high]; of several the one nearest the middle.
double shortestBetween(double low, double high) {
  if (!(low < high)) return low;
  if (low <= 0 && high >= 0) return 0;
  const double middle = (low + high) / 2;
  const int top = static_cast<int>(std::floor(std::log10(std::max(std::abs(low), std::abs(high))))) + 1;
  constexpr int digits = 16;
  for (int k = top; k > top - digits; --k) {
    // Dividing by a power of ten is exact where multiplying by a fraction is not.
    const double power = std::pow(10.0, std::abs(k));
    const double value = k < 0 ? std::round(middle * power) / power : std::round(middle / power) * power;
    if (value >= low && value <= high) return value;
  }
  return middle;
}

/// Piecewise linear in rising knots; steps where knots coincide.
double interpolate(const std::vector<double>& x, const std::vector<double>& y, double at) {
  const auto above = std::upper_bound(x.begin(), x.end(), at);
  if (above == x.begin()) return y.front();
  if (above == x.end()) return y.back();
  const auto k = static_cast<std::size_t>(above - x.begin());
  return y[k - 1] + (y[k] - y[k - 1]) * (at - x[k - 1]) / (x[k] - x[k - 1]);
}

/// `low` … `high` in `count` nodes, the first and last on the ends; one alone stands in the middle.
double node(double low, double high, Index index, Index count) {
  if (count < 2) return (low + high) / 2;
  return low + (high - low) * static_cast<double>(index) / static_cast<double>(count - 1);
}

void checkPlane(const FieldRequest& request, Index dimension) {
  if (dimension < 2) throw std::invalid_argument("a field needs an objective of two coordinates or more");
  request.plane.check(dimension);
}

Column strengthOf(const Points& gradient) {
  const Column norm = gradient.matrix().rowwise().norm().array();
  std::vector<double> sorted;
  for (const double n : norm) {
    if (std::isfinite(n) && n > 0) sorted.push_back(n);
  }
  Column strength = Column::Constant(norm.size(), std::numeric_limits<double>::quiet_NaN());
  if (sorted.empty()) return strength;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double p) {
    return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
  };
  const double low = std::log(at(0.05));
  const double range = std::log(at(0.95)) - low;
  for (Index i = 0; i < norm.size(); ++i) {
    if (!std::isfinite(norm[i]) || !(norm[i] > 0)) continue;
    strength[i] = range > 1e-9 ? std::clamp((std::log(norm[i]) - low) / range, 0.0, 1.0) : 1;
  }
  return strength;
}

/// What is stored of a recorded run's surface, place by place: its points would be a million numbers each.
void readSurface(const RecordedObjective& recorded, const FieldRequest& request, Field& field) {
  field.values.setConstant(std::numeric_limits<double>::quiet_NaN());
  const View& box = request.view;
  const auto point = [&](double x, double y) { return request.plane.at(x, y, recorded.dimension()); };
  const auto places =
      recorded.placesOf(point(box.xMin, box.yMin), point(box.xMax, box.yMin), point(box.xMin, box.yMax), box);
  if (!places) return;
  for (Index row = 0; row < field.rows; ++row) {
    for (Index column = 0; column < field.columns; ++column) {
      const double x = field.x(column);
      const double y = field.y(row);
      field.values[row * field.columns + column] =
          recorded.at(places->a0 + places->ax * x + places->ay * y, places->b0 + places->bx * x + places->by * y);
    }
  }
}

}  // namespace

FieldRequest FieldRequest::coarser(Index factor) const {
  FieldRequest request = *this;
  request.columns = std::max<Index>(2, (columns + factor - 1) / factor);
  request.rows = std::max<Index>(2, (rows + factor - 1) / factor);
  return request;
}

double Field::x(Index column) const {
  return view.xMin + (view.xMax - view.xMin) * static_cast<double>(column) / static_cast<double>(columns - 1);
}

double Field::y(Index row) const {
  return view.yMin + (view.yMax - view.yMin) * static_cast<double>(row) / static_cast<double>(rows - 1);
}

double Field::rank(double value) const {
  if (quantiles.empty()) return 0;
  const auto below = std::lower_bound(quantiles.begin(), quantiles.end(), value);
  if (below == quantiles.begin()) return 0;
  if (below == quantiles.end()) return 1;
  const auto k = static_cast<std::size_t>(below - quantiles.begin());
  const double fraction = (value - quantiles[k - 1]) / (quantiles[k] - quantiles[k - 1]);
  return (static_cast<double>(k - 1) + fraction) / static_cast<double>(quantiles.size() - 1);
}

double Field::quantile(double p) const {
  if (quantiles.empty()) return 0;
  const double position = std::clamp(p, 0.0, 1.0) * static_cast<double>(quantiles.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, quantiles.size() - 1);
  return quantiles[below] + (position - static_cast<double>(below)) * (quantiles[above] - quantiles[below]);
}

std::shared_ptr<const Field> evaluateField(const Objective& objective, const FieldRequest& request,
                                           std::stop_token stop) {
  const Index dimension = objective.dimension();
  checkPlane(request, dimension);
  if (request.columns < 2 || request.rows < 2) throw std::invalid_argument("a field needs at least 2 x 2 nodes");

  auto field = std::make_shared<Field>();
  field->view = request.view;
  field->columns = request.columns;
  field->rows = request.rows;
  field->values.resize(request.columns * request.rows);
  const Index total = field->values.size();
  // Some thousand numbers a block: state stays in the cache, and a stop request is answered soon.
  const Index block = std::clamp<Index>(8192 / dimension, 16, 4096);
  const auto blocks = static_cast<std::size_t>((total + block - 1) / block);
  const auto evaluate = [&](std::size_t number) {
    const Index first = static_cast<Index>(number) * block;
    const Index count = std::min(block, total - first);
    Column x(count);
    Column y(count);
    for (Index i = 0; i < count; ++i) {
      x[i] = field->x((first + i) % field->columns);
      y[i] = field->y((first + i) / field->columns);
    }
    Points points(count, dimension);
    request.plane.fill(x, y, points);
    Column f;
    objective.value(points, f);
    field->values.segment(first, count) = f;
  };
  if (const RecordedObjective* recorded = recordedObjective(objective))
    readSurface(*recorded, request, *field);
  else if (!parallelFor(blocks, evaluate, stop))
    return nullptr;

  const FiniteRange range = finiteRange(field->values);
  field->minimum = range.minimum;
  field->maximum = range.maximum;
  field->finite = range.finite;
  field->quantiles = quantileTable(field->values, range.finite);
  // A sample may miss the extremes.
  if (!field->quantiles.empty()) {
    field->quantiles.front() = range.minimum;
    field->quantiles.back() = range.maximum;
  }
  return field;
}

double GradientField::x(Index column) const { return node(view.xMin, view.xMax, column, columns); }

double GradientField::y(Index row) const { return node(view.yMin, view.yMax, row, rows); }

std::shared_ptr<const GradientField> evaluateGradients(const Objective& objective, const FieldRequest& request,
                                                       std::stop_token stop) {
  const Index dimension = objective.dimension();
  checkPlane(request, dimension);
  if (request.columns < 1 || request.rows < 1) throw std::invalid_argument("a field of arrows needs at least one node");
  auto field = std::make_shared<GradientField>();
  field->view = request.view;
  field->columns = request.columns;
  field->rows = request.rows;
  field->f.resize(request.columns * request.rows);
  field->gradient.resize(field->f.size(), 2);
  if (recordedObjective(objective)) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    field->f.setConstant(unknown);
    field->gradient.setConstant(unknown);
    field->strength = Column::Constant(field->f.size(), unknown);
    return field;
  }
  const auto evaluate = [&](std::size_t number) {
    const auto row = static_cast<Index>(number);
    Column x(field->columns);
    for (Index i = 0; i < field->columns; ++i) x[i] = field->x(i);
    Points points(field->columns, dimension);
    request.plane.fill(x, Column::Constant(field->columns, field->y(row)), points);
    Column f;
    Points g;
    objective.valueAndGradient(points, f, g);
    field->f.segment(row * field->columns, field->columns) = f;
    field->gradient.middleRows(row * field->columns, field->columns) = request.plane.slopes(g);
  };
  if (!parallelFor(static_cast<std::size_t>(field->rows), evaluate, stop)) return nullptr;
  field->strength = strengthOf(field->gradient);
  return field;
}

View shownBox(const Objective& objective, const View& view) {
  if (objective.dimension() > 1 || view.yMin < view.yMax) return view;
  constexpr Index samples = 257;
  constexpr double room = 0.08;
  const auto curve = sampleCurve(objective, view.xMin, view.xMax, samples);
  const double height = curve->maximum - curve->minimum;
  const double margin = height > 0 ? room * height : 1;
  const auto [low, high] = fittedRange(curve->minimum - margin, curve->maximum + margin);
  return {view.xMin, view.xMax, low, high};
}

std::shared_ptr<const Curve> sampleCurve(const Objective& objective, double first, double last, Index samples,
                                         Index coordinate, const std::vector<double>& base) {
  if (samples < 2) throw std::invalid_argument("a curve needs at least two samples");
  if (coordinate < 0 || coordinate >= objective.dimension()) {
    throw std::invalid_argument("a curve needs a coordinate of the objective");
  }
  const std::vector<double> origin = basePoint(base, objective.dimension());
  Points points(samples, objective.dimension());
  for (Index c = 0; c < points.cols(); ++c) points.col(c).setConstant(origin[static_cast<std::size_t>(c)]);
  auto curve = std::make_shared<Curve>();
  curve->first = first;
  curve->last = last;
  curve->x.resize(samples);
  for (Index i = 0; i < samples; ++i) {
    curve->x[i] = first + (last - first) * static_cast<double>(i) / static_cast<double>(samples - 1);
  }
  points.col(coordinate) = curve->x;
  objective.value(points, curve->f);
  const FiniteRange range = finiteRange(curve->f);
  curve->minimum = range.minimum;
  curve->maximum = range.maximum;
  return curve;
}

ValueScale::ValueScale(const Field& field, ColorScale kind, std::optional<double> knownMinimum) : kind_(kind) {
  low_ = field.minimum;
  high_ = field.maximum;
  if (!(high_ > low_)) {
    // A flat surface has one colour, whatever the scale.
    kind_ = ColorScale::Linear;
    high_ = std::nextafter(low_, std::numeric_limits<double>::infinity());
    return;
  }
  if (kind == ColorScale::Log) {
    // A surface that dips below its known minimum is measured from where it lies.
    offset_ = std::min(knownMinimum.value_or(field.minimum), field.minimum);
    high_ = field.maximum - offset_;
    low_ = std::clamp(field.quantile(0.001) - offset_, high_ * std::pow(10, -kLogDecades), high_ / 2);
  } else if (kind == ColorScale::Rank) {
    knots_ = field.quantiles;
    positions_.resize(knots_.size());
    for (std::size_t k = 0; k < knots_.size(); ++k) {
      const double rank = static_cast<double>(k) / static_cast<double>(knots_.size() - 1);
      positions_[k] = 0.8 * rank + 0.2 * std::clamp((knots_[k] - low_) / (high_ - low_), 0.0, 1.0);
    }
  }
}

double ValueScale::position(double value) const {
  if (std::isnan(value)) return value;
  if (kind_ == ColorScale::Rank) return interpolate(knots_, positions_, value);
  if (kind_ == ColorScale::Log) {
    const double above = value - offset_;
    return above <= low_ ? 0 : std::clamp(std::log(above / low_) / std::log(high_ / low_), 0.0, 1.0);
  }
  return std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
}

double ValueScale::value(double position) const {
  if (kind_ == ColorScale::Rank) return interpolate(positions_, knots_, position);
  if (kind_ == ColorScale::Log) return offset_ + low_ * std::pow(high_ / low_, position);
  return low_ + (high_ - low_) * position;
}

std::vector<double> ValueScale::thresholds(Index n) const {
  std::vector<double> values;
  for (Index k = 1; k < n; ++k) values.push_back(value(static_cast<double>(k) / static_cast<double>(n)));
  return values;
}

std::vector<double> ValueScale::marks(Index n) const {
  std::vector<double> values;
  const auto count = static_cast<double>(std::max<Index>(1, n));
  for (Index k = 0; k < n; ++k) {
    // Any value within the middle half of its share of the way will do; the shortest is taken.
    const double share = (static_cast<double>(k) + 0.5) / count;
    const double low = value(share - 0.25 / count) - offset_;
    const double high = value(share + 0.25 / count) - offset_;
    const double mark = offset_ + shortestBetween(low, high);
    if (values.empty() || mark > values.back()) values.push_back(mark);
  }
  return values;
}

}  // namespace thalweg
