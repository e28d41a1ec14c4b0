#pragma once
/// A few numbers side by side in one vector register, with the arithmetic of one number.
///
/// +, −, ×, ÷ and √ round as scalars do. exp, cos and kin come from the C library's vector form, which takes each lane
/// by itself (at most 4 units in the last place off), so that a row of a batch has the same bits whatever stands beside
/// it. They are called by the names that the x86-64 vector function ABI gives them, because compilers use that form of
/// their own accord only under -ffast-math or through an attribute that clang lacks.
/// Threads: values only. Errors: none; undefined results are NaN.

#include "core/base/lane_register.h"
#include "core/base/types.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace thalweg {

struct Lanes {
  using Vector = LaneVector;
  using Bits = LaneBits;

  Vector v = {};

  Lanes() = default;
  Lanes(double c) : v(c - Vector{}) {}  // NOLINT(google-explicit-constructor): a constant is a value like any other
  explicit Lanes(Vector a) : v(a) {}

  friend Lanes operator+(Lanes a, Lanes b) { return Lanes(a.v + b.v); }
  friend Lanes operator-(Lanes a, Lanes b) { return Lanes(a.v - b.v); }
  friend Lanes operator*(Lanes a, Lanes b) { return Lanes(a.v * b.v); }
  friend Lanes operator/(Lanes a, Lanes b) { return Lanes(a.v / b.v); }
  friend Lanes operator-(Lanes a) { return Lanes(-a.v); }
  Lanes& operator+=(Lanes b) { return *this = *this + b; }
  Lanes& operator-=(Lanes b) { return *this = *this - b; }
  Lanes& operator*=(Lanes b) { return *this = *this * b; }
};

/// Of each lane: yes or no.
struct LaneMask {
  Lanes::Bits bits = {};
};
inline LaneMask operator<(Lanes a, Lanes b) { return {a.v < b.v}; }
inline LaneMask operator>(Lanes a, Lanes b) { return {a.v > b.v}; }
inline LaneMask operator==(Lanes a, Lanes b) { return {a.v == b.v}; }

inline Lanes select(LaneMask yes, Lanes a, Lanes b) {
  const auto one = std::bit_cast<Lanes::Bits>(a.v);
  const auto other = std::bit_cast<Lanes::Bits>(b.v);
  return Lanes(std::bit_cast<Lanes::Vector>((one & yes.bits) | (other & ~yes.bits)));
}

/// The `count` numbers from `from` on, the last one repeated in lanes without a number of their own.
inline Lanes load(const double* from, Index count = laneCount) {
  Lanes a;
  if (count >= laneCount) {
    std::memcpy(&a.v, from, sizeof a.v);
  } else {
    for (Index i = 0; i < laneCount; ++i) a.v[i] = from[i < count ? i : count - 1];
  }
  return a;
}

inline void store(double* to, Lanes a, Index count = laneCount) {
  if (count >= laneCount) {
    std::memcpy(to, &a.v, sizeof a.v);
  } else {
    for (Index i = 0; i < count; ++i) to[i] = a.v[i];
  }
}

/// Calls `body(row, count)` for each register full of rows; `count` is a constant but for the last.
template <class Body>
void forLanes(Index rows, Body&& body) {
  Index row = 0;
  for (; row + laneCount <= rows; row += laneCount) body(row, std::integral_constant<Index, laneCount>{});
  if (row < rows) body(row, rows - row);
}

/// The sum of all lanes, by pairs.
inline double laneSum(Lanes a) {
  auto part = std::bit_cast<std::array<double, laneCount>>(a.v);
  for (std::size_t width = laneCount / 2; width > 0; width /= 2)
    for (std::size_t i = 0; i < width; ++i) part[i] = part[2 * i] + part[2 * i + 1];
  return part[0];
}

namespace detail {

#if defined(__x86_64__) && !defined(THALWEG_PORTABLE) && defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 35)
#if defined(__AVX2__)
#define THALWEG_VECTOR_NAME "_ZGVdN4"
#else
#define THALWEG_VECTOR_NAME "_ZGVbN2"
#endif
using V = Lanes::Vector;
__attribute__((const)) V vectorExp(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_exp");
__attribute__((const)) V vectorExpm1(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_expm1");
__attribute__((const)) V vectorLog(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_log");
__attribute__((const)) V vectorLog1p(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_log1p");
__attribute__((const)) V vectorSin(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_sin");
__attribute__((const)) V vectorCos(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_cos");
__attribute__((const)) V vectorAtan(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_atan");
__attribute__((const)) V vectorTanh(V) noexcept __asm__(THALWEG_VECTOR_NAME "v_tanh");
__attribute__((const)) V vectorPow(V, V) noexcept __asm__(THALWEG_VECTOR_NAME "vv_pow");
#undef THALWEG_VECTOR_NAME
#else
using V = Lanes::Vector;
inline V vectorEach(double (*function)(double), V a) {
  for (Index i = 0; i < laneCount; ++i) a[i] = function(a[i]);
  return a;
}
inline V vectorExp(V a) { return vectorEach(std::exp, a); }
inline V vectorExpm1(V a) { return vectorEach(std::expm1, a); }
inline V vectorLog(V a) { return vectorEach(std::log, a); }
inline V vectorLog1p(V a) { return vectorEach(std::log1p, a); }
inline V vectorSin(V a) { return vectorEach(std::sin, a); }
inline V vectorCos(V a) { return vectorEach(std::cos, a); }
inline V vectorAtan(V a) { return vectorEach(std::atan, a); }
inline V vectorTanh(V a) { return vectorEach(std::tanh, a); }
inline V vectorPow(V a, V b) {
  for (Index i = 0; i < laneCount; ++i) a[i] = std::pow(a[i], b[i]);
  return a;
}
#endif

}  // namespace detail

inline Lanes exp(Lanes a) { return Lanes(detail::vectorExp(a.v)); }
inline Lanes expm1(Lanes a) { return Lanes(detail::vectorExpm1(a.v)); }
inline Lanes log(Lanes a) { return Lanes(detail::vectorLog(a.v)); }
inline Lanes log1p(Lanes a) { return Lanes(detail::vectorLog1p(a.v)); }
inline Lanes sin(Lanes a) { return Lanes(detail::vectorSin(a.v)); }
inline Lanes cos(Lanes a) { return Lanes(detail::vectorCos(a.v)); }
inline Lanes atan(Lanes a) { return Lanes(detail::vectorAtan(a.v)); }
inline Lanes tanh(Lanes a) { return Lanes(detail::vectorTanh(a.v)); }
inline Lanes pow(Lanes a, Lanes b) { return Lanes(detail::vectorPow(a.v, b.v)); }
inline Lanes sqrt(Lanes a) {
  for (Index i = 0; i < laneCount; ++i) a.v[i] = std::sqrt(a.v[i]);
  return a;
}
inline Lanes abs(Lanes a) {
  const auto bits = std::bit_cast<Lanes::Bits>(a.v);
  return Lanes(std::bit_cast<Lanes::Vector>(bits & std::int64_t{0x7fffffffffffffff}));
}
/// −1, 0 or 1.
inline Lanes sign(Lanes a) { return select(a > 0.0, 1.0, select(a < 0.0, -1.0, a * 0.0)); }
inline Lanes square(Lanes a) { return a * a; }

}  // namespace thalweg
