#pragma once
/// `thalweg lessons [FILE…] [--list|--check] [--format text|json]`. Wiring only.

#include <QStringList>

namespace thalweg {

inline constexpr const char* lessonsSummary = "List the lessons, or check that they say what their runs give.";

/// `arguments` as main got them, without the command. Throws as the other commands do.
void lessons(const QStringList& arguments);

}  // namespace thalweg
