#include "ui/chart_card.h"

#include "ui/controls/buttons.h"
#include "ui/math_text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace thalweg {

ChartCard::ChartCard(const ThemeController& themes, const ChartQuantity& quantity, QWidget* parent)
    : CardFrame(themes, parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(2), 0);
  line->setSpacing(theme.u(2));
  title_ = new ElidedLabel(themes, quantity.title, TextRole::Title, header);
  symbol_ = new MathLabel(themes, quantity.symbol, header);
  symbol_->setSecondary(true);
  scale_ = new FlatButton(themes, {}, {}, header);
  scale_->setControlHeight(24);
  scale_->setTextTint(IconTint::Secondary);
  scale_->setToolTip(tr("Logarithmic or linear axis"));
  auto* menu = new QMenu(scale_);
  for (const bool log : {true, false}) {
    menu->addAction(log ? tr("log") : tr("linear"), this, [this, log] {
      chosen_ = true;
      setLogarithmic(log);
    });
  }
  scale_->setMenu(menu);
  scale_->setPopupMode(QToolButton::InstantPopup);
  line->addWidget(title_);
  line->addWidget(symbol_);
  line->addStretch(1);
  line->addWidget(scale_);
  column->addWidget(header);
  plot_ = new ChartPlot(theme, this);
  column->addWidget(plot_, 1);
  connect(&themes_, &ThemeController::changed, this, [this] { plot_->setTheme(themes_.theme()); });
  suggestLogarithmic(quantity.logarithmic);
}

void ChartCard::setQuantity(const ChartQuantity& quantity) {
  title_->setText(quantity.title);
  symbol_->setTex(quantity.symbol);
  suggestLogarithmic(quantity.logarithmic);
}

void ChartCard::suggestLogarithmic(bool on) {
  if (!chosen_) setLogarithmic(on);
}

void ChartCard::setLogarithmic(bool on) {
  scale_->setText(on ? tr("log") : tr("linear"));
  plot_->setLogarithmic(on);
}

}  // namespace thalweg
