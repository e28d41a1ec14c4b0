#include "core/reports/report.h"

#include "core/base/data_text.h"
#include "core/base/parallel.h"
#include "core/runs/flow.h"
#include "core/runs/stationary.h"
#include "core/scenario/scenario_size.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace thalweg {

namespace {

/// A scenario ready to be run, path by path.
class Runs {
 public:
  Runs(const Scenario& scenario, std::stop_token stop, const RunExtras& extras)
      : scenario_(scenario), stop_(std::move(stop)), extras_(extras) {
    std::vector<Index> dimensions;
    for (const Panel& panel : scenario.panels) {
      objectives_.push_back(makeObjective(panel));
      dimensions.push_back(objectives_.back()->dimension());
    }
    checkSize(scenario, dimensions);
  }

  [[nodiscard]] std::size_t count() const { return objectives_.size() * scenario_.contenders.size(); }

  /// Runs number `first` and those behind it, one an entry of `runs`.
  void make(std::size_t first, std::vector<RunResult>& runs) const {
    parallelFor(
        runs.size(), [&](std::size_t i) { runs[i] = one(first + i); }, stop_);
  }

 private:
  [[nodiscard]] RunResult one(std::size_t number) const {
    RunResult run;
    run.panel = number / scenario_.contenders.size();
    run.contender = number % scenario_.contenders.size();
    const Objective& objective = *objectives_[run.panel];
    const std::vector<double> start = startPoint(scenario_, run.panel, run.contender, objective);
    auto path = std::make_shared<Trajectory>(trace(scenario_, run.contender, objective, start, stop_));
    addFlows(*path, scenario_, run.contender, objective, stop_);
    addSpread(*path, scenario_, run.contender, objective, stop_);
    run.trajectory = std::move(path);
    run.coordinates = objective.coordinateNames();
    for (const Measure* measure : extras_.measures) {
      Points values = measure->values({scenario_, run.contender, objective, *run.trajectory, stop_});
      if (values.size() > 0) run.measures.emplace_back(measure, std::move(values));
    }
    if (extras_.state)
      run.state = traceState(scenario_, run.contender, objective, start, run.trajectory->steps(), stop_);
    return run;
  }

  const Scenario& scenario_;
  std::stop_token stop_;
  const RunExtras& extras_;
  std::vector<std::shared_ptr<const Objective>> objectives_;
};

}  // namespace

std::vector<RunResult> runScenario(const Scenario& scenario, std::stop_token stop, const RunExtras& extras) {
  const Runs all(scenario, std::move(stop), extras);
  std::vector<RunResult> runs(all.count());
  all.make(0, runs);
  return runs;
}

namespace {

std::string whole(double value) { return std::to_string(static_cast<std::int64_t>(value)); }

void writeList(std::ostream& out, const Column& values, bool integer = false) {
  out << '[';
  for (Index i = 0; i < values.size(); ++i) {
    if (i > 0) out << ',';
    out << (integer && std::isfinite(values[i]) ? whole(values[i]) : jsonNumber(values[i]));
  }
  out << ']';
}

void writeRows(std::ostream& out, const Points& points) {
  out << '[';
  for (Index i = 0; i < points.rows(); ++i) {
    if (i > 0) out << ',';
    writeList(out, points.row(i).transpose());
  }
  out << ']';
}

/// A number a step where all groups agree throughout, else a list a step.
void writePerGroup(std::ostream& out, const Points& values) {
  if (values.rows() == 0) {
    out << "[]";
    return;
  }
  const bool same = values.cols() == 1 || (values.colwise() - values.col(0)).isZero(0);
  if (same)
    writeList(out, values.col(0));
  else
    writeRows(out, values);
}

/// What an outcome's id leaves open, where there is something.
void writeCircumstances(std::ostream& out, const Trajectory& t) {
  if (!t.leftDomain.empty()) {
    out << R"(, "left_domain_at": )";
    writeList(out, Eigen::Map<const Column>(t.leftDomain.data(), static_cast<Index>(t.leftDomain.size())));
  }
  if (t.verdict.swing > 0) out << R"(, "circling": )" << jsonNumber(t.verdict.swing);
  if (t.verdict.below) out << R"(, "below_known_minimum": true)";
}

/// Where a flow is when each step is done.
Points atSteps(const Points& flow) {
  const Index steps = (flow.rows() - 1) / flowParts;
  Points rows(steps + 1, flow.cols());
  for (Index k = 0; k <= steps; ++k) rows.row(k) = flow.row(k * flowParts);
  return rows;
}

/// Number by number: as one string a long path would be there twice.
void writeRun(const RunResult& run, std::ostream& out) {
  const Trajectory& t = *run.trajectory;
  const Evaluations& total = t.evaluations.back();
  const auto key = [&](const std::string& name) -> std::ostream& { return out << ",\n \"" << name << "\": "; };
  out << R"({"panel": )" << run.panel << R"(, "contender": )" << run.contender << R"(, "outcome": ")"
      << outcomeId(t.verdict.outcome) << '"';
  writeCircumstances(out, t);
  out << R"(, "evaluations": {"value": )" << total.value << R"(, "gradient": )" << total.gradient << R"(, "hessian": )"
      << total.hessian << '}';
  writePerGroup(key("lr"), t.rates);
  if (t.momentum.rows() > 0) writePerGroup(key("momentum"), t.momentum);
  writeList(key("loss"), measuredOnly(t, t.loss));
  if (t.every > 1) key("loss_every") << t.every;
  for (const auto& [measure, values] : run.measures) {
    if (measure->coordinates)
      writeRows(key(measure->id), values);
    else
      writeList(key(measure->id), values.col(0));
  }
  key("coordinates") << '[';
  for (std::size_t c = 0; c < run.coordinates.size(); ++c)
    out << (c > 0 ? "," : "") << Json(run.coordinates[c].plain).dump();
  out << ']';
  writeRows(key("trajectory"), t.points);
  if (t.average.rows() > 0) writeRows(key("average"), t.average);
  if (t.flow.rows() > 0) writeRows(key("flow"), atSteps(t.flow));
  if (t.modifiedFlow.rows() > 0) writeRows(key("modified_flow"), atSteps(t.modifiedFlow));
  if (t.spread) {
    writeList(key("spread") << R"({"centre": )", t.spread->centre.array());
    writeRows(out << R"(, "covariance": )", t.spread->covariance.array());
    out << '}';
  }
  for (const Reading& reading : t.readings) writeList(key(reading.id), reading.values, reading.integer);
  if (!run.state.empty()) key("state") << '{';
  for (const StateColumns& vector : run.state) {
    out << (&vector == &run.state.front() ? "\"" : ", \"") << vector.name << "\": ";
    writeRows(out, vector.values);
  }
  if (!run.state.empty()) out << '}';
  out << '}';
}

