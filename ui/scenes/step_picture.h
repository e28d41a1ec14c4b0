#pragma once
/// A step explained on a panel, as a value: its arrows from the cursor's point, phase by phase, the Hessian's ellipse,
/// the quadratic model, and what a line search tried; and how it is painted over the paths. On a curve of one variable
/// the arrows lie over one another, level, each of them on a line of its own above the point.
/// Threads: any thread.

#include "core/reports/explain_report.h"
#include "core/surfaces/quadratic_model.h"
#include "ui/look/theme.h"
#include "ui/scenes/plot_frame.h"

#include <QPointF>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

/// What an arrow stands for; the same colour on the panel and in the lines.
enum class StepTermKind { None, Gradient, Memory, Step };

struct StepArrow {
  StepTermKind kind = StepTermKind::None;
  QPointF move;       ///< data, from the point, as it is drawn
  double factor = 1;  ///< that it was stretched by
  QString label;      ///< TeX
  QString legend;     ///< TeX, with the factor
  bool operator==(const StepArrow&) const = default;
};

/// A run at a rate that survives, beside the one that does not.
struct StepGhost {
  std::shared_ptr<const Points> points;
  bool operator==(const StepGhost&) const = default;
};

struct StepPicture {
  QPointF at, next;  ///< data
  QColor color;      ///< the contender's
  QString marker = {};
  bool onCurve = false;  ///< y is f
  std::vector<StepArrow> arrows;
  bool sum = false;  ///< gradient and memory add up to the step
  std::shared_ptr<const QuadraticModel> model;
  std::vector<QPointF> parabola;  ///< on a curve: the model, data; empty where it is the curve itself
  std::vector<QPointF> trials;    ///< data
  std::vector<QString> heights;   ///< f at them
  std::optional<QPointF> escape;  ///< the direction in which a run that diverges runs away, of unit length
  std::optional<QPointF> escapeFrom;
  StepGhost ghost;

  int phase = -1;    ///< the last one shown, from 0; −1: all
  double grown = 1;  ///< how far its arrow has grown
  StepTermKind lit = StepTermKind::None;
  bool waiting = false;  ///< for the present step
  bool operator==(const StepPicture&) const = default;

  [[nodiscard]] const StepArrow* arrow(StepTermKind kind) const;
};

/// The name of the vector that the step goes along, as in the lines: "m_hat"; empty where it is the gradient alone.
std::string memoryName(const ExplainedStep& step);
/// What a name in the step's lines stands for; `memory`: of memoryName.
StepTermKind kindOf(const std::string& name, const std::string& memory);
/// A term's colour on the panel.
QColor stepColor(StepTermKind kind, const QColor& contender, const Theme& theme);
/// The same as text on the dock: mixed with the text's colour until it can be read.
QColor stepTextColor(StepTermKind kind, const QColor& contender, const Theme& theme);

/// On a panel that is seen in `frame`: arrows are stretched to be seen there.
StepPicture stepPicture(const ExplainedStep& step, std::shared_ptr<const QuadraticModel> model, const Plane& plane,
                        const PlotFrame& frame, const QColor& contender);

/// `toPixel`: where a place of the plane is seen; `place`: the plot. `touching`: the same in the plane that touches a
/// landscape at the step's point, where arrows and the Hessian's ellipse lie; none on a map.
void paintStepPicture(QPainter& painter, const StepPicture& picture,
                      const std::function<QPointF(const QPointF&)>& toPixel, const QRectF& place, const Theme& theme,
                      const std::function<QPointF(const QPointF&)>& touching = {});

/// The arrow within reach of `pixel`.
StepTermKind stepArrowAt(const StepPicture& picture, const std::function<QPointF(const QPointF&)>& toPixel,
                         const QPointF& pixel, const Theme& theme);

}  // namespace thalweg
