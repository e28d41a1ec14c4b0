#include "ui/export/caption.h"

#include "core/contracts/matrix_option.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/runs/ensemble.h"
#include "ui/document/panel_edits.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/surface.h"

#include <QObject>
#include <QStringList>

#include <algorithm>

namespace thalweg {

namespace {

QString valueText(const Json& value) {
  if (value.is_number_integer()) return text(value.dump());
  if (value.is_number()) return shownNumber(value.get<double>(), 6);
  if (value.is_string()) return text(value.get<std::string>());
  if (value.is_boolean()) return value.get<bool>() ? QObject::tr("yes") : QObject::tr("no");
  if (value.is_null()) return QObject::tr("none");
  QStringList parts;
  if (value.is_array()) {
    for (const Json& entry : value) parts << valueText(entry);
    return QStringLiteral("[%1]").arg(parts.join(QStringLiteral(", ")));
  }
  for (const auto& [key, entry] : value.items()) parts << QStringLiteral("%1: %2").arg(text(key), valueText(entry));
  return QStringLiteral("{%1}").arg(parts.join(QStringLiteral(", ")));
}

/// One option in its own words: "learning rate 0.08", "Nesterov momentum", "without bias correction".
QStringList optionWords(const OptionDescription& option, const Json& value) {
  const QString label = text(option.label);
  if (value.is_boolean()) return {value.get<bool>() ? label : QObject::tr("without %1").arg(label)};
  if (value.is_null()) return {QObject::tr("no %1").arg(label)};
  if (option.kind == OptionKind::Samples) return {QObject::tr("%1 %2 of its own").arg(value.size()).arg(label)};
  if (option.kind == OptionKind::Parameters) {
    QStringList parts;
    for (const auto& [name, parameter] : value.items())
      parts << QStringLiteral("%1 = %2").arg(text(name), valueText(parameter.at("value")));
    return parts;
  }
  if (option.kind == OptionKind::Expression) {
    QStringList lines = text(value.get<std::string>()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (QString& line : lines) line = line.section(QLatin1Char('#'), 0, 0).trimmed();
    lines.removeAll(QString());
    return {QStringLiteral("%1 %2").arg(label, lines.join(QStringLiteral("; ")))};
  }
  if (option.kind == OptionKind::Matrix && isPackedMatrix(value))
    return {QObject::tr("%1 by %2 %3").arg(valueText(value.at("rows")), valueText(value.at("columns")), label)};
  if (!value.is_array() || value.size() != option.elements.size())
    return {QStringLiteral("%1 %2").arg(label, valueText(value))};
  QStringList parts;
  for (std::size_t i = 0; i < option.elements.size(); ++i)
    parts << QStringLiteral("%1 %2").arg(text(option.elements[i].label), valueText(value[i]));
  return parts;
}

/// `card`: what the options are of; null, or of an option that it does not have: ids in place of words.
QString optionsText(const Card* card, const Options& options) {
  QStringList parts;
  for (const auto& [id, value] : options) {
    const OptionDescription* option = card ? card->find(id) : nullptr;
    if (!option) {
      parts << QStringLiteral("%1 %2").arg(text(id), valueText(value));
    } else if (option->kind == OptionKind::OptimizerOptions && value.is_object()) {
      const Json base = optionValue(*card->find("base"), options);
      const OptimizerCard* inner = findOptimizer(base.is_string() ? base.get<std::string>() : "");
      if (!value.empty()) parts << optionsText(inner, value.get<Options>());
    } else {
      parts << optionWords(*option, value);
    }
  }
  return parts.join(QStringLiteral(", "));
}

QString pointText(const std::vector<double>& point) {
  constexpr std::size_t most = 6;
  QStringList parts;
  for (std::size_t i = 0; i < std::min(most, point.size()); ++i) parts << shownNumber(point[i], 6);
  if (point.size() > most) parts << QStringLiteral("…");
  return QStringLiteral("(%1)").arg(parts.join(QStringLiteral(", ")));
}

QString panelText(const Scenario& scenario, std::size_t index) {
  const Panel& panel = scenario.panels[index];
  const QString name = text(displayName(panel));
  QStringList details;
  if (!panel.options.empty()) details << optionsText(findObjective(panel.objective), panel.options);
  const auto objective = makeObjective(panel);
  if (const std::string& projection = projectionOf(scenario, index); projection == "3d" && objective->dimension() > 1) {
    const std::string& height = heightOf(scenario, index);
    const bool logarithmic =
        height == "log" || (height == "auto" && colorScale(scenario.display, *objective) == ColorScale::Log);
    details << (logarithmic ? QObject::tr("in relief, height logarithmic in f − f*") : QObject::tr("in relief"));
  }
  if (panel.dimension) details << QObject::tr("%1 dimensions").arg(*panel.dimension);
  details << QObject::tr("start %1").arg(pointText(panel.start.empty() ? objective->starts().front() : panel.start));
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    if (contender.hidden || index >= contender.start.size() || !contender.start[index]) continue;
    details << QObject::tr("%1 from %2").arg(text(displayName(contender)), pointText(*contender.start[index]));
  }
  return QStringLiteral("%1 (%2)").arg(name, details.join(QStringLiteral(", ")));
}

}  // namespace

QString contenderText(const Contender& contender, const std::vector<std::string>& without) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  Options options = contender.options;
  // The rate is said even where it is the default.
  if (card && card->rate == "lr" && options.find("lr") == options.end())
    options["lr"] = initialRate(*card, contender.options);
  for (const std::string& id : without) options.erase(id);
  QStringList details;
  if (!options.empty()) details << optionsText(card, options);
  if (contender.schedule) {
    const ScheduleCard* schedule = findSchedule(contender.schedule->name);
    const QString name = QObject::tr("%1 schedule").arg(text(schedule ? schedule->label : contender.schedule->name));
    const QString words = optionsText(schedule, contender.schedule->options);
    details << (words.isEmpty() ? name : QObject::tr("%1 with %2").arg(name, words));
  }
  for (const ParameterGroup& group : contender.groups) {
    QStringList coordinates;
    for (const Index k : group.coordinates) coordinates << QStringLiteral("x%1").arg(k + 1);
    details << QStringLiteral("%1: %2").arg(coordinates.join(QStringLiteral(", ")), optionsText(card, group.options));
  }
  if (contender.gradient) {
    const QString own = conditionsText(*contender.gradient);
    details << QObject::tr("gradients: %1").arg(own.isEmpty() ? QObject::tr("exact") : own);
  }
  if (contender.branch)
    details << QObject::tr("from step %1 of contender %2").arg(contender.branch->step).arg(contender.branch->of + 1);
  QString name = text(displayName(contender));
  if (card && card->label != displayName(contender))
    name += QStringLiteral(" = %1").arg(text(card->label.empty() ? card->id : card->label));
  return details.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, details.join(QStringLiteral("; ")));
}

