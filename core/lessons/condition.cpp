#include "core/lessons/condition.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/lessons/quantity.h"
#include "core/scenario/axis.h"
#include "core/scenario/conditions.h"
#include "core/scenario/contender.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr std::array outcomes = {Outcome::Converged,   Outcome::LocalMinimum, Outcome::Saddle,    Outcome::Plateau,
                                 Outcome::Oscillating, Outcome::Moving,       Outcome::Unbounded, Outcome::Diverged};

bool isNameLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isSetting(std::string_view name) {
  return name == "contenders" || name == "panels" || name == "gradient" || name == "steps" || name == "seed";
}

/// Booleans count as 0 and 1; null, which stands for "without end", as infinite.
double numberOf(const Json& value, const std::string& path) {
  if (value.is_null()) return std::numeric_limits<double>::infinity();
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (value.is_number()) return value.get<double>();
  throw LessonError("\"" + path + "\" is no number");
}

double optionOf(const Card* card, const Options& options, std::string_view id, const Scenario& scenario,
                const std::string& path) {
  const OptionDescription* option = card ? card->find(std::string(id)) : nullptr;
  if (!option) throw LessonError("there is no setting \"" + path + "\"");
  return numberOf(optionValue(*option, options, scenario.steps), path);
}

/// "[3]" is taken off the front of `text`.
std::size_t takeNumber(std::string_view& text, std::size_t size, const std::string& path) {
  const std::size_t end = text.find(']');
  const auto number =
      text.starts_with('[') && end != std::string_view::npos ? parseNumber(text.substr(1, end - 1)) : std::nullopt;
  if (!number || *number < 0 || *number != std::floor(*number) || *number >= static_cast<double>(size))
    throw LessonError("\"" + path + "\": expected a number from 0 to below " + std::to_string(size) + " in brackets");
  text.remove_prefix(end + 1);
  return static_cast<std::size_t>(*number);
}

double panelSetting(const Scenario& scenario, std::size_t index, std::string_view rest, const std::string& path) {
  const Panel& panel = scenario.panels[index];
  if (rest.starts_with("start[")) {
    rest.remove_prefix(5);
    const std::vector<double> start = panel.start.empty() ? makeObjective(panel)->starts().front() : panel.start;
    return start[takeNumber(rest, start.size(), path)];
  }
  return optionOf(findObjective(panel.objective), panel.options, rest, scenario, path);
}

double contenderSetting(const Scenario& scenario, std::size_t index, std::string_view rest, const std::string& path) {
  const Contender& contender = scenario.contenders[index];
  if (rest.starts_with("groups[")) {
    rest.remove_prefix(6);
    const std::size_t group = takeNumber(rest, contender.groups.size(), path);
    if (!rest.starts_with('.')) throw LessonError("there is no setting \"" + path + "\"");
    return optionOf(findOptimizer(contender.optimizer), groupOptions(contender, group), rest.substr(1), scenario, path);
  }
  if (rest.find('[') != std::string_view::npos || rest.starts_with("base_options.")) {
    if (scenario.panels.empty()) throw LessonError("there is no panel");
    try {
      return axisValue(scenario, 0, index, std::string(rest));
    } catch (const OptionError& error) {
      throw LessonError(error.message());
    }
  }
  if (rest.starts_with("schedule.")) {
    if (!contender.schedule) throw LessonError("\"" + path + "\": the contender has no schedule");
    return optionOf(findSchedule(contender.schedule->name), contender.schedule->options, rest.substr(9), scenario,
                    path);
  }
  return optionOf(findOptimizer(contender.optimizer), contender.options, rest, scenario, path);
}

}  // namespace

double settingValue(const Scenario& scenario, const std::string& path) {
  std::string_view rest = path;
  if (rest == "steps") return static_cast<double>(scenario.steps);
  if (rest == "seed") return static_cast<double>(scenario.seed);
  if (rest.starts_with("gradient."))
    return optionOf(&conditionsCard(), conditionOptions(scenario), rest.substr(9), scenario, path);
  const bool panel = rest.starts_with("panels[");
  if (!panel && !rest.starts_with("contenders[")) throw LessonError("there is no setting \"" + path + "\"");
  rest.remove_prefix(rest.find('['));
  const std::size_t index = takeNumber(rest, panel ? scenario.panels.size() : scenario.contenders.size(), path);
  if (!rest.starts_with('.')) throw LessonError("there is no setting \"" + path + "\"");
  rest.remove_prefix(1);
  return panel ? panelSetting(scenario, index, rest, path) : contenderSetting(scenario, index, rest, path);
}

