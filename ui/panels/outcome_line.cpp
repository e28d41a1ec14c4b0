#include "ui/panels/outcome_line.h"

#include "core/runs/stability.h"
#include "ui/look/markers.h"
#include "ui/look/number_text.h"

#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <map>
#include <utility>

namespace thalweg {

std::pair<QString, std::int64_t> outcomeWord(const Trajectory& t, const View& view) {
  const auto outside = [&](Index k) {
    const double x = t.points(k, 0);
    const double y = t.points.cols() > 1 ? t.points(k, 1) : t.loss[k];
    return !(x >= view.xMin && x <= view.xMax && y >= view.yMin && y <= view.yMax);
  };
  const Outcome outcome = t.verdict.outcome;
  const bool wanders = outcome == Outcome::Moving || outcome == Outcome::Unbounded;
  if (wanders && outside(t.steps())) {
    Index first = t.steps();
    while (first > 0 && outside(first - 1)) --first;
    return {QObject::tr("left view"), first};
  }
  static const std::map<Outcome, const char*> words = {
      {Outcome::Converged, QT_TR_NOOP("converged")},     {Outcome::LocalMinimum, QT_TR_NOOP("local min")},
      {Outcome::Saddle, QT_TR_NOOP("at saddle")},        {Outcome::Plateau, QT_TR_NOOP("on plateau")},
      {Outcome::Oscillating, QT_TR_NOOP("oscillating")}, {Outcome::Moving, QT_TR_NOOP("moving")},
      {Outcome::Unbounded, QT_TR_NOOP("unbounded")},     {Outcome::Diverged, QT_TR_NOOP("diverged")}};
  if (t.verdict.growing) return {QObject::tr("growing"), t.verdict.step};
  if (!t.leftDomain.empty()) return {QObject::tr("undefined"), t.verdict.step};
  if (t.verdict.swing > 0) return {QObject::tr("circling"), t.verdict.step};
  return {QObject::tr(words.at(outcome)), t.verdict.step};
}

QString pointWords(const std::vector<double>& point) {
  constexpr std::size_t most = 3;
  QStringList numbers;
  for (std::size_t i = 0; i < std::min(point.size(), most); ++i) numbers << shownNumber(point[i]);
  if (point.size() > most) numbers << QStringLiteral("…");
  return QStringLiteral("(%1)").arg(numbers.join(QStringLiteral(", ")));
}

QString outcomeSentence(const Trajectory& t, const Objective& objective, const View& view) {
  const Verdict& verdict = t.verdict;
  const std::vector<Landmark> landmarks = objective.landmarks();
  const bool found = verdict.landmark >= 0 && landmarks.at(static_cast<std::size_t>(verdict.landmark)).found;
  const auto sentence = [&]() -> QString {
    if (outcomeWord(t, view).first == QObject::tr("left view")) return QObject::tr("left the panel's view");
    if (verdict.growing) return QObject::tr("oscillates ever further");
    if (!t.leftDomain.empty()) return QObject::tr("left where f is defined, at %1").arg(pointWords(t.leftDomain));
    switch (verdict.outcome) {
      case Outcome::Converged:
        if (verdict.landmark < 0) return QObject::tr("converged: no lower loss is known");
        return found ? QObject::tr("converged to the lowest minimum that a search has found")
                     : QObject::tr("converged to a global minimum");
      case Outcome::LocalMinimum:
        return QObject::tr("rests in a local minimum");
      case Outcome::Saddle:
        return QObject::tr("rests at a saddle");
      case Outcome::Plateau:
        return QObject::tr("rests on a plateau: the gradient is as good as zero");
      case Outcome::Oscillating:
        return QObject::tr("oscillates without getting lower");
      case Outcome::Moving:
        return QObject::tr("still moving");
      case Outcome::Unbounded:
        return QObject::tr("f falls without end along its way");
      case Outcome::Diverged:
        break;
    }
    return QObject::tr("diverged: its numbers grew without bound");
  };
  QString words = sentence();
  if (verdict.swing > 0)
    words = QObject::tr("%1, circling ± %2 round it to the end").arg(words, shownNumber(verdict.swing));
  if (verdict.below) words = QObject::tr("%1; it ends lower than the lowest known minimum").arg(words);
  return words;
}

OutcomeLine::OutcomeLine(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setMinimumHeight(sizeHint().height());
}

void OutcomeLine::setEntries(std::vector<Entry> entries) {
  if (entries == entries_) return;
  const int before = rows();
  const std::vector<Entry> shown = std::exchange(entries_, std::move(entries));
  QStringList words;
  for (const Entry& e : entries_) words << tr("%1 %2").arg(e.name, e.detail.isEmpty() ? e.word : e.detail);
  setAccessibleName(words.join(QStringLiteral(", ")));
  if (rows() != before) {
    setMinimumHeight(sizeHint().height());
    updateGeometry();
  }
  // While a slider moves, few words change, and all of them cost more than a path.
  const bool same = shown.size() == entries_.size() && isTight(shown) == isTight(entries_);
  for (std::size_t i = 0; i < entries_.size() && same; ++i) {
    if (shown[i] != entries_[i]) update(cell(i).toAlignedRect());
  }
  if (!same) update();
}

double OutcomeLine::room() const { return cell(0).width() - themes_.theme().px(13); }

bool OutcomeLine::isTight(const std::vector<Entry>& entries) const {
  const QFontMetricsF metrics(themes_.theme().font(TextRole::Secondary));
  const double gap = themes_.theme().px(6);  // without it a word would seem to belong to the next marker
  return std::ranges::any_of(entries, [&](const Entry& e) { return metrics.horizontalAdvance(e.word) > room() - gap; });
}

void OutcomeLine::setStep(std::int64_t step) {
  const auto reached = [](const Entry& e, std::int64_t at) { return e.step >= 0 && e.step <= at; };
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (reached(entries_[i], step) != reached(entries_[i], step_)) update(cell(i).toAlignedRect());
  }
  step_ = step;
}

