#include "ui/scenes/map_image.h"

#include "core/scenario/contender_names.h"
#include "ui/look/text.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace thalweg {

namespace {

constexpr int shades = 64;

/// From few steps to many.
std::array<QRgb, shades> ramp(const QColor& color, const Theme& theme) {
  std::array<QRgb, shades> steps{};
  const QColor far = mixOklab(color, theme.surface, 0.5);
  for (int k = 0; k < shades; ++k)
    steps[static_cast<std::size_t>(k)] = mixOklab(color, far, static_cast<double>(k) / (shades - 1)).rgb();
  return steps;
}

/// Steps on a scale that gives early ones more room.
int shadeOf(std::int32_t settled, std::int64_t requested) {
  const double share =
      std::log1p(std::max(0, settled)) / std::log1p(static_cast<double>(std::max<std::int64_t>(1, requested)));
  return std::clamp(static_cast<int>(share * share * shades), 0, shades - 1);
}

template <class Color>
QImage painted(const CellMap& map, const Color& color) {
  QImage image(static_cast<int>(map.columns), static_cast<int>(map.rows), QImage::Format_RGB32);
  for (Index row = 0; row < map.rows; ++row) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(map.rows - 1 - row)));
    for (Index column = 0; column < map.columns; ++column)
      line[column] = color(static_cast<std::size_t>(row * map.columns + column));
  }
  return image;
}

bool isOnItsWay(Outcome outcome) { return outcome == Outcome::Moving || outcome == Outcome::Oscillating; }

}  // namespace

QColor basinColor(const Theme& theme, int index) {
  // Steps of the golden angle: neighbours in number are far apart in hue.
  const double hue = std::fmod(205.0 + 137.508 * index, 360.0) / 360.0;
  // Neighbours are also apart in lightness, for those to whom hues are alike.
  static constexpr std::array<double, 4> light = {0.70, 0.50, 0.86, 0.60}, dark = {0.50, 0.72, 0.36, 0.61};
  const auto level = static_cast<std::size_t>(index) % light.size();
  return withLightness(
      QColor::fromHslF(static_cast<float>(hue), theme.dark ? 0.36F : 0.42F, theme.dark ? 0.42F : 0.63F),
      theme.dark ? dark[level] : light[level]);
}

QColor outcomeColor(const Theme& theme, Outcome outcome) {
  switch (outcome) {
    case Outcome::Converged:
    case Outcome::Unbounded:
      return theme.outcomeColor(StripOutcome::Converges);
    case Outcome::LocalMinimum:
    case Outcome::Saddle:
    case Outcome::Plateau:
      return theme.outcomeColor(StripOutcome::Local);
    case Outcome::Oscillating:
      return theme.outcomeColor(StripOutcome::Oscillates);
    case Outcome::Moving:
      return theme.outcomeColor(StripOutcome::NotYet);
    case Outcome::Diverged:
      break;
  }
  return theme.outcomeColor(StripOutcome::Diverges);
}

namespace {

/// In a basin map, where hues stand for minima, the other outcomes are greys.
QColor basinGrey(const Theme& theme, Outcome outcome) {
  switch (outcome) {
    case Outcome::Diverged:
      return theme.dark ? QColor(0x05, 0x06, 0x08) : QColor(0x3A, 0x3F, 0x47);
    case Outcome::Unbounded:
      return theme.outcomeColor(StripOutcome::Converges);
    case Outcome::LocalMinimum:
    case Outcome::Saddle:
    case Outcome::Plateau:
      return theme.outcomeColor(StripOutcome::Local);
    default:
      return theme.outcomeColor(StripOutcome::NotYet);
  }
}

}  // namespace

QImage basinImage(const BasinMap& map, const Theme& theme) {
  std::map<int, std::array<QRgb, shades>> ramps;
  std::map<Outcome, std::array<QRgb, shades>> greys;
  return painted(map, [&](std::size_t i) {
    const int mark = map.landmark[i];
    const auto shade = static_cast<std::size_t>(shadeOf(map.settled[i], map.requested));
    if (mark >= 0) {
      auto found = ramps.find(mark);
      if (found == ramps.end()) found = ramps.emplace(mark, ramp(basinColor(theme, mark), theme)).first;
      return found->second[shade];
    }
    const Outcome outcome = map.outcome[i];
    auto found = greys.find(outcome);
    if (found == greys.end()) found = greys.emplace(outcome, ramp(basinGrey(theme, outcome), theme)).first;
    const bool plain = isOnItsWay(outcome) || outcome == Outcome::Diverged;
    return found->second[plain ? 0 : shade];
  });
}

QColor sweepRamp(const Theme& theme, double share) {
  return mixOklab(mixOklab(theme.mapLow, theme.text, 0.15), theme.mapHigh, share);
}

