#include "ui/scenes/step_picture.h"

#include "core/runs/step_parts.h"
#include "ui/look/contrast.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double longestShare = 1.0 / 3;  // of the plot

/// The vector that the lines assign to `name`, all groups together; empty: there is none.
std::vector<double> assigned(const StepTrace& trace, const std::string& name) {
  const std::size_t n = trace.point.size();
  std::vector<double> all(n, std::numeric_limits<double>::quiet_NaN());
  for (const StepLine& line : trace.lines) {
    if (line.name != name) continue;
    if (line.coordinates.empty() && line.values.size() == n) all = line.values;
    if (!line.coordinates.empty() && line.values.size() == line.coordinates.size()) {
      for (std::size_t i = 0; i < line.values.size(); ++i)
        all[static_cast<std::size_t>(line.coordinates[i])] = line.values[i];
    }
  }
  const bool whole = std::ranges::all_of(all, [](double v) { return std::isfinite(v); });
  return whole ? all : std::vector<double>{};
}

QString symbolOf(const StepTrace& trace, const std::string& name) {
  const auto found = std::ranges::find(trace.lines, name, &StepLine::name);
  return found == trace.lines.end() ? text(name) : text(found->symbol);
}

/// "m_hat" and "m_prev" are m.
std::string stem(std::string name) {
  for (const char* tail : {"_prev", "_hat"}) {
    const std::string_view end = tail;
    if (name.size() > end.size() && name.ends_with(end)) name.resize(name.size() - end.size());
  }
  return name;
}

/// The largest of 1, 2, 5 · 10ᵏ that makes what is `length` pixels long no longer than `most`.
double stretch(double length, double most) {
  if (!(length > 0) || !std::isfinite(length)) return 1;
  const double wanted = most / length;
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double digit : {5.0, 2.0}) {
    if (digit * power <= wanted * (1 + 1e-12)) return digit * power;
  }
  return power;
}

/// The model of f along a step of length `way`, as far as it is within reach of the point.
std::vector<QPointF> parabolaOf(const ValueChange& change, const QPointF& at, double way, const PlotFrame& frame) {
  constexpr double reach = 110;  // pixels to either side
  constexpr int pieces = 48;
  constexpr double seen = 1e-6;  // of the heights: a smaller difference is rounding
  const double bend = change.model - change.slope;
  const double heights = std::abs(change.slope) + std::abs(bend);
  if (way == 0 || !std::isfinite(bend) || std::abs(change.actual - change.model) <= seen * heights) return {};
  const double half = reach / frame.xScale();
  std::vector<QPointF> points;
  for (int k = -pieces; k <= pieces; ++k) {
    const double x = half * k / pieces;
    const double along = x / way;
    points.emplace_back(at.x() + x, at.y() + along * (change.slope + along * bend));
  }
  return points;
}

QString factorWords(double factor) {
  return factor == 1 ? QString() : QStringLiteral(R"( \times %1)").arg(shownNumber(factor));
}

}  // namespace

const StepArrow* StepPicture::arrow(StepTermKind kind) const {
  const auto found = std::ranges::find(arrows, kind, &StepArrow::kind);
  return found == arrows.end() ? nullptr : &*found;
}

std::string memoryName(const ExplainedStep& step) {
  const StepTrace& trace = step.trace;
  std::string found;
  for (const StepLine& line : trace.lines) {
    if (step.rates && line.symbol == step.rates->vector && line.phase == Phase::State) found = line.name;
  }
  if (!found.empty() || (step.rates && step.rates->memory == 0 && step.rates->vector == "g_t")) return found;
  constexpr std::array<const char*, 5> usual = {"d", "m_hat", "m", "b", "Delta"};
  for (const char* name : usual) {
    if (!assigned(trace, name).empty()) return name;
  }
  return {};
}

StepTermKind kindOf(const std::string& name, const std::string& memory) {
  if (name == "g" || name.starts_with("gradient_") || name == "whole_gradient") return StepTermKind::Gradient;
  if (name == "next") return StepTermKind::Step;
  if (!memory.empty() && stem(name) == stem(memory)) return StepTermKind::Memory;
  return StepTermKind::None;
}

QColor stepColor(StepTermKind kind, const QColor& contender, const Theme& theme) {
  switch (kind) {
    case StepTermKind::Gradient:
      return theme.arrowGradient;
    case StepTermKind::Memory:
      return theme.arrowMomentum;
    case StepTermKind::Step:
      return contender;
    case StepTermKind::None:
      break;
  }
  return theme.secondary;
}