QString conditionsText(const GradientConditions& conditions) {
  QStringList parts;
  if (conditions.noise > 0) parts << QObject::tr("noise σ = %1").arg(shownNumber(conditions.noise, 6));
  if (conditions.batch) parts << QObject::tr("batches of %1").arg(*conditions.batch);
  if (conditions.replacement) parts << QObject::tr("drawn with replacement");
  if (!conditions.paired) parts << QObject::tr("draws of their own for each");
  if (conditions.accumulate) parts << QObject::tr("accumulated");
  if (conditions.clipNorm) parts << QObject::tr("norm clipped at %1").arg(shownNumber(*conditions.clipNorm, 6));
  if (conditions.zeroBetween) parts << QObject::tr("zeroed before the step");
  if (conditions.stepsPerEpoch) parts << QObject::tr("epochs of %1 steps").arg(*conditions.stepsPerEpoch);
  if (conditions.watchTest) parts << QObject::tr("schedules watch the test loss");
  if (conditions.clipValue) parts << QObject::tr("values clipped at %1").arg(shownNumber(*conditions.clipValue, 6));
  return parts.join(QStringLiteral(", "));
}

QString captionText(const Scenario& scenario, const std::vector<std::size_t>& panels, std::int64_t step) {
  QStringList surfaces;
  for (const std::size_t panel : panels) surfaces << panelText(scenario, panel);
  QStringList contenders;
  for (const Contender& contender : scenario.contenders) {
    if (!contender.hidden) contenders << contenderText(contender);
  }
  QStringList sentences;
  if (!scenario.title.empty()) sentences << text(scenario.title) + QLatin1Char('.');
  sentences << surfaces.join(QStringLiteral("; ")) + QLatin1Char('.');
  if (!contenders.isEmpty()) sentences << contenders.join(QStringLiteral("; ")) + QLatin1Char('.');
  const QString conditions = conditionsText(scenario.gradient);
  if (!conditions.isEmpty()) sentences << QObject::tr("Gradients: %1.").arg(conditions);
  const auto hasRuns = [&](std::size_t panel) {
    return shownRuns(scenario, *makeObjective(scenario.panels[panel])) > 0;
  };
  if (scenario.display.seeds > 1 && std::ranges::any_of(panels, hasRuns)) {
    sentences
        << QObject::tr(
               "Faint paths: %1 runs with other draws; the loss is their median, in a band of 10 to 90 % of them.")
               .arg(scenario.display.seeds);
  }
  sentences << QObject::tr("Step %1 of %2, seed %3.").arg(step).arg(scenario.steps).arg(scenario.seed);
  return sentences.join(QLatin1Char(' '));
}

}  // namespace thalweg
