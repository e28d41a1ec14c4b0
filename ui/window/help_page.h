#pragma once
/// Pages of the help, made from the catalogue or from text.
/// Threads: GUI thread only.

#include "core/contracts/catalog.h"
#include "ui/look/theme.h"

#include <QString>

class QWidget;

namespace thalweg {

/// All that an entry of the catalogue says of itself: formula, options with default and range, advice, source.
[[nodiscard]] QWidget* makeCardPage(const ThemeController& themes, const Card& card);
[[nodiscard]] QWidget* makeTextPage(const ThemeController& themes, const QString& title, const QString& markdown);

/// Version, licence, libraries and fonts, as Markdown.
[[nodiscard]] QString aboutText();
/// Every source that the catalogue names, as Markdown.
[[nodiscard]] QString referencesText();

}  // namespace thalweg
