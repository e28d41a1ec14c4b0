#pragma once
/// An oracle that hands everything on to another one, for those that look at gradients, change them underway or ask
/// for others.
/// Threads: as its oracle.

#include "core/contracts/oracle.h"

namespace thalweg {

class ForwardingOracle : public Oracle {
 public:
  /// `inner` must outlive it.
  explicit ForwardingOracle(Oracle& inner) : inner_(inner) {}

  [[nodiscard]] const Shape& shape() const override { return inner_.shape(); }
  void value(const Points& x, Column& f) override { inner_.value(x, f); }
  void gradient(const Points& x, Points& g) override {
    inner_.gradient(x, g);
    pass(g);
  }
  void valueAndGradient(const Points& x, Column& f, Points& g) override {
    inner_.valueAndGradient(x, f, g);
    pass(g);
  }
  void hessianDiagonal(const Points& x, Points& h) override { inner_.hessianDiagonal(x, h); }
  void hessianProduct(const Points& x, const Points& v, Points& hv) override { inner_.hessianProduct(x, v, hv); }
  Eigen::MatrixXd hessian(const Points& point) override { return inner_.hessian(point); }
  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) override {
    return inner_.residuals(point, r, jacobian);
  }
  void normals(Points& z) override { inner_.normals(z); }
  void selectRow(Index row) override { inner_.selectRow(row); }

 protected:
  /// Every gradient that was asked for, on its way to who asked.
  virtual void pass(Points& /*g*/) {}
  [[nodiscard]] Oracle& inner() const { return inner_; }

 private:
  Oracle& inner_;
};

}  // namespace thalweg
