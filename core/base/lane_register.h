#pragma once
/// The registers behind `Lanes`: vector types of g++ and clang, and for other compilers (or with THALWEG_PORTABLE) an
/// array that has the few operations of theirs that `Lanes` uses. Both give the same bits.

#include "core/base/types.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace thalweg {

#if defined(__AVX2__)
inline constexpr Index laneCount = 4;
#else
inline constexpr Index laneCount = 2;
#endif

#if defined(__GNUC__) && !defined(THALWEG_PORTABLE)

using LaneVector = double __attribute__((vector_size(laneCount * 8)));
using LaneBits = std::int64_t __attribute__((vector_size(laneCount * 8)));

#else

template <class T>
struct LaneArray {
  std::array<T, laneCount> each;

  T& operator[](Index i) { return each[static_cast<std::size_t>(i)]; }
  const T& operator[](Index i) const { return each[static_cast<std::size_t>(i)]; }
};

template <class T, class U, class Operation>
auto laneByLane(const LaneArray<T>& a, const LaneArray<U>& b, Operation operation) {
  LaneArray<decltype(operation(a[0], b[0]))> c;
  for (Index i = 0; i < laneCount; ++i) c[i] = operation(a[i], b[i]);
  return c;
}

using LaneVector = LaneArray<double>;
using LaneBits = LaneArray<std::int64_t>;

inline LaneVector operator+(const LaneVector& a, const LaneVector& b) {
  return laneByLane(a, b, [](double x, double y) { return x + y; });
}
inline LaneVector operator-(const LaneVector& a, const LaneVector& b) {
  return laneByLane(a, b, [](double x, double y) { return x - y; });
}
inline LaneVector operator*(const LaneVector& a, const LaneVector& b) {
  return laneByLane(a, b, [](double x, double y) { return x * y; });
}
inline LaneVector operator/(const LaneVector& a, const LaneVector& b) {
  return laneByLane(a, b, [](double x, double y) { return x / y; });
}
inline LaneVector operator-(const LaneVector& a) {
  return laneByLane(a, a, [](double x, double) { return -x; });
}
inline LaneVector operator-(double a, const LaneVector& b) {
  return laneByLane(b, b, [a](double x, double) { return a - x; });
}
/// All bits of a lane are set where it holds.
inline LaneBits laneBits(const LaneArray<bool>& a) {
  return laneByLane(a, a, [](bool x, bool) { return std::int64_t{x ? -1 : 0}; });
}
inline LaneBits operator<(const LaneVector& a, const LaneVector& b) {
  return laneBits(laneByLane(a, b, [](double x, double y) { return x < y; }));
}
inline LaneBits operator>(const LaneVector& a, const LaneVector& b) { return b < a; }
inline LaneBits operator<=(const LaneVector& a, const LaneVector& b) {
  return laneBits(laneByLane(a, b, [](double x, double y) { return x <= y; }));
}
inline LaneBits operator==(const LaneVector& a, const LaneVector& b) {
  return laneBits(laneByLane(a, b, [](double x, double y) { return x == y; }));
}
inline LaneBits operator&(const LaneBits& a, const LaneBits& b) {
  return laneByLane(a, b, [](std::int64_t x, std::int64_t y) { return x & y; });
}
inline LaneBits operator&(const LaneBits& a, std::int64_t b) {
  return laneByLane(a, a, [b](std::int64_t x, std::int64_t) { return x & b; });
}
inline LaneBits operator|(const LaneBits& a, const LaneBits& b) {
  return laneByLane(a, b, [](std::int64_t x, std::int64_t y) { return x | y; });
}
inline LaneBits operator~(const LaneBits& a) {
  return laneByLane(a, a, [](std::int64_t x, std::int64_t) { return ~x; });
}

#endif

}  // namespace thalweg