QImage sweepImage(const SweepMap& map, SweepColoring coloring, const Theme& theme) {
  const QRgb refused = theme.dock.rgb();
  if (coloring == SweepColoring::Outcome) {
    return painted(
        map, [&](std::size_t i) { return map.steps[i] < 0 ? refused : outcomeColor(theme, map.outcome[i]).rgb(); });
  }
  std::array<QRgb, 256> colors{};
  for (std::size_t k = 0; k < colors.size(); ++k) colors[k] = sweepRamp(theme, static_cast<double>(k) / 255).rgb();
  const QRgb diverged = theme.outcomeColor(StripOutcome::Diverges).rgb();
  const auto at = [&](double share) { return colors[static_cast<std::size_t>(std::clamp(share * 255, 0.0, 255.0))]; };
  if (coloring == SweepColoring::StepsToTolerance) {
    const double most = static_cast<double>(std::max<std::int64_t>(1, map.requested));
    return painted(map, [&](std::size_t i) {
      if (map.steps[i] < 0) return refused;
      if (map.outcome[i] == Outcome::Diverged) return diverged;
      return map.reached[i] < 0 ? theme.outcomeColor(StripOutcome::NotYet).rgb() : at(map.reached[i] / most);
    });
  }
  // Losses by rank: they spread over many decades, of either sign.
  std::vector<double> losses;
  for (std::size_t i = 0; i < map.loss.size(); ++i) {
    if (map.steps[i] >= 0 && map.outcome[i] != Outcome::Diverged && std::isfinite(map.loss[i]))
      losses.push_back(map.loss[i]);
  }
  std::ranges::sort(losses);
  return painted(map, [&](std::size_t i) {
    if (map.steps[i] < 0) return refused;
    if (map.outcome[i] == Outcome::Diverged || !std::isfinite(map.loss[i])) return diverged;
    const auto below = std::ranges::lower_bound(losses, map.loss[i]) - losses.begin();
    return at(static_cast<double>(below) / static_cast<double>(std::max<std::size_t>(1, losses.size() - 1)));
  });
}

QString outcomeWords(Outcome outcome) {
  switch (outcome) {
    case Outcome::Converged:
      return QObject::tr("converged");
    case Outcome::LocalMinimum:
      return QObject::tr("local minimum");
    case Outcome::Saddle:
      return QObject::tr("at a saddle");
    case Outcome::Plateau:
      return QObject::tr("on a plateau");
    case Outcome::Oscillating:
      return QObject::tr("oscillating");
    case Outcome::Moving:
      return QObject::tr("still moving");
    case Outcome::Unbounded:
      return QObject::tr("unbounded");
    case Outcome::Diverged:
      break;
  }
  return QObject::tr("diverged");
}

namespace {

std::vector<MapLegendEntry> byFrequency(std::map<QString, std::pair<std::int64_t, QColor>> counted) {
  std::vector<std::pair<std::int64_t, MapLegendEntry>> sorted;
  for (auto& [label, entry] : counted) sorted.push_back({entry.first, {entry.second, label}});
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<MapLegendEntry> legend;
  for (auto& [count, entry] : sorted) legend.push_back(std::move(entry));
  return legend;
}

}  // namespace

QString basinOwner(const Scenario& scenario, std::size_t contender) {
  return QObject::tr("%1 ends at").arg(text(contenderName(scenario, contender)));
}

std::vector<MapLegendEntry> basinLegend(const BasinMap& map, const std::vector<Landmark>& landmarks,
                                        const Theme& theme) {
  std::map<std::pair<int, Outcome>, std::int64_t> counts;
  for (std::size_t i = 0; i < map.outcome.size(); ++i) {
    const int mark = map.landmark[i];
    const Outcome outcome = map.outcome[i];
    ++counts[{mark, mark >= 0 ? Outcome::Converged : isOnItsWay(outcome) ? Outcome::Moving : outcome}];
  }
  const auto number = [](double value) {
    return QString::number(std::abs(value) < 5e-4 ? 0.0 : value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212));
  };
  std::map<QString, std::pair<std::int64_t, QColor>> entries;
  for (const auto& [key, count] : counts) {
    const auto [mark, outcome] = key;
    if (mark >= 0 && static_cast<std::size_t>(mark) < landmarks.size()) {
      const std::vector<double>& at = landmarks[static_cast<std::size_t>(mark)].point;
      QStringList numbers;
      for (std::size_t c = 0; c < std::min<std::size_t>(2, at.size()); ++c) numbers << number(at[c]);
      const QString place =
          numbers.size() > 1 ? QStringLiteral("(%1)").arg(numbers.join(QStringLiteral(", "))) : numbers.join(QString());
      entries[place] = {count, basinColor(theme, mark)};
    } else {
      entries[outcome == Outcome::Moving ? QObject::tr("still moving") : outcomeWords(outcome)] = {
          count, basinGrey(theme, outcome)};
    }
  }
  return byFrequency(std::move(entries));
}

std::vector<MapLegendEntry> outcomeLegend(const CellMap& map, const Theme& theme) {
  std::map<QString, std::pair<std::int64_t, QColor>> entries;
  for (std::size_t i = 0; i < map.outcome.size(); ++i) {
    if (map.steps[i] < 0) continue;
    auto& entry = entries[outcomeWords(map.outcome[i])];
    ++entry.first;
    entry.second = outcomeColor(theme, map.outcome[i]);
  }
  return byFrequency(std::move(entries));
}

}  // namespace thalweg
