#include "core/runs/stability.h"

#include "core/contracts/optimizer.h"

#include <cmath>

namespace thalweg {

namespace {

constexpr int mostHalvings = 40;
constexpr double precision = 1.01;
constexpr double clear = 0.97;  // of the bound, at which a path neither settles nor runs away

/// `value` rounded down to one significant digit.
double roundedDown(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  return std::floor(value / power * (1 + 1e-12)) * power;
}

}  // namespace

bool runsAway(const Trajectory& path) {
  return path.verdict.growing || (path.verdict.outcome == Outcome::Diverged && path.leftDomain.empty());
}

void setRate(Contender& contender, double rate) {
  const std::string path = findOptimizer(contender.optimizer)->rate;
  const std::size_t point = path.find('.');
  if (point == std::string::npos) {
    contender.options[path] = rate;
    return;
  }
  Json& whole = contender.options[path.substr(0, point)];
  if (!whole.is_object()) whole = Json::object();
  whole[path.substr(point + 1)] = rate;
}

std::optional<StableRate> stableRate(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                     const std::vector<double>& start, std::stop_token stop) {
  Scenario tried = scenario;
  Contender& changed = tried.contenders[contender];
  const OptimizerCard* card = findOptimizer(changed.optimizer);
  if (!card || card->rate.empty()) return {};
  const auto tooLarge = [&](double rate) {
    setRate(changed, rate);
    const Trajectory path = trace(tried, contender, objective, start, stop);
    return runsAway(path) || path.verdict.outcome == Outcome::Diverged;
  };
  double high = optionNumber(*card, changed.options, card->rate);
  double low = high / 2;
  for (int halvings = 1; tooLarge(low); ++halvings) {
    if (halvings == mostHalvings || stop.stop_requested()) return {};
    high = low;
    low /= 2;
  }
  while (high / low > precision && !stop.stop_requested()) {
    const double middle = std::sqrt(low * high);
    (tooLarge(middle) ? high : low) = middle;
  }
  if (stop.stop_requested()) return {};
  return StableRate{low, roundedDown(clear * low)};
}

}  // namespace thalweg
