#pragma once
/// Counter-based randomness: every draw is a pure function of what it is for, so that results depend neither on the
/// order of evaluation nor on batches or threads.
///
/// Words come from Threefry-4×64 with 20 rounds (Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as
/// 1, 2, 3, section 4.1; key schedule and rotations of Threefish-256, Skein 1.3). Normal variates are the quantile
/// function at a uniform variate: Wichura 1988, Algorithm AS 241 (PPND16), with a logarithm of our own. Only integer
/// operations and +, −, ×, ÷, √ are used, in fixed order: the bits are the same on every machine with IEEE doubles.
/// The quantile's relative error is below 1e-15; values lie within ±8.21.
/// Threads: pure functions; a Draws belongs to one thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace thalweg {

/// Threefry-4×64-20: a keyed bijection of 256-bit blocks.
std::array<std::uint64_t, 4> threefry(const std::array<std::uint64_t, 4>& key,
                                      const std::array<std::uint64_t, 4>& counter);

/// What draws are for; keeps those for different ends apart.
enum class Purpose : std::uint64_t { Noise = 0, Shuffle = 1, Replacement = 2, Direction = 3, Weights = 4, Rule = 5 };

/// Names a sequence of draws.
struct DrawKey {
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;  ///< who draws: 0 where contenders are paired
  std::uint64_t path = 0;
  std::uint64_t step = 0;  ///< or epoch
  std::uint64_t call = 0;  ///< how many times this step has drawn before
  Purpose purpose = Purpose::Noise;
};

/// The standard normal quantile at (k + ½)/2⁵², k the word's upper 52 bits.
double normalFromWord(std::uint64_t word);

/// The sequence of a key; its words are numbered from 0.
class Draws {
 public:
  explicit Draws(const DrawKey& key);
  /// The next word: 64 independent bits.
  std::uint64_t word();
  /// Standard normal.
  double normal() { return normalFromWord(word()); }
  /// Uniform on {0, …, n − 1}, n ≥ 1, without bias (words that would cause one are passed over).
  std::uint64_t below(std::uint64_t n);

 private:
  std::array<std::uint64_t, 4> key_;
  std::array<std::uint64_t, 4> counter_;  // the first entry numbers blocks of four words
  std::array<std::uint64_t, 4> block_{};
  std::size_t used_ = 4;
};

/// Fisher–Yates: every order is equally likely.
void shuffle(std::span<std::ptrdiff_t> items, Draws& draws);

}  // namespace thalweg
