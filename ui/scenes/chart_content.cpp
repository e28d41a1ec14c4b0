#include "ui/scenes/chart_content.h"

#include "core/runs/path_measures.h"
#include "core/runs/rule_trace.h"
#include "core/runs/stability.h"
#include "ui/look/contender_look.h"

#include <QObject>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

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

/// The series of one chart, in order.
class Lines {
 public:
  /// `strays`: lines of paths that ran away need not be held by the axis.
  Lines(ChartContent& content, const Scenario& scenario, const Theme& theme, std::optional<std::size_t> selected,
        bool strays)
      : content_(content), scenario_(scenario), theme_(theme), selected_(selected), strays_(strays) {}

  /// A contender's line without its values.
  [[nodiscard]] SeriesData of(const ChartRun& run) const {
    const ContenderMark mark = contenderMark(theme_, scenario_, run.contender);
    SeriesData line;
    line.color = mark.color;
    line.marker = mark.marker;
    line.visible = !scenario_.contenders[run.contender].hidden;
    line.selected = run.contender == selected_;
    line.stray = strays_ && runsAway(*run.columns->path);
    if (content_.evaluations)
      line.x = kept(run.columns->evaluations, [&] { return evaluationCounts(*run.columns->path); });
    return line;
  }
  /// `companion`: beside the contender's own line; `part`: of 1, on an axis of its own.
  void add(const ChartRun& run, Shared y, const QString& name = {}, bool companion = false, bool part = false) {
    SeriesData line = of(run);
    line.y = std::move(y);
    line.dashed = companion;
    line.share = part;
    line.name = name;
    add(std::move(line));
  }
  void add(SeriesData line) {
    if (!line.y) return;
    if (line.x && line.visible) content_.xMax = std::max(content_.xMax, (*line.x)[line.x->size() - 1]);
    content_.series.push_back(std::move(line));
  }

 private:
  ChartContent& content_;
  const Scenario& scenario_;
  const Theme& theme_;
  std::optional<std::size_t> selected_;
  bool strays_;
};

/// What lines that are not whole are: "dashed: test · dotted: accuracy".
QString key(const std::vector<SeriesData>& series) {
  QStringList thin, dashed, dotted, sparse;
  for (const SeriesData& line : series) {
    if (!line.visible || !line.dashed || line.name.isEmpty()) continue;
    QStringList& names = line.faint ? thin : line.sparse ? sparse : line.share ? dotted : dashed;
    if (!names.contains(line.name)) names << line.name;
  }
  QStringList words;
  const QString comma = QStringLiteral(", ");
  if (!thin.isEmpty()) words << QObject::tr("thin: %1").arg(thin.join(comma));
  if (!dashed.isEmpty()) words << QObject::tr("dashed: %1").arg(dashed.join(comma));
  if (!dotted.isEmpty()) words << QObject::tr("dotted, at the right: %1").arg(dotted.join(comma));
  if (!sparse.isEmpty()) words << QObject::tr("sparse dots: %1").arg(sparse.join(comma));
  return words.join(QStringLiteral(" · "));
}

/// The median of an ensemble with its band stands for the contender; its own path is one run among many.
void addEnsemble(Lines& lines, const ChartRun& run, std::optional<double> minimum) {
  PathColumns& columns = *run.columns;
  if (columns.ensemble != run.ensemble) {
    columns.ensemble = run.ensemble;
    columns.lowAbove = columns.medianAbove = columns.highAbove = nullptr;
  }
  if (!run.ensemble) return;
  const auto place = [&](const Column& values, Shared& above) {
    return minimum ? kept(above, [&] { return Column(values - *minimum); }) : Shared(run.ensemble, &values);
  };
  SeriesData line = lines.of(run);
  line.y = place(run.ensemble->median, columns.medianAbove);
  line.bandLow = place(run.ensemble->low, columns.lowAbove);
  line.bandHigh = place(run.ensemble->high, columns.highAbove);
  line.name = QObject::tr("median of %1 runs").arg(run.ensemble->runs.size());
  line.bandName = QObject::tr("10–90 %");
  lines.add(std::move(line));
}

