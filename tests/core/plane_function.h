#pragma once
/// A function given by a lambda, for tests of what only needs values.

#include "core/contracts/objective.h"

#include <functional>
#include <utility>

namespace thalweg::testing {

class PlaneFunction final : public Objective {
 public:
  using Function = std::function<double(const Eigen::ArrayXd&)>;
  explicit PlaneFunction(Function f, Index dimension = 2, View view = {})
      : f_(std::move(f)), dimension_(dimension), view_(view) {}

  [[nodiscard]] Index dimension() const override { return dimension_; }
  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    for (Index i = 0; i < x.rows(); ++i) f[i] = f_(x.row(i).transpose());
  }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { g.setZero(x.rows(), x.cols()); }
  void hessianProduct(const Points& x, const Points& /*v*/, Points& hv) const override {
    hv.setZero(x.rows(), x.cols());
  }
  [[nodiscard]] View view() const override { return view_; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override {
    return {std::vector<double>(static_cast<std::size_t>(dimension_), 0.5)};
  }

 private:
  Function f_;
  Index dimension_;
  View view_;
};

}  // namespace thalweg::testing
