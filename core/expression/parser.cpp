#include "core/expression/parser.h"

#include "core/expression/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace thalweg::expression {

namespace {

/// The number of x1, x2 …; 0 for other names.
Index coordinateNumber(std::string_view name) {
  if (name.size() < 2 || name[0] != 'x' || name[1] < '1' || name[1] > '9') return 0;
  Index number = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + 1, end, number);
  if (rest != end) return 0;
  return error == std::errc{} ? number : std::numeric_limits<Index>::max();
}

bool isCoordinateName(std::string_view name) {
  return name == "x" || name == "y" || name == "n" || coordinateNumber(name) > 0;
}

constexpr std::size_t longestCompared = 24;

/// Levenshtein's distance of names of at most that length.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, longestCompared + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

class Parser {
 public:
  Parser(std::string_view text, const Symbols& symbols) : symbols_(symbols), tokens_(tokenize(text)) {}

  Tree run() {
    tree_.variables = static_cast<Index>(symbols_.variables.size());
    tree_.root = conditional();
    if (now().kind != Token::Kind::End) unexpected(afterOperand("the end"));
    tree_.text = print(tree_);
    return std::move(tree_);
  }

 private:
  // Tokens.
  [[nodiscard]] const Token& now() const { return tokens_[at_]; }
  [[nodiscard]] const Token& ahead(std::size_t k) const { return tokens_[std::min(at_ + k, tokens_.size() - 1)]; }
  bool take(std::string_view s) {
    if (!now().is(s)) return false;
    ++at_;
    return true;
  }

  [[noreturn]] static void fail(int column, const std::string& message) { throw ExpressionError(column, message); }
  [[noreturn]] void unexpected(const std::string& expected) const {
    std::string message = "expected " + expected + ", found " + now().shown();
    if (now().kind == Token::Kind::Unknown && now().text == "'='") message += " (a comparison is written ==)";
    if (now().kind == Token::Kind::Name && isReserved(now().text) && !now().is("if") && !now().is("else") &&
        !now().is("and") && !now().is("or") && !now().is("not") && !now().is("for") && !now().is("in") &&
        !now().is("range")) {
      message += ", a word that Python reserves";
    }
    fail(now().column, message);
  }
  /// What may follow an operand where `closing` may, too.
  [[nodiscard]] std::string afterOperand(const std::string& closing) const {
    const bool operand = now().kind == Token::Kind::Number || now().kind == Token::Kind::Name || now().is("(");
    return (operand ? "an operator such as '*' or " : "an operator or ") + closing;
  }
  void expect(std::string_view s, const Token& opening) {
    if (take(s)) return;
    std::string closing = inQuotes(s);
    closing.append(" for the ").append(inQuotes(opening.text)).append(" in column ");
    unexpected(afterOperand(closing + std::to_string(opening.column)));
  }

  /// Counts nesting while it lives.
  class Nested {
   public:
    explicit Nested(Parser& parser) : parser_(parser) {
      if (++parser_.nesting_ > maxNesting)
        fail(parser_.now().column, "nested more than " + std::to_string(maxNesting) + " levels deep");
    }
    ~Nested() { --parser_.nesting_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    Parser& parser_;
  };

  // Nodes.
  NodeId add(Node node) {
    int depth = 1;
    for (const NodeId operand : node.operands) depth = std::max(depth, 1 + depths_[static_cast<std::size_t>(operand)]);
    if (depth > maxDepth)
      fail(node.column, "more than " + std::to_string(maxDepth) + " operations on top of each other");
    depths_.push_back(depth);
    tree_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(tree_.nodes.size() - 1);
  }
  NodeId add(Operation operation, int column, std::vector<NodeId> operands) {
    Node node;
    node.operation = operation;
    node.column = column;
    node.operands = std::move(operands);
    node.integer =
        std::ranges::all_of(node.operands, [&](NodeId id) { return at(id).integer; }) &&
        (operation == Operation::Add || operation == Operation::Subtract || operation == Operation::Multiply ||
         operation == Operation::FloorDivide || operation == Operation::Modulo || operation == Operation::Negate);
    return add(std::move(node));
  }
  [[nodiscard]] const Node& at(NodeId id) const { return tree_.nodes[static_cast<std::size_t>(id)]; }

  // Grammar, from what binds loosest to what binds tightest.
  NodeId conditional() {
    const Nested nested(*this);
    const NodeId yes = disjunction();
    const int column = now().column;
    if (!take("if")) return yes;
    const NodeId condition = disjunction();
    if (!take("else")) unexpected(afterOperand("'else'"));
    const NodeId no = conditional();
    return add(Operation::Select, column, {condition, yes, no});
  }

  NodeId disjunction() {
    NodeId left = conjunction();
    for (int column = now().column; take("or"); column = now().column)
      left = add(Operation::Or, column, {left, conjunction()});
    return left;
  }