/// Above the known minimum where that is asked for, or where f itself has no logarithm.
void addLosses(Lines& lines, ChartContent& content, const Scenario& scenario, const Objective& objective,
               const std::vector<ChartRun>& runs) {
  const std::optional<double> minimum = knownMinimum(objective);
  const bool positive = std::ranges::all_of(runs, [&](const ChartRun& run) {
    return scenario.contenders[run.contender].hidden || run.columns->path->loss.minCoeff() > 0;
  });
  const std::string& scale = scenario.display.lossScale;
  const bool linear = scale == lossScaleIds[1];
  const bool distance = scale == lossScaleIds[2];
  const bool above = minimum && (distance || (!linear && !positive));
  content.logarithmic = !linear && (above || positive);
  content.symbol = above ? QStringLiteral("f - f^\\star") : QStringLiteral("f");
  if (distance && !minimum)
    content.remark = positive ? QObject::tr("No minimum is known here: f itself")
                              : QObject::tr("No minimum is known here: f itself, linear");
  else if (!linear && !content.logarithmic)
    content.remark = QObject::tr("Linear: f is not positive, and no minimum is known");
  for (const ChartRun& run : runs) {
    PathColumns& columns = *run.columns;
    const std::shared_ptr<const Trajectory>& path = columns.path;
    SeriesData own = lines.of(run);
    own.y = above ? kept(columns.lossAbove, [&] { return Column(path->loss - *minimum); }) : Shared(path, &path->loss);
    own.faint = own.dashed = run.ensemble != nullptr;
    if (own.faint) own.name = QObject::tr("this run");
    lines.add(std::move(own));
    addEnsemble(lines, run, above ? minimum : std::nullopt);
    // A test loss has a minimum of its own.
    if (!above) lines.add(run, columns.testLoss, QObject::tr("test"), true);
    lines.add(run, columns.accuracy, QObject::tr("accuracy"), true, true);
    SeriesData held = lines.of(run);
    held.y = columns.testAccuracy;
    held.dashed = held.share = held.sparse = true;
    held.name = QObject::tr("test accuracy");
    lines.add(std::move(held));
  }
}

void addRates(Lines& lines, const ChartRun& run) {
  PathColumns& columns = *run.columns;
  const Trajectory& path = *columns.path;
  if (columns.rates.empty()) {
    for (Index g = 0; g < path.rates.cols(); ++g) columns.rates.push_back(duringSteps(path.rates, g));
    columns.momentum = path.momentum.rows() > 0 ? duringSteps(path.momentum, 0) : nullptr;
  }
  for (std::size_t g = 0; g < columns.rates.size(); ++g) {
    const QString name = columns.rates.size() > 1 ? QObject::tr("group %1").arg(g + 1) : QString();
    lines.add(run, columns.rates[g], name, g > 0);
  }
  lines.add(run, columns.momentum, QObject::tr("momentum"), true, true);
}

/// A line a coordinate.
void addCoordinates(Lines& lines, const ChartRun& run, const std::vector<Shared>& rates, Index dimension) {
  for (std::size_t c = 0; c < rates.size(); ++c) {
    const QString name = rates.size() == 1 ? QString()
                         : dimension > 2   ? QStringLiteral("x%1").arg(c + 1)
                                           : QString(QLatin1Char(c == 0 ? 'x' : 'y'));
    lines.add(run, rates[c], name, c > 0);
  }
}

}  // namespace

ChartKind chartKind(const std::string& id) {
  const auto is = [&id](std::size_t i) { return id == chartIds[i]; };
  if (is(0)) return {QObject::tr("Loss"), QStringLiteral("f"), QObject::tr("The objective at each point")};
  if (is(1))
    return {QObject::tr("Learning rate"), QStringLiteral("\\mathrm{lr}_t"),
            QObject::tr("The rate that each step takes, of each parameter group; momentum where a schedule cycles it")};
  if (is(2))
    return {
        QObject::tr("Gradient norm"), QStringLiteral("\\lVert\\nabla f\\rVert"),
        QObject::tr("The exact gradient's length at each point; dashed, where it differs, the one that the optimizer "
                    "was given: of a mini-batch, noisy, accumulated or clipped")};
  if (is(3))
    return {QObject::tr("Step length"), QStringLiteral("\\lVert\\Delta x_t\\rVert"),
            QObject::tr("How far the step that led to each point went")};
  if (is(4))
    return {QObject::tr("Distance"), QStringLiteral("\\lVert x_t - x^\\star\\rVert"),
            QObject::tr("To the nearest known minimum, global or local")};
  if (is(5))
    return {QObject::tr("Effective rate"), QStringLiteral("\\mathrm{lr}_{t,i}"),
            QObject::tr("What the rule multiplies each coordinate's gradient by, such as lr/(√v̂ + ε) of Adam: the "
                        "second coordinate dashed")};
  return {QObject::tr("Realised rate"), QStringLiteral("|\\Delta x_{t,i}| / |g_{t,i}|"),
          QObject::tr("The rate at which plain gradient descent would have made the same step, coordinate by "
                      "coordinate: the second one dashed. Gaps where the gradient passes through zero")};
}

