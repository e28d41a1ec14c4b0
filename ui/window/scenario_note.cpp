#include "ui/window/scenario_note.h"

#include "ui/controls/buttons.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/look/plain_text.h"
#include "ui/look/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSettings>

namespace thalweg {

namespace {
const auto foldedKey = QStringLiteral("window/note_folded");
}  // namespace

ScenarioNote::ScenarioNote(const ThemeController& themes, QSettings* settings, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      settings_(settings),
      words_(plainLabel(this)),
      button_(new FlatButton(themes, QStringLiteral("info"), {}, this)),
      folded_(settings && settings->value(foldedKey).toBool()) {
  const Theme& theme = themes.theme();
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(4), theme.u(1), theme.u(2), theme.u(1));
  words_->setWordWrap(true);
  line->addWidget(words_, 1);
  auto* fold = new FlatButton(themes, QStringLiteral("chevron-up"), {}, this);
  fold->setToolTip(tr("Put these words away; the button beside the title brings them back"));
  fold->setControlHeight(22);
  line->addWidget(fold, 0, Qt::AlignTop);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  button_->setToolTip(tr("What this scenario shows"));
  button_->setCheckable(true);
  connect(fold, &QToolButton::clicked, this, [this] { setFolded(true); });
  connect(button_, &QToolButton::clicked, this, [this](bool on) { setFolded(!on); });
  connect(&themes, &ThemeController::changed, this, qOverload<>(&QWidget::update));
  refresh();
}

void ScenarioNote::showWordsOf(const Scenario& scenario) {
  words_->setText(wordsOf(scenario));
  refresh();
}

void ScenarioNote::setFolded(bool folded) {
  folded_ = folded;
  if (settings_) settings_->setValue(foldedKey, folded);
  refresh();
}

void ScenarioNote::setAway(bool away) {
  away_ = away;
  refresh();
}

QString ScenarioNote::text() const { return words_->text(); }

void ScenarioNote::refresh() {
  const bool any = !words_->text().isEmpty();
  setVisible(any && !folded_ && !away_);
  button_->setVisible(any);
  button_->setChecked(!folded_);
}

void ScenarioNote::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().dock);
  painter.fillRect(QRect(0, height() - 1, width(), 1), themes_.theme().border);
}

}  // namespace thalweg
