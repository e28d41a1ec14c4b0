#pragma once
/// Typed formulas of one variable, as LambdaLR and MultiplicativeLR (of t, the number of steps a schedule has taken)
/// and CyclicLR have them. Threads: values.

#include "core/contracts/catalog.h"
#include "core/expression/expression.h"

#include <vector>

namespace thalweg {

/// One formula for all groups, or one for each.
class RateFormula {
 public:
  /// `option`: a string or a list of them. Throws OptionError for the option `id`, with the column of the error.
  RateFormula(const Json& option, const char* id, const char* variable = "t");
  /// Throws OptionError where there are formulas for another number of groups.
  void checkGroups(std::size_t groups) const;
  [[nodiscard]] double value(std::int64_t at, std::size_t group) const;

 private:
  std::string path_;
  std::vector<CompiledExpression> formulas_;
  bool shared_ = false;
};

}  // namespace thalweg
