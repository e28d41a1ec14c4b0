#pragma once
/// This program's own icons: strokes of 1.5 px on a grid of 16 px, drawn as vectors at any size and tinted from the
/// theme, which they follow when it changes.
///
/// Names are the files of resources/icons: menu undo redo layout-1 layout-2 layout-3 layout-4 layout-6 chevron-down
/// chevron-up chevron-left chevron-right eye eye-off solo ellipsis plus minus link layers expand restore maps present
/// export import help first previous play pause stop next last loop speed warning info close search reset copy trash
/// drag sun moon folder save check pencil settings chart book bulb lock fork camera dice target. An unknown name draws
/// nothing.
/// Threads: GUI thread only.

#include <QColor>
#include <QIcon>
#include <QStringList>

class QPainter;
class QRectF;

namespace thalweg {

class ThemeController;
struct Theme;

/// Which token an icon takes; disabled it is at 60 % in every case.
enum class IconTint { Secondary, Text, Hint, Accent, OnAccent, Error };

[[nodiscard]] QColor tintColor(const Theme& theme, IconTint tint);
[[nodiscard]] QIcon themedIcon(const ThemeController& themes, const QString& name, IconTint tint = IconTint::Secondary);
/// All names, sorted.
[[nodiscard]] QStringList iconNames();
void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color);

}  // namespace thalweg
