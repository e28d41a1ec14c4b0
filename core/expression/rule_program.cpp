#include "core/expression/rule_program.h"

#include "core/expression/expression.h"
#include "core/expression/graph.h"

#include <algorithm>
#include <array>
#include <map>

namespace thalweg {

using expression::Graph;
using expression::Id;
using expression::Operation;
using expression::Program;
using expression::Tree;

namespace {

/// Columns that a program reads: these, then the state, then the results of stages.
enum RuleColumn : Index { PointColumn, GradientColumn, ValueColumn, NoiseColumn, FirstStateColumn };
/// Numbers that belong to no formula: t, lr, n.
constexpr Index givenNumbers = 3;

}  // namespace

/// Makes the programs of a rule.
class RuleCompiler {
 public:
  RuleCompiler(const RuleText& rule, const std::vector<RuleParameter>& parameters, RuleProgram& program)
      : rule_(rule), parameters_(parameters), program_(program) {}

  void run() {
    program_.state_ = rule_.state;
    program_.gradient_ = rule_.gradient;
    program_.value_ = rule_.value;
    program_.noise_ = rule_.noise;
    program_.starts_ = std::ranges::any_of(rule_.lines, &RuleLine::start);
    if (program_.starts_) compile(true, program_.start_);
    compile(false, program_.body_);
    program_.numberCount_ = numberIds_.size();
    program_.numbers_ = Program(numbers_, numberIds_);
  }

 private:
  /// A node among those of numbers, or among those of coordinates.
  struct Value {
    bool number = false;
    Id id = expression::none;
  };

  void compile(bool start, RuleProgram::Block& block) {
    block_ = &block;
    graph_ = Graph();
    values_.clear();
    const std::array<std::pair<const char*, Index>, 4> columns = {
        {{"x", PointColumn}, {"g", GradientColumn}, {"f", ValueColumn}, {"noise", NoiseColumn}}};
    for (const auto& [name, column] : columns) values_[name] = {false, graph_.variable(column)};
    const std::array<const char*, givenNumbers> given = {"t", "lr", "n"};
    for (std::size_t k = 0; k < given.size(); ++k) values_[given[k]] = {true, numbers_.variable(static_cast<Index>(k))};
    for (const RuleParameter& p : parameters_) values_[p.name] = {true, numbers_.number(p.value)};
    for (std::size_t k = 0; k < rule_.state.size(); ++k)
      values_[rule_.state[k]] = {false, graph_.variable(FirstStateColumn + static_cast<Index>(k))};
    std::vector<std::string> assigned;
    for (const RuleLine& line : rule_.lines) {
      if (line.start != start) continue;
      line_ = &line;
      values_[line.target] = expand(line.tree.root);
      assigned.push_back(line.target);
    }
    std::vector<Id> outputs;
    block.movesX = std::ranges::find(assigned, "x") != assigned.end();
    if (block.movesX) outputs.push_back(lifted(values_["x"]));
    if (!start) program_.movesNothing_ = !block.movesX || outputs[0] == graph_.variable(PointColumn);
    for (std::size_t k = 0; k < rule_.state.size(); ++k) {
      if (std::ranges::find(assigned, rule_.state[k]) == assigned.end()) continue;
      block.state.push_back(k);
      outputs.push_back(lifted(values_[rule_.state[k]]));
    }
    block.results = Program(graph_, outputs);
  }

  [[nodiscard]] const expression::Node& at(expression::NodeId id) const {
    return line_->tree.nodes[static_cast<std::size_t>(id)];
  }

  Value expand(expression::NodeId id) {
    using enum Operation;
    const expression::Node& node = at(id);
    if (graph_.size() > expression::maxOperations || numbers_.size() > expression::maxOperations) {
      throw RuleError(line_->number, node.column,
                      "the rule has more than " + std::to_string(expression::maxOperations) + " operations");
    }
    const auto& of = node.operands;
    switch (node.operation) {
      case Number:
        return {true, numbers_.number(node.number)};
      case Parameter:
        return values_.at(node.name);
      case Not:
        return made(Equal, expand(of[0]), {true, numbers_.number(0)});
      case And: {
        const Value a = expand(of[0]);
        return selected(a, expand(of[1]), a);
      }
      case Or: {
        const Value a = expand(of[0]);
        return selected(a, a, expand(of[1]));
      }
      case Select: {
        const Value condition = expand(of[0]);
        const Value yes = expand(of[1]);
        return selected(condition, yes, expand(of[2]));
      }
      case Chain:
        return chain(node);
      case Min:
      case Max: {
        Value result = expand(of[0]);
        for (std::size_t i = 1; i < of.size(); ++i) result = made(node.operation, result, expand(of[i]));
        return result;
      }
      case Norm:
      case Dot:
      case Mean:
      case GradientAt:
        return stage(node);
      default:
        break;
    }
    const Value a = expand(of[0]);
    if (of.size() > 1) return made(node.operation, a, expand(of[1]));
    return a.number ? Value{true, numbers_.make(node.operation, a.id)}
                    : Value{false, graph_.make(node.operation, a.id)};
  }

  Value made(Operation operation, Value a, Value b) {
    if (a.number && b.number) return {true, numbers_.make(operation, a.id, b.id)};
    const Id left = lifted(a);
    return {false, graph_.make(operation, left, lifted(b))};
  }

  Value selected(Value condition, Value yes, Value no) {
    if (condition.number && numbers_[condition.id].operation == Operation::Number)
      return numbers_[condition.id].number != 0 ? yes : no;
    if (condition.number && yes.number && no.number) return {true, numbers_.select(condition.id, yes.id, no.id)};
    const Id c = lifted(condition);
    const Id first = lifted(yes);
    return {false, graph_.select(c, first, lifted(no))};
  }

