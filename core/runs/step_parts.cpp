#include "core/runs/step_parts.h"

#include "core/runs/curvature.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

std::optional<StepParts> stepParts(const StepTrace& trace) {
  const auto rates = stepRates(trace);
  if (!rates || rates->memory == 0 || rates->rates.empty()) return {};
  const auto alike = [&](double rate) { return std::abs(rate - rates->rates[0]) <= 1e-12 * std::abs(rates->rates[0]); };
  if (!std::ranges::all_of(rates->rates, alike)) return {};
  const std::vector<StepMemory> all = memories(trace, 1);
  const auto memory = std::ranges::find_if(all, [](const StepMemory& m) { return !m.squares; });
  if (memory == all.end()) return {};
  const auto assigns = [&](const std::string& name) {
    const auto found =
        std::ranges::find_if(trace.lines, [&](const StepLine& l) { return l.name == name && l.group < 0; });
    return found == trace.lines.end() ? nullptr : &*found;
  };
  const StepLine* carried = assigns(memory->name);
  const StepLine* next = assigns("next");
  if (!carried || !next || next->named || next->depth > 0) return {};
  const auto environmentOf = [](const StepLine& line) {
    update_line::Environment environment;
    for (const StepOperand& operand : line.operands) environment[operand.name] = operand.values;
    return environment;
  };
  update_line::Environment without = environmentOf(*carried);
  without[memory->name + "_prev"] = update_line::Values::Zero(1, 1);
  const auto fresh = update_line::evaluate(carried->expression, without, carried->shape);
  update_line::Environment step = environmentOf(*next);
  if (!fresh || !step.contains(memory->name)) return {};
  step[memory->name] = *fresh;
  const auto end = update_line::evaluate(next->expression, step, next->shape);
  const auto n = static_cast<Index>(trace.point.size());
  if (!end || end->size() != n) return {};
  StepParts parts;
  for (Index i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    parts.gradient.push_back((*end)(i)-trace.point[at]);
    parts.memory.push_back(trace.next[at] - (*end)(i));
  }
  return parts;
}

}  // namespace thalweg
