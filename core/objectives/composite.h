#pragma once
/// Objectives of any dimension that are a function of two sums over coordinates.
///
/// f(x) = outer(Σᵢ a(xᵢ, i), Σᵢ b(xᵢ, i)), i from 0. F has `auto inner(auto x, Lanes i) const`, which returns the pair
/// (a, b), and `auto outer(auto s, auto t) const`, both over a generic scalar, beside `Facts facts(Index dimension)
/// const` and its options as members. Gradients take two passes over the coordinates, without storage.
/// Threads: immutable.

#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <utility>

namespace thalweg {

template <class F>
class Composite final : public WithFacts<Objective> {
 public:
  Composite(const F& function, Index dimension)
      : WithFacts(function.facts(dimension)), function_(function), dimension_(dimension) {}

  [[nodiscard]] Index dimension() const override { return dimension_; }

  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    double* const to = f.data();
    forLanes(x.rows(), [&](Index row, auto count) {
      const Sums sums = sum(x, row, count);
      store(to + row, function_.outer(sums.a, sums.b), count);
    });
  }

  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { slope(x, nullptr, g); }
  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override { slope(x, &f, g); }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    const Index rows = x.rows();
    hv.resize(rows, dimension_);
    double* const to = hv.data();
    const double* const along = v.data();
    forLanes(rows, [&](Index row, auto count) {
      const Sums sums = sum(x, row, count);
      const auto outer = function_.outer(SecondOrder::x(sums.a), SecondOrder::y(sums.b));
      Lanes da, db;
      forCoordinates<FirstOrder>(x, row, count, [&](Index i, const auto& a, const auto& b) {
        const Lanes direction = load(along + row + i * rows, count);
        da += lanes(a.x) * direction;
        db += lanes(b.x) * direction;
      });
      const Lanes forA = lanes(outer.xx) * da + lanes(outer.xy) * db;
      const Lanes forB = lanes(outer.xy) * da + lanes(outer.yy) * db;
      forCoordinates<SecondOrder>(x, row, count, [&](Index i, const auto& a, const auto& b) {
        const Lanes direction = load(along + row + i * rows, count);
        const Lanes own = lanes(outer.x) * lanes(a.xx) + lanes(outer.y) * lanes(b.xx);
        store(to + row + i * rows, own * direction + lanes(a.x) * forA + lanes(b.x) * forB, count);
      });
    });
  }

  void hessianDiagonal(const Points& x, Points& h) const override {
    const Index rows = x.rows();
    h.resize(rows, dimension_);
    double* const to = h.data();
    forLanes(rows, [&](Index row, auto count) {
      const Sums sums = sum(x, row, count);
      const auto outer = function_.outer(SecondOrder::x(sums.a), SecondOrder::y(sums.b));
      forCoordinates<SecondOrder>(x, row, count, [&](Index i, const auto& a, const auto& b) {
        const Lanes own = lanes(outer.x) * lanes(a.xx) + lanes(outer.y) * lanes(b.xx);
        const Lanes p = lanes(a.x), q = lanes(b.x);
        const Lanes cross = lanes(outer.xy) * (p * q);
        store(to + row + i * rows, own + lanes(outer.xx) * square(p) + (cross + cross) + lanes(outer.yy) * square(q),
              count);
      });
    });
  }

 private:
  struct Sums {
    Lanes a, b;
  };

  /// Calls `body(i, a, b)` for each coordinate.
  template <class Order, class Body>
  void forCoordinates(const Points& points, Index row, auto count, Body&& body) const {
    const F function = function_;  // a copy that no store can alias
    const double* const x = points.data() + row;
    const Index stride = points.rows();
    for (Index i = 0; i < dimension_; ++i) {
      const auto [a, b] = function.inner(Order::x(load(x + i * stride, count)), Lanes(static_cast<double>(i)));
      body(i, a, b);
    }
  }

  [[nodiscard]] Sums sum(const Points& x, Index row, auto count) const {
    Sums sums;
    forCoordinates<Values>(x, row, count, [&sums](Index /*i*/, Lanes a, Lanes b) {
      sums.a += a;
      sums.b += b;
    });
    return sums;
  }

  void slope(const Points& x, Column* f, Points& g) const {
    const Index rows = x.rows();
    if (f) f->resize(rows);
    g.resize(rows, dimension_);
    double* const value = f ? f->data() : nullptr;
    double* const to = g.data();
    forLanes(rows, [&](Index row, auto count) {
      const Sums sums = sum(x, row, count);
      const auto outer = function_.outer(FirstOrder::x(sums.a), FirstOrder::y(sums.b));
      if (value) store(value + row, outer.f, count);
      forCoordinates<FirstOrder>(x, row, count, [&](Index i, const auto& a, const auto& b) {
        store(to + row + i * rows, lanes(outer.x) * lanes(a.x) + lanes(outer.y) * lanes(b.x), count);
      });
    });
  }

  F function_;
  Index dimension_;
};

/// A card that builds Composite<F>.
template <class F>
ObjectiveCard compositeCard(Card about) {
  return makeCard<F>(std::move(about), {.min = 1, .max = 0}, [](const F& function, Index dimension) {
    return std::make_shared<Composite<F>>(function, dimension);
  });
}

}  // namespace thalweg
