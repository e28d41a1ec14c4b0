#include "core/runs/words.h"

#include "core/base/format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

std::string shown(double value) { return formatSignificant(value, value >= 100 ? 3 : 2); }
std::string times(double value) { return shown(value) + " ×"; }

const StepLine* lineOf(const StepTrace& trace, const std::string& name) {
  const auto found = std::ranges::find(trace.lines, name, &StepLine::name);
  return found == trace.lines.end() ? nullptr : &*found;
}
const StepOperand* operandOf(const StepLine& line, const std::string& name) {
  const auto found = std::ranges::find(line.operands, name, &StepOperand::name);
  return found == line.operands.end() ? nullptr : &*found;
}
double sizeOf(const Points& row) { return row.matrix().norm(); }

std::string listed(const std::vector<Index>& coordinates, const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < coordinates.size(); ++i)
    text += (i == 0                        ? ""
             : i + 1 == coordinates.size() ? " and "
                                           : ", ") +
            names[static_cast<std::size_t>(coordinates[i])];
  return text;
}

std::string still(const StepFacts& f) {
  if (f.trace.point != f.trace.next) return {};
  const bool flat = std::ranges::all_of(f.gradient, [](double g) { return g == 0; });
  return flat ? "Nothing moves: the gradient here is zero." : "Nothing moves in this step.";
}

std::string zeroed(const StepFacts& f) {
  if (!f.conditions.zeroBetween || f.trace.calls.empty()) return {};
  return "Nothing is learned: the gradient is zeroed before it is used.";
}

std::string clippedNorm(const StepFacts& f) {
  if (!f.conditions.clipNorm || f.trace.calls.empty()) return {};
  const double ratio = sizeOf(f.trace.calls.front().sum) / *f.conditions.clipNorm;
  if (!(ratio > 1)) return {};
  return "Clipped: the gradient was " + times(ratio) + " the limit.";
}

std::string clippedValue(const StepFacts& f) {
  if (!f.conditions.clipValue || f.trace.calls.empty()) return {};
  const GradientCall& call = f.trace.calls.front();
  const double factor = f.conditions.clipNorm ? std::min(1.0, *f.conditions.clipNorm / (sizeOf(call.sum) + 1e-6)) : 1;
  std::vector<Index> cut;
  for (Index i = 0; i < call.sum.cols(); ++i)
    if (std::abs(factor * call.sum(0, i)) > *f.conditions.clipValue) cut.push_back(i);
  if (cut.empty() || cut.size() > 3) return {};
  return "Clipped: the gradient by " + listed(cut, f.names) + " was beyond the limit of " +
         shown(*f.conditions.clipValue) + ".";
}

std::string beyondBound(const StepFacts& f) {
  if (!f.curvature || f.curvature->preconditioned.empty()) return {};
  const double ratio = f.curvature->preconditioned.front() / 2;
  if (!(ratio > 1)) return {};
  return "Too fast for the curvature here: the rate is " + times(ratio) +
         " the largest that is stable along the steepest direction.";
}

std::string noisy(const StepFacts& f) {
  if (f.trace.calls.empty() || f.trace.calls.front().noise.size() == 0) return {};
  const GradientCall& call = f.trace.calls.front();
  const double ratio = sizeOf(call.noise) / sizeOf(call.slope);
  if (!(ratio > 1) || !std::isfinite(ratio)) return {};
  return "Mostly noise: it is " + times(ratio) + " as long as the gradient itself.";
}

std::string biasCorrection(const StepFacts& f) {
  const StepLine* line = lineOf(f.trace, "m_hat");
  const StepOperand* bias = line ? operandOf(*line, "bias_1") : nullptr;
  if (!bias || !(bias->values(0) < 0.5) || !(bias->values(0) > 0)) return {};
  return "The average of the gradients began at 0: the bias correction makes it " + times(1 / bias->values(0)) +
         " as large.";
}

/// Coordinates in which what is remembered and the present gradient pull apart: the share of memory that is left.
struct Pull {
  std::vector<Index> against;  // the gradient alone would go the other way
  std::vector<Index> braked;   // it takes away more than half of what is remembered
  double left = 1;             // of the most braked one
};
Pull pullOf(const StepFacts& f) {
  Pull pull;
  if (!f.rates || f.rates->memory == 0) return pull;
  const auto memory = std::ranges::find_if(f.memories, [](const StepMemory& m) { return !m.squares; });
  const StepLine* line = memory == f.memories.end() ? nullptr : lineOf(f.trace, memory->name);
  const StepOperand* before = line ? operandOf(*line, memory->name + "_prev") : nullptr;
  const StepOperand* g = line ? operandOf(*line, "g") : nullptr;
  if (!before || !g || before->values.size() != g->values.size()) return pull;
  for (Index i = 0; i < g->values.size(); ++i) {
    const double kept = memory->keep * before->values(i);
    const double added = memory->share * g->values(i);
    if (!(kept * added < 0)) continue;
    const double left = 1 - std::abs(added) / std::abs(kept);
    if (left > 0.5) pull.against.push_back(i);
    if (left > 0 && left <= 0.5) {
      pull.braked.push_back(i);
      pull.left = std::min(pull.left, left);
    }
  }
  return pull;
}

