#pragma once
/// What a panel shows in small plots in place of its surface: the singular values of a matrix parameter's updates and
/// of what is left of the error over the steps, a column a contender; or all eigenvalues of the Hessian at the cursor,
/// a strip a contender on one axis, with the one at which its step runs away.
///
/// Singular values stand on a logarithmic axis, eigenvalues on one that is linear within ±`unit` and logarithmic
/// beyond. Threads: values; painting as the panel's own.

#include "core/runs/panel_study.h"
#include "ui/look/theme.h"
#include "ui/scenes/plot_frame.h"

#include <QPointF>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

struct PanelScene;

struct StudyPicture {
  struct Cell {
    ContenderMark mark;
    QString name;
    QString words;                            ///< of its numbers at the cursor
    std::vector<std::vector<QPointF>> lines;  ///< step and log₁₀σ; a line a singular value, the largest first
    std::vector<double> needles;              ///< eigenvalues, on the axis
    std::optional<double> limit;              ///< on the axis
  };
  bool spectrum = false;
  std::size_t columns = 1;    ///< contenders, of singular values
  std::vector<QString> rows;  ///< names, of singular values: "update", "error"
  std::vector<Cell> cells;    ///< row by row
  std::vector<View> boxes;    ///< a row each: steps and log₁₀σ; of a spectrum one, its height 0 to 1
  double unit = 1;            ///< where a spectrum's axis ceases to be linear
  std::int64_t cursor = 0;    ///< the step; of a spectrum, the one that it is of
  QString note;               ///< in place of cells

  /// Where an eigenvalue stands on the axis.
  [[nodiscard]] double place(double eigenvalue) const;
};

/// Of a panel whose study is there; null: a note that says that it is being computed.
std::shared_ptr<const StudyPicture> studyPicture(const Scenario& scenario, std::size_t panel, const PanelStudy* study,
                                                 std::int64_t cursor, const Theme& theme);
/// Singular values with the cursor at another step.
std::shared_ptr<const StudyPicture> atStep(const StudyPicture& picture, const PanelStudy* study, std::int64_t cursor);

/// Round all cells; its view is the first row's.
PlotFrame studyFrame(const PanelScene& scene, const QRectF& area);
void paintStudy(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, qreal ratio);

/// What the parameter is called that the view of singular values shows: "W₁".
QString matrixName(const Objective& objective);

}  // namespace thalweg
