#include "ui/export/explained_step.h"

#include "core/scenario/contender_names.h"
#include "ui/look/contender_look.h"
#include "ui/look/text.h"
#include "ui/scenes/assembly.h"

#include <QObject>
#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr double titleHigh = 30;

}  // namespace

PictureStep pictureStep(const Scenario& scenario, std::size_t panel, std::size_t contender,
                        const std::shared_ptr<const Objective>& objective, std::int64_t step, const PlotFrame& frame,
                        const Theme& theme, const QSizeF& room) {
  PictureStep made;
  if (scenario.steps < 1) return made;
  const std::vector<double> start = startPoint(scenario, panel, contender, *objective);
  const ExplainedStep shown = explained(panel, contender, *objective,
                                        traceStep(scenario, contender, objective, start, static_cast<Index>(step)));
  if (shown.trace.lines.empty()) return made;
  const bool arrows = objective->dimension() <= 2 || standsStill(scenario.panels[panel]);
  const Plane plane = arrows ? panelPlane(scenario.panels[panel], *objective, nullptr) : Plane();
  std::shared_ptr<const QuadraticModel> model;
  if (!arrows) {
    // In a plane that paths are projected to, an arrow is not what it seems.
  } else if (auto found = quadraticModel(*objective, plane, shown.trace.point))
    model = std::make_shared<const QuadraticModel>(std::move(*found));
  const QColor color = contenderMark(theme, scenario, contender).color;
  if (arrows)
    made.picture = std::make_shared<const StepPicture>(stepPicture(shown, std::move(model), plane, frame, color));
  StepSheetChoice choice;
  choice.width = room.width();
  made.sheet.emplace(shown, made.picture.get(), choice, color, theme);
  const double high = room.height() - theme.px(titleHigh);
  if (made.sheet->height() > high) {
    made.scale = high / made.sheet->height();
    choice.width = room.width() / made.scale;
    made.sheet.emplace(shown, made.picture.get(), choice, color, theme);
    made.scale = std::min(made.scale, high / made.sheet->height());
  }
  made.title = QObject::tr("%1, step %2 → %3")
                   .arg(text(contenderName(scenario, contender)))
                   .arg(shown.trace.step)
                   .arg(shown.trace.step + 1);
  return made;
}

void paintPictureStep(QPainter& painter, const PictureStep& step, const QRectF& place, const Theme& theme) {
  if (!step.sheet) return;
  painter.save();
  painter.setPen(theme.text);
  painter.setFont(theme.font(TextRole::Title));
  const double high = theme.px(titleHigh);
  painter.drawText(QRectF(place.left() + theme.px(14), place.top(), place.width(), high),
                   Qt::AlignLeft | Qt::AlignVCenter, step.title);
  painter.translate(place.left(), place.top() + high);
  painter.scale(step.scale, step.scale);
  step.sheet->paint(painter);
  painter.restore();
}

}  // namespace thalweg
