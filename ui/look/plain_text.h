#pragma once
/// Texts are shown letter by letter. Titles, labels, file names and errors come from files that others made, and Qt
/// would take "<img src='file:///dev/zero'>" in them for HTML and read what it names.
/// Threads: GUI thread only.

#include <QMessageBox>
#include <QString>

#include <memory>

class QLabel;
class QWidget;

namespace thalweg {

/// A label of plain text; `role` is a style sheet's (ui/look/theme.h), empty: body text. scripts/lint lets nobody else
/// make labels.
[[nodiscard]] QLabel* plainLabel(QWidget* parent, const QString& text = {}, const char* role = "");

/// A question with `buttons`, which have words and no icons; the caller adds others and `exec`s it.
[[nodiscard]] std::unique_ptr<QMessageBox> plainQuestion(QWidget* window, const QString& title, const QString& text,
                                                         QMessageBox::StandardButtons buttons);

/// From now on every label that does not say which format it takes takes plain text: tooltips, message boxes and what
/// else Qt makes by itself. Once an application; needs one.
void keepTextsPlain();

/// A name within a menu entry or on a button, where a single & would be taken for a mnemonic's sign.
[[nodiscard]] QString menuText(QString name);

}  // namespace thalweg
