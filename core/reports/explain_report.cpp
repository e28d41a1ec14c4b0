#include "core/reports/explain_report.h"

#include "core/base/data_text.h"
#include "core/base/format.h"
#include "core/runs/divergence.h"
#include "core/runs/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace thalweg {

namespace {

constexpr std::array<const char*, 3> phaseIds = {"gradient", "state", "step"};
constexpr std::array<const char*, 3> phaseTitles = {"Gradient", "State", "Step"};

std::string jsonList(std::span<const double> values) {
  std::string out = "[";
  for (std::size_t i = 0; i < values.size(); ++i) out += (i > 0 ? ", " : "") + jsonNumber(values[i]);
  return out + "]";
}

std::string jsonText(const std::string& text) { return Json(text).dump(); }

/// A group's values in the places of its coordinates.
std::vector<double> inPlace(const StepLine& line, const std::vector<double>& values, std::size_t dimension) {
  if (line.coordinates.empty() || values.size() != line.coordinates.size()) return values;
  std::vector<double> all(dimension, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < values.size(); ++i) all[static_cast<std::size_t>(line.coordinates[i])] = values[i];
  return all;
}

std::string lineJson(const StepLine& line, std::size_t dimension) {
  std::string out = std::string(R"({"phase": ")") + phaseIds[static_cast<std::size_t>(line.phase)] + R"(", "tex": )" +
                    jsonText(line.tex) + R"(, "symbol": )" + jsonText(line.symbol) + R"(, "terms": [)";
  for (std::size_t i = 0; i < line.terms.size(); ++i) {
    out += (i > 0 ? ", " : "") + std::string(R"({"tex": )") + jsonText(line.terms[i].tex) + R"(, "values": )" +
           jsonList(inPlace(line, line.terms[i].values, dimension)) + "}";
  }
  return out + R"(], "values": )" + jsonList(inPlace(line, line.values, dimension)) + "}";
}

std::span<const double> spanOf(const Eigen::VectorXd& v) { return {v.data(), static_cast<std::size_t>(v.size())}; }

std::string curvatureJson(const std::optional<Curvature>& curvature) {
  if (!curvature) return "null";
  std::string directions = "[";
  for (Index i = 0; i < curvature->directions.cols(); ++i)
    directions += (i > 0 ? ", " : "") + jsonList(spanOf(curvature->directions.col(i)));
  return R"({"eigenvalues": )" + jsonList(spanOf(curvature->eigenvalues)) + R"(, "directions": )" + directions +
         R"(], "bounds": )" + jsonList(curvature->bounds) + R"(, "rates": )" + jsonList(curvature->rates) + "}";
}

/// `text` with spaces up to `width` characters (not bytes), before it or behind it.
std::string padded(const std::string& text, std::size_t width, bool before) {
  const auto length = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  const std::string spaces(length < width ? width - length : 0, ' ');
  return before ? spaces + text : text + spaces;
}

constexpr std::size_t mostColumns = 4;
constexpr std::size_t columnWidth = 14;
constexpr int digits = 6;

std::string row(const std::string& head, const std::vector<double>& values) {
  constexpr std::size_t headWidth = 48;
  std::string out = "  " + padded(head, headWidth, false);
  for (std::size_t i = 0; i < std::min(values.size(), mostColumns); ++i)
    out += padded(formatSignificant(values[i], digits), columnWidth, true);
  return out + (values.size() > mostColumns ? "  …\n" : "\n");
}

std::string curvatureText(const Curvature& c) {
  std::string out = "\nCurvature here\n";
  for (Index i = 0; i < std::min<Index>(c.eigenvalues.size(), static_cast<Index>(mostColumns)); ++i) {
    const auto at = static_cast<std::size_t>(i);
    out += "  lambda_" + std::to_string(i + 1) + " = " + formatSignificant(c.eigenvalues[i], digits);
    if (!c.rates.empty()) out += ", rate " + formatSignificant(c.rates[at], digits);
    if (std::isfinite(c.bounds[at])) out += ", bound " + formatSignificant(c.bounds[at], digits);
    out += "\n";
  }
  return out;
}

}  // namespace

ExplainedStep explained(std::size_t panel, std::size_t contender, const Objective& objective, StepTrace trace) {
  ExplainedStep step;
  step.panel = panel;
  step.contender = contender;
  step.trace = std::move(trace);
  StepFacts facts = stepFacts(objective, step.trace);
  step.words = inWords(facts);
  step.coordinates = std::move(facts.names);
  step.gradient = std::move(facts.gradient);
  step.rates = std::move(facts.rates);
  step.memories = std::move(facts.memories);
  step.curvature = std::move(facts.curvature);
  step.change = facts.change;
  return step;
}

ExplainedStep explainStep(const Scenario& scenario, std::size_t panel, std::size_t contender, Index step) {
  const std::shared_ptr<const Objective> objective = makeObjective(scenario.panels[panel]);
  const std::vector<double> start = startPoint(scenario, panel, contender, *objective);
  ExplainedStep shown = explained(panel, contender, *objective, traceStep(scenario, contender, objective, start, step));
  if (const auto why = whyDiverged(scenario, contender, objective, start)) shown.divergence = why->words;
  return shown;
}

std::string explainJson(const ExplainedStep& step) {
  const StepTrace& t = step.trace;
  std::string out = R"({"panel": )" + std::to_string(step.panel) + R"(, "contender": )" +
                    std::to_string(step.contender) + R"(, "step": )" + std::to_string(t.step) + ",\n \"lines\": [\n";
  for (std::size_t i = 0; i < t.lines.size(); ++i)
    out += "  " + lineJson(t.lines[i], t.point.size()) + (i + 1 < t.lines.size() ? ",\n" : "\n");
  out += " ],\n \"point\": " + jsonList(t.point) + ",\n \"next\": " + jsonList(t.next) + ",\n \"words\": [";
  for (std::size_t i = 0; i < step.words.size(); ++i) out += (i > 0 ? ", " : "") + jsonText(step.words[i]);
  return out + "],\n \"curvature\": " + curvatureJson(step.curvature) +
         ",\n \"change\": {\"slope\": " + jsonNumber(step.change.slope) +
         ", \"model\": " + jsonNumber(step.change.model) + ", \"actual\": " + jsonNumber(step.change.actual) + "}}\n";
}

std::string explainText(const Scenario& scenario, const ExplainedStep& step) {
  const StepTrace& t = step.trace;
  std::string out = printable(displayName(scenario.contenders[step.contender])) + " on " +
                    printable(displayName(scenario.panels[step.panel])) + ", step " + std::to_string(t.step) + " -> " +
                    std::to_string(t.step + 1) + "\n";
  std::string header = std::string(50, ' ');
  for (std::size_t i = 0; i < std::min(t.point.size(), mostColumns); ++i)
    header += padded(step.coordinates[i], columnWidth, true);
  int phase = -1;
  for (const StepLine& line : t.lines) {
    if (static_cast<int>(line.phase) != phase) {
      phase = static_cast<int>(line.phase);
      out += "\n" + padded(phaseTitles[static_cast<std::size_t>(phase)], 50, false) + header.substr(50) + "\n";
    }
    out += " " + line.tex + (line.group >= 0 ? "   (group " + std::to_string(line.group + 1) + ")" : "") + "\n";
    const bool alone = line.terms.size() == 1 && !line.named;
    for (const StepTerm& term : line.terms) {
      if (!alone && !term.values.empty()) out += row(term.tex, inPlace(line, term.values, t.point.size()));
    }
    out += row("= " + line.symbol, inPlace(line, line.values, t.point.size()));
  }
  for (const std::string& sentence : step.words) out += "\n" + sentence;
  if (!step.words.empty()) out += "\n";
  if (step.curvature) out += curvatureText(*step.curvature);
  const auto change = [](double value) {
    return std::isfinite(value) ? formatSignificant(value, digits) : std::string("not finite");
  };
  out += "\nChange of f\n  by the slope alone " + change(step.change.slope) + ", with curvature " +
         change(step.change.model) + ", what happened " + change(step.change.actual) + "\n";
  if (std::isfinite(step.change.angle))
    out += "  angle to -grad f: " + formatSignificant(step.change.angle * 180 / std::numbers::pi, 4) + " degrees\n";
  if (!step.divergence.empty()) out += "\n" + step.divergence + "\n";
  return out;
}

std::string explainTex(const ExplainedStep& step) {
  std::string out = "\\begin{align*}\n";
  const auto& lines = step.trace.lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string tex = lines[i].tex;
    for (const std::string sign : {" = ", R"( \leftarrow )"}) {
      if (!tex.starts_with(lines[i].symbol + sign)) continue;
      tex.insert(lines[i].symbol.size() + 1, "&");
      break;
    }
    std::string numbers;
    const std::vector<double> values = inPlace(lines[i], lines[i].values, step.trace.point.size());
    for (std::size_t k = 0; k < std::min(values.size(), mostColumns); ++k) {
      numbers += (k > 0 ? ", \\; " : "") + (std::isnan(values[k]) ? "\\cdot" : formatSignificant(values[k], digits));
    }
    if (values.size() > mostColumns) numbers += ", \\; \\dots";
    if (values.size() > 1) numbers = "(" + numbers + ")";
    out += "  " + tex + " \\\\\n    &= " + numbers + (i + 1 < lines.size() ? " \\\\\n" : "\n");
  }
  return out + "\\end{align*}\n";
}

}  // namespace thalweg
