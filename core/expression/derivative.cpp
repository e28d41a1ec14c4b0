#include "core/expression/graph.h"

#include <algorithm>
#include <numbers>

namespace thalweg::expression {

namespace {

/// ∂node/∂operand times a factor: the adjoint on the way backwards, the operand's own derivative on the way forwards.
class Rules {
 public:
  explicit Rules(Graph& graph, bool strong) : graph_(graph), strong_(strong) {}

  /// `none` where the derivative is zero.
  Id scaled(Id id, std::size_t operand, Id factor) {
    using enum Operation;
    const GraphNode node = graph_[id];
    const Id a = node.operands[0];
    const Id b = node.operands[1];
    switch (node.operation) {
      case Negate:
        return graph_.make(Negate, factor);
      case Sin:
        return times(factor, graph_.make(Cos, a));
      case Cos:
        return graph_.make(Negate, times(factor, graph_.make(Sin, a)));
      case Tan:
        return times(factor, plus(graph_.number(1), square(id)));
      case Asin:
        return over(factor, graph_.make(Sqrt, oneMinusSquare(a)));
      case Acos:
        return graph_.make(Negate, over(factor, graph_.make(Sqrt, oneMinusSquare(a))));
      case Atan:
        return over(factor, plus(graph_.number(1), square(a)));
      case Sinh:
        return times(factor, graph_.make(Cosh, a));
      case Cosh:
        return times(factor, graph_.make(Sinh, a));
      case Tanh: {
        // 1 − tanh² cancels and cosh overflows; this is the same as 4 σ(2a) σ(−2a).
        const Id twice = graph_.make(Add, a, a);
        const Id d =
            times(times(factor, graph_.make(Sigmoid, twice)), graph_.make(Sigmoid, graph_.make(Negate, twice)));
        return graph_.make(Multiply, graph_.number(4), d);
      }
      case Exp:
        return times(factor, id);
      case Log:
        return over(factor, a);
      case Log2:
        return over(factor, graph_.make(Multiply, a, graph_.number(std::numbers::ln2)));
      case Log10:
        return over(factor, graph_.make(Multiply, a, graph_.number(std::numbers::ln10)));
      case Sqrt:
        return whereNot0(id, over(half(factor), id));
      case Abs:
        return times(factor, graph_.make(Sign, a));
      case Sigmoid:
        return times(times(factor, id), graph_.make(Sigmoid, graph_.make(Negate, a)));
      case Relu:
        return graph_.select(graph_.make(Greater, a, graph_.number(0)), factor, graph_.number(0));
      case Add:
        return factor;
      case Subtract:
        return operand == 0 ? factor : graph_.make(Negate, factor);
      case Multiply:
        return times(factor, operand == 0 ? b : a);
      case Divide:
        return operand == 0 ? over(factor, b) : graph_.make(Negate, over(times(factor, id), b));
      case Modulo:
        return operand == 0 ? factor : graph_.make(Negate, times(factor, graph_.make(FloorDivide, a, b)));
      case Power:
        return operand == 0 ? powerByBase(a, b, factor) : powerByExponent(id, a, b, factor);
      case Min:
        return times(factor, share(Less, LessEqual, operand == 0 ? a : b, operand == 0 ? b : a));
      case Max:
        return times(factor, share(Greater, GreaterEqual, operand == 0 ? a : b, operand == 0 ? b : a));
      case Atan2: {
        const Id h = graph_.make(Hypot, a, b);
        const Id d = over(over(times(factor, operand == 0 ? b : a), h), h);
        return operand == 0 ? d : graph_.make(Negate, d);
      }
      case Hypot:
        return whereNot0(id, over(times(factor, operand == 0 ? a : b), id));
      case StrongMultiply:
        return operand == 0 ? times(factor, b) : graph_.make(StrongMultiply, a, factor);
      case StrongDivide:
        return operand == 0
                   ? over(factor, b)
                   : graph_.make(Negate, graph_.make(StrongDivide, graph_.make(StrongMultiply, a, over(factor, b)), b));
      case Select:
        if (operand == 0) return none;
        return operand == 1 ? graph_.select(a, factor, graph_.number(0)) : graph_.select(a, graph_.number(0), factor);
      default:
        return none;
    }
  }

