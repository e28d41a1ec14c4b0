#pragma once
/// Objectives of any dimension whose gradient is written by hand, once over a generic scalar.
///
/// F has `S value<S>(x) const` and `void gradient<S>(x, g) const` for S = Lanes (rows side by side) and S = Tangent,
/// beside `Facts facts(Index dimension) const` and its options as members. `x[i]` is coordinate i of x.size();
/// `g.set(i, s)` and `g.get(i)` write and read back the result, which is the only storage. A Hessian–vector product is
/// the gradient along the direction. Threads: immutable.

#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <vector>

namespace thalweg {

template <class S>
S constant(double c) {
  if constexpr (std::is_same_v<S, Lanes>)
    return c;
  else
    return S{c, 0.0, {}, {}, {}, {}};
}

template <class F>
class LaneObjective final : public WithFacts<Objective> {
 public:
  LaneObjective(const F& function, Index dimension)
      : WithFacts(function.facts(dimension)), function_(function), dimension_(dimension) {}

  [[nodiscard]] Index dimension() const override { return dimension_; }

  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    double* const to = f.data();
    forLanes(x.rows(), [&](Index row, auto count) {
      store(to + row, function_.template value<Lanes>(Inputs{x.data() + row, x.rows(), dimension_, count}), count);
    });
  }

  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g.resize(x.rows(), dimension_);
    forLanes(x.rows(), [&](Index row, auto count) {
      Outputs to{g.data() + row, x.rows(), count};
      function_.template gradient<Lanes>(Inputs{x.data() + row, x.rows(), dimension_, count}, to);
    });
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), dimension_);
    TangentOutputs to{std::vector<Tangent>(static_cast<std::size_t>(dimension_))};
    forLanes(x.rows(), [&](Index row, auto count) {
      const Inputs values{x.data() + row, x.rows(), dimension_, count};
      const Inputs directions{v.data() + row, x.rows(), dimension_, count};
      function_.template gradient<Tangent>(TangentInputs{values, directions}, to);
      for (Index i = 0; i < dimension_; ++i) store(hv.data() + row + i * x.rows(), to.get(i).x, count);
    });
  }

 private:
  struct Inputs {
    const double* from;
    Index stride;
    Index dimension;
    Index count;
    Lanes operator[](Index i) const { return load(from + i * stride, count); }
    [[nodiscard]] Index size() const { return dimension; }
  };
  struct Outputs {
    double* to;
    Index stride;
    Index count;
    void set(Index i, Lanes a) { store(to + i * stride, a, count); }
    [[nodiscard]] Lanes get(Index i) const { return load(to + i * stride, count); }
  };
  struct TangentInputs {
    Inputs values;
    Inputs directions;
    Tangent operator[](Index i) const { return {values[i], directions[i], {}, {}, {}, {}}; }
    [[nodiscard]] Index size() const { return values.size(); }
  };
  struct TangentOutputs {
    std::vector<Tangent> kept;
    void set(Index i, const Tangent& a) { kept[static_cast<std::size_t>(i)] = a; }
    [[nodiscard]] const Tangent& get(Index i) const { return kept[static_cast<std::size_t>(i)]; }
  };

  F function_;
  Index dimension_;
};

/// A card that builds LaneObjective<F>.
template <class F>
ObjectiveCard laneCard(Card about, Dimensions dimensions = {.min = 1, .max = 0, .step = 1}) {
  return makeCard<F>(std::move(about), dimensions, [](const F& function, Index dimension) {
    return std::make_shared<LaneObjective<F>>(function, dimension);
  });
}

}  // namespace thalweg
