#pragma once
/// Objectives of one or two variables, each written once over a generic scalar.
///
/// F has `auto operator()(auto x, auto y) const` (or of x alone), `Facts facts() const`, and its options as members.
/// Rows are taken a register at a time (see lanes.h); derivatives are jets (see jet.h). No call allocates but for the
/// result. Threads: immutable.

#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

namespace thalweg {

template <class F, Index Dimension>
class Planar final : public WithFacts<Objective> {
  static_assert(Dimension == 1 || Dimension == 2);

 public:
  explicit Planar(const F& function) : WithFacts(function.facts()), function_(function) {}

  [[nodiscard]] Index dimension() const override { return Dimension; }

  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    sweep(
        x, [&f](auto at, const Variables& v, Index row, auto count) { store(&f[row], at(v), count); }, Values{});
  }

  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g.resize(x.rows(), Dimension);
    sweep(
        x, [&g](auto at, const Variables& v, Index row, auto count) { storeGradient(at(v), g, row, count); },
        FirstOrder{});
  }

  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override {
    f.resize(x.rows());
    g.resize(x.rows(), Dimension);
    sweep(
        x,
        [&f, &g](auto at, const Variables& v, Index row, auto count) {
          const auto jet = at(v);
          store(&f[row], jet.f, count);
          storeGradient(jet, g, row, count);
        },
        FirstOrder{});
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), Dimension);
    sweep(
        x,
        [&v, &hv](auto at, const Variables& p, Index row, auto count) {
          const auto jet = at(p);
          const Lanes a = load(&v(row, 0), count);
          if constexpr (Dimension == 1) {
            store(&hv(row, 0), lanes(jet.xx) * a, count);
          } else {
            const Lanes b = load(&v(row, 1), count);
            store(&hv(row, 0), lanes(jet.xx) * a + lanes(jet.xy) * b, count);
            store(&hv(row, 1), lanes(jet.xy) * a + lanes(jet.yy) * b, count);
          }
        },
        SecondOrder{});
  }

  void hessianDiagonal(const Points& x, Points& h) const override {
    h.resize(x.rows(), Dimension);
    sweep(
        x,
        [&h](auto at, const Variables& v, Index row, auto count) {
          const auto jet = at(v);
          store(&h(row, 0), lanes(jet.xx), count);
          if constexpr (Dimension == 2) store(&h(row, 1), lanes(jet.yy), count);
        },
        SecondOrder{});
  }

 private:
  struct Variables {
    Lanes x, y;
  };
  static void storeGradient(const auto& jet, Points& g, Index row, auto count) {
    store(&g(row, 0), lanes(jet.x), count);
    if constexpr (Dimension == 2) store(&g(row, 1), lanes(jet.y), count);
  }

  template <class Body, class Order>
  void sweep(const Points& x, const Body& body, Order /*order*/) const {
    // A copy that no store can alias stays in registers.
    const F function = function_;
    const auto at = [&function](const Variables& v) {
      if constexpr (Dimension == 1)
        return function(Order::x(v.x));
      else
        return function(Order::x(v.x), Order::y(v.y));
    };
    forLanes(x.rows(), [&](Index row, auto count) {
      Variables v;
      v.x = load(&x(row, 0), count);
      if constexpr (Dimension == 2) v.y = load(&x(row, 1), count);
      body(at, v, row, count);
    });
  }

  F function_;
};

/// A card that builds Planar<F, Dimension>.
template <class F, Index Dimension = 2>
ObjectiveCard planarCard(Card about) {
  return makeCard<F>(
      std::move(about), {.min = Dimension, .max = Dimension},
      [](const F& function, Index /*dimension*/) { return std::make_shared<Planar<F, Dimension>>(function); });
}

}  // namespace thalweg
