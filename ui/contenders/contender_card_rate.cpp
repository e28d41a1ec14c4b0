// What a card says of learning rates: which one a run survives, and how others end.
#include "core/contracts/optimizer.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/strip_legend.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/document/contender_edits.h"
#include "ui/look/number_text.h"

#include <QEvent>

#include <utility>

namespace thalweg {

void ContenderCard::setStability(const std::optional<Stability>& stability) {
  if (stability == stability_) return;
  stability_ = stability;
  showStability();
}

void ContenderCard::showStability() {
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  OptionRow* row = card && !card->rate.empty() ? options_->row(card->rate) : nullptr;
  if (!row || !row->slider()) return;
  row->slider()->installEventFilter(this);
  connect(row->slider(), &ValueSlider::hovered, this, &ContenderCard::hintRate, Qt::UniqueConnection);
  connect(row->slider(), &ValueSlider::hoverEnded, this, &ContenderCard::endHint, Qt::UniqueConnection);
  const bool known = stability_ && stability_->rate;
  row->slider()->setBound(known ? std::optional(stability_->rate->bound) : std::nullopt);
  const bool shown = std::exchange(boundShown_, stability_.has_value());
  if (!stability_) {
    if (shown) row->showNote({});
    return;
  }
  if (!stability_->left.isEmpty())
    return row->showNote(tr("Leaves where f is defined on %1, at %2 after step %3.")
                             .arg(stability_->panel, stability_->left)
                             .arg(stability_->step));
  const QString where =
      (stability_->grows ? tr("Oscillates ever further on %1, from step %2 on.") : tr("Diverges on %1 at step %2."))
          .arg(stability_->panel)
          .arg(stability_->step) +
      (stability_->pastBound > 0 ? tr(" Step %1 was the first past the bound.").arg(stability_->pastBound) : QString());
  if (!known) return row->showNote(where);
  connect(row, &OptionRow::noteLinkActivated, this, &ContenderCard::useStableRate, Qt::UniqueConnection);
  row->showNote(tr("%1 The bound is near %2.").arg(where, shownNumber(stability_->rate->bound, 2)),
                tr("Use %1").arg(shownNumber(stability_->rate->suggested)));
}

void ContenderCard::hintRate(double rate, const QPoint& globalPosition) {
  const auto* slider = qobject_cast<ValueSlider*>(sender());
  const std::optional<StripOutcome> outcome = slider ? slider->outcomeAt(rate) : std::nullopt;
  if (!outcome) return endHint();
  if (!hint_) hint_ = new HoverHint(themes_, window());
  hint_->showAt(globalPosition, QStringLiteral("lr ") + shownNumber(rate), themes_.theme().outcomeColor(*outcome),
                stripWord(*outcome));
}

bool ContenderCard::eventFilter(QObject* watched, QEvent* event) {
  return (event->type() == QEvent::ToolTip && hint_ && hint_->isVisible()) || CardFrame::eventFilter(watched, event);
}

void ContenderCard::endHint() {
  if (hint_) hint_->hide();
}

void ContenderCard::useStableRate() {
  if (!stability_ || !stability_->rate) return;
  const double rate = stability_->rate->suggested;
  apply(tr("Learning rate of %1").arg(header_->name()), [rate](Contender& c) { setRate(c, rate); });
}

}  // namespace thalweg
