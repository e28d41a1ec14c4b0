// Properties that every objective of the catalogue has, whatever it computes. Values are compared with references made
// elsewhere in objective_values_test.cpp.
#include "core/contracts/objective.h"

#include "core/contracts/dataset.h"

#include <QtTest>

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>

using namespace thalweg;

namespace {

using Made = std::shared_ptr<const Objective>;

struct Instance {
  const ObjectiveCard* card;
  Made objective;
  std::string name;
};

/// Every objective in its default dimension and, where it takes any, in some others.
std::vector<Instance> instances() {
  std::vector<Instance> all;
  for (const ObjectiveCard* card : objectiveCards()) {
    if (card->id == "expression" || card->id == "grid") continue;  // what they are depends on what is typed or drawn
    std::vector<Index> dimensions{0};
    const bool fixed = card->maxDimension != 0 || card->family == "Learned from data";
    if (!fixed) {
      for (const Index n : {1, 3, 5, 8, 20, 33})
        if (n >= card->minDimension && n % card->dimensionStep == 0) dimensions.push_back(n);
    }
    for (const Index n : dimensions) {
      Made made = card->make({}, n);
      std::string name = card->id + "/" + std::to_string(made->dimension());
      all.push_back({card, std::move(made), std::move(name)});
    }
  }
  return all;
}

Points pointsIn(const Objective& f, Index rows, unsigned seed) {
  std::mt19937 random(seed);
  const View view = f.view();
  Points x(rows, f.dimension());
  for (Index j = 0; j < x.cols(); ++j) {
    const bool vertical = j % 2 == 1;
    std::uniform_real_distribution<double> side(vertical ? view.yMin : view.xMin, vertical ? view.yMax : view.xMax);
    for (Index i = 0; i < rows; ++i) x(i, j) = side(random);
  }
  return x;
}

Points rowOf(const std::vector<double>& point) {
  return Eigen::Map<const Points>(point.data(), 1, static_cast<Index>(point.size()));
}

bool sameBits(const Eigen::ArrayXXd& a, const Eigen::ArrayXXd& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}

double valueAt(const Objective& f, const Points& x) {
  Column v;
  f.value(x, v);
  return v[0];
}

}  // namespace

class ObjectiveTest : public QObject {
  Q_OBJECT

 private:
  std::vector<Instance> made_ = instances();

  const Objective& current() const {
    QFETCH(int, index);
    return *made_[static_cast<std::size_t>(index)].objective;
  }

  void addInstances() const {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < made_.size(); ++i) QTest::newRow(made_[i].name.c_str()) << static_cast<int>(i);
  }

 private Q_SLOTS:
  void cardsAreComplete();
  void rowsOfABatchHaveTheBitsOfSingleRows_data() { addInstances(); }
  void rowsOfABatchHaveTheBitsOfSingleRows();
  void valueAndGradientAgreesWithBoth_data() { addInstances(); }
  void valueAndGradientAgreesWithBoth();
  void hessianFormsAgree_data() { addInstances(); }
  void hessianFormsAgree();
  void startsAndViewFit_data() { addInstances(); }
  void startsAndViewFit();
  void landmarksAreWhatTheySay_data() { addInstances(); }
  void landmarksAreWhatTheySay();
  void descentAtTheSuggestedRateLowersTheLoss_data() { addInstances(); }
  void descentAtTheSuggestedRateLowersTheLoss();
  void gradientsAreDefinedAtSpecialPoints_data() { addInstances(); }
  void gradientsAreDefinedAtSpecialPoints();
  void singleSampleGradientsAverageToTheGradient_data() { addInstances(); }
  void singleSampleGradientsAverageToTheGradient();
  void residualsGiveLossAndGradient_data() { addInstances(); }
  void residualsGiveLossAndGradient();
  void farAwayValuesAreFinite();
  void predictionsMakeTheLoss();
  void wrongDimensionsAreRefused();
  void leastSquaresChecksItsMatrices();
};

void ObjectiveTest::cardsAreComplete() {
  for (const ObjectiveCard* card : objectiveCards()) {
    const char* id = card->id.c_str();
    QCOMPARE(findObjective(card->id), card);
    QVERIFY2(!card->label.empty() && !card->family.empty(), id);
    QVERIFY2(card->summary.size() > 20 && card->summary.ends_with('.'), id);
    QVERIFY2(!card->formula.empty() && !card->typeset.empty(), id);
    QVERIFY2(!card->advice.empty() && !card->reference.empty(), id);
    for (const OptionDescription& d : card->options) QVERIFY2(!d.tip.empty(), (card->id + "." + d.id).c_str());
  }
  QVERIFY(!findObjective("no such thing"));
}

