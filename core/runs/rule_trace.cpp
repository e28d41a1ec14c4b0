#include "core/runs/rule_trace.h"

#include "core/contracts/forwarding_oracle.h"
#include "core/runs/run.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

/// Notes the first gradient of each step.
class NotingOracle final : public ForwardingOracle {
 public:
  using ForwardingOracle::ForwardingOracle;
  void beginStep() { norm_ = std::numeric_limits<double>::quiet_NaN(); }
  [[nodiscard]] double norm() const { return norm_; }

 protected:
  void pass(Points& g) override {
    if (std::isnan(norm_)) norm_ = g.row(0).matrix().norm();
  }

 private:
  double norm_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace

RuleTrace traceRule(const Scenario& scenario, std::size_t contender, const Objective& objective,
                    const std::vector<double>& start, Index steps, Index coordinates, std::stop_token stop) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  ObjectiveOracle oracle = contenderOracle(scenario, contender, objective);
  NotingOracle noting(oracle);
  const auto n = static_cast<Index>(start.size());
  Run run(scenario, contender, objective, Eigen::Map<const Eigen::RowVectorXd>(start.data(), n).array(), noting);
  RuleTrace result;
  result.gradientNorm = Column::Constant(steps + 1, none);
  const Index columns = std::min(coordinates, n);
  for (Index k = 0; k < steps && !stop.stop_requested(); ++k) {
    oracle.beginStep(k);
    noting.beginStep();
    run.step();
    result.gradientNorm[k] = noting.norm();
    if (const Points rates = run.effectiveRates(); rates.size() > 0) {
      if (result.rates.size() == 0) result.rates = Points::Constant(steps + 1, columns, none);
      result.rates.row(k + 1) = rates.row(0).head(columns);
    }
    run.advance();
  }
  return result;
}

bool changesGradients(const GradientConditions& conditions) {
  return conditions.noise > 0 || conditions.batch || conditions.accumulate || conditions.clipNorm ||
         conditions.clipValue || conditions.zeroBetween;
}

}  // namespace thalweg
