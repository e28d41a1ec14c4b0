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

/// A number, a vector or a matrix of a step that the lines of the update name and that `vectors` does not show.
struct NamedValues {
  std::string name;  ///< as in the lines: "bias_1", "alpha"
  Points values;     ///< a row a path: a number, a vector, or a matrix row by row
};

/// A scalar that the method keeps for each path and that runs report, such as Prodigy's `d` or LBFGS's `func_evals`.
struct Reading {
  std::string id;
  Column values;  ///< one number a path
  bool integer = false;
};

/// A vector that a method remembers, under the name that torch.optim has for its like: "momentum_buffer" (a velocity to
/// which whole gradients are added), "exp_avg", "exp_avg_sq" (moving averages of gradients and their squares),
/// "max_exp_avg_sq", "square_avg" …
struct StateVector {
  std::string name;
  Points* values;  ///< a row a path
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
  /// What another method may take over of this one's memory, and this one of another's, where a path goes on with
  /// another optimizer. Empty: it begins anew.
  virtual std::vector<StateVector> state() { return {}; }
  /// Vectors of another method have been written into `state`; `steps` steps are behind them.
  virtual void resume(double /*steps*/) {}
  /// What the lines of the last step need besides vectors and readings; asked for before a step, what the method starts
  /// from.
  [[nodiscard]] virtual std::vector<NamedValues> record() const { return {}; }
  /// The optimizer that a wrapper steps with; else nullptr.
  [[nodiscard]] virtual const Optimizer* inner() const { return nullptr; }
  /// Points that the last step's line search tried, for drawing: of one path, a row a trial.
  [[nodiscard]] virtual Points trials(Index /*row*/) const { return {}; }
};

/// One line of the update: it assigns the value of `expression` to `symbol`. Formula, numbers, terms and TeX are all
/// made from it (core/expression/update_line.h, core/runs/step_trace.h).
///
/// Names are those of `vectors` without TeX ("m_hat", "v_max"), of `readings` and of `record`; options by their ids,
/// "beta_1" for an element of `betas`, "form_is_l2" for a choice, "eps_given" for an option that takes null; "theta",
/// where the step starts, "next", where it ends, "start", where the path began; "t", the step's number from 1, "lr",
/// the rate in force, "lr_0", the option, and "lr_prev", the rate of the step before; "moving", whether there is a
/// momentum; "matrices", whether a parameter is a matrix. "m_prev" is m before the step. `gradient(p)` is what the
/// oracle answered at p. A line that assigns "theta" or any name anew replaces it for the lines after it. `b_#` stands
/// for b_1, b_2 … as many as there are, and `each_sum(b_#)` for their sum.
struct FormulaLine {
  Phase phase = Phase::Step;
  std::string symbol;      ///< the name that is assigned
  std::string expression;  ///< in the language of core/expression, with operations over whole vectors
  std::string when = {};   ///< a condition on options and numbers, without which the line does not act; empty: always
};

/// A name in the lines that no line assigns, because the run records it, as a rule of a few lines has it. Read as
/// "last_prev" it is state, which becomes `expression` when it has been read; else it is `expression`.
struct KeptName {
  std::string name;
  std::string expression = {};  ///< empty: lines assign it
  std::string start = {};       ///< what it is before the first step; empty: 0
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
  /// TeX of names whose letters do not say it: {"last", "g_t"}. That of "last_prev" follows.
  std::vector<std::pair<std::string, std::string>> symbols;
  std::vector<KeptName> kept;
  /// Named settings: label and options.
  std::vector<std::pair<std::string, Options>> presets;
  /// Of a method whose rule is an option: the card as `options`, which `make` takes, have it, with its own lines,
  /// symbols, numbers and groups. Empty: this card says all.
  std::function<OptimizerCard(const Options& options)> inForce;
  /// Checks options and builds. Throws OptionError.
  std::function<std::unique_ptr<Optimizer>(const Options&)> make;
  /// Writes one option (an id, or "betas[0]") into an optimizer that `make` built.
  std::function<void(Optimizer&, std::string_view option, double value)> set;
  /// Gives an optimizer that `make` built other options, and leaves its memory. The base of a wrapper must stay the
  /// same. Throws OptionError.
  std::function<void(Optimizer&, const Options&)> change;
};

/// The card that says what a contender with these options does: `card`, or what its `inForce` makes of them.
std::shared_ptr<const OptimizerCard> cardInForce(const OptimizerCard& card, const Options& options);

/// The number that a path such as "lr", "betas[0]" or "base_options.lr" names among `options`, or its default.
double optionNumber(const OptimizerCard& card, const Options& options, std::string_view path);
/// The rate that a run starts with; 0 for methods without one.
inline double initialRate(const OptimizerCard& card, const Options& options) {
  return card.rate.empty() ? 0 : optionNumber(card, options, card.rate);
}

/// Fills in `make`, `set` and `change` for a type whose options are its public members. A member `prepare` checks and
/// completes them where the optimizer is made, `changed` where they change on the way (if it differs). The catalogue
/// makes `typeset` from `lines`.
template <class T>
OptimizerCard describe(OptimizerCard card);

/// All optimizers in the order of their families. Adding one: a file in core/optimizers and a line in
/// its list.cpp.
const std::vector<const OptimizerCard*>& optimizerCards();
/// nullptr if unknown.
const OptimizerCard* findOptimizer(std::string_view id);

template <class T>
OptimizerCard describe(OptimizerCard card) {
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
  card.change = [options = Card(card)](Optimizer& optimizer, const Options& values) {
    T& target = static_cast<T&>(optimizer);
    assignOptions(options, values, &target);
    if constexpr (requires { target.changed(); }) {
      target.changed();
    } else if constexpr (requires { target.prepare(); }) {
      target.prepare();
    }
  };
  return card;
}

}  // namespace thalweg
