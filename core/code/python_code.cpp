#include "core/code/python_code.h"

#include "core/code/formula.h"
#include "core/code/python_text.h"
#include "core/code/snippet.h"
#include "core/code/snippets.h"
#include "core/contracts/dataset.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/contender.h"

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

using python::call;
using python::literal;
using python::real;

using Arguments = std::vector<std::string>;

/// A constructor with what it takes besides parameters.
struct Constructor {
  std::string name;
  Arguments arguments;
  bool own = false;  ///< the script carries it
};

class Script {
 public:
  explicit Script(const Scenario& scenario) : scenario_(scenario) {
    for (const Panel& panel : scenario.panels) objectives_.push_back(makeObjective(panel));
  }

  std::string text() {
    findConditions();
    const std::string contenders = contenderList();
    const std::string panels = panelList();
    addPart("draws", "random");
    addPart("noise", "noise");
    addPart("batch", "batch");
    addPart("split", "tensors");
    addPart("momentum_of", "momentum");
    addPart("report", "reports");
    for (const char* part : {"run", "plot", "main"}) functions_ += "\n\n" + part_(part);

    const std::string shared = python::partsFor(classes_);
    const std::string helpers = formulaHelpers(functionTexts_ + contenders);
    std::string out = "#!/usr/bin/env python3\n" + introduction();
    const std::string body = constants() + section(helpers) + section(functionTexts_) + section(shared) +
                             section(classes_) + "\n\n" + data_ + (data_.empty() ? "" : "\n") + panels + "\n" +
                             contenders + functions_;
    if (python::mentions(helpers, "functools")) features_.insert("functools");
    std::string header = python::chosenLines(pythonSnippet("parts/header"), features_);
    const std::string constantsOfMath = mathNames(functionTexts_ + contenders);
    if (!constantsOfMath.empty()) {
      const std::size_t at = header.find("import sys\n");
      header.insert(at + 11, constantsOfMath);
    }
    if (!python::mentions(body, "math")) header.erase(header.find("import math\n"), 12);
    return out + header + body;
  }

 private:
  static std::string section(const std::string& text) { return text.empty() ? "" : "\n\n" + text; }
  [[nodiscard]] std::string part_(const std::string& name) const {
    return python::chosenLines(pythonSnippet("parts/" + name), features_);
  }
  void addPart(const char* name, const char* feature) {
    if (features_.contains(feature)) functions_ += "\n\n" + part_(name);
  }

  [[nodiscard]] std::string introduction() const {
    return "\"\"\"A scenario of Thalweg, with PyTorch (1.13 or later) in float64.\n\n"
           "Run as it is, it plots the paths (which takes matplotlib); with --json OUT it writes them as\n"
           "`thalweg run` does, without outcomes and counts of evaluations.\n\"\"\"\n\n";
  }

  [[nodiscard]] std::string constants() const {
    const GradientConditions& g = scenario_.gradient;
    std::string out = "\nTITLE = " + literal(scenario_.title.empty() ? "Thalweg" : scenario_.title) + "\n";
    out += "STEPS = " + std::to_string(scenario_.steps) + "\n";
    if (features_.contains("random")) out += "SEED = " + std::to_string(scenario_.seed) + "\n";
    if (features_.contains("noise")) {
      out += "NOISE = " + real(g.noise);
      if (g.batch) out += " / math.sqrt(" + std::to_string(*g.batch) + ")";
      out += "  # standard deviation of what is added to every component of a gradient\n";
    }
    if (features_.contains("batch")) out += "BATCH = " + std::to_string(*g.batch) + "  # samples a step\n";
    if (g.clipNorm) out += "CLIP_NORM = " + real(*g.clipNorm) + "\n";
    if (g.clipValue) out += "CLIP_VALUE = " + real(*g.clipValue) + "\n";
    return out;
  }

