#include "app/render_command.h"

#include "app/command_line.h"
#include "app/interrupt.h"
#include "core/base/format.h"
#include "core/base/platform.h"
#include "core/scenario/chart_description.h"
#include "core/scenario/scenario_file.h"
#include "ui/export/animation.h"
#include "ui/export/picture_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <system_error>

namespace thalweg {

namespace {

const std::map<std::string, PictureFormat> pictureFormats = {
    {"png", PictureFormat::Png}, {"svg", PictureFormat::Svg}, {"pdf", PictureFormat::Pdf}};
const std::map<std::string, AnimationFormat> animationFormats = {{"gif", AnimationFormat::Gif},
                                                                 {"webp", AnimationFormat::WebP},
                                                                 {"mp4", AnimationFormat::Mp4},
                                                                 {"frames", AnimationFormat::Frames}};

QString word(const char* text) { return QString::fromUtf8(text); }

struct Request {
  PictureSettings picture;
  AnimationSettings animation;
  std::string format;
  std::string path;
  SvgText svgText = SvgText::Outlines;
};

std::vector<std::string> chartIds() {
  std::vector<std::string> ids;
  for (const ChartDescription* chart : chartDescriptions()) ids.push_back(chart->id);
  return ids;
}

/// "loss, lr or distance".
std::string chartList() {
  const std::vector<std::string> ids = chartIds();
  std::string list;
  for (std::size_t i = 0; i < ids.size(); ++i) list += (i == 0 ? "" : i + 1 < ids.size() ? ", " : " or ") + ids[i];
  return list;
}

void addOptions(Parser& parser) {
  const auto add = [&](const char* name, const char* help, const char* value, const char* fallback = "") {
    parser.addOption({word(name), word(help), word(value), word(fallback)});
  };
  parser.addOption({{word("o"), word("output")},
                    word("Write to OUT: a picture (.png, .svg, .pdf; \"-\" is standard output), an animation (.gif, "
                         ".webp, .mp4), or its frames (a folder, or a pattern such as frames/%04d.png)."),
                    word("OUT")});
  add("format", "png, svg, pdf, gif, webp, mp4 or frames, where OUT's name does not say.", "FORMAT");
  add("size", "Pixels, or millimetres as in 86x60mm; 1920x1080 if left out.", "WIDTHxHEIGHT", "1920x1080");
  add("dpi", "Pixels an inch, 96 if left out; more makes type and lines larger.", "N", "96");
  add("step", "Where the cursor stands; the scenario's step if left out.", "N");
  parser.addOption(themeOption());
  add("background", "theme (default), white or transparent.", "GROUND", "theme");
  parser.addOption({word("caption"), word("Say below what the picture shows: objectives, optimizers with their "
                                          "options, steps and seed.")});
  parser.addOption({word("explain"), word("Explain the contender's step: its arrows on the panel, its lines beside.")});
  add("contender", "The contender drawn on top, whose step --explain explains, counted from 0.", "N");
  add("panel", "Show panel N alone, counted from 0; beside --chart, the panel that the chart is of.", "N");
  add("chart", ("Show one chart alone: " + chartList() + ".").c_str(), "KIND");
  add("projection", "2d or 3d; the scenario's if left out.", "KIND");
  add("azimuth", "3d: degrees by which the x axis is turned away.", "DEGREES");
  add("elevation", "3d: degrees above the ground, 5 to 85, or 90: straight from above.", "DEGREES");
  add("height", "3d: auto, linear or log (of f above its minimum).", "SCALE");
  add("orbit",
      "Animations, 3d: degrees that landscapes turn in all; where --from and --to are the same step, round a run that "
      "stands.",
      "DEGREES", "0");
  add("charts", "yes, no, or auto (default): charts below the panels where there is room.", "WHEN", "auto");
  add("svg-text", "outlines (default), the same everywhere, or text, which can be searched and edited.", "KIND",
      "outlines");
  add("from", "Animations: the first frame's step, 0 if left out.", "N", "0");
  add("to", "Animations: the last frame's step, the scenario's last if left out.", "N");
  add("every", "Animations: steps a frame; if left out, so many that there are at most 600 frames.", "N");
  add("fps", "Animations: frames a second, 30 if left out.", "N", "30");
  add("loop", "Animations: how often it is shown; 0 (default): for ever.", "N", "0");
  parser.addPositionalArgument(
      word("FILE"), word("A scenario file (\"-\": standard input; \"startup\": what the program opens with)."));
}

std::string formatOf(const Parser& parser, const std::string& path) {
  std::vector<std::string> known;
  for (const auto& [name, format] : pictureFormats) known.push_back(name);
  for (const auto& [name, format] : animationFormats) known.push_back(name);
  if (parser.isSet(word("format"))) return parser.choice(word("format"), known);
  if (path == "-") return "png";
  const std::size_t dot = path.rfind('.');
  std::string ending = dot == std::string::npos ? "" : path.substr(dot + 1);
  const bool named = std::ranges::find(known, ending) != known.end() && ending != "frames";
  // Frames are PNG: a % in another name is a sign like any other.
  const bool pattern = path.find('%') != std::string::npos && (!named || ending == "png");
  std::error_code ignored;
  if (path.ends_with('/') || pattern || std::filesystem::is_directory(path, ignored)) return "frames";
  if (named) return ending;
  throw UsageError("-o: expected a name that ends in .png, .svg, .pdf, .gif, .webp or .mp4, or a folder, found \"" +
                   path + "\"");
}

Request requestOf(const Parser& parser) {
  Request options;
  options.path = parser.output();
  if (options.path.empty()) throw UsageError("-o OUT is missing");
  options.format = formatOf(parser, options.path);
  PictureSettings& picture = options.picture;
  picture.dpi = parser.number(word("dpi"), 24, 1200);
  picture.size = pictureSize(parser.text(word("size")), picture.dpi);
  const auto whole = [&](const char* name, double most, double least = 0) {
    const double value = parser.number(word(name), least, most);
    if (value != std::floor(value))
      throw UsageError("--" + std::string(name) + ": expected a whole number, found \"" + parser.text(word(name)) +
                       "\"");
    return static_cast<std::int64_t>(value);
  };
  const bool animated = animationFormats.contains(options.format);
  for (const char* name : {"from", "to", "every", "fps", "loop", "orbit"}) {
    if (!animated && parser.isSet(word(name)))
      throw UsageError("--" + std::string(name) + " is for animations, and " + options.format + " is a picture");
  }
  if (options.format != "svg") refuseOption(parser, "svg-text", "SVG, and OUT is " + options.format);
  if (options.format == "frames") {
    refuseOption(parser, "fps", "files that are played, not for frames");
    refuseOption(parser, "loop", "files that are played, not for frames");
  }
  if (animated && parser.isSet(word("step")))
    throw UsageError("--step is for pictures; animations have --from and --to");
  if (animated && options.path == "-") throw UsageError("-o: an animation needs a file of its own");
  AnimationSettings& animation = options.animation;
  if (animated) animation.format = animationFormats.at(options.format);
  const auto most = static_cast<double>(limits::steps);
  animation.from = whole("from", most);
  if (parser.isSet(word("to"))) animation.to = whole("to", most);
  if (parser.isSet(word("every"))) animation.every = whole("every", most, 1);
  animation.fps = parser.number(word("fps"), 0.1, 120);
  animation.loops = static_cast<int>(whole("loop", 65535));
  animation.orbit = parser.number(word("orbit"), -3600, 3600);
  if (parser.isSet(word("step"))) picture.step = whole("step", static_cast<double>(limits::steps));
  picture.palette = chosenTheme(parser);
  const std::string background = parser.choice(word("background"), {"theme", "white", "transparent"});
  picture.background = background == "white"         ? Background::White
                       : background == "transparent" ? Background::Transparent
                                                     : Background::Theme;
  picture.caption = parser.isSet(word("caption"));
  picture.explain = parser.isSet(word("explain"));
  if (parser.isSet(word("contender")))
    picture.selected = static_cast<std::size_t>(whole("contender", static_cast<double>(limits::contenders)));
  if (parser.isSet(word("panel"))) {
    picture.content.kind = PictureContent::Kind::Panel;
    picture.content.panel = static_cast<std::size_t>(whole("panel", static_cast<double>(limits::panels)));
  }
  if (parser.isSet(word("chart"))) {
    picture.content.kind = PictureContent::Kind::Chart;
    picture.content.chart = parser.choice(word("chart"), chartIds());
  }
  const std::string charts = parser.choice(word("charts"), {"yes", "no", "auto"});
  if (charts != "auto") picture.charts = charts == "yes";
  if (parser.choice(word("svg-text"), {"outlines", "text"}) == "text") options.svgText = SvgText::Text;
  return options;
}

Scenario scenarioOf(const QString& name) {
  return name == QLatin1String("startup") ? startUpScenario() : loadScenario(nameBytes(name));
}

/// How all panels are seen; what is asked for here goes before the scenario's own.
void project(const Parser& parser, Scenario& scenario) {
  const auto all = [&](auto Display::*part, auto Panel::*own, auto value) {
    scenario.display.*part = value;
    for (Panel& panel : scenario.panels) (panel.*own).reset();
  };
  const auto ids = [](const char* key) {
    std::vector<std::string> result;
    for (const DisplayChoice& choice : displayItem(key).choices) result.push_back(choice.id);
    return result;
  };
  if (parser.isSet(word("projection")))
    all(&Display::projection, &Panel::projection, parser.choice(word("projection"), ids("projection")));
  if (parser.isSet(word("height"))) all(&Display::height, &Panel::height, parser.choice(word("height"), ids("height")));
  if (!parser.isSet(word("azimuth")) && !parser.isSet(word("elevation"))) return;
  Camera camera = scenario.display.camera;
  if (parser.isSet(word("azimuth"))) camera.azimuth = parser.number(word("azimuth"), -360, 360);
  if (parser.isSet(word("elevation"))) {
    const double degrees = parser.number(word("elevation"), 5, 90);
    if (degrees > 85 && degrees < 90)
      throw UsageError("--elevation: expected 5 to 85, or 90, found \"" + parser.text(word("elevation")) + "\"");
    camera.elevation = degrees;
  }
  all(&Display::camera, &Panel::camera, camera);
}

/// Steps are of the scenario's run.
void checkSteps(const Parser& parser, const Scenario& scenario) {
  for (const char* name : {"step", "from", "to"}) {
    if (parser.isSet(word(name))) (void)parser.number(word(name), 0, static_cast<double>(scenario.steps));
  }
}

void writePicture(const Scenario& scenario, const Request& request) {
  const PictureFormat format = pictureFormats.at(request.format);
  const Picture picture(scenario, request.picture, deviceOf(format));
  if (!picture.problems().empty()) throw UsageError(picture.problems().front());
  const QByteArray bytes = pictureBytes(picture, format, request.svgText);
  writeOutput(request.path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

/// On a terminal only.
void showProgress(const AnimationProgress& progress) {
  if (!errorsGoToTerminal()) return;
  std::cerr << "\rframe " << progress.done << " of " << progress.total << ", " << std::lround(progress.remaining)
            << " s left \x1b[K" << (progress.done == progress.total ? "\n" : "") << std::flush;
}

void animate(const Scenario& scenario, const Request& request) {
  if (!writeAnimation(scenario, request.picture, request.animation, request.path, showProgress, interruptToken()))
    throw WorkError(request.path + ": interrupted; nothing was written");
}

}  // namespace

void render(const QStringList& arguments) {
  Parser parser(renderSummary);
  addOptions(parser);
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const Request request = requestOf(parser);
  refuseOwnInput(nameBytes(positional[0]), request.path);
  Scenario scenario = scenarioOf(positional[0]);
  project(parser, scenario);
  checkSteps(parser, scenario);
  if (const auto& selected = request.picture.selected; selected && *selected >= scenario.contenders.size())
    throw UsageError("--contender: there is no contender " + std::to_string(*selected) + "; the scenario has " +
                     std::to_string(scenario.contenders.size()));
  if (request.picture.explain && request.picture.content.kind == PictureContent::Kind::Chart)
    throw UsageError("--explain is for pictures of panels, not for --chart");
  try {
    if (pictureFormats.contains(request.format)) {
      writePicture(scenario, request);
    } else {
      animate(scenario, request);
    }
  } catch (const PictureError& error) {
    throw UsageError(error.what());
  } catch (const EncodingError& error) {
    throw WorkError(request.path + ": " + error.what());
  } catch (const std::system_error& error) {
    throw WorkError(request.path + ": " + error.code().message());
  }
}

}  // namespace thalweg
