#include "ui/export/python_highlighter.h"

#include <QRegularExpression>

namespace thalweg {

PythonHighlighter::PythonHighlighter(const ThemeController& themes, QTextDocument* document)
    : QSyntaxHighlighter(document), themes_(themes) {
  connect(&themes, &ThemeController::changed, this, &QSyntaxHighlighter::rehighlight);
}

void PythonHighlighter::highlightBlock(const QString& line) {
  enum State { Plain = -1, InDocstring = 1 };
  const Theme& theme = themes_.theme();
  const QString quotes = QStringLiteral("\"\"\"");
  qsizetype at = 0;
  setCurrentBlockState(Plain);
  if (previousBlockState() == InDocstring) {
    const qsizetype end = line.indexOf(quotes);
    at = end < 0 ? line.size() : end + quotes.size();
    setFormat(0, static_cast<int>(at), theme.secondary);
    if (end < 0) return setCurrentBlockState(InDocstring);
  }
  // In this order: what begins first, takes all that belongs to it.
  static const QRegularExpression token(QStringLiteral(
      R"(("""(?:.*?"""|.*$))|("(?:[^"\\]|\\.)*")|(#.*$)|\b(and|as|break|class|continue|def|elif|else|except|False|for|)"
      R"(from|if|import|in|is|lambda|None|nonlocal|not|or|pass|return|True|try|while|with|yield)\b|)"
      R"(\b(\d+\.?\d*(?:[eE][-+]?\d+)?)\b)"));
  for (auto match = token.globalMatch(line, at); match.hasNext();) {
    const QRegularExpressionMatch found = match.next();
    const bool docstring = found.capturedLength(1) > 0;
    const bool quiet = docstring || found.capturedLength(2) > 0 || found.capturedLength(3) > 0;
    QTextCharFormat format;
    format.setForeground(quiet ? theme.secondary : theme.accent);
    if (found.capturedLength(4) > 0) format.setFontWeight(QFont::Medium);
    setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()), format);
    const QString text = found.captured(1);
    if (docstring && (text.size() < 6 || !text.endsWith(quotes))) return setCurrentBlockState(InDocstring);
  }
}

}  // namespace thalweg
