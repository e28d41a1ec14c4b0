#pragma once
/// Objectives that are a model's loss on data, and the data as a viewer draws them.
/// Threads: immutable.

#include "core/contracts/objective.h"

namespace thalweg {

/// Rows of `inputs` belong to entries of `targets`; the test parts may be empty.
struct Dataset {
  Eigen::MatrixXd inputs;
  Eigen::VectorXd targets;  ///< of two classes: −1 or 1; of more: the class's number, from 0 on
  Eigen::MatrixXd testInputs;
  Eigen::VectorXd testTargets;
  bool classes = false;
  Index classCount = 2;   ///< of classes
  double inputScale = 1;  ///< inputs are whole numbers divided by this, where it is not 1
};

/// One of a data set's samples.
struct SampleRef {
  bool test = false;  ///< of those held out
  Index index = 0;
  bool operator==(const SampleRef&) const = default;
};

class DataObjective : public Objective {
 public:
  [[nodiscard]] virtual const Dataset& dataset() const = 0;
  /// The model's output at each row of `inputs` with the parameters `point` (a row). Of two classes: positive means 1;
  /// of more: the likeliest one's number.
  virtual void predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const = 0;

  /// The loss of each row of `inputs` by itself, without what parameters cost: the mean of all is the loss on them.
  virtual void sampleLosses(const Points& point, const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets,
                            Column& losses) const = 0;
  /// The loss whose samples are those of `batch` alone, for pictures of what a step on it sees.
  [[nodiscard]] virtual std::shared_ptr<const Objective> onSamples(Batch batch) const = 0;

  /// Whether the output, of two classes, is the logarithm of their odds: p(1) = 1/(1 + e^−z).
  [[nodiscard]] virtual bool logits() const { return false; }

  [[nodiscard]] Index samples() const override { return dataset().targets.size(); }
};

/// The training samples of `batch` alone, without test data.
inline Dataset samplesOf(const Dataset& data, Batch batch) {
  Dataset part;
  part.inputs.resize(static_cast<Index>(batch.size()), data.inputs.cols());
  part.targets.resize(static_cast<Index>(batch.size()));
  for (std::size_t s = 0; s < batch.size(); ++s) {
    part.inputs.row(static_cast<Index>(s)) = data.inputs.row(batch[s]);
    part.targets[static_cast<Index>(s)] = data.targets[batch[s]];
  }
  part.classes = data.classes;
  part.classCount = data.classCount;
  part.inputScale = data.inputScale;
  return part;
}

/// nullptr if the objective has no data.
inline const DataObjective* withData(const Objective& objective) {
  return dynamic_cast<const DataObjective*>(&objective);
}
/// nullptr if it has none that a picture can show: samples of one input, or classes in the plane of two.
inline const DataObjective* drawableData(const Objective& objective) {
  const DataObjective* data = withData(objective);
  if (!data) return nullptr;
  const Index inputs = data->dataset().inputs.cols();
  return inputs == 1 || (inputs == 2 && data->dataset().classes) ? data : nullptr;
}

}  // namespace thalweg