std::string memoryAgainstGradient(const StepFacts& f) {
  const Pull pull = pullOf(f);
  if (pull.against.empty() || pull.against.size() > 3) return {};
  return "Mostly memory in " + listed(pull.against, f.names) + ": the gradient alone would go the other way there.";
}

std::string braked(const StepFacts& f) {
  const Pull pull = pullOf(f);
  if (pull.braked.size() != 1) return {};
  return "The gradient brakes: of the velocity in " + f.names[static_cast<std::size_t>(pull.braked[0])] + " " +
         shown(100 * pull.left) + " % are left.";
}

/// The line of the averaged squares that give each coordinate its own rate; null: there is none.
const StepLine* squaresOf(const StepFacts& f) {
  if (!f.rates || f.rates->rates.size() < 2) return nullptr;
  const auto squares = std::ranges::find_if(f.memories, &StepMemory::squares);
  const StepLine* line = squares == f.memories.end() ? nullptr : lineOf(f.trace, squares->name);
  return line && line->values.size() == f.rates->rates.size() ? line : nullptr;
}

std::string alikeSteps(const StepFacts& f) {
  const StepLine* squares = squaresOf(f);
  if (!squares || f.trace.point.size() != 2) return {};
  const double x = std::abs(f.trace.next[0] - f.trace.point[0]);
  const double y = std::abs(f.trace.next[1] - f.trace.point[1]);
  const auto [least, most] = std::ranges::minmax_element(f.rates->rates);
  constexpr double alike = 1.1;
  constexpr double apart = 1.5;
  const double ratio = *most / *least;
  if (!(std::min(x, y) > 0) || std::max(x, y) > alike * std::min(x, y) || !(ratio >= apart)) return {};
  return f.names[0] + " and " + f.names[1] + " move alike: each is divided by the size of its own gradients, here " +
         times(ratio) + " apart.";
}

std::string unequalRates(const StepFacts& f) {
  const StepLine* line = squaresOf(f);
  if (!line) return {};
  const auto [least, most] = std::ranges::minmax_element(f.rates->rates);
  const double ratio = *most / *least;
  const auto fast = static_cast<std::size_t>(most - f.rates->rates.begin());
  const auto slow = static_cast<std::size_t>(least - f.rates->rates.begin());
  if (!(ratio >= 1.5) || !(line->values[fast] < line->values[slow])) return {};
  return f.names[fast] + " gets " + times(ratio) + " the rate of " + f.names[slow] +
         ": its squared gradients have been smaller.";
}

std::string overshoots(const StepFacts& f) {
  if (!(f.change.slope < 0) || !(f.change.actual > 0) || !std::isfinite(f.change.actual)) return {};
  return "The step starts downhill and goes too far: f rises by " + shown(f.change.actual) + ".";
}

std::string uphill(const StepFacts& f) {
  if (!(f.change.slope > 0) || !(f.change.actual > 0)) return {};
  return "This step goes uphill: its angle to −∇f is " + shown(f.change.angle * 180 / 3.14159265358979323846) + "°.";
}

std::string notTaken(const StepFacts& f) {
  const StepLine* next = lineOf(f.trace, "next");
  if (!next || !lineOf(f.trace, "d") || f.trace.point != f.trace.next || f.trace.trials.rows() == 0) return {};
  return "The step is not taken: f would not fall as promised.";
}

constexpr std::array<WordRule, 14> rules = {{{"not_taken", notTaken},
                                             {"zeroed", zeroed},
                                             {"still", still},
                                             {"clipped_norm", clippedNorm},
                                             {"clipped_value", clippedValue},
                                             {"beyond_bound", beyondBound},
                                             {"noisy", noisy},
                                             {"bias_correction", biasCorrection},
                                             {"memory", memoryAgainstGradient},
                                             {"braked", braked},
                                             {"overshoots", overshoots},
                                             {"uphill", uphill},
                                             {"alike_steps", alikeSteps},
                                             {"unequal_rates", unequalRates}}};

}  // namespace

StepFacts stepFacts(const Objective& objective, const StepTrace& trace) {
  Points g;
  objective.gradient(
      Eigen::Map<const Eigen::RowVectorXd>(trace.point.data(), static_cast<Index>(trace.point.size())).array(), g);
  std::vector<std::string> names;
  for (CoordinateName& name : objective.coordinateNames()) names.push_back(std::move(name.plain));
  return {trace,
          trace.conditions,
          std::move(names),
          std::vector<double>(g.data(), g.data() + g.size()),
          stepRates(trace),
          curvature(objective, trace),
          valueChange(objective, trace),
          memories(trace)};
}

std::span<const WordRule> wordRules() { return rules; }

std::vector<std::string> inWords(const StepFacts& facts, std::size_t most) {
  std::vector<std::string> words;
  for (const WordRule& rule : rules) {
    if (words.size() == most) break;
    if (std::string sentence = rule.say(facts); !sentence.empty()) words.push_back(std::move(sentence));
  }
  return words;
}

}  // namespace thalweg
