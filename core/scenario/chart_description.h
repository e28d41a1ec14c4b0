#pragma once
/// A kind of chart describes itself once: id, words, scales, and what it draws of paths. Scenario files, menus, titles,
/// exports and the command line are made from these cards.
/// Threads: cards are immutable after the catalogue has been built; all functions may be called from any thread.

#include "core/contracts/objective.h"
#include "core/scenario/display.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct ChartDrawing;  // core/charts/chart.h, as the next
struct ChartSource;
struct Scenario;

/// What of a path needs its objective anew, so that a window leaves it to the background.
struct ChartMeasures {
  bool tests = false;      ///< loss and accuracy on held-out data
  bool rates = false;      ///< effective rates of the first coordinates
  bool realised = false;   ///< realised ones
  bool seen = false;       ///< the gradients that the optimizer was given
  bool bounds = false;     ///< what theory promises
  bool planeLoss = false;  ///< the loss where the panel's plane shows the path
  bool sharpness = false;  ///< the largest curvature, and the one at which a step runs away
  bool angles = false;     ///< between steps and −∇f
  bool memory = false;     ///< momentum's share of steps
  bool state = false;      ///< the methods' internal vectors
  bool operator==(const ChartMeasures&) const = default;
  /// Whether all of `wanted` is among these.
  [[nodiscard]] bool hold(const ChartMeasures& wanted) const;
  void add(const ChartMeasures& more);
};

struct ChartDescription {
  std::string id;  ///< in scenario files; permanent
  std::string label;
  std::string symbol;  ///< TeX
  std::string tip;     ///< what is shown
  /// The part of the display that says the vertical axis; none: "chart_scales", by the chart's id.
  std::string Display::*scale = nullptr;
  bool bounds = false;  ///< theory has bounds for what it shows
  bool linear = false;  ///< its axis is linear where nothing else is chosen
  /// What `draw` uses of the background's work; none: nothing.
  std::function<ChartMeasures(const Scenario&, const Objective&)> measures = {};
  /// Fills the drawing, which comes with the card's symbol and the chosen axis.
  std::function<void(ChartDrawing&, const ChartSource&)> draw;
};

/// All kinds, in menus' order. Adding one: a file in core/charts and a line in its list.cpp.
const std::vector<const ChartDescription*>& chartDescriptions();
/// nullptr if unknown.
const ChartDescription* findChart(std::string_view id);
/// A kind that is no part of the list, for a program that brings its own. Only before the first scenario is read and
/// the first window opened; throws std::invalid_argument if there is a kind of this id.
void addChart(ChartDescription card);

/// What the chart's vertical axis may be; the first is the default.
const std::vector<DisplayChoice>& chartScales(const ChartDescription& card);
/// What it is.
const std::string& chartScale(const Display& display, const ChartDescription& card);
/// Chooses one of `chartScales`.
void setChartScale(Display& display, const ChartDescription& card, const std::string& scale);

}  // namespace thalweg
