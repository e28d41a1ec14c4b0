#include "core/expression/update_line.h"

#include "core/expression/parser.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace thalweg::update_line {

namespace {

using expression::Operation;

constexpr std::string_view placeholder = "call__";

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where the parenthesis at `open` closes.
std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0) return i;
  }
  throw ExpressionError(static_cast<int>(open) + 1, "this parenthesis is never closed");
}

Node operationNode(Operation operation, std::vector<Node> operands) {
  Node node;
  node.kind = Node::Kind::Operation;
  node.operation = operation;
  node.operands = std::move(operands);
  return node;
}
Node numberNode(double number) {
  Node node;
  node.number = number;
  return node;
}

Node converted(const expression::Tree& tree, expression::NodeId id, const std::vector<Node>& calls) {
  const expression::Node& from = tree.nodes[static_cast<std::size_t>(id)];
  const auto operand = [&](std::size_t i) { return converted(tree, from.operands[i], calls); };
  if (from.operation == Operation::Number) return numberNode(from.number);
  if (from.operation == Operation::Parameter) {
    if (from.name.starts_with(placeholder)) return calls[std::stoul(from.name.substr(placeholder.size()))];
    return nameNode(from.name);
  }
  if (from.operation == Operation::Chain) {
    // Operands and comparisons alternate.
    const Operation comparison = tree.nodes[static_cast<std::size_t>(from.operands[1])].operation;
    return operationNode(comparison, {operand(0), operand(2)});
  }
  std::vector<Node> operands;
  for (std::size_t i = 0; i < from.operands.size(); ++i) operands.push_back(operand(i));
  return operationNode(from.operation, std::move(operands));
}

bool isNumber(const Node& node, double number) { return node.kind == Node::Kind::Number && node.number == number; }

std::optional<double> oneNumber(const std::optional<Values>& values) {
  if (!values || values->size() == 0 || (*values != (*values)(0)).any()) return {};
  return (*values)(0);
}

Node simplifiedOperation(Node node) {
  using enum Operation;
  auto& of = node.operands;
  const bool numbers = std::ranges::all_of(of, [](const Node& n) { return n.kind == Node::Kind::Number; });
  switch (node.operation) {
    case Add:
      if (isNumber(of[0], 0)) return of[1];
      if (isNumber(of[1], 0)) return of[0];
      break;
    case Subtract:
      if (isNumber(of[1], 0)) return of[0];
      if (isNumber(of[0], 0)) return simplifiedOperation(operationNode(Negate, {of[1]}));
      break;
    case Multiply:
      if (isNumber(of[0], 0) || isNumber(of[1], 0)) return numberNode(0);
      if (isNumber(of[0], 1)) return of[1];
      if (isNumber(of[1], 1)) return of[0];
      break;
    case Divide:
      if (isNumber(of[0], 0)) return numberNode(0);
      if (isNumber(of[1], 1)) return of[0];
      break;
    case Negate:
      if (isNumber(of[0], 0)) return numberNode(0);
      break;
    default:
      break;
  }
  if (numbers && (node.operation == Add || node.operation == Subtract))
    return numberNode(node.operation == Add ? of[0].number + of[1].number : of[0].number - of[1].number);
  return node;
}

// Values.

Values broadcast(const Values& a, const Values& b, auto rule) {
  if (a.size() == 1 && b.size() == 1) return Values::Constant(1, 1, rule(a(0), b(0)));
  const Values& shape = a.size() >= b.size() ? a : b;
  Values out(shape.rows(), shape.cols());
  for (Index i = 0; i < out.size(); ++i) out(i) = rule(a.size() == 1 ? a(0) : a(i), b.size() == 1 ? b(0) : b(i));
  return out;
}

Values operated(Operation operation, const Values& a) {
  Values out = a;
  if (operation == Operation::Not) return a.unaryExpr([](double v) { return v == 0 ? 1.0 : 0.0; });
  expression::visitUnary(operation, [&]<Operation O>() {
    for (double& v : out.reshaped()) v = expression::apply<O>(v);
  });
  return out;
}

Values operated(Operation operation, const Values& a, const Values& b) {
  if (operation == Operation::And)
    return broadcast(a, b, [](double u, double v) { return u != 0 && v != 0 ? 1.0 : 0.0; });
  if (operation == Operation::Or)
    return broadcast(a, b, [](double u, double v) { return u != 0 || v != 0 ? 1.0 : 0.0; });
  Values out;
  expression::visitBinary(operation, [&]<Operation O>() {
    out = broadcast(a, b, [](double u, double v) { return expression::apply<O>(u, v); });
  });
  return out;
}

/// `reduce` of each tensor's part, for each of its coordinates.
Values overTensors(const Values& a, const Shape& shape, auto reduce) {
  Index n = a.rows();
  for (const Block& block : shape) n = std::max(n, block.first + block.size());
  const Values all = a.size() == 1 ? Values(Values::Constant(n, 1, a(0))) : a;
  Values out = all;
  for (const Block& block : shape) {
    const Column part = all.col(0).segment(block.first, block.size());
    out.col(0).segment(block.first, block.size()) = reduce(part);
  }
  return out;
}

