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

/// A tab that a rail turns upright: its icon, and below it its title to be read downwards.
class TabDock::TabButton : public FlatButton {
 public:
  TabButton(const ThemeController& themes, const QString& icon, const QString& title, QWidget* parent)
      : FlatButton(themes, icon, title, parent), themes_(themes) {
    setCheckable(true);
    setControlHeight(24);
    setAccessibleName(title);
  }
  void setUpright(bool upright) {
    if (upright == upright_) return;
    upright_ = upright;
    updateGeometry();
    update();
  }
  [[nodiscard]] QSize sizeHint() const override {
    const QSize lying = FlatButton::sizeHint();
    return upright_ ? lying.transposed() : lying;
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    if (!upright_) return FlatButton::paintEvent(event);
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(hasFocus() ? QPen(theme.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() || isDown() ? QBrush(theme.rowHover) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, theme.px(5), theme.px(5));
    const double icon = theme.px(16);
    drawIcon(painter, iconName(), QRectF((width() - icon) / 2, theme.u(2), icon, icon), theme.secondary);
    painter.translate(width(), 0);
    painter.rotate(90);
    painter.setFont(font());
    painter.setPen(theme.text);
    const double from = theme.u(4) + icon;
    painter.drawText(QRectF(from, 0, height() - from, width()), Qt::AlignVCenter | Qt::AlignLeft, text());
  }

 private:
  const ThemeController& themes_;
  bool upright_ = false;
};

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
  auto* button = new TabButton(themes_, icon, title, row_);
  button->setToolTip(tip);
  connect(button, &QToolButton::clicked, this, [this, page] { setCurrent(page); });
  line_->insertWidget(static_cast<int>(tabs_.size()), button);
  tabs_.push_back({button, page});
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
    tab.button->setUpright(folded_);
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
