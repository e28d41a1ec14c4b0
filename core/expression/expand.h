#pragma once
/// Writes a tree out as a graph, in a dimension and with numbers for its parameters. Threads: pure function.

#include "core/expression/expression.h"
#include "core/expression/graph.h"
#include "core/expression/tree.h"

namespace thalweg::expression {

/// Throws as Expression::compile does.
Id expand(const Tree& tree, Index dimension, const ParameterValues& parameters, Graph& graph);

}  // namespace thalweg::expression
