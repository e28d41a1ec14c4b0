#include "core/expression/expression.h"

#include "core/expression/expand.h"
#include "core/expression/graph.h"
#include "core/expression/parser.h"
#include "core/expression/program.h"

namespace thalweg {

using expression::Graph;
using expression::Id;
using expression::Program;

ExpressionError::ExpressionError(int column, const std::string& message)
    : std::invalid_argument("column " + std::to_string(column) + ": " + message), column_(column), message_(message) {}

/// What can be asked of a compiled formula, each as a program of its own.
struct CompiledExpression::Programs {
  Index columns = 0;
  Program value;
  Program gradient;
  Program both;
  Program hessianProduct;
};

Expression Expression::parse(std::string_view text, const Symbols& symbols) {
  return Expression(std::make_shared<const expression::Tree>(expression::parse(text, symbols)));
}

const std::string& Expression::text() const { return tree_->text; }
const std::vector<std::string>& Expression::variables() const { return tree_->names; }
const std::vector<std::string>& Expression::parameters() const { return tree_->parameters; }
bool Expression::indexed() const { return tree_->indexed; }
bool Expression::anyDimension() const { return tree_->anyDimension; }
Index Expression::coordinates() const { return tree_->coordinates; }

CompiledExpression Expression::compile(Index dimension, const ParameterValues& parameters) const {
  auto programs = std::make_shared<CompiledExpression::Programs>();
  programs->columns = dimension + tree_->variables;
  Graph graph;
  const Id value = expression::expand(*tree_, dimension, parameters, graph);
  programs->value = Program(graph, {value});
  const std::vector<Id> partials = expression::gradient(graph, value, programs->columns);
  programs->gradient = Program(graph, partials);
  std::vector<Id> both = {value};
  both.insert(both.end(), partials.begin(), partials.end());
  programs->both = Program(graph, both);
  programs->hessianProduct = Program(graph, expression::alongDirection(graph, partials));
  return CompiledExpression(std::move(programs));
}

namespace {

void checkColumns(Index found, Index expected) {
  if (found != expected) {
    throw std::invalid_argument("a formula of " + std::to_string(expected) + " coordinates and variables was given " +
                                std::to_string(found));
  }
}

void appendColumns(Points& to, std::vector<double*>& results) {
  for (Index j = 0; j < to.cols(); ++j) results.push_back(to.data() + j * to.rows());
}

}  // namespace

Index CompiledExpression::columns() const { return programs_->columns; }

double CompiledExpression::value(std::span<const double> point) const {
  checkColumns(static_cast<Index>(point.size()), columns());
  double result = 0;
  double* const results = &result;
  programs_->value.run(Eigen::Map<const Points>(point.data(), 1, columns()), {}, {&results, 1});
  return result;
}

void CompiledExpression::value(const Points& x, Column& f) const {
  checkColumns(x.cols(), columns());
  f.resize(x.rows());
  double* const results = f.data();
  programs_->value.run(x, {}, {&results, 1});
}

void CompiledExpression::gradient(const Points& x, Points& g) const {
  checkColumns(x.cols(), columns());
  g.resize(x.rows(), x.cols());
  std::vector<double*> results;
  appendColumns(g, results);
  programs_->gradient.run(x, {}, results);
}

void CompiledExpression::valueAndGradient(const Points& x, Column& f, Points& g) const {
  checkColumns(x.cols(), columns());
  f.resize(x.rows());
  g.resize(x.rows(), x.cols());
  std::vector<double*> results = {f.data()};
  appendColumns(g, results);
  programs_->both.run(x, {}, results);
}

void CompiledExpression::hessianProduct(const Points& x, const Points& v, Points& hv) const {
  checkColumns(x.cols(), columns());
  if (v.rows() != x.rows() || v.cols() != x.cols())
    throw std::invalid_argument("the direction's shape is not that of the points");
  hv.resize(x.rows(), x.cols());
  std::vector<double*> results;
  appendColumns(hv, results);
  programs_->hessianProduct.run(x, v, results);
}

}  // namespace thalweg
