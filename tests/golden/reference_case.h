#pragma once
/// Runs a case of the reference trajectories through the library: objective, optimizer and stored rates, no schedule.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/oracle.h"

#include <QFile>
#include <QString>

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace thalweg::golden {

/// A run in the form that the reference files have: a row a point.
struct Run {
  std::vector<std::vector<double>> trajectory, average;
  std::vector<double> loss;
  std::map<std::string, std::vector<double>> readings;
};

inline Json readJson(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("cannot read " + path.toStdString());
  return Json::parse(file.readAll().toStdString());
}

/// What an optimizer of some coordinates asks: the gradient is taken once for all groups, before any of them moves.
class GroupOracle final : public Oracle {
 public:
  GroupOracle(Oracle& whole, const Points& full, std::vector<Index> coordinates)
      : whole_(whole), full_(full), coordinates_(std::move(coordinates)) {
    shape_ = {{0, static_cast<Index>(coordinates_.size()), 0}};
  }
  void takeGradient() { whole_.gradient(full_, fullGradient_); }
  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& /*x*/, Column& f) override { whole_.value(full_, f); }
  void gradient(const Points& /*x*/, Points& g) override { g = fullGradient_(Eigen::all, coordinates_); }
  void valueAndGradient(const Points& x, Column& f, Points& g) override {
    value(x, f);
    gradient(x, g);
  }
  void hessianDiagonal(const Points& /*x*/, Points& h) override {
    Points all;
    whole_.hessianDiagonal(full_, all);
    h = all(Eigen::all, coordinates_);
  }
  void hessianProduct(const Points&, const Points&, Points&) override { throw std::logic_error("no groups here"); }
  Eigen::MatrixXd hessian(const Points&) override { throw std::logic_error("no groups here"); }
  bool residuals(const Points&, Eigen::VectorXd&, Eigen::MatrixXd&) override { return false; }
  void normals(Points&) override { throw std::logic_error("no groups here"); }
  void selectRow(Index row) override { whole_.selectRow(row); }

 private:
  Oracle& whole_;
  const Points& full_;
  std::vector<Index> coordinates_;
  Shape shape_;
  Points fullGradient_;
};

inline std::vector<double> firstRow(const Points& p) {
  std::vector<double> row;
  for (Index j = 0; j < p.cols(); ++j) row.push_back(p(0, j));
  return row;
}

inline std::shared_ptr<const Objective> objectiveOf(const Json& c) {
  Options options;
  if (c.contains("function_data")) {
    options["X"] = c["function_data"]["X"];
    options["Y"] = c["function_data"]["Y"];
  }
  return findObjective(c["function"].get<std::string>())->make(options, c["dim"].get<Index>());
}

inline Run run(const Json& c) {
  const auto objective = objectiveOf(c);
  const auto* card = findOptimizer(c["optimizer"].get<std::string>());
  if (!card) throw std::runtime_error("no optimizer " + c["optimizer"].get<std::string>());
  const auto start = c["start"].get<std::vector<double>>();
  Points x = Eigen::Map<const Eigen::ArrayXXd>(start.data(), 1, static_cast<Index>(start.size()));
  ObjectiveOracle oracle(*objective, {}, {});

  std::vector<std::unique_ptr<Optimizer>> optimizers;
  std::vector<std::unique_ptr<GroupOracle>> oracles;
  const auto options = c["options"].get<std::map<std::string, Json>>();
  const bool grouped = !c["groups"].is_null();
  for (std::size_t i = 0; i < (grouped ? c["groups"].size() : 1); ++i) {
    Options own(options.begin(), options.end());
    if (grouped) {
      for (const auto& [id, value] : c["groups"][i].items()) own[id] = value;
      oracles.push_back(std::make_unique<GroupOracle>(oracle, x, std::vector<Index>{static_cast<Index>(i)}));
    }
    optimizers.push_back(card->make(own));
    const Points part = grouped ? Points(x.col(static_cast<Index>(i))) : x;
    optimizers.back()->reset(part, grouped ? oracles.back()->shape() : oracle.shape());
  }

  Run result;
  const auto record = [&] {
    Column f;
    objective->value(x, f);
    result.loss.push_back(f[0]);
    result.trajectory.push_back(firstRow(x));
    if (optimizers[0]->average()) result.average.push_back(firstRow(*optimizers[0]->average()));
  };
  record();
  for (std::size_t k = 0; k < c["steps"].get<std::size_t>(); ++k) {
    oracle.beginStep(static_cast<std::int64_t>(k));
    for (const auto& group : oracles) group->takeGradient();
    Points next = x;
    for (std::size_t i = 0; i < optimizers.size(); ++i) {
      const double lr = c.contains("group_lr") && !c["group_lr"].is_null() ? c["group_lr"][k][i].get<double>()
                                                                           : c["lr"][k].get<double>();
      if (c.contains("momentum") && !c["momentum"].is_null()) {
        card->set(*optimizers[i], card->momentum, c["momentum"][k].get<double>());
      }
      if (grouped) {
        Points part = x.col(static_cast<Index>(i));
        optimizers[i]->step(part, *oracles[i], lr);
        next.col(static_cast<Index>(i)) = part;
      } else {
        optimizers[i]->step(next, oracle, lr);
      }
    }
    x = next;
    record();
    for (const Reading& reading : optimizers[0]->readings()) {
      result.readings[reading.id].push_back(reading.values[0]);
    }
  }
  return result;
}

/// |a − b| ≤ tolerance·max(1, |b|); infinities of the same sign agree.
inline bool agree(double a, double b, double tolerance) {
  return a == b || std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

/// Where a run departs from its reference, in words; none if nowhere.
inline std::optional<std::string> difference(const Json& c, const Run& run, double tolerance) {
  const auto differs = [&](const std::string& what, const Json& expected, const auto& found) {
    std::optional<std::string> message;
    if (expected.size() != found.size()) {
      return std::optional(what + " has " + std::to_string(found.size()) + " entries, not " +
                           std::to_string(expected.size()));
    }
    for (std::size_t k = 0; k < found.size() && !message; ++k) {
      const auto check = [&](double a, double b, std::size_t j) {
        if (!agree(a, b, tolerance) && !message) {
          message = what + " at step " + std::to_string(k) + ", coordinate " + std::to_string(j) + ": " +
                    std::to_string(a) + ", not " + std::to_string(b) + ", off by " + std::to_string((a - b) * 1e12) +
                    "e-12";
        }
      };
      if constexpr (requires { found[k].size(); }) {
        for (std::size_t j = 0; j < found[k].size(); ++j) check(found[k][j], expected[k][j].template get<double>(), j);
      } else {
        check(found[k], expected[k].template get<double>(), 0);
      }
    }
    return message;
  };
  if (auto text = differs("trajectory", c["trajectory"], run.trajectory)) return text;
  if (auto text = differs("loss", c["loss"], run.loss)) return text;
  if (c.contains("average") && !c["average"].is_null()) {
    if (auto text = differs("average", c["average"], run.average)) return text;
  }
  for (const char* id : {"d", "func_evals", "n_iter"}) {
    if (!c.contains(id) || c[id].is_null()) continue;
    const auto found = run.readings.find(id);
    if (found == run.readings.end()) return std::string("no reading ") + id;
    if (auto text = differs(id, c[id], found->second)) return text;
  }
  return {};
}

}  // namespace thalweg::golden
