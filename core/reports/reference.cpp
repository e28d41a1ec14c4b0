#include "core/reports/reference.h"

#include "core/base/format.h"
#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace thalweg {

namespace {

template <class Cards>
std::vector<const Card*> plain(const Cards& cards) {
  return {cards.begin(), cards.end()};
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// The number of letters to insert, remove, change or swap with their neighbour (optimal string alignment).
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({change, d[i - 1][j] + 1, d[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string kindId(OptionKind kind) {
  switch (kind) {
    case OptionKind::Real:
      return "real";
    case OptionKind::Integer:
      return "integer";
    case OptionKind::Boolean:
      return "boolean";
    case OptionKind::Choice:
      return "choice";
    case OptionKind::List:
      return "list";
    case OptionKind::Matrix:
      return "matrix";
    case OptionKind::Samples:
      return "samples";
    case OptionKind::Expression:
      return "expression";
    case OptionKind::Parameters:
      return "parameters";
    case OptionKind::Schedule:
      return "schedule";
    case OptionKind::Schedules:
      return "schedules";
    case OptionKind::Optimizer:
      return "optimizer";
    case OptionKind::OptimizerOptions:
      return "optimizer options";
  }
  return {};
}

std::string scaleId(Scale scale) {
  switch (scale) {
    case Scale::Linear:
      return "linear";
    case Scale::Log:
      return "log";
    case Scale::LogOneMinus:
      return "log(1-x)";
    case Scale::Integer:
      return "integer";
  }
  return {};
}

Json rangeJson(const Range& range) {
  Json out = Json::object();
  if (std::isfinite(range.min)) out[range.minExcluded ? "above" : "min"] = range.min;
  if (std::isfinite(range.max)) out[range.maxExcluded ? "below" : "max"] = range.max;
  return out;
}

Json sliderJson(const SliderRange& slider) {
  return {{"min", slider.min}, {"max", slider.max}, {"scale", scaleId(slider.scale)}};
}

bool numeric(OptionKind kind) { return kind == OptionKind::Real || kind == OptionKind::Integer; }

Json optionJson(const OptionDescription& d) {
  Json out = {{"id", d.id}, {"label", d.label}, {"tip", d.tip}, {"kind", kindId(d.kind)}};
  out["default"] = d.fallbackIsSteps ? Json("steps") : d.fallback;
  if (d.nullable) out["nullable"] = true;
  if (d.perGroup) out["per_group"] = true;
  if (numeric(d.kind) || d.kind == OptionKind::List) out["range"] = rangeJson(d.range);
  if (numeric(d.kind)) out["slider"] = sliderJson(d.slider);
  if (!d.choices.empty()) out["choices"] = d.choices;
  for (const ElementDescription& e : d.elements) {
    out["elements"].push_back(
        {{"label", e.label}, {"tip", e.tip}, {"range", rangeJson(e.range)}, {"slider", sliderJson(e.slider)}});
  }
  return out;
}

std::string valueText(const Json& value) {
  if (value.is_number_float()) return formatShort(value.get<double>());
  if (value.is_null()) return "none";
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return value.dump();
}

/// Words filled into lines of at most 100 columns (counted in code points), each after `indent` spaces.
std::string wrapped(const std::string& text, std::size_t indent) {
  constexpr std::size_t width = 100;
  std::string out(indent, ' ');
  std::size_t column = indent;
  std::size_t begin = 0;
  const auto breakLine = [&] {
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n" + std::string(indent, ' ');
    column = indent;
  };
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const auto length = static_cast<std::size_t>(
        std::ranges::count_if(word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
    if (column > indent && column + 1 + length > width) {
      breakLine();
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
    if (end < text.size() && text[end] == '\n') breakLine();
    begin = end + 1;
  }
  return out + "\n";
}

}  // namespace

std::string optionText(const OptionDescription& d) {
  std::string out = kindId(d.kind) + ", default " + (d.fallbackIsSteps ? "the number of steps" : valueText(d.fallback));
  const bool bounded = std::isfinite(d.range.min) || std::isfinite(d.range.max);
  if (numeric(d.kind) && bounded) out += ", " + d.range.text();
  if (!d.choices.empty()) {
    out += ", one of";
    for (const std::string& choice : d.choices) out += " " + choice;
  }
  for (std::size_t i = 0; i < d.elements.size(); ++i)
    out += (i == 0 ? "; " : ", ") + d.elements[i].label + " " + d.elements[i].range.text();
  if (d.nullable) out += ", or none";
  if (d.perGroup) out += ", or a list with an entry a group";
  return out;
}

namespace {

std::string kindId(Landmark::Kind kind) {
  switch (kind) {
    case Landmark::Kind::GlobalMinimum:
      return "global_minimum";
    case Landmark::Kind::LocalMinimum:
      return "local_minimum";
    case Landmark::Kind::Saddle:
      break;
  }
  return "saddle";
}

/// What is known of an objective with its default options in its default dimension.
Json factsJson(const ObjectiveCard& card) {
  const auto objective = card.make({}, 0);
  Json facts = {{"dimension", objective->dimension()},
                {"starts", objective->starts()},
                {"suggested_rate", objective->suggestedRate()},
                {"landmarks", Json::array()}};
  for (const CoordinateName& name : objective->coordinateNames()) facts["coordinates"].push_back(name.plain);
  const View view = objective->view();
  facts["view"]["x"] = {view.xMin, view.xMax};
  if (objective->dimension() > 1) facts["view"]["y"] = {view.yMin, view.yMax};
  if (objective->samples() > 0) facts["samples"] = objective->samples();
  for (const Landmark& mark : objective->landmarks()) {
    Json entry = {{"kind", kindId(mark.kind)}, {"point", mark.point}, {"value", mark.value}};
    if (!mark.smooth) entry["smooth"] = false;
    if (!mark.interior) entry["interior"] = false;
    facts["landmarks"].push_back(std::move(entry));
  }
  return facts;
}

std::string pointText(const std::vector<double>& point) {
  constexpr std::size_t most = 8;
  std::string out = "(";
  for (std::size_t i = 0; i < std::min(most, point.size()); ++i) out += (i > 0 ? ", " : "") + formatShort(point[i]);
  return out + (point.size() > most ? ", … " + std::to_string(point.size()) + " numbers)" : ")");
}

/// The same in words, a line each; of many landmarks of a kind the first ones.
std::string factsText(const ObjectiveCard& card) {
  const auto objective = card.make({}, 0);
  const View view = objective->view();
  std::string names;
  const std::vector<CoordinateName> all = objective->coordinateNames();
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 8); ++i) names += (i > 0 ? ", " : "") + all[i].plain;
  std::string out = "  coordinates: " + names + (all.size() > 8 ? ", … " + all.back().plain : "") + "\n";
  out += "  box: " + formatShort(view.xMin) + " to " + formatShort(view.xMax);
  if (objective->dimension() > 1) out += " by " + formatShort(view.yMin) + " to " + formatShort(view.yMax);
  out += "\n  suggested rate: " + formatShort(objective->suggestedRate()) + "\n";
  if (objective->samples() > 0) out += "  samples: " + std::to_string(objective->samples()) + "\n";
  for (const auto& start : objective->starts()) out += "  start: " + pointText(start) + "\n";
  using Kind = Landmark::Kind;
  constexpr int shown = 6;
  for (const auto& [kind, word] : {std::pair{Kind::GlobalMinimum, "global minimum"},
                                   std::pair{Kind::LocalMinimum, "local minimum"}, std::pair{Kind::Saddle, "saddle"}}) {
    int count = 0;
    for (const Landmark& mark : objective->landmarks()) {
      if (mark.kind != kind || ++count > shown) continue;
      out += std::string("  ") + word + ": " + formatShort(mark.value) + " at " + pointText(mark.point) +
             (mark.smooth ? "" : ", a kink") + (mark.interior ? "" : ", on the box's edge") + "\n";
    }
    if (count > shown) out += "  and " + std::to_string(count - shown) + " more of these\n";
  }
  return out;
}

}  // namespace

std::vector<const Card*> catalogue(CatalogueKind kind) {
  switch (kind) {
    case CatalogueKind::Objectives:
      return plain(objectiveCards());
    case CatalogueKind::Optimizers:
      return plain(optimizerCards());
    case CatalogueKind::Schedules:
      return plain(scheduleCards());
  }
  return {};
}

namespace {
std::vector<const Card*> everything() {
  std::vector<const Card*> cards;
  for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
    const auto some = catalogue(kind);
    cards.insert(cards.end(), some.begin(), some.end());
  }
  return cards;
}
}  // namespace

const Card* findCard(std::string_view id) {
  const auto cards = everything();
  if (const auto exact = std::ranges::find(cards, id, &Card::id); exact != cards.end()) return *exact;
  const auto near = std::ranges::find_if(cards, [&](const Card* card) { return lowered(card->id) == lowered(id); });
  return near == cards.end() ? nullptr : *near;
}

std::vector<std::string> similarIds(std::string_view id) {
  std::vector<std::string> ids;
  for (const Card* card : everything()) ids.push_back(card->id);
  return similarWords(id, ids);
}

std::vector<std::string> similarWords(std::string_view word, const std::vector<std::string>& words) {
  constexpr std::size_t longest = 100;  // no name is longer
  if (word.size() > longest) return {};
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& other : words) {
    const std::size_t distance = editDistance(lowered(word), lowered(other));
    if (distance <= std::max<std::size_t>(1, word.size() / 3)) near.emplace_back(distance, other);
  }
  std::ranges::sort(near);
  near.resize(std::min<std::size_t>(near.size(), 3));
  std::vector<std::string> ids;
  for (auto& [distance, name] : near) ids.push_back(std::move(name));
  return ids;
}

Json cardJson(const Card& card) {
  Json out = {
      {"id", card.id},           {"label", card.label},   {"family", card.family},       {"summary", card.summary},
      {"formula", card.formula}, {"advice", card.advice}, {"reference", card.reference}, {"options", Json::array()}};
  for (const OptionDescription& option : card.options) out["options"].push_back(optionJson(option));
  const ObjectiveCard* objective = findObjective(card.id);
  if (objective == &card) out["facts"] = factsJson(*objective);
  return out;
}

std::string listText(CatalogueKind kind) {
  const auto cards = catalogue(kind);
  std::size_t widest = 0;
  for (const Card* card : cards) widest = std::max(widest, card->id.size());
  std::string out;
  std::string family;
  for (const Card* card : cards) {
    if (card->family != family) out += (out.empty() ? "" : "\n") + card->family + "\n";
    family = card->family;
    out += "  " + card->id + std::string(widest + 2 - card->id.size(), ' ') + card->summary + "\n";
  }
  return out;
}

std::string describeText(const Card& card) {
  std::string out = card.id + (card.label.empty() || card.label == card.id ? "" : " (" + card.label + ")") + "\n" +
                    wrapped(card.summary, 2);
  const auto section = [&out](const std::string& heading, const std::string& text) {
    if (!text.empty()) out += "\n" + heading + "\n" + wrapped(text, 2);
  };
  section("Formula", card.formula);
  if (!card.options.empty()) out += "\nOptions\n";
  for (const OptionDescription& option : card.options) {
    out += "  " + option.id + ": " + optionText(option) + "\n";
    if (!option.tip.empty()) out += wrapped(option.tip, 6);
  }
  const ObjectiveCard* objective = findObjective(card.id);
  if (objective == &card) out += "\nKnown, with its defaults\n" + factsText(*objective);
  section("When to use it", card.advice);
  section("Reference", card.reference);
  return out;
}

}  // namespace thalweg