/// The runs one by one, between what stands before and behind them. Nothing is written before the first is there.
class RunsJson {
 public:
  explicit RunsJson(std::ostream& out) : out_(out) {}
  void add(const RunResult& run) {
    out_ << (std::exchange(first_, false) ? "{\"runs\": [\n" : ",\n");
    writeRun(run, out_);
  }
  void end() { out_ << (first_ ? "{\"runs\": [\n]}\n" : "\n]}\n"); }

 private:
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

void writeRunsJson(const Scenario& /*scenario*/, const std::vector<RunResult>& runs, std::ostream& out) {
  RunsJson json(out);
  for (const RunResult& run : runs) json.add(run);
  json.end();
}

void runToJson(const Scenario& scenario, std::ostream& out, std::stop_token stop, const RunExtras& extras) {
  const Runs all(scenario, stop, extras);
  const std::size_t chunk = 4 * std::max(1u, std::thread::hardware_concurrency());
  RunsJson json(out);
  for (std::size_t first = 0; first < all.count(); first += chunk) {
    std::vector<RunResult> runs(std::min(chunk, all.count() - first));
    all.make(first, runs);
    if (stop.stop_requested()) return;
    for (const RunResult& run : runs) json.add(run);
  }
  json.end();
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
  // In their own order, whichever run is the first to have one.
  std::ranges::sort(more.measures, {}, [](const std::string& id) { return findMeasure(id); });
  return more;
}

std::string header(const MoreColumns& more) {
  std::string out = "panel,contender,label,optimizer,step";
  for (Index c = 1; c <= more.coordinates; ++c) out += ",x" + std::to_string(c);
  out += ",loss,gradient_norm,lr,momentum,evaluations,outcome";
  for (Index g = 2; g <= more.groups; ++g) out += ",lr_" + std::to_string(g) + ",momentum_" + std::to_string(g);
  for (Index c = 1; more.averages && c <= more.coordinates; ++c) out += ",average_x" + std::to_string(c);
  for (const std::string& id : more.readings) out += "," + id;
  for (const std::string& id : more.measures) {
    if (!findMeasure(id)->coordinates) out += "," + id;
    for (Index c = 1; findMeasure(id)->coordinates && c <= more.coordinates; ++c)
      out += "," + id + "_x" + std::to_string(c);
  }
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
  if (t.measuredAt(k))
    out += "," + csvNumber(t.loss[k]) + "," + csvNumber(t.gradientNorm[k]);
  else
    out += ",,";
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
    const Index columns = findMeasure(id)->coordinates ? more.coordinates : 1;
    for (Index c = 0; c < columns; ++c) {
      out += ",";
      if (found != run.measures.end() && c < found->second.cols()) out += csvNumber(found->second(k, c));
    }
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
