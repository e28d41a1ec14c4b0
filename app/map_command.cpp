#include "app/map_command.h"

#include "app/command_line.h"
#include "app/interrupt.h"
#include "core/base/format.h"
#include "core/base/platform.h"
#include "core/contracts/optimizer.h"
#include "core/reports/map_report.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/view_fit.h"
#include "core/surfaces/chosen_plane.h"
#include "ui/export/map_flight.h"
#include "ui/scenes/assembly.h"

#include <QBuffer>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace thalweg {

namespace {

QString word(const char* text) { return QString::fromUtf8(text); }

/// More coordinates of end points would be what such a table is full of.
constexpr Index mostEnds = 64;

struct Request {
  Scenario scenario;
  std::size_t panel = 0;
  std::size_t contender = 0;
  Index resolution = 0;
  std::optional<std::pair<double, double>> xRange, yRange;
  std::string path;
  bool picture = false;
  bool bare = false;  ///< a picture of cells alone
  std::optional<AnimationFormat> flight;
  MapPictureSettings look;
};

std::optional<std::pair<double, double>> rangeOf(const Parser& parser, const char* option) {
  if (!parser.isSet(word(option))) return {};
  const std::string text = parser.text(word(option));
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto low = parseNumber(std::string_view(text).substr(0, colon));
  const auto high = parseNumber(std::string_view(text).substr(std::min(colon + 1, text.size())));
  if (!low || !high || !(*low < *high))
    throw UsageError("--" + std::string(option) + ": expected A:B, two rising numbers, found \"" + text + "\"");
  return std::pair{*low, *high};
}

std::size_t indexOf(const Parser& parser, const char* option, std::size_t count, const char* what) {
  if (count == 0) throw UsageError(std::string("the scenario has no ") + what);
  const double number = parser.number(word(option), 0, static_cast<double>(count - 1));
  if (number != std::floor(number)) throw UsageError("--" + std::string(option) + ": expected a whole number");
  return static_cast<std::size_t>(number);
}

std::int64_t countOf(const Parser& parser, const char* option, double most) {
  const double number = parser.number(word(option), 1, most);
  if (number != std::floor(number)) throw UsageError("--" + std::string(option) + ": expected a whole number");
  return static_cast<std::int64_t>(number);
}

/// How much is known, on a terminal's standard error.
template <class Map>
void showProgress(const std::shared_ptr<const Map>& map) {
  if (!errorsGoToTerminal()) return;
  const auto side = static_cast<double>(map->block);
  std::cerr << "\r" << formatSignificant(100 / (side * side), 2) << " % " << std::flush;
}
void endProgress() {
  if (errorsGoToTerminal()) std::cerr << "\r        \r" << std::flush;
}

Theme bareTheme(const Request& request) { return pictureTheme(request.look.palette, Background::Theme, false, 13); }

void write(const Request& request, const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!image.save(&buffer, "PNG")) throw WorkError(request.path + ": the picture could not be made");
  writeOutput(request.path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

/// The box of a basin map can be drawn; ranges are the command line's, the rest the scenario's.
void checkBox(const Parser& parser, const View& view, Index dimension) {
  char axis = 'x';
  const std::string why = unfitView(dimension > 1 ? view : View{view.xMin, view.xMax, 0, 0}, &axis);
  if (!why.empty()) throw UsageError(std::string("--") + axis + "-range: " + why);
  if (dimension == 1) refuseOption(parser, "y-range", "surfaces, not for functions of one variable");
}

/// The plane that the panel shows of many coordinates, made from the scenario's paths as the window makes it, and the
/// box of it that is seen.
std::pair<std::shared_ptr<const PanelPlane>, View> planeOf(const Scenario& scenario, std::size_t index) {
  Scenario ofSurface = scenario;
  ofSurface.panels[index].viewKind.reset();
  const PanelResults results = computeScenario(ofSurface, {index}).of(index);
  if (!results.plane->problem.empty())
    throw WorkError("panels[" + std::to_string(index) + "].plane: " + results.plane->problem);
  return {results.plane, panelScene(ofSurface, index, results, {}, makeTheme(false)).view};
}

void basin(const Request& request, const Parser& parser) {
  const Scenario& scenario = request.scenario;
  const auto objective = makeObjective(scenario.panels[request.panel]);
  BasinRequest wanted;
  const Panel& panel = scenario.panels[request.panel];
  std::shared_ptr<const PanelPlane> made;  // none of coordinates
  if (standsStill(panel) || objective->dimension() < 3) {
    const PlaneChoice plane = planeChoice(panel);
    wanted.view = panel.view.value_or(objective->view());
    wanted.plane =
        Plane::ofCoordinates(plane.x, plane.y, startPoint(scenario, request.panel, request.contender, *objective));
  } else {
    std::tie(made, wanted.view) = planeOf(scenario, request.panel);
    wanted.plane = made->plane;
  }
  if (request.xRange) std::tie(wanted.view.xMin, wanted.view.xMax) = *request.xRange;
  if (request.yRange) std::tie(wanted.view.yMin, wanted.view.yMax) = *request.yRange;
  checkBox(parser, wanted.view, objective->dimension());
  wanted.columns = wanted.rows = request.resolution;
  wanted.ends = !request.picture && objective->dimension() <= mostEnds;
  const auto map = basinMap(scenario, request.contender, *objective, wanted, {}, showProgress<BasinMap>);
  endProgress();
  if (request.bare) return write(request, basinImage(*map, bareTheme(request)));
  if (request.picture)
    return write(request, basinPicture(scenario, request.panel, request.contender, *map, request.look, made));
  writeOutput(request.path, [&](std::ostream& out) { writeBasinCsv(*map, *objective, out); });
}

Axis axisOf(const Request& request, const Parser& parser, const char* option, const std::string& fallback,
            const std::optional<std::pair<double, double>>& range) {
  const std::string id = parser.isSet(word(option)) ? parser.text(word(option)) : fallback;
  try {
    return makeAxis(request.scenario, request.panel, request.contender, id, request.resolution, range);
  } catch (const OptionError& error) {
    throw UsageError("--" + std::string(option) + ": " + error.what());
  }
}

/// "X:Y:TIMES", of a strip "X:TIMES": so many times larger about these values.
MapFrame frameOf(const Parser& parser, const SweepRequest& wanted) {
  const std::string text = parser.text(word("zoom"));
  std::vector<double> numbers;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t colon = std::min(text.find(':', at), text.size());
    const auto number = parseNumber(std::string_view(text).substr(at, colon - at));
    if (!number) break;
    numbers.push_back(*number);
    at = colon + 1;
    if (colon == text.size()) at = text.size() + 1;
  }
  const std::size_t axes = wanted.y ? 2 : 1;
  const auto refuse = [&](const std::string& why) -> void { throw UsageError("--zoom: " + why); };
  if (numbers.size() != axes + 1 || std::ranges::count(text, ':') != static_cast<std::ptrdiff_t>(axes))
    refuse(std::string("expected ") + (wanted.y ? "X:Y:TIMES" : "X:TIMES") + ", numbers, found \"" + text + "\"");
  const double times = numbers.back();
  if (!(times >= 1)) refuse("expected at least 1 time, found " + formatShort(times));
  const auto share = [&](const Axis& axis, double value) {
    const double low = std::min(axis.at(0), axis.at(1));
    const double high = std::max(axis.at(0), axis.at(1));
    if (value < low || value > high)
      refuse(formatShort(value) + " is not on the axis of " + axis.id + ", which runs from " + formatShort(low) +
             " to " + formatShort(high));
    return axis.position(value);
  };
  const double size = 1 / times;
  MapFrame frame{share(wanted.x, numbers[0]) - size / 2, wanted.y ? share(*wanted.y, numbers[1]) - size / 2 : 0, size};
  const double least = leastFrame(wanted, frame, wanted.x.cells);
  if (size < least)
    refuse("float64 ends at " + formatSignificant(1 / least, 3) + " times here, found " + formatShort(times));
  return fitted(frame, least);
}

SweepColoring coloringOf(const Parser& parser) {
  const std::string by = parser.choice(word("color"), {"outcome", "loss", "steps"});
  return by == "loss"    ? SweepColoring::FinalLoss
         : by == "steps" ? SweepColoring::StepsToTolerance
                         : SweepColoring::Outcome;
}

/// On a terminal only.
void showFrames(const AnimationProgress& progress) {
  if (!errorsGoToTerminal()) return;
  std::cerr << "\rframe " << progress.done << " of " << progress.total << ", " << std::lround(progress.remaining)
            << " s left \x1b[K" << (progress.done == progress.total ? "\n" : "") << std::flush;
}

void sweep(const Request& request, const Parser& parser) {
  const Scenario& scenario = request.scenario;
  const OptimizerCard& card = *findOptimizer(scenario.contenders[request.contender].optimizer);
  const std::vector<std::string> ids = axisIds(scenario, request.panel, request.contender);
  const std::string first = !card.rate.empty() ? card.rate : ids.empty() ? "" : ids.front();
  SweepRequest wanted;
  wanted.panel = request.panel;
  wanted.contender = request.contender;
  wanted.x = axisOf(request, parser, "x", first, request.xRange);
  // Momentum if there is one, else the next number there is.
  std::string second = card.momentum;
  const bool strip = parser.text(word("y")) == "none";
  if (second.empty() || second == wanted.x.id) {
    const auto other = std::ranges::find_if(ids, [&](const std::string& id) { return id != wanted.x.id; });
    second = other == ids.end() ? "" : *other;
  }
  if (!strip && (!second.empty() || parser.isSet(word("y"))))
    wanted.y = axisOf(request, parser, "y", second, request.yRange);
  if (wanted.y && wanted.y->id == wanted.x.id) throw UsageError("--y: expected another number than --x");
  const MapFrame frame = parser.isSet(word("zoom")) ? frameOf(parser, wanted) : MapFrame();
  if (request.flight) {
    MapFlight flight{wanted, frame, coloringOf(parser), request.look, *request.flight};
    if (!writeMapFlight(scenario, flight, request.path, showFrames, interruptToken()))
      throw WorkError(request.path + ": interrupted; nothing was written");
    return;
  }
  wanted.x = wanted.x.part(frame.left, frame.left + frame.size, request.resolution);
  if (wanted.y) wanted.y = wanted.y->part(frame.bottom, frame.bottom + frame.size, request.resolution);
  const auto objective = makeObjective(scenario.panels[request.panel]);
  wanted.ends = !request.picture && objective->dimension() <= mostEnds;
  const auto map = sweepMap(scenario, wanted, {}, showProgress<SweepMap>);
  endProgress();
  if (request.picture) {
    const SweepColoring coloring = coloringOf(parser);
    if (request.bare) return write(request, sweepImage(*map, coloring, bareTheme(request)));
    MapPictureSettings look = request.look;
    if (!map->y && !parser.isSet(word("size"))) look.size = {1200, 320};
    return write(request, sweepPicture(scenario, request.panel, request.contender, map, coloring, look));
  }
  writeOutput(request.path, [&](std::ostream& out) { writeSweepCsv(*map, *objective, out); });
}

/// A second number that none of the searched contenders has is a mistake.
std::string otherOf(const Request& request, const TuningRequest& wanted, const std::string& id) {
  std::string known;
  for (const std::size_t contender : wanted.contenders) {
    const std::vector<std::string> ids = axisIds(request.scenario, wanted.panels.front(), contender);
    if (std::ranges::find(ids, id) != ids.end()) return id;
    for (const std::string& axis : ids) {
      if ((", " + known + ",").find(", " + axis + ",") == std::string::npos)
        known += (known.empty() ? "" : ", ") + axis;
    }
  }
  throw UsageError("--y: there is no number \"" + id + "\" to vary; there are " + known);
}

void tuned(const Request& request, const Parser& parser) {
  TuningRequest wanted;
  for (std::size_t i = 0; i < request.scenario.contenders.size(); ++i) {
    if (!parser.isSet(word("contender")) || i == request.contender) wanted.contenders.push_back(i);
  }
  for (std::size_t i = 0; i < request.scenario.panels.size(); ++i) {
    if (!parser.isSet(word("panel")) || i == request.panel) wanted.panels.push_back(i);
  }
  wanted.budget = parser.isSet(word("budget")) ? countOf(parser, "budget", static_cast<double>(limits::steps))
                                               : std::max<std::int64_t>(1, request.scenario.steps);
  if (parser.isSet(word("y"))) wanted.other = otherOf(request, wanted, parser.text(word("y")));
  if (parser.isSet(word("resolution"))) wanted.rates = request.resolution;
  const auto results = tune(request.scenario, wanted);
  if (request.picture) return write(request, tuningPicture(request.scenario, wanted, results, request.look));
  writeOutput(request.path, [&](std::ostream& out) { writeTuningCsv(request.scenario, results, out); });
}

void seeds(const Request& request, const Parser& parser) {
  const auto objective = makeObjective(request.scenario.panels[request.panel]);
  const auto start = startPoint(request.scenario, request.panel, request.contender, *objective);
  const auto all = ensemble(request.scenario, request.contender, *objective, start,
                            static_cast<int>(countOf(parser, "seeds", 1000)));
  if (request.picture) {
    return write(request, ensemblePicture(request.scenario, request.panel, request.contender, all, request.look));
  }
  writeOutput(request.path, [&](std::ostream& out) { writeEnsembleCsv(*all, out); });
}

void addOptions(Parser& parser) {
  const auto add = [&](const char* name, const char* help, const char* value, const char* fallback = "") {
    parser.addOption({word(name), word(help), word(value), word(fallback)});
  };
  add("kind",
      "basin (default): where each start of the panel's view ends; sweep: what pairs of settings come to; tune: the "
      "best learning rate within a budget of gradients, searched for all contenders on all panels unless --contender "
      "or "
      "--panel choose one; ensemble: the same run with other draws.",
      "KIND", "basin");
  add("x", "sweep: the option across, such as lr, betas[0], schedule.T_max, objective.kappa.", "OPTION");
  add("y",
      "sweep: the option upwards, momentum if left out; none: a strip of one row. tune: a second number to search.",
      "OPTION");
  add("x-range", "From A to B instead of the slider's range or the panel's view.", "A:B");
  add("y-range", "The same upwards.", "A:B");
  add("zoom",
      "sweep: so many times larger about these values of both axes (a strip: X:TIMES), until float64 ends. To an "
      "animation (.gif, .webp, .mp4): a flight there from the whole map, a second a doubling.",
      "X:Y:TIMES");
  add("resolution", "Cells each way, 1 to 4096: 512 for a basin, 64 for a sweep; tune: rates, 31 (then refined).", "N");
  add("panel", "Which panel, counted from 0.", "N", "0");
  add("contender", "Which contender, counted from 0.", "N", "0");
  add("color", "sweep as a picture: by outcome (default), loss or steps to a thousandth of the first loss.", "BY",
      "outcome");
  add("budget", "tune: gradient evaluations a run; the scenario's steps if left out.", "N");
  add("seeds", "ensemble: how many runs.", "N", "20");
  add("size", "Pictures: pixels, 1200x1000 if left out (a strip 1200x320).", "WIDTHxHEIGHT", "1200x1000");
  parser.addOption(themeOption());
  parser.addOption({word("bare"), word("Pictures of basins and sweeps: the cells alone, a pixel a cell.")});
  parser.addOption({{word("o"), word("output")},
                    word("Write to OUT, a .png or .csv file, with --zoom also an animation; \"-\" is a table on "
                         "standard output. A basin's or sweep's "
                         "table has a row a cell: both axes' values, outcome, index of the minimum reached (-1: none), "
                         "steps until the outcome held, final loss, end point (of up to 64 "
                         "coordinates)."),
                    word("OUT")});
  parser.addPositionalArgument(word("FILE"), word("A scenario file (\"-\": standard input)."));
}

/// Options that the kind of map has no use for.
void refuseOthers(const Parser& parser, const std::string& kind, bool picture) {
  struct Use {
    const char* option;
    std::vector<std::string> kinds;
  };
  static const std::vector<Use> uses = {{"x", {"sweep"}},
                                        {"y", {"sweep", "tune"}},
                                        {"x-range", {"basin", "sweep"}},
                                        {"y-range", {"basin", "sweep"}},
                                        {"zoom", {"sweep"}},
                                        {"resolution", {"basin", "sweep", "tune"}},
                                        {"color", {"sweep"}},
                                        {"budget", {"tune"}},
                                        {"seeds", {"ensemble"}}};
  for (const auto& [option, kinds] : uses) {
    if (std::ranges::find(kinds, kind) != kinds.end()) continue;
    std::string names;
    for (const std::string& name : kinds) names += (names.empty() ? "" : " or ") + name;
    refuseOption(parser, option, "--kind " + names);
  }
  (void)parser.choice(word("color"), {"outcome", "loss", "steps"});
  if (!picture) refuseOption(parser, "color", "pictures, and OUT is a table");
  if (kind == "sweep" && parser.text(word("y")) == "none") refuseOption(parser, "y-range", "maps, not for strips");
}

}  // namespace

