#include "ui/panels/outcome_line.h"

#include "ui/look/markers.h"

#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace thalweg {

OutcomeLine::OutcomeLine(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setMinimumHeight(sizeHint().height());
}

void OutcomeLine::setEntries(std::vector<OutcomeEntry> entries) {
  if (entries == entries_) return;
  const int before = rows();
  const std::vector<OutcomeEntry> shown = std::exchange(entries_, std::move(entries));
  QStringList words;
  for (const OutcomeEntry& e : entries_) words << tr("%1 %2").arg(e.name, e.detail.isEmpty() ? e.word : e.detail);
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

bool OutcomeLine::isTight(const std::vector<OutcomeEntry>& entries) const {
  const QFontMetricsF metrics(themes_.theme().font(TextRole::Secondary));
  const double gap = themes_.theme().px(6);  // without it a word would seem to belong to the next marker
  return std::ranges::any_of(entries,
                             [&](const OutcomeEntry& e) { return metrics.horizontalAdvance(e.word) > room() - gap; });
}

void OutcomeLine::setStep(std::int64_t step) {
  const auto reached = [](const OutcomeEntry& e, std::int64_t at) { return e.step >= 0 && e.step <= at; };
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
    const OutcomeEntry& entry = entries_[i];
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
      const OutcomeEntry& e = entries_[i];
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