void ObjectiveTest::rowsOfABatchHaveTheBitsOfSingleRows() {
  const Objective& f = current();
  for (const Index rows : {1, 7, 8, 64, 65}) {
    const Points x = pointsIn(f, rows, 7);
    const Points v = pointsIn(f, rows, 8);
    Column value, one;
    Points gradient, product, diagonal, row;
    f.value(x, value);
    f.gradient(x, gradient);
    f.hessianProduct(x, v, product);
    f.hessianDiagonal(x, diagonal);
    for (Index i = 0; i < rows; ++i) {
      const Points xi = x.row(i);
      f.value(xi, one);
      QVERIFY(sameBits(one, value.segment(i, 1)));
      f.gradient(xi, row);
      QVERIFY(sameBits(row, gradient.row(i)));
      f.hessianProduct(xi, v.row(i), row);
      QVERIFY(sameBits(row, product.row(i)));
      f.hessianDiagonal(xi, row);
      QVERIFY(sameBits(row, diagonal.row(i)));
    }
  }
}

void ObjectiveTest::valueAndGradientAgreesWithBoth() {
  const Objective& f = current();
  for (const Index rows : {1, 5}) {
    const Points x = pointsIn(f, rows, 3);
    Column value, both;
    Points gradient, bothGradient;
    f.value(x, value);
    f.gradient(x, gradient);
    f.valueAndGradient(x, both, bothGradient);
    QVERIFY(sameBits(value, both));
    QVERIFY(sameBits(gradient, bothGradient));
  }
}

void ObjectiveTest::hessianFormsAgree() {
  const Objective& f = current();
  const Points x = pointsIn(f, 1, 5);
  const Points v = pointsIn(f, 1, 6);
  const Eigen::MatrixXd h = f.hessian(x);
  Points product, diagonal;
  f.hessianProduct(x, v, product);
  f.hessianDiagonal(x, diagonal);
  const double scale = h.cwiseAbs().maxCoeff() + 1e-300;
  QVERIFY((h.diagonal().transpose().array() - diagonal.row(0)).abs().maxCoeff() <= 1e-13 * scale);
  const Eigen::RowVectorXd expected = v.matrix().row(0) * h;
  const double tolerance = 1e-13 * scale * v.matrix().lpNorm<1>();
  QVERIFY((expected.array() - product.row(0)).abs().maxCoeff() <= tolerance);
}

void ObjectiveTest::startsAndViewFit() {
  const Objective& f = current();
  const View view = f.view();
  QVERIFY(view.xMin < view.xMax);
  QVERIFY(f.dimension() == 1 || view.yMin < view.yMax);
  QVERIFY(!f.starts().empty());
  for (const std::vector<double>& start : f.starts()) {
    QCOMPARE(static_cast<Index>(start.size()), f.dimension());
    if (f.dimension() <= 2) {
      QVERIFY(start[0] >= view.xMin && start[0] <= view.xMax);
      if (f.dimension() == 2) QVERIFY(start[1] >= view.yMin && start[1] <= view.yMax);
    }
    QVERIFY(std::isfinite(valueAt(f, rowOf(start))));
  }
  Index sum = 0;
  for (const Block& block : f.shape()) {
    QCOMPARE(block.first, sum);
    sum += block.size();
  }
  QCOMPARE(sum, f.dimension());
}

