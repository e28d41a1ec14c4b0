#include "ui/look/markers.h"
#include "ui/look/number_text.h"
#include "ui/look/theme.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/coverage.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/phase_picture.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg {

namespace {

constexpr double rootReach = 1.12;  // of the unit disc: roots beyond stand at its rim

/// Where a direction's words, its portrait and its disc stand.
struct PhaseRow {
  QRectF words;
  PlotFrame portrait;
  QRectF disc;
};

/// The block is cut into a row a direction; the labels of the last one stand below it.
std::vector<PhaseRow> phaseRows(const PanelScene& scene, const QRectF& block) {
  const Theme& theme = scene.theme;
  const PhasePicture& picture = *scene.phase;
  const auto count = static_cast<double>(picture.directions.size());
  const double words = std::ceil(theme.px(20));
  const double labels = std::ceil(axisHeight(theme) + theme.px(6));
  const double high = std::floor((block.height() - (count - 1) * labels) / count);
  std::vector<PhaseRow> rows;
  for (std::size_t i = 0; i < picture.directions.size(); ++i) {
    const PhasePicture::Direction& direction = picture.directions[i];
    const double top = block.top() + static_cast<double>(i) * (high + labels);
    PhaseRow row;
    row.words = {block.left(), top, block.width(), words};
    const double plot = std::max(1.0, high - words);
    const double side = std::floor(std::min(plot, 0.42 * block.width()));
    const double wide = std::max(1.0, block.width() - side - std::ceil(theme.px(12)));
    row.portrait = {QRectF(block.left(), top + words, wide, plot),
                    {-direction.position, direction.position, -direction.velocity, direction.velocity},
                    true};
    row.disc = QRectF(block.right() - side, top + words + std::floor((plot - side) / 2), side, side);
    rows.push_back(row);
  }
  return rows;
}

/// From point `from` to point `to`, cut at the frame, a point where there is something new to see.
std::vector<QPolygonF> phaseLines(const Points& places, Index direction, Index from, Index to, const PlotFrame& frame) {
  std::vector<QPolygonF> lines;
  const auto pixel = [&](Index k) { return frame.toPixel(places(k, 2 * direction), places(k, 2 * direction + 1)); };
  if (from > to) return lines;
  QPointF last = pixel(from);
  for (Index k = from + 1; k <= to; ++k) {
    const QPointF at = pixel(k);
    if (k < to && (at - last).manhattanLength() < 0.5) continue;
    QPointF a = last;
    QPointF b = at;
    last = at;
    if (!clipSegment(frame.rect, a, b)) continue;
    if (lines.empty() || lines.back().back() != a) lines.push_back(QPolygonF({a}));
    lines.back() << b;
  }
  return lines;
}

void paintPhaseLines(QPainter& painter, const std::vector<QPolygonF>& lines, double width, const QColor& color) {
  painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  for (const QPolygonF& line : lines) painter.drawPolyline(line);
}

void paintPortrait(QPainter& painter, const PanelScene& scene, Index direction, const PlotFrame& frame) {
  const Theme& theme = scene.theme;
  const PhasePicture& picture = *scene.phase;
  const double scale = theme.plot.marks;
  painter.fillRect(frame.rect, theme.field);
  painter.setPen(QPen(theme.grid, 1));
  const QPointF origin = frame.toPixel(0, 0);
  painter.drawLine(QPointF(frame.rect.left(), origin.y()), QPointF(frame.rect.right(), origin.y()));
  painter.drawLine(QPointF(origin.x(), frame.rect.top()), QPointF(origin.x(), frame.rect.bottom()));
  for (const PhasePicture::Track& track : picture.tracks) {
    if (2 * direction + 1 >= track.places->cols()) continue;
    const Points& places = *track.places;
    const Index last = places.rows() - 1;
    const Index at = std::clamp<Index>(static_cast<Index>(picture.cursor), 0, last);
    paintPhaseLines(painter, phaseLines(places, direction, at, last, frame), theme.plot.pathAhead,
                    withAlpha(track.color, 0.7));
    const std::vector<QPolygonF> past = phaseLines(places, direction, 0, at, frame);
    const double width = (track.selected ? 1 : 0.75) * theme.plot.pathLine;
    paintPhaseLines(painter, past, width + theme.plot.pathCasing - theme.plot.pathLine, theme.casing);
    paintPhaseLines(painter, past, width, track.color);
  }
  for (const PhasePicture::Track& track : picture.tracks) {
    if (2 * direction + 1 >= track.places->cols()) continue;
    const Points& places = *track.places;
    const Index at = std::clamp<Index>(static_cast<Index>(picture.cursor), 0, places.rows() - 1);
    const auto place = [&](Index k) { return frame.toPixel(places(k, 2 * direction), places(k, 2 * direction + 1)); };
    if (track.selected && frame.rect.contains(place(0)))
      drawStartRing(painter, place(0), 5 * scale, theme.text, theme.surface);
    if (frame.rect.contains(place(at)))
      drawMarker(painter, track.marker, place(at), (track.selected ? 11 : 9) * scale, track.color, theme.casing,
                 1.25 * scale);
  }
  paintPanelAxes(painter, frame, theme);
}

/// A root's pixel, and whether it is farther out.
std::pair<QPointF, bool> rootPixel(const std::complex<double>& root, const QRectF& disc) {
  const double size = std::abs(root);
  const bool beyond = size > rootReach;
  const std::complex<double> shown = beyond ? root / size * rootReach : root;
  const double unit = disc.width() / 2 / (rootReach + 0.08);
  return {disc.center() + QPointF(shown.real(), -shown.imag()) * unit, beyond};
}

void paintLocus(QPainter& painter, const std::vector<PhaseRoots>& locus, const QRectF& disc, const QColor& color) {
  QPen dots(color, 1.5);
  dots.setDashPattern({1, 1.6});
  painter.setPen(dots);
  for (const std::size_t which : {0u, 1u}) {
    QPolygonF line;
    for (const PhaseRoots& roots : locus) {
      const auto [at, beyond] = rootPixel(roots[which], disc);
      if (beyond) break;
      // Where two real roots meet, the larger one changes sides.
      const bool jumps = !line.isEmpty() && (line.back() - at).manhattanLength() > disc.width() / 3;
      if (jumps) {
        painter.drawPolyline(line);
        line.clear();
      }
      line << at;
    }
    painter.drawPolyline(line);
  }
}

void paintDisc(QPainter& painter, const PanelScene& scene, std::size_t direction, const QRectF& disc) {
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  const double unit = disc.width() / 2 / (rootReach + 0.08);
  const QPointF middle = disc.center();
  painter.setPen(QPen(theme.grid, 1));
  painter.drawLine(QPointF(disc.left(), middle.y()), QPointF(disc.right(), middle.y()));
  painter.drawLine(QPointF(middle.x(), disc.top()), QPointF(middle.x(), disc.bottom()));
  painter.setPen(QPen(theme.axis, 1.25 * scale));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(middle, unit, unit);
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const QFontMetricsF metrics(painter.font());
  if (disc.width() >= theme.px(110)) {
    const double gap = theme.px(3);
    const QString minus = QStringLiteral("−1");
    painter.drawText(middle + QPointF(unit - metrics.horizontalAdvance(QLatin1Char('1')) - gap, metrics.ascent()),
                     QStringLiteral("1"));
    painter.drawText(middle + QPointF(gap - unit, metrics.ascent()), minus);
    painter.drawText(middle + QPointF(gap, gap + metrics.capHeight() - unit), QStringLiteral("i"));
  }
  for (const PhasePicture::Track& track : scene.phase->tracks) {
    if (track.selected && direction < track.locus.size())
      paintLocus(painter, track.locus[direction], disc, track.color);
  }
  for (const PhasePicture::Track& track : scene.phase->tracks) {
    if (direction >= track.roots.size()) continue;
    for (const std::complex<double>& root : track.roots[direction]) {
      const auto [at, beyond] = rootPixel(root, disc);
      const double size = (track.selected ? 11 : 9) * scale;
      drawMarker(painter, track.marker, at, size, track.color, theme.casing, 1.25 * scale);
      if (beyond) drawMarker(painter, track.marker, at, 0.55 * size, theme.surface);
    }
  }
}

void paintPhaseWords(QPainter& painter, const PhasePicture::Direction& direction, const QRectF& line,
                     const Theme& theme) {
  painter.setFont(theme.font(TextRole::Secondary));
  const QFontMetricsF metrics(painter.font());
  const double gap = theme.px(12);
  const double words = std::min(metrics.horizontalAdvance(direction.words), line.width() * 0.62);
  const QRectF box = line.adjusted(0, 0, 0, -theme.px(3));
  painter.setPen(theme.text);
  painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(direction.words, Qt::ElideRight, words));
  painter.setPen(theme.secondary);
  painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(direction.title, Qt::ElideRight, line.width() - words - gap));
}

}  // namespace