int OutcomeLine::columns() const {
  constexpr int most = 6;
  return std::clamp(static_cast<int>(entries_.size()), 5, most);
}

int OutcomeLine::rows() const { return std::max(1, (static_cast<int>(entries_.size()) + columns() - 1) / columns()); }

QSize OutcomeLine::sizeHint() const {
  return {themes_.theme().ipx(260), themes_.theme().ipx(10) + rows() * themes_.theme().ipx(38)};
}

QRectF OutcomeLine::cell(std::size_t index) const {
  const Theme& theme = themes_.theme();
  const double inset = theme.u(2);
  // In a wide panel the words stay beside one another.
  const double wide = std::min((width() - 2 * inset) / columns(), theme.px(150));
  const double high = theme.px(38);
  const auto column = static_cast<int>(index) % columns();
  const auto row = static_cast<int>(index) / columns();
  return {inset + column * wide, theme.px(6) + row * high, wide, high};
}

void OutcomeLine::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Theme& theme = themes_.theme();
  const double room = this->room();
  painter.setFont(theme.font(isTight(entries_) ? TextRole::Axis : TextRole::Secondary));
  const QFontMetricsF metrics(painter.font());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const QRectF box = cell(i);
    if (!event->region().intersects(box.toAlignedRect())) continue;
    const double line = theme.px(17);
    drawMarker(painter, entry.mark.marker, QPointF(box.left() + theme.px(5), box.top() + line / 2), theme.px(9),
               entry.mark.color);
    const bool reached = entry.step >= 0 && entry.step <= step_;
    painter.setPen(reached ? theme.text : theme.secondary);
    const double left = box.left() + theme.px(13);
    painter.drawText(QRectF(left, box.top(), room, line), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(entry.word, Qt::ElideRight, room));
    const QString step = entry.step >= 0 ? QString::number(entry.step) : QStringLiteral("–");
    painter.drawText(QRectF(left, box.top() + line, room, line), Qt::AlignLeft | Qt::AlignVCenter, step);
  }
}

bool OutcomeLine::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!cell(i).contains(help->pos())) continue;
      const Entry& e = entries_[i];
      const QString what = e.detail.isEmpty() ? e.word : e.detail;
      QToolTip::showText(
          help->globalPos(),
          e.step >= 0 ? tr("%1: %2, from step %3 on").arg(e.name, what).arg(e.step) : tr("%1: %2").arg(e.name, what),
          this);
      return true;
    }
    QToolTip::hideText();
  }
  return QWidget::event(event);
}

}  // namespace thalweg
