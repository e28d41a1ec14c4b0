#include "core/expression/graph.h"

#include <bit>
#include <utility>

namespace thalweg::expression {

bool GraphNode::operator==(const GraphNode& other) const {
  return operation == other.operation && operands == other.operands && column == other.column &&
         std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(other.number);
}

std::size_t Graph::Hash::operator()(const GraphNode& node) const {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15u;
  auto h = static_cast<std::uint64_t>(node.operation);
  const auto mix = [&](std::uint64_t value) { h = (std::rotl(h, 23) ^ value) * odd; };
  for (const Id operand : node.operands) mix(static_cast<std::uint64_t>(operand));
  mix(std::bit_cast<std::uint64_t>(node.number));
  mix(static_cast<std::uint64_t>(node.column));
  return static_cast<std::size_t>(h ^ (h >> 29));
}

Id Graph::add(const GraphNode& node) {
  const auto [place, isNew] = known_.try_emplace(node, size());
  if (isNew) nodes_.push_back(node);
  return place->second;
}

Id Graph::number(double value) { return add({.operation = Operation::Number, .number = value}); }
Id Graph::variable(Index column) { return add({.operation = Operation::Variable, .column = column}); }
Id Graph::direction(Index column) { return add({.operation = Operation::Direction, .column = column}); }
Id Graph::parameter(Index index) { return add({.operation = Operation::Parameter, .column = index}); }

bool Graph::isNumber(Id id, double value) const {
  const GraphNode& node = (*this)[id];
  return node.operation == Operation::Number && node.number == value;
}

Id Graph::make(Operation operation, Id a) {
  const GraphNode operand = (*this)[a];
  if (operand.operation == Operation::Number) {
    double result = 0;
    visitUnary(operation, [&]<Operation O>() { result = apply<O>(operand.number); });
    return number(result);
  }
  if (operation == Operation::Negate && operand.operation == Operation::Negate) return operand.operands[0];
  return add({.operation = operation, .operands = {a, none, none}});
}

Id Graph::make(Operation operation, Id a, Id b) {
  using enum Operation;
  const GraphNode left = (*this)[a];
  const GraphNode right = (*this)[b];
  if (left.operation == Number && right.operation == Number) {
    double result = 0;
    visitBinary(operation, [&]<Operation O>() { result = apply<O>(left.number, right.number); });
    return number(result);
  }
  switch (operation) {
    case Add:
      if (right.operation == Negate) return make(Subtract, a, right.operands[0]);
      if (left.operation == Negate) return make(Subtract, b, left.operands[0]);
      if (a > b) std::swap(a, b);
      break;
    case Subtract:
      if (right.operation == Negate) return make(Add, a, right.operands[0]);
      if (isNumber(b, 0) && !std::signbit(right.number)) return a;
      break;
    case Multiply:
      if (isNumber(a, 1)) return b;
      if (isNumber(b, 1)) return a;
      if (isNumber(a, -1)) return make(Negate, b);
      if (isNumber(b, -1)) return make(Negate, a);
      if (a > b) std::swap(a, b);
      break;
    case Divide:
      if (isNumber(b, 1)) return a;
      if (isNumber(b, -1)) return make(Negate, a);
      if (right.operation == Number && std::isnormal(right.number) && std::isnormal(1 / right.number)) {
        // Dividing by a power of two is multiplying by another.
        int exponent = 0;
        if (std::abs(std::frexp(right.number, &exponent)) == 0.5) return make(Multiply, a, number(1 / right.number));
      }
      break;
    case Power:
      if (isNumber(b, 0)) return number(1);
      if (isNumber(b, 1)) return a;
      if (isNumber(b, 0.5)) return make(Sqrt, a);
      break;
    case StrongMultiply:
      if (left.operation == Number) return left.number == 0 ? number(0) : make(Multiply, a, b);
      break;
    case StrongDivide:
      if (left.operation == Number) return left.number == 0 ? number(0) : make(Divide, a, b);
      break;
    case Min:
    case Max:
      if (a == b) return a;
      break;
    default:
      break;
  }
  return add({.operation = operation, .operands = {a, b, none}});
}

Id Graph::select(Id condition, Id yes, Id no) {
  const GraphNode& c = (*this)[condition];
  if (c.operation == Operation::Number) return c.number != 0 ? yes : no;
  if (yes == no) return yes;
  return add({.operation = Operation::Select, .operands = {condition, yes, no}});
}

std::vector<bool> reachable(const Graph& graph, const std::vector<Id>& outputs) {
  std::vector<bool> needed(static_cast<std::size_t>(graph.size()));
  for (const Id id : outputs) {
    if (id != none) needed[static_cast<std::size_t>(id)] = true;
  }
  for (Id id = graph.size() - 1; id >= 0; --id) {
    if (!needed[static_cast<std::size_t>(id)]) continue;
    for (const Id operand : graph[id].operands) {
      if (operand != none) needed[static_cast<std::size_t>(operand)] = true;
    }
  }
  return needed;
}

}  // namespace thalweg::expression