void map(const QStringList& arguments) {
  Parser parser(mapSummary);
  addOptions(parser);
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string kind = parser.choice(word("kind"), {"basin", "sweep", "tune", "ensemble"});
  Request request;
  request.path = parser.output();
  if (request.path.empty()) throw UsageError("-o OUT.png or -o OUT.csv is missing");
  static const std::vector<std::pair<std::string, AnimationFormat>> flights = {
      {".gif", AnimationFormat::Gif}, {".webp", AnimationFormat::WebP}, {".mp4", AnimationFormat::Mp4}};
  for (const auto& [ending, format] : flights) {
    if (request.path.ends_with(ending)) request.flight = format;
  }
  if (request.flight && !parser.isSet(word("zoom")))
    throw UsageError("-o: an animation is a flight into a map; --zoom X:Y:TIMES says where to");
  request.picture = request.flight || request.path.ends_with(".png");
  if (!request.picture && !request.path.ends_with(".csv") && request.path != "-")
    throw UsageError("-o: expected a name that ends in .png or .csv, found \"" + request.path + "\"");
  request.xRange = rangeOf(parser, "x-range");
  request.yRange = rangeOf(parser, "y-range");
  request.resolution = parser.isSet(word("resolution"))
                           ? countOf(parser, "resolution", static_cast<double>(limits::mapSide))
                       : kind == "basin" ? 512
                                         : 64;
  request.bare = parser.isSet(word("bare"));
  for (const char* name : {"size", "theme", "bare"}) {
    if (!request.picture && parser.isSet(word(name)))
      throw UsageError("--" + std::string(name) + " is for pictures, and OUT is a table");
  }
  if (request.bare && request.flight) throw UsageError("--bare is for pictures, and OUT is an animation");
  if (request.bare && parser.isSet(word("size")))
    throw UsageError("--size: a bare picture has a pixel a cell; --resolution says how many");
  if (request.bare && kind != "basin" && kind != "sweep") throw UsageError("--bare belongs to --kind basin or sweep");
  request.look.size = pictureSize(parser.text(word("size")), 96);
  request.look.palette = chosenTheme(parser);
  refuseOthers(parser, kind, request.picture);

  const std::string input = nameBytes(positional[0]);
  refuseOwnInput(input, request.path);
  request.scenario = loadScenario(input);
  request.panel = indexOf(parser, "panel", request.scenario.panels.size(), "panels");
  request.contender = indexOf(parser, "contender", request.scenario.contenders.size(), "contenders");
  try {
    if (kind == "basin") return basin(request, parser);
    if (kind == "sweep") return sweep(request, parser);
    if (kind == "tune") return tuned(request, parser);
    seeds(request, parser);
  } catch (const PictureError& error) {
    throw UsageError(error.what());
  } catch (const EncodingError& error) {
    throw WorkError(request.path + ": " + error.what());
  } catch (const std::invalid_argument& error) {
    throw WorkError(error.what());
  }
}

}  // namespace thalweg
