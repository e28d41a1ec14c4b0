#include "core/objectives/landmark_search.h"

#include "core/base/linear_algebra.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {

namespace {

constexpr double wider = 3;           // the outer box, in widths of the viewing box
constexpr Index mostCandidates = 40;  // places that Newton's method starts from, of each kind
constexpr std::size_t mostKept = 60;  // landmarks

bool isNear(double value, double other) { return std::abs(value - other) <= 1e-9 * (1 + std::abs(other)); }

/// The radical inverse of `index` in a prime base: evenly spread over [0, 1).
double radicalInverse(Index index, Index base) {
  double result = 0;
  double digit = 1;
  for (; index > 0; index /= base) {
    digit /= static_cast<double>(base);
    result += digit * static_cast<double>(index % base);
  }
  return result;
}

/// Sample points of a box with what f is there.
struct Sample {
  Points x;
  Column f;
  Column slope;       // ‖∇f‖
  Index perAxis = 0;  // of a grid in one or two dimensions; 0: scattered points
  double reach = 0;   // about how far the nearest minimum of a point's neighbourhood may be
};

struct Place {
  std::vector<double> point;
  double value = 0;
  bool smooth = true;
  bool isolated = true;  // false: the Hessian is singular
};

class Search {
 public:
  Search(const Objective& f, const View& box) : f_(f), n_(f.dimension()), box_(box), size_(box.xMax - box.xMin) {}

  FoundLandmarks operator()() {
    for (const double scale : {1.0, wider}) {
      const Sample sample = sampled(scale);
      for (const double value : sample.f)
        if (std::isfinite(value)) seen_ = std::min(seen_, value);
      if (scale == 1) {
        const auto finite = sample.slope.isFinite();
        steepest_ = finite.select(sample.slope, 0).maxCoeff();
      }
      descend(rowsOf(sample, lowestOf(sample, sample.f)), sample.reach);
      if (scale != 1) continue;
      climbToSaddles(rowsOf(sample, lowestOf(sample, sample.slope)), sample.reach);
      climbToSaddles(passes(), sample.reach);
    }
    return result();
  }

 private:
  [[nodiscard]] Sample sampled(double scale) const {
    constexpr std::array<Index, 10> primes = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
    constexpr Index scattered = 600;
    Sample s;
    s.perAxis = n_ == 1 ? 401 : n_ == 2 ? 41 : 0;
    const Index rows = n_ == 1 ? s.perAxis : n_ == 2 ? s.perAxis * s.perAxis : scattered;
    s.reach = scale * size_ * (n_ == 1 ? 0.005 : n_ == 2 ? 0.05 : 0.2);
    s.x.resize(rows, n_);
    for (Index c = 0; c < n_; ++c) {
      const double low = n_ == 2 && c == 1 ? box_.yMin : box_.xMin;
      const double high = n_ == 2 && c == 1 ? box_.yMax : box_.xMax;
      const double middle = 0.5 * low + 0.5 * high;
      for (Index row = 0; row < rows; ++row) {
        const Index node = c == 0 ? row % std::max<Index>(s.perAxis, 1) : row / std::max<Index>(s.perAxis, 1);
        const double t = s.perAxis > 0 ? static_cast<double>(node) / static_cast<double>(s.perAxis - 1)
                                       : radicalInverse(row + 1, primes[static_cast<std::size_t>(c)]);
        s.x(row, c) = middle + scale * (high - low) * (t - 0.5);
      }
    }
    Points g;
    f_.valueAndGradient(s.x, s.f, g);
    s.slope = g.matrix().rowwise().norm();
    return s;
  }

