#pragma once
/// A formula written out: every sum unrolled, every common part once. Derivatives are more nodes of the same graph, so
/// that they share what they have in common with the function.
///
/// A gradient comes from one sweep backwards (its size is a small multiple of the function's, in any dimension), a
/// Hessian product from one sweep forwards over the gradient: the same rule for each operation serves both.
/// Threads: a graph belongs to one compilation.

#include "core/base/types.h"
#include "core/expression/operation.h"

#include <array>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace thalweg::expression {

/// A node of a graph; `none` where a derivative is zero whatever the point.
using Id = int;
inline constexpr Id none = -1;

struct GraphNode {
  Operation operation = Operation::Number;
  std::array<Id, 3> operands = {none, none, none};
  double number = 0;  ///< of a Number
  Index column = 0;   ///< of a Variable or Direction; of a Parameter which one

  bool operator==(const GraphNode& other) const;
};

class Graph {
 public:
  Id number(double value);
  Id variable(Index column);
  Id direction(Index column);
  /// Number `index` of those that are given when the program runs.
  Id parameter(Index index);
  /// Folds constants and drops operations that change nothing, where the result keeps its bits.
  Id make(Operation operation, Id a);
  Id make(Operation operation, Id a, Id b);
  Id select(Id condition, Id yes, Id no);

  [[nodiscard]] const GraphNode& operator[](Id id) const { return nodes_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] Id size() const { return static_cast<Id>(nodes_.size()); }
  [[nodiscard]] bool isNumber(Id id, double value) const;

 private:
  Id add(const GraphNode& node);

  struct Hash {
    std::size_t operator()(const GraphNode& node) const;
  };
  std::vector<GraphNode> nodes_;
  std::unordered_map<GraphNode, Id, Hash> known_;
};

/// Nodes that `outputs` depend on.
std::vector<bool> reachable(const Graph& graph, const std::vector<Id>& outputs);

/// ∂output/∂(column 0 … columns − 1).
std::vector<Id> gradient(Graph& graph, Id output, Index columns);

/// The derivatives of `outputs` along the direction.
std::vector<Id> alongDirection(Graph& graph, const std::vector<Id>& outputs);

}  // namespace thalweg::expression
