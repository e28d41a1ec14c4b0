#pragma once
/// What of a scenario is on screen beside its panels and contenders, and the table that describes each part of it once:
/// scenario files are read and written by it, and menus and undo steps have their words from it.
/// Threads: values and immutable tables; all functions may be called from any thread.

#include "core/contracts/catalog.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thalweg {

/// Where a surface in three dimensions is seen from.
struct Camera {
  double azimuth = 15;  ///< degrees by which the x axis is turned away from the viewer: −360 to 360
  /// Degrees above the ground: 5 to 85, or 90: straight from above, as a map. None: 46, or as much higher as it takes
  /// to see the minima.
  std::optional<double> elevation = {};
  double zoom = 1;  ///< 0.2 to 20
  double panX = 0;  ///< of the picture, as shares of the plot's width and height: −10 to 10
  double panY = 0;
  bool operator==(const Camera&) const = default;
};

struct Display {
  int layout = 3;                       ///< panels at once: 1, 2, 3, 4 or 6
  std::optional<std::size_t> enlarged;  ///< the panel that is shown alone
  std::string colorMap = "sea";
  std::string colorScale = "auto";  ///< "auto": as suits the objective
  bool gradientField = false;
  bool trueLoss = false;       ///< points of paths are filled by their true loss, where planes leave something out
  bool batchContours = false;  ///< the surface of the mini-batch of the step that comes next lies over the full one
  bool sampleLoss = false;     ///< the larger a sample's loss, the larger it is drawn
  bool equalAxes = true;
  bool memory = false;            ///< how much each past gradient still counts, along the selected contender's path
  bool stepCircles = false;       ///< how long its last steps were, as circles
  bool ghosts = true;             ///< what branches left, and pinned paths
  bool spread = false;            ///< where noise keeps a method that has come to rest: ellipses round the minimum
  std::string projection = "2d";  ///< or "3d"
  std::string height = "auto";    ///< of surfaces in three dimensions: "auto" as they are coloured, "linear" or "log"
  Camera camera;                  ///< of all panels without one of their own
  std::vector<std::string> charts = {"loss", "lr", "gradient_norm"};  ///< from left to right, ids of chart cards
  std::string lossScale = "log";                   ///< "distance": to the best known minimum's value, logarithmic
  std::map<std::string, std::string> chartScales;  ///< vertical axes of charts but the loss; missing: logarithmic
  std::string chartAxis = "steps";                 ///< or "evaluations": of gradients
  bool bounds = false;               ///< charts have what theory promises beside the lines, where its assumptions hold
  std::optional<std::size_t> basin;  ///< the contender whose basin map lies over the panels
  int seeds = 1;                     ///< runs of each contender with noise, 1 to 100
  std::int64_t step = 0;             ///< where the cursor stands
  bool playing = false;              ///< plays when opened
  double speed = 1;                  ///< 0.1 to 20
  bool loop = false;
  bool operator==(const Display&) const = default;
};

/// One of the ids that a part of the display may be.
struct DisplayChoice {
  std::string id;
  std::string label;     ///< in menus
  std::string tip = {};  ///< may be empty
};

/// The kinds of parts: a switch, whole numbers, a number, one of several ids, a place in a list or none, a camera, ids
/// of charts, scales of charts by their ids.
using DisplayMember = std::variant<bool Display::*, int Display::*, std::int64_t Display::*, double Display::*,
                                   std::string Display::*, std::optional<std::size_t> Display::*, Camera Display::*,
                                   std::vector<std::string> Display::*, std::map<std::string, std::string> Display::*>;

/// A part of the display. Its default is what a new Display has.
struct DisplayItem {
  std::string key;         ///< in scenario files; permanent
  std::string label = {};  ///< in menus, and of the undo step that changes it; empty: the window names its own steps
  DisplayMember member;
  std::vector<DisplayChoice> choices = {};  ///< of an id; the first is the default
  Range range = {};                         ///< of a number, of a place
  std::vector<int> numbers = {};            ///< all that a whole number may be; empty: `range` says it
  bool layer = false;                       ///< stands among a panel's colours and overlays
};

/// In the order in which files have them.
const std::vector<DisplayItem>& displayItems();
/// Throws std::out_of_range for a key that there is not.
const DisplayItem& displayItem(std::string_view key);

}  // namespace thalweg