  /// Inner nodes of a grid where `values` is no higher than at all neighbours and lower than at one; of scattered
  /// points the lowest. The lowest first.
  static std::vector<Index> lowestOf(const Sample& s, const Column& values) {
    std::vector<Index> found;
    const Index columns = s.perAxis > 0 ? s.perAxis : 1;
    const Index lines = s.x.rows() / columns;
    const auto isLowest = [&](Index row) {
      if (s.perAxis == 0) return true;
      const Index i = row % columns;
      const Index j = row / columns;
      if (i == 0 || i == columns - 1 || (lines > 1 && (j == 0 || j == lines - 1))) return false;
      bool below = false;
      for (Index dj = lines > 1 ? -1 : 0; dj <= (lines > 1 ? 1 : 0); ++dj) {
        for (Index di = -1; di <= 1; ++di) {
          const double other = values[(j + dj) * columns + i + di];
          if (other < values[row]) return false;
          below = below || other > values[row];
        }
      }
      return below;
    };
    for (Index row = 0; row < values.size(); ++row)
      if (std::isfinite(values[row]) && isLowest(row)) found.push_back(row);
    std::ranges::stable_sort(found, {}, [&](Index row) { return values[row]; });
    const auto most = static_cast<std::size_t>(s.perAxis > 0 ? mostCandidates : mostCandidates / 2);
    if (found.size() > most) found.resize(most);
    return found;
  }

  static Points rowsOf(const Sample& s, const std::vector<Index>& rows) { return s.x(rows, Eigen::all); }

  /// Newton's steps at each row, no longer than `reach`. `downhill`: against the slope along every direction, by the
  /// size of the curvature there. Also whether the Hessian says minimum (all curvatures positive) or saddle.
  struct Newton {
    Points step;
    Column low, high, largest;  // least and greatest eigenvalue, and greatest size of one
    Column slope;
  };
  [[nodiscard]] Newton newton(const Points& x, double reach, bool downhill) const {
    Newton result;
    const Index rows = x.rows();
    Points g;
    f_.gradient(x, g);
    std::vector<Points> products(static_cast<std::size_t>(n_));
    for (Index c = 0; c < n_; ++c) {
      Points direction = Points::Zero(rows, n_);
      direction.col(c) = 1;
      f_.hessianProduct(x, direction, products[static_cast<std::size_t>(c)]);
    }
    result.step = Points::Zero(rows, n_);
    result.low = result.high = result.largest = Column::Constant(rows, std::nan(""));
    result.slope = g.matrix().rowwise().norm();
    for (Index row = 0; row < rows; ++row) {
      Eigen::MatrixXd hessian(n_, n_);
      for (Index c = 0; c < n_; ++c) hessian.row(c) = products[static_cast<std::size_t>(c)].row(row).matrix();
      hessian = 0.5 * (hessian + hessian.transpose()).eval();
      if (!hessian.allFinite() || !g.row(row).allFinite()) continue;
      const SymmetricEigen eigen = symmetricEigen(hessian);
      const Eigen::VectorXd& spectrum = eigen.values;
      const double largest = spectrum.cwiseAbs().maxCoeff();
      result.low[row] = spectrum.minCoeff();
      result.high[row] = spectrum.maxCoeff();
      result.largest[row] = largest;
      Eigen::VectorXd along = eigen.vectors.transpose() * g.row(row).matrix().transpose();
      for (Index c = 0; c < n_; ++c) {
        // Curvature that is as good as none makes a step of full length.
        const double floor = std::max(1e-14 * largest, std::abs(along[c]) / (1e3 * reach) + 1e-300);
        const double curvature = std::max(std::abs(spectrum[c]), floor);
        along[c] /= !downhill && spectrum[c] < 0 ? -curvature : curvature;
      }
      const double length = along.norm();
      if (length > reach) along *= reach / length;
      result.step.row(row) = -(eigen.vectors * along).transpose().array();
    }
    return result;
  }

