#pragma once
/// Objectives of any dimension that are sums over coordinates and over pairs of neighbours.
///
/// f(x) = Σᵢ own(xᵢ, i) + Σᵢ link(xᵢ, xᵢ₊₁, i) + first(x₀) + last(xₙ₋₁), i from 0. F has any of these four, written
/// over a generic scalar, beside `Facts facts(Index dimension) const` and its options as members. Gradients and Hessian
/// products are one pass over the coordinates, without storage: gᵢ from the link to the right and the link to the left.
/// Lanes stand for rows; a single long row has its coordinates as lanes instead, with the same sums in the same order.
/// Threads: immutable.

#include "core/objectives/card.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <algorithm>
#include <array>

namespace thalweg {

/// A jet with all its parts in registers.
struct FlatJet {
  Lanes f, x, y, xx, xy, yy;
};
inline FlatJet flat(Lanes f) { return {f, {}, {}, {}, {}, {}}; }
inline FlatJet flat(const AnyJet auto& a) {
  return {a.f, lanes(a.x), lanes(a.y), lanes(a.xx), lanes(a.xy), lanes(a.yy)};
}

template <class F>
class Chain final : public WithFacts<Objective> {
  static constexpr bool hasOwn = requires(const F& f, Lanes x) { f.own(x, x); };
  static constexpr bool hasLink = requires(const F& f, Lanes x) { f.link(x, x, x); };
  static constexpr bool hasFirst = requires(const F& f, Lanes x) { f.first(x); };
  static constexpr bool hasLast = requires(const F& f, Lanes x) { f.last(x); };

 public:
  Chain(const F& function, Index dimension)
      : WithFacts(function.facts(dimension)), function_(function), dimension_(dimension) {}

  [[nodiscard]] Index dimension() const override { return dimension_; }

  void value(const Points& x, Column& f) const override { evaluate<Values>(x, &f, nullptr); }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { evaluate<FirstOrder>(x, nullptr, &g); }
  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override {
    evaluate<FirstOrder>(x, &f, &g);
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    const Index rows = x.rows();
    const Index n = dimension_;
    hv.resize(rows, n);
    double* const to = hv.data();
    const double* const along = v.data();
    forLanes(rows, [&](Index row, auto count) {
      const auto direction = [&](Index i) {
        return i < 0 || i >= n ? Lanes(0.0) : load(along + row + i * rows, count);
      };
      alongRow<SecondOrder>(x, row, count, n,
                            [&](Index i, const FlatJet& own, const FlatJet& left, const FlatJet& right) {
                              Lanes product = curvature(own, left, right) * direction(i);
                              if constexpr (hasLink)
                                product += right.xy * direction(i + 1) + left.xy * direction(i - 1);
                              store(to + row + i * rows, product, count);
                            });
    });
  }

  void hessianDiagonal(const Points& x, Points& h) const override {
    const Index rows = x.rows();
    h.resize(rows, dimension_);
    double* const to = h.data();
    forLanes(rows, [&](Index row, auto count) {
      alongRow<SecondOrder>(x, row, count, dimension_,
                            [&](Index i, const FlatJet& own, const FlatJet& left, const FlatJet& right) {
                              store(to + row + i * rows, curvature(own, left, right), count);
                            });
    });
  }

 private:
  template <class Order>
  static FlatJet ownPart(const F& function, Lanes x, Lanes i) {
    if constexpr (hasOwn)
      return flat(function.own(Order::x(x), i));
    else
      return {};
  }
  template <class Order>
  static FlatJet linkPart(const F& function, Lanes x, Lanes y, Lanes i) {
    if constexpr (hasLink)
      return flat(function.link(Order::x(x), Order::y(y), i));
    else
      return {};
  }
  template <class Order>
  static FlatJet firstPart(const F& function, Lanes x) {
    if constexpr (hasFirst)
      return flat(function.first(Order::x(x)));
    else
      return {};
  }
  template <class Order>
  static FlatJet lastPart(const F& function, Lanes x) {
    if constexpr (hasLast)
      return flat(function.last(Order::x(x)));
    else
      return {};
  }

  static FlatJet sum(const FlatJet& a, const FlatJet& b) {
    return {a.f + b.f, a.x + b.x, a.y + b.y, a.xx + b.xx, a.xy + b.xy, a.yy + b.yy};
  }

  static Lanes slope(const FlatJet& own, const FlatJet& left, const FlatJet& right) {
    if constexpr (hasLink)
      return own.x + right.x + left.y;
    else
      return own.x;
  }
  static Lanes curvature(const FlatJet& own, const FlatJet& left, const FlatJet& right) {
    if constexpr (hasLink)
      return own.xx + right.xx + left.yy;
    else
      return own.xx;
  }

  /// Calls `body(i, own, left, right)` for each coordinate; own has the ends' parts added.
  template <class Order, class Body>
  void alongRow(const Points& points, Index row, auto count, auto n, Body&& body) const {
    const F function = function_;  // a copy that no store can alias
    const double* const x = points.data() + row;
    const Index stride = points.rows();
    FlatJet left;
    Lanes here = load(x, count);
    for (Index i = 0; i < n; ++i) {
      const Lanes index(static_cast<double>(i));
      FlatJet own = ownPart<Order>(function, here, index);
      if (hasFirst && i == 0) own = sum(own, firstPart<Order>(function, here));
      if (hasLast && i == n - 1) own = sum(own, lastPart<Order>(function, here));
      FlatJet right;
      if (i + 1 < n) {
        const Lanes next = load(x + (i + 1) * stride, count);
        right = linkPart<Order>(function, here, next, index);
        here = next;
      }
      body(i, own, left, right);
      left = right;
    }
  }