QColor stepTextColor(StepTermKind kind, const QColor& contender, const Theme& theme) {
  const QColor pure = stepColor(kind, contender, theme);
  constexpr double readable = 4.5;
  constexpr int shades = 20;
  for (int k = 0; k <= shades; ++k) {
    const QColor mixed = mixOklab(pure, theme.text, static_cast<double>(k) / shades);
    if (contrast(mixed, theme.dock) >= readable) return mixed;
  }
  return theme.text;
}

StepPicture stepPicture(const ExplainedStep& step, std::shared_ptr<const QuadraticModel> model, const Plane& plane,
                        const PlotFrame& frame, const QColor& contender) {
  const StepTrace& trace = step.trace;
  StepPicture picture;
  picture.color = contender;
  if (frame.rect.isEmpty()) return picture;
  const auto place = [&](const std::vector<double>& point) {
    const Plane::Place at = plane.project(point);
    return QPointF(at.x, at.y);
  };
  picture.onCurve = trace.point.size() == 1;
  picture.at = place(trace.point);
  picture.next = place(trace.next);
  const QPointF way = picture.next - picture.at;
  if (picture.onCurve) {
    picture.at.setY(step.change.value);
    picture.next.setY(step.change.value + step.change.actual);
    picture.parabola = parabolaOf(step.change, picture.at, way.x(), frame);
  }
  picture.model = std::move(model);
  for (Index i = 0; i < trace.trials.rows(); ++i) {
    const Plane::Place at = plane.project(trace.trials, i);
    const bool known = i < trace.trialValues.size();
    picture.trials.emplace_back(at.x, picture.onCurve ? (known ? trace.trialValues[i] : picture.at.y()) : at.y);
    picture.heights.push_back(known ? shownNumber(trace.trialValues[i]) : QString());
  }
  const auto moved = [&](const std::vector<double>& by, double sign) {
    std::vector<double> end = trace.point;
    for (std::size_t i = 0; i < end.size(); ++i) end[i] += sign * by[i];
    return place(end) - place(trace.point);
  };
  const auto pixels = [&](const QPointF& move) {
    return std::hypot(move.x() * frame.xScale(), move.y() * frame.yScale());
  };
  const double most = longestShare * std::min(frame.rect.width(), frame.rect.height());
  const std::string memory = memoryName(step);
  const QString momentum = symbolOf(trace, memory);
  const auto add = [&](StepTermKind kind, const QPointF& move, double factor, const QString& label) {
    if (move.isNull() || !std::isfinite(move.x()) || !std::isfinite(move.y())) return;
    picture.arrows.push_back({kind, move * factor, factor, label, label + factorWords(factor)});
  };

  if (const auto parts = stepParts(trace)) {
    // True to scale, so that they close the parallelogram; only what cannot be seen is stretched, all alike.
    const QPointF gradient = moved(parts->gradient, 1);
    const QPointF carried = moved(parts->memory, 1);
    const double longest = std::max({pixels(gradient), pixels(carried), pixels(way)});
    const double factor = std::max(1.0, stretch(longest, most));
    picture.sum = true;
    add(StepTermKind::Gradient, gradient, factor, QStringLiteral(R"(-\mathrm{lr}\,g_t)"));
    add(StepTermKind::Memory, carried, factor, QStringLiteral(R"(-\mathrm{lr}\,\mu\,%1)").arg(momentum));
    add(StepTermKind::Step, way, factor, QStringLiteral("\\theta_{%1}").arg(trace.step + 1));
    return picture;
  }
  std::vector<double> gradient = assigned(trace, "g");
  if (gradient.empty()) gradient = step.gradient;
  const QPointF downhill = moved(gradient, -1);
  QPointF along;
  QString alongLabel;
  if (const std::vector<double> vector = assigned(trace, memory); !memory.empty() && !vector.empty()) {
    // A direction is added, an average of gradients is taken away.
    const QPointF forward = moved(vector, 1);
    const double product = forward.x() * way.x() + forward.y() * way.y();
    along = product >= 0 ? forward : -forward;
    alongLabel = (product >= 0 ? QString() : QStringLiteral("-")) + momentum;
  }
  const double common = stretch(std::max(pixels(downhill), pixels(along)), most);
  add(StepTermKind::Gradient, downhill, common, QStringLiteral(R"(-\nabla f)"));
  add(StepTermKind::Memory, along, common, alongLabel);
  add(StepTermKind::Step, way, std::max(1.0, stretch(pixels(way), most)),
      QStringLiteral("\\theta_{%1}").arg(trace.step + 1));
  if (!picture.arrows.empty() && picture.arrows.back().kind == StepTermKind::Step)
    picture.arrows.back().legend = QObject::tr("\\text{step}") + factorWords(picture.arrows.back().factor);
  return picture;
}

}  // namespace thalweg
