#pragma once
/// What a chart shows, without colours: lines of numbers over the steps of paths, and words. The kinds of charts are
/// made of this; who paints them adds colours and pixels.
/// Shapes: columns have an entry a point of the path, so steps + 1, the start first. Threads: functions may be called
/// from any thread, each with columns of its own; columns that are shared are immutable.

#include "core/runs/bounds.h"
#include "core/runs/ensemble.h"
#include "core/scenario/chart_description.h"
#include "core/surfaces/plane.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace thalweg {

using SharedColumn = std::shared_ptr<const Column>;

/// What was derived from a path, each as it was first asked for. A chart made again of the same columns has the same
/// objects for what did not change.
struct PathColumns {
  std::shared_ptr<const Trajectory> path;
  std::map<std::string, SharedColumn, std::less<>> derived;  ///< by names of their makers' choice
  std::shared_ptr<const Ensemble> ensemble;                  ///< of which are:
  SharedColumn lowAbove, medianAbove, highAbove;

  ChartMeasures measured;                         ///< which of these are there
  SharedColumn testLoss, accuracy, testAccuracy;  ///< null where the objective has none
  std::vector<SharedColumn> effective;            ///< a coordinate each; none where the rule has no rates
  std::vector<SharedColumn> realised;             ///< a coordinate each
  SharedColumn seenGradient;                      ///< its length; null where it was the exact one
  std::vector<ConvergenceBound> bounds;           ///< of all kinds, those that are refused among them
  SharedColumn planeLoss;                         ///< null where there is no plane
  std::optional<Plane> plane;                     ///< in which it is
  SharedColumn sharpness, sharpnessLimit;         ///< null where the Hessian is not finite, or the step has no rates
  Index sharpnessEvery = 0;                       ///< steps from one that was computed to the next; 0: none was
  SharedColumn updateAngle;                       ///< degrees between steps and −∇f
  SharedColumn memoryShare;                       ///< null where the step has no momentum
  std::vector<std::pair<std::string, SharedColumn>> state;  ///< lengths of the method's vectors by their names

  std::shared_ptr<const Trajectory> comparedWith;  ///< another contender's path, from which
  SharedColumn difference;                         ///< this one is so far at each step
};

/// One contender's path on the panel.
struct ChartRun {
  std::size_t contender = 0;
  PathColumns* columns = nullptr;            ///< with the path; never null
  std::shared_ptr<const Ensemble> ensemble;  ///< of the path; null: there are no other runs
};

struct ChartSource {
  const Scenario& scenario;
  const Objective& objective;
  const std::vector<ChartRun>& runs;
  const Plane* plane = nullptr;  ///< that the panel shows of more than two dimensions; null: there is none yet
};

struct ChartLine {
  std::size_t run = 0;               ///< of the source's
  SharedColumn y;                    ///< null: no line
  std::string name = {};             ///< what it is among its contender's lines: "test", "y"
  bool companion = false;            ///< beside the contender's own line: dashed
  bool share = false;                ///< of 1, on an axis of its own; a companion
  bool sparse = false;               ///< a share whose dots stand twice as far apart
  bool faint = false;                ///< a companion that is thin, not dashed
  bool labelled = false;             ///< its name stands at its end
  SharedColumn low = {}, high = {};  ///< a band round the line; both or neither
  std::string band = {};             ///< what the band is
  SharedColumn x = {};               ///< never falling; null: steps, or evaluations where the scenario counts them
};

/// A bound of theory in a chart's menu.
struct ChartBound {
  std::size_t run = 0;  ///< of the source's
  std::string name;
  std::string words;  ///< formula's constants and source, or which assumption fails, and where
  bool holds = false;
};

struct ChartDrawing {
  std::string symbol;  ///< TeX
  std::string remark;  ///< where the axis is not the one chosen
  std::string note;    ///< in place of lines
  bool logarithmic = true;
  bool holdsAll = false;  ///< the axis holds the lines of paths that ran away, too
  bool still = false;  ///< every line has an x of its own that is neither steps nor evaluations: no cursor runs there
  std::vector<ChartLine> lines;    ///< in their order from below
  std::vector<ChartBound> bounds;  ///< that could stand here, where the display wants them
};

/// The card's chart. What was not measured has no lines.
ChartDrawing drawChart(const ChartDescription& card, const ChartSource& source);

/// Fills what of `wanted` is not there, for the path of a contender of `scenario`. A stop request leaves it open.
/// `plane`: as a chart's source has it.
void measure(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
             const ChartMeasures& wanted, const std::stop_token& stop = {}, const Plane* plane = nullptr);
/// Loss on the plane that is of another plane than `plane` is to be measured anew; until then it stays.
void followPlane(PathColumns& columns, const Plane* plane);

/// How far apart the steps are whose sharpness is computed of a path so long: at first, and in the end.
Index coarseSharpness(const Trajectory& path);
Index fineSharpness(const Trajectory& path);
/// Computes the sharpness every `every` steps. A stop request leaves it as it is.
void measureSharpness(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
                      Index every, const std::stop_token& stop = {});

/// A line a coordinate, the first whole, the others dashed.
void addCoordinates(ChartDrawing& drawing, std::size_t run, const std::vector<SharedColumn>& columns, Index dimension);

/// Beside each visible run's line the tightest of its bounds that belong on `chart` and hold, raised by `above`, and
/// all of them for the menu.
void addBounds(ChartDrawing& drawing, const ChartSource& source, const std::string& chart, double above);

/// Says where what needs all samples was computed only once in so many steps (Trajectory::every), unless there is
/// another remark.
void remarkMeasured(ChartDrawing& drawing, const ChartSource& source);

/// Null for no numbers.
inline SharedColumn shareColumn(Column values) {
  return values.size() == 0 ? nullptr : std::make_shared<const Column>(std::move(values));
}

/// What `make` makes of the path, kept in its columns under `name`.
template <class Make>
SharedColumn derived(PathColumns& columns, const std::string& name, Make make) {
  SharedColumn& place = columns.derived[name];
  if (!place) place = shareColumn(make());
  return place;
}

}  // namespace thalweg