  void findConditions() {
    const GradientConditions& g = scenario_.gradient;
    const bool data = std::ranges::any_of(objectives_, [](const auto& o) { return o->samples() > 0; });
    const auto set = [this](const char* feature, bool holds) {
      if (holds) features_.insert(feature);
    };
    set("noise", g.noise > 0);
    set("batch", g.batch && data);
    set("random", g.noise > 0 || (g.batch && data));
    set("replacement", g.replacement);
    set("paired", g.paired);
    set("accumulate", g.accumulate);
    set("clip_norm", g.clipNorm.has_value());
    set("clip_value", g.clipValue.has_value());
    set("groups", std::ranges::any_of(scenario_.contenders, [](const Contender& c) { return !c.groups.empty(); }));
    set("shapes", std::ranges::any_of(objectives_, [](const auto& o) { return !isVector(o->shape()); }));
    set("tensors", features_.contains("groups") || features_.contains("shapes"));
    set("own_starts", std::ranges::any_of(scenario_.contenders, [](const Contender& c) {
          return std::ranges::any_of(c.start, [](const auto& s) { return s.has_value(); });
        }));
  }

  static bool isVector(const Shape& shape) { return shape.size() == 1 && !shape[0].isMatrix(); }

  // Objectives.

  std::string panelList() {
    std::string out = "PANELS = [\n";
    for (std::size_t i = 0; i < scenario_.panels.size(); ++i) {
      const Panel& panel = scenario_.panels[i];
      const Objective& objective = *objectives_[i];
      const View view = panel.view.value_or(objective.view());
      const auto pair = [](double a, double b) { return "(" + real(a) + ", " + real(b) + ")"; };
      const std::vector<double> start = panel.start.empty() ? objective.starts().front() : panel.start;
      out += "    {\n        \"title\": " + literal(findObjective(panel.objective)->label) + ",\n";
      out += "        \"objective\": " + objectiveLambda(i) + ",\n";
      out += "        \"start\": " + python::wrapped(python::reals(start), 8, 10) + ",\n";
      if (!isVector(objective.shape())) out += "        \"shapes\": " + shapes(objective.shape()) + ",\n";
      if (features_.contains("batch") && objective.samples() > 0)
        out += "        \"samples\": " + std::to_string(objective.samples()) + ",\n";
      out += "        \"view\": (" + pair(view.xMin, view.xMax) + ", " + pair(view.yMin, view.yMax) + "),\n    },\n";
    }
    return out + "]\n";
  }

  static std::string shapes(const Shape& shape) {
    std::string out = "[";
    for (const Block& block : shape) {
      if (out.size() > 1) out += ", ";
      out += "(" + std::to_string(block.rows) + "," +
             (block.isMatrix() ? " " + std::to_string(block.columns) : std::string()) + ")";
    }
    return out + "]";
  }

  std::string objectiveLambda(std::size_t index) {
    const Panel& panel = scenario_.panels[index];
    const ObjectiveCard& card = *findObjective(panel.objective);
    std::string name = card.id;
    Arguments arguments;
    try {
      if (card.id == "expression") {
        name = functionFor(index);
        arguments = python::formulaArguments(panel);
      } else {
        const auto snippet = python::findSnippet("objectives/" + card.id);
        if (!snippet) throw CodeError("there is no PyTorch text for " + card.id);
        addFunction(card.id, python::chosenLines(snippet->code, features_));
        arguments = objectiveArguments(index, *snippet);
      }
    } catch (const CodeError& error) {
      throw CodeError("panels[" + std::to_string(index) + "]: " + error.what());
    }
    const bool batched = features_.contains("batch") && objectives_[index]->samples() > 0;
    arguments.insert(arguments.begin(), "x");
    std::string residuals;
    if (features_.contains("residuals") && hasResiduals(*objectives_[index]))
      residuals = ",\n        \"residuals\": lambda x: " + call(name + "_residuals", arguments, 8, 31);
    if (batched) arguments.emplace_back("batch=batch");
    if (arguments.size() == 1) return name + residuals;
    const std::string start = batched ? "lambda x, batch=None: " : "lambda x: ";
    return start + call(name, arguments, 8, 21 + start.size()) + residuals;
  }

  static bool hasResiduals(const Objective& objective) {
    const std::vector<double> start = objective.starts().front();
    const Points point = Eigen::Map<const Eigen::RowVectorXd>(start.data(), objective.dimension()).array();
    Eigen::VectorXd r;
    Eigen::MatrixXd jacobian;
    return objective.residuals(point, r, jacobian);
  }

