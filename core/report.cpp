#include "core/report.h"

#include "core/format.h"
#include "core/parallel.h"

#include <algorithm>

namespace thalweg {

std::vector<RunResult> runScenario(const Scenario& scenario, std::stop_token stop) {
  std::vector<std::shared_ptr<const Objective>> objectives;
  for (const Panel& panel : scenario.panels) objectives.push_back(makeObjective(panel));

  const std::size_t contenders = scenario.contenders.size();
  std::vector<RunResult> runs(scenario.panels.size() * contenders);
  parallelFor(
      runs.size(),
      [&](std::size_t i) {
        const std::size_t panel = i / contenders;
        const std::size_t contender = i % contenders;
        const std::vector<double> start = startPoint(scenario, panel, contender, *objectives[panel]);
        runs[i] = {panel, contender,
                   std::make_shared<const Trajectory>(trace(scenario, contender, *objectives[panel], start, stop))};
      },
      stop);
  return runs;
}

namespace {

std::string number(double value, bool integer = false) {
  return integer ? std::to_string(static_cast<std::int64_t>(value)) : formatFull(value);
}

std::string list(const Column& values, bool integer = false) {
  std::string out = "[";
  for (Index i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    out += number(values[i], integer);
  }
  return out += ']';
}

std::string rows(const Points& points) {
  std::string out = "[";
  for (Index i = 0; i < points.rows(); ++i) {
    if (i > 0) out += ',';
    out += list(points.row(i).transpose());
  }
  return out += ']';
}

/// A number a step where all groups agree throughout, else a list a step.
std::string perGroup(const Points& values) {
  const bool same = values.cols() == 1 || (values.colwise() - values.col(0)).isZero(0);
  return same ? list(values.col(0)) : rows(values);
}

void writeRun(const RunResult& run, std::ostream& out) {
  const Trajectory& t = *run.trajectory;
  const Evaluations& total = t.evaluations.back();
  out << R"({"panel": )" << run.panel << R"(, "contender": )" << run.contender << R"(, "outcome": ")"
      << outcomeId(t.verdict.outcome) << R"(", "evaluations": {"value": )" << total.value << R"(, "gradient": )"
      << total.gradient << R"(, "hessian": )" << total.hessian
      << "},\n \"lr\": " << (t.rates.rows() > 0 ? perGroup(t.rates) : "[]");
  if (t.momentum.rows() > 0) out << ",\n \"momentum\": " << perGroup(t.momentum);
  out << ",\n \"loss\": " << list(t.loss) << ",\n \"trajectory\": " << rows(t.points);
  if (t.average.rows() > 0) out << ",\n \"average\": " << rows(t.average);
  for (const Reading& reading : t.readings)
    out << ",\n \"" << reading.id << "\": " << list(reading.values, reading.integer);
  out << "}";
}

/// Quoted where commas, quotes or line ends would break the row (RFC 4180).
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += c;
    out += c;
  }
  return out += '"';
}

}  // namespace

void writeRunsJson(const Scenario& /*scenario*/, const std::vector<RunResult>& runs, std::ostream& out) {
  out << "{\"runs\": [\n";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    writeRun(runs[i], out);
    out << (i + 1 < runs.size() ? ",\n" : "\n");
  }
  out << "]}\n";
}

void writeRunsCsv(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out) {
  Index dimension = 0;
  for (const RunResult& run : runs) dimension = std::max(dimension, run.trajectory->points.cols());
  out << "panel,contender,label,optimizer,step";
  for (Index c = 1; c <= dimension; ++c) out << ",x" << c;
  out << ",loss,gradient_norm,lr,momentum,evaluations,outcome\n";
  for (const RunResult& run : runs) {
    const Trajectory& t = *run.trajectory;
    const Contender& contender = scenario.contenders[run.contender];
    const std::string head = std::to_string(run.panel) + "," + std::to_string(run.contender) + "," +
                             field(displayName(contender)) + "," + field(contender.optimizer) + ",";
    for (Index k = 0; k <= t.steps(); ++k) {
      out << head << k;
      for (Index c = 0; c < dimension; ++c) out << "," << (c < t.points.cols() ? formatFull(t.points(k, c)) : "");
      out << "," << formatFull(t.loss[k]) << "," << formatFull(t.gradientNorm[k]);
      // The rate in a row is the one that led to its point.
      out << "," << (k > 0 ? formatFull(t.rates(k - 1, 0)) : "");
      out << "," << (k > 0 && t.momentum.rows() > 0 ? formatFull(t.momentum(k - 1, 0)) : "");
      out << "," << t.evaluations[static_cast<std::size_t>(k)].gradient << "," << outcomeId(t.verdict.outcome) << "\n";
    }
  }
}

}  // namespace thalweg
