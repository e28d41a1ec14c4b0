#include "ui/contenders/conditions_card.h"

#include "core/scenario/conditions.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/tab_group.h"
#include "ui/document/scenario_model.h"
#include "ui/look/plain_text.h"

#include <QHBoxLayout>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

ConditionsCard::ConditionsCard(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(1), 0, theme.u(3), 0);
  line->setSpacing(theme.u(1));
  fold_ = new FlatButton(themes_, QStringLiteral("chevron-right"), {}, header);
  fold_->setControlHeight(24);
  fold_->setToolTip(tr("Fold or unfold the gradient's conditions"));
  auto* title = new ElidedLabel(themes_, tr("Gradients"), TextRole::Title, header);
  title->setMinimumWidth(title->sizeHint().width());
  brief_ = new ElidedLabel(themes_, {}, TextRole::Secondary, header);
  brief_->setSecondary(true);
  brief_->setAlignment(Qt::AlignRight);
  line->addWidget(fold_);
  line->addWidget(title);
  line->addWidget(brief_, 1);
  column->addWidget(header);

  body_ = new QWidget(this);
  auto* rows = new QVBoxLayout(body_);
  rows->setContentsMargins(0, 0, 0, theme.u(1));
  rows->setSpacing(0);
  options_ = new OptionsForm(themes_, body_);
  options_->setCard(&conditionsCard());
  options_->setOwner(tr("the gradients"));
  reroll_ = new FlatButton(themes_, QStringLiteral("dice"), {}, body_);
  reroll_->setControlHeight(24);
  reroll_->setToolTip(tr("Other draws: a new seed"));
  options_->row("seed")->addBeforeNumber(reroll_);
  options_->setLabelWidth(options_->widestLabel());
  rows->addWidget(options_);
  hint_ = plainLabel(body_);
  hint_->setProperty("role", QStringLiteral("secondary"));
  hint_->setWordWrap(true);
  hint_->setContentsMargins(theme.u(3), theme.u(1), theme.u(3), theme.u(1));
  rows->addWidget(hint_);
  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidget(body_);
  body_->setAutoFillBackground(false);  // the card's ground shows
  scroll_->viewport()->setAutoFillBackground(false);
  column->addWidget(scroll_);
  body_->installEventFilter(this);

  connect(fold_, &QToolButton::clicked, this, [this] { setFolded(!folded_); });
  // Folded, all of it is the button.
  connect(this, &CardFrame::pressed, this, [this] {
    if (folded_) setFolded(false);
  });
  connect(options_, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(options_, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(options_, &OptionsForm::edited, this, [this](const std::string& id, const Json& value) {
    const QString label = QString::fromStdString(conditionsCard().find(id)->label);
    apply(tr("Change %1 of the gradients").arg(label), [&](Options& o) { o[id] = value; });
  });
  connect(options_, &OptionsForm::resetRequested, this, [this](const std::string& id) {
    const QString label = QString::fromStdString(conditionsCard().find(id)->label);
    apply(tr("Reset %1 of the gradients").arg(label), [&](Options& o) { o.erase(id); });
  });
  connect(reroll_, &QToolButton::clicked, this, [this] {
    // Short enough to be read out in class.
    constexpr int seeds = 10'000;
    const auto now = static_cast<int>(model_.scenario().seed % seeds);
    const int next = (now + QRandomGenerator::global()->bounded(1, seeds)) % seeds;
    apply(tr("Other draws"), [&](Options& o) { o["seed"] = next; });
  });
  setSamples({});
  setFolded(true);
  makeTabGroup(this);
  refresh();
}

void ConditionsCard::apply(const QString& what, const std::function<void(Options&)>& change) {
  Options next = conditionOptions(model_.scenario());
  change(next);
  try {
    checkOptions(conditionsCard(), next);
  } catch (const OptionError& error) {
    refresh();
    options_->showError(error.path(), QString::fromStdString(error.message()));
    return;
  }
  model_.edit(what, [&](Scenario& s) { setConditions(s, next); });
}

void ConditionsCard::refresh() {
  const Options now = conditionOptions(model_.scenario());
  options_->setOptions(now, model_.scenario().steps);
  QStringList parts;
  for (const OptionDescription& d : conditionsCard().options) {
    if (now.contains(d.id)) parts << OptionsForm::valueText(d, now.at(d.id));
  }
  brief_->setText(parts.isEmpty() ? tr("full batch, exact") : parts.join(QStringLiteral(", ")));
}

void ConditionsCard::setFolded(bool folded) {
  folded_ = folded;
  fold_->setIconName(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"));
  scroll_->setVisible(!folded);
  brief_->setVisible(folded);
}

void ConditionsCard::setBodyLimit(int pixels) {
  limit_ = pixels;
  fitBody();
}

void ConditionsCard::fitBody() {
  const int width = scroll_->viewport()->width();
  const int whole = body_->hasHeightForWidth() ? body_->heightForWidth(width) : body_->sizeHint().height();
  scroll_->setFixedHeight(std::min(whole, limit_));
}

bool ConditionsCard::eventFilter(QObject* watched, QEvent* event) {
  // A message under a row, or another width, makes the rows higher.
  if (watched == body_ && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)) fitBody();
  return CardFrame::eventFilter(watched, event);
}

void ConditionsCard::setSamples(const std::vector<std::int64_t>& samples) {
  std::vector<std::int64_t> counts;
  for (const std::int64_t count : samples) {
    if (count > 0 && std::ranges::find(counts, count) == counts.end()) counts.push_back(count);
  }
  QStringList shown;
  for (const std::int64_t count : counts) shown << QString::number(count);
  const bool all = !samples.empty() && std::ranges::count(samples, 0) == 0;
  QString words = tr("These surfaces have no data: B divides the noise's variance, σ²/B.");
  if (!counts.empty()) words = tr("A batch is B of %1 samples.").arg(shown.join(tr(" or ")));
  if (!counts.empty() && !all) words += tr(" On surfaces without data B divides the noise's variance, σ²/B.");
  hint_->setText(words);
}

}  // namespace thalweg
