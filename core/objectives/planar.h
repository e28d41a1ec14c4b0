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
    sweep<Values>(x, [to = f.data()](Lanes value, Index row, auto count) { store(to + row, value, count); });
  }

  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g.resize(x.rows(), Dimension);
    sweep<FirstOrder>(x, [to = Columns(g)](const auto& jet, Index row, auto count) {
      to.store(row, count, lanes(jet.x), lanes(jet.y));
    });
  }

  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override {
    f.resize(x.rows());
    g.resize(x.rows(), Dimension);
    sweep<FirstOrder>(x, [value = f.data(), to = Columns(g)](const auto& jet, Index row, auto count) {
      store(value + row, jet.f, count);
      to.store(row, count, lanes(jet.x), lanes(jet.y));
    });
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), Dimension);
    const double* const along = v.data();
    const Index rows = x.rows();
    sweep<SecondOrder>(x, [=, to = Columns(hv)](const auto& jet, Index row, auto count) {
      const Lanes a = load(along + row, count);
      if constexpr (Dimension == 1) {
        to.store(row, count, lanes(jet.xx) * a, {});
      } else {
        const Lanes b = load(along + rows + row, count);
        to.store(row, count, lanes(jet.xx) * a + lanes(jet.xy) * b, lanes(jet.xy) * a + lanes(jet.yy) * b);
      }
    });
  }

  void hessianDiagonal(const Points& x, Points& h) const override {
    h.resize(x.rows(), Dimension);
    sweep<SecondOrder>(x, [to = Columns(h)](const auto& jet, Index row, auto count) {
      to.store(row, count, lanes(jet.xx), lanes(jet.yy));
    });
  }

 private:
  /// Where a row's results go. A store may alias the array's own members, so these are kept apart from it.
  struct Columns {
    explicit Columns(Points& p) : first(p.data()), second(p.data() + p.rows()) {}
    void store(Index row, auto count, Lanes a, Lanes b) const {
      thalweg::store(first + row, a, count);
      if constexpr (Dimension == 2) thalweg::store(second + row, b, count);
    }
    double* first;
    double* second;
  };

  template <class Order, class Body>
  void sweep(const Points& points, const Body& body) const {
    const F function = function_;  // a copy that no store can alias
    const double* const x = points.data();
    const double* const y = x + points.rows();
    forLanes(points.rows(), [&](Index row, auto count) {
      if constexpr (Dimension == 1)
        body(function(Order::x(load(x + row, count))), row, count);
      else
        body(function(Order::x(load(x + row, count)), Order::y(load(y + row, count))), row, count);
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