  Arguments objectiveArguments(std::size_t index, const python::Snippet& snippet) {
    const Panel& panel = scenario_.panels[index];
    const std::string number = scenario_.panels.size() > 1 ? "_" + std::to_string(index) : "";
    Arguments arguments;
    if (const DataObjective* data = withData(*objectives_[index])) {
      const Eigen::MatrixXd& inputs = data->dataset().inputs;
      std::string rows = "[";
      for (Index i = 0; i < inputs.rows(); ++i) {
        const Eigen::VectorXd row = inputs.row(i);
        // Kept together by a space that cannot be broken.
        std::string text = python::reals(std::span(row.data(), static_cast<std::size_t>(row.size())));
        std::ranges::replace(text, ' ', '\x01');
        rows += (i > 0 ? ", " : "") + text;
      }
      const Eigen::VectorXd& targets = data->dataset().targets;
      const auto tensor = [&](const std::string& what, const std::string& list) {
        std::string text =
            what + number + " = torch.tensor(" + python::wrapped(list, 0, what.size() + number.size() + 17) + ")\n";
        std::ranges::replace(text, '\x01', ' ');
        data_ += text;
        arguments.push_back((what == "INPUTS" ? "inputs=INPUTS" : "targets=TARGETS") + number);
      };
      tensor("INPUTS", rows + "]");
      tensor("TARGETS", python::reals(std::span(targets.data(), static_cast<std::size_t>(targets.size()))));
    }
    for (const OptionDescription& d : findObjective(panel.objective)->options) {
      if (snippet.dropped.contains(d.id)) continue;
      const std::string value = python::value(d, optionValue(d, panel.options, scenario_.steps));
      if (d.kind == OptionKind::Matrix) {
        const std::string name = d.id + number;
        data_ += name + " = torch.tensor(" + python::wrapped(value, 0, name.size() + 17) + ")\n";
        arguments.push_back(d.id + "=" + name);
        continue;
      }
      arguments.push_back(d.id + "=" + value);
    }
    return arguments;
  }

  std::string functionFor(std::size_t index) {
    std::string name = "expression";
    const auto isTyped = [](const Panel& p) { return p.objective == "expression"; };
    if (std::ranges::count_if(scenario_.panels, isTyped) > 1) name += "_" + std::to_string(index);
    addFunction(name, python::formulaFunction(name, scenario_.panels[index]));
    return name;
  }

  void addFunction(const std::string& name, const std::string& code) {
    if (!written_.insert("objective " + name).second) return;
    functionTexts_ += (functionTexts_.empty() ? "" : "\n\n") + code;
  }

