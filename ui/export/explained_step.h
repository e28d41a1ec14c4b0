#pragma once
/// A step explained in a picture: arrows for the panel, and the lines for the column beside it.
/// Threads: any thread.

#include "core/contracts/objective.h"
#include "core/scenario/scenario.h"
#include "ui/scenes/step_sheet.h"

#include <memory>
#include <optional>

namespace thalweg {

struct PictureStep {
  std::shared_ptr<const StepPicture> picture;
  std::optional<StepSheet> sheet;  ///< none: the contender has no step there
  double scale = 1;                ///< of the sheet
  QString title;
};

/// The contender's step after point `step`, as its panel is seen in `frame`; the sheet fits into `room`, in smaller
/// type where it must.
PictureStep pictureStep(const Scenario& scenario, std::size_t panel, std::size_t contender,
                        const std::shared_ptr<const Objective>& objective, std::int64_t step, const PlotFrame& frame,
                        const Theme& theme, const QSizeF& room);
void paintPictureStep(QPainter& painter, const PictureStep& step, const QRectF& place, const Theme& theme);

}  // namespace thalweg