  template <class Order>
  void evaluate(const Points& x, Column* f, Points* g) const {
    if (f) f->resize(x.rows());
    if (g) g->resize(x.rows(), dimension_);
    double* const value = f ? f->data() : nullptr;
    double* const gradient = g ? g->data() : nullptr;
    if (x.rows() == 1 && dimension_ >= 4 * laneCount) {
      if (value)
        alongColumns<Order, true>(x, value, gradient);
      else
        alongColumns<Order, false>(x, value, gradient);
    } else if (dimension_ == 2) {
      alongRows<Order>(x, std::integral_constant<Index, 2>{}, value, gradient);
    } else {
      alongRows<Order>(x, dimension_, value, gradient);
    }
  }

  /// Rows as lanes. A constant `n` is unrolled.
  template <class Order>
  void alongRows(const Points& x, auto n, double* value, double* gradient) const {
    const Index rows = x.rows();
    forLanes(rows, [&](Index row, auto count) {
      std::array<Lanes, laneCount> partial;
      alongRow<Order>(x, row, count, n, [&](Index i, const FlatJet& own, const FlatJet& left, const FlatJet& right) {
        partial[static_cast<std::size_t>(i % laneCount)] += own.f + right.f;
        if constexpr (!std::is_same_v<Order, Values>) {
          if (gradient) store(gradient + row + i * rows, slope(own, left, right), count);
        }
      });
      if (!value) return;
      Lanes total = partial[0] + partial[1];
      if constexpr (laneCount == 4) total += partial[2] + partial[3];
      store(value + row, total, count);
    });
  }

  /// One row, its coordinates as lanes.
  template <class Order, bool WithValue>
  void alongColumns(const Points& points, double* f, double* g) const {
    const F function = function_;
    const double* x = points.data();
    const Index n = dimension_;
    Lanes steps;
    for (Index k = 0; k < laneCount; ++k) steps.v[k] = static_cast<double>(k);
    Lanes total;

    const auto block = [&](Index i, Lanes before, Lanes here, Lanes after, auto atEnd, Index count) {
      const Lanes index = static_cast<double>(i) + steps;
      FlatJet own = ownPart<Order>(function, here, index);
      FlatJet right = linkPart<Order>(function, here, after, index);
      FlatJet left = linkPart<Order>(function, before, here, index - 1.0);
      if constexpr (atEnd) {
        const LaneMask isFirst = index == 0.0;
        const LaneMask isLast = index == static_cast<double>(n - 1);
        if constexpr (hasFirst) own = chosen(isFirst, sum(own, firstPart<Order>(function, here)), own);
        if constexpr (hasLast) own = chosen(isLast, sum(own, lastPart<Order>(function, here)), own);
        left = chosen(isFirst, {}, left);
        right = chosen(isLast, {}, right);
      }
      if constexpr (WithValue) {
        const Lanes term = own.f + right.f;
        total += atEnd ? select(index < static_cast<double>(n), term, 0.0) : term;
      }
      if constexpr (!std::is_same_v<Order, Values>) {
        if (g) store(g + i, slope(own, left, right), count);
      }
    };
    const auto edge = [&](Index i) {
      std::array<double, 3 * laneCount> around{};
      for (Index k = 0; k < laneCount; ++k) {
        const auto clamped = [&](Index j) { return x[std::clamp<Index>(j, 0, n - 1)]; };
        around[static_cast<std::size_t>(k)] = clamped(i + k - 1);
        around[static_cast<std::size_t>(k + laneCount)] = clamped(i + k);
        around[static_cast<std::size_t>(k + 2 * laneCount)] = clamped(i + k + 1);
      }
      block(i, load(around.data()), load(around.data() + laneCount), load(around.data() + 2 * laneCount),
            std::true_type{}, std::min(laneCount, n - i));
    };

    edge(0);
    Index i = laneCount;
    for (; i + laneCount < n; i += laneCount)
      block(i, load(x + i - 1), load(x + i), load(x + i + 1), std::false_type{}, laneCount);
    for (; i < n; i += laneCount) edge(i);
    if constexpr (WithValue) *f = laneSum(total);
  }

  static FlatJet chosen(LaneMask yes, const FlatJet& a, const FlatJet& b) {
    return {select(yes, a.f, b.f),   select(yes, a.x, b.x),   select(yes, a.y, b.y),
            select(yes, a.xx, b.xx), select(yes, a.xy, b.xy), select(yes, a.yy, b.yy)};
  }

  F function_;
  Index dimension_;
};

/// A card that builds Chain<F>.
template <class F>
ObjectiveCard chainCard(Card about, Index minDimension = 1) {
  return makeCard<F>(std::move(about), {.min = minDimension, .max = 0}, [](const F& function, Index dimension) {
    return std::make_shared<Chain<F>>(function, dimension);
  });
}

}  // namespace thalweg
