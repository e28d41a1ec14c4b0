/// A libFuzzer target for typed rules: whatever the text, reading it ends in a rule or a RuleError that names a place
/// in it; what is a rule takes steps within memory, each row as it goes alone, and has lines that can be written.

#include "core/contracts/oracle.h"
#include "core/expression/rule.h"
#include "core/expression/rule_lines.h"
#include "core/expression/rule_program.h"
#include "core/expression/update_line.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace thalweg;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// ½Σx², with draws of its own.
class BowlOracle final : public Oracle {
 public:
  explicit BowlOracle(Index dimension) : shape_{{0, dimension, 0}} {}
  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& x, Column& f) override { f = 0.5 * x.square().rowwise().sum(); }
  void gradient(const Points& x, Points& g) override { g = x; }
  void valueAndGradient(const Points& x, Column& f, Points& g) override { value(x, f), gradient(x, g); }
  void hessianDiagonal(const Points& x, Points& h) override { h.setOnes(x.rows(), x.cols()); }
  void hessianProduct(const Points&, const Points& v, Points& hv) override { hv = v; }
  Eigen::MatrixXd hessian(const Points& x) override { return Eigen::MatrixXd::Identity(x.cols(), x.cols()); }
  bool residuals(const Points&, Eigen::VectorXd&, Eigen::MatrixXd&) override { return false; }
  void normals(Points& z) override { z.setConstant(0.5); }
  void selectRow(Index) override {}

 private:
  Shape shape_;
};

bool sameBits(double a, double b) { return a == b || (a != a && b != b); }

void run(const RuleText& rule) {
  const auto parameters = ruleParameters(rule, Json::object());
  const RuleProgram program(rule, parameters);
  BowlOracle oracle(2);
  Points x(9, 2);
  for (Index i = 0; i < x.size(); ++i) x(i) = 0.25 * static_cast<double>(i) - 1;
  Points alone = x.row(4);
  RuleState many;
  RuleState one;
  many.reset(program, 9, 2);
  one.reset(program, 1, 2);
  for (int step = 0; step < 3; ++step) {
    many.step(program, x, oracle, 0.1, false);
    one.step(program, alone, oracle, 0.1, false);
    for (Index j = 0; j < 2; ++j) require(sameBits(x(4, j), alone(0, j)));
  }
  for (const FormulaLine& line : linesOf(rule).lines) {
    const update_line::Node node = update_line::parse(line.expression);
    require(!update_line::typeset(node, [](const std::string& name) { return name; }).empty());
  }
  (void)ruleRemarks(rule, Json::object());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const RuleText rule = RuleText::parse(text);
    // Reading is cheap, running is not: some are enough.
    std::size_t hash = 0;
    for (const char c : text) hash = hash * 31 + static_cast<unsigned char>(c);
    if (hash % 8 == 0) run(rule);
  } catch (const RuleError& error) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    require(error.line() >= 1 && static_cast<std::size_t>(error.line()) <= lines);
    require(error.column() >= 1 && static_cast<std::size_t>(error.column()) <= text.size() + 1);
    require(!error.message().empty() && error.message().size() < 400);
  }
  return 0;
}
