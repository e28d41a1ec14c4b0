#include "ui/panels/panel_header.h"

#include "core/scenario/display.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/controls/tab_group.h"
#include "ui/look/math_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr qreal kChevron = 10;
constexpr qreal kLink = 14;
constexpr qreal kRoomForHeights = 420;  // of a header, at the base font
constexpr qreal kRoomForPlanes = 460;
constexpr std::array kUsualPlanes = {PlaneKind::Coordinates, PlaneKind::Random, PlaneKind::Principal};

}  // namespace

PanelTitle::PanelTitle(const ThemeController& themes, QWidget* parent) : QAbstractButton(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
}

QSize PanelTitle::sizeHint() const {
  const Theme& t = themes_.theme();
  const QFontMetricsF metrics(t.font(TextRole::Title));
  return {static_cast<int>(std::ceil(metrics.horizontalAdvance(text()) + t.px(kChevron))) + t.u(1) + 1, t.ipx(26)};
}

QSize PanelTitle::minimumSizeHint() const { return {themes_.theme().ipx(40), sizeHint().height()}; }

void PanelTitle::paintEvent(QPaintEvent* /*event*/) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.px(4), t.px(4));
  }
  const QFont font = t.font(TextRole::Title);
  const QFontMetricsF metrics(font);
  const qreal chevron = t.presenting ? 0 : t.px(kChevron);
  const QString words = metrics.elidedText(text(), Qt::ElideRight, width() - chevron - t.u(1));
  painter.setFont(font);
  painter.setPen(t.text);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, words);
  if (t.presenting || !isEnabled()) return;
  const qreal left = metrics.horizontalAdvance(words) + t.u(1);
  drawIcon(painter, QStringLiteral("chevron-down"), QRectF(left, (height() - chevron) / 2 + 1, chevron, chevron),
           underMouse() || hasFocus() ? t.accent : t.hint);
}

PointerSign::PointerSign(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setToolTip(tr("Panels of one surface show where the pointer is on any of them"));
  setAccessibleName(words());
}

QString PointerSign::words() const { return tr("pointer linked"); }

QSize PointerSign::sizeHint() const {
  const Theme& t = themes_.theme();
  const QFontMetricsF metrics(t.font(TextRole::Secondary));
  return {static_cast<int>(std::ceil(t.px(kLink) + t.u(1) + metrics.horizontalAdvance(words()))) + t.u(1), t.ipx(24)};
}

void PointerSign::paintEvent(QPaintEvent* /*event*/) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal link = t.px(kLink);
  drawIcon(painter, QStringLiteral("link"), QRectF(0, (height() - link) / 2, link, link), t.secondary);
  painter.setFont(t.font(TextRole::Secondary));
  painter.setPen(t.secondary);
  painter.drawText(QRectF(rect()).adjusted(link + t.u(1), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, words());
}

PanelHeader::PanelHeader(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  setFixedHeight(theme.ipx(38));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(3), 0, theme.u(1), 0);
  line->setSpacing(theme.u(1));
  title_ = new PanelTitle(themes, this);
  title_->installEventFilter(this);
  formula_ = new MathLabel(themes, {}, this);
  formula_->setSecondary(true);
  landscape_ = new ElidedLabel(themes, {}, TextRole::Secondary, this);
  landscape_->setSecondary(true);
  formula_->hide();
  landscape_->hide();
  const auto button = [&](const QString& icon, const QString& tip) {
    auto* made = new FlatButton(themes, icon, {}, this);
    made->setControlHeight(24);
    made->setToolTip(tip);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
  };
  parameters_ = button(QStringLiteral("settings"), tr("Parameters of this surface"));
  parameters_->setCheckable(true);
  parameters_->setIconLast(true);
  parameters_->setFramed(true);
  draw_ = button(QStringLiteral("pencil"), tr("Draw on this surface"));
  draw_->setCheckable(true);
  draw_->hide();
  points_ = button(QStringLiteral("pencil"), tr("Place, move and paste samples"));
  points_->setCheckable(true);
  points_->hide();
  layers_ = button(QStringLiteral("layers"), tr("Colours, axes and overlays"));
  enlarge_ = button(QStringLiteral("expand"), tr("Enlarge"));
  more_ = button(QStringLiteral("ellipsis"), tr("More"));
  pointerSign_ = new PointerSign(themes, this);
  pointerSign_->hide();
  heightWord_ = plainLabel(this, tr("height"), "secondary");
  heights_ = new SegmentedControl(themes, this);
  heights_->setControlHeight(24);
  heights_->setAccessibleName(tr("Height of the landscape"));
  const std::vector<DisplayChoice>& choices = displayItem("height").choices;
  for (const DisplayChoice& choice : choices) heights_->addSegment({}, text(choice.id), text(choice.label));
  connect(heights_, &SegmentedControl::chosen, this,
          [this, &choices](int i) { Q_EMIT heightChosen(choices[static_cast<std::size_t>(i)].id); });
  heightWord_->hide();
  heights_->hide();
  planeMore_ = button({}, tr("Which plane of the many coordinates is shown"));
  planeMore_->setText(tr("plane"));
  planeMore_->setIconName(QStringLiteral("chevron-down"));
  planeMore_->setIconLast(true);
  planes_ = new SegmentedControl(themes, this);
  planes_->setControlHeight(24);
  planes_->setAccessibleName(tr("Plane that is shown"));
  planes_->addSegment({}, tr("coordinates"), tr("Two coordinates; the others are the start's"));
  planes_->addSegment({}, tr("random"), tr("Two random directions, as long as each neuron's weights"));
  planes_->addSegment({}, tr("principal"), tr("Where the paths move most"));
  connect(planes_, &SegmentedControl::chosen, this,
          [this](int i) { Q_EMIT planeChosen(kUsualPlanes[static_cast<std::size_t>(i)]); });
  planeMore_->hide();
  planes_->hide();
  line->addWidget(title_);
  line->addSpacing(theme.u(1));
  line->addWidget(formula_);
  line->addWidget(landscape_);
  line->addSpacing(theme.u(1));
  line->addWidget(parameters_);
  line->addStretch(1);
  line->addWidget(planeMore_);
  line->addWidget(planes_);
  line->addWidget(pointerSign_);
  line->addWidget(heightWord_);
  line->addWidget(heights_);
  line->addWidget(draw_);
  line->addWidget(points_);
  line->addWidget(layers_);
  line->addWidget(enlarge_);
  line->addWidget(more_);
  makeTabGroup(this);
  connect(&themes_, &ThemeController::changed, this, &PanelHeader::follow);
  follow();
}

