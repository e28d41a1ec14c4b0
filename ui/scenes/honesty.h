#pragma once
/// How far a panel's plane of many coordinates tells the truth: how much of the paths' movement it holds and, at the
/// cursor, the loss in the plane beside the true one. Painted in a row under the picture, in windows and files alike.
/// Threads: a value; painting needs a QGuiApplication.

#include "ui/look/theme.h"

#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace thalweg {

struct Honesty {
  double held = 1;        ///< the plane's share of the movement of all paths that are shown
  double randomWalk = 0;  ///< of a principal plane: what such a plane holds of a random walk; else 0
  struct Point {
    ContenderMark mark;
    double planeLoss = 0;  ///< at the projection
    double trueLoss = 0;
    double distance = 0;  ///< from the plane
    bool known = true;    ///< false: nobody knows the loss in the plane; that of the path is the run's own
    bool operator==(const Point&) const = default;
  };
  std::optional<Point> point;  ///< of the chosen contender at the cursor
  bool operator==(const Honesty&) const = default;

  /// By how much the loss in the plane is off, as a part of the true one; 0 where it is not known.
  [[nodiscard]] double difference() const;
  /// Less than 70 % of the movement, or losses more than 10 % apart.
  [[nodiscard]] bool needsCare() const;
};

/// "94 %", "0.3 %".
[[nodiscard]] QString shareText(double share);
/// All of it in sentences, for a tooltip and for those who hear it.
[[nodiscard]] QString honestyWords(const Honesty& honesty);
/// The row's height.
[[nodiscard]] double honestyHeight(const Theme& theme);
/// As much of it as has room in `row`, the picture's plot from left to right.
void paintHonesty(QPainter& painter, const QRectF& row, const Honesty& honesty, const Theme& theme);

}  // namespace thalweg
