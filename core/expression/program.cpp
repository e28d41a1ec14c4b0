#include "core/expression/program.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <new>

namespace thalweg::expression {

namespace {

/// The graph with whole-number powers as multiplications.
class Lowering {
 public:
  explicit Lowering(const Graph& from) : from_(from) {}

  std::vector<Id> run(const std::vector<Id>& outputs) {
    const std::vector<bool> needed = reachable(from_, outputs);
    lowered_.assign(needed.size(), none);
    for (Id id = 0; id < from_.size(); ++id) {
      if (needed[static_cast<std::size_t>(id)]) lowered_[static_cast<std::size_t>(id)] = lower(from_[id]);
    }
    std::vector<Id> results;
    for (const Id id : outputs) results.push_back(id == none ? to_.number(0) : at(id));
    return results;
  }

  [[nodiscard]] const Graph& graph() const { return to_; }

 private:
  [[nodiscard]] Id at(Id id) const { return lowered_[static_cast<std::size_t>(id)]; }

  Id lower(const GraphNode& node) {
    using enum Operation;
    const auto& of = node.operands;
    switch (node.operation) {
      case Number:
        return to_.number(node.number);
      case Variable:
        return to_.variable(node.column);
      case Direction:
        return to_.direction(node.column);
      case Parameter:
        return to_.parameter(node.column);
      case Select:
        return to_.select(at(of[0]), at(of[1]), at(of[2]));
      case Power:
        return power(at(of[0]), at(of[1]));
      default:
        return of[1] == none ? to_.make(node.operation, at(of[0])) : to_.make(node.operation, at(of[0]), at(of[1]));
    }
  }

  Id power(Id base, Id exponent) {
    constexpr double largest = 16;
    const double e = to_[exponent].number;
    const bool whole = to_[exponent].operation == Operation::Number && std::floor(e) == e && std::abs(e) <= largest;
    if (!whole || e == 0) return to_.make(Operation::Power, base, exponent);
    const Id raised = multiplied(base, static_cast<int>(std::abs(e)));
    return e > 0 ? raised : to_.make(Operation::Divide, to_.number(1), raised);
  }

  Id multiplied(Id base, int exponent) {
    if (exponent == 1) return base;
    const Id half = multiplied(base, exponent / 2);
    const Id square = to_.make(Operation::Multiply, half, half);
    return exponent % 2 == 0 ? square : to_.make(Operation::Multiply, square, base);
  }

