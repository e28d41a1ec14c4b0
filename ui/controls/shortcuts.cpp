#include "ui/controls/shortcuts.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>

namespace thalweg {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Shortcuts", text); }

std::vector<QKeySequence> keys(std::initializer_list<const char*> names) {
  std::vector<QKeySequence> sequences;
  for (const char* name : names)
    sequences.push_back(QKeySequence::fromString(QString::fromLatin1(name), QKeySequence::PortableText));
  return sequences;
}

std::vector<Shortcut> table() {
  const QString file = words("Scenario"), time = words("Playing"), contenders = words("Contenders"),
                rest = words("Window");
  return {
      {Command::PlayPause, time, words("Play or pause"), keys({"Space"})},
      {Command::StepBack, time, words("One step back"), keys({"Left", "Shift+[", "Shift+{"})},
      {Command::StepOn, time, words("One step on"), keys({"Right", "Shift+]", "Shift+}"})},
      {Command::TenBack, time, words("Ten steps back"), keys({"Shift+Left"})},
      {Command::TenOn, time, words("Ten steps on"), keys({"Shift+Right"})},
      {Command::FirstStep, time, words("First step"), keys({"Home"})},
      {Command::LastStep, time, words("Last step"), keys({"End"})},
      {Command::Slower, time, words("Slower"), keys({"-"})},
      {Command::Faster, time, words("Faster"), keys({"+", "="})},
      {Command::Loop, time, words("Play in a loop"), keys({"L"})},
      {Command::Explain, time, words("Explain the step"), keys({"E"})},
      {Command::PhaseBack, time, words("Explain: the phase before"), keys({"["})},
      {Command::PhaseOn, time, words("Explain: the next phase"), keys({"]"})},
      {Command::ToggleContender, contenders, words("Show or hide a contender"),
       keys({"1", "2", "3", "4", "5", "6", "7", "8", "9"})},
      {Command::ContenderUp, contenders, words("Move the selected one up"), keys({"Alt+Up"})},
      {Command::ContenderDown, contenders, words("Move the selected one down"), keys({"Alt+Down"})},
      {Command::DuplicateContender, contenders, words("Duplicate the selected one"), keys({"Ctrl+D"})},
      {Command::Branch, contenders, words("Branch the selected one at this step"), keys({"B"})},
      {Command::New, file, words("New"), keys({"Ctrl+N"}), true},
      {Command::Open, file, words("Open…"), keys({"Ctrl+O"}), true},
      {Command::Scenarios, file, words("Choose a scenario"), keys({"Ctrl+L"}), true},
      {Command::Lessons, file, words("Choose a lesson"), keys({"F6"}), true},
      {Command::Present, rest, words("Present, or end it"), keys({"F5"}), true},
      {Command::SaveAnswers, file, words("Save what I said in the lesson…"), {}, true},
      {Command::OpenRun, file, words("Open a recorded run…"), {}, true},
      {Command::OpenClass, file, words("What a class said…"), {}, true},
      {Command::WriteLesson, file, words("Make a lesson of this…"), {}, true},
      {Command::ShowCode, file, words("Show as a QR picture"), {}, true},
      {Command::Save, file, words("Save"), keys({"Ctrl+S"}), true},
      {Command::SaveAs, file, words("Save as…"), keys({"Ctrl+Shift+S"}), true},
      {Command::Rename, file, words("Rename"), keys({"F2"}), true},
      {Command::Export, file, words("Export a picture or an animation…"), keys({"Ctrl+E"}), true},
      {Command::CopyPicture, file, words("Copy the picture"), keys({"Ctrl+Shift+C"}), true},
      {Command::CopyLink, file, words("Copy as a link"), {}, true},
      {Command::PasteLink, file, words("Open a link that was copied"), keys({"Ctrl+V"}), true},
      {Command::Undo, file, words("Undo"), keys({"Ctrl+Z"}), true},
      {Command::Redo, file, words("Redo"), keys({"Ctrl+Shift+Z", "Ctrl+Y"}), true},
      {Command::PageBack, rest, words("The panels before"), keys({"PgUp"})},
      {Command::PageOn, rest, words("The panels after"), keys({"PgDown"})},
      {Command::Projection, rest, words("Surfaces as maps or as landscapes"), keys({"D"})},
      {Command::AllPanels, rest, words("From one enlarged panel back to all"), keys({"Esc"})},
      {Command::Fit, rest, words("Fit the view"), keys({"F"})},
      {Command::FitPaths, rest, words("Fit the view to the paths"), keys({"Shift+F"})},
      {Command::ShowKeys, rest, words("Keys"), keys({"F1", "?"})},
      {Command::ShowHelp, rest, words("Help"), keys({"Shift+F1"}), true},
      {Command::ShowAbout, rest, words("About Thalweg"), {}, true},
      {Command::Quit, rest, words("Quit"), keys({"Ctrl+Q"}), true},
  };
}

bool matches(const QKeySequence& keys, const QKeyEvent& event) {
  const QKeyCombination wanted = keys[0];
  const Qt::KeyboardModifiers held = event.modifiers() & ~Qt::KeypadModifier;
  if (wanted.key() == event.key() && wanted.keyboardModifiers() == held) return true;
  // A sign is a sign, whether this keyboard has it with Shift or without.
  const bool plain = wanted.keyboardModifiers() == Qt::NoModifier && (held & ~Qt::ShiftModifier) == Qt::NoModifier;
  return plain && wanted.key() > Qt::Key_Space && wanted.key() < Qt::Key_A && wanted.key() == event.key();
}

}  // namespace

const std::vector<Shortcut>& shortcuts() {
  static const std::vector<Shortcut> all = table();
  return all;
}

const Shortcut& shortcut(Command command) { return *std::ranges::find(shortcuts(), command, &Shortcut::command); }

QString keyText(Command command) {
  const auto& known = shortcut(command).keys;
  return known.empty() ? QString() : known.front().toString(QKeySequence::NativeText);
}

std::optional<Command> commandOf(const QKeyEvent& event) {
  for (const Shortcut& entry : shortcuts()) {
    if (entry.everywhere) continue;
    if (std::ranges::any_of(entry.keys, [&event](const QKeySequence& keys) { return matches(keys, event); }))
      return entry.command;
  }
  return {};
}

}  // namespace thalweg
