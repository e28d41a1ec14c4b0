/// Evaluates formulas for compare_python.py: a line "x0 x1 x2 a FORMULA" in, a line with the value, or "column …", out.

#include "core/base/format.h"
#include "core/expression/expression.h"

#include <array>
#include <iostream>
#include <string>

using namespace thalweg;

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::array<double, 4> numbers{};
    std::string_view rest = line;
    bool complete = true;
    for (double& number : numbers) {
      const std::size_t space = rest.find(' ');
      const auto read = parseNumber(rest.substr(0, space));
      complete = complete && read && space != std::string_view::npos;
      if (!complete) break;
      number = *read;
      rest.remove_prefix(space + 1);
    }
    if (!complete) {
      std::cerr << "expected four numbers and a formula\n";
      return 1;
    }
    try {
      const Expression formula =
          Expression::parse(rest, {.variables = {}, .parameters = {"a"}, .coordinates = true, .anyParameter = false});
      const CompiledExpression f = formula.compile(3, {{"a", numbers[3]}});
      std::cout << formatFull(f.value(std::span(numbers).first(3))) << '\t' << formula.text() << '\n';
    } catch (const ExpressionError& error) {
      std::cout << error.what() << '\n';
    }
    // The other side sends lines in batches and reads as many.
    if (std::cin.rdbuf()->in_avail() == 0) std::cout.flush();
  }
}
