#pragma once
/// The last pairs (s, y) of a limited-memory quasi-Newton method, and the two-loop recursion over them.
/// Threads: belongs to one path.

#include <Eigen/Core>
#include <algorithm>
#include <vector>

namespace thalweg {

class CurvaturePairs {
 public:
  /// Room for `capacity` pairs of vectors of length n; forgets all.
  void reset(Eigen::Index n, Eigen::Index capacity) {
    n_ = n;
    capacity_ = std::max<Eigen::Index>(capacity, 0);
    count_ = next_ = 0;
  }
  void clear() { count_ = next_ = 0; }
  [[nodiscard]] Eigen::Index count() const { return count_; }

  /// Stores s and y with their product; the oldest pair makes room.
  template <class S, class Y>
  void push(const S& s, const Y& y, double ys) {
    if (capacity_ == 0) return;
    // Columns are made when they are first needed: a history may be allowed to be far longer than the path.
    if (next_ == s_.cols()) grow();
    s_.col(next_) = s;
    y_.col(next_) = y;
    rho_[next_] = 1 / ys;
    next_ = (next_ + 1) % capacity_;
    count_ = std::min(count_ + 1, capacity_);
  }

  /// q ← H·q, H being the inverse Hessian that starts from `scale` times the identity (Nocedal & Wright 2006,
  /// algorithm 7.4).
  void apply(Eigen::VectorXd& q, double scale) {
    for (Eigen::Index k = 0; k < count_; ++k) {
      const Eigen::Index i = newest(k);
      alpha_[i] = rho_[i] * s_.col(i).dot(q);
      q -= alpha_[i] * y_.col(i);
    }
    q *= scale;
    for (Eigen::Index k = count_ - 1; k >= 0; --k) {
      const Eigen::Index i = newest(k);
      q += (alpha_[i] - rho_[i] * y_.col(i).dot(q)) * s_.col(i);
    }
  }

 private:
  /// Index of the k-th newest pair.
  [[nodiscard]] Eigen::Index newest(Eigen::Index k) const {
    const Eigen::Index i = next_ - 1 - k;
    return i < 0 ? i + capacity_ : i;
  }
  void grow() {
    const Eigen::Index columns = std::min(capacity_, std::max<Eigen::Index>(10, 2 * s_.cols()));
    s_.conservativeResize(n_, columns);
    y_.conservativeResize(n_, columns);
    rho_.conservativeResize(columns);
    alpha_.conservativeResize(columns);
  }

  Eigen::Index n_ = 0;
  Eigen::Index capacity_ = 0;
  Eigen::Index count_ = 0;
  Eigen::Index next_ = 0;
  Eigen::MatrixXd s_, y_;
  Eigen::VectorXd rho_, alpha_;
};

}  // namespace thalweg
