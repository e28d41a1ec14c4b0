#pragma once
/// Objectives of one or two variables, each written once over a generic scalar.
///
/// F has `auto operator()(auto x, auto y) const` (or of x alone), `Facts facts() const`, and its options as members.
/// Rows are taken a register at a time (see lanes.h); derivatives are jets (see jet.h). No call allocates but for the
/// result. Landmarks among the facts may be rough: smooth ones are polished by Newton's method, and those that do not
/// exist with the options in force are left out. Threads: immutable.

#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

template <class F, Index Dimension>
auto evaluateAt(const F& function, auto order, [[maybe_unused]] Lanes x, [[maybe_unused]] Lanes y) {
  using Order = decltype(order);
  if constexpr (Dimension == 1)
    return function(Order::x(x));
  else
    return function(Order::x(x), Order::y(y));
}

/// Newton's method from `mark`; false if it leads elsewhere or to a point of another kind.
template <class F, Index Dimension>
bool polish(const F& function, double reach, Landmark& mark) {
  double x = mark.point[0];
  double y = Dimension == 2 ? mark.point[1] : 0;
  if (mark.smooth && mark.interior) {
    for (int step = 0; step < 20; ++step) {
      const auto jet = evaluateAt<F, Dimension>(function, SecondOrder{}, x, y);
      const double fx = lanes(jet.x).v[0], fy = lanes(jet.y).v[0];
      const double fxx = lanes(jet.xx).v[0], fxy = lanes(jet.xy).v[0];
      const double fyy = Dimension == 2 ? lanes(jet.yy).v[0] : 1;
      const double determinant = fxx * fyy - fxy * fxy;
      if (fx == 0 && fy == 0) break;
      const bool saddle = mark.kind == Landmark::Kind::Saddle;
      if (saddle ? !(determinant < 0) : !(determinant > 0 && fxx > 0)) return false;
      x -= (fyy * fx - fxy * fy) / determinant;
      y -= (fxx * fy - fxy * fx) / determinant;
      if (!(std::hypot(x - mark.point[0], y - (Dimension == 2 ? mark.point[1] : 0)) < reach)) return false;
    }
    mark.point[0] = x;
    if constexpr (Dimension == 2) mark.point[1] = y;
  }
  mark.value = evaluateAt<F, Dimension>(function, Values{}, x, y).v[0];
  return true;
}

template <class F, Index Dimension>
Facts polishedFacts(const F& function) {
  Facts facts = function.facts();
  const double reach = 0.05 * (facts.view.xMax - facts.view.xMin);
  std::erase_if(facts.landmarks, [&](Landmark& mark) { return !polish<F, Dimension>(function, reach, mark); });
  return facts;
}

template <class F, Index Dimension>
class Planar final : public WithFacts<Objective> {
  static_assert(Dimension == 1 || Dimension == 2);

 public:
  explicit Planar(const F& function) : WithFacts(polishedFacts<F, Dimension>(function)), function_(function) {}

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
      const Lanes second = Dimension == 2 ? load(y + row, count) : Lanes();
      body(evaluateAt<F, Dimension>(function, Order{}, load(x + row, count), second), row, count);
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