  const Graph& from_;
  Graph to_;
  std::vector<Id> lowered_;
};

/// Gives nodes registers, and takes each back after its last use.
class Allocation {
 public:
  std::uint32_t take() {
    if (free_.empty()) return static_cast<std::uint32_t>(count_++);
    const std::uint32_t chosen = free_.back();
    free_.pop_back();
    return chosen;
  }
  void giveBack(std::uint32_t chosen) { free_.push_back(chosen); }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::vector<std::uint32_t> free_;
  std::size_t count_ = 0;
};

/// What an instruction can carry in itself.
bool isNumber(Operation o) { return o == Operation::Number || o == Operation::Parameter; }
bool isLeaf(Operation o) { return isNumber(o) || o == Operation::Variable || o == Operation::Direction; }

}  // namespace

Program::Program(const Graph& source, const std::vector<Id>& wanted) {
  Lowering lowering(source);
  const std::vector<Id> outputs = lowering.run(wanted);
  const Graph& graph = lowering.graph();
  const std::vector<bool> needed = reachable(graph, outputs);
  const auto size = needed.size();

  // Numbers that an instruction can carry need no register.
  const auto carried = [&](const GraphNode& node) {
    if (node.operands[1] == none || node.operation == Operation::Select) return Form::Registers;
    if (isNumber(graph[node.operands[1]].operation)) return Form::NumberRight;
    return isNumber(graph[node.operands[0]].operation) ? Form::NumberLeft : Form::Registers;
  };
  constexpr Id never = -1;
  std::vector<Id> lastUse(size, never);
  for (Id id = 0; id < graph.size(); ++id) {
    const GraphNode& node = graph[id];
    if (!needed[static_cast<std::size_t>(id)]) continue;
    const Form form = carried(node);
    for (std::size_t k = 0; k < node.operands.size() && node.operands[k] != none; ++k) {
      if ((form == Form::NumberRight && k == 1) || (form == Form::NumberLeft && k == 0)) continue;
      lastUse[static_cast<std::size_t>(node.operands[k])] = id;
    }
  }
  for (const Id id : outputs) lastUse[static_cast<std::size_t>(id)] = std::numeric_limits<Id>::max();

  Allocation allocation;
  std::vector<std::uint32_t> place(size);
  for (Id id = 0; id < graph.size(); ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (!needed[i] || lastUse[i] == never) continue;
    const GraphNode& node = graph[id];
    Instruction instruction;
    instruction.operation = node.operation;
    instruction.number = node.number;
    // The target is never one of the operands: loops may assume that they do not overlap.
    instruction.target = place[i] = allocation.take();
    const auto carry = [&](const GraphNode& number) {
      instruction.number = number.number;
      if (number.operation == Operation::Parameter)
        gaps_.push_back({code_.size(), static_cast<std::size_t>(number.column)});
    };
    if (isNumber(node.operation)) {
      instruction.operation = Operation::Number;
      carry(node);
    } else if (isLeaf(node.operation)) {
      instruction.operands[0] = static_cast<std::uint32_t>(node.column);
    } else {
      instruction.form = carried(node);
      for (std::size_t k = 0; k < node.operands.size() && node.operands[k] != none; ++k) {
        const auto operand = static_cast<std::size_t>(node.operands[k]);
        const GraphNode& source_ = graph[node.operands[k]];
        if ((instruction.form == Form::NumberRight && k == 1) || (instruction.form == Form::NumberLeft && k == 0)) {
          carry(source_);
          continue;
        }
        instruction.operands[k] = place[operand];
        if (lastUse[operand] == id) {
          lastUse[operand] = never;  // x·x gives back once
          allocation.giveBack(place[operand]);
        }
      }
    }
    code_.push_back(instruction);
  }
  for (const Id id : outputs) outputs_.push_back(place[static_cast<std::size_t>(id)]);
  registers_ = std::max<std::size_t>(1, allocation.count());
}

void Program::run(const Eigen::Ref<const Points>& x, const Points& direction, std::span<double* const> results) const {
  const auto columnOf = [&](const Instruction& leaf) {
    const auto column = static_cast<Index>(leaf.operands[0]);
    return leaf.operation == Operation::Direction ? direction.data() + column * direction.rows()
                                                  : x.data() + column * x.outerStride();
  };
  runBlocks(code_, static_cast<std::size_t>(x.rows()), columnOf, results);
}

void Program::run(std::span<const double* const> columns, std::size_t rows, std::span<const double> numbers,
                  std::span<double* const> results) const {
  const auto columnOf = [&](const Instruction& leaf) { return columns[leaf.operands[0]]; };
  if (gaps_.empty()) return runBlocks(code_, rows, columnOf, results);
  std::vector<Instruction> filled = code_;
  for (const Gap& gap : gaps_) filled[gap.instruction].number = numbers[gap.number];
  runBlocks(filled, rows, columnOf, results);
}

template <class ColumnOf>
void Program::runBlocks(const std::vector<Instruction>& code, std::size_t rows, ColumnOf columnOf,
                        std::span<double* const> results) const {
  if (rows == 0) return;
  constexpr std::size_t cacheDoubles = 3072;  // 24 KiB
  constexpr std::size_t longest = 256;
  constexpr std::size_t shortest = 32;
  const std::size_t fitting = std::clamp(cacheDoubles / registers_ / vectorWidth * vectorWidth, shortest, longest);
  const std::size_t stride = std::min(fitting, roundedUpToLanes(rows));

  constexpr std::size_t alignment = 64;
  constexpr std::size_t few = 512;
  alignas(alignment) std::array<double, few> nearby;
  struct Free {
    void operator()(double* p) const { ::operator delete (p, std::align_val_t{alignment}); }
  };
  std::unique_ptr<double, Free> distant;
  double* registers = nearby.data();
  if (registers_ * stride > few) {
    distant.reset(
        static_cast<double*>(::operator new (registers_* stride * sizeof(double), std::align_val_t{alignment})));
    registers = distant.get();
  }

  for (std::size_t first = 0; first < rows; first += stride) {
    const std::size_t count = std::min(stride, rows - first);
    const std::size_t padded = roundedUpToLanes(count);
    for (const Instruction& instruction : code) {
      if (instruction.operation != Operation::Variable && instruction.operation != Operation::Direction) {
        execute(instruction, registers, stride, padded);
        continue;
      }
      const double* const column = columnOf(instruction);
      double* const target = registers + instruction.target * stride;
      std::copy_n(column + first, count, target);
      std::fill(target + count, target + padded, column[first + count - 1]);
    }
    for (std::size_t k = 0; k < results.size(); ++k) {
      std::copy_n(registers + outputs_[k] * stride, count, results[k] + first);
    }
  }
}

}  // namespace thalweg::expression
