#include "core/code/panel_code.h"

#include "core/base/packed_text.h"
#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/code/snippet.h"
#include "core/contracts/dataset.h"
#include "core/objectives/landscape.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace thalweg::python {

namespace {

std::string shapes(const Shape& shape) {
  std::string out = "[";
  for (const Block& block : shape) {
    if (out.size() > 1) out += ", ";
    out += "(" + std::to_string(block.rows) + "," +
           (block.isMatrix() ? " " + std::to_string(block.columns) : std::string()) + ")";
  }
  return out + "]";
}

bool hasResiduals(const Objective& objective) {
  const std::vector<double> start = objective.starts().front();
  const Points point = Eigen::Map<const Eigen::RowVectorXd>(start.data(), objective.dimension()).array();
  Eigen::VectorXd r;
  Eigen::MatrixXd jacobian;
  return objective.residuals(point, r, jacobian);
}

/// Many inputs that are whole numbers below 36: a digit each, a sample a line.
std::string packedInputs(const std::string& name, const Dataset& data) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text = name + " = \"\"\"\n";
  for (Index i = 0; i < data.inputs.rows(); ++i) {
    for (Index j = 0; j < data.inputs.cols(); ++j)
      text += digits[static_cast<std::size_t>(std::lround(data.inputs(i, j) * data.inputScale))];
    text += "\n";
  }
  return text + "\"\"\"\n" + name + " = torch.tensor([[int(digit, 36) for digit in row] for row in " + name +
         ".split()]) / " + real(data.inputScale) + "\n";
}

/// Of more than two classes whole numbers, which is what torch takes.
std::string targetList(const Dataset& data) {
  const Eigen::VectorXd& targets = data.targets;
  if (!data.classes || data.classCount == 2)
    return reals(std::span(targets.data(), static_cast<std::size_t>(targets.size())));
  std::string list = "[";
  for (const double target : targets) list += (list.size() > 1 ? ", " : "") + std::to_string(std::lround(target));
  return list + "]";
}

/// Eight bytes a number, so that the script's spline is the program's.
std::string packedCoefficients(const std::string& name, const SplineSurface& surface) {
  constexpr std::size_t lineLength = 100;
  std::string bytes;
  for (const double coefficient : surface.coefficients()) {
    auto bits = std::bit_cast<std::uint64_t>(coefficient);
    for (int k = 0; k < 8; ++k, bits >>= 8u) bytes += static_cast<char>(bits & 255u);
  }
  std::string text = packed(bytes);
  text.append((4 - text.size() % 4) % 4, '=');
  std::string out = name + " = torch.frombuffer(\n    bytearray(zlib.decompress(base64.urlsafe_b64decode(\n";
  for (std::size_t at = 0; at < text.size(); at += lineLength)
    out += "        \"" + text.substr(at, lineLength) + "\"\n";
  return out + "    ))), dtype=torch.float64).reshape(" + std::to_string(surface.coefficientRows()) + ", " +
         std::to_string(surface.coefficientColumns()) + ")\n";
}

