#pragma once
/// Lets loops over exp, cos and kin use glibc's vector functions (libmvec), which g++ does under -O3 -fno-math-errno
/// once the functions are declared to have vector forms. They are right to 4 units in the last place, and treat NaN,
/// infinities and denormals as the scalar ones do. clang knows no such declaration and keeps the scalar functions.
///
/// Vector and scalar forms differ in the last bits. A loop whose length is a multiple of 8 runs in vector form only,
/// whatever the instruction set; pad the tail, so that a row's bits do not depend on its neighbours.

#include <cmath>
#include <cstddef>

namespace thalweg {

/// Rows that the widest vector form takes at once.
inline constexpr std::size_t vectorWidth = 8;
constexpr std::size_t roundedUpToLanes(std::size_t n) { return (n + vectorWidth - 1) / vectorWidth * vectorWidth; }

}  // namespace thalweg

#if defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__) && defined(__x86_64__)
extern "C" {
__attribute__((simd("notinbranch"))) double sin(double) noexcept;
__attribute__((simd("notinbranch"))) double cos(double) noexcept;
__attribute__((simd("notinbranch"))) double tan(double) noexcept;
__attribute__((simd("notinbranch"))) double asin(double) noexcept;
__attribute__((simd("notinbranch"))) double acos(double) noexcept;
__attribute__((simd("notinbranch"))) double atan(double) noexcept;
__attribute__((simd("notinbranch"))) double atan2(double, double) noexcept;
__attribute__((simd("notinbranch"))) double sinh(double) noexcept;
__attribute__((simd("notinbranch"))) double cosh(double) noexcept;
__attribute__((simd("notinbranch"))) double tanh(double) noexcept;
__attribute__((simd("notinbranch"))) double exp(double) noexcept;
__attribute__((simd("notinbranch"))) double log(double) noexcept;
__attribute__((simd("notinbranch"))) double log2(double) noexcept;
__attribute__((simd("notinbranch"))) double log10(double) noexcept;
__attribute__((simd("notinbranch"))) double pow(double, double) noexcept;
__attribute__((simd("notinbranch"))) double hypot(double, double) noexcept;
}
#endif
