#pragma once
/// Colours of Python text: comments and strings step back, keywords and numbers stand out.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QSyntaxHighlighter>

namespace thalweg {

class PythonHighlighter : public QSyntaxHighlighter {
  Q_OBJECT

 public:
  PythonHighlighter(const ThemeController& themes, QTextDocument* document);

 protected:
  void highlightBlock(const QString& line) override;

 private:
  const ThemeController& themes_;
};

}  // namespace thalweg