  NodeId conjunction() {
    NodeId left = negation();
    for (int column = now().column; take("and"); column = now().column)
      left = add(Operation::And, column, {left, negation()});
    return left;
  }

  NodeId negation() {
    const int column = now().column;
    if (!take("not")) return comparison();
    const Nested nested(*this);
    return add(Operation::Not, column, {negation()});
  }

  [[nodiscard]] std::optional<Operation> comparisonSign() const {
    using enum Operation;
    for (const Operation o : {Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual}) {
      if (now().is(spelling(o))) return o;
    }
    return std::nullopt;
  }

  NodeId comparison() {
    const int column = now().column;
    std::vector<NodeId> operands = {sum()};
    while (const auto sign = comparisonSign()) {
      Node node;
      node.operation = *sign;
      node.column = now().column;
      operands.push_back(add(std::move(node)));
      ++at_;
      operands.push_back(sum());
    }
    return operands.size() == 1 ? operands[0] : add(Operation::Chain, column, std::move(operands));
  }

  NodeId sum() {
    NodeId left = product();
    for (;;) {
      const int column = now().column;
      if (take("+"))
        left = add(Operation::Add, column, {left, product()});
      else if (take("-"))
        left = add(Operation::Subtract, column, {left, product()});
      else
        return left;
    }
  }

  NodeId product() {
    NodeId left = sign();
    for (;;) {
      const int column = now().column;
      if (take("*"))
        left = add(Operation::Multiply, column, {left, sign()});
      else if (take("/"))
        left = add(Operation::Divide, column, {left, sign()});
      else if (take("//"))
        left = add(Operation::FloorDivide, column, {left, sign()});
      else if (take("%"))
        left = add(Operation::Modulo, column, {left, sign()});
      else
        return left;
    }
  }

  NodeId sign() {
    const int column = now().column;
    if (take("-")) {
      const Nested nested(*this);
      return add(Operation::Negate, column, {sign()});
    }
    if (take("+")) {
      const Nested nested(*this);
      return sign();
    }
    return power();
  }

  NodeId power() {
    const NodeId base = atom();
    const int column = now().column;
    if (!take("**")) return base;
    const Nested nested(*this);
    return raise(base, sign(), column);
  }

  NodeId raise(NodeId base, NodeId exponent, int column) {
    // Python would compute 10**10**10 digit by digit.
    const auto a = constant(base);
    const auto b = constant(exponent);
    if (a && b && std::isinf(std::pow(*a, *b)) && *a != 0)
      fail(column, "the power is beyond 1.8e308, the largest number that can be used");
    const NodeId id = add(Operation::Power, column, {base, exponent});
    if (a && b) constants_[id] = std::pow(*a, *b);
    return id;
  }

  /// The value of literals, signed literals and powers of them.
  [[nodiscard]] std::optional<double> constant(NodeId id) const {
    const Node& node = at(id);
    if (node.operation == Operation::Number) return node.number;
    if (node.operation == Operation::Power) {
      const auto found = constants_.find(id);
      return found == constants_.end() ? std::nullopt : std::optional(found->second);
    }
    if (node.operation == Operation::Negate) {
      const auto a = constant(node.operands[0]);
      return a ? std::optional(-*a) : std::nullopt;
    }
    return std::nullopt;
  }

  NodeId atom() {
    const Token token = now();
    if (token.kind == Token::Kind::Number) {
      ++at_;
      Node node;
      node.column = token.column;
      node.number = token.value;
      node.integer = token.integer;
      return add(std::move(node));
    }
    if (token.is("(")) {
      ++at_;
      const NodeId inner = conditional();
      expect(")", token);
      return inner;
    }
    if (token.kind != Token::Kind::Name || (isReserved(token.text) && token.text != "range"))
      unexpected("a number, a name or '('");
    ++at_;
    if (const Function* function = functionCalled(token.text)) return call(token, *function);
    if (ahead(0).is("("))
      fail(token.column, "no function is called " + inQuotes(token.text) + suggestion(token.text, true));
    return name(token);
  }

  [[nodiscard]] const Function* functionCalled(std::string_view name) const {
    const Function* function = findFunction(name);
    return function || !symbols_.rule ? function : findRuleFunction(name);
  }