/// Before an audience there is the title, and which surface of its kind it is, and nothing to press.
void PanelHeader::follow() {
  const Theme& theme = themes_.theme();
  setFixedHeight(theme.ipx(theme.presenting ? 26 : 38));
  enlarge_->setVisible(enlargeable_ && !quiet());
  more_->setVisible(!quiet());
  draw_->setVisible(drawable_ && !quiet());
  points_->setVisible(pointsShown_ && !quiet());
  layers_->setVisible(!compact_ && !quiet());
  parameters_->setFramed(!quiet());
  for (QWidget* part : {static_cast<QWidget*>(title_), static_cast<QWidget*>(parameters_)})
    part->setAttribute(Qt::WA_TransparentForMouseEvents, quiet());
  title_->updateGeometry();
  arrange();
}

void PanelHeader::setLocked(bool locked) {
  if (std::exchange(locked_, locked) == locked) return;
  setEnabled(!locked);
  follow();
}

void PanelHeader::setEnlargeable(bool enlargeable) {
  enlargeable_ = enlargeable;
  enlarge_->setVisible(enlargeable_ && !quiet());
}

void PanelHeader::setTitle(const QString& title, const QString& about) {
  if (title == title_->text() && about == title_->toolTip()) return;
  title_->setText(title);
  title_->setToolTip(about);
  title_->setAccessibleName(tr("Surface: %1. Choose another").arg(title));
  title_->updateGeometry();
  arrange();
}

void PanelHeader::setParameters(const QString& words, bool any) {
  if (any == anyParameters_ && words == parameterWords_) return;
  anyParameters_ = any;
  parameterWords_ = words;
  nameParameters(!words.isEmpty());
  namedWidth_ = parameters_->sizeHint().width() / themes_.theme().px(1);
  parameters_->setAccessibleName(words.isEmpty() ? tr("Parameters") : tr("Parameters: %1").arg(words));
  parameters_->setToolTip(words.isEmpty() ? tr("Parameters of this surface")
                                          : tr("Parameters of this surface: %1").arg(words));
  arrange();
}

void PanelHeader::setPoints(bool any, bool placing) {
  points_->setChecked(placing);
  if (std::exchange(pointsShown_, any) == any) return;
  points_->setVisible(any && !themes_.theme().presenting);
  arrange();
}

void PanelHeader::nameParameters(bool named) {
  const QString words = named ? parameterWords_ : QString();
  const QString icon = !named ? QStringLiteral("settings") : quiet() ? QString() : QStringLiteral("chevron-down");
  if (words == parameters_->text() && icon == parameters_->iconName()) return;
  parameters_->setText(words);
  parameters_->setIconName(icon);
  parameters_->updateGeometry();
}

void PanelHeader::setWords(const SurfaceWords& words) {
  if (words == words_) return;
  words_ = words;
  formula_->setToolTip(words.plain);
  landscape_->setText(words.landscape);
  landscape_->setToolTip(words.plain);
  landscape_->updateGeometry();
  arrange();
}

QString PanelHeader::shownFormula() const { return formula_->isHidden() ? QString() : formula_->tex(); }
QString PanelHeader::shownLandscape() const { return landscape_->isHidden() ? QString() : landscape_->text(); }

void PanelHeader::setHeight(const std::optional<std::string>& id) {
  landscapeShown_ = id.has_value();
  const std::vector<DisplayChoice>& choices = displayItem("height").choices;
  const auto found = std::ranges::find(choices, id.value_or(std::string()), &DisplayChoice::id);
  if (found != choices.end()) heights_->setCurrent(static_cast<int>(found - choices.begin()));
  arrange();
}

