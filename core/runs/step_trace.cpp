#include "core/runs/step_trace.h"

#include "core/base/format.h"
#include "core/base/linear_algebra.h"
#include "core/runs/run.h"
#include "core/runs/step_lines.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace thalweg {

namespace {

using step_lines::flat;
using step_lines::Scope;
using update_line::Environment;
using update_line::Values;

Environment environmentOf(const StepLine& line) {
  Environment environment;
  for (const StepOperand& operand : line.operands) environment[operand.name] = operand.values;
  return environment;
}

std::vector<double> evaluatedAs(const StepLine& line, bool magnitude) {
  if (line.named) return {};
  const auto value = update_line::evaluate(line.expression, environmentOf(line), line.shape, magnitude);
  return value ? flat(*value, static_cast<Index>(line.values.size())) : std::vector<double>{};
}

}  // namespace

struct StepTracer::State {
  State(Scenario s, std::size_t c, std::shared_ptr<const Objective> o, std::vector<double> from)
      : scenario(std::move(s)), contender(c), objective(std::move(o)), start(std::move(from)) {}

  Scenario scenario;
  std::size_t contender;
  std::shared_ptr<const Objective> objective;
  std::vector<double> start;
  std::unique_ptr<ObjectiveOracle> oracle;
  std::unique_ptr<Run> run;
  std::vector<GradientCall> calls, earlier;
  bool moved = false;
  GroupRates before;  // the rates of the step before
  Index done = 0;     // steps that the run has made
  StepTrace shown;
  bool known = false;
  Index last = std::numeric_limits<Index>::max();  // step with a finite end

  void restart() {
    run.reset();
    oracle = std::make_unique<ObjectiveOracle>(contenderOracle(scenario, contender, *objective));
    const auto n = static_cast<Index>(start.size());
    run = std::make_unique<Run>(scenario, contender, *objective,
                                Eigen::Map<const Eigen::RowVectorXd>(start.data(), n).array(), *oracle);
    calls.clear();
    earlier.clear();
    moved = false;
    before = run->rates();
    done = 0;
  }

  /// Moves the run, and keeps the gradients since it last moved: line searches go on with one of them.
  void step() {
    if (moved || earlier.empty()) {
      earlier = std::move(calls);
    } else {
      // A search that ends where it began may still go on with another draw from there.
      std::ranges::copy_if(calls, std::back_inserter(earlier),
                           [&](const GradientCall& call) { return (call.point == run->x().row(0)).all(); });
    }
    calls.clear();
    oracle->recordCalls(&calls);
    oracle->beginStep(done);
    const Points from = run->x();
    run->step();
    moved = (run->x() != from).any();
  }

  /// One step without a word about it.
  void pass() {
    before = run->rates();
    step();
    run->advance();
    ++done;
  }

  void explain() {
    shown = {};
    shown.step = done;
    shown.conditions = run->stretch().gradient;
    const Points from = run->x();
    std::vector<Scope> scopes;
    const Contender& own = run->stretch().settings;
    const GroupRates rates = run->rates();
    const std::size_t groups = run->groupCount();
    for (std::size_t i = 0; i < groups; ++i) {
      const Run::GroupView view = run->group(i);
      Scope& scope = scopes.emplace_back();
      scope.card = cardInForce(*findOptimizer(own.optimizer), view.options);
      scope.options = view.options;
      scope.shape = view.shape;
      scope.n = static_cast<Index>(view.columns.size());
      if (groups > 1) {
        scope.columns = view.columns;
        scope.group = static_cast<int>(i);
      }
      scope.before = step_lines::snapshot(view.optimizer, scope.n);
      scope.theta = Points(from(Eigen::all, view.columns)).row(0).transpose();
      scope.rate = rates[i].lr;
      // Where a branch has other groups there is no rate before.
      scope.ratePrevious = before.size() == groups ? before[i].lr : rates[i].lr;
      scope.scheduled = own.schedule.has_value();
      if (run->schedulesMomentum()) scope.momentum = rates[i].momentum;
      shown.rates.push_back(rates[i].lr);
    }
    step();
    const Points to = run->x();
    shown.calls = calls;
    step_lines::Explanation explanation{shown, shown.conditions, earlier};
    for (std::size_t i = 0; i < groups; ++i) {
      const Run::GroupView view = run->group(i);
      scopes[i].after = step_lines::snapshot(view.optimizer, scopes[i].n);
      scopes[i].end = Values(Points(to(Eigen::all, view.columns)).row(0).transpose());
    }
    for (const Scope& scope : scopes) step_lines::addLines(explanation, scope);
    shown.point.assign(from.data(), from.data() + from.cols());
    shown.next.assign(to.data(), to.data() + to.cols());
    if (const Optimizer* optimizer = run->optimizer()) shown.trials = optimizer->trials(0);
    if (shown.trials.size() > 0) objective->value(shown.trials, shown.trialValues);
    addMatrices();
    before = rates;
    run->advance();
    ++done;
    known = true;
  }