  /// Those of the functions that formulas may call which occur in `text`, as blocks.
  static std::string formulaHelpers(const std::string& text) {
    std::string out;
    std::string_view helpers = pythonSnippet("parts/formula");
    std::vector<std::string> blocks;
    while (!helpers.empty()) {
      const std::size_t end = std::min(helpers.find("\n\n\n"), helpers.size());
      std::string block(helpers.substr(0, end));
      while (block.ends_with('\n')) block.pop_back();
      blocks.push_back(block + "\n");
      helpers.remove_prefix(std::min(end + 3, helpers.size()));
    }
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
      if (block->starts_with("torch.")) {
        if (text.find("//") != std::string::npos) out = *block;
        continue;
      }
      const std::string name = block->substr(4, block->find('(') - 4);
      if (!callsFormulaFunction(text, name) && !callsFormulaFunction(out, name)) continue;
      out = *block + (out.empty() ? "" : "\n\n" + out);
    }
    return out;
  }

  /// `torch.sin(` and `math.sqrt(` are not calls of the helpers.
  static bool callsFormulaFunction(const std::string& text, const std::string& name) {
    if (name == "torch_min" || name == "torch_max") return python::mentions(text, name);
    for (std::size_t at = text.find(name + "("); at != std::string::npos; at = text.find(name + "(", at + 1)) {
      const char before = at == 0 ? ' ' : text[at - 1];
      if (std::isalnum(static_cast<unsigned char>(before)) == 0 && before != '_' && before != '.') return true;
    }
    return false;
  }

  static std::string mathNames(const std::string& text) {
    std::string names;
    for (const char* name : {"e", "pi"}) {
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const auto isPart = [](char c) {
          return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
        };
        const std::size_t after = at + std::string_view(name).size();
        if ((at > 0 && isPart(text[at - 1])) || (after < text.size() && isPart(text[after]))) continue;
        names += (names.empty() ? "" : ", ") + std::string(name);
        break;
      }
    }
    return names.empty() ? "" : "from math import " + names + "\n";
  }

  // Contenders.

  std::string contenderList() {
    std::string out = "CONTENDERS = [\n";
    for (std::size_t i = 0; i < scenario_.contenders.size(); ++i) {
      const Contender& c = scenario_.contenders[i];
      try {
        out += entry(c);
      } catch (const CodeError& error) {
        throw CodeError("contenders[" + std::to_string(i) + "] (" + displayName(c) + "): " + error.what());
      }
    }
    return out + "]\n";
  }

  std::string entry(const Contender& c) {
    const OptimizerCard& card = *findOptimizer(c.optimizer);
    std::string out = "    {\n        \"label\": " + literal(displayName(c)) + ",\n";
    const std::string start = std::string("lambda ") + (c.groups.empty() ? "params" : "groups") + ": ";
    Constructor made = constructor(card, c.options, c.groups);
    made.arguments.insert(made.arguments.begin(), c.groups.empty() ? "params" : groupList(card, c));
    out += "        \"optimizer\": " + start + call(made.name, made.arguments, 8, 21 + start.size()) + ",\n";
    if (c.schedule) {
      const std::string lambda = "lambda optimizer: ";
      out += "        \"schedule\": " + lambda + schedule(card, *c.schedule, 8, 20 + lambda.size(), false) + ",\n";
      features_.insert("schedules");
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
    for (std::size_t p = 0; p < c.start.size() && p < scenario_.panels.size(); ++p) {
      if (c.start[p]) starts += (starts.empty() ? "" : ", ") + std::to_string(p) + ": " + python::reals(*c.start[p]);
    }
    if (!starts.empty()) out += "        \"start\": {" + starts + "},\n";
    noteNeeds(card, c.options);
    return out + "    },\n";
  }

  /// What the loop has to do for a method.
  void noteNeeds(const OptimizerCard& card, const Options& options) {
    const OptionDescription* wraps = card.find("base");
    const OptimizerCard& steps = wraps ? *findOptimizer(optionValue(*wraps, options).get<std::string>()) : card;
    if (steps.rate.empty()) features_.insert("rateless");
    const auto optimizer = card.make(options);
    optimizer->reset(Points::Ones(1, 2), {{0, 2, 0}});
    if (optimizer->average() || !optimizer->readings().empty()) features_.insert("reports");
    if (python::mentions(classes_, "hessian_diagonal") || python::mentions(classes_, "HessianRule"))
      features_.insert("hessian");
    if (python::mentions(classes_, "residuals")) features_.insert("residuals");
    if (python::mentions(classes_, "objective") || python::mentions(classes_, "WholePointMethod") ||
        features_.contains("hessian"))
      features_.insert("objective");
  }

  std::string groupList(const OptimizerCard& card, const Contender& c) {
    Arguments entries;
    const auto snippet = python::findSnippet("optimizers/" + card.id);
    for (std::size_t i = 0; i < c.groups.size(); ++i) {
      std::string entry = "{\"params\": groups[" + std::to_string(i) + "]";
      for (const auto& [id, value] : c.groups[i].options) {
        const std::string name = snippet && snippet->renamed.contains(id) ? snippet->renamed.at(id) : id;
        entry += ", " + literal(name) + ": " + python::value(*card.find(id), value);
      }
      entries.push_back(entry + "}");
    }
    std::size_t named = 0;
    for (const ParameterGroup& group : c.groups) named += group.coordinates.size();
    const auto hasRest = [&](const auto& o) { return named < static_cast<std::size_t>(o->dimension()); };
    const std::string count = std::to_string(c.groups.size());
    if (std::ranges::all_of(objectives_, hasRest)) {
      entries.push_back("{\"params\": groups[" + count + "]}");
    } else if (std::ranges::any_of(objectives_, hasRest)) {
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

  static bool isOn(const OptimizerCard& card, const std::string& option, const Options& options,
                   const std::vector<ParameterGroup>& groups) {
    const auto differs = [&](const Options& set) {
      return set.contains(option) && set.at(option) != card.find(option)->fallback;
    };
    return differs(options) || std::ranges::any_of(groups, [&](const ParameterGroup& g) { return differs(g.options); });
  }

  Constructor constructor(const OptimizerCard& card, const Options& options,
                          const std::vector<ParameterGroup>& groups = {}) {
    const auto snippet = python::findSnippet("optimizers/" + card.id);
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
        addClass("optimizers/" + made.name);
      }
    } else {
      made.name = card.id;
      addClass("optimizers/" + card.id);
    }
    if (snippet) left.insert(snippet->dropped.begin(), snippet->dropped.end());
    for (const OptionDescription& d : card.options) {
      if (left.contains(d.id) || d.id == "base_options") continue;
      const Json value = optionValue(d, options, scenario_.steps);
      if (d.id == "base") {
        made.arguments.push_back("base=" + base(card, options));
        continue;
      }
      if (!all && d.id != "lr" && value == d.fallback) continue;
      const bool renamed = snippet && snippet->renamed.contains(d.id);
      made.arguments.push_back((renamed ? snippet->renamed.at(d.id) : d.id) + "=" + python::value(d, value));
    }
    if (snippet) made.arguments.insert(made.arguments.end(), snippet->extra.begin(), snippet->extra.end());
    return made;
  }

  /// The optimizer that a wrapper takes, as a function of the parameters.
  std::string base(const OptimizerCard& card, const Options& options) {
    const std::string id = optionValue(*card.find("base"), options).get<std::string>();
    Constructor inner =
        constructor(*findOptimizer(id), optionValue(*card.find("base_options"), options).get<Options>());
    inner.arguments.insert(inner.arguments.begin(), "params");
    return "lambda params: " + call(inner.name, inner.arguments, 12, 12);
  }

  void addClass(const std::string& name) {
    if (!written_.insert(name).second) return;
    classes_ += (classes_.empty() ? "" : "\n\n") + python::findSnippet(name)->code;
  }

  // Schedules.

  std::string schedule(const OptimizerCard& optimizer, const ScheduleChoice& choice, std::size_t indent,
                       std::size_t used, bool nested) {
    const ScheduleCard& card = *findSchedule(choice.name);
    const auto option = [&](const char* id) { return optionValue(*card.find(id), choice.options, scenario_.steps); };
    Arguments arguments = {"optimizer"};
    std::string name = card.torch;
    std::set<std::string, std::less<>> left;

    if (card.find("schedulers")) return composite(optimizer, card, choice, indent);
    if (card.needsLoss) features_.insert("plateau");
    if (card.find("cycle_momentum")) {
      const bool cycles = option("cycle_momentum").get<bool>() && !optimizer.momentum.empty();
      left.insert("cycle_momentum");
      if (!cycles) arguments.emplace_back("cycle_momentum=False");
      if (cycles) {
        features_.insert("momentum");
        const bool pair = optimizer.momentum == "betas[0]" && optimizer.find("betas")->elements.size() == 2;
        if (optimizer.momentum != "momentum" && !pair)
          throw CodeError(card.id + " cannot cycle the momentum of " + optimizer.id + " in torch");
        if (pair && !card.find("total_steps")) name = own("BetaCyclicLR");
      }
      if (cycles && name == "BetaCyclicLR") return betaCycles(card, choice, indent, used);
      if (!cycles) left.insert({"base_momentum", "max_momentum"});
    }
    if (card.id == "OneCycleLR") {
      std::int64_t total = scenario_.steps;
      const bool given = choice.options.contains("total_steps");
      const Json epochs = option("epochs");
      const Json perEpoch = option("steps_per_epoch");
      if (given && !option("total_steps").is_null()) {
        total = static_cast<std::int64_t>(option("total_steps").get<double>());
      } else if (!epochs.is_null() && !perEpoch.is_null()) {
        total = static_cast<std::int64_t>(epochs.get<double>() * perEpoch.get<double>());
      }
      total = std::max<std::int64_t>(total, 1);
      left.insert({"epochs", "steps_per_epoch", "total_steps"});
      if (total < scenario_.steps) name = own("LongOneCycleLR");
      arguments.push_back("total_steps=" + std::to_string(total));
    }
    if (card.find("lr_lambda")) {
      const Json formulas = option("lr_lambda");
      std::string text;
      for (const Json& formula : formulas.is_array() ? formulas : Json::array({formulas}))
        text += (text.empty() ? "" : ", ") + python::rateLambda(formula.get<std::string>());
      arguments.push_back(formulas.is_array() ? "[" + text + "]" : text);
      left.insert("lr_lambda");
    }
    if (card.id == "ConstantLR" && option("factor") == 0.0) {
      // torch divides by the factor.
      const std::string total = python::value(*card.find("total_iters"), option("total_iters"));
      return call("torch.optim.lr_scheduler.LambdaLR", {"optimizer", "lambda t: 0.0 if t < " + total + " else 1.0"},
                  indent, used);
    }
    if (card.id == "LinearLR" && option("start_factor") == 0.0) {
      const std::string total = python::value(*card.find("total_iters"), option("total_iters"));
      const std::string end = python::value(*card.find("end_factor"), option("end_factor"));
      return call("torch.optim.lr_scheduler.LambdaLR",
                  {"optimizer", "lambda t: " + end + " * min(t, " + total + ") / " + total}, indent, used);
    }
    if (card.id == "SWALR") {
      left.insert({"before", "start"});
      const Json before = option("before");
      const bool waits = option("start").get<double>() > 0 || !before.is_null();
      if (waits && nested) throw CodeError("torch's SequentialLR and ChainedScheduler take no SWALR with a beginning");
      if (waits) {
        name = own("SWALRAfter");
        arguments.push_back("before=lambda optimizer: " +
                            (before.is_null() ? "None" : inner(optimizer, before, indent + 4, indent + 30)));
        arguments.push_back("start=" + python::value(*card.find("start"), option("start")));
      }
    }
    const bool fromTorch = !name.empty();
    if (!fromTorch) name = own(card.id);
    static const std::set<std::string, std::less<>> required = {"step_size", "milestones", "T_max",  "T_0",
                                                                "base_lr",   "max_lr",     "swa_lr", "gamma"};
    for (const OptionDescription& d : card.options) {
      if (left.contains(d.id)) continue;
      const Json value = option(d.id.c_str());
      if (fromTorch && !required.contains(d.id) && value == d.fallback) continue;
      // A scenario without steps would give 0.
      arguments.push_back(d.id + "=" + (d.id == "T_max" && value == 0 ? "1" : python::value(d, value)));
    }
    return call(name, arguments, indent, used);
  }

  std::string own(const std::string& name) {
    addClass("schedules/" + name);
    return name;
  }

  std::string betaCycles(const ScheduleCard& card, const ScheduleChoice& choice, std::size_t indent, std::size_t used) {
    Arguments arguments = {"optimizer"};
    for (const OptionDescription& d : card.options) {
      if (d.id == "cycle_momentum") continue;
      arguments.push_back(d.id + "=" + python::value(d, optionValue(d, choice.options, scenario_.steps)));
    }
    return call("BetaCyclicLR", arguments, indent, used);
  }

  std::string inner(const OptimizerCard& optimizer, const Json& described, std::size_t indent, std::size_t used) {
    const ScheduleChoice choice{described.at("name").get<std::string>(),
                                described.value("options", Json::object()).get<Options>()};
    return schedule(optimizer, choice, indent, used, true);
  }

  std::string composite(const OptimizerCard& optimizer, const ScheduleCard& card, const ScheduleChoice& choice,
                        std::size_t indent) {
    const bool sequence = card.find("milestones") != nullptr;
    std::string list = "[";
    for (const Json& described : optionValue(*card.find("schedulers"), choice.options, scenario_.steps)) {
      const ScheduleCard* member = findSchedule(described.at("name").get<std::string>());
      if (sequence && member->find("schedulers"))
        throw CodeError("torch's SequentialLR takes no " + member->id + " among its schedulers");
      list += "\n" + std::string(indent + 8, ' ') + inner(optimizer, described, indent + 8, indent + 8) + ",";
    }
    list += "\n" + std::string(indent + 4, ' ') + "]";
    const std::string margin = ",\n" + std::string(indent + 4, ' ');
    std::string out = card.torch + "(\n" + std::string(indent + 4, ' ');
    if (sequence) {
      out += "optimizer" + margin + "schedulers=" + list + margin + "milestones=" +
             python::value(*card.find("milestones"), optionValue(*card.find("milestones"), choice.options));
    } else {
      out += list;
    }
    return out + ",\n" + std::string(indent, ' ') + ")";
  }

  const Scenario& scenario_;
  std::vector<std::shared_ptr<const Objective>> objectives_;
  std::set<std::string, std::less<>> features_;
  std::set<std::string, std::less<>> written_;
  std::string functionTexts_;  // objectives
  std::string classes_;        // optimizers and schedules
  std::string data_;
  std::string functions_;
};

}  // namespace

std::string pytorchScript(const Scenario& scenario) { return Script(scenario).text(); }

}  // namespace thalweg
