#include "ui/contenders/branch_row.h"

#include "core/contracts/catalog.h"
#include "core/runs/run.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace thalweg {

namespace {

QString listed(const std::vector<std::string>& names) {
  QStringList words;
  for (const std::string& name : names) words << text(name);
  return words.join(QStringLiteral(", "));
}

/// What becomes of the parent's memory; nothing to say where all of it stays.
QString memoryWords(const Inheritance& what) {
  if (what.whole) return {};
  QStringList parts;
  if (!what.taken.empty()) parts << BranchRow::tr("goes over: %1").arg(listed(what.taken));
  if (!what.anew.empty()) parts << BranchRow::tr("begins anew: %1").arg(listed(what.anew));
  if (!what.lost.empty()) parts << BranchRow::tr("left behind: %1").arg(listed(what.lost));
  if (what.taken.empty() && what.anew.empty()) parts.prepend(BranchRow::tr("its memory begins anew"));
  return parts.join(QStringLiteral("; "));
}

}  // namespace

BranchRow::BranchRow(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), 0, theme.u(1.5), theme.ipx(2));
  column->setSpacing(0);
  auto* line = new QHBoxLayout;
  words_ = new ElidedLabel(themes_, {}, TextRole::Secondary, this);
  words_->setSecondary(true);
  button_ = new FlatButton(themes_, QStringLiteral("chevron-right"), {}, this);
  button_->setControlHeight(22);
  line->addWidget(words_, 1);
  line->addWidget(button_);
  column->addLayout(line);
  memory_ = plainLabel(this);
  memory_->setProperty("role", QStringLiteral("secondary"));
  memory_->setWordWrap(true);
  column->addWidget(memory_);
  connect(button_, &QToolButton::clicked, this, [this] {
    all_ = !all_;
    Q_EMIT toggled();
  });
}

void BranchRow::showBranch(const Scenario& scenario, std::size_t contender) {
  const Contender& own = scenario.contenders[contender];
  const bool branch = own.branch && own.branch->of < scenario.contenders.size();
  setVisible(branch);
  if (!branch) return;
  const Contender& parent = scenario.contenders[own.branch->of];
  const QString name = text(contenderName(scenario, own.branch->of));
  words_->setText(own.ghost && own.branch->step == 0 ? tr("pinned path of %1").arg(name)
                                                     : tr("from step %1 of %2").arg(own.branch->step).arg(name));
  button_->setIconName(all_ ? QStringLiteral("chevron-up") : QStringLiteral("chevron-right"));
  button_->setToolTip(all_ ? tr("Only what differs") : tr("All options, also those in common"));
  button_->setAccessibleName(tr("All options of %1").arg(text(contenderName(scenario, contender))));
  try {
    memory_->setText(own.branch->step > 0 ? memoryWords(inheritance(parent, own)) : QString());
  } catch (const OptionError&) {
    memory_->clear();  // the card says what does not fit
  }
  memory_->setVisible(!memory_->text().isEmpty());
}

QString BranchRow::memoryText() const { return memory_->isHidden() ? QString() : memory_->text(); }

}  // namespace thalweg
