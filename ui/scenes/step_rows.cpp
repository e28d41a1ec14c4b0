#include "ui/scenes/step_rows.h"

#include "core/base/format.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/axis_painter.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

using expression::Operation;
using update_line::Node;

bool isOperation(const Node& node, Operation operation) {
  return node.kind == Node::Kind::Operation && node.operation == operation;
}

bool isSumNode(const Node& node) { return isOperation(node, Operation::Add) || isOperation(node, Operation::Subtract); }

/// A factor of a product with the operator before it.
struct Factor {
  QString sign;
  Node node;
};

void collectFactors(const Node& node, const QString& sign, std::vector<Factor>& factors) {
  if (isOperation(node, Operation::Negate) && factors.empty()) {
    collectFactors(node.operands[0], QStringLiteral("-"), factors);
  } else if (isOperation(node, Operation::Multiply) && sign != QLatin1String("/")) {
    collectFactors(node.operands[0], sign, factors);
    collectFactors(node.operands[1], QStringLiteral(R"(\cdot\, )"), factors);
  } else if (isOperation(node, Operation::Divide) && sign != QLatin1String("/")) {
    collectFactors(node.operands[0], sign, factors);
    collectFactors(node.operands[1], QStringLiteral("/"), factors);
  } else {
    factors.push_back({sign, node});
  }
}

QString squared(QString words) {
  words.replace(QLatin1String("^2"), QStringLiteral("²"));
  words.replace(QLatin1String("^3"), QStringLiteral("³"));
  return words;
}

class Rows {
 public:
  Rows(const StepLine& line, const StepColumns& columns, Index coordinates, const std::string& memory,
       const std::function<QColor(StepTermKind)>& colorOf, const std::function<bool(const QString&)>& fits)
      : line_(line), columns_(columns), coordinates_(coordinates), memory_(memory), colorOf_(colorOf), fits_(fits) {}

