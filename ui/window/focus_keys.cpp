#include "ui/window/focus_keys.h"

#include "ui/controls/shortcuts.h"
#include "ui/views/panel_view.h"
#include "ui/window/keyboard_map.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

constexpr quint64 kNumberPause = 1000;  // ms between two keys of one number

/// Text is typed there, or keys move within a list.
bool hasKeysOfItsOwn(const QWidget& widget) {
  return qobject_cast<const QLineEdit*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget) ||
         qobject_cast<const QPlainTextEdit*>(&widget) || qobject_cast<const QTextEdit*>(&widget) ||
         qobject_cast<const QAbstractItemView*>(&widget) || qobject_cast<const KeyboardMap*>(&widget);
}

bool isArrow(const QKeyEvent& event) {
  static constexpr std::array arrows = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down};
  return std::ranges::find(arrows, event.key()) != arrows.end();
}

/// A landscape is turned by arrows, an edge between two parts moved.
bool turns(const QWidget& widget, const QKeyEvent& event) {
  const auto* view = qobject_cast<const PanelView*>(&widget);
  const Qt::CursorShape shape = widget.cursor().shape();
  const bool edge = shape == Qt::SplitHCursor || shape == Qt::SplitVCursor;
  const bool own = isArrow(event) || (edge && event.key() == Qt::Key_Home);
  return (edge || (view && view->scene().relief)) && own && event.modifiers() == Qt::NoModifier;
}

/// Of these the focus decides: they belong to the contender, the list or the text that has it.
bool dependsOnFocus(Command command) {
  static constexpr std::array those = {Command::ContenderUp, Command::ContenderDown, Command::DuplicateContender,
                                       Command::PageBack,    Command::PageOn,        Command::AllPanels};
  return std::ranges::find(those, command) != those.end();
}

}  // namespace

FocusKeys::FocusKeys(QWidget& window, std::function<bool(const QKeyEvent&)> act, std::function<void(bool)> step)
    : QObject(&window), window_(window), act_(std::move(act)), step_(std::move(step)) {
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
    if (old) old->removeEventFilter(this);
    if (now && now != &window_ && now->window() == &window_) now->installEventFilter(this);
  });
}

bool FocusKeys::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress || !watched->isWidgetType()) return false;
  return take(*static_cast<QWidget*>(watched), *static_cast<QKeyEvent*>(event));
}

bool FocusKeys::take(QWidget& focused, const QKeyEvent& event) const {
  if (hasKeysOfItsOwn(focused) || turns(focused, event)) return false;
  const std::optional<Command> command = commandOf(event);
  if (command && !dependsOnFocus(*command)) return act_(event);
  auto* button = qobject_cast<QAbstractButton*>(&focused);
  auto* list = qobject_cast<QComboBox*>(&focused);
  const bool enter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
  if (enter && button && button->isEnabled()) return button->click(), true;
  if (enter && list) return list->showPopup(), true;
  const bool vertical = event.key() == Qt::Key_Up || event.key() == Qt::Key_Down;
  const bool plain = event.modifiers() == Qt::NoModifier;
  // Segments choose among themselves.
  if (!vertical || !plain || !button || (button->group() && button->group()->exclusive())) return false;
  step_(event.key() == Qt::Key_Down);
  return true;
}

bool StrayNumber::holds(const QKeyEvent& event) {
  const QString typed = event.text();
  const bool one = typed.size() == 1 && event.modifiers().testFlag(Qt::ControlModifier) == false;
  const QChar sign = one ? typed.front() : QChar();
  const bool digit = sign >= QLatin1Char('0') && sign <= QLatin1Char('9');
  // No contender has these.
  const bool opens = sign == QLatin1Char('0') || sign == QLatin1Char('.') || sign == QLatin1Char(',');
  const bool within = open_ && digit && event.timestamp() - lastAt_ <= kNumberPause;
  open_ = opens || within;
  lastAt_ = event.timestamp();
  return within;
}

}  // namespace thalweg
