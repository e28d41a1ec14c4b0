#include "core/reports/map_report.h"

#include "core/base/data_text.h"

#include <cmath>

namespace thalweg {

namespace {

/// Which landmarks are minima.
std::vector<bool> minima(const Objective& objective) {
  std::vector<bool> are;
  for (const Landmark& mark : objective.landmarks()) are.push_back(mark.kind != Landmark::Kind::Saddle);
  return are;
}

void writeHead(std::ostream& out, const std::string& x, const std::string& y, Index dimension) {
  out << x << (y.empty() ? "" : "," + y) << ",outcome,minimum,steps,loss";
  for (Index c = 1; c <= dimension; ++c) out << ",end" << c;
  out << "\n";
}

void writeCell(std::ostream& out, const CellMap& map, const std::vector<bool>& isMinimum, Index cell) {
  const auto i = static_cast<std::size_t>(cell);
  if (map.steps[i] < 0) {
    out << ",refused,,,";
    for (Index c = 0; c < map.ends.cols(); ++c) out << ",";
    out << "\n";
    return;
  }
  const std::int32_t mark = map.landmark[i];
  const bool minimum = mark >= 0 && isMinimum[static_cast<std::size_t>(mark)];
  out << "," << outcomeId(map.outcome[i]) << "," << (minimum ? mark : -1) << ","
      << (map.settled[i] >= 0 ? map.settled[i] : map.steps[i]) << "," << csvNumber(map.loss[i]);
  for (Index c = 0; c < map.ends.cols(); ++c) out << "," << csvNumber(map.ends(cell, c));
  out << "\n";
}

}  // namespace

void writeBasinCsv(const BasinMap& map, const Objective& objective, std::ostream& out) {
  const bool plane = objective.dimension() > 1;
  const std::vector<bool> isMinimum = minima(objective);
  writeHead(out, "x", plane ? "y" : "", map.ends.cols());
  for (Index cell = 0; cell < map.cells(); ++cell) {
    out << csvNumber(map.x(cell % map.columns));
    if (plane) out << "," << csvNumber(map.y(cell / map.columns));
    writeCell(out, map, isMinimum, cell);
  }
}

void writeSweepCsv(const SweepMap& map, const Objective& objective, std::ostream& out) {
  const std::vector<bool> isMinimum = minima(objective);
  writeHead(out, map.x.id, map.y ? map.y->id : "", map.ends.cols());
  for (Index cell = 0; cell < map.cells(); ++cell) {
    out << csvNumber(map.x.value(cell % map.columns));
    if (map.y) out << "," << csvNumber(map.y->value(cell / map.columns));
    writeCell(out, map, isMinimum, cell);
  }
}

void writeEnsembleCsv(const Ensemble& ensemble, std::ostream& out) {
  out << "step,low,median,high";
  for (std::size_t i = 0; i < ensemble.runs.size(); ++i) out << ",loss" << i;
  out << "\n";
  for (Index k = 0; k < ensemble.median.size(); ++k) {
    out << k << "," << csvNumber(ensemble.low[k]) << "," << csvNumber(ensemble.median[k]) << ","
        << csvNumber(ensemble.high[k]);
    for (const auto& run : ensemble.runs) out << "," << (k < run->loss.size() ? csvNumber(run->loss[k]) : "");
    out << "\n";
  }
}

void writeTuningCsv(const Scenario& scenario, const std::vector<Tuned>& tuned, std::ostream& out) {
  out << "contender,label,option,value,other,other_value,score,best\n";
  for (const Tuned& one : tuned) {
    const std::string head =
        std::to_string(one.contender) + "," + csvText(displayName(scenario.contenders[one.contender])) + ",";
    if (one.rateId.empty()) {
      out << head << ",,,," << csvNumber(one.best.score) << ",1\n";
      continue;
    }
    for (const TunedSetting& setting : one.curve) {
      out << head << one.rateId << "," << csvNumber(setting.rate) << "," << one.otherId << ","
          << (one.otherId.empty() ? "" : csvNumber(setting.other)) << "," << csvNumber(setting.score) << ","
          << (setting.rate == one.best.rate ? 1 : 0) << "\n";
    }
  }
}

}  // namespace thalweg