bool ChartMeasures::hold(const ChartMeasures& wanted) const {
  ChartMeasures both = *this;
  both.add(wanted);
  return both == *this;
}

void ChartMeasures::add(const ChartMeasures& more) {
  tests = tests || more.tests;
  rates = rates || more.rates;
  realised = realised || more.realised;
  seen = seen || more.seen;
}

ChartMeasures chartMeasures(const std::string& id, const Scenario& scenario, const Objective& objective) {
  return {.tests = id == chartIds[0] && objective.samples() > 0,
          .rates = id == chartIds[5],
          .realised = id == chartIds[6],
          .seen = id == chartIds[2] && changesGradients(scenario.gradient)};
}

void measure(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
             const ChartMeasures& wanted, const std::stop_token& stop) {
  constexpr Index coordinates = 2;
  const Trajectory& path = *columns.path;
  const ChartMeasures there = columns.measured;
  if (wanted.tests && !there.tests) {
    columns.testLoss = share(testLosses(path, objective));
    columns.accuracy = share(accuracies(path, objective));
    columns.testAccuracy = share(testAccuracies(path, objective));
  }
  if (wanted.realised && !there.realised) {
    const Points values = realisedRates(path, objective, coordinates);
    for (Index c = 0; c < values.cols(); ++c) columns.realised.push_back(share(values.col(c)));
  }
  if ((wanted.rates && !there.rates) || (wanted.seen && !there.seen)) {
    const Points start = path.points.row(0);
    const RuleTrace rule = traceRule(scenario, contender, objective, {start.data(), start.data() + start.size()},
                                     path.steps(), coordinates, stop);
    if (wanted.rates && !there.rates) {
      for (Index c = 0; c < rule.rates.cols(); ++c) columns.effective.push_back(share(rule.rates.col(c)));
    }
    if (wanted.seen && !there.seen) columns.seenGradient = share(rule.gradientNorm);
  }
  columns.measured.add(wanted);
}

ChartContent chartContent(const std::string& id, const Scenario& scenario, const Objective& objective,
                          const std::vector<ChartRun>& runs, const Theme& theme, std::optional<std::size_t> selected) {
  ChartContent content;
  content.symbol = chartKind(id).symbol;
  content.logarithmic = isLogarithmic(scenario.display, id);
  content.evaluations = scenario.display.chartAxis == chartAxisIds[1];
  content.xMax = content.evaluations ? 1 : static_cast<double>(std::max<std::int64_t>(1, scenario.steps));
  const auto is = [&id](std::size_t i) { return id == chartIds[i]; };
  Lines lines(content, scenario, theme, selected, !is(1));
  if (is(0)) addLosses(lines, content, scenario, objective, runs);
  for (const ChartRun& run : runs) {
    PathColumns& columns = *run.columns;
    const Trajectory& path = *columns.path;
    if (is(1)) addRates(lines, run);
    if (is(2)) {
      lines.add(run, {columns.path, &path.gradientNorm});
      lines.add(run, columns.seenGradient, QObject::tr("as the optimizer saw it"), true);
    }
    if (is(3)) lines.add(run, kept(columns.steps, [&] { return stepLengths(path); }));
    if (is(4)) lines.add(run, kept(columns.distance, [&] { return minimumDistances(path, objective); }));
    if (is(5)) addCoordinates(lines, run, columns.effective, objective.dimension());
    if (is(6)) addCoordinates(lines, run, columns.realised, objective.dimension());
  }
  const auto minimum = [](const Landmark& mark) { return mark.kind != Landmark::Kind::Saddle; };
  if (is(4) && std::ranges::none_of(objective.landmarks(), minimum))
    content.note = QObject::tr("No minimum is known here");
  const QString others = key(content.series);
  if (!others.isEmpty()) content.remark += (content.remark.isEmpty() ? QString() : QStringLiteral(" · ")) + others;
  return content;
}

ChartScene chartScene(ChartContent content, const Theme& theme) {
  ChartScene scene;
  scene.theme = theme;
  scene.series = std::move(content.series);
  scene.logarithmic = content.logarithmic;
  scene.xMax = content.xMax;
  scene.evaluations = content.evaluations;
  scene.note = std::move(content.note);
  return scene;
}

}  // namespace thalweg
