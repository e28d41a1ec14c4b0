#pragma once
/// Optimizers: what turns a gradient into a step.
///
/// One `step` moves every row of `x` by one step; rows do not influence each other, and a row's bits do not depend on
/// its neighbours. Element-wise rules are written over whole `Points`; methods that need scalars per path (line
/// searches, matrices) derive from RowOptimizer and are written for one path. Threads: an optimizer belongs to one run;
/// cards are immutable.

#include "core/contracts/catalog.h"
#include "core/contracts/oracle.h"

#include <memory>
#include <string>
#include <vector>

namespace thalweg {

/// The three parts of a step that a viewer can show one after the other.
enum class Phase { Gradient, State, Step };

/// An internal vector with its values now (a row a path), such as m̂.
struct NamedVector {
  std::string symbol;  ///< TeX, as in the formula
  Phase phase = Phase::State;
  Points values;
};

/// A scalar that the method keeps for each path and that runs report, such as Prodigy's `d` or LBFGS's `func_evals`.
struct Reading {
  std::string id;
  Column values;  ///< one number a path
  bool integer = false;
};

class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// Forgets everything and prepares for paths from `start` (a row a path).
  virtual void reset(const Points& start, const Shape& shape) = 0;
  /// One step of all paths. `lr` is the rate of this step, as the schedule says.
  virtual void step(Points& x, Oracle& oracle, double lr) = 0;

  /// The vectors named in the formula after the last step.
  [[nodiscard]] virtual std::vector<NamedVector> vectors() const { return {}; }
  /// What the rule multiplied each coordinate's gradient, or its average of gradients, by in the last step, which had
  /// the rate `lr`: lr/(√v̂ + ε) of Adam. A row a path; empty where the rule has no such number.
  [[nodiscard]] virtual Points rates(double /*lr*/) const { return {}; }
  /// An averaged iterate, where the method keeps one; else nullptr.
  [[nodiscard]] virtual const Points* average() const { return nullptr; }
  [[nodiscard]] virtual std::vector<Reading> readings() const { return {}; }
  /// The buffer of accumulated momentum, where a wrapper may reset it (Lookahead); else nullptr.
  [[nodiscard]] virtual Points* velocity() { return nullptr; }
  /// Points that the last step's line search tried, for drawing: of one path, a row a trial.
  [[nodiscard]] virtual Points trials(Index /*row*/) const { return {}; }
};

/// One line of the update as it is shown, with the phase it belongs to.
struct FormulaLine {
  Phase phase = Phase::Step;
  std::string typeset;  ///< TeX
};

struct OptimizerCard : Card {
  /// The option that a schedule moves: "lr", "base_options.lr"; empty for methods without a rate.
  std::string rate = "lr";
  /// The option that momentum-cycling schedules move: "momentum", "betas[0]"; empty: none.
  std::string momentum;
  /// False for methods whose steps need more than the gradient at the current point of all coordinates together
  /// (line searches, SAM); those refuse parameter groups.
  bool groups = true;
  /// One path's step uses other coordinates of that path only through its own; such rules commute with permutations.
  bool elementwise = true;
  /// Most coordinates that it takes, because it keeps matrices of that size; 0: any number.
  Index most = 0;
  /// With everything but rate and momentum at its default it is v = momentum · v + g, x = x − lr · v (momentum 0 where
  /// there is none), whose stability on quadratics is known in closed form.
  bool heavyBall = false;
  std::string torch;  ///< "torch.optim.Adam" where PyTorch has it
  std::vector<FormulaLine> lines;
  /// Named settings: label and options.
  std::vector<std::pair<std::string, Options>> presets;
  /// Checks options and builds. Throws OptionError.
  std::function<std::unique_ptr<Optimizer>(const Options&)> make;
  /// Writes one option (an id, or "betas[0]") into an optimizer that `make` built.
  std::function<void(Optimizer&, std::string_view option, double value)> set;
};

/// The lines of an update under each other, as the card's `typeset`.
std::string typesetLines(const std::vector<FormulaLine>& lines);

/// The number that a path such as "lr", "betas[0]" or "base_options.lr" names among `options`, or its default.
double optionNumber(const OptimizerCard& card, const Options& options, std::string_view path);
/// The rate that a run starts with; 0 for methods without one.
inline double initialRate(const OptimizerCard& card, const Options& options) {
  return card.rate.empty() ? 0 : optionNumber(card, options, card.rate);
}

/// Fills in `make` and `set` for a type whose options are its public members, and `typeset` from `lines`.
template <class T>
OptimizerCard describe(OptimizerCard card);

/// All optimizers in the order of their families. Adding one: a file in core/optimizers and a line in
/// its list.cpp.
const std::vector<const OptimizerCard*>& optimizerCards();
/// nullptr if unknown.
const OptimizerCard* findOptimizer(std::string_view id);

template <class T>
OptimizerCard describe(OptimizerCard card) {
  if (card.typeset.empty()) card.typeset = typesetLines(card.lines);
  card.make = [options = Card(card)](const Options& values) -> std::unique_ptr<Optimizer> {
    auto made = std::make_unique<T>();
    assignOptions(options, values, made.get());
    if constexpr (requires { made->prepare(); }) made->prepare();
    return made;
  };
  card.set = [options = Card(card)](Optimizer& optimizer, std::string_view id, double value) {
    T& target = static_cast<T&>(optimizer);
    if (id == "betas[0]") {
      if constexpr (requires { target.betas[0] = value; }) target.betas[0] = value;
    } else {
      options.find(id)->assign(&target, value);
    }
  };
  return card;
}

}  // namespace thalweg