Arguments objectiveArguments(Script& script, std::size_t index, const Snippet& snippet) {
  const Panel& panel = script.scenario.panels[index];
  const std::string number = script.scenario.panels.size() > 1 ? "_" + std::to_string(index) : "";
  Arguments arguments;
  if (const DataObjective* data = withData(*script.objectives[index])) {
    const Eigen::MatrixXd& inputs = data->dataset().inputs;
    const bool packed = data->dataset().inputScale != 1;
    std::string rows = "[";
    for (Index i = 0; i < inputs.rows() && !packed; ++i) {
      const Eigen::VectorXd row = inputs.row(i);
      // Kept together by a space that cannot be broken.
      std::string text = reals(std::span(row.data(), static_cast<std::size_t>(row.size())));
      std::ranges::replace(text, ' ', '\x01');
      rows += (i > 0 ? ", " : "") + text;
    }
    const auto tensor = [&](const std::string& what, const std::string& list) {
      std::string text =
          what + number + " = torch.tensor(" + wrapped(list, 0, what.size() + number.size() + 17) + ")\n";
      std::ranges::replace(text, '\x01', ' ');
      script.data += text;
      arguments.push_back((what == "INPUTS" ? "inputs=INPUTS" : "targets=TARGETS") + number);
    };
    if (packed) {
      script.data += packedInputs("INPUTS" + number, data->dataset());
      arguments.push_back("inputs=INPUTS" + number);
    } else {
      tensor("INPUTS", rows + "]");
    }
    tensor("TARGETS", targetList(data->dataset()));
  }
  if (const Landscape* landscape = asLandscape(*script.objectives[index])) {
    const View& box = landscape->surface().box();
    script.data += packedCoefficients("COEFFICIENTS" + number, landscape->surface());
    script.features.insert("packed");
    arguments.push_back("coefficients=COEFFICIENTS" + number);
    arguments.push_back("x_range=(" + real(box.xMin) + ", " + real(box.xMax) + ")");
    arguments.push_back("y_range=(" + real(box.yMin) + ", " + real(box.yMax) + ")");
  }
  for (const OptionDescription& d : findObjective(panel.objective)->options) {
    if (snippet.dropped.contains(d.id)) continue;
    const std::string value = python::value(d, optionValue(d, panel.options, script.scenario.steps));
    if (d.kind == OptionKind::Matrix) {
      const std::string name = d.id + number;
      script.data += name + " = torch.tensor(" + wrapped(value, 0, name.size() + 17) + ")\n";
      arguments.push_back(d.id + "=" + name);
      continue;
    }
    arguments.push_back(d.id + "=" + value);
  }
  return arguments;
}

std::string functionFor(Script& script, std::size_t index) {
  std::string name = "expression";
  const auto isTyped = [](const Panel& p) { return p.objective == "expression"; };
  if (std::ranges::count_if(script.scenario.panels, isTyped) > 1) name += "_" + std::to_string(index);
  script.addFunction(name, formulaFunction(name, script.scenario.panels[index], script.formulas));
  return name;
}

/// Of the plain form: a model, its loss on data (tensors, or nothing), and these.
std::string plainModel(Script& script, std::size_t index) {
  const Panel& panel = script.scenario.panels[index];
  const Objective& objective = *script.objectives[index];
  const auto entry = [](const char* key, const std::string& text) {
    return "        \"" + std::string(key) + "\": " + text + ",\n";
  };
  if (const auto snippet = findSnippet("objectives/" + panel.objective + "_plain")) {
    if (script.features.contains("groups"))
      throw CodeError("the plain form has no groups of single weights of a network");
    script.addFunction(panel.objective, snippet->code);
    const Arguments arguments = objectiveArguments(script, index, *snippet);
    const auto named = [&](std::string_view name) {
      return *std::ranges::find_if(arguments, [&](const std::string& a) { return a.starts_with(name); });
    };
    const auto tensor = [&](std::string_view name) { return named(name).substr(name.size()); };
    const Dataset& samples = withData(objective)->dataset();
    const Index outputs = samples.classes && samples.classCount > 2 ? samples.classCount : 1;
    return entry("model", "lambda start: " + call("Network",
                                                  {"inputs=" + std::to_string(samples.inputs.cols()),
                                                   "outputs=" + std::to_string(outputs), named("hidden="),
                                                   named("activation="), "start=start"},
                                                  8, 32)) +
           entry("loss", "lambda network, inputs, targets: " +
                             call("network_loss", {"network", "inputs", "targets", named("loss=")}, 8, 50)) +
           entry("data", "(" + tensor("inputs=") + ", " + tensor("targets=") + ")");
  }
  std::string name = panel.objective;
  Arguments arguments;
  if (name == "expression") {
    name = functionFor(script, index);
    arguments = formulaArguments(panel);
  } else {
    const auto snippet = findSnippet("objectives/" + name);
    if (!snippet) throw CodeError("there is no PyTorch text for " + name);
    script.addFunction(name, chosenLines(snippet->code, script.features));
    arguments = objectiveArguments(script, index, *snippet);
  }
  const bool batched = script.features.contains("batch") && objective.samples() > 0;
  arguments.insert(arguments.begin(), "point()");
  if (batched) arguments.emplace_back("batch=batch");
  const std::string shape = isVector(objective.shape()) ? "" : ", shape=" + shapes(objective.shape()).substr(1);
  const bool groups = script.features.contains("groups");
  const std::string model = std::string(groups ? "lambda start, groups=(): Point(start" : "lambda start: Point(start") +
                            (shape.empty() ? "" : shape.substr(0, shape.size() - 1)) +
                            (groups ? ", groups=groups)" : ")");
  const std::string start = batched ? "lambda point, batch=None: " : "lambda point: ";
  return entry("model", model) + entry("loss", start + call(name, arguments, 8, 16 + start.size())) +
         entry("data", batched ? "(torch.arange(" + std::to_string(objective.samples()) + "),)" : "()");
}

