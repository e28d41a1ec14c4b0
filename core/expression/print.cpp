#include "core/base/format.h"
#include "core/expression/tree.h"

#include <cstdint>

namespace thalweg::expression {

namespace {

/// How tightly an operation binds in Python.
enum Level { Ternary, Disjunction, Conjunction, Negation, Comparison, Sum, Product, Sign, Raise, Atom };

Level levelOf(Operation o) {
  using enum Operation;
  switch (o) {
    case Select:
      return Ternary;
    case Or:
      return Disjunction;
    case And:
      return Conjunction;
    case Not:
      return Level::Negation;
    case Chain:
      return Comparison;
    case Add:
    case Subtract:
      return Sum;
    case Multiply:
    case Divide:
    case FloorDivide:
    case Modulo:
      return Product;
    case Negate:
      return Level::Sign;
    case Power:
      return Raise;
    default:
      return Atom;
  }
}

class Printer {
 public:
  explicit Printer(const Tree& tree) : tree_(tree) {}

  std::string run() {
    write(tree_.root, Ternary);
    return std::move(out_);
  }

 private:
  void write(NodeId id, Level atLeast) {
    const Node& node = tree_.nodes[static_cast<std::size_t>(id)];
    const bool enclosed = levelOf(node.operation) < atLeast;
    if (enclosed) out_ += '(';
    writeBare(node);
    if (enclosed) out_ += ')';
  }

  void writeBare(const Node& node) {
    using enum Operation;
    const auto& of = node.operands;
    switch (node.operation) {
      case Number:
        if (!node.name.empty())
          out_ += node.name;
        else
          out_ += node.integer ? std::to_string(static_cast<std::int64_t>(node.number)) : formatShort(node.number);
        return;
      case Variable:
      case Parameter:
      case Coordinate:
      case Dimension:
      case LoopVariable:
        out_ += node.name;
        return;
      case Element:
        out_ += "x[";
        write(of[0], Ternary);
        out_ += ']';
        return;
      case Negate:
        out_ += '-';
        write(of[0], Level::Sign);
        return;
      case Not:
        out_ += "not ";
        write(of[0], Level::Negation);
        return;
      case Or:
      case And:
      case Add:
      case Subtract:
        binary(node, true);
        return;
      case Multiply:
      case Divide:
      case FloorDivide:
      case Modulo:
        binary(node, false);
        return;
      case Power:
        write(of[0], Atom);
        out_ += "**";
        write(of[1], Level::Sign);
        return;
      case Select:
        write(of[1], Disjunction);
        out_ += " if ";
        write(of[0], Disjunction);
        out_ += " else ";
        write(of[2], Ternary);
        return;
      case Chain:
        for (const NodeId operand : of) {
          const Operation o = tree_.nodes[static_cast<std::size_t>(operand)].operation;
          if (isComparison(o))
            out_.append(" ").append(spelling(o)).append(" ");
          else
            write(operand, Sum);
        }
        return;
      case Fold:
        out_ += node.fold == Add ? "sum" : node.fold == Multiply ? "prod" : spelling(node.fold);
        out_ += '(';
        write(of[0], Ternary);
        out_.append(" for ").append(node.name).append(" in range(");
        for (std::size_t i = 1; i < of.size(); ++i) {
          if (i > 1) out_ += ", ";
          write(of[i], Ternary);
        }
        out_ += "))";
        return;
      default:
        out_.append(spelling(node.operation)).append("(");
        for (std::size_t i = 0; i < of.size(); ++i) {
          if (i > 0) out_ += ", ";
          write(of[i], Ternary);
        }
        out_ += ')';
    }
  }

  void binary(const Node& node, bool spaced) {
    const Level level = levelOf(node.operation);
    write(node.operands[0], level);
    if (spaced) out_ += ' ';
    out_ += spelling(node.operation);
    if (spaced) out_ += ' ';
    write(node.operands[1], static_cast<Level>(level + 1));
  }

  const Tree& tree_;
  std::string out_;
};

}  // namespace

std::string print(const Tree& tree) { return Printer(tree).run(); }

}  // namespace thalweg::expression