  void addMatrices() {
    for (const StepLine& line : shown.lines) {
      for (const StepOperand& operand : line.operands) {
        if (operand.values.rows() != 2 || operand.values.cols() != 2 || !operand.values.allFinite()) continue;
        const auto same = [&](const StepMatrix& m) { return m.tex == operand.tex; };
        if (std::ranges::any_of(shown.matrices, same)) continue;
        const SymmetricEigen eigen = symmetricEigen(operand.values.matrix());
        shown.matrices.push_back({operand.tex, eigen.values, eigen.vectors});
      }
    }
  }
};

StepTracer::StepTracer(Scenario scenario, std::size_t contender, std::shared_ptr<const Objective> objective,
                       std::vector<double> start)
    : state_(std::make_unique<State>(std::move(scenario), contender, std::move(objective), std::move(start))) {}

StepTracer::~StepTracer() = default;

const StepTrace& StepTracer::at(Index step, const std::stop_token& stop) {
  State& s = *state_;
  for (;;) {
    const Index wanted = std::clamp<Index>(step, 0, std::max<Index>(0, std::min(s.scenario.steps - 1, s.last)));
    if (s.known && s.shown.step == wanted) return s.shown;
    s.known = false;
    if (!s.run || s.done > wanted) s.restart();
    while (s.done < wanted && s.run->x().allFinite()) {
      if (stop.stop_requested()) {
        s.run.reset();
        s.shown = {};
        return s.shown;
      }
      s.pass();
    }
    if (s.run->x().allFinite()) s.explain();
    if (s.run->x().allFinite() || wanted == 0) return s.shown;
    // The path ends here: its last step is the one before.
    s.last = std::max<Index>(0, s.done - 2);
  }
}

StepTrace traceStep(const Scenario& scenario, std::size_t contender, std::shared_ptr<const Objective> objective,
                    const std::vector<double>& start, Index step, const std::stop_token& stop) {
  StepTracer tracer(scenario, contender, std::move(objective), start);
  return tracer.at(step, stop);
}

std::vector<double> evaluated(const StepLine& line) { return evaluatedAs(line, false); }
std::vector<double> magnitudes(const StepLine& line) { return evaluatedAs(line, true); }

std::string termWithNumbers(const StepLine& line, const StepTerm& term, Index coordinate, int digits) {
  const update_line::Spelling numbers = [&](const std::string& name) {
    const auto operand = std::ranges::find(line.operands, name, &StepOperand::name);
    if (operand == line.operands.end()) return name;
    if (operand->values.cols() > 1) return operand->tex;
    return formatSignificant(operand->values(operand->values.size() == 1 ? 0 : coordinate), digits);
  };
  return update_line::typeset(term.expression, numbers, true);
}

std::vector<StepMemory> memories(const StepTrace& trace, std::size_t longest) {
  std::vector<StepMemory> all;
  for (const StepLine& line : trace.lines) {
    if (line.phase != Phase::State || line.named || line.group > 0) continue;
    Environment environment = environmentOf(line);
    const std::string before = line.name + "_prev";
    if (!environment.contains(before) || !environment.contains("g")) continue;
    // What one unit of the state before, and one of the gradient, makes of the new state.
    const auto effect = [&](double state, double gradient) {
      environment[before] = Values::Constant(1, 1, state);
      environment["g"] = Values::Constant(1, 1, gradient);
      const auto value = update_line::evaluate(line.expression, environment, line.shape);
      const bool one = value && value->size() > 0 && (*value == (*value)(0)).all();
      return one ? (*value)(0) : std::numeric_limits<double>::quiet_NaN();
    };
    StepMemory memory{line.name, line.symbol, effect(1, 0), effect(0, 1), false, {}};
    const double twice = effect(0, 2);
    const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-12 * (std::abs(a) + std::abs(b)); };
    memory.squares = near(twice, 4 * memory.share);
    const bool linear = near(effect(2, 0), 2 * memory.keep) && near(effect(0, 0), 0) &&
                        (memory.squares || near(twice, 2 * memory.share));
    if (!linear || !(memory.keep > 0 && memory.keep < 1)) continue;
    const auto count = std::min(longest, static_cast<std::size_t>(trace.step) + 1);
    double weight = memory.share;
    for (std::size_t k = 0; k < count; ++k, weight *= memory.keep) memory.weights.push_back(weight);
    all.push_back(std::move(memory));
  }
  return all;
}

}  // namespace thalweg
