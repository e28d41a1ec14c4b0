#pragma once
/// A script while it is put together: what its loop has to do, and the texts that panels and contenders add.
/// Threads: a Script belongs to one call.

#include "core/code/formula.h"
#include "core/contracts/objective.h"
#include "core/scenario/scenario.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace thalweg::python {

using Arguments = std::vector<std::string>;

struct Script {
  /// `plain`: models, loaders and torch's own draws, as courses write them. Throws CodeError for what one loop cannot
  /// do for all contenders: branches, and gradients that reach them under different conditions.
  explicit Script(const Scenario& of, bool plain = false);

  const Scenario& scenario;
  GradientConditions gradient;                               ///< of all contenders
  std::vector<std::shared_ptr<const Objective>> objectives;  ///< a panel each
  /// What lines of the templates ask for: "noise", "groups", "closure" … (see core/code/snippets.h).
  std::set<std::string, std::less<>> features;
  FormulaNeeds formulas;           ///< of all typed formulas together
  std::string functions;           ///< objectives
  std::string shared;              ///< what classes need, in the order in which it has to stand
  std::string classes;             ///< optimizers and schedules
  std::string data;                ///< tensors that panels' functions are given
  std::vector<std::string> rules;  ///< the typed rules that have a class

  /// A template with the lines that the features choose.
  [[nodiscard]] std::string part(const std::string& name) const;
  /// Once for each name.
  void addFunction(const std::string& name, const std::string& code);
  /// The class of a snippet such as "optimizers/Lion", once, with the parts that it needs.
  void addClass(const std::string& snippet);
  /// Texts under parts/ that classes use, once each.
  void addNeeds(const std::vector<std::string>& parts);

 private:
  std::set<std::string, std::less<>> written_;
};

/// One vector of all coordinates.
bool isVector(const Shape& shape);

}  // namespace thalweg::python