 private:
  Id plus(Id a, Id b) { return graph_.make(Operation::Add, a, b); }
  Id times(Id factor, Id other) {
    if (graph_.isNumber(factor, 1)) return other;
    return graph_.make(strong_ ? Operation::StrongMultiply : Operation::Multiply, factor, other);
  }
  Id over(Id factor, Id other) {
    return graph_.make(strong_ ? Operation::StrongDivide : Operation::Divide, factor, other);
  }
  Id half(Id a) { return graph_.make(Operation::Multiply, graph_.number(0.5), a); }
  Id square(Id a) { return graph_.make(Operation::Multiply, a, a); }
  Id whereNot0(Id a, Id value) { return graph_.select(a, value, graph_.number(0)); }
  /// 1 − a² without cancellation near ±1.
  Id oneMinusSquare(Id a) {
    const Id one = graph_.number(1);
    return graph_.make(Operation::Multiply, graph_.make(Operation::Subtract, one, a), plus(one, a));
  }
  /// 1 where the comparison holds strictly, ½ between equals.
  Id share(Operation strict, Operation orEqual, Id a, Id b) {
    return half(plus(graph_.make(strict, a, b), graph_.make(orEqual, a, b)));
  }
  Id powerByBase(Id a, Id b, Id factor) {
    const Id raised = graph_.make(Operation::Power, a, graph_.make(Operation::Subtract, b, graph_.number(1)));
    const Id d = times(times(factor, b), raised);
    // a**0 is 1 whatever a, also where a**(0 − 1) is infinite.
    return graph_[b].operation == Operation::Number ? d : whereNot0(b, d);
  }
  Id powerByExponent(Id id, Id a, Id b, Id factor) {
    const Id zero = graph_.number(0);
    const Id d = times(times(factor, id), graph_.make(Operation::Log, a));
    const Id b0 = graph_.make(Operation::GreaterEqual, b, zero);
    return graph_.select(a, d, graph_.select(b0, zero, d));
  }

  Graph& graph_;
  bool strong_;
};

/// Where a branch is not taken its adjoint is 0, and must stay so where the branch's own derivative is infinite.
bool hasBranches(const Graph& graph, const std::vector<bool>& needed) {
  using enum Operation;
  for (Id id = 0; id < graph.size(); ++id) {
    const Operation o = graph[id].operation;
    const bool branch = o == Select || o == Relu || o == Min || o == Max || o == StrongMultiply || o == StrongDivide;
    if (branch && needed[static_cast<std::size_t>(id)]) return true;
  }
  return false;
}

void accumulate(Graph& graph, Id& total, Id term) {
  if (term == none) return;
  total = total == none ? term : graph.make(Operation::Add, total, term);
}

}  // namespace

std::vector<Id> gradient(Graph& graph, Id output, Index columns) {
  const std::vector<bool> needed = reachable(graph, {output});
  Rules rules(graph, hasBranches(graph, needed));
  std::vector<Id> adjoints(needed.size(), none);
  std::vector<Id> partials(static_cast<std::size_t>(columns), none);
  adjoints[static_cast<std::size_t>(output)] = graph.number(1);
  for (Id id = output; id >= 0; --id) {
    const Id adjoint = adjoints[static_cast<std::size_t>(id)];
    if (adjoint == none || !needed[static_cast<std::size_t>(id)]) continue;
    const GraphNode node = graph[id];
    if (node.operation == Operation::Variable) partials[static_cast<std::size_t>(node.column)] = adjoint;
    for (std::size_t k = 0; k < node.operands.size(); ++k) {
      const Id operand = node.operands[k];
      if (operand == none || graph[operand].operation == Operation::Number) continue;
      accumulate(graph, adjoints[static_cast<std::size_t>(operand)], rules.scaled(id, k, adjoint));
    }
  }
  return partials;
}

std::vector<Id> alongDirection(Graph& graph, const std::vector<Id>& outputs) {
  const std::vector<bool> needed = reachable(graph, outputs);
  Rules rules(graph, hasBranches(graph, needed));
  std::vector<Id> tangents(needed.size(), none);
  for (Id id = 0; id < static_cast<Id>(needed.size()); ++id) {
    if (!needed[static_cast<std::size_t>(id)]) continue;
    const GraphNode node = graph[id];
    Id& tangent = tangents[static_cast<std::size_t>(id)];
    if (node.operation == Operation::Variable) tangent = graph.direction(node.column);
    for (std::size_t k = 0; k < node.operands.size(); ++k) {
      const Id operand = node.operands[k];
      if (operand == none || tangents[static_cast<std::size_t>(operand)] == none) continue;
      accumulate(graph, tangent, rules.scaled(id, k, tangents[static_cast<std::size_t>(operand)]));
    }
  }
  std::vector<Id> results;
  for (const Id id : outputs) results.push_back(id == none ? none : tangents[static_cast<std::size_t>(id)]);
  return results;
}

}  // namespace thalweg::expression