QString dampingWord(Damping damping) {
  switch (damping) {
    case Damping::Over:
      return QObject::tr("over-damped");
    case Damping::Critical:
      return QObject::tr("critically damped");
    case Damping::Under:
      return QObject::tr("under-damped");
    case Damping::Swinging:
      return QObject::tr("from side to side");
    case Damping::Lasting:
      return QObject::tr("neither comes nor goes");
    case Damping::Leaving:
      break;
  }
  return QObject::tr("runs away");
}

QString rootWords(const PhaseRoots& roots) {
  const Damping damping = dampingOf(roots);
  QString words = QObject::tr("%1: |z| %2").arg(dampingWord(damping), shownNumber(std::abs(roots[0]), 3));
  const double turn = std::abs(std::arg(roots[0]));
  if (roots[0].imag() != 0 && turn > 0)
    words += QObject::tr(", round in %1 steps").arg(shownNumber(2 * std::numbers::pi / turn, 3));
  return words;
}

PlotFrame phaseFrame(const PanelScene& scene, const QRectF& area) {
  const Theme& theme = scene.theme;
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const double below = std::ceil(axisHeight(theme) + theme.px(2));
  const auto framed = [&](double left) {
    const QRectF rect = area.adjusted(left, 1, -right, -below);
    return PlotFrame{QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height()))),
                     scene.view, true};
  };
  if (scene.marginLeft >= 0) return framed(scene.marginLeft);
  double room = panelMarginLeft(theme);
  const PlotFrame usual = framed(room);
  if (scene.phase->directions.empty()) return usual;
  for (const PhaseRow& row : phaseRows(scene, usual.rect))
    room = std::max(room, panelLabelRoom(row.portrait, theme, {}));
  return room < area.width() / 3 ? framed(room) : usual;
}

void paintPhase(QPainter& painter, const PanelScene& scene, const PlotFrame& frame) {
  const Theme& theme = scene.theme;
  const PhasePicture& picture = *scene.phase;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (picture.directions.empty()) {
    painter.setFont(theme.font(TextRole::Secondary));
    painter.setPen(theme.secondary);
    painter.drawText(frame.rect, Qt::AlignCenter | Qt::TextWordWrap, picture.note);
    painter.restore();
    return;
  }
  const std::vector<PhaseRow> rows = phaseRows(scene, frame.rect);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    paintPhaseWords(painter, picture.directions[i], rows[i].words, theme);
    paintPortrait(painter, scene, static_cast<Index>(i), rows[i].portrait);
    paintDisc(painter, scene, i, rows[i].disc);
  }
  painter.restore();
}

}  // namespace thalweg
