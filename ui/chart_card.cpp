#include "ui/chart_card.h"

#include "ui/controls/buttons.h"
#include "ui/math_text.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace thalweg {

ChartCard::ChartCard(const ThemeController& themes, const ChartQuantity& quantity, QWidget* parent) : CardFrame(themes, parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(2), 0);
  line->setSpacing(theme.u(2));
  title_ = new ElidedLabel(themes, quantity.title, TextRole::Title, header);
  symbol_ = new MathLabel(themes, quantity.symbol, header);
  symbol_->setSecondary(true);
  scale_ = new ComboButton(themes, header);
  scale_->addItem(tr("log"));
  scale_->addItem(tr("linear"));
  scale_->setAccessibleName(tr("Axis of %1").arg(quantity.title));
  scale_->setToolTip(tr("Logarithmic or linear axis"));
  line->addWidget(title_);
  line->addWidget(symbol_);
  line->addStretch(1);
  line->addWidget(scale_);
  column->addWidget(header);
  plot_ = new ChartPlot(theme, this);
  column->addWidget(plot_, 1);
  connect(scale_, &QComboBox::activated, this, [this](int i) {
    chosen_ = true;
    plot_->setLogarithmic(i == 0);
  });
  connect(&themes_, &ThemeController::changed, this, [this] { plot_->setTheme(themes_.theme()); });
  suggestLogarithmic(quantity.logarithmic);
}

void ChartCard::setQuantity(const ChartQuantity& quantity) {
  title_->setText(quantity.title);
  symbol_->setTex(quantity.symbol);
  suggestLogarithmic(quantity.logarithmic);
}

void ChartCard::suggestLogarithmic(bool on) {
  if (chosen_) return;
  scale_->setCurrentIndex(on ? 0 : 1);
  plot_->setLogarithmic(on);
}

}  // namespace thalweg