std::string objectiveLambda(Script& script, std::size_t index) {
  const Panel& panel = script.scenario.panels[index];
  const ObjectiveCard& card = *findObjective(panel.objective);
  std::string name = card.id;
  Arguments arguments;
  try {
    if (card.id == "expression") {
      name = functionFor(script, index);
      arguments = formulaArguments(panel);
    } else {
      const auto snippet = findSnippet("objectives/" + card.id);
      if (!snippet) throw CodeError("there is no PyTorch text for " + card.id);
      script.addFunction(card.id, chosenLines(snippet->code, script.features));
      arguments = objectiveArguments(script, index, *snippet);
    }
  } catch (const CodeError& error) {
    throw CodeError("panels[" + std::to_string(index) + "]: " + error.what());
  }
  const bool batched = script.features.contains("batch") && script.objectives[index]->samples() > 0;
  arguments.insert(arguments.begin(), "x");
  std::string residuals;
  if (script.features.contains("residuals") && hasResiduals(*script.objectives[index]))
    residuals = ",\n        \"residuals\": lambda x: " + call(name + "_residuals", arguments, 8, 31);
  if (batched) arguments.emplace_back("batch=batch");
  if (arguments.size() == 1) return name + residuals;
  const std::string start = batched ? "lambda x, batch=None: " : "lambda x: ";
  return start + call(name, arguments, 8, 21 + start.size()) + residuals;
}

std::string plainPanel(Script& script, std::size_t index) {
  try {
    return plainModel(script, index);
  } catch (const CodeError& error) {
    throw CodeError("panels[" + std::to_string(index) + "]: " + error.what());
  }
}

}  // namespace

std::string panelList(Script& script) {
  std::string out = "PANELS = [\n";
  for (std::size_t i = 0; i < script.scenario.panels.size(); ++i) {
    const Panel& panel = script.scenario.panels[i];
    const Objective& objective = *script.objectives[i];
    const View view = panel.view.value_or(objective.view());
    const auto pair = [](double a, double b) { return "(" + real(a) + ", " + real(b) + ")"; };
    const std::vector<double> start = panel.start.empty() ? objective.starts().front() : panel.start;
    out += "    {\n        \"title\": " + literal(findObjective(panel.objective)->label) + ",\n";
    out += script.features.contains("plain") ? plainPanel(script, i)
                                             : "        \"objective\": " + objectiveLambda(script, i) + ",\n";
    out += "        \"start\": " + wrapped(reals(start), 8, 10) + ",\n";
    std::string names;
    for (const CoordinateName& name : objective.coordinateNames())
      names += (names.empty() ? "" : ", ") + literal(name.plain);
    out += "        \"coordinates\": " + wrapped("[" + names + "]", 8, 16) + ",\n";
    if (!isVector(objective.shape()) && !script.features.contains("plain"))
      out += "        \"shapes\": " + shapes(objective.shape()) + ",\n";
    if (script.features.contains("batch") && objective.samples() > 0 && !script.features.contains("plain"))
      out += "        \"samples\": " + std::to_string(objective.samples()) + ",\n";
    out += "        \"view\": (" + pair(view.xMin, view.xMax) + ", " + pair(view.yMin, view.yMax) + "),\n    },\n";
  }
  return out + "]\n";
}

}  // namespace thalweg::python
