#include "core/reports/report.h"

#include "core/base/data_text.h"
#include "core/base/parallel.h"
#include "core/scenario/scenario_size.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

std::vector<RunResult> runScenario(const Scenario& scenario, std::stop_token stop, const RunExtras& extras) {
  std::vector<std::shared_ptr<const Objective>> objectives;
  std::vector<Index> dimensions;
  for (const Panel& panel : scenario.panels) {
    objectives.push_back(makeObjective(panel));
    dimensions.push_back(objectives.back()->dimension());
  }
  checkSize(scenario, dimensions);

  const std::size_t contenders = scenario.contenders.size();
  std::vector<RunResult> runs(scenario.panels.size() * contenders);
  parallelFor(
      runs.size(),
      [&](std::size_t i) {
        const std::size_t panel = i / contenders;
        const std::size_t contender = i % contenders;
        const std::vector<double> start = startPoint(scenario, panel, contender, *objectives[panel]);
        const Objective& objective = *objectives[panel];
        runs[i].panel = panel;
        runs[i].contender = contender;
        runs[i].trajectory = std::make_shared<const Trajectory>(trace(scenario, contender, objective, start, stop));
        runs[i].coordinates = objective.coordinateNames();
        for (const Measure* measure : extras.measures) {
          Column values = measure->values(*runs[i].trajectory, objective);
          if (values.size() > 0) runs[i].measures.emplace_back(measure, std::move(values));
        }
        if (!extras.state) return;
        runs[i].state = traceState(scenario, contender, objective, start, runs[i].trajectory->steps(), stop);
      },
      stop);
  return runs;
}

