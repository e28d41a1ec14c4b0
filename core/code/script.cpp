#include "core/code/script.h"

#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/code/snippet.h"
#include "core/code/snippets.h"
#include "core/contracts/dataset.h"
#include "core/contracts/schedule.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"

#include <algorithm>

namespace thalweg::python {

namespace {

GradientConditions commonConditions(const Scenario& scenario) {
  const std::vector<Contender>& contenders = scenario.contenders;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const auto refuse = [&](const std::string& why) {
      throw CodeError("contenders[" + std::to_string(i) + "] (" + contenderName(scenario, i) + "): " + why);
    };
    if (contenders[i].run) refuse("was recorded by another program: there is nothing to compute");
    if (contenders[i].branch) refuse("goes on from a step of another contender, which a script cannot do");
    if (!(conditionsOf(scenario, contenders[i]) == conditionsOf(scenario, contenders[0])))
      refuse("has other gradient conditions than contenders[0], and a script has one loop for all; take it alone");
  }
  return contenders.empty() ? scenario.gradient : conditionsOf(scenario, contenders[0]);
}

}  // namespace

Script::Script(const Scenario& of, bool plain) : scenario(of) {
  for (const Panel& panel : scenario.panels) objectives.push_back(makeObjective(panel));
  gradient = commonConditions(scenario);
  const GradientConditions& g = gradient;
  const auto follows = [](const Contender& c) { return c.schedule && findSchedule(c.schedule->name)->needsLoss; };
  const auto tested = [](const auto& o) {
    const DataObjective* learned = withData(*o);
    return learned && learned->dataset().testTargets.size() > 0;
  };
  if (g.watchTest && std::ranges::any_of(scenario.contenders, follows) && std::ranges::any_of(objectives, tested))
    throw CodeError("a schedule watches the test loss, and a script has no test data");
  const bool hasData = std::ranges::any_of(objectives, [](const auto& o) { return o->samples() > 0; });
  const auto set = [this](const char* feature, bool holds) {
    if (holds) features.insert(feature);
  };
  set("plain", plain);
  set("noise", g.noise > 0);
  set("batch", g.batch && hasData);
  set("random", g.noise > 0 || (g.batch && hasData));
  set("replacement", g.replacement);
  set("paired", g.paired);
  set("accumulate", g.accumulate);
  set("zero_between", g.zeroBetween);
  set("epochs", g.stepsPerEpoch.has_value());
  set("clip_norm", g.clipNorm.has_value());
  set("clip_value", g.clipValue.has_value());
  set("groups", std::ranges::any_of(scenario.contenders, [](const Contender& c) { return !c.groups.empty(); }));
  set("shapes", std::ranges::any_of(objectives, [](const auto& o) { return !isVector(o->shape()); }));
  set("tensors", features.contains("groups") || features.contains("shapes"));
  set("own_starts", std::ranges::any_of(scenario.contenders, [](const Contender& c) {
        return std::ranges::any_of(c.start, [](const auto& s) { return s.has_value(); });
      }));
}

std::string Script::part(const std::string& name) const {
  return chosenLines(pythonSnippet("parts/" + name), features);
}

void Script::addFunction(const std::string& name, const std::string& code) {
  if (!written_.insert("objective " + name).second) return;
  functions += (functions.empty() ? "" : "\n\n") + code;
}

void Script::addClass(const std::string& snippet) {
  if (!written_.insert(snippet).second) return;
  const auto text = findSnippet(snippet);
  addNeeds(text->needs);
  features.insert(text->asks.begin(), text->asks.end());
  classes += (classes.empty() ? "" : "\n\n") + text->code;
}

void Script::addNeeds(const std::vector<std::string>& parts) {
  for (const std::string& name : parts) {
    if (!written_.insert("parts/" + name).second) continue;
    const auto text = findSnippet("parts/" + name);
    addNeeds(text->needs);
    features.insert(text->asks.begin(), text->asks.end());
    shared += (shared.empty() ? "" : "\n\n") + text->code;
  }
}

bool isVector(const Shape& shape) { return shape.size() == 1 && !shape[0].isMatrix(); }

}  // namespace thalweg::python
