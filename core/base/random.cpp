#include "core/base/random.h"

#include <bit>
#include <cmath>
#include <utility>

namespace thalweg {

std::array<std::uint64_t, 4> threefry(const std::array<std::uint64_t, 4>& key,
                                      const std::array<std::uint64_t, 4>& counter) {
  constexpr std::uint64_t parity = 0x1BD11BDAA9FC1A22;
  constexpr int rotations[8][2] = {{14, 16}, {52, 57}, {23, 40}, {5, 37}, {25, 33}, {46, 12}, {58, 22}, {32, 32}};
  const std::uint64_t k[5] = {key[0], key[1], key[2], key[3], parity ^ key[0] ^ key[1] ^ key[2] ^ key[3]};

  auto [a, b, c, d] = counter;
  a += k[0], b += k[1], c += k[2], d += k[3];
  for (std::size_t round = 0; round < 20; ++round) {
    const auto& [first, second] = rotations[round % 8];
    a += b, b = std::rotl(b, first) ^ a;
    c += d, d = std::rotl(d, second) ^ c;
    std::swap(b, d);
    if (round % 4 == 3) {
      const std::size_t s = round / 4 + 1;
      a += k[s % 5], b += k[(s + 1) % 5], c += k[(s + 2) % 5], d += k[(s + 3) % 5] + s;
    }
  }
  return {a, b, c, d};
}

namespace {

/// The natural logarithm of a normal number in (0, 1), to 3e-16 relative below ½: 2 artanh((m − 1)/(m + 1)) as a series
/// for the mantissa m ∈ [√½, √2).
double logarithm(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  auto mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
  if (mantissa > 0x1.6a09e667f3bcdp0) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double z = s * s;
  double series = 0;
  for (int n = 21; n >= 3; n -= 2) series = (series + 1.0 / n) * z;
  constexpr double ln2 = 0x1.62e42fefa39efp-1;
  return exponent * ln2 + (2 * s + 2 * s * series);
}

/// Coefficients rise with the power.
double polynomial(const std::array<double, 8>& coefficients, double r) {
  double sum = coefficients[7];
  for (std::size_t i = 7; i-- > 0;) sum = sum * r + coefficients[i];
  return sum;
}

// Wichura 1988, AS 241: numerators and denominators for the centre, the flanks and the far tails.
constexpr std::array<double, 8> centreAbove = {
    3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array<double, 8> centreBelow = {1.0,
                                               4.2313330701600911252e+1,
                                               6.8718700749205790830e+2,
                                               5.3941960214247511077e+3,
                                               2.1213794301586595867e+4,
                                               3.9307895800092710610e+4,
                                               2.8729085735721942674e+4,
                                               5.2264952788528545610e+3};
constexpr std::array<double, 8> flankAbove = {
    1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> flankBelow = {1.0,
                                              2.05319162663775882187e0,
                                              1.67638483018380384940e0,
                                              6.89767334985100004550e-1,
                                              1.48103976427480074590e-1,
                                              1.51986665636164571966e-2,
                                              5.47593808499534494600e-4,
                                              1.05075007164441684324e-9};
constexpr std::array<double, 8> tailAbove = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> tailBelow = {1.0,
                                             5.99832206555887937690e-1,
                                             1.36929880922735805310e-1,
                                             1.48753612908506148525e-2,
                                             7.86869131145613259100e-4,
                                             1.84631831751005468180e-5,
                                             1.42151175831644588870e-7,
                                             2.04426310338993978564e-15};

}  // namespace

double normalFromWord(std::uint64_t word) {
  // p − ½ and the smaller of p and 1 − p are exact.
  const double q =
      (static_cast<double>(static_cast<std::int64_t>(word >> 12) - (std::int64_t{1} << 51)) + 0.5) * 0x1p-52;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(centreAbove, r) / polynomial(centreBelow, r);
  }
  const double r = std::sqrt(-logarithm(0.5 - std::abs(q)));
  const double size = r <= 5 ? polynomial(flankAbove, r - 1.6) / polynomial(flankBelow, r - 1.6)
                             : polynomial(tailAbove, r - 5) / polynomial(tailBelow, r - 5);
  return q < 0 ? -size : size;
}

Draws::Draws(const DrawKey& key)
    : key_{key.seed, key.stream, key.path, key.step},
      counter_{0, key.call, static_cast<std::uint64_t>(key.purpose), 0} {}

std::uint64_t Draws::word() {
  if (used_ == block_.size()) {
    block_ = threefry(key_, counter_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint64_t Draws::below(std::uint64_t n) {
  const std::uint64_t surplus = (0 - n) % n;  // 2⁶⁴ mod n
  std::uint64_t drawn = word();
  while (drawn < surplus) drawn = word();
  return drawn % n;
}

void shuffle(std::span<std::ptrdiff_t> items, Draws& draws) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[draws.below(i)]);
}

}  // namespace thalweg
