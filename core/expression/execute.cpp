#include "core/expression/program.h"

#include <algorithm>
#include <memory>

namespace thalweg::expression {

namespace {

constexpr std::size_t alignment = 64;

/// Lets the compiler see that the loops below have no tail: vector and scalar forms of exp and kin must not mix.
std::size_t inWholeLanes(std::size_t rows) { return rows & ~(vectorWidth - 1); }

template <Operation O>
void unary(double* __restrict target, const double* __restrict from, std::size_t rows) {
  target = std::assume_aligned<alignment>(target);
  from = std::assume_aligned<alignment>(from);
  rows = inWholeLanes(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = apply<O>(from[i]);
}

template <Operation O>
void binary(double* __restrict target, const double* __restrict left, const double* __restrict right,
            std::size_t rows) {
  target = std::assume_aligned<alignment>(target);
  left = std::assume_aligned<alignment>(left);
  right = std::assume_aligned<alignment>(right);
  rows = inWholeLanes(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = apply<O>(left[i], right[i]);
}

template <Operation O>
void numberRight(double* __restrict target, const double* __restrict left, double number, std::size_t rows) {
  target = std::assume_aligned<alignment>(target);
  left = std::assume_aligned<alignment>(left);
  rows = inWholeLanes(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = apply<O>(left[i], number);
}

template <Operation O>
void numberLeft(double* __restrict target, double number, const double* __restrict right, std::size_t rows) {
  target = std::assume_aligned<alignment>(target);
  right = std::assume_aligned<alignment>(right);
  rows = inWholeLanes(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = apply<O>(number, right[i]);
}

void choose(double* __restrict target, const double* __restrict condition, const double* __restrict yes,
            const double* __restrict no, std::size_t rows) {
  target = std::assume_aligned<alignment>(target);
  condition = std::assume_aligned<alignment>(condition);
  yes = std::assume_aligned<alignment>(yes);
  no = std::assume_aligned<alignment>(no);
  rows = inWholeLanes(rows);
  for (std::size_t i = 0; i < rows; ++i) target[i] = condition[i] != 0 ? yes[i] : no[i];
}

}  // namespace

void execute(const Instruction& instruction, double* registers, std::size_t stride, std::size_t rows) {
  double* const target = registers + instruction.target * stride;
  const auto operand = [&](std::size_t k) { return registers + instruction.operands[k] * stride; };
  if (instruction.operation == Operation::Number) {
    std::fill_n(target, rows, instruction.number);
    return;
  }
  if (instruction.operation == Operation::Select) {
    choose(target, operand(0), operand(1), operand(2), rows);
    return;
  }
  if (visitUnary(instruction.operation, [&]<Operation O>() { unary<O>(target, operand(0), rows); })) return;
  visitBinary(instruction.operation, [&]<Operation O>() {
    switch (instruction.form) {
      case Form::Registers:
        return binary<O>(target, operand(0), operand(1), rows);
      case Form::NumberRight:
        return numberRight<O>(target, operand(0), instruction.number, rows);
      case Form::NumberLeft:
        return numberLeft<O>(target, instruction.number, operand(1), rows);
    }
  });
}

}  // namespace thalweg::expression
