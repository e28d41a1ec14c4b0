#include "core/contracts/objective.h"

namespace thalweg::objectives {

/// Of training runs that were read from files: what stands for them is core/recorded/recorded_objective.h, made from
/// the runs that a panel holds.
ObjectiveCard recorded() {
  ObjectiveCard card;
  card.id = "recorded";
  card.label = "Recorded runs";
  card.family = "From files";
  card.summary = "Training runs of another program, read from files and shown in the plane where they move most.";
  card.advice =
      "The loss is known at the recorded weights, and on the plane where whoever recorded them has evaluated it there; "
      "nothing is computed.";
  card.maxDimension = 0;
  card.make = [](const Options& /*options*/, Index /*dimension*/) -> std::shared_ptr<const Objective> {
    throw OptionError("objective", "the scenario has no recorded runs; open a file of them");
  };
  return card;
}

}  // namespace thalweg::objectives
