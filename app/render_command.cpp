#include "app/render_command.h"

#include "app/command_line.h"
#include "core/format.h"
#include "core/scenario_file.h"
#include "ui/export/picture_file.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace thalweg {

namespace {

constexpr double kMillimetresPerInch = 25.4;

QString word(const char* text) { return QString::fromUtf8(text); }

/// "1920x1080" in pixels, or "86x60mm" at `dpi` pixels an inch.
QSize sizeOf(const std::string& words, double dpi) {
  std::string_view numbers = words;
  double unit = 1;
  if (numbers.ends_with("mm")) {
    numbers.remove_suffix(2);
    unit = dpi / kMillimetresPerInch;
  }
  const auto pixels = [&](std::string_view text) {
    const double length = parseNumber(text).value_or(0);
    const double number = std::round(length * unit);
    return number >= 100 && number <= 16384 && (unit != 1 || number == length) ? static_cast<int>(number) : 0;
  };
  const std::size_t cross = std::min(numbers.find('x'), numbers.size());
  const QSize size(pixels(numbers.substr(0, cross)), pixels(numbers.substr(std::min(cross + 1, numbers.size()))));
  if (size.isEmpty()) {
    throw UsageError("--size: expected WIDTHxHEIGHT, each 100 to 16384 pixels, or millimetres as in 86x60mm, found \"" +
                     words + "\"");
  }
  return size;
}

struct Request {
  PictureSettings picture;
  std::string format;
  std::string path;
  SvgText svgText = SvgText::Outlines;
};

void addOptions(Parser& parser) {
  const auto add = [&](const char* name, const char* help, const char* value, const char* fallback = "") {
    parser.addOption({word(name), word(help), word(value), word(fallback)});
  };
  parser.addOption({{word("o"), word("output")},
                    word("Write to OUT: a .png, .svg or .pdf file; \"-\" is standard output."),
                    word("OUT")});
  add("format", "png (default), svg or pdf, where OUT's name does not say.", "FORMAT");
  add("size", "Pixels, or millimetres as in 86x60mm; 1920x1080 if left out.", "WIDTHxHEIGHT", "1920x1080");
  add("dpi", "Pixels an inch, 96 if left out; more makes type and lines larger.", "N", "96");
  add("step", "Where the cursor stands; the scenario's step if left out.", "N");
  add("theme", "light (default), dark, or print: black on white with a paler map.", "THEME", "light");
  add("background", "theme (default), white or transparent.", "GROUND", "theme");
  parser.addOption({word("caption"), word("Say below what the picture shows: objectives, optimizers with their "
                                          "options, steps and seed.")});
  add("panel", "Show panel N alone, counted from 0; beside --chart, the panel that the chart is of.", "N");
  add("chart", "Show one chart alone: loss, lr, gradient_norm, step_length, distance or effective_lr.", "KIND");
  add("charts", "yes, no, or auto (default): charts below the panels where there is room.", "WHEN", "auto");
  add("svg-text", "outlines (default), the same everywhere, or text, which can be searched and edited.", "KIND",
      "outlines");
  parser.addPositionalArgument(
      word("FILE"), word("A scenario file (\"-\": standard input; \"startup\": what the program opens with)."));
}

std::string formatOf(const Parser& parser, const std::string& path) {
  static const std::vector<std::string> known = {"png", "svg", "pdf"};
  if (parser.isSet(word("format"))) return parser.choice(word("format"), known);
  if (path == "-") return "png";
  const std::size_t dot = path.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : path.substr(dot + 1);
  if (std::ranges::find(known, ending) != known.end()) return ending;
  throw UsageError("-o: expected a name that ends in .png, .svg or .pdf, found \"" + path + "\"");
}

Request requestOf(const Parser& parser) {
  Request options;
  options.path = parser.text(word("output"));
  if (options.path.empty()) throw UsageError("-o OUT is missing");
  options.format = formatOf(parser, options.path);
  PictureSettings& picture = options.picture;
  picture.dpi = parser.number(word("dpi"), 24, 1200);
  picture.size = sizeOf(parser.text(word("size")), picture.dpi);
  const auto whole = [&](const char* name, double most) {
    const double value = parser.number(word(name), 0, most);
    if (value != std::floor(value))
      throw UsageError("--" + std::string(name) + ": expected a whole number, found \"" + parser.text(word(name)) +
                       "\"");
    return static_cast<std::int64_t>(value);
  };
  if (parser.isSet(word("step"))) picture.step = whole("step", static_cast<double>(limits::steps));
  const std::string theme = parser.choice(word("theme"), {"light", "dark", "print"});
  picture.palette = theme == "dark" ? Palette::Dark : theme == "print" ? Palette::Print : Palette::Light;
  const std::string background = parser.choice(word("background"), {"theme", "white", "transparent"});
  picture.background = background == "white"         ? Background::White
                       : background == "transparent" ? Background::Transparent
                                                     : Background::Theme;
  picture.caption = parser.isSet(word("caption"));
  if (parser.isSet(word("panel"))) {
    picture.content.kind = PictureContent::Kind::Panel;
    picture.content.panel = static_cast<std::size_t>(whole("panel", static_cast<double>(limits::panels)));
  }
  if (parser.isSet(word("chart"))) {
    picture.content.kind = PictureContent::Kind::Chart;
    picture.content.chart = parser.choice(word("chart"), {chartIds.begin(), chartIds.end()});
  }
  const std::string charts = parser.choice(word("charts"), {"yes", "no", "auto"});
  if (charts != "auto") picture.charts = charts == "yes";
  if (parser.choice(word("svg-text"), {"outlines", "text"}) == "text") options.svgText = SvgText::Text;
  return options;
}

Scenario scenarioOf(const QString& name) {
  return name == QLatin1String("startup") ? startUpScenario() : loadScenario(name.toStdString());
}

}  // namespace

void render(const QStringList& arguments) {
  Parser parser(renderSummary);
  addOptions(parser);
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const Request options = requestOf(parser);
  const Scenario scenario = scenarioOf(positional[0]);
  static const std::map<std::string, PictureFormat> formats = {
      {"png", PictureFormat::Png}, {"svg", PictureFormat::Svg}, {"pdf", PictureFormat::Pdf}};
  const PictureFormat format = formats.at(options.format);
  try {
    const Picture picture(scenario, options.picture, deviceOf(format));
    if (!picture.problems().empty()) throw UsageError(picture.problems().front());
    const QByteArray bytes = pictureBytes(picture, format, options.svgText);
    writeOutput(options.path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
  } catch (const PictureError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace thalweg
