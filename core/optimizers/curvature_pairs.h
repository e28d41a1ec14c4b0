#pragma once
/// The last pairs (s, y) of a limited-memory quasi-Newton method, and the two-loop recursion over them.
/// Threads: belongs to one path.

#include <Eigen/Core>
#include <algorithm>
#include <utility>
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
  /// Room for another number of pairs; the newest stay, as far as there is room.
  void keep(Eigen::Index capacity) {
    if (capacity == capacity_) return;
    CurvaturePairs smaller;
    smaller.reset(n_, capacity);
    for (Eigen::Index k = std::min(count_, capacity) - 1; k >= 0; --k) {
      const Eigen::Index i = newest(k);
      smaller.push(s_.col(i).head(n_).eval(), y_.col(i).head(n_).eval(), 1 / rho_[i]);
    }
    *this = std::move(smaller);
  }
  void clear() { count_ = next_ = 0; }
  [[nodiscard]] Eigen::Index count() const { return count_; }

  /// Stores s and y with their product; the oldest pair makes room.
  template <class S, class Y>
  void push(const S& s, const Y& y, double ys) {
    if (capacity_ == 0) return;
    // Columns are made when they are first needed: a history may be allowed to be far longer than the path.
    if (next_ == s_.cols()) grow();
    s_.col(next_).head(n_) = s;
    y_.col(next_).head(n_) = y;
    rho_[next_] = 1 / ys;
    next_ = (next_ + 1) % capacity_;
    count_ = std::min(count_ + 1, capacity_);
  }

  /// q ← H·q, H being the inverse Hessian that starts from `scale` times the identity (Nocedal & Wright 2006,
  /// algorithm 7.4). Each pass over q also takes the product that the next one needs.
  void apply(Eigen::VectorXd& q, double scale) {
    if (count_ == 0) {
      q *= scale;
      return;
    }
    q_.head(n_) = q;
    double product = s_.col(newest(0)).dot(q_);
    for (Eigen::Index k = 0; k < count_; ++k) {
      const Eigen::Index i = newest(k);
      const bool last = k + 1 == count_;
      alpha_[i] = rho_[i] * product;
      product = addAndDot(-alpha_[i], y_.col(i).data(), last ? y_.col(i).data() : s_.col(newest(k + 1)).data());
    }
    q_ *= scale;
    product *= scale;
    for (Eigen::Index k = count_ - 1; k >= 0; --k) {
      const Eigen::Index i = newest(k);
      const double weight = alpha_[i] - rho_[i] * product;
      product = addAndDot(weight, s_.col(i).data(), y_.col(k > 0 ? newest(k - 1) : i).data());
    }
    q = q_.head(n_);
  }

 private:
  static constexpr Eigen::Index lanes = 8;  // columns are filled up with zeros to a multiple of this

  /// q ← q + a·v; returns w·q.
  double addAndDot(double a, const double* v, const double* w) {
    using Lanes = Eigen::Array<double, lanes, 1>;
    using Map = Eigen::Map<const Lanes, Eigen::Aligned32>;
    Lanes sums = Lanes::Zero();
    for (Eigen::Index i = 0; i < q_.size(); i += lanes) {
      Eigen::Map<Lanes, Eigen::Aligned32> q(q_.data() + i);
      q += a * Map(v + i);
      sums += q * Map(w + i);
    }
    return sums.sum();
  }
  /// Index of the k-th newest pair.
  [[nodiscard]] Eigen::Index newest(Eigen::Index k) const {
    const Eigen::Index i = next_ - 1 - k;
    return i < 0 ? i + capacity_ : i;
  }
  void grow() {
    const Eigen::Index columns = std::min(capacity_, std::max<Eigen::Index>(10, 2 * s_.cols()));
    const Eigen::Index rows = (n_ + lanes - 1) / lanes * lanes;
    s_.conservativeResizeLike(Eigen::MatrixXd::Zero(rows, columns));
    y_.conservativeResizeLike(Eigen::MatrixXd::Zero(rows, columns));
    rho_.conservativeResize(columns);
    alpha_.conservativeResize(columns);
    q_.setZero(rows);
  }

  Eigen::Index n_ = 0;
  Eigen::Index capacity_ = 0;
  Eigen::Index count_ = 0;
  Eigen::Index next_ = 0;
  Eigen::MatrixXd s_, y_;
  Eigen::VectorXd rho_, alpha_, q_;
};

}  // namespace thalweg
