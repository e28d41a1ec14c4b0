#include "ui/panels/outcome_line.h"

#include "ui/look/markers.h"

#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace thalweg {

namespace {

constexpr int kRows = 2;
constexpr double kRow = 19;      // px
constexpr double kMarker = 13;   // px, with the gap after it
constexpr double kCellGap = 14;  // px between cells
constexpr double kTightGap = 9;  // the same where room is scarce

bool isReached(const OutcomeEntry& entry, std::int64_t step) { return entry.step >= 0 && entry.step <= step; }

}  // namespace

OutcomeLine::OutcomeLine(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void OutcomeLine::setEntries(std::vector<OutcomeEntry> entries) {
  if (entries == entries_) return;
  const std::vector<OutcomeEntry> shown = std::exchange(entries_, std::move(entries));
  if (shown.size() != entries_.size()) updateGeometry();
  QStringList words;
  for (const OutcomeEntry& entry : entries_) words << sentence(entry);
  setAccessibleName(words.join(QStringLiteral("; ")));
  const std::tuple before(form_, columns_, wide_);
  arrange();
  // While a slider moves, few words change, and all of them cost more than a path.
  const bool same = before == std::tuple(form_, columns_, wide_) &&
                    std::ranges::equal(shown, entries_, {}, &OutcomeEntry::chosen, &OutcomeEntry::chosen);
  if (!same) return update();
  for (std::size_t i = 0; i < own(); ++i) {
    const std::size_t entry = entryIn(i);
    if (shown[entry] != entries_[entry]) update(cell(i).toAlignedRect());
  }
}

void OutcomeLine::setStep(std::int64_t step) {
  for (std::size_t i = 0; i < own(); ++i) {
    const OutcomeEntry& entry = entries_[entryIn(i)];
    if (isReached(entry, step) != isReached(entry, step_)) update(cell(i).toAlignedRect());
  }
  step_ = step;
}

QSize OutcomeLine::sizeHint() const {
  const Theme& theme = themes_.theme();
  // Before an audience the picture gets the room; else it rests while words come and go.
  const int rows = theme.presenting && entries_.size() < 2 ? 1 : kRows;
  return {theme.ipx(260), theme.ipx(10) + rows * theme.ipx(kRow)};
}

QString OutcomeLine::textOf(const OutcomeEntry& entry, Form form) const {
  const QString words = entry.step < 0       ? entry.word
                        : form == Form::Bare ? tr("%1 %2").arg(entry.word).arg(entry.step)
                        : entry.lasts        ? tr("%1 from %2").arg(entry.word).arg(entry.step)
                                             : tr("%1 at %2").arg(entry.word).arg(entry.step);
  return form == Form::Named ? tr("%1 · %2").arg(entry.name, words) : words;
}

QFont OutcomeLine::fontOf(Form form) const {
  return themes_.theme().font(form == Form::Bare ? TextRole::Axis : TextRole::Secondary);
}

double OutcomeLine::widthOf(Form form) const {
  const QFontMetricsF metrics(fontOf(form));
  double widest = 0;
  for (OutcomeEntry entry : entries_) {
    widest = std::max(widest, metrics.horizontalAdvance(textOf(entry, form)));
    entry.word = tr("oscillating");
    entry.lasts = false;
    entry.step = std::max<std::int64_t>(entry.step, 100);
    widest = std::max(widest, metrics.horizontalAdvance(textOf(entry, form)));
  }
  return std::ceil(widest) + themes_.theme().px(kMarker + (form == Form::Bare ? kTightGap : kCellGap));
}

void OutcomeLine::arrange() {
  const double room = width() - 2.0 * themes_.theme().u(2);
  const auto count = static_cast<int>(entries_.size());
  for (const Form form : forms) {
    form_ = form;
    wide_ = std::min(widthOf(form), std::max(1.0, room));
    columns_ = std::max(1, static_cast<int>(room / wide_));
    if (columns_ * kRows >= count) break;
  }
  // Few stand in one row, many in rows of the same length.
  if (columns_ < count) columns_ = std::min(columns_, std::max(1, (count + kRows - 1) / kRows));
}

std::size_t OutcomeLine::own() const {
  const auto cells = static_cast<std::size_t>(columns_) * kRows;
  return entries_.size() <= cells ? entries_.size() : cells - 1;
}

std::size_t OutcomeLine::entryIn(std::size_t cell) const {
  const auto selected =
      static_cast<std::size_t>(std::ranges::find(entries_, true, &OutcomeEntry::chosen) - entries_.begin());
  return cell + 1 == own() && selected < entries_.size() && selected > cell ? selected : cell;
}

std::vector<std::size_t> OutcomeLine::counted() const {
  std::vector<std::size_t> rest;
  const std::size_t shown = own();
  for (std::size_t i = shown > 0 ? shown - 1 : 0; i < entries_.size(); ++i) {
    if (shown == 0 || i != entryIn(shown - 1)) rest.push_back(i);
  }
  return rest;
}

QRectF OutcomeLine::cell(std::size_t index) const {
  const Theme& theme = themes_.theme();
  const auto column = static_cast<int>(index) % columns_;
  const auto row = static_cast<int>(index) / columns_;
  return {theme.u(2) + column * wide_, theme.px(5) + row * theme.px(kRow), wide_, theme.px(kRow)};
}

QStringList OutcomeLine::shownTexts() const {
  QStringList texts;
  const std::size_t shown = own();
  for (std::size_t i = 0; i < shown; ++i) texts << textOf(entries_[entryIn(i)], form_);
  if (shown < entries_.size()) texts << tr("+ %1 more").arg(entries_.size() - shown);
  return texts;
}

void OutcomeLine::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Theme& theme = themes_.theme();
  painter.setFont(fontOf(form_));
  const QFontMetricsF metrics(painter.font());
  const QStringList texts = shownTexts();
  for (std::size_t i = 0; i < static_cast<std::size_t>(texts.size()); ++i) {
    const QRectF box = cell(i);
    if (!event->region().intersects(box.toAlignedRect())) continue;
    const bool rest = i >= own();
    if (!rest) {
      const OutcomeEntry& entry = entries_[entryIn(i)];
      const QPointF middle(box.left() + theme.px(5), box.center().y());
      drawMarkerOn(painter, entry.mark.marker, middle, theme.px(9), entry.mark.color, theme.surface);
      if (entry.ghost) drawMarker(painter, entry.mark.marker, middle, theme.px(5), theme.surface);
    }
    painter.setPen(!rest && isReached(entries_[entryIn(i)], step_) ? theme.text : theme.secondary);
    const double left = rest ? 0 : theme.px(kMarker);
    const double room = box.width() - left - theme.px(kTightGap) / 2;
    painter.drawText(QRectF(box.left() + left, box.top(), room, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(texts[static_cast<qsizetype>(i)], Qt::ElideRight, room));
  }
}

void OutcomeLine::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

QString OutcomeLine::sentence(const OutcomeEntry& entry) const {
  const QString what = entry.detail.isEmpty() ? entry.word : entry.detail;
  const QString words = entry.step >= 0 ? tr("%1: %2, from step %3 on").arg(entry.name, what).arg(entry.step)
                                        : tr("%1: %2").arg(entry.name, what);
  return entry.shared.isEmpty() ? words : tr("%1; %2").arg(words, entry.shared);
}

bool OutcomeLine::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const std::size_t shown = own();
    for (std::size_t i = 0; i < shown; ++i) {
      if (!cell(i).contains(help->pos())) continue;
      QToolTip::showText(help->globalPos(), sentence(entries_[entryIn(i)]), this);
      return true;
    }
    if (shown < entries_.size() && cell(shown).contains(help->pos())) {
      QStringList rest;
      for (const std::size_t i : counted()) rest << textOf(entries_[i], Form::Named);
      QToolTip::showText(help->globalPos(), rest.join(QLatin1Char('\n')), this);
      return true;
    }
    QToolTip::hideText();
  }
  return QWidget::event(event);
}

}  // namespace thalweg
