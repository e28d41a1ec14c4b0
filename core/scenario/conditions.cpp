#include "core/scenario/conditions.h"

namespace thalweg {

namespace {

/// As large as integers among options may be.
constexpr double largestSeed = 9e15;

struct Conditions {
  double noise = 0;
  std::optional<std::int64_t> batch;
  std::string sampling = "shuffle";
  bool paired = true;
  bool accumulate = false;
  std::optional<double> clip_norm;
  std::optional<double> clip_value;
  bool zero_between = false;
  std::optional<std::int64_t> steps_per_epoch;
  bool watch_test = false;
  std::int64_t seed = 0;
};

GradientConditions conditionsOf(const Conditions& c) {
  return {.noise = c.noise,
          .batch = c.batch,
          .replacement = c.sampling == "replacement",
          .paired = c.paired,
          .accumulate = c.accumulate,
          .clipNorm = c.clip_norm,
          .clipValue = c.clip_value,
          .zeroBetween = c.zero_between,
          .stepsPerEpoch = c.steps_per_epoch,
          .watchTest = c.watch_test};
}

}  // namespace

const Card& conditionsCard() {
  static const Card card = [] {
    Card c;
    c.id = "gradient";
    c.label = "Gradients";
    c.summary = "How gradients reach the optimizers.";
    c.reference = "PyTorch 1.13: DataLoader, torch.nn.utils.clip_grad_norm_ and clip_grad_value_";
    c.options = {
        option("noise", &Conditions::noise)
            .as(R"(\sigma)")
            .explained("Gaussian noise added to every gradient; its variance is σ²/B, and σ² without a batch size.")
            .atLeast(0)
            .slide(1e-3, 10, Scale::Log),
        option("batch", &Conditions::batch)
            .named("batch size")
            .as("B")
            .explained(
                "Samples a step on surfaces that come from data; elsewhere the noise's variance is divided by it.")
            .within(1, 1e9)
            .slide(1, 256, Scale::Log),
        option("sampling", &Conditions::sampling)
            .explained("Mini-batches go through shuffled data epoch by epoch, or are drawn with replacement.")
            .oneOf({"shuffle", "replacement"}),
        option("paired", &Conditions::paired)
            .named("same draws for all")
            .explained("All contenders see the same noise and the same batches; else each has its own."),
        option("accumulate", &Conditions::accumulate)
            .named("never zeroed")
            .explained("Each gradient is added to all before it, as when zero_grad() is forgotten."),
        option("clip_norm", &Conditions::clip_norm)
            .named("clip by norm")
            .explained("Longest gradient that gets through; longer ones are shortened.")
            .above(0)
            .slide(0.01, 100, Scale::Log),
        option("clip_value", &Conditions::clip_value)
            .named("clip by value")
            .explained("Largest size of each component that gets through.")
            .above(0)
            .slide(0.01, 100, Scale::Log),
        option("zero_between", &Conditions::zero_between)
            .named("zeroed before the step")
            .explained("zero_grad() stands between backward() and step(): the optimizer sees zeros.")
            .inSecondRow(),
        option("steps_per_epoch", &Conditions::steps_per_epoch)
            .named("steps per epoch")
            .explained("Schedules move on when so many steps are done, as loops that step them once an epoch do.")
            .within(1, 1e6)
            .slide(1, 100, Scale::Log)
            .inSecondRow(),
        option("watch_test", &Conditions::watch_test)
            .named("schedules watch test loss")
            .explained("Schedules that follow the loss see that of held-out data, where there are such.")
            .inSecondRow(),
        option("seed", &Conditions::seed)
            .explained("Number from which all random draws follow: the same seed gives the same paths.")
            .within(0, largestSeed)
            .slide(0, 0),
    };
    return c;
  }();
  return card;
}

const Card& ownConditionsCard() {
  static const Card card = [] {
    Card c = conditionsCard();
    std::erase_if(c.options, [](const OptionDescription& option) { return option.id == "seed"; });
    return c;
  }();
  return card;
}

Options conditionOptions(const GradientConditions& g) {
  const auto orNull = [](const auto& value) { return value ? Json(*value) : Json(); };
  const Options all = {{"noise", g.noise},
                       {"batch", orNull(g.batch)},
                       {"sampling", g.replacement ? "replacement" : "shuffle"},
                       {"paired", g.paired},
                       {"accumulate", g.accumulate},
                       {"clip_norm", orNull(g.clipNorm)},
                       {"clip_value", orNull(g.clipValue)},
                       {"zero_between", g.zeroBetween},
                       {"steps_per_epoch", orNull(g.stepsPerEpoch)},
                       {"watch_test", g.watchTest}};
  Options set;
  for (const OptionDescription& d : ownConditionsCard().options) {
    if (all.at(d.id) != d.fallback) set[d.id] = all.at(d.id);
  }
  return set;
}

Options conditionOptions(const Scenario& scenario) {
  Options set = conditionOptions(scenario.gradient);
  if (scenario.seed != 0) set["seed"] = scenario.seed;
  return set;
}

GradientConditions conditionsOfOptions(const Options& options) {
  Conditions c;
  assignOptions(ownConditionsCard(), options, &c);
  return conditionsOf(c);
}

void setConditions(Scenario& scenario, const Options& options) {
  Conditions c;
  assignOptions(conditionsCard(), options, &c);
  scenario.gradient = conditionsOf(c);
  scenario.seed = static_cast<std::uint64_t>(c.seed);
}

}  // namespace thalweg