namespace {

std::string whole(double value) { return std::to_string(static_cast<std::int64_t>(value)); }

std::string list(const Column& values, bool integer = false) {
  std::string out = "[";
  for (Index i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    out += integer && std::isfinite(values[i]) ? whole(values[i]) : jsonNumber(values[i]);
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

/// What an outcome's id leaves open, where there is something.
std::string circumstances(const Trajectory& t) {
  std::string out;
  if (!t.leftDomain.empty())
    out += R"(, "left_domain_at": )" +
           list(Eigen::Map<const Column>(t.leftDomain.data(), static_cast<Index>(t.leftDomain.size())));
  if (t.verdict.swing > 0) out += R"(, "circling": )" + jsonNumber(t.verdict.swing);
  if (t.verdict.below) out += R"(, "below_known_minimum": true)";
  return out;
}

void writeRun(const RunResult& run, std::ostream& out) {
  const Trajectory& t = *run.trajectory;
  const Evaluations& total = t.evaluations.back();
  out << R"({"panel": )" << run.panel << R"(, "contender": )" << run.contender << R"(, "outcome": ")"
      << outcomeId(t.verdict.outcome) << '"' << circumstances(t) << R"(, "evaluations": {"value": )" << total.value
      << R"(, "gradient": )" << total.gradient << R"(, "hessian": )" << total.hessian
      << "},\n \"lr\": " << (t.rates.rows() > 0 ? perGroup(t.rates) : "[]");
  if (t.momentum.rows() > 0) out << ",\n \"momentum\": " << perGroup(t.momentum);
  out << ",\n \"loss\": " << list(t.loss);
  for (const auto& [measure, values] : run.measures) out << ",\n \"" << measure->id << "\": " << list(values);
  out << ",\n \"coordinates\": [";
  for (std::size_t c = 0; c < run.coordinates.size(); ++c)
    out << (c > 0 ? "," : "") << Json(run.coordinates[c].plain).dump();
  out << "],\n \"trajectory\": " << rows(t.points);
  if (t.average.rows() > 0) out << ",\n \"average\": " << rows(t.average);
  for (const Reading& reading : t.readings)
    out << ",\n \"" << reading.id << "\": " << list(reading.values, reading.integer);
  out << "}";
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

namespace {

/// Columns that only some scenarios have.
struct MoreColumns {
  Index coordinates = 0;
  Index groups = 1;  ///< parameter groups whose rates differ somewhere
  bool averages = false;
  std::vector<std::string> readings;
  std::vector<std::string> measures;
  std::vector<std::string> vectors;
};

void addOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

MoreColumns columnsOf(const std::vector<RunResult>& runs) {
  MoreColumns more;
  for (const RunResult& run : runs) {
    const Trajectory& t = *run.trajectory;
    more.coordinates = std::max(more.coordinates, t.points.cols());
    more.groups = std::max({more.groups, t.rates.cols(), t.momentum.cols()});
    more.averages = more.averages || t.average.rows() > 0;
    for (const Reading& reading : t.readings) addOnce(more.readings, reading.id);
    for (const auto& [measure, values] : run.measures) addOnce(more.measures, measure->id);
    for (const StateColumns& vector : run.state) addOnce(more.vectors, vector.name);
  }
  return more;
}

std::string header(const MoreColumns& more) {
  std::string out = "panel,contender,label,optimizer,step";
  for (Index c = 1; c <= more.coordinates; ++c) out += ",x" + std::to_string(c);
  out += ",loss,gradient_norm,lr,momentum,evaluations,outcome";
  for (Index g = 2; g <= more.groups; ++g) out += ",lr_" + std::to_string(g) + ",momentum_" + std::to_string(g);
  for (Index c = 1; more.averages && c <= more.coordinates; ++c) out += ",average_x" + std::to_string(c);
  for (const std::string& id : more.readings) out += "," + id;
  for (const std::string& id : more.measures) out += "," + id;
  for (const std::string& name : more.vectors) {
    for (Index c = 1; c <= more.coordinates; ++c) out += "," + name + "_x" + std::to_string(c);
  }
  return out + "\n";
}

/// The rate (or momentum) of group `g` in the step that led to row k; nothing where there is none.
std::string during(const Points& values, Index k, Index g) {
  return k > 0 && k <= values.rows() && g < values.cols() ? csvNumber(values(k - 1, g)) : "";
}

void appendRow(std::string& out, const RunResult& run, Index k, const MoreColumns& more) {
  const Trajectory& t = *run.trajectory;
  const auto point = [&](const Points& points) {
    for (Index c = 0; c < more.coordinates; ++c)
      out += "," + (k < points.rows() && c < points.cols() ? csvNumber(points(k, c)) : "");
  };
  point(t.points);
  out += "," + csvNumber(t.loss[k]) + "," + csvNumber(t.gradientNorm[k]);
  out += "," + during(t.rates, k, 0) + "," + during(t.momentum, k, 0);
  out += "," + std::to_string(t.evaluations[static_cast<std::size_t>(k)].gradient);
  out += "," + std::string(outcomeId(t.verdict.outcome));
  for (Index g = 1; g < more.groups; ++g) out += "," + during(t.rates, k, g) + "," + during(t.momentum, k, g);
  if (more.averages) point(t.average);
  for (const std::string& id : more.readings) {
    const auto found = std::ranges::find(t.readings, id, &Reading::id);
    out += ",";
    if (k == 0 || found == t.readings.end()) continue;
    const double value = found->values[k - 1];
    out += found->integer && std::isfinite(value) ? whole(value) : csvNumber(value);
  }
  for (const std::string& id : more.measures) {
    const auto found = std::ranges::find(run.measures, id, [](const auto& one) { return one.first->id; });
    out += ",";
    if (found != run.measures.end()) out += csvNumber(found->second[k]);
  }
  for (const std::string& name : more.vectors) {
    const auto found = std::ranges::find(run.state, name, &StateColumns::name);
    for (Index c = 0; c < more.coordinates; ++c) {
      out += ",";
      const bool known = k > 0 && found != run.state.end() && c < found->values.cols();
      if (known) out += csvNumber(found->values(k - 1, c));
    }
  }
  out += "\n";
}

}  // namespace

void writeRunsCsv(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out) {
  const MoreColumns more = columnsOf(runs);
  out << header(more);
  std::string row;
  for (const RunResult& run : runs) {
    const Contender& contender = scenario.contenders[run.contender];
    const std::string head = std::to_string(run.panel) + "," + std::to_string(run.contender) + "," +
                             csvText(displayName(contender)) + "," + csvText(contender.optimizer) + ",";
    for (Index k = 0; k <= run.trajectory->steps(); ++k) {
      row = head + std::to_string(k);
      appendRow(row, run, k, more);
      out << row;
    }
  }
}

}  // namespace thalweg