LessonFormula::Term LessonFormula::readQuantity(std::string_view text, std::size_t& at, std::string_view name) {
  const Quantity& quantity = *findQuantity(name);
  const std::size_t begin = at - name.size();
  const std::string usage =
      std::string(name) + "(contender" + (quantity.most > 0 ? ", " : "") + std::string(quantity.arguments) + ")";
  const std::size_t end = text.find(')', at);
  if (end == std::string_view::npos || at >= text.size() || text[at] != '(') throw LessonError("expected " + usage);
  Term term;
  term.quantity = name;
  std::vector<double> numbers;
  std::string_view inside = text.substr(at + 1, end - at - 1);
  while (true) {
    const std::size_t comma = std::min(inside.find(','), inside.size());
    std::string_view word = inside.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    const auto number = parseNumber(word);
    if (!number) throw LessonError("expected " + usage + " with numbers, found \"" + std::string(word) + "\"");
    numbers.push_back(*number);
    if (comma == inside.size()) break;
    inside.remove_prefix(comma + 1);
  }
  at = end + 1;
  if (numbers[0] < 0 || numbers[0] != std::floor(numbers[0]) || numbers[0] >= static_cast<double>(limits::contenders))
    throw LessonError("expected " + usage + " with a contender's number, found " + formatShort(numbers[0]));
  term.contender = static_cast<std::size_t>(numbers[0]);
  term.arguments.assign(numbers.begin() + 1, numbers.end());
  if (term.arguments.size() < quantity.least || term.arguments.size() > quantity.most)
    throw LessonError("expected " + usage + ", found " + std::to_string(term.arguments.size()) +
                      " numbers after the contender's");
  if (at < text.size() && text[at] == '@') {
    std::size_t last = at + 1;
    while (last < text.size() && text[last] >= '0' && text[last] <= '9') ++last;
    const auto panel = parseNumber(text.substr(at + 1, last - at - 1));
    if (!panel || *panel >= static_cast<double>(limits::panels)) throw LessonError("expected a panel's number after @");
    term.panel = static_cast<std::ptrdiff_t>(*panel);
    at = last;
  }
  term.text = text.substr(begin, at - begin);
  return term;
}

LessonFormula::LessonFormula(std::string_view text) : text_(text) {
  std::string formula;
  Symbols symbols;
  const auto stand = [&](Term term) {
    const auto known = std::ranges::find(terms_, term.text, &Term::text);
    const std::string name = "q" + std::to_string(known - terms_.begin());
    if (known == terms_.end()) {
      terms_.push_back(std::move(term));
      symbols.parameters.push_back(name);
    }
    formula += name;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (!isNameLetter(text[at]) || (text[at] >= '0' && text[at] <= '9')) {
      // Numbers, whose exponent is no name, are passed over whole.
      const bool digit = text[at] >= '0' && text[at] <= '9';
      do formula += text[at++];
      while (digit && at < text.size() && (isNameLetter(text[at]) || text[at] == '.'));
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && isNameLetter(text[at])) ++at;
    const std::string_view name = text.substr(begin, at - begin);
    const auto outcome = std::ranges::find(outcomes, name, outcomeId);
    if (outcome != outcomes.end()) {
      formula += std::to_string(static_cast<int>(*outcome));
    } else if (findQuantity(name)) {
      stand(readQuantity(text, at, name));
    } else if (isSetting(name)) {
      while (at < text.size() && (isNameLetter(text[at]) || text[at] == '.' || text[at] == '[' || text[at] == ']'))
        ++at;
      stand(Term{.text = std::string(text.substr(begin, at - begin))});
    } else {
      formula += name;
    }
  }
  try {
    formula_.push_back(Expression::parse(formula, symbols));
  } catch (const ExpressionError& error) {
    throw LessonError("\"" + text_ + "\" is no condition or value: " + error.message());
  }
}

double LessonFormula::valueOf(const Term& term, const RunFacts& facts, std::size_t panel) {
  const Scenario& scenario = facts.scenario();
  if (term.quantity.empty()) return settingValue(scenario, term.text);
  const std::size_t on = term.panel < 0 ? panel : static_cast<std::size_t>(term.panel);
  if (on >= scenario.panels.size()) throw LessonError("\"" + term.text + "\": there is no panel " + std::to_string(on));
  if (term.contender >= scenario.contenders.size())
    throw LessonError("\"" + term.text + "\": there is no contender " + std::to_string(term.contender));
  try {
    return findQuantity(term.quantity)
        ->value({.facts = facts,
                 .objective = facts.objective(on),
                 .path = facts.path(on, term.contender),
                 .arguments = term.arguments});
  } catch (const LessonError& error) {
    throw LessonError("\"" + term.text + "\": " + error.what());
  } catch (const OptionError& error) {
    throw LessonError("\"" + term.text + "\": " + error.what());
  }
}

double LessonFormula::value(const RunFacts& facts, std::size_t panel) const {
  ParameterValues values;
  for (std::size_t i = 0; i < terms_.size(); ++i) values["q" + std::to_string(i)] = valueOf(terms_[i], facts, panel);
  return formula_[0].compile(0, values).value(std::span<const double>());
}

bool LessonFormula::holds(const RunFacts& facts, std::size_t panel) const {
  const double found = value(facts, panel);
  return found != 0 && !std::isnan(found);
}

bool LessonFormula::isOutcome() const {
  return terms_.size() == 1 && terms_[0].quantity == "outcome" && terms_[0].text == text_;
}

std::optional<ChartPlace> LessonFormula::chartPlace() const {
  if (terms_.size() != 1 || terms_[0].text != text_ || terms_[0].quantity.empty()) return {};
  const Term& term = terms_[0];
  const std::string_view chart = findQuantity(term.quantity)->chart;
  if (chart.empty()) return {};
  ChartPlace place{.chart = std::string(chart), .contender = term.contender, .step = -1, .panel = term.panel};
  if (!term.arguments.empty()) place.step = static_cast<std::int64_t>(term.arguments[0]);
  return place;
}

}  // namespace thalweg