void ObjectiveTest::landmarksAreWhatTheySay() {
  const Objective& f = current();
  bool local = false;
  for (const Landmark& mark : f.landmarks()) {
    QCOMPARE(static_cast<Index>(mark.point.size()), f.dimension());
    const bool global = mark.kind == Landmark::Kind::GlobalMinimum;
    QVERIFY2(!(global && local), "global minima come first");
    local = local || !global;

    const Points x = rowOf(mark.point);
    const double value = valueAt(f, x);
    const double size = 1 + x.abs().maxCoeff();
    QVERIFY2(std::abs(value - mark.value) <= 1e-11 * (1 + std::abs(mark.value)),
             qPrintable(QString::number(value, 'g', 17)));
    if (mark.smooth && mark.interior) {
      Points gradient;
      f.gradient(x, gradient);
      const Eigen::MatrixXd hessian = f.hessian(x);
      const double curvature = hessian.cwiseAbs().maxCoeff();
      QVERIFY2(gradient.matrix().norm() <= 1e-8 * std::max(1.0, curvature),
               qPrintable(QString::number(gradient.matrix().norm())));
      const Eigen::VectorXd eigenvalues = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian).eigenvalues();
      const double noise = 1e-9 * std::max(1.0, curvature);
      if (curvature == 0) {
        // A saddle of higher order: there are higher and lower points next to it.
        const Points near = 0.01 * Points::Random(100, f.dimension()) + x.row(0).replicate(100, 1);
        Column values;
        f.value(near, values);
        QVERIFY(values.minCoeff() < value && values.maxCoeff() > value);
      } else if (mark.kind == Landmark::Kind::Saddle) {
        QVERIFY(eigenvalues[0] < -noise && eigenvalues[eigenvalues.size() - 1] > noise);
      } else {
        QVERIFY(eigenvalues[0] >= -noise);
      }
    }
    if (mark.kind == Landmark::Kind::Saddle) continue;
    // No minimum is higher than 1 000 points around it (edge minima: those within the box).
    std::mt19937 random(11);
    std::normal_distribution<double> normal;
    const View view = f.view();
    for (const double radius : {1e-4, 1e-2}) {
      Points around(500, f.dimension());
      for (Index i = 0; i < around.rows(); ++i) {
        for (Index j = 0; j < around.cols(); ++j) around(i, j) = x(0, j) + radius * size * 0.3 * normal(random);
        if (!mark.interior) {
          around(i, 0) = std::clamp(around(i, 0), view.xMin, view.xMax);
          if (f.dimension() > 1) around(i, 1) = std::clamp(around(i, 1), view.yMin, view.yMax);
        }
      }
      Column values;
      f.value(around, values);
      QVERIFY(values.minCoeff() >= value - 1e-13 * (1 + std::abs(value)));
    }
    if (global && f.dimension() <= 2) {
      // Nor is a global one higher than anything in view.
      Column values;
      f.value(pointsIn(f, 20000, 13), values);
      QVERIFY(values.minCoeff() >= value - 1e-12 * (1 + std::abs(value)));
    }
  }
}

void ObjectiveTest::descentAtTheSuggestedRateLowersTheLoss() {
  const Objective& f = current();
  Points x = rowOf(f.starts().front());
  const double before = valueAt(f, x);
  Points g;
  for (int step = 0; step < 100; ++step) {
    f.gradient(x, g);
    x -= f.suggestedRate() * g;
  }
  const double after = valueAt(f, x);
  QVERIFY(std::isfinite(after));
  QVERIFY2(after < before, qPrintable(QString("%1 then %2").arg(before).arg(after)));
}

void ObjectiveTest::gradientsAreDefinedAtSpecialPoints() {
  const Objective& f = current();
  std::vector<Points> special{Points::Zero(1, f.dimension())};
  for (const Landmark& mark : f.landmarks()) special.push_back(rowOf(mark.point));
  for (const Points& x : special) {
    if (!std::isfinite(valueAt(f, x))) continue;
    Points gradient, curvature;
    f.gradient(x, gradient);
    f.hessianProduct(x, Points::Ones(1, f.dimension()), curvature);
    QVERIFY(gradient.allFinite());
    QVERIFY(curvature.allFinite());
  }
}

void ObjectiveTest::singleSampleGradientsAverageToTheGradient() {
  const Objective& f = current();
  const Points x = pointsIn(f, 3, 21);
  Points gradient, one;
  f.gradient(x, gradient);
  Points mean = Points::Zero(x.rows(), x.cols());
  for (Index s = 0; s < f.samples(); ++s) {
    const std::array<Index, 1> batch{s};
    f.gradient(x, one, batch);
    mean += one / static_cast<double>(f.samples());
  }
  if (f.samples() > 0) QVERIFY((mean - gradient).abs().maxCoeff() <= 1e-12 * (1 + gradient.abs().maxCoeff()));
}

