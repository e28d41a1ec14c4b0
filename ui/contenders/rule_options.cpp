#include "ui/contenders/rule_options.h"

#include "core/expression/rule.h"
#include "ui/look/text.h"

#include <algorithm>

namespace thalweg {

QString ruleKey(const OptimizerCard& card, const Options& options) {
  if (!card.inForce) return text(card.id);
  const std::string formula = optionValue(*card.find("formula"), options).get<std::string>();
  QString key = text(formula);
  for (const RuleParameter& p :
       ruleParameters(RuleText::parse(formula), optionValue(*card.find("parameters"), options)))
    key += QStringLiteral(";%1:%2").arg(p.slider.min).arg(p.slider.max);
  return key;
}

Options ruleFlattened(const OptimizerCard& general, const OptimizerCard& inForce, const Options& options) {
  Options flat;
  for (const auto& [id, value] : options) {
    const OptionDescription* option = general.find(id);
    if (!general.inForce || !option || (option->kind != OptionKind::Parameters && inForce.find(id))) flat[id] = value;
    if (!general.inForce || !option || option->kind != OptionKind::Parameters) continue;
    for (const auto& [name, parameter] : value.items()) {
      const auto own = std::ranges::find(inForce.options, name, &OptionDescription::label);
      if (own != inForce.options.end()) flat[own->id] = parameter.at("value");
    }
  }
  return flat;
}

Options ruleGathered(const OptimizerCard& general, const OptimizerCard& inForce, const Options& flat) {
  Options options;
  for (const auto& [id, value] : flat) {
    if (general.find(id)) {
      options[id] = value;
      continue;
    }
    Json& all = options["parameters"];
    if (!all.is_object()) all = Json::object();
    all[inForce.find(id)->label]["value"] = value;
  }
  return options;
}

}  // namespace thalweg
