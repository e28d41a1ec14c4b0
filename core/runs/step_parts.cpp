#include "core/runs/step_parts.h"

#include "core/runs/curvature.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// The names under which lines read what is remembered of gradients.
std::vector<std::string> rememberedNames(const StepTrace& trace) {
  std::vector<std::string> names;
  for (const StepMemory& memory : memories(trace, 1)) {
    if (!memory.squares) names.push_back(memory.name + "_prev");
  }
  return names;
}

/// Polyak's form remembers the last displacement, as a line of its own.
bool isDisplacement(const StepLine& line) {
  return line.name == "Delta" &&
         std::ranges::any_of(line.operands, [](const StepOperand& o) { return o.name == "theta"; });
}

}  // namespace

std::optional<std::vector<double>> endWithoutMemory(const StepTrace& trace) {
  update_line::Environment changed;
  for (const std::string& name : rememberedNames(trace)) changed[name] = update_line::Values::Zero(1, 1);
  for (const StepLine& line : trace.lines) {
    if (line.group >= 0) return {};
    if (isDisplacement(line)) {
      changed[line.name] = update_line::Values::Zero(1, 1);
      continue;
    }
    const auto reads = [&](const StepOperand& operand) { return changed.contains(operand.name); };
    if (std::ranges::none_of(line.operands, reads)) {
      changed.erase(line.name);
      continue;
    }
    if (line.named || line.depth > 0) return {};
    update_line::Environment environment;
    for (const StepOperand& operand : line.operands)
      environment[operand.name] = reads(operand) ? changed.at(operand.name) : operand.values;
    const auto value = update_line::evaluate(line.expression, environment, line.shape);
    if (!value) return {};
    changed[line.name] = *value;
  }
  const auto end = changed.find("next");
  if (end == changed.end() || end->second.size() != static_cast<Index>(trace.point.size())) return {};
  return std::vector<double>(end->second.data(), end->second.data() + end->second.size());
}

std::optional<StepParts> stepParts(const StepTrace& trace) {
  const auto rates = stepRates(trace);
  if (!rates || rates->memory == 0 || rates->rates.empty()) return {};
  const auto alike = [&](double rate) { return std::abs(rate - rates->rates[0]) <= 1e-12 * std::abs(rates->rates[0]); };
  if (!std::ranges::all_of(rates->rates, alike) || rememberedNames(trace).empty()) return {};
  const auto end = endWithoutMemory(trace);
  if (!end) return {};
  StepParts parts;
  for (std::size_t i = 0; i < trace.point.size(); ++i) {
    parts.gradient.push_back((*end)[i] - trace.point[i]);
    parts.memory.push_back(trace.next[i] - (*end)[i]);
  }
  return parts;
}

}  // namespace thalweg
