#include "ui/contenders/mark_popup.h"

#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/look/markers.h"

#include <QGridLayout>
#include <QPainter>
#include <QScreen>

#include <array>

namespace thalweg {

namespace {

constexpr int kSide = 30;

/// A swatch or a marker; checked: framed in accent.
class Swatch : public QToolButton {
 public:
  Swatch(const ThemeController& themes, const QString& name, QWidget* parent) : QToolButton(parent), themes_(themes) {
    setToolTip(name);
    setAccessibleName(name);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedSize(themes.theme().ipx(kSide), themes.theme().ipx(kSide));
  }
  QString marker;  // empty: the colour alone
  QColor color;

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& t = themes_.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (isChecked() || hasFocus() || underMouse()) {
      p.setPen(QPen(isChecked() || hasFocus() ? t.accent : t.border, isChecked() ? 2 : 1));
      p.setBrush(isChecked() ? t.accentWeak : t.rowHover);
      p.drawRoundedRect(box, t.px(5), t.px(5));
    }
    if (marker.isEmpty()) {
      p.setPen(Qt::NoPen);
      p.setBrush(color);
      p.drawEllipse(box.center(), t.px(9), t.px(9));
    } else {
      drawMarkerOn(p, marker, box.center(), t.px(14), color, t.surface);
    }
  }

 private:
  const ThemeController& themes_;
};

}  // namespace

MarkPopup::MarkPopup(const ThemeController& themes, QWidget* parent) : QFrame(parent, Qt::Popup), themes_(themes) {
  const Theme& t = themes.theme();
  // Okabe & Ito 2008.
  const std::array<QString, 8> names = {tr("orange"),     tr("sky blue"), tr("bluish green"), tr("blue"),
                                        tr("vermillion"), tr("purple"),   tr("yellow"),       tr("black or white")};
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(t.u(3), t.u(2), t.u(3), t.u(3));
  grid->setSpacing(t.u(1));
  const auto heading = [&](const QString& words, int row) {
    auto* label = new ElidedLabel(themes_, words, TextRole::Secondary, this);
    label->setSecondary(true);
    grid->addWidget(label, row, 0, 1, 8);
  };
  heading(tr("Colour"), 0);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto* swatch = new Swatch(themes, names[i], this);
    grid->addWidget(swatch, 1, static_cast<int>(i));
    colors_.push_back(swatch);
    connect(swatch, &QToolButton::clicked, this, [this, swatch] {
      hide();
      Q_EMIT colorChosen(swatch->color.name().toUpper());
    });
  }
  heading(tr("Marker"), 2);
  for (int i = 0; i < markerIds().size(); ++i) {
    const QString id = markerIds()[i];
    auto* swatch = new Swatch(themes, QString(id).replace(QLatin1Char('_'), QLatin1Char(' ')), this);
    swatch->marker = id;
    grid->addWidget(swatch, 3, i);
    markers_.push_back(swatch);
    connect(swatch, &QToolButton::clicked, this, [this, id] {
      hide();
      Q_EMIT markerChosen(id);
    });
  }
  auto* other = new FlatButton(themes, QStringLiteral("pencil"), tr("Another colour…"), this);
  auto* reset = new FlatButton(themes, QStringLiteral("reset"), tr("As its place has"), this);
  for (FlatButton* button : {other, reset}) button->setControlHeight(28);
  other_ = other;
  reset_ = reset;
  grid->addWidget(other, 4, 0, 1, 4, Qt::AlignLeft);
  grid->addWidget(reset, 4, 4, 1, 4, Qt::AlignRight);
  connect(other, &QToolButton::clicked, this, [this] {
    hide();
    Q_EMIT otherColorWanted();
  });
  connect(reset, &QToolButton::clicked, this, [this] {
    hide();
    Q_EMIT resetRequested();
  });
}

void MarkPopup::show(const ContenderMark& mark) {
  const Theme& t = themes_.theme();
  for (std::size_t i = 0; i < colors_.size(); ++i) {
    auto* swatch = static_cast<Swatch*>(colors_[i]);
    swatch->color = t.contenders[i].color;
    swatch->setChecked(swatch->color == mark.color);
  }
  for (QToolButton* button : markers_) {
    auto* swatch = static_cast<Swatch*>(button);
    swatch->color = mark.color;
    swatch->setChecked(swatch->marker == mark.marker);
  }
}

void MarkPopup::popup(const QWidget& anchor, const ContenderMark& mark) {
  show(mark);
  adjustSize();
  const QRect screen = anchor.screen()->availableGeometry();
  QPoint at = anchor.mapToGlobal(QPoint(0, anchor.height() + themes_.theme().u(1)));
  if (at.y() + height() > screen.bottom()) at.setY(anchor.mapToGlobal(QPoint()).y() - height() - themes_.theme().u(1));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
  move(at);
  QFrame::show();
  colors_.front()->setFocus(Qt::PopupFocusReason);
}

void MarkPopup::paintEvent(QPaintEvent* /*event*/) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.setPen(QPen(t.border, 1));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace thalweg