std::optional<Values> called(const std::string& name, const std::vector<Values>& of, const Shape& shape) {
  const auto scalar = [](double v) { return Values::Constant(1, 1, v); };
  // In the order of the coordinates, as the methods add up.
  const auto dot = [](const auto& a, const auto& b) {
    double sum = 0;
    for (Index i = 0; i < a.size(); ++i) sum += a(i) * b(i);
    return sum;
  };
  // A number among vectors is the same number everywhere.
  Index all = 1;
  for (const Block& block : shape) all = std::max(all, block.first + block.size());
  const auto whole = [all](const Values& v) -> Values { return v.size() == 1 ? Values::Constant(all, 1, v(0)) : v; };
  if (name == "norm") return scalar(std::sqrt(dot(whole(of[0]), whole(of[0]))));
  if (name == "dot") return scalar(dot(whole(of[0]), whole(of[1])));
  if (name == "mean") return scalar(of[0].sum() / static_cast<double>(of[0].size()));
  if (name == "total") return scalar(of[0].abs().sum());
  if (name == "product") return Values((of[0].matrix() * of[1].matrix()).array());
  if (name == "outer") return Values((of[0].matrix() * of[1].matrix().transpose()).array());
  if (!name.starts_with("tensor_")) return {};
  return overTensors(of[0], shape, [&](const Column& a) -> double {
    const auto n = static_cast<double>(a.size());
    if (name == "tensor_norm") return std::sqrt(dot(a, a));
    if (name == "tensor_rms") return std::sqrt(dot(a, a)) / std::sqrt(n);
    if (name == "tensor_square") return dot(a, a);
    if (name == "tensor_sum") return a.sum();
    if (name == "tensor_mean") return a.sum() / n;
    if (name == "tensor_peak") return a.abs().maxCoeff();
    if (name == "tensor_count") return (a != 0).cast<double>().sum();
    if (name == "tensor_share") return (a != 0).cast<double>().sum() / n;
    return n;  // tensor_size
  });
}

}  // namespace

Node nameNode(std::string name) {
  Node node;
  node.kind = Node::Kind::Name;
  node.name = std::move(name);
  return node;
}

Node parse(std::string_view text) {
  // Calls of operations that the language lacks become names before it reads the rest.
  std::string rest;
  std::vector<Node> calls;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && isWord(text[end])) ++end;
    const std::string word(text.substr(i, end - i));
    const bool called = !word.empty() && end < text.size() && text[end] == '(' && !expression::findFunction(word);
    if (!called || std::isdigit(static_cast<unsigned char>(word[0])) != 0) {
      rest += word.empty() ? std::string(1, text[i]) : word;
      i = std::max(end, i + 1);
      continue;
    }
    const std::size_t close = closing(text, end);
    Node call;
    call.kind = Node::Kind::Call;
    call.name = word;
    int depth = 0;
    std::size_t from = end + 1;
    for (std::size_t k = from; k <= close; ++k) {
      if (k == close || (text[k] == ',' && depth == 0)) {
        if (k > from) call.operands.push_back(parse(text.substr(from, k - from)));
        from = k + 1;
      }
      depth += text[k] == '(' ? 1 : text[k] == ')' ? -1 : 0;
    }
    rest.append(placeholder).append(std::to_string(calls.size()));
    calls.push_back(std::move(call));
    i = close + 1;
  }
  const expression::Tree tree = expression::parse(rest, {.anyParameter = true});
  return converted(tree, tree.root, calls);
}

Node simplified(const Node& node, const Constants& constants, const Environment& environment, const Shape& shape,
                bool general) {
  const auto inner = [&](const Node& n) { return simplified(n, constants, environment, shape, general); };
  if (node.kind == Node::Kind::Number) return node;
  if (node.kind == Node::Kind::Name) {
    const auto constant = constants(node.name);
    return constant ? numberNode(*constant) : node;
  }
  const bool select = node.kind == Node::Kind::Operation && node.operation == Operation::Select;
  if (select || (node.kind == Node::Kind::Call && node.name == "where")) {
    std::optional<double> condition;
    try {
      condition = oneNumber(evaluate(node.operands[0], environment, shape));
    } catch (const std::out_of_range&) {
      if (general && select) condition = 1;
    }
    if (condition) return inner(node.operands[*condition != 0 ? 1 : 2]);
  }
  Node out = node;
  for (Node& operand : out.operands) operand = inner(operand);
  return out.kind == Node::Kind::Operation ? simplifiedOperation(std::move(out)) : out;
}