  void descend(Points x, double reach) {
    constexpr int rounds = 60;
    if (x.rows() == 0) return;
    Column f;
    f_.value(x, f);
    Column share = Column::Ones(x.rows());
    Newton now = newton(x, reach, true);
    for (int round = 0; round < rounds; ++round) {
      const Points tried = x + now.step.colwise() * share;
      Column lower;
      f_.value(tried, lower);
      bool open = false;
      for (Index row = 0; row < x.rows(); ++row) {
        const double length = share[row] * now.step.row(row).matrix().norm();
        if (!(length > 1e-13 * size_)) continue;
        open = true;
        if (lower[row] <= f[row] + 1e-15 * std::abs(f[row])) {
          x.row(row) = tried.row(row);
          f[row] = lower[row];
          share[row] = std::min(1.0, 4 * share[row]);
        } else {
          share[row] /= 4;
        }
      }
      if (!open) break;
      now = newton(x, reach, true);
    }
    int kinks = 0;
    constexpr int mostKinks = 4;
    for (Index row = 0; row < x.rows(); ++row) {
      if (!std::isfinite(f[row])) continue;
      const bool level = now.slope[row] <= 1e-9 * steepest_;
      if (now.low[row] > 1e-9 * now.largest[row] && (level || now.step.row(row).matrix().norm() <= 1e-7 * size_))
        keep(minima_, x.row(row), f[row], true, true);
      else if (level && now.low[row] >= -1e-9 * now.largest[row])
        keep(minima_, x.row(row), f[row], true, false);
      else if (!level && n_ <= 2 && kinks++ < mostKinks)
        poll(x.row(row), f[row], reach);
    }
  }

  void climbToSaddles(Points x, double reach) {
    constexpr int rounds = 25;
    if (x.rows() == 0) return;
    Newton now;
    for (int round = 0; round < rounds; ++round) {
      now = newton(x, reach, false);
      x += now.step;
      if ((now.step.abs() <= 1e-13 * size_).all()) break;
    }
    Column f;
    f_.value(x, f);
    for (Index row = 0; row < x.rows(); ++row) {
      const bool still = now.step.row(row).matrix().norm() <= 1e-9 * size_;
      const bool both = now.low[row] < -1e-9 * now.largest[row] && now.high[row] > 1e-9 * now.largest[row];
      if (std::isfinite(f[row]) && still && both && isInside(x.row(row)))
        keep(saddles_, x.row(row), f[row], true, true);
    }
  }

  /// The highest points on the way between two minima, of the lowest few: near the passes from one to the other.
  [[nodiscard]] Points passes() const {
    constexpr std::size_t few = 9;
    constexpr Index stations = 19;
    std::vector<Place> ends = minima_;
    std::ranges::stable_sort(ends, {}, &Place::value);
    if (ends.size() > few) ends.resize(few);
    const auto count = static_cast<Index>(ends.size());
    Points tops(count * (count - 1) / 2, n_);
    Index row = 0;
    Points way(stations, n_);
    Column f;
    for (Index i = 0; i < count; ++i) {
      for (Index j = 0; j < i; ++j) {
        const std::vector<double>& from = ends[static_cast<std::size_t>(i)].point;
        const std::vector<double>& to = ends[static_cast<std::size_t>(j)].point;
        for (Index k = 0; k < stations; ++k) {
          const double share = static_cast<double>(k + 1) / static_cast<double>(stations + 1);
          for (Index c = 0; c < n_; ++c) {
            const auto at = static_cast<std::size_t>(c);
            way(k, c) = (1 - share) * from[at] + share * to[at];
          }
        }
        f_.value(way, f);
        Index highest = 0;
        for (Index k = 1; k < stations; ++k)
          if (f[k] > f[highest]) highest = k;
        tops.row(row++) = way.row(highest);
      }
    }
    return tops;
  }

