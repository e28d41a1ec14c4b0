#include "core/contracts/optimizer.h"

namespace thalweg::optimizers {
namespace {

/// Stands for whatever made the steps of a run that was read from a file. There is nothing that could be computed.
class Recorded final : public Optimizer {
 public:
  void reset(const Points& /*start*/, const Shape& /*shape*/) override { refuse(); }
  void step(Points& /*x*/, Oracle& /*oracle*/, double /*lr*/) override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw OptionError("optimizer", "this run was read from a file: there is nothing to compute");
  }
};

}  // namespace

OptimizerCard recordedRun() {
  OptimizerCard card;
  card.id = "recorded";
  card.label = "Recorded run";
  card.family = "From files";
  card.summary = "A training run of another program, read from a file; its steps are shown, not computed.";
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  return describe<Recorded>(std::move(card));
}

}  // namespace thalweg::optimizers
