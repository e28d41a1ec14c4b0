#include "core/code/python_code.h"

#include "core/code/contender_code.h"
#include "core/code/panel_code.h"
#include "core/code/python_text.h"
#include "core/code/script.h"
#include "core/scenario/contender.h"

#include <algorithm>
#include <array>
#include <span>

namespace thalweg {

namespace {

using python::Script;

std::string section(const std::string& text) { return text.empty() ? "" : "\n\n" + text; }

std::string constants(const Script& script) {
  const GradientConditions& g = script.gradient;
  std::string out = "\nTITLE = " + python::literal(script.scenario.title.empty() ? "Thalweg" : script.scenario.title);
  out += "\nSTEPS = " + std::to_string(script.scenario.steps) + "\n";
  if (script.features.contains("random")) out += "SEED = " + std::to_string(script.scenario.seed) + "\n";
  if (script.features.contains("noise")) {
    out += "NOISE = " + python::real(g.noise);
    if (g.batch) out += " / math.sqrt(" + std::to_string(*g.batch) + ")";
    out += "  # standard deviation of what is added to every component of a gradient\n";
  }
  if (script.features.contains("batch")) out += "BATCH = " + std::to_string(*g.batch) + "  # samples a step\n";
  if (g.stepsPerEpoch) out += "STEPS_PER_EPOCH = " + std::to_string(*g.stepsPerEpoch) + "\n";
  if (g.clipNorm) out += "CLIP_NORM = " + python::real(*g.clipNorm) + "\n";
  if (g.clipValue) out += "CLIP_VALUE = " + python::real(*g.clipValue) + "\n";
  return out;
}

struct Part {
  const char* name;
  const char* feature;  ///< where it is wanted; empty: always
};
constexpr std::array<Part, 10> exactLoop = {{{"draws", "random"},
                                             {"noise", "noise"},
                                             {"normals", "normals"},
                                             {"batch", "batch"},
                                             {"split", "tensors"},
                                             {"momentum_of", "momentum"},
                                             {"report", "reports"},
                                             {"run", ""},
                                             {"plot", ""},
                                             {"main", ""}}};
constexpr std::array<Part, 3> plainLoop = {{{"plain_run", ""}, {"plot", ""}, {"main", ""}}};

/// The functions of the loop. The closure and the loop without one take a gradient in the same words.
std::string loop(const Script& script, std::span<const Part> parts, const std::string& gradient) {
  const std::string mark = "        GRADIENT\n";
  std::string out;
  for (const Part& part : parts) {
    if (*part.feature != '\0' && !script.features.contains(part.feature)) continue;
    std::string text = script.part(part.name);
    if (const std::size_t at = text.find(mark); at != std::string::npos)
      text.replace(at, mark.size(), script.part(gradient));
    out += "\n\n" + text;
  }
  return out;
}

constexpr const char* exactWords =
    "A scenario of Thalweg, with PyTorch (1.13 or later) in float64.\n\n"
    "Run as it is, it plots the paths (which takes matplotlib); with --json OUT it writes them as\n"
    "`thalweg run` does, without outcomes and counts of evaluations.\n";
constexpr const char* plainWords =
    "A scenario of Thalweg, with PyTorch (1.13 or later) in float64, in the plain form: models, loaders and\n"
    "random numbers as courses use them. Where noise or batches are drawn, torch draws them, and the paths are\n"
    "like Thalweg's, not the same; `thalweg code` without --plain writes the exact form.\n\n"
    "Run as it is, it plots the paths (which takes matplotlib); with --json OUT it writes points, losses and rates.\n";

std::string assembled(Script& script) {
  const bool plain = script.features.contains("plain");
  // Contenders first: panels give residuals where a method asks for them.
  const std::string contenders = python::contenderList(script);
  const std::string panels = python::panelList(script);
  const std::string helpers = python::formulaHelpers(script.formulas);
  if (python::mentions(helpers, "functools")) script.features.insert("functools");
  std::string constantNames;
  for (const std::string& name : script.formulas.constants) constantNames += (constantNames.empty() ? "" : ", ") + name;
  std::string header = script.part("header");
  const std::string after = "import sys\n";
  if (!constantNames.empty())
    header.insert(header.find(after) + after.size(), "from math import " + constantNames + "\n");
  return "#!/usr/bin/env python3\n\"\"\"" + std::string(plain ? plainWords : exactWords) + "\"\"\"\n\n" + header +
         constants(script) + section(helpers) + section(script.functions) + section(script.shared) +
         section(script.classes) + "\n\n" + script.data + (script.data.empty() ? "" : "\n") + panels + "\n" +
         contenders + (plain ? loop(script, plainLoop, "plain_gradient") : loop(script, exactLoop, "gradient"));
}

}  // namespace

std::string pytorchScript(const Scenario& scenario) {
  Script script(scenario);
  return assembled(script);
}

std::string plainScript(const Scenario& scenario) {
  Script script(scenario, true);
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    Script alone(scenario, true);
    python::writeContender(alone, i);
    if (std::ranges::none_of(std::array{"objective", "residuals", "value"},
                             [&](const char* feature) { return alone.features.contains(feature); }))
      continue;
    throw CodeError("contenders[" + std::to_string(i) + "] (" + displayName(scenario.contenders[i]) +
                    "): needs more than gradients, which the plain form does not give; the exact one does");
  }
  return assembled(script);
}

}  // namespace thalweg
