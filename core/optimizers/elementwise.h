#pragma once
/// An update rule over every element of arrays of equal size, in one pass.
/// The rule sees one element of each array, in plain arithmetic. +, −, ×, ÷ and √ are exact in any width,
/// and exp, pow and kin are the C library's scalar ones, so an element's bits do not depend on its neighbours.
/// Threads: pure functions.

#include "core/base/types.h"

namespace thalweg {

namespace detail {

template <class Rule, class... Element>
void applyRule(Index n, Rule rule, Element* __restrict... data) {
  for (Index i = 0; i < n; ++i) rule(data[i]...);
}

}  // namespace detail

/// Calls `rule(first[i], others[i]…)` for every i. No two arrays may be the same one.
template <class Rule, class First, class... Others>
void elementwise(Rule rule, First& first, Others&... others) {
  detail::applyRule(first.size(), rule, first.data(), others.data()...);
}

}  // namespace thalweg