  NodeId call(const Token& token, const Function& function) {
    const Token opening = now();
    if (!take("(")) unexpected("'(' after the function " + token.text);
    if (symbols_.rule && (function.operation == Operation::Fold || loopAhead())) {
      fail(token.column,
           "a rule has no loops: what it does, it does to all coordinates at once; the sum over them is "
           "n*mean(v)");
    }
    const bool canFold = function.operation == Operation::Fold || function.operands < 0;
    if (canFold) {
      if (const auto loop = loopAhead()) return fold(token, opening, *loop);
      if (function.operation == Operation::Fold) {
        fail(token.column,
             token.text + " is written over a range, such as " + token.text + "(x[i]**2 for i in range(n))");
      }
    }
    if (!canFold && loopAhead()) {
      fail(token.column, token.text + " does not go over a range; sum, prod, min and max do");
    }
    std::vector<NodeId> operands;
    if (!now().is(")")) {
      do operands.push_back(conditional());
      while (take(","));
    }
    if (!take(")")) {
      unexpected(afterOperand("',' or ')' for the '(' in column " + std::to_string(opening.column)));
    }
    const auto count = static_cast<int>(operands.size());
    if (function.operands < 0 ? count < 2 : count != function.operands) {
      const std::string wanted = function.operands < 0    ? "two or more arguments"
                                 : function.operands == 1 ? "one argument"
                                                          : "two arguments";
      fail(token.column, token.text + " takes " + wanted + ", not " + std::to_string(count));
    }
    if (function.operation == Operation::Power) return raise(operands[0], operands[1], token.column);
    return add(function.operation, token.column, std::move(operands));
  }

  /// Inside an opened call: the loop variable's token if `… for NAME in …` stands before the closing parenthesis.
  [[nodiscard]] std::optional<Token> loopAhead() const {
    int open = 0;
    for (std::size_t i = at_; i + 1 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.is("(") || token.is("[")) ++open;
      if ((token.is(")") || token.is("]")) && --open < 0) return std::nullopt;
      if (open == 0 && token.is("for")) return tokens_[i + 1];
    }
    return std::nullopt;
  }

  NodeId fold(const Token& token, const Token& opening, const Token& loop) {
    const Nested nested(*this);
    if (loop.kind != Token::Kind::Name || isReserved(loop.text)) {
      fail(loop.column, "expected the name of a loop variable such as i, found " + loop.shown());
    }
    if (isTaken(loop.text))
      fail(loop.column, inQuotes(loop.text) + " already means something else; choose another loop variable");
    loops_.push_back(loop.text);
    const NodeId body = conditional();
    loops_.pop_back();
    if (!take("for")) unexpected(afterOperand("'for'"));
    ++at_;
    if (!take("in")) unexpected("'in'");
    if (!take("range")) unexpected("'range('");
    const Token limits = now();
    if (!take("(")) unexpected("'(' after range");
    std::vector<NodeId> operands = {body};
    do {
      const int column = now().column;
      const NodeId limit = conditional();
      if (!at(limit).integer) {
        fail(column, "a range is made of whole numbers" + std::string(symbols_.coordinates ? ", n" : "") +
                         " and loop variables with + - * // %");
      }
      operands.push_back(limit);
    } while (operands.size() < 4 && take(","));
    expect(")", limits);
    if (!take(")")) unexpected("')' for the '(' in column " + std::to_string(opening.column));
    Node node;
    node.operation = Operation::Fold;
    node.column = token.column;
    node.operands = std::move(operands);
    node.index = static_cast<Index>(loops_.size());
    node.name = loop.text;
    node.fold = token.is("sum")    ? Operation::Add
                : token.is("prod") ? Operation::Multiply
                : token.is("min")  ? Operation::Min
                                   : Operation::Max;
    return add(std::move(node));
  }

  // Names.
  [[nodiscard]] bool isTaken(const std::string& name) const {
    return functionCalled(name) || constantValue(name) || (symbols_.coordinates && isCoordinateName(name)) ||
           std::ranges::find(symbols_.variables, name) != symbols_.variables.end() ||
           std::ranges::find(symbols_.parameters, name) != symbols_.parameters.end() ||
           std::ranges::find(loops_, name) != loops_.end();
  }

  static Index position(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return found - names.begin();
    names.push_back(name);
    return static_cast<Index>(names.size()) - 1;
  }

  NodeId name(const Token& token) {
    Node node;
    node.column = token.column;
    node.name = token.text;
    if (const auto loop = std::ranges::find(loops_, token.text); loop != loops_.end()) {
      node.operation = Operation::LoopVariable;
      node.index = loop - loops_.begin();
      node.integer = true;
    } else if (const auto value = constantValue(token.text)) {
      node.number = *value;
    } else if (symbols_.coordinates && isCoordinateName(token.text)) {
      return coordinate(token);
    } else if (const auto variable = std::ranges::find(symbols_.variables, token.text);
               variable != symbols_.variables.end()) {
      node.operation = Operation::Variable;
      node.index = variable - symbols_.variables.begin();
      position(tree_.names, token.text);
    } else if (symbols_.anyParameter ||
               std::ranges::find(symbols_.parameters, token.text) != symbols_.parameters.end()) {
      if (token.is("range")) unexpectedName(token);
      node.operation = Operation::Parameter;
      node.index = position(tree_.parameters, token.text);
    } else {
      unexpectedName(token);
    }
    if (now().is("[")) {
      fail(now().column, symbols_.coordinates ? "only x has an index" : "nothing here has an index");
    }
    return add(std::move(node));
  }