void ObjectiveTest::residualsGiveLossAndGradient() {
  const Objective& f = current();
  const Points x = pointsIn(f, 1, 22);
  Eigen::VectorXd r;
  Eigen::MatrixXd jacobian;
  if (!f.residuals(x, r, jacobian)) return;
  Points gradient;
  f.gradient(x, gradient);
  const double value = valueAt(f, x);
  QVERIFY(std::abs(0.5 * r.squaredNorm() - value) <= 1e-12 * value);
  const Eigen::RowVectorXd expected = (jacobian.transpose() * r).transpose();
  QVERIFY((expected.array() - gradient.row(0)).abs().maxCoeff() <= 1e-12 * (1 + gradient.abs().maxCoeff()));
}

void ObjectiveTest::farAwayValuesAreFinite() {
  const auto at = [](const char* id, std::vector<double> point) {
    return valueAt(*findObjective(id)->make({}, 0), rowOf(point));
  };
  QVERIFY(std::isfinite(at("cross_in_tray", {1500, 1700})));
  QCOMPARE(at("sigmoid_plateau", {-800}), 0.8 * 0.8);
  QVERIFY(std::isfinite(at("logistic_regression", {1e5, -1e5, 0})));
  QCOMPARE(at("plateau", {1e6, 0}), 1.0);
}

void ObjectiveTest::predictionsMakeTheLoss() {
  // A model's residuals are what it predicts less what was asked for.
  for (const char* id : {"linear_regression", "polynomial_regression", "rare_feature"}) {
    const Made f = findObjective(id)->make({}, 0);
    const DataObjective* model = withData(*f);
    QVERIFY(model);
    const Points x = pointsIn(*f, 1, 23);
    Column output;
    model->predict(x, model->dataset().inputs, output);
    const double loss = (output - model->dataset().targets.array()).square().mean();
    QVERIFY(std::abs(loss - valueAt(*f, x)) <= 1e-12 * loss);
  }
  for (const char* id : {"logistic_regression", "multilayer_perceptron"}) {
    const Made f = findObjective(id)->make({}, 0);
    const DataObjective* model = withData(*f);
    QVERIFY(model);
    const Points x = rowOf(f->starts().back());
    Column output, fraction;
    model->predict(x, model->dataset().inputs, output);
    QVERIFY(f->accuracy(x, fraction));
    const double right = (output * model->dataset().targets.array() > 0).cast<double>().mean();
    QVERIFY(std::abs(right - fraction[0]) < 1e-12);
  }
}

void ObjectiveTest::wrongDimensionsAreRefused() {
  QVERIFY_EXCEPTION_THROWN(findObjective("rosenbrock")->make({}, 1), OptionError);
  QVERIFY_EXCEPTION_THROWN(findObjective("himmelblau")->make({}, 3), OptionError);
  QVERIFY_EXCEPTION_THROWN(findObjective("sphere")->make({}, -1), OptionError);
  QCOMPARE(findObjective("sphere")->make({}, 1000000)->dimension(), Index{1000000});
}

void ObjectiveTest::leastSquaresChecksItsMatrices() {
  const ObjectiveCard* card = findObjective("least_squares");
  const Options apart{{"X", {{1, 2, 3}}}, {"Y", {{1, 2}}}};
  QVERIFY_EXCEPTION_THROWN(card->make(apart, 0), OptionError);
  const Options options{{"X", {{1, 2, 3}, {0, 1, 0}}}, {"Y", {{1, 2, 1}}}};
  QVERIFY_EXCEPTION_THROWN(card->make(options, 3), OptionError);
  const Made f = card->make(options, 0);
  QVERIFY(f->shape() == (Shape{{0, 1, 2}}));
  // W = (1, 1): WX = (1, 3, 3), off by (0, 1, 2); by hand.
  const Points w = rowOf({1, 1});
  QCOMPARE(valueAt(*f, w), 2.5);
  Points g;
  f->gradient(w, g);
  QCOMPARE(g(0, 0), 8.0);
  QCOMPARE(g(0, 1), 1.0);
  // The mean over all single-sample gradients is the gradient.
  Points mean = Points::Zero(1, 2);
  for (Index s = 0; s < f->samples(); ++s) {
    const std::array<Index, 1> batch{s};
    f->gradient(w, g, batch);
    mean += g / 3;
  }
  QVERIFY((mean - rowOf({8, 1})).abs().maxCoeff() < 1e-14);
}

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "objective_test.moc"