void PanelHeader::setPlane(std::optional<PlaneKind> kind) {
  plane_ = kind;
  if (kind) {
    const auto found = std::ranges::find(kUsualPlanes, *kind);
    if (found == kUsualPlanes.end())
      planes_->setMixed(-1);
    else
      planes_->setCurrent(static_cast<int>(found - kUsualPlanes.begin()));
    planeMore_->setAccessibleName(tr("Plane: %1").arg(text(std::string(planeKindId(*kind)))));
  }
  arrange();
}

void PanelHeader::setDrawable(bool drawable) {
  if (std::exchange(drawable_, drawable) == drawable) return;
  draw_->setVisible(drawable_ && !themes_.theme().presenting);
  arrange();
}

void PanelHeader::setPointerLinked(bool linked) {
  if (std::exchange(pointerLinked_, linked) != linked) arrange();
}

void PanelHeader::setEnlarged(bool enlarged) {
  // Each edit of the scenario comes by here; nothing is painted again for it.
  if (std::exchange(enlarged_, enlarged) == enlarged) return;
  enlarge_->setIconName(enlarged ? QStringLiteral("restore") : QStringLiteral("expand"));
  enlarge_->setToolTip(enlarged ? tr("Back to all panels (Esc)") : tr("Enlarge"));
  enlarge_->setAccessibleName(enlarge_->toolTip());
}

void PanelHeader::setCompact(bool compact) {
  compact_ = compact;
  layers_->setVisible(!compact && !quiet());
  arrange();
}

void PanelHeader::arrange() {
  // What would crowd the title out stays in the tooltip.
  const Theme& theme = themes_.theme();
  const bool heights = landscapeShown_ && !compact_ && !theme.presenting && width() >= theme.px(kRoomForHeights);
  heightWord_->setVisible(heights);
  heights_->setVisible(heights);
  planeMore_->setVisible(plane_ && !quiet());
  const bool planes =
      plane_ && !compact_ && !quiet() && width() >= theme.px(kRoomForPlanes + (heights ? kRoomForHeights / 2 : 0));
  planes_->setVisible(planes);
  int room = width() - title_->sizeHint().width() - theme.u(8);
  if (heights) room -= heightWord_->sizeHint().width() + heights_->sizeHint().width() + 2 * theme.u(1);
  if (planes) room -= planes_->sizeHint().width() + theme.u(1);
  for (const FlatButton* button : {planeMore_, draw_, points_, layers_, enlarge_, more_}) {
    if (!button->isHidden()) room -= button->sizeHint().width() + theme.u(1);
  }
  const bool named = !parameterWords_.isEmpty() && theme.ipx(namedWidth_) + theme.u(1) <= room;
  // A sign that opens nothing would say nothing.
  const bool parameters = anyParameters_ && (named || !quiet());
  parameters_->setVisible(parameters);
  if (parameters) {
    nameParameters(named);
    room -= parameters_->sizeHint().width() + theme.u(1);
  }
  const int sign = pointerSign_->sizeHint().width() + theme.u(1);
  const bool linked = heights && pointerLinked_ && sign <= room;
  pointerSign_->setVisible(linked);
  if (linked) room -= sign;
  bool shown = false;
  for (const QString& tex : words_.formulas) {
    if (shown || compact_ || theme.presenting) break;
    formula_->setTex(tex);
    // A formula of several storeys is for the gallery.
    shown = formula_->sizeHint().width() <= room && formula_->sizeHint().height() <= theme.ipx(28);
  }
  formula_->setVisible(shown);
  landscape_->setVisible(!shown && !compact_ && !theme.presenting && !words_.landscape.isEmpty() &&
                         landscape_->sizeHint().width() <= room);
}

void PanelHeader::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

bool PanelHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched != title_) return QWidget::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      mousePressEvent(static_cast<QMouseEvent*>(event));
      return false;
    case QEvent::MouseMove:
      mouseMoveEvent(static_cast<QMouseEvent*>(event));
      if (dragging_) title_->setDown(false);
      return dragging_;
    case QEvent::MouseButtonRelease: {
      // What was carried away is no click.
      const bool carried = dragging_;
      mouseReleaseEvent(static_cast<QMouseEvent*>(event));
      return carried;
    }
    default:
      return false;
  }
}

void PanelHeader::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  pressed_ = true;
  pressedAt_ = event->globalPosition().toPoint();
  Q_EMIT pressed();
}

void PanelHeader::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_ || !event->buttons().testFlag(Qt::LeftButton)) return;
  const QPoint at = event->globalPosition().toPoint();
  if (!dragging_ && (at - pressedAt_).manhattanLength() < QApplication::startDragDistance()) return;
  dragging_ = true;
  Q_EMIT dragged(at);
}

void PanelHeader::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  pressed_ = false;
  if (!std::exchange(dragging_, false)) return;
  Q_EMIT dropped(event->globalPosition().toPoint());
}

void PanelHeader::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT doubleClicked();
}

}  // namespace thalweg