  Value chain(const expression::Node& node) {
    Value left = expand(node.operands[0]);
    Value all;
    for (std::size_t i = 1; i + 1 < node.operands.size(); i += 2) {
      const Value right = expand(node.operands[i + 1]);
      const Value holds = made(at(node.operands[i]).operation, left, right);
      all = i == 1 ? holds : made(Operation::Multiply, all, holds);
      left = right;
    }
    return all;
  }

  Value stage(const expression::Node& node) {
    constexpr std::size_t most = 64;
    if (block_->stages.size() >= most) {
      throw RuleError(line_->number, node.column,
                      "the rule has more than " + std::to_string(most) + " of norm, dot, mean and grad");
    }
    std::vector<Id> arguments;
    for (const expression::NodeId id : node.operands) arguments.push_back(lifted(expand(id)));
    // Stages inside the arguments come first.
    const auto column = FirstStateColumn + static_cast<Index>(rule_.state.size() + block_->stages.size());
    block_->stages.push_back({Program(graph_, arguments), node.operation, arguments.size()});
    return {false, graph_.variable(column)};
  }

  /// A number as a node among those of coordinates.
  Id lifted(Value value) {
    if (!value.number) return value.id;
    const expression::GraphNode& node = numbers_[value.id];
    if (node.operation == Operation::Number) return graph_.number(node.number);
    if (node.operation == Operation::Variable) return graph_.parameter(node.column);
    const auto known = std::ranges::find(numberIds_, value.id);
    const Index index = known - numberIds_.begin();
    if (known == numberIds_.end()) numberIds_.push_back(value.id);
    return graph_.parameter(givenNumbers + index);
  }

  const RuleText& rule_;
  const std::vector<RuleParameter>& parameters_;
  RuleProgram& program_;
  RuleProgram::Block* block_ = nullptr;
  const RuleLine* line_ = nullptr;
  Graph numbers_, graph_;
  std::vector<Id> numberIds_;
  std::map<std::string, Value, std::less<>> values_;
};

RuleProgram::RuleProgram(const RuleText& rule, const std::vector<RuleParameter>& parameters) {
  RuleCompiler(rule, parameters, *this).run();
}

void RuleState::reset(const RuleProgram& program, Index rows, Index columns) {
  t_ = 0;
  rows_ = rows;
  columns_ = columns;
  g_ = value_ = noise_ = point_ = other_ = Points();
  f_ = Column();
  state_.assign(program.state_.size(), Points::Zero(rows, columns));
  stages_.clear();
}

void RuleState::step(const RuleProgram& program, Points& x, Oracle& oracle, double lr, bool maximize) {
  const double sign = maximize ? -1 : 1;
  t_ += 1;
  // The gradient first: blocks of paths take the loss along with it.
  if (program.gradient_) {
    oracle.gradient(x, g_);
    if (maximize) g_ = -g_;
  }
  if (program.value_) {
    oracle.value(x, f_);
    if (maximize) f_ = -f_;
    value_ = f_.replicate(1, columns_);
  }
  if (program.noise_) {
    noise_.resize(rows_, columns_);
    oracle.normals(noise_);
  }
  numbers_ = {t_, lr, static_cast<double>(columns_)};
  numbers_.resize(givenNumbers + program.numberCount_);
  const std::array<const double*, givenNumbers> given = {numbers_.data(), numbers_.data() + 1, numbers_.data() + 2};
  outputs_.clear();
  for (std::size_t k = givenNumbers; k < numbers_.size(); ++k) outputs_.push_back(numbers_.data() + k);
  program.numbers_.run(given, 1, {}, outputs_);
  if (t_ == 1 && program.starts_) run(program.start_, x, oracle, sign);
  run(program.body_, x, oracle, sign);
}

void RuleState::run(const RuleProgram::Block& block, Points& x, Oracle& oracle, double sign) {
  const auto size = static_cast<std::size_t>(x.size());
  inputs_ = {x.data(), g_.data(), value_.data(), noise_.data()};
  for (const Points& s : state_) inputs_.push_back(s.data());
  if (stages_.size() < block.stages.size()) stages_.resize(block.stages.size());
  for (std::size_t k = 0; k < block.stages.size(); ++k) {
    const RuleProgram::Stage& stage = block.stages[k];
    point_.resize(rows_, columns_);
    outputs_ = {point_.data()};
    if (stage.count > 1) {
      other_.resize(rows_, columns_);
      outputs_.push_back(other_.data());
    }
    stage.arguments.run(inputs_, size, numbers_, outputs_);
    stages_[k].resize(rows_, columns_);
    if (stage.operation == Operation::GradientAt) {
      oracle.gradient(point_, stages_[k]);
      if (sign < 0) stages_[k] = -stages_[k];
    } else {
      reduce(stage.operation, stages_[k]);
    }
    inputs_.push_back(stages_[k].data());
  }
  outputs_.clear();
  if (block.movesX) outputs_.push_back(x.data());
  for (const std::size_t k : block.state) outputs_.push_back(state_[k].data());
  block.results.run(inputs_, size, numbers_, outputs_);
}

void RuleState::reduce(Operation operation, Points& result) const {
  auto sum = result.col(0);
  sum.setZero();
  const Points& second = operation == Operation::Dot ? other_ : point_;
  for (Index j = 0; j < columns_; ++j) {
    if (operation == Operation::Mean)
      sum += point_.col(j);
    else
      sum += point_.col(j) * second.col(j);
  }
  if (operation == Operation::Mean) sum /= static_cast<double>(columns_);
  if (operation == Operation::Norm) sum = sum.sqrt();
  for (Index j = 1; j < columns_; ++j) result.col(j) = sum;
}

}  // namespace thalweg
