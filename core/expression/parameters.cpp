#include "core/expression/parameters.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

std::vector<FormulaParameter> formulaParameters(const Json& parameters) {
  std::vector<FormulaParameter> result;
  for (const auto& [name, given] : parameters.items()) {
    if (!isParameterName(name)) {
      throw OptionError("options.parameters." + name,
                        "expected a name of ASCII letters, digits and _ that is no coordinate (x, y, x1 …, n), "
                        "function, constant or word of Python");
    }
    FormulaParameter p;
    p.name = name;
    p.value = given.at("value").get<double>();
    const double end = p.value == 0 ? 1 : std::clamp(2 * p.value, -1e300, 1e300);
    p.min = given.contains("min") ? given["min"].get<double>() : p.value == 0 ? -1 : std::min(0.0, end);
    p.max = given.contains("max") ? given["max"].get<double>() : std::max(0.0, end);
    if (p.min >= p.max) {
      // Only one end was given, and the other one's usual place is on the wrong side of it.
      if (given.contains("min"))
        p.max = p.min + std::max(1.0, std::abs(p.min));
      else
        p.min = p.max - std::max(1.0, std::abs(p.max));
    }
    result.push_back(std::move(p));
  }
  return result;
}

Json parametersFor(std::string_view formula, const Json& given) {
  Symbols symbols;
  symbols.coordinates = true;
  symbols.anyParameter = true;
  Json parameters = Json::object();
  const Expression parsed = Expression::parse(formula, symbols);
  for (const std::string& name : parsed.parameters()) {
    parameters[name] = given.contains(name) ? given.at(name) : Json{{"value", 1.0}, {"min", 0.0}, {"max", 2.0}};
  }
  return parameters;
}

}  // namespace thalweg
