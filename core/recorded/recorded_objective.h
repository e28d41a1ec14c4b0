#pragma once
/// The surface that recorded runs stand on: known in their plane where whoever recorded them has evaluated it there,
/// and nowhere else.
///
/// f is the stored grid between its nodes, by cubic convolution (Keys 1981, IEEE Trans. ASSP 29(6)), linear in its
/// outermost cells, for points of its plane; NaN for all others. Derivatives are NaN. Threads: immutable.

#include "core/contracts/objective.h"
#include "core/recorded/recorded_run.h"

#include <span>

namespace thalweg {

class RecordedObjective final : public Objective {
 public:
  /// At least one run.
  explicit RecordedObjective(std::shared_ptr<const RecordedRuns> recorded);

  [[nodiscard]] const std::vector<RecordedRun>& runs() const { return recorded_->runs; }
  /// The run whose surface this is; null: none has one.
  [[nodiscard]] const RecordedRun* surface() const { return surface_; }

  /// The surface's places of a plane's: a = a0 + ax·x + ay·y, likewise b.
  struct Places {
    double a0 = 0, ax = 0, ay = 0, b0 = 0, bx = 0, by = 0;
  };
  /// Of the plane through three points, whose places are (x0, y0), (x1, y0) and (x0, y1). None where it is not the
  /// surface's own, or there is no surface.
  [[nodiscard]] std::optional<Places> placesOf(std::span<const double> corner, std::span<const double> alongX,
                                               std::span<const double> alongY, const View& box) const;
  /// f at a place of the surface; NaN beside it.
  [[nodiscard]] double at(double a, double b) const;

  [[nodiscard]] Index dimension() const override { return runs().front().points.cols(); }
  [[nodiscard]] Shape shape() const override;
  [[nodiscard]] std::vector<CoordinateName> coordinateNames() const override;
  void value(const Points& x, Column& f) const override;
  void gradient(const Points& x, Points& g, Batch batch = {}) const override;
  void hessianProduct(const Points& x, const Points& v, Points& hv) const override;
  [[nodiscard]] View view() const override { return view_; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override;

 private:
  struct Place {
    double a = 0, b = 0;
    double beside = 0;  ///< how far the point lies from the plane
  };
  [[nodiscard]] Place placeOf(std::span<const double> point) const;

  std::shared_ptr<const RecordedRuns> recorded_;
  const RecordedRun* surface_ = nullptr;
  double near_ = 0;  ///< so far from its plane a point is still in it
  View view_;
};

/// nullptr where paths are computed.
inline const RecordedObjective* recordedObjective(const Objective& objective) {
  return dynamic_cast<const RecordedObjective*>(&objective);
}

}  // namespace thalweg
