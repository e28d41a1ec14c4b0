#pragma once
/// A graph as a list of instructions on registers, each a block of rows: an interpreter's cost is paid once a block,
/// the loops inside vectorise. Blocks are as long as keeps all registers in the first-level cache. Whole-number powers
/// up to 16 are multiplications.
///
/// Threads: immutable; run() may be called from any thread at once.

#include "core/base/types.h"
#include "core/expression/graph.h"

#include <cstdint>
#include <span>
#include <vector>

namespace thalweg::expression {

/// Where the second and third operand of an instruction come from.
enum class Form : std::uint8_t { Registers, NumberRight, NumberLeft };

struct Instruction {
  Operation operation = Operation::Number;
  Form form = Form::Registers;
  std::uint32_t target = 0;
  std::array<std::uint32_t, 3> operands = {};  ///< registers; of Variable and Direction the column
  double number = 0;
};

class Program {
 public:
  Program() = default;
  /// An output that is `none` is 0 everywhere.
  Program(const Graph& graph, const std::vector<Id>& outputs);

  /// Output k of each row goes to results[k][row], for all rows of x. `direction` is looked at by programs that have
  /// Direction instructions only, and is then of x's shape.
  void run(const Eigen::Ref<const Points>& x, const Points& direction, std::span<double* const> results) const;
  /// The same where column k of the variables begins at columns[k] and has `rows` entries; `numbers` are the values of
  /// Parameter leaves. A result may be written over a column.
  void run(std::span<const double* const> columns, std::size_t rows, std::span<const double> numbers,
           std::span<double* const> results) const;

  /// How many doubles at a time: instructions × rows is the work of a run.
  [[nodiscard]] std::size_t instructions() const { return code_.size(); }

 private:
  /// Where a given number goes.
  struct Gap {
    std::size_t instruction;
    std::size_t number;
  };
  template <class ColumnOf>
  void runBlocks(const std::vector<Instruction>& code, std::size_t rows, ColumnOf columnOf,
                 std::span<double* const> results) const;

  std::vector<Instruction> code_;
  std::vector<Gap> gaps_;
  std::vector<std::uint32_t> outputs_;  ///< registers
  std::size_t registers_ = 0;
};

/// Carries out an instruction other than Variable and Direction on `rows` rows, a multiple of `lanes`; register k
/// begins at registers + k·stride, aligned to 64 bytes.
void execute(const Instruction& instruction, double* registers, std::size_t stride, std::size_t rows);

}  // namespace thalweg::expression
