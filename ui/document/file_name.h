#pragma once
/// File names as Qt's text and back without loss: a name is bytes, and those that are no UTF-8 stand in the text as
/// lone surrogates U+DC80 to U+DCFF.
/// Threads: pure functions.

#include <QString>
#include <QUrl>

#include <string>
#include <string_view>

namespace thalweg {

QString nameText(std::string_view bytes);
std::string nameBytes(const QString& text);

/// A name as it is shown and suggested: what is no UTF-8 as U+FFFD.
QString shownName(const QString& name);
/// Whether something of that name is there. Qt, which reads names as UTF-8, cannot tell of all.
bool isThere(const QString& name);
/// A local file's name, as programs hand it over by dragging; empty for anything else.
QString nameOf(const QUrl& url);
/// Why nothing else may be written to `path`: it is the document's own file, whatever the name. Empty: it may.
QString ownFileProblem(const QString& path, const QString& document);
/// The folder that a dialog begins in for what belongs beside the file `name`; home for those that dialogs, which are
/// Qt's, cannot go to.
QString dialogFolder(const QString& name);

}  // namespace thalweg
