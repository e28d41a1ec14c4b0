#include "core/runs/state_trace.h"

#include "core/runs/run.h"

#include <algorithm>
#include <limits>

namespace thalweg {

std::string plainSymbol(std::string_view tex) {
  std::string accent;
  for (const std::string_view known : {"\\hat", "\\bar", "\\tilde"}) {
    if (!tex.starts_with(known)) continue;
    accent = "_" + std::string(known.substr(1));
    tex.remove_prefix(known.size());
  }
  if (tex.ends_with("_t")) tex.remove_suffix(2);
  std::string name;
  for (const char c : tex) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (kept) name += c;
    if (c == '^' || c == '_') name += '_';
  }
  return name + accent;
}

std::vector<StateColumns> traceState(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                     const std::vector<double>& start, Index steps, std::stop_token stop,
                                     std::optional<Phase> phase) {
  ObjectiveOracle oracle = contenderOracle(scenario, contender, objective);
  const auto n = static_cast<Index>(start.size());
  Run run(scenario, contender, objective, Eigen::Map<const Eigen::RowVectorXd>(start.data(), n).array(), oracle);
  std::vector<StateColumns> state;
  for (Index k = 0; k < steps && run.optimizer() && !stop.stop_requested(); ++k) {
    oracle.beginStep(k);
    run.step();
    for (const NamedVector& vector : run.optimizer()->vectors()) {
      if (vector.values.rows() < 1 || vector.values.cols() != n || (phase && vector.phase != *phase)) continue;
      const std::string name = plainSymbol(vector.symbol);
      auto column = std::ranges::find(state, name, &StateColumns::name);
      if (column == state.end()) {
        state.push_back({name, Points::Constant(steps, n, std::numeric_limits<double>::quiet_NaN())});
        column = state.end() - 1;
      }
      column->values.row(k) = vector.values.row(0);
    }
    run.advance();
  }
  return state;
}

}  // namespace thalweg
