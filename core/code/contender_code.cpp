#include "core/code/contender_code.h"

#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/code/rule_code.h"
#include "core/code/schedule_code.h"
#include "core/code/snippet.h"
#include "core/contracts/optimizer.h"
#include "core/scenario/contender.h"

#include <algorithm>

namespace thalweg::python {

namespace {

/// A constructor with what it takes besides parameters.
struct Constructor {
  std::string name;
  Arguments arguments;
};

Constructor constructor(Script& script, const OptimizerCard& card, const Options& options,
                        const std::vector<ParameterGroup>& groups = {});

/// What the loop has to do for a method.
void noteNeeds(Script& script, const OptimizerCard& card, const Options& options) {
  const OptionDescription* wraps = card.find("base");
  const OptimizerCard& steps = wraps ? *findOptimizer(optionValue(*wraps, options).get<std::string>()) : card;
  if (steps.rate.empty()) script.features.insert("rateless");
  const auto optimizer = card.make(options);
  optimizer->reset(Points::Ones(1, 2), {{0, 2, 0}});
  if (optimizer->average() || !optimizer->readings().empty()) script.features.insert("reports");
}

std::string groupList(Script& script, const OptimizerCard& card, const Contender& c) {
  Arguments entries;
  const auto snippet = findSnippet("optimizers/" + card.id);
  for (std::size_t i = 0; i < c.groups.size(); ++i) {
    std::string entry = "{\"params\": groups[" + std::to_string(i) + "]";
    for (const auto& [id, value] : c.groups[i].options) {
      if (card.inForce) {
        for (const std::string& argument : ruleGroupArguments(c.options, id, value)) entry += ", " + argument;
        continue;
      }
      const std::string name = snippet && snippet->renamed.contains(id) ? snippet->renamed.at(id) : id;
      entry += ", " + literal(name) + ": " + python::value(*card.find(id), value);
    }
    entries.push_back(entry + "}");
  }
  std::size_t named = 0;
  for (const ParameterGroup& group : c.groups) named += group.coordinates.size();
  const auto hasRest = [&](const auto& o) { return named < static_cast<std::size_t>(o->dimension()); };
  const std::string count = std::to_string(c.groups.size());
  if (std::ranges::all_of(script.objectives, hasRest)) {
    entries.push_back("{\"params\": groups[" + count + "]}");
  } else if (std::ranges::any_of(script.objectives, hasRest)) {
    entries.push_back("*({\"params\": rest} for rest in groups[" + count + ":])");
  }
  std::size_t length = 0;
  for (const std::string& entry : entries) length += entry.size() + 2;
  const bool broken = length > 90;
  std::string list = "[";
  for (const std::string& entry : entries) {
    if (broken) {
      list += "\n                " + entry + ",";
    } else {
      list += (list.size() > 1 ? ", " : "") + entry;
    }
  }
  return list + (broken ? "\n            ]" : "]");
}

bool isOn(const OptimizerCard& card, const std::string& option, const Options& options,
          const std::vector<ParameterGroup>& groups) {
  const auto differs = [&](const Options& set) {
    return set.contains(option) && set.at(option) != card.find(option)->fallback;
  };
  return differs(options) || std::ranges::any_of(groups, [&](const ParameterGroup& g) { return differs(g.options); });
}

/// The optimizer that a wrapper takes, as a function of the parameters.
std::string base(Script& script, const OptimizerCard& card, const Options& options) {
  const std::string id = optionValue(*card.find("base"), options).get<std::string>();
  Constructor inner =
      constructor(script, *findOptimizer(id), optionValue(*card.find("base_options"), options).get<Options>());
  inner.arguments.insert(inner.arguments.begin(), "params");
  return "lambda params: " + call(inner.name, inner.arguments, 12, 12);
}

Constructor constructor(Script& script, const OptimizerCard& card, const Options& options,
                        const std::vector<ParameterGroup>& groups) {
  if (card.inForce) {
    Constructor rule;
    rule.name = addRule(script, options);
    rule.arguments = ruleArguments(card, options);
    return rule;
  }
  const auto snippet = findSnippet("optimizers/" + card.id);
  if (!snippet && card.torch.empty()) throw CodeError("there is no PyTorch text for " + card.id + " yet");
  Constructor made;
  const bool lacking = snippet && std::ranges::any_of(snippet->without, [&](const std::string& option) {
                         return isOn(card, option, options, groups);
                       });
  const bool fromTorch = !card.torch.empty() && (!snippet || (snippet->torchToo && !lacking));
  std::set<std::string, std::less<>> left;  // options that are not written
  bool all = !fromTorch;                    // also those that have their defaults
  if (fromTorch) {
    made.name = card.torch;
    if (snippet) {
      for (const std::string& option : snippet->without) left.insert(option);
      for (const auto& [option, other] : snippet->otherwise) {
        left.insert(option);
        if (!isOn(card, option, options, groups)) continue;
        if (std::ranges::any_of(groups, [&id = option](const ParameterGroup& g) { return g.options.contains(id); }))
          throw CodeError("torch cannot set " + option + " for one group alone");
        made.name = other;
        all = true;
      }
    }
  } else if (!snippet->constructor.empty()) {
    made.name = snippet->constructor;
    if (made.name.starts_with("torch.")) {
      all = true;
    } else {
      script.addClass("optimizers/" + made.name);
    }
  } else {
    made.name = card.id;
    script.addClass("optimizers/" + card.id);
  }
  if (snippet) {
    left.insert(snippet->dropped.begin(), snippet->dropped.end());
    script.features.insert(snippet->asks.begin(), snippet->asks.end());
  }
  for (const OptionDescription& d : card.options) {
    if (left.contains(d.id) || d.id == "base_options") continue;
    const Json value = optionValue(d, options, script.scenario.steps);
    if (d.id == "base") {
      made.arguments.push_back("base=" + base(script, card, options));
      continue;
    }
    // What was chosen stays in sight, even where it is torch's default.
    if (!all && d.id != "lr" && !options.contains(d.id) && value == d.fallback) continue;
    const bool renamed = snippet && snippet->renamed.contains(d.id);
    made.arguments.push_back((renamed ? snippet->renamed.at(d.id) : d.id) + "=" + python::value(d, value));
  }
  if (snippet) made.arguments.insert(made.arguments.end(), snippet->extra.begin(), snippet->extra.end());
  return made;
}

std::string entry(Script& script, const Contender& c) {
  const OptimizerCard& card = *findOptimizer(c.optimizer);
  std::string out = "    {\n        \"label\": " + literal(displayName(c)) + ",\n";
  const std::string start = std::string("lambda ") + (c.groups.empty() ? "params" : "groups") + ": ";
  Constructor made = constructor(script, card, c.options, c.groups);
  made.arguments.insert(made.arguments.begin(), c.groups.empty() ? "params" : groupList(script, card, c));
  out += "        \"optimizer\": " + start + call(made.name, made.arguments, 8, 21 + start.size()) + ",\n";
  if (c.schedule) {
    const std::string lambda = "lambda optimizer: ";
    out += "        \"schedule\": " + lambda + scheduleCode(script, card, *c.schedule, 8, 20 + lambda.size()) + ",\n";
    script.features.insert("schedules");
  }
  if (!c.groups.empty()) {
    out += "        \"groups\": [";
    for (const ParameterGroup& group : c.groups) {
      if (&group != &c.groups.front()) out += ", ";
      out += "[";
      for (std::size_t k = 0; k < group.coordinates.size(); ++k)
        out += (k > 0 ? ", " : "") + std::to_string(group.coordinates[k]);
      out += "]";
    }
    out += "],\n";
  }
  std::string starts;
  for (std::size_t p = 0; p < c.start.size() && p < script.scenario.panels.size(); ++p) {
    if (c.start[p]) starts += (starts.empty() ? "" : ", ") + std::to_string(p) + ": " + reals(*c.start[p]);
  }
  if (!starts.empty()) out += "        \"start\": {" + starts + "},\n";
  noteNeeds(script, card, c.options);
  return out + "    },\n";
}

}  // namespace

std::string writeContender(Script& script, std::size_t index) {
  const Contender& c = script.scenario.contenders[index];
  try {
    return entry(script, c);
  } catch (const CodeError& error) {
    throw CodeError("contenders[" + std::to_string(index) + "] (" + displayName(c) + "): " + error.what());
  }
}

std::string contenderList(Script& script) {
  std::string out = "CONTENDERS = [\n";
  for (std::size_t i = 0; i < script.scenario.contenders.size(); ++i) out += writeContender(script, i);
  return out + "]\n";
}

}  // namespace thalweg::python
