#include "ui/contenders/strip_legend.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace thalweg {

namespace {

constexpr std::size_t kColumns = 3;
constexpr qreal kLine = 16, kSentence = 18;  // base pixels
/// Row by row.
constexpr std::array kOrder = {StripOutcome::Converges, StripOutcome::Oscillates, StripOutcome::NotYet,
                               StripOutcome::Local, StripOutcome::Diverges};

}  // namespace

QString stripWord(StripOutcome outcome) {
  switch (outcome) {
    case StripOutcome::Converges:
      return StripLegend::tr("converges");
    case StripOutcome::Local:
      return StripLegend::tr("local minimum");
    case StripOutcome::Oscillates:
      return StripLegend::tr("oscillates");
    case StripOutcome::Diverges:
      return StripLegend::tr("diverges");
    case StripOutcome::NotYet:
      break;
  }
  return StripLegend::tr("not yet");
}

StripLegend::StripLegend(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  connect(&themes_, &ThemeController::changed, this, qOverload<>(&QWidget::update));
}

void StripLegend::setPanels(const QStringList& panels) {
  if (panels == panels_) return;
  panels_ = panels;
  setAccessibleName(sentence());
  setToolTip(panels.size() > 1
                 ? tr("Of %1 the one on which the rate does worst: diverges, oscillates, ends in a local minimum, is "
                      "not there yet, converges. Point at a groove to read it.")
                       .arg(panels.join(QStringLiteral(", ")))
                 : tr("Point at a groove to read it."));
  update();
}

QString StripLegend::sentence() const {
  if (panels_.size() == 1) return tr("Behind each lr slider: what that rate does on %1").arg(panels_.front());
  return tr("Behind each lr slider: what it does on the worst panel");
}

QSize StripLegend::sizeHint() const {
  const Theme& theme = themes_.theme();
  const QMargins margins = contentsMargins();
  return {theme.ipx(240), theme.ipx(kSentence + 2 * kLine) + margins.top() + margins.bottom()};
}

void StripLegend::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.translate(contentsRect().topLeft());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  painter.setPen(theme.secondary);
  painter.drawText(QPointF(0, theme.px(kSentence) / 2 + metrics.capHeight() / 2 - theme.px(1)),
                   metrics.elidedText(sentence(), Qt::ElideRight, contentsRect().width()));
  const qreal swatch = theme.px(14);
  const qreal before = swatch + theme.u(1.5);  // of a word
  std::array<qreal, kColumns> widths{};
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    qreal& width = widths[i % kColumns];
    width = std::max(width, before + metrics.horizontalAdvance(stripWord(kOrder[i])));
  }
  const qreal spare = contentsRect().width() - std::accumulate(widths.begin(), widths.end(), 0.0);
  const qreal gap = std::clamp(spare / (kColumns - 1), theme.px(6), theme.px(24));
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    const auto column = static_cast<std::ptrdiff_t>(i % kColumns);
    const qreal left =
        std::round(std::accumulate(widths.begin(), widths.begin() + column, gap * static_cast<qreal>(column)));
    const qreal middle = theme.px(kSentence) + theme.px(kLine) * (static_cast<qreal>(i / kColumns) + 0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.outcomeColor(kOrder[i]));
    painter.drawRoundedRect(QRectF(left, std::round(middle - theme.px(3)), swatch, theme.px(6)), theme.px(1.5),
                            theme.px(1.5));
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(left + before, middle + metrics.capHeight() / 2), stripWord(kOrder[i]));
  }
}

}  // namespace thalweg
