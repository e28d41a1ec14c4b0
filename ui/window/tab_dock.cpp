#include "ui/window/tab_dock.h"

#include "ui/controls/buttons.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedLayout>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int tabDockWidth = 364;  // pixels at the base font
constexpr int railWidth = 36;
constexpr int tabHeight = 38;

}  // namespace

TabDock::TabDock(const ThemeController& themes, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      row_(new QWidget(this)),
      line_(new QBoxLayout(QBoxLayout::LeftToRight, row_)),
      body_(new QWidget(this)),
      pages_(new QStackedLayout(body_)),
      fold_(new FlatButton(themes, {}, {}, row_)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 0, 0, 0);  // the border
  column->setSpacing(0);
  column->addWidget(row_);
  column->addWidget(body_, 1);
  line_->setSpacing(themes.theme().u(1));
  line_->addStretch(1);
  line_->addWidget(fold_);
  fold_->setControlHeight(24);
  connect(fold_, &QToolButton::clicked, this, [this] { setFolded(!folded_); });
  connect(pages_, &QStackedLayout::currentChanged, this, [this] {
    arrange();
    Q_EMIT currentChanged(current());
  });
  connect(&themes_, &ThemeController::changed, this, [this] {
    arrange();
    update();
  });
  arrange();
}

void TabDock::addPage(const QString& icon, const QString& title, const QString& tip, QWidget* page) {
  auto* button = new FlatButton(themes_, icon, title, row_);
  button->setCheckable(true);
  button->setControlHeight(24);
  button->setToolTip(tip);
  button->setAccessibleName(title);
  connect(button, &QToolButton::clicked, this, [this, page] { setCurrent(page); });
  line_->insertWidget(static_cast<int>(tabs_.size()), button);
  tabs_.push_back({button, page, title});
  pages_->addWidget(page);
  arrange();
}

void TabDock::removePage(QWidget* page) {
  const auto found = std::ranges::find(tabs_, page, &Tab::page);
  if (found == tabs_.end()) return;
  delete found->button;
  tabs_.erase(found);
  pages_->removeWidget(page);
  delete page;
  arrange();
}

QWidget* TabDock::current() const { return pages_->currentWidget(); }

FlatButton* TabDock::tab(const QWidget* page) const {
  const auto found = std::ranges::find(tabs_, page, &Tab::page);
  return found == tabs_.end() ? nullptr : found->button;
}

void TabDock::setCurrent(QWidget* page) {
  pages_->setCurrentWidget(page);
  setFolded(false);
  arrange();
}

void TabDock::setFolded(bool folded) {
  if (folded == folded_) return;
  folded_ = folded;
  arrange();
  Q_EMIT foldedChanged(folded);
}

void TabDock::arrange() {
  const Theme& theme = themes_.theme();
  line_->setDirection(folded_ ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  line_->setContentsMargins(folded_ ? 0 : theme.u(2), theme.u(1), folded_ ? 0 : theme.u(1), theme.u(1));
  for (const Tab& tab : tabs_) {
    tab.button->setText(folded_ ? QString() : tab.title);
    tab.button->setChecked(!folded_ && tab.page == current());
    line_->setAlignment(tab.button, folded_ ? Qt::AlignHCenter : Qt::AlignVCenter);
  }
  line_->setAlignment(fold_, folded_ ? Qt::AlignHCenter : Qt::AlignVCenter);
  fold_->setIconName(folded_ ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"));
  fold_->setToolTip(folded_ ? tr("Unfold") : tr("Fold to the edge"));
  body_->setVisible(!folded_);
  row_->setSizePolicy(QSizePolicy::Preferred, folded_ ? QSizePolicy::Expanding : QSizePolicy::Fixed);
  row_->setMinimumHeight(folded_ ? 0 : theme.ipx(tabHeight));
  setFixedWidth(theme.ipx(folded_ ? railWidth : tabDockWidth));
  setVisible(!tabs_.empty());
}

void TabDock::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.dock);
  painter.fillRect(QRect(0, 0, 1, height()), theme.border);
}

}  // namespace thalweg
