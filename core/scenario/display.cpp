#include "core/scenario/display.h"

#include "core/scenario/scenario.h"

#include <algorithm>

namespace thalweg {

const std::vector<DisplayItem>& displayItems() {
  const auto below = [](std::size_t limit) { return Range{.min = 0, .max = static_cast<double>(limit) - 1}; };
  static const std::vector<DisplayItem> items = {
      {.key = "layout", .member = &Display::layout, .numbers = {1, 2, 3, 4, 6}},
      {.key = "enlarged", .member = &Display::enlarged, .range = below(limits::panels)},
      {.key = "color_map",
       .label = "Colours",
       .member = &Display::colorMap,
       .choices = {{"sea", "Sea"}, {"viridis", "Viridis"}, {"cividis", "Cividis"}, {"grey", "Grey"}},
       .layer = true},
      {.key = "color_scale",
       .label = "Colour scale",
       .member = &Display::colorScale,
       .choices = {{"auto", "As suits the surface"}, {"linear", "Linear"}, {"log", "Logarithmic"}, {"rank", "By rank"}},
       .layer = true},
      {.key = "gradient_field", .label = "Gradient field −∇f", .member = &Display::gradientField, .layer = true},
      {.key = "memory", .label = "Memory of past gradients", .member = &Display::memory, .layer = true},
      {.key = "step_circles", .label = "Step-length circles", .member = &Display::stepCircles, .layer = true},
      {.key = "ghosts", .label = "Ghosts of branches", .member = &Display::ghosts, .layer = true},
      {.key = "spread", .label = "Spread of noise at rest", .member = &Display::spread, .layer = true},
      {.key = "true_loss", .label = "Points by their true loss", .member = &Display::trueLoss, .layer = true},
      {.key = "batch_contours",
       .label = "Contours of the mini-batch",
       .member = &Display::batchContours,
       .layer = true},
      {.key = "sample_loss", .label = "Samples by their loss", .member = &Display::sampleLoss, .layer = true},
      {.key = "equal_axes", .label = "Equal axes", .member = &Display::equalAxes, .layer = true},
      {.key = "projection",
       .label = "Surfaces",
       .member = &Display::projection,
       .choices = {{"2d", "Flat", "As maps"}, {"3d", "In relief", "As lit landscapes"}},
       .layer = true},
      {.key = "height",
       .label = "Height in relief",
       .member = &Display::height,
       .choices = {{"auto", "As suits the surface"}, {"linear", "Linear"}, {"log", "Logarithmic"}},
       .layer = true},
      {.key = "camera", .member = &Display::camera},
      {.key = "charts", .member = &Display::charts},
      {.key = "loss_scale",
       .member = &Display::lossScale,
       .choices = {{"log", "log", "Of f; above the known minimum where f is not positive"},
                   {"linear", "linear", "Of f itself"},
                   {"distance", "distance", "Above the value of the best known minimum, logarithmic"}}},
      {.key = "chart_scales",

       .member = &Display::chartScales,
       .choices = {{"log", "log"}, {"linear", "linear"}}},
      {.key = "chart_axis",
       .label = "Axis of the charts",
       .member = &Display::chartAxis,
       .choices = {{"steps", "steps", "Against the steps that the optimizers take"},
                   {"evaluations", "evaluations",
                    "Against gradients evaluated (values, for methods without gradients). Each marker stands at what "
                    "its contender had spent by the current step, the cursor at the selected one's."}}},
      {.key = "bounds", .label = "Bounds of theory", .member = &Display::bounds},
      {.key = "basin", .member = &Display::basin, .range = below(limits::contenders)},
      {.key = "seeds", .member = &Display::seeds, .range = {.min = 1, .max = 100}},
      {.key = "step",

       .member = &Display::step,
       .range = {.min = 0, .max = static_cast<double>(limits::steps)}},
      {.key = "playing", .member = &Display::playing},
      {.key = "speed", .member = &Display::speed, .range = {.min = 0.1, .max = 20}},
      {.key = "loop", .member = &Display::loop},
  };
  return items;
}

const DisplayItem& displayItem(std::string_view key) {
  const auto found = std::ranges::find(displayItems(), key, &DisplayItem::key);
  if (found == displayItems().end()) throw std::out_of_range("the display has no " + std::string(key));
  return *found;
}

}  // namespace thalweg
