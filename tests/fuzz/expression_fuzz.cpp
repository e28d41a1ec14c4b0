/// A libFuzzer target for typed formulas: whatever the text, reading it ends in a formula or an ExpressionError, the
/// canonical text reads as itself, and evaluation stays within memory.

#include "core/expression/expression.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace thalweg;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void checkError(const ExpressionError& error, std::string_view text) {
  require(error.column() >= 1 && static_cast<std::size_t>(error.column()) <= text.size() + 1);
  require(!error.message().empty() && error.message().size() < 400);
}

void evaluate(const Expression& formula, std::string_view text) {
  ParameterValues parameters;
  for (const std::string& name : formula.parameters()) parameters[name] = 0.75;
  const Index dimension = formula.coordinates() > 3 ? formula.coordinates() : 3;
  try {
    const CompiledExpression f = formula.compile(dimension, parameters);
    const Points x = Points::Constant(1, dimension, 1.25);
    Column values;
    Points gradient;
    Points product;
    f.valueAndGradient(x, values, gradient);
    f.hessianProduct(x, gradient, product);
    Column alone;
    f.value(x, alone);
    require(alone[0] == values[0] || (std::isnan(alone[0]) && std::isnan(values[0])));
  } catch (const ExpressionError& error) {
    checkError(error, text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Symbols symbols;
  symbols.parameters = {"a"};
  symbols.coordinates = true;
  symbols.anyParameter = size % 2 == 0;
  try {
    const Expression formula = Expression::parse(text, symbols);
    const Expression again = Expression::parse(formula.text(), symbols);
    require(again.text() == formula.text());
    require(again.variables() == formula.variables() && again.parameters() == formula.parameters());
    // Reading is cheap, evaluating is not, least of all long sums: some of each are enough.
    std::size_t hash = 0;
    for (const char c : text) hash = hash * 31 + static_cast<unsigned char>(c);
    const bool cheap = text.find("range") == std::string_view::npos && formula.coordinates() < 16;
    if (hash % (cheap ? 8 : 64) == 0) evaluate(formula, text);
  } catch (const ExpressionError& error) {
    checkError(error, text);
  }
  return 0;
}