  StepLineRows made() {
    StepLineRows all;
    all.kind = kindOf(line_.name, memory_);
    all.symbol = colored(line_.symbol, all.kind);
    const bool replaced = text(line_.tex).startsWith(text(line_.symbol) + QStringLiteral(R"( \leftarrow )"));
    const QString sign = replaced ? QStringLiteral(R"( \leftarrow )") : QStringLiteral(" = ");
    all.formula = all.symbol + sign + typeset(line_.expression, true);
    const std::vector<Node> terms = update_line::terms(line_.expression);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const QString tex = signedTex(typeset(terms[i], true), i > 0);
      all.folded.push_back(i == 0 ? all.symbol + sign + tex : QStringLiteral(R"(\quad )") + tex);
    }
    // A line that only names its one term's value has nothing to plug in.
    const bool plain = line_.terms.size() == 1 && !line_.named && line_.terms[0].expression.kind == Node::Kind::Name &&
                       line_.operands.size() == 1 && line_.operands[0].name.starts_with("gradient_");
    if (!plain) {
      for (std::size_t i = 0; i < line_.terms.size(); ++i) addTerm(all.rows, line_.terms[i], i > 0);
    }
    StepRow result{QStringLiteral("= ") + all.symbol, numbers(line_.values), all.kind, true};
    const bool matrix = isMatrix(line_.values);
    if (matrix) {
      for (Index r = 0; r < static_cast<Index>(coordinates()); ++r) {
        if (std::ranges::find(columns_, r) == columns_.end()) continue;
        all.rows.push_back({r == columns_.front() ? result.tex : QString(), matrixRow(r), all.kind, true});
      }
    } else {
      all.rows.push_back(std::move(result));
    }
    return all;
  }

 private:
  [[nodiscard]] std::size_t coordinates() const {
    return line_.coordinates.empty() ? static_cast<std::size_t>(coordinates_) : line_.coordinates.size();
  }
  [[nodiscard]] bool isMatrix(const std::vector<double>& values) const {
    return coordinates() > 1 && values.size() == coordinates() * coordinates();
  }

  /// Which of the line's own numbers is the coordinate's; −1: none.
  [[nodiscard]] Index ownIndex(Index coordinate) const {
    if (line_.coordinates.empty()) return coordinate;
    const auto found = std::ranges::find(line_.coordinates, coordinate);
    return found == line_.coordinates.end() ? -1 : static_cast<Index>(found - line_.coordinates.begin());
  }

  [[nodiscard]] QStringList numbers(const std::vector<double>& values) const {
    if (values.size() == 1 && coordinates() > 1) return {columnNumber(values[0])};
    QStringList all;
    for (const Index column : columns_) {
      const Index at = ownIndex(column);
      const bool there = at >= 0 && at < static_cast<Index>(values.size());
      all << (there ? columnNumber(values[static_cast<std::size_t>(at)]) : QString());
    }
    return all;
  }
  [[nodiscard]] QStringList matrixRow(Index row) const {
    QStringList all;
    const auto n = static_cast<Index>(coordinates());
    for (const Index column : columns_)
      all << (column < n ? columnNumber(line_.values[static_cast<std::size_t>(row * n + column)]) : QString());
    return all;
  }

  [[nodiscard]] QString colored(const std::string& tex, StepTermKind kind) const {
    if (kind == StepTermKind::None) return text(tex);
    return QStringLiteral(R"(\textcolor{%1}{%2})").arg(colorOf_(kind).name(), text(tex));
  }

  [[nodiscard]] QString typeset(const Node& node, bool inlined) const {
    const update_line::Spelling spell = [&](const std::string& name) {
      const auto found = std::ranges::find(line_.operands, name, &StepOperand::name);
      const std::string tex = found == line_.operands.end() ? name : found->tex;
      return colored(tex, kindOf(name, memory_)).toStdString();
    };
    return text(update_line::typeset(node, spell, inlined));
  }

  static QString signedTex(const QString& tex, bool further) {
    return further && !tex.startsWith(QLatin1Char('-')) ? QStringLiteral("+") + tex : tex;
  }

  /// The coloured vector that alone is in a term; its row lights that arrow.
  [[nodiscard]] StepTermKind kindIn(const Node& node) const {
    StepTermKind found = StepTermKind::None;
    for (const std::string& name : update_line::names(node)) {
      const StepTermKind kind = kindOf(name, memory_);
      if (kind == StepTermKind::None) continue;
      if (found != StepTermKind::None && found != kind) return StepTermKind::None;
      found = kind;
    }
    return found;
  }

  /// Sums of single numbers, such as 1 − β₁, as what they come to.
  [[nodiscard]] Node folded(const Node& node) const {
    const auto single = [&](const std::string& name) {
      const auto found = std::ranges::find(line_.operands, name, &StepOperand::name);
      return found != line_.operands.end() && found->values.size() == 1;
    };
    const std::vector<std::string> used = update_line::names(node);
    if (isSumNode(node) && !used.empty() && std::ranges::all_of(used, single)) {
      const auto value = valueOf(node);
      if (value && value->size() == 1 && (*value)(0) >= 0)
        return update_line::nameNode(formatSignificant((*value)(0), 4));
    }
    Node out = node;
    for (Node& operand : out.operands) operand = folded(operand);
    return out;
  }

  [[nodiscard]] QString plugged(const Node& node, Index own) const {
    StepTerm term;
    term.expression = folded(node);
    return squared(plainMath(text(termWithNumbers(line_, term, own))));
  }

  void addTerm(std::vector<StepRow>& rows, const StepTerm& term, bool further) const {
    const StepTermKind kind = kindIn(term.expression);
    const QString tex = signedTex(typeset(term.expression, true), further);
    if (line_.named) {
      if (!term.values.empty() && !isMatrix(term.values)) rows.push_back({tex, numbers(term.values), kind, false});
      return;
    }
    const bool single = line_.values.size() == 1 && coordinates() > 1;
    StepRow whole{tex, {}, kind, false};
    bool room = true;
    std::vector<Index> owns;
    for (const Index column : columns_) {
      const Index own = ownIndex(column);
      owns.push_back(own);
      if (single && !whole.numbers.isEmpty()) break;
      whole.numbers << (own < 0 ? QString() : plugged(term.expression, own));
      room = room && fits_(whole.numbers.last());
    }
    if (room) {
      rows.push_back(std::move(whole));
      return;
    }
    std::vector<Factor> factors;
    collectFactors(term.expression, {}, factors);
    if (factors.size() < 2) {
      rows.push_back({tex, numbers(term.values), kind, false});
      return;
    }
    for (std::size_t i = 0; i < factors.size(); ++i) addFactor(rows, factors[i], i == 0 && further, owns);
  }

  void addFactor(std::vector<StepRow>& rows, const Factor& factor, bool further, const std::vector<Index>& owns) const {
    const bool bracket = isSumNode(factor.node);
    const QString inner = typeset(factor.node, true);
    QString tex = factor.sign + (bracket ? QStringLiteral("(") + inner + QStringLiteral(")") : inner);
    tex = signedTex(tex, further);
    StepRow row{tex, {}, kindIn(factor.node), false};
    std::optional<update_line::Values> value;
    for (const Index own : owns) {
      if (own < 0) {
        row.numbers << QString();
        continue;
      }
      QString words = plugged(factor.node, own);
      const bool negative = words.startsWith(QChar(u'−')) && !factor.sign.isEmpty();
      if ((bracket && folded(factor.node).kind == Node::Kind::Operation) || negative)
        words = QStringLiteral("(%1)").arg(words);
      words = squared(plainMath(factor.sign)) +
              (factor.sign.startsWith(QLatin1Char('\\')) || factor.sign == QLatin1String("/") ? QStringLiteral(" ")
                                                                                              : QString()) +
              words;
      // A divisor is what each coordinate is measured by: as one number it can be compared.
      const bool divisor = factor.sign == QLatin1String("/") && folded(factor.node).kind == Node::Kind::Operation;
      if (divisor || !fits_(words)) {
        if (!value) value = valueOf(factor.node);
        const Index at = value && value->size() > 1 ? own : 0;
        if (value && at < value->size()) {
          const double number = (*value)(at);
          const QString shownValue = number < 0 ? QStringLiteral("(%1)").arg(shownNumber(number)) : shownNumber(number);
          words = squared(plainMath(factor.sign)) + QStringLiteral(" ") + shownValue;
        }
      }
      row.numbers << words;
    }
    rows.push_back(std::move(row));
  }

  [[nodiscard]] std::optional<update_line::Values> valueOf(const Node& node) const {
    update_line::Environment environment;
    for (const StepOperand& operand : line_.operands) environment[operand.name] = operand.values;
    try {
      return update_line::evaluate(node, environment, line_.shape);
    } catch (const std::out_of_range&) {
      return {};
    }
  }

  const StepLine& line_;
  const StepColumns& columns_;
  Index coordinates_;
  const std::string& memory_;
  const std::function<QColor(StepTermKind)>& colorOf_;
  const std::function<bool(const QString&)>& fits_;
};

}  // namespace

/// Four digits, zeros at the end among them, so that columns stand aligned.
QString columnNumber(double value) {
  const double size = std::abs(value);
  constexpr double least = 1e-4;
  constexpr double most = 1e6;
  return size >= least && size < most ? fixedDigits(value) : shownNumber(value);
}

StepLineRows stepLineRows(const StepLine& line, const StepColumns& columns, Index coordinates,
                          const std::string& memory, const std::function<QColor(StepTermKind)>& colorOf,
                          const std::function<bool(const QString&)>& fits) {
  return Rows(line, columns, coordinates, memory, colorOf, fits).made();
}

}  // namespace thalweg
