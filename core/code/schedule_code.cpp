#include "core/code/schedule_code.h"

#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/contracts/schedule.h"

#include <algorithm>
#include <cmath>

namespace thalweg::python {

namespace {

std::string schedule(Script& script, const OptimizerCard& optimizer, const ScheduleChoice& choice, std::size_t indent,
                     std::size_t used, bool nested);

std::string own(Script& script, const std::string& name) {
  script.addClass("schedules/" + name);
  return name;
}

std::string inner(Script& script, const OptimizerCard& optimizer, const Json& described, std::size_t indent,
                  std::size_t used) {
  const ScheduleChoice choice{described.at("name").get<std::string>(),
                              described.value("options", Json::object()).get<Options>()};
  return schedule(script, optimizer, choice, indent, used, true);
}

std::string composite(Script& script, const OptimizerCard& optimizer, const ScheduleCard& card,
                      const ScheduleChoice& choice, std::size_t indent) {
  const bool sequence = card.find("milestones") != nullptr;
  std::string list = "[";
  for (const Json& described : optionValue(*card.find("schedulers"), choice.options, script.scenario.steps)) {
    const ScheduleCard* member = findSchedule(described.at("name").get<std::string>());
    if (sequence && member->find("schedulers"))
      throw CodeError("torch's SequentialLR takes no " + member->id + " among its schedulers");
    list += "\n" + std::string(indent + 8, ' ') + inner(script, optimizer, described, indent + 8, indent + 8) + ",";
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

/// CyclicLR's scale where it is typed, or where torch's own raises an OverflowError within the run.
void addScale(Script& script, const ScheduleCard& card, const ScheduleChoice& choice, Arguments& arguments,
              std::set<std::string, std::less<>>& left) {
  const auto option = [&](const char* id) { return optionValue(*card.find(id), choice.options); };
  const auto add = [&](const std::string& lambda, const std::string& mode) {
    arguments.push_back("scale_fn=" + lambda);
    arguments.push_back("scale_mode=" + literal(mode));
    left.insert({"mode", "gamma"});
  };
  const Json typed = option("scale_fn");
  if (!typed.is_null()) {
    return add(rateLambda(typed.get<std::string>(), script.formulas, "x"), option("scale_mode").get<std::string>());
  }
  const auto steps = static_cast<double>(script.scenario.steps);
  const double up = option("step_size_up").get<double>();
  const double down = option("step_size_down").is_null() ? up : option("step_size_down").get<double>();
  const double gamma = std::abs(option("gamma").get<double>());
  if (option("mode") == "triangular2" && steps / (up + down) > 1000) add("lambda x: 0.5 ** (x - 1)", "cycle");
  if (option("mode") == "exp_range" && gamma > 1 && steps * std::log(gamma) > 700)
    add("lambda x: (torch.tensor(" + real(option("gamma").get<double>()) + ") ** x).item()", "iterations");
}

std::string schedule(Script& script, const OptimizerCard& optimizer, const ScheduleChoice& choice, std::size_t indent,
                     std::size_t used, bool nested) {
  const ScheduleCard& card = *findSchedule(choice.name);
  const auto option = [&](const char* id) {
    return optionValue(*card.find(id), choice.options, script.scenario.steps);
  };
  Arguments arguments = {"optimizer"};
  std::string name = card.torch;
  std::set<std::string, std::less<>> left;

  if (card.find("schedulers")) return composite(script, optimizer, card, choice, indent);
  if (card.needsLoss) script.features.insert("plateau");
  if (card.find("cycle_momentum")) {
    const bool cycles = option("cycle_momentum").get<bool>() && !optimizer.momentum.empty();
    left.insert("cycle_momentum");
    if (!cycles) arguments.emplace_back("cycle_momentum=False");
    if (cycles) {
      script.features.insert("momentum");
      const bool pair = optimizer.momentum == "betas[0]" && optimizer.find("betas")->elements.size() == 2;
      if (optimizer.momentum != "momentum" && !pair)
        throw CodeError(card.id + " cannot cycle the momentum of " + optimizer.id + " in torch");
      if (pair && !card.find("total_steps")) name = own(script, "BetaCyclicLR");
    }
    if (!cycles) left.insert({"base_momentum", "max_momentum"});
  }
  if (card.find("scale_fn")) {
    left.insert({"scale_fn", "scale_mode"});
    addScale(script, card, choice, arguments, left);
  }
  if (card.id == "OneCycleLR") {
    std::int64_t total = script.scenario.steps;
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
    if (total < script.scenario.steps) name = own(script, "LongOneCycleLR");
    arguments.push_back("total_steps=" + std::to_string(total));
  }
  if (card.find("lr_lambda")) {
    const Json formulas = option("lr_lambda");
    std::string text;
    for (const Json& formula : formulas.is_array() ? formulas : Json::array({formulas}))
      text += (text.empty() ? "" : ", ") + rateLambda(formula.get<std::string>(), script.formulas);
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
      name = own(script, "SWALRAfter");
      arguments.push_back("before=lambda optimizer: " +
                          (before.is_null() ? "None" : inner(script, optimizer, before, indent + 4, indent + 30)));
      arguments.push_back("start=" + python::value(*card.find("start"), option("start")));
    }
  }
  const bool fromTorch = !name.empty();
  if (!fromTorch) name = own(script, card.id);
  static const std::set<std::string, std::less<>> required = {"step_size", "milestones", "T_max",  "T_0",
                                                              "base_lr",   "max_lr",     "swa_lr", "gamma"};
  for (const OptionDescription& d : card.options) {
    if (left.contains(d.id)) continue;
    const Json value = option(d.id.c_str());
    const bool chosen = choice.options.contains(d.id);
    if (fromTorch && !required.contains(d.id) && !chosen && value == d.fallback) continue;
    // A scenario without steps would give 0.
    arguments.push_back(d.id + "=" + (d.id == "T_max" && value == 0 ? "1" : python::value(d, value)));
  }
  return call(name, arguments, indent, used);
}

}  // namespace

std::string scheduleCode(Script& script, const OptimizerCard& optimizer, const ScheduleChoice& choice,
                         std::size_t indent, std::size_t used) {
  return schedule(script, optimizer, choice, indent, used, false);
}

}  // namespace thalweg::python