  NodeId coordinate(const Token& token) {
    Node node;
    node.column = token.column;
    node.name = token.text;
    if (token.is("n")) {
      node.operation = Operation::Dimension;
      node.integer = true;
      tree_.anyDimension = true;
    } else if (token.is("x") && now().is("[")) {
      return element(token);
    } else {
      node.operation = Operation::Coordinate;
      node.index = token.is("x") ? 0 : token.is("y") ? 1 : coordinateNumber(token.text) - 1;
      if (node.index >= maxDimension)
        fail(token.column, "there are at most " + std::to_string(maxDimension) + " coordinates");
      if (token.is("x")) useOfX(token.column, false);
      tree_.coordinates = std::max(tree_.coordinates, node.index + 1);
      position(tree_.names, token.text);
    }
    if (now().is("[")) fail(now().column, "only x has an index");
    return add(std::move(node));
  }

  NodeId element(const Token& token) {
    const Token opening = now();
    ++at_;
    useOfX(token.column, true);
    tree_.anyDimension = true;
    tree_.indexed = true;
    position(tree_.names, "x");
    const int column = now().column;
    const NodeId index = conditional();
    if (!at(index).integer) fail(column, "an index is made of whole numbers, n and loop variables with + - * // %");
    needLiteral(index, column);
    expect("]", opening);
    return add(Operation::Element, token.column, {index});
  }

  /// x[3] and x[-4] need four coordinates.
  void needLiteral(NodeId index, int column) {
    const bool negative = at(index).operation == Operation::Negate;
    const Node& literal = negative ? at(at(index).operands[0]) : at(index);
    if (literal.operation != Operation::Number) return;
    const double need = literal.number + (negative ? 0 : 1);
    if (need > static_cast<double>(maxDimension))
      fail(column, "there are at most " + std::to_string(maxDimension) + " coordinates");
    tree_.coordinates = std::max(tree_.coordinates, static_cast<Index>(need));
  }

  /// In Python x is either a number or a list.
  void useOfX(int column, bool withIndex) {
    if (usedX_ && *usedX_ != withIndex)
      fail(column, "x stands with an index in one place and without one in another; write x[0]");
    usedX_ = withIndex;
  }

  [[noreturn]] void unexpectedName(const Token& token) const {
    fail(token.column, "unknown name " + inQuotes(token.text) + suggestion(token.text, false));
  }

  [[nodiscard]] std::string suggestion(const std::string& typed, bool functionsOnly) const {
    if (typed == "x0" && symbols_.coordinates) return "; coordinates are counted from x1, or from x[0]";
    std::vector<std::string_view> known = knownNames(symbols_.rule);
    if (functionsOnly) {
      std::erase_if(known, [&](std::string_view name) { return !functionCalled(name); });
    } else {
      known.insert(known.end(), symbols_.variables.begin(), symbols_.variables.end());
      known.insert(known.end(), symbols_.parameters.begin(), symbols_.parameters.end());
      known.insert(known.end(), loops_.begin(), loops_.end());
    }
    std::string_view best;
    std::size_t least = 3;
    for (const std::string_view name : known) {
      if (typed.size() < 2 || std::max(typed.size(), name.size()) > longestCompared) continue;
      const std::size_t d = distance(typed, name);
      if (d < least && d < std::max(typed.size(), name.size()) - 1) least = d, best = name;
    }
    if (!best.empty()) return "; did you mean " + inQuotes(best) + "?";
    if (functionsOnly) return "; a product is written with '*'";
    std::string names;
    const auto list = [&](const std::string& name) {
      if (!names.empty()) names += ", ";
      names += name;
    };
    for (const std::string& name : symbols_.variables) list(name);
    if (symbols_.coordinates) list("x, y, x1 … xn");
    for (const std::string& name : symbols_.parameters) list(name);
    constexpr std::size_t much = 120;
    return names.empty() || names.size() > much ? "" : "; known are " + names + ", pi, e and functions";
  }

  const Symbols& symbols_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int nesting_ = 0;
  Tree tree_;
  std::vector<int> depths_;
  std::map<NodeId, double> constants_;
  std::vector<std::string> loops_;
  std::optional<bool> usedX_;
};

}  // namespace

Tree parse(std::string_view text, const Symbols& symbols) { return Parser(text, symbols).run(); }

}  // namespace thalweg::expression

namespace thalweg {

bool isParameterName(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name[0]) && std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); }) &&
         !expression::isReserved(name) && !expression::findFunction(name) && !expression::constantValue(name) &&
         !expression::isCoordinateName(name);
}

}  // namespace thalweg
