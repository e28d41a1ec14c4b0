#include "core/reports/projection_report.h"

#include "core/base/data_text.h"
#include "core/base/parallel.h"
#include "core/scenario/scenario_size.h"
#include "core/surfaces/chosen_plane.h"
#include "core/surfaces/panel_plane.h"

#include <algorithm>

namespace thalweg {

namespace {

/// Whether the plane of panel `panel` is made from this contender's path by name.
bool isNamed(const PlaneChoice& choice, std::size_t contender) {
  const auto is = [&](const PathPlace& place) { return place.contender == contender; };
  if (choice.contenders && std::ranges::find(*choice.contenders, contender) != choice.contenders->end()) return true;
  if (choice.at && is(*choice.at)) return true;
  return std::ranges::any_of(choice.points, [&](const PlaneAnchor& anchor) {
    const auto* place = std::get_if<PathPlace>(&anchor);
    return place && is(*place);
  });
}

template <class Values>
void writeList(std::ostream& out, const Values& values) {
  out << '[';
  bool first = true;
  for (const double value : values) {
    out << (first ? "" : ",") << jsonNumber(value);
    first = false;
  }
  out << ']';
}

void writeProjected(const Scenario& scenario, const ProjectedRun& run, std::ostream& out) {
  const ProjectedPath& seen = run.projected;
  const Index steps = run.path->steps();
  const auto walk = [&](MovementCentre centre) { return jsonNumber(randomWalkShare(steps, 2, centre)); };
  out << R"({"contender": )" << run.contender << R"(, "label": )"
      << Json(displayName(scenario.contenders[run.contender])).dump() << R"(, "share": )" << jsonNumber(seen.share)
      << R"(, "random_walk": {"end": )" << walk(MovementCentre::End) << R"(, "mean": )" << walk(MovementCentre::Mean)
      << "},\n \"places\": [";
  for (Index k = 0; k <= steps; ++k)
    out << (k > 0 ? ",[" : "[") << jsonNumber(seen.x[k]) << ',' << jsonNumber(seen.y[k]) << ']';
  out << "],\n \"distance\": ";
  writeList(out, seen.distance);
  out << ",\n \"plane_loss\": ";
  writeList(out, run.planeLoss);
  out << ",\n \"loss\": ";
  writeList(out, measuredOnly(*run.path, run.path->loss));
  out << '}';
}

}  // namespace

Projection projectPanel(const Scenario& scenario, std::size_t panel, const std::stop_token& stop) {
  const auto objective = makeObjective(scenario.panels[panel]);
  std::vector<Index> dimensions(scenario.panels.size(), 0);
  dimensions[panel] = objective->dimension();
  checkSize(scenario, dimensions);
  const PlaneChoice choice = planeChoice(scenario.panels[panel]);
  const std::size_t count = scenario.contenders.size();
  std::vector<std::shared_ptr<const Trajectory>> paths(count);
  parallelFor(
      count,
      [&](std::size_t i) {
        if (scenario.contenders[i].hidden && !isNamed(choice, i)) return;
        const std::vector<double> start = startPoint(scenario, panel, i, *objective);
        paths[i] = std::make_shared<const Trajectory>(trace(scenario, i, *objective, start, stop));
      },
      stop);
  std::vector<const Trajectory*> known;
  for (const auto& path : paths) known.push_back(path.get());

  Projection projection{
      panel, choice.kind, chosenPlane(scenario, panel, *objective, known, nullptr, stop), objective->dimension(), {}};
  for (std::size_t i = 0; i < count; ++i) {
    if (!paths[i]) continue;
    ProjectedRun run{i, paths[i], projectPath(paths[i]->points, projection.plane), {}};
    run.planeLoss = planeLosses(paths[i]->points, *objective, projection.plane, stop);
    projection.runs.push_back(std::move(run));
  }
  return projection;
}

void writeProjectionJson(const Scenario& scenario, const Projection& projection, std::ostream& out) {
  const Plane::Directions directions = projection.plane.directions(projection.dimension);
  out << R"({"panel": )" << projection.panel << R"(, "kind": ")" << planeKindId(projection.kind)
      << "\",\n \"origin\": ";
  writeList(out, projection.plane.at(0, 0, projection.dimension));
  out << ",\n \"directions\": [";
  writeList(out, directions.u);
  out << ",\n  ";
  writeList(out, directions.v);
  out << "],\n \"coordinates\": [";
  const std::vector<CoordinateName> names = makeObjective(scenario.panels[projection.panel])->coordinateNames();
  for (std::size_t c = 0; c < names.size(); ++c) out << (c > 0 ? "," : "") << Json(names[c].plain).dump();
  out << "],\n \"paths\": [\n";
  for (std::size_t i = 0; i < projection.runs.size(); ++i) {
    writeProjected(scenario, projection.runs[i], out);
    out << (i + 1 < projection.runs.size() ? ",\n" : "\n");
  }
  out << "]}\n";
}

void writeProjectionCsv(const Scenario& scenario, const Projection& projection, std::ostream& out) {
  out << "contender,label,step,x,y,distance,plane_loss,loss\n";
  for (const ProjectedRun& run : projection.runs) {
    const std::string head =
        std::to_string(run.contender) + "," + csvText(displayName(scenario.contenders[run.contender])) + ",";
    const ProjectedPath& seen = run.projected;
    for (Index k = 0; k <= run.path->steps(); ++k) {
      out << head << k << ',' << csvNumber(seen.x[k]) << ',' << csvNumber(seen.y[k]) << ','
          << csvNumber(seen.distance[k]) << ',' << csvNumber(run.planeLoss[k]) << ','
          << (run.path->measuredAt(k) ? csvNumber(run.path->loss[k]) : std::string()) << '\n';
    }
  }
}

}  // namespace thalweg
