#include "core/optimizers/projection.h"

namespace thalweg {

namespace {

/// |cos| of the angle between two vectors.
template <class A, class B>
double cosine(const A& a, const B& b, double eps) {
  return std::abs(dot(a, b)) / (norm(a) + eps) / (norm(b) + eps);
}

}  // namespace

double removeRadialPart(ConstStridedRow weights, ConstStridedRow gradient, StridedRow update, const Block& block,
                        double delta, double ratio, double eps) {
  if (!block.isMatrix()) return 1;
  // First each row by itself, then the matrix as one vector.
  for (const Index parts : {block.rows, Index{1}}) {
    const Index length = block.size() / parts;
    double largest = 0;
    for (Index i = 0; i < parts; ++i) {
      largest =
          std::max(largest, cosine(gradient.segment(i * length, length), weights.segment(i * length, length), eps));
    }
    if (largest >= delta / std::sqrt(static_cast<double>(length))) continue;
    for (Index i = 0; i < parts; ++i) {
      const auto w = weights.segment(i * length, length);
      auto u = update.segment(i * length, length);
      const double size = norm(w) + eps;
      u -= w / size * (dot(w, u) / size);
    }
    return ratio;
  }
  return 1;
}

}  // namespace thalweg