  /// A minimum at a kink, where Newton's method does not come to rest: the lowest of points all around, ever nearer.
  void poll(Points x, double value, double reach) {
    constexpr Index directions = 64;
    const Index count = n_ == 1 ? 2 : directions;
    Points around(count, n_);
    Column f;
    double distance = reach;
    constexpr int rounds = 160;
    for (int round = 0; round < rounds && distance > 1e-12 * size_; ++round) {
      for (Index k = 0; k < count; ++k) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(count);
        around(k, 0) = x(0, 0) + distance * std::cos(angle);
        if (n_ == 2) around(k, 1) = x(0, 1) + distance * std::sin(angle);
      }
      f_.value(around, f);
      Index best = -1;
      for (Index k = 0; k < count; ++k) {
        if (f[k] < (best < 0 ? value : f[best])) best = k;
      }
      if (best < 0) {
        distance /= 2;
      } else {
        x = Points(around.row(best));
        value = f[best];
      }
    }
    if (distance <= 1e-12 * size_) keep(minima_, x, value, false, true);
  }

  [[nodiscard]] bool isInside(const Points& x) const {
    for (Index c = 0; c < n_; ++c) {
      const bool vertical = n_ == 2 && c == 1;
      if (x(0, c) < (vertical ? box_.yMin : box_.xMin) || x(0, c) > (vertical ? box_.yMax : box_.xMax)) return false;
    }
    return true;
  }

  void keep(std::vector<Place>& places, const Points& x, double value, bool smooth, bool isolated) const {
    const auto same = [&](const Place& place) {
      double sum = 0;
      for (Index c = 0; c < n_; ++c) sum += std::pow(place.point[static_cast<std::size_t>(c)] - x(0, c), 2);
      return std::sqrt(sum) <= 1e-4 * size_;
    };
    if (std::ranges::any_of(places, same)) return;
    places.push_back({{x.data(), x.data() + x.size()}, value, smooth, isolated});
  }

  [[nodiscard]] FoundLandmarks result() {
    FoundLandmarks found;
    std::ranges::stable_sort(minima_, {}, &Place::value);
    if (minima_.empty()) return withSaddles(std::move(found));
    const double lowest = minima_.front().value;
    const bool global = seen_ >= lowest || isNear(seen_, lowest);
    if (global) found.lowest = lowest;
    // Singular minima one beside the other are a valley's floor, not points.
    constexpr std::ptrdiff_t few = 2;
    const std::vector<Place> all = minima_;
    std::erase_if(minima_, [&all](const Place& place) {
      return !place.isolated && std::ranges::count_if(all, [&place](const Place& other) {
                                  return !other.isolated && isNear(other.value, place.value);
                                }) > few;
    });
    // A crease is hard to follow for what looks around: places along one are no minima, but for the lowest.
    if (n_ == 2 && std::ranges::count(minima_, false, &Place::smooth) > few)
      std::erase_if(minima_, [&](const Place& place) { return !place.smooth && !isNear(place.value, lowest); });
    for (const Place& place : minima_) {
      const bool best = global && isNear(place.value, lowest);
      found.landmarks.push_back({.kind = best ? Landmark::Kind::GlobalMinimum : Landmark::Kind::LocalMinimum,
                                 .point = place.point,
                                 .value = place.value,
                                 .smooth = place.smooth,
                                 .found = true});
    }
    return withSaddles(std::move(found));
  }

  [[nodiscard]] FoundLandmarks withSaddles(FoundLandmarks found) const {
    for (const Place& place : saddles_)
      found.landmarks.push_back(
          {.kind = Landmark::Kind::Saddle, .point = place.point, .value = place.value, .found = true});
    if (found.landmarks.size() > mostKept) found.landmarks.resize(mostKept);
    return found;
  }

  const Objective& f_;
  Index n_;
  View box_;
  double size_;
  double seen_ = std::numeric_limits<double>::infinity();  // the least value sampled
  double steepest_ = 0;                                    // slope in the viewing box
  std::vector<Place> minima_, saddles_;
};

}  // namespace

FoundLandmarks searchLandmarks(const Objective& f, const View& box) {
  if (f.dimension() > mostSearchedDimensions || !(box.xMax > box.xMin)) return {};
  return Search(f, box)();
}

}  // namespace thalweg
