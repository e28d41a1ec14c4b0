#pragma once
/// The parsed form of a formula. Threads: immutable after parsing.

#include "core/base/types.h"
#include "core/expression/operation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::expression {

using NodeId = int;

struct Node {
  Operation operation = Operation::Number;
  int column = 1;
  std::vector<NodeId> operands;
  double number = 0;     ///< of a Number
  bool integer = false;  ///< a whole number that a range or an index may be made of
  Index index = 0;       ///< of a Coordinate, Variable, Parameter (in Tree::parameters) or LoopVariable (how deep)
  std::string name;      ///< as typed, of names; of a Fold its loop variable
  Operation fold = Operation::Add;  ///< of a Fold: Add, Multiply, Min or Max
};

struct Tree {
  std::vector<Node> nodes;  ///< operands stand before what uses them
  NodeId root = 0;
  std::string text;                     ///< canonical
  std::vector<std::string> names;       ///< variables that occur
  std::vector<std::string> parameters;  ///< those that occur
  Index coordinates = 0;                ///< least dimension by names
  Index variables = 0;                  ///< number of named variables, occurring or not
  bool indexed = false;
  bool anyDimension = false;
};

struct Function {
  std::string_view name;
  Operation operation;
  int operands;  ///< 1 or 2; −1: two or more
};
/// nullptr if there is none of that name. sum and prod are not among them.
const Function* findFunction(std::string_view name);
/// The same among those that only rules have: norm, dot, mean, grad.
const Function* findRuleFunction(std::string_view name);
/// The function's or sign's spelling: "sin", "+", "<=".
std::string_view spelling(Operation operation);
/// All function and constant names, for suggestions; `rule`: also those that only rules have.
std::vector<std::string_view> knownNames(bool rule = false);
/// pi or e.
std::optional<double> constantValue(std::string_view name);
/// A word that Python keeps for itself.
bool isReserved(std::string_view word);

/// The tree in Python's spelling.
std::string print(const Tree& tree);

}  // namespace thalweg::expression
