#include "core/expression/expand.h"

#include <cstdint>
#include <cstdlib>

namespace thalweg::expression {

namespace {

class Expansion {
 public:
  Expansion(const Tree& tree, Index dimension, std::vector<double> parameters, Graph& graph)
      : tree_(tree), dimension_(dimension), parameters_(std::move(parameters)), graph_(graph) {}

  Id expand(NodeId id) {
    using enum Operation;
    const Node& node = at(id);
    count(node);
    const auto& of = node.operands;
    switch (node.operation) {
      case Number:
        return graph_.number(node.number);
      case Parameter:
        return graph_.number(parameters_[static_cast<std::size_t>(node.index)]);
      case Coordinate:
        return graph_.variable(node.index);
      case Variable:
        return graph_.variable(dimension_ + node.index);
      case Dimension:
        return graph_.number(static_cast<double>(dimension_));
      case LoopVariable:
        return graph_.number(static_cast<double>(loops_[static_cast<std::size_t>(node.index)]));
      case Element:
        return element(node);
      case Not:
        return graph_.make(Equal, expand(of[0]), graph_.number(0));
      case And: {
        const Id a = expand(of[0]);
        return graph_.select(a, expand(of[1]), a);
      }
      case Or: {
        const Id a = expand(of[0]);
        return graph_.select(a, a, expand(of[1]));
      }
      case Select: {
        const Id condition = expand(of[0]);
        // Python does not look at the branch that is not taken; an index there may be out of range.
        if (graph_[condition].operation == Number) return expand(graph_[condition].number != 0 ? of[1] : of[2]);
        const Id yes = expand(of[1]);
        return graph_.select(condition, yes, expand(of[2]));
      }
      case Chain:
        return chain(node);
      case Fold:
        return fold(node);
      case Min:
      case Max: {
        Id result = expand(of[0]);
        for (std::size_t i = 1; i < of.size(); ++i) result = graph_.make(node.operation, result, expand(of[i]));
        return result;
      }
      default:
        if (of.size() == 1) return graph_.make(node.operation, expand(of[0]));
        const Id a = expand(of[0]);
        return graph_.make(node.operation, a, expand(of[1]));
    }
  }

 private:
  [[nodiscard]] const Node& at(NodeId id) const { return tree_.nodes[static_cast<std::size_t>(id)]; }

  void count(const Node& node) {
    // Visits are counted apart: a sum of nothing but constants makes no nodes, but takes time.
    constexpr int visitsPerOperation = 16;
    if (graph_.size() > maxOperations || ++visits_ > maxOperations * visitsPerOperation) {
      throw ExpressionError(node.column, "the formula has more than " + std::to_string(maxOperations) +
                                             " operations when its sums are written out");
    }
  }

  Id element(const Node& node) {
    const std::int64_t index = whole(node.operands[0]);
    const std::int64_t n = dimension_;
    if (index < -n || index >= n) {
      throw ExpressionError(node.column,
                            "x[" + std::to_string(index) + "] is out of range in dimension " + std::to_string(n));
    }
    return graph_.variable(index < 0 ? index + n : index);
  }

  Id chain(const Node& node) {
    Id left = expand(node.operands[0]);
    Id all = none;
    for (std::size_t i = 1; i + 1 < node.operands.size(); i += 2) {
      const Id right = expand(node.operands[i + 1]);
      const Id holds = graph_.make(at(node.operands[i]).operation, left, right);
      all = all == none ? holds : graph_.make(Operation::Multiply, all, holds);
      left = right;
    }
    return all;
  }

  Id fold(const Node& node) {
    const auto& of = node.operands;
    std::int64_t start = 0;
    std::int64_t stop = whole(of[1]);
    std::int64_t step = 1;
    if (of.size() > 2) start = stop, stop = whole(of[2]);
    if (of.size() > 3) step = whole(of[3]);
    if (step == 0) throw ExpressionError(at(of[3]).column, "a range's step must not be 0");
    Id result = none;
    loops_.push_back(0);
    for (std::int64_t i = start; step > 0 ? i < stop : i > stop; i += step) {
      count(node);
      loops_.back() = i;
      const Id term = expand(of[0]);
      result = result == none ? term : graph_.make(node.fold, result, term);
    }
    loops_.pop_back();
    if (result != none) return result;
    if (node.fold == Operation::Add) return graph_.number(0);
    if (node.fold == Operation::Multiply) return graph_.number(1);
    throw ExpressionError(node.column, std::string(spelling(node.fold)) + " over an empty range in dimension " +
                                           std::to_string(dimension_));
  }

  /// The value of a whole number's formula: as Python's integers, within bounds that nothing sensible exceeds.
  std::int64_t whole(NodeId id) {
    using enum Operation;
    const Node& node = at(id);
    count(node);
    const auto& of = node.operands;
    if (node.operation == Number) return bounded(node, node.number);
    if (node.operation == Dimension) return dimension_;
    if (node.operation == LoopVariable) return loops_[static_cast<std::size_t>(node.index)];
    const std::int64_t a = whole(of[0]);
    if (node.operation == Negate) return -a;
    const std::int64_t b = whole(of[1]);
    const auto x = static_cast<double>(a);
    const auto y = static_cast<double>(b);
    if (node.operation == Add) return bounded(node, x + y);
    if (node.operation == Subtract) return bounded(node, x - y);
    if (node.operation == Multiply) return bounded(node, x * y);
    if (b == 0) throw ExpressionError(node.column, "division by zero in a whole number");
    return bounded(node, node.operation == FloorDivide ? floorDivide(x, y) : modulo(x, y));
  }

  static std::int64_t bounded(const Node& node, double value) {
    constexpr double most = 1e6;
    if (!(std::abs(value) <= most)) throw ExpressionError(node.column, "a whole number here must stay within ±1000000");
    return static_cast<std::int64_t>(value);
  }

  const Tree& tree_;
  Index dimension_;
  std::vector<double> parameters_;
  Graph& graph_;
  std::vector<std::int64_t> loops_;
  int visits_ = 0;
};

}  // namespace

Id expand(const Tree& tree, Index dimension, const ParameterValues& parameters, Graph& graph) {
  if (dimension < tree.coordinates || dimension > maxDimension) {
    throw std::invalid_argument("dimension " + std::to_string(dimension) + " is not from " +
                                std::to_string(tree.coordinates) + " to " + std::to_string(maxDimension));
  }
  std::vector<double> values;
  for (const std::string& name : tree.parameters) {
    const auto found = parameters.find(name);
    if (found == parameters.end()) throw std::invalid_argument("the parameter " + name + " has no value");
    values.push_back(found->second);
  }
  return Expansion(tree, dimension, std::move(values), graph).expand(tree.root);
}

}  // namespace thalweg::expression
