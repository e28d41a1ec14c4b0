#include "core/schedules/rate_formula.h"

namespace thalweg {

namespace {

CompiledExpression compiled(const Json& text, const std::string& path, const char* variable) {
  try {
    return Expression::parse(text.get<std::string>(), {.variables = {variable}}).compile();
  } catch (const ExpressionError& error) {
    throw OptionError(path, error.what());
  }
}

}  // namespace

RateFormula::RateFormula(const Json& option, const char* id, const char* variable)
    : path_(std::string("options.") + id) {
  shared_ = !option.is_array();
  if (shared_) {
    formulas_.push_back(compiled(option, path_, variable));
    return;
  }
  for (std::size_t i = 0; i < option.size(); ++i) {
    formulas_.push_back(compiled(option[i], path_ + "[" + std::to_string(i) + "]", variable));
  }
}

void RateFormula::checkGroups(std::size_t groups) const {
  if (shared_ || formulas_.size() == groups) return;
  throw OptionError(path_, "expected one formula or an entry for each of " + std::to_string(groups) +
                               " parameter groups, found " + std::to_string(formulas_.size()) + " entries");
}

double RateFormula::value(std::int64_t at, std::size_t group) const {
  return formulas_[shared_ ? 0 : group].value(static_cast<double>(at));
}

}  // namespace thalweg
