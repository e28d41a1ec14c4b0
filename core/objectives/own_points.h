#pragma once
/// Samples of one's own, in place of those that an objective comes with: the options that hold them, and the data set
/// that they are.
///
/// A point is a list of numbers: the input and its target (x, y), or two inputs and their class (a, b, class). Classes
/// are −1 and 1, or 0 and 1 (which means the same), or 0, 1 and 2. Errors: OptionError whose path names list, point and
/// number: "options.points[3][2]". Threads: pure functions.

#include "core/contracts/dataset.h"

#include <optional>
#include <string>
#include <vector>

namespace thalweg {

/// What the options set; null: none.
struct OwnPoints {
  Json points;
  Json testPoints;
};

/// Which points a model can be learned from.
enum class PointSort {
  Values,       ///< x, y
  TwoClasses,   ///< a, b and one of two classes
  ValuesOrAny,  ///< either of them, or three classes
};

/// None where there are no points of one's own: the objective's samples are meant.
std::optional<Dataset> ownDataset(const OwnPoints& own, PointSort sort);

/// The two options behind `options`, which set the members of an `Owner` that is an OwnPoints, too. `each` says what a
/// point is.
template <class Owner>
std::vector<OptionDescription> withPoints(std::vector<OptionDescription> options, const std::string& each) {
  Json Owner::*const points = &OwnPoints::points;
  Json Owner::*const testPoints = &OwnPoints::testPoints;
  options.push_back(option("points", points)
                        .ofKind(OptionKind::Samples)
                        .orNone()
                        .named("points")
                        .explained("Samples of your own to learn from, each " + each + "; none: the built-in ones."));
  options.push_back(option("test_points", testPoints)
                        .ofKind(OptionKind::Samples)
                        .orNone()
                        .named("test points")
                        .explained("Samples of your own that nothing is learned from, beside those of points."));
  return options;
}

/// A box that holds the place x, y and the origin: `usual` where that has the place well inside, else one whose ends
/// are round numbers, so that it stays while a sample is moved a little.
View boxHolding(const View& usual, double x, double y);
/// A first digit of 1, 2 or 5, at most 1/`curvature`: a rate that gets somewhere.
double rateFor(double curvature);

}  // namespace thalweg
