#include "ui/chart_data.h"

#include "core/path_measures.h"
#include "ui/compute_controller.h"
#include "ui/contender_look.h"
#include "ui/scenario_model.h"

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr Index kCoordinates = 2;  // whose effective rates are drawn

using Shared = std::shared_ptr<const Column>;

Shared share(Column values) { return values.size() == 0 ? nullptr : std::make_shared<const Column>(std::move(values)); }

/// What `make` makes, kept in `place`.
template <class Make>
Shared kept(Shared& place, Make make) {
  if (!place) place = share(make());
  return place;
}

/// One parameter group's values during the steps, rates or momentum; the last one stays to the end.
Shared duringSteps(const Points& values, Index group) {
  if (values.rows() == 0) return nullptr;
  Column column(values.rows() + 1);
  column.head(values.rows()) = values.col(group);
  column[values.rows()] = values(values.rows() - 1, group);
  return share(std::move(column));
}

}  // namespace

ChartKind chartKind(const std::string& id) {
  const auto is = [&id](std::size_t i) { return id == chartIds[i]; };
  if (is(0)) return {ChartData::tr("Loss"), QStringLiteral("f"), ChartData::tr("The objective at each point")};
  if (is(1))
    return {
        ChartData::tr("Learning rate"), QStringLiteral("\\mathrm{lr}_t"),
        ChartData::tr("The rate that each step takes, of each parameter group; momentum where a schedule cycles it")};
  if (is(2))
    return {ChartData::tr("Gradient norm"), QStringLiteral("\\lVert\\nabla f\\rVert"),
            ChartData::tr("The exact gradient's length at each point")};
  if (is(3))
    return {ChartData::tr("Step length"), QStringLiteral("\\lVert\\Delta x_t\\rVert"),
            ChartData::tr("How far the step that led to each point went")};
  if (is(4))
    return {ChartData::tr("Distance"), QStringLiteral("\\lVert x_t - x^\\star\\rVert"),
            ChartData::tr("To the nearest known minimum, global or local")};
  return {ChartData::tr("Effective rate"), QStringLiteral("|\\Delta x_{t,i}| / |g_{t,i}|"),
          ChartData::tr("The rate at which plain gradient descent would have made the same step, coordinate by "
                        "coordinate: the second one dashed")};
}

ChartData::ChartData(const ThemeController& themes, const ScenarioModel& model, const ComputeController& compute,
                     QObject* parent)
    : QObject(parent), themes_(themes), model_(model), compute_(compute), job_(this, [this](Results results) {
        deliver(std::move(results));
      }) {}

ChartData::~ChartData() = default;

ChartData::Columns& ChartData::columnsOf(const std::shared_ptr<const Trajectory>& path) {
  Columns& columns = columns_[path.get()];
  columns.path = path;
  columns.used = true;
  return columns;
}

SeriesData ChartData::line(std::size_t contender, std::size_t selected, const std::shared_ptr<const Trajectory>& path) {
  const Scenario& scenario = model_.scenario();
  const ContenderMark mark = contenderMark(themes_.theme(), scenario, contender);
  SeriesData series;
  series.color = mark.color;
  series.marker = mark.marker;
  series.visible = !scenario.contenders[contender].hidden;
  series.selected = contender == selected;
  if (scenario.display.chartAxis == chartAxisIds[1])
    series.x = kept(columnsOf(path).evaluations, [&] { return evaluationCounts(*path); });
  return series;
}

void ChartData::addLoss(ChartContent& content, const Objective& objective, std::size_t panel, std::size_t selected) {
  const Scenario& scenario = model_.scenario();
  const std::optional<double> minimum = knownMinimum(objective);
  bool positive = true;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto path = compute_.paths().at(panel, i);
    if (path && !scenario.contenders[i].hidden) positive = positive && path->loss.minCoeff() > 0;
  }
  const std::string& scale = scenario.display.lossScale;
  const bool linear = scale == lossScaleIds[1];
  const bool distance = scale == lossScaleIds[2];
  const bool above = minimum && (distance || (!linear && !positive));
  content.fixedScale = true;
  content.logarithmic = !linear && (above || positive);
  content.symbol = above ? QStringLiteral("f - f^\\star") : QStringLiteral("f");
  if (distance && !minimum)
    content.remark =
        positive ? tr("No minimum is known here: f itself") : tr("No minimum is known here: f itself, linear");
  else if (!linear && !content.logarithmic)
    content.remark = tr("Linear: f is not positive, and no minimum is known");
  wantsTests_ = wantsTests_ || objective.samples() > 0;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto path = compute_.paths().at(panel, i);
    if (!path) continue;
    Columns& columns = columnsOf(path);
    SeriesData loss = line(i, selected, path);
    loss.y = above ? kept(columns.lossAbove, [&] { return Column(path->loss - *minimum); }) : Shared(path, &path->loss);
    content.series.push_back(loss);
    loss.dashed = true;
    if (const auto runs = compute_.paths().ensemble(panel, i)) {
      const auto add = [&](const Column& values, const QString& name) {
        loss.y = above ? share(values - *minimum) : Shared(runs, &values);
        loss.name = name;
        content.series.push_back(loss);
      };
      add(runs->low, tr("10 % of the runs"));
      add(runs->median, tr("median"));
      add(runs->high, tr("90 %"));
    }
    // A test loss has a minimum of its own.
    loss.y = above ? nullptr : columns.testLoss;
    loss.name = tr("test");
    if (loss.y) content.series.push_back(loss);
    loss.share = true;
    loss.y = columns.accuracy;
    loss.name = tr("accuracy");
    if (loss.y) content.series.push_back(loss);
  }
}

