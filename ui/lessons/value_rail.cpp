#include "ui/lessons/value_rail.h"

#include "core/lessons/lesson_text.h"
#include "ui/look/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace thalweg {

ValueRail::ValueRail(const ThemeController& themes, const SliderScale& scale, QWidget* parent)
    : QWidget(parent), themes_(themes), scale_(scale) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ValueRail::setGuesses(std::vector<double> guesses) {
  guesses_ = std::move(guesses);
  describe();
}

void ValueRail::setTruth(std::optional<double> truth) {
  truth_ = truth;
  describe();
}

void ValueRail::describe() {
  QStringList words;
  if (guesses_.size() == 1) words << tr("guess %1").arg(text(lessonNumber(guesses_.front())));
  if (guesses_.size() > 1) words << tr("%1 guesses").arg(guesses_.size());
  if (truth_) words << tr("it is %1").arg(text(lessonNumber(*truth_)));
  setAccessibleName(words.join(QStringLiteral("; ")));
  update();
}

QSize ValueRail::sizeHint() const {
  const Theme& theme = themes_.theme();
  const int line = QFontMetrics(theme.font(TextRole::Secondary)).height();
  return {theme.ipx(220), 3 * line + theme.ipx(26)};
}

double ValueRail::pixel(double value) const {
  const double inset = themes_.theme().px(10);
  return inset + sliderPosition(scale_, value) * (width() - 2 * inset);
}

void ValueRail::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.font(TextRole::Secondary));
  const QFontMetricsF metrics(painter.font());
  const double line = metrics.height();
  const double y = line + theme.px(10);
  painter.setPen(QPen(theme.groove, theme.px(4), Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(pixel(scale_.range.min), y), QPointF(pixel(scale_.range.max), y));
  const auto word = [&](double at, double baseline, const QString& words, const QColor& ink) {
    const double wide = metrics.horizontalAdvance(words);
    painter.setPen(ink);
    painter.drawText(QPointF(std::clamp(at - wide / 2, 0.0, std::max(0.0, width() - wide)), baseline), words);
  };
  word(pixel(scale_.range.min), height() - metrics.descent(), text(lessonNumber(scale_.range.min)), theme.secondary);
  word(pixel(scale_.range.max), height() - metrics.descent(), text(lessonNumber(scale_.range.max)), theme.secondary);
  if (truth_ && guesses_.size() == 1) {
    painter.setPen(QPen(theme.text, theme.px(1.5)));
    painter.drawLine(QPointF(pixel(guesses_.front()), y), QPointF(pixel(*truth_), y));
  }
  painter.setPen(QPen(theme.text, theme.px(1.75)));
  painter.setBrush(theme.surface);
  const double radius = theme.px(guesses_.size() > 1 ? 4 : 6);
  for (const double guess : guesses_) painter.drawEllipse(QPointF(pixel(guess), y), radius, radius);
  if (guesses_.size() == 1)
    word(pixel(guesses_.front()), metrics.ascent(), tr("you said %1").arg(text(lessonNumber(guesses_.front()))),
         theme.text);
  if (!truth_) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawEllipse(QPointF(pixel(*truth_), y), theme.px(6), theme.px(6));
  word(pixel(*truth_), y + theme.px(8) + metrics.ascent(), tr("it is %1").arg(text(lessonNumber(*truth_))), theme.text);
}

}  // namespace thalweg
