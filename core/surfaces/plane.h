#pragma once
/// A plane in the space of points: what a panel, a field or a basin map shows of many coordinates.
///
/// A place (x, y) of the plane is the point origin + x·u + y·v. Two coordinates, the others held, are the usual case:
/// then x and y are those coordinates' own values, to the bit. Shapes: origin and directions have a number a
/// coordinate; `Points` have a row a point. Errors: std::invalid_argument for directions that span no plane and for a
/// plane that does not fit a dimension. Threads: a plain value.

#include "core/base/types.h"

#include <span>
#include <vector>

namespace thalweg {

class Plane {
 public:
  struct Place {
    double x = 0;
    double y = 0;
  };

  /// The first two coordinates, all others 0; of functions of one variable the only one.
  Plane() = default;
  /// Coordinates x and y; the others are those of `through` (empty: 0), whose own x and y do not count.
  static Plane ofCoordinates(Index x, Index y, std::vector<double> through = {});
  /// Any directions that are not parallel; they need be neither of length 1 nor at right angles.
  static Plane spanned(std::vector<double> origin, std::vector<double> u, std::vector<double> v);

  bool operator==(const Plane&) const = default;

  /// Whether points of this dimension have places in it.
  [[nodiscard]] bool fits(Index dimension) const;
  /// Throws where it does not fit.
  void check(Index dimension) const;

  /// u and v, the steps from a place to the next in x and in y; of one variable v is 0.
  struct Directions {
    std::vector<double> u;
    std::vector<double> v;
  };
  [[nodiscard]] Directions directions(Index dimension) const;
  /// The same plane with u and v so turned round that neither points against its counterpart in `before`. What is
  /// computed from paths keeps its sides while the paths move.
  [[nodiscard]] Plane withSidesOf(const Plane& before, Index dimension) const;

  /// The point at a place.
  [[nodiscard]] std::vector<double> at(double x, double y, Index dimension) const;
  /// Row i of `points`, which has its size, becomes the point at x[i], y[i].
  void fill(const Column& x, const Column& y, Points& points) const;
  /// Where the orthogonal projection of a point lies; in one dimension y is 0.
  [[nodiscard]] Place project(std::span<const double> point) const;
  [[nodiscard]] Place project(const Points& points, Index row) const;
  /// How far a point lies beside the plane: the largest of its coordinates' differences from its projection.
  [[nodiscard]] double distance(std::span<const double> point) const;
  /// ∂f/∂x and ∂f/∂y of each row of gradients, as two columns.
  [[nodiscard]] Points slopes(const Points& gradients) const;

 private:
  [[nodiscard]] bool ofTwoCoordinates() const { return u_.empty(); }
  template <class Coordinate>
  [[nodiscard]] Place projected(Index dimension, const Coordinate& coordinate) const;

  Index x_ = 0;
  Index y_ = 1;
  std::vector<double> origin_;  // empty: 0; 0 at x_ and y_
  std::vector<double> u_, v_;   // empty: x_ and y_ are the directions
  // u'ₖ·(p − origin) are a point's x and y: rows of the directions' pseudo-inverse.
  std::vector<double> forX_, forY_;
};

}  // namespace thalweg