std::vector<Node> terms(const Node& node) {
  const bool sum =
      node.kind == Node::Kind::Operation && (node.operation == Operation::Add || node.operation == Operation::Subtract);
  if (!sum) return {node};
  std::vector<Node> all = terms(node.operands[0]);
  const bool minus = node.operation == Operation::Subtract;
  // a − (b + c) stays two terms: its parentheses say what is subtracted.
  if (minus)
    all.push_back(operationNode(Operation::Negate, {node.operands[1]}));
  else
    all.push_back(node.operands[1]);
  return all;
}

std::optional<Values> evaluate(const Node& node, const Environment& environment, const Shape& shape, bool magnitude) {
  if (node.kind == Node::Kind::Number) return Values::Constant(1, 1, magnitude ? std::abs(node.number) : node.number);
  if (node.kind == Node::Kind::Name) {
    const auto found = environment.find(node.name);
    if (found == environment.end()) throw std::out_of_range("no value for " + node.name);
    return magnitude ? Values(found->second.abs()) : found->second;
  }
  const auto plain = [&](std::size_t i) { return evaluate(node.operands[i], environment, shape, false); };
  if (node.kind == Node::Kind::Operation && node.operation == Operation::Select) {
    const auto condition = oneNumber(plain(0));
    if (!condition) return {};
    return evaluate(node.operands[*condition != 0 ? 1 : 2], environment, shape, magnitude);
  }
  if (node.kind == Node::Kind::Operation && node.operation == Operation::And) {
    // The second may have no value where the first is 0.
    const auto first = oneNumber(plain(0));
    if (first && *first == 0) return Values::Zero(1, 1);
  }
  if (node.kind == Node::Kind::Call && node.name == "where") {
    const auto c = plain(0);
    const auto a = evaluate(node.operands[1], environment, shape, magnitude);
    const auto b = evaluate(node.operands[2], environment, shape, magnitude);
    if (!c || !a || !b) return {};
    const auto at = [](const Values& v, Index i) { return v.size() == 1 ? v(0) : v(i); };
    Values out(std::max({c->rows(), a->rows(), b->rows()}), 1);
    for (Index i = 0; i < out.size(); ++i) out(i) = at(*c, i) != 0 ? at(*a, i) : at(*b, i);
    return out;
  }
  std::vector<Values> of;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    // Divisors keep their sign and size: only sums grow.
    const bool exact = node.kind == Node::Kind::Operation &&
                       ((node.operation == Operation::Divide && i == 1) || node.operation == Operation::Power);
    auto value = evaluate(node.operands[i], environment, shape, magnitude && !exact);
    if (!value) return {};
    of.push_back(std::move(*value));
  }
  std::optional<Values> out;
  if (node.kind == Node::Kind::Call) {
    out = called(node.name, of, shape);
  } else if (of.size() == 1) {
    out = operated(node.operation, of[0]);
  } else {
    const bool difference = magnitude && node.operation == Operation::Subtract;
    out = operated(difference ? Operation::Add : node.operation, of[0], of[1]);
    for (std::size_t i = 2; i < of.size(); ++i) out = operated(node.operation, *out, of[i]);
  }
  if (out && magnitude) *out = out->abs();
  return out;
}

std::vector<std::string> names(const Node& node) {
  std::vector<std::string> all;
  if (node.kind == Node::Kind::Name) all.push_back(node.name);
  for (const Node& operand : node.operands) {
    for (std::string& name : names(operand)) {
      if (std::ranges::find(all, name) == all.end()) all.push_back(std::move(name));
    }
  }
  return all;
}

void replaceCalls(Node& node, std::string_view name, const std::function<void(Node&)>& visit) {
  for (Node& operand : node.operands) replaceCalls(operand, name, visit);
  if (node.kind == Node::Kind::Call && node.name == name) visit(node);
}

std::vector<FormulaLine> expanded(const FormulaLine& line, Index count) {
  if (line.symbol.find('#') == std::string::npos && line.expression.find('#') == std::string::npos) return {line};
  const auto numbered = [](std::string text, const std::string& number) {
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at)) text.replace(at, 1, number);
    return text;
  };
  FormulaLine summed = line;
  constexpr std::string_view sum = "each_sum(";
  if (const std::size_t at = summed.expression.find(sum); at != std::string::npos) {
    const std::size_t open = at + sum.size() - 1;
    const std::size_t close = closing(summed.expression, open);
    const std::string body = summed.expression.substr(open + 1, close - open - 1);
    std::string all;
    for (Index k = 1; k <= count; ++k) all += (k > 1 ? " + " : "") + numbered(body, std::to_string(k));
    summed.expression.replace(at, close - at + 1, "(" + (all.empty() ? "0" : all) + ")");
  }
  if (summed.symbol.find('#') == std::string::npos) {
    summed.expression = numbered(summed.expression, std::to_string(count));
    return {summed};
  }
  std::vector<FormulaLine> all;
  for (Index k = 1; k <= count; ++k) {
    FormulaLine one = summed;
    one.symbol = numbered(one.symbol, std::to_string(k));
    one.expression = numbered(one.expression, std::to_string(k));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace thalweg::update_line
