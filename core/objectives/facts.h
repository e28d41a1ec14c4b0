#pragma once
/// What is known of an objective besides its values; see Objective's methods of the same names.

#include "core/contracts/objective.h"

#include <vector>

namespace thalweg {

struct Facts {
  View view;
  std::vector<std::vector<double>> starts;
  double rate = 0.01;
  ColorScale scale = ColorScale::Rank;
  std::vector<Landmark> landmarks = {};
  std::vector<CoordinateName> names = {};  ///< empty: the usual ones
};

inline Landmark globalMinimum(std::vector<double> point, double value = 0) {
  return {Landmark::Kind::GlobalMinimum, std::move(point), value, true, true};
}
inline Landmark localMinimum(std::vector<double> point, double value = 0) {
  return {Landmark::Kind::LocalMinimum, std::move(point), value, true, true};
}
inline Landmark saddlePoint(std::vector<double> point, double value = 0) {
  return {Landmark::Kind::Saddle, std::move(point), value, true, true};
}
/// The same at a kink.
inline Landmark kinked(Landmark landmark) { return landmark.smooth = false, landmark; }
/// The same on the viewing box's edge.
inline Landmark onEdge(Landmark landmark) { return landmark.interior = false, landmark; }

/// The methods of Objective that repeat the facts.
template <class Base>
class WithFacts : public Base {
 public:
  explicit WithFacts(Facts facts) : facts_(std::move(facts)) {}

  [[nodiscard]] std::vector<Landmark> landmarks() const override { return facts_.landmarks; }
  [[nodiscard]] View view() const override { return facts_.view; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return facts_.starts; }
  [[nodiscard]] double suggestedRate() const override { return facts_.rate; }
  [[nodiscard]] ColorScale colorScale() const override { return facts_.scale; }
  [[nodiscard]] std::vector<CoordinateName> coordinateNames() const override {
    return facts_.names.empty() ? Base::coordinateNames() : facts_.names;
  }

 private:
  Facts facts_;
};

}  // namespace thalweg
