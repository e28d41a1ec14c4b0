#pragma once
/// Objective functions: what is minimised, with exact derivatives, and what is known about it.
///
/// Shapes: `Points` has a row a point, a column a coordinate; results have a row a point. Evaluation of one row gives
/// the same bits whatever other rows stand beside it. Errors: none while evaluating; where the function is undefined
/// the result is NaN or infinite. Threads: an Objective is immutable; every method may be called from any thread at
/// once.

#include "core/base/types.h"
#include "core/contracts/catalog.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thalweg {

/// One tensor of the parameter vector: coordinates [first, first + rows·columns), row by row. A vector has columns ==
/// 0.
struct Block {
  Index first = 0;
  Index rows = 0;
  Index columns = 0;
  [[nodiscard]] Index size() const { return columns == 0 ? rows : rows * columns; }
  [[nodiscard]] bool isMatrix() const { return columns > 0; }
  bool operator==(const Block&) const = default;
};
using Shape = std::vector<Block>;

/// A point of the surface that is known.
struct Landmark {
  enum class Kind { GlobalMinimum, LocalMinimum, Saddle };
  Kind kind = Kind::GlobalMinimum;
  std::vector<double> point;
  double value = 0;
  bool smooth = true;    ///< false: at a kink, where the gradient jumps
  bool interior = true;  ///< false: lowest only within the viewing box, on its edge
  bool found = false;    ///< by a search, so that there may be others, and lower ones; else known beforehand
};

/// What a panel shows at first: closed intervals; y is empty (0, 0) for functions of one variable.
struct View {
  double xMin = -1, xMax = 1, yMin = -1, yMax = 1;
  bool operator==(const View&) const = default;
};

/// What a coordinate is called: "w", "θ₁", "W₂[1,3]"; TeX for axes and formulas.
struct CoordinateName {
  std::string plain;
  std::string typeset;
  bool operator==(const CoordinateName&) const = default;
};

/// `letter` with the index `number` (from 1 on): "x₁", "x_{1}".
CoordinateName indexedName(const std::string& plain, const std::string& typeset, Index number);
/// The element of a matrix, row and column from 1 on: "W[1,2]", "W_{12}".
CoordinateName elementName(const std::string& plain, const std::string& typeset, Index row, Index column);
/// As in formulas: x; x and y; x₁ … xₙ.
std::vector<CoordinateName> usualCoordinateNames(Index dimension);

/// How a surface's values spread, and so how they are best coloured.
enum class ColorScale { Linear, Log, Rank };

/// Which samples a gradient is taken over; empty: all of them.
using Batch = std::span<const Index>;

class Objective {
 public:
  virtual ~Objective() = default;

  [[nodiscard]] virtual Index dimension() const = 0;
  /// The parameter tensors; by default one vector of all coordinates.
  [[nodiscard]] virtual Shape shape() const { return {{0, dimension(), 0}}; }

  /// f of each row. `f` is resized.
  virtual void value(const Points& x, Column& f) const = 0;
  /// ∇f of each row. `g` is resized. Functions without samples are never given a batch.
  virtual void gradient(const Points& x, Points& g, Batch batch = {}) const = 0;
  /// Both at once, where that is cheaper.
  virtual void valueAndGradient(const Points& x, Column& f, Points& g, Batch batch = {}) const {
    value(x, f);
    gradient(x, g, batch);
  }
  /// ∇²f·v of each row (v a row a point).
  virtual void hessianProduct(const Points& x, const Points& v, Points& hv) const = 0;
  /// The diagonal of ∇²f of each row; by default from `dimension()` products.
  virtual void hessianDiagonal(const Points& x, Points& h) const;
  /// The whole symmetric ∇²f at one point (a row); by default from `dimension()` products.
  [[nodiscard]] virtual Eigen::MatrixXd hessian(const Points& point) const;

  /// What the coordinates are called, one name each.
  [[nodiscard]] virtual std::vector<CoordinateName> coordinateNames() const {
    return usualCoordinateNames(dimension());
  }

  /// Known minima and saddles in this instance's dimension, global minima first.
  [[nodiscard]] virtual std::vector<Landmark> landmarks() const { return {}; }
  /// The greatest value that f is known never to fall below, where that is not a landmark's alone: 0 of losses that
  /// data may be learned to, the least loss of a line through data.
  [[nodiscard]] virtual std::optional<double> infimum() const { return {}; }
  [[nodiscard]] virtual View view() const = 0;
  /// Suggested start points, each `dimension()` long; at least one.
  [[nodiscard]] virtual std::vector<std::vector<double>> starts() const = 0;
  /// A learning rate at which plain gradient descent gets somewhere.
  [[nodiscard]] virtual double suggestedRate() const { return 0.01; }
  [[nodiscard]] virtual ColorScale colorScale() const { return ColorScale::Rank; }

  /// Number of samples of a data objective, else 0. Its loss is a mean (or sum, as documented) over them.
  [[nodiscard]] virtual Index samples() const { return 0; }
  /// Residuals r and their Jacobian (a row a residual) at one point, so scaled that the loss is ½‖r‖², where it is a
  /// sum of squares; false elsewhere.
  virtual bool residuals(const Points& /*point*/, Eigen::VectorXd& /*r*/, Eigen::MatrixXd& /*jacobian*/) const {
    return false;
  }
  /// Loss of each row on held-out data; false where there are none.
  virtual bool testLoss(const Points& /*x*/, Column& /*loss*/) const { return false; }
  /// Fraction of training samples classified rightly, of each row; false where there are no classes.
  virtual bool accuracy(const Points& /*x*/, Column& /*fraction*/) const { return false; }
  /// The same of held-out samples.
  virtual bool testAccuracy(const Points& /*x*/, Column& /*fraction*/) const { return false; }
};

/// The value of the lowest known minimum: of the global ones, else the infimum; none where neither is known.
std::optional<double> knownMinimum(const Objective& objective);

struct ObjectiveCard : Card {
  Index minDimension = 2;
  Index maxDimension = 2;   ///< 0: any
  Index dimensionStep = 1;  ///< the dimension is a multiple of this
  /// Of objectives of any dimension: TeX of the right-hand side in two, in x, y and options, short enough to stand
  /// beside a name; empty where sums say it best.
  std::string planar;
  /// Checks options and builds. `dimension` 0: the default one. Throws OptionError.
  std::function<std::shared_ptr<const Objective>(const Options&, Index dimension)> make;
};

/// All objectives in the order of their families. Adding one: a file in core/objectives and a line in
/// its list.cpp.
const std::vector<const ObjectiveCard*>& objectiveCards();
/// nullptr if unknown.
const ObjectiveCard* findObjective(std::string_view id);

}  // namespace thalweg