ChartContent ChartData::content(const std::string& id, std::size_t panel, std::size_t selected) {
  const Scenario& scenario = model_.scenario();
  ChartContent content;
  const auto objective = compute_.objective(panel);
  if (!objective || panel >= scenario.panels.size()) return content;
  if (objective != objective_) {
    columns_.clear();
    objective_ = objective;
  }
  content.symbol = chartKind(id).symbol;
  const auto is = [&id](std::size_t i) { return id == chartIds[i]; };
  if (is(0)) addLoss(content, *objective, panel, selected);
  wantsRates_ = wantsRates_ || is(5);
  for (std::size_t i = 0; i < scenario.contenders.size() && !is(0); ++i) {
    const auto path = compute_.paths().at(panel, i);
    if (!path) continue;
    Columns& columns = columnsOf(path);
    const auto add = [&](Shared y, bool companion = false, const QString& name = {}, bool part = false) {
      SeriesData series = line(i, selected, path);
      series.y = std::move(y);
      series.dashed = companion;
      series.share = part;
      series.name = name;
      if (series.y) content.series.push_back(std::move(series));
    };
    if (is(1)) {
      if (columns.rates.empty()) {
        for (Index g = 0; g < path->rates.cols(); ++g) columns.rates.push_back(duringSteps(path->rates, g));
        columns.momentum = path->momentum.rows() > 0 ? duringSteps(path->momentum, 0) : nullptr;
      }
      for (std::size_t g = 0; g < columns.rates.size(); ++g)
        add(columns.rates[g], g > 0, columns.rates.size() > 1 ? tr("group %1").arg(g + 1) : QString());
      add(columns.momentum, true, tr("momentum"), true);
    } else if (is(2)) {
      add({path, &path->gradientNorm});
    } else if (is(3)) {
      add(kept(columns.steps, [&] { return stepLengths(*path); }));
    } else if (is(4)) {
      add(kept(columns.distance, [&] { return minimumDistances(*path, *objective); }));
    } else {
      for (std::size_t c = 0; c < columns.effective.size(); ++c) {
        const QString name = columns.effective.size() == 1 ? QString()
                             : objective->dimension() > 2  ? QStringLiteral("x%1").arg(c + 1)
                                                           : QString(QLatin1Char(c == 0 ? 'x' : 'y'));
        add(columns.effective[c], c > 0, name);
      }
    }
  }
  const auto minimum = [](const Landmark& mark) { return mark.kind != Landmark::Kind::Saddle; };
  if (is(4) && std::ranges::none_of(objective->landmarks(), minimum)) content.note = tr("No minimum is known here");
  content.evaluations = scenario.display.chartAxis == chartAxisIds[1];
  content.xMax = content.evaluations ? 1 : static_cast<double>(std::max<std::int64_t>(1, scenario.steps));
  for (const SeriesData& series : content.series) {
    if (series.x && series.visible) content.xMax = std::max(content.xMax, (*series.x)[series.x->size() - 1]);
  }
  return content;
}

void ChartData::measure() {
  const bool tests = std::exchange(wantsTests_, false);
  const bool rates = std::exchange(wantsRates_, false);
  std::erase_if(columns_, [](const auto& entry) { return !entry.second.used; });
  Results open;
  std::vector<const Trajectory*> asked;
  for (auto& [path, columns] : columns_) {
    columns.used = false;
    Columns wanted;
    wanted.path = columns.path;
    wanted.tested = tests && !columns.tested;
    wanted.rated = rates && !columns.rated;
    if (!wanted.tested && !wanted.rated) continue;
    open.push_back(std::move(wanted));
    asked.push_back(path);
  }
  if (open.empty() || asked == asked_) return;
  asked_ = std::move(asked);
  job_.request([objective = objective_, open = std::move(open)](const std::stop_token& stop) mutable {
    for (Columns& columns : open) {
      if (stop.stop_requested()) break;
      if (columns.tested) {
        columns.testLoss = share(testLosses(*columns.path, *objective));
        columns.accuracy = share(accuracies(*columns.path, *objective));
      }
      if (!columns.rated) continue;
      const Points values = effectiveRates(*columns.path, *objective, kCoordinates);
      for (Index c = 0; c < values.cols(); ++c) columns.effective.push_back(share(values.col(c)));
    }
    return std::move(open);
  });
}

void ChartData::deliver(Results results) {
  asked_.clear();
  for (Columns& result : results) {
    const auto known = columns_.find(result.path.get());
    if (known == columns_.end()) continue;
    Columns& columns = known->second;
    if (result.tested) {
      columns.tested = true;
      columns.testLoss = std::move(result.testLoss);
      columns.accuracy = std::move(result.accuracy);
    }
    if (!result.rated) continue;
    columns.rated = true;
    columns.effective = std::move(result.effective);
  }
  Q_EMIT measured();
}

}  // namespace thalweg
