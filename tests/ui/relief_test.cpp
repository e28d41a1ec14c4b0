#include "core/scenario/scenario_file.h"
#include "tests/core/plane_function.h"
#include "ui/export/caption.h"
#include "ui/export/picture_file.h"
#include "ui/scenes/relief_axes.h"
#include "ui/scenes/relief_lift.h"
#include "ui/scenes/relief_pick.h"
#include "ui/scenes/relief_sight.h"
#include "ui/scenes/step_picture.h"

#include <QPainter>
#include <QRegularExpression>
#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

class ReliefTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void pathsLieWhereProjectionSays_data();
  void pathsLieWhereProjectionSays();
  void hiddenPointsAreThoseThatARayFindsHidden();
  void fromAboveItIsTheMap();
  void minimaAreBroughtIntoSight();
  void compassLettersDoNotTouch();
  void arrowsLieInTheTangentPlane();
  void fieldAndFaintPathsLieOnTheSurface();
  void startsOutsideStandAtTheEdge();
  void pathsAreFoundUnderThePointer();
  void drawingsAreOneImageUnderLines();
  void linesAreTheSameInAnyResolution();
  void thumbnailsHaveNoAxes();
  void captionsSayHowHeightIsMeasured();
  void ripplesAndShaftsStandLower();
  void heightsAreLogarithmic();
  void spikesAreCut();
  void cutsAreFlatAndHatched();
  void bitsDoNotDependOnThreads();
  void anySurfaceIsPainted_data();
  void anySurfaceIsPainted();
  void pointUnderThePointerIsFound();
  void filesKeepHowSurfacesAreSeen();
  void wrongCamerasAreRefused_data();
  void wrongCamerasAreRefused();
  void hiddenPathsAreFainter();
  void pathsAreDrawnAsOnTheMap();
  void contoursAreThinnedButStay();
};

namespace {

const View kBox{-2, 2, -1.5, 1.5};
const QRectF kPlot(20, 10, 640, 480);

PanelScene sceneOf(PlaneFunction::Function f, const View& box = kBox, Index nodes = 201) {
  PanelScene scene;
  scene.theme = makeTheme(false);
  scene.view = box;
  scene.field = evaluateField(PlaneFunction(std::move(f), 2, box), {box, nodes, nodes, {}});
  scene.scale = ValueScale(*scene.field, ColorScale::Linear);
  scene.relief.emplace();
  scene.relief->height = HeightKind::Linear;
  return scene;
}

ReliefCache cacheOf(const PanelScene& scene, const QRectF& plot = kPlot) {
  ReliefCache cache;
  prepareMesh(cache, scene, scene.view);
  prepareRelief(cache, scene, {plot, scene.view}, 1, 2);
  return cache;
}

double wave(const Eigen::ArrayXd& p) { return std::sin(3 * p[0]) * std::cos(2.5 * p[1]) + 0.2 * p[0]; }

struct Vector {
  double x = 0, y = 0, z = 0;
};
Vector operator-(const Vector& a, const Vector& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vector operator+(const Vector& a, const Vector& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vector operator*(const Vector& a, double t) { return {a.x * t, a.y * t, a.z * t}; }
double dot(const Vector& a, const Vector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// A pinhole camera that looks at the block's middle from three units away, by the book.
struct Pinhole {
  Vector eye, right, up, forward;
  explicit Pinhole(const Camera& camera) {
    const double a = camera.azimuth * std::numbers::pi / 180;
    const double e = camera.elevation.value_or(firstElevation) * std::numbers::pi / 180;
    forward = {std::sin(a) * std::cos(e), std::cos(a) * std::cos(e), -std::sin(e)};
    right = {std::cos(a), -std::sin(a), 0};
    up = {std::sin(a) * std::sin(e), std::cos(a) * std::sin(e), std::cos(e)};
    eye = forward * -3;
  }
  /// On a screen one unit away, upwards.
  [[nodiscard]] QPointF seen(const Vector& p) const {
    const Vector way = p - eye;
    return {dot(way, right) / dot(way, forward), dot(way, up) / dot(way, forward)};
  }
};

/// A point of the box with a height of [0, 1] in the block, whose longer side is 1 and whose middle is the origin.
Vector inBlock(double x, double y, double height, double tall) {
  const double longer = kBox.xMax - kBox.xMin;
  return {(x - (kBox.xMin + kBox.xMax) / 2) / longer, (y - (kBox.yMin + kBox.yMax) / 2) / longer,
          height * tall - (tall - ReliefFrame::plinth) / 2};
}

}  // namespace

void ReliefTest::pathsLieWhereProjectionSays_data() {
  QTest::addColumn<bool>("plane");
  QTest::addColumn<double>("azimuth");
  QTest::addColumn<double>("elevation");
  for (const bool plane : {true, false}) {
    for (const auto& [azimuth, elevation] : {std::pair(15.0, 46.0), std::pair(-130.0, 20.0), std::pair(75.0, 80.0)})
      QTest::addRow("%s %g %g", plane ? "plane" : "cap", azimuth, elevation) << plane << azimuth << elevation;
  }
}

void ReliefTest::pathsLieWhereProjectionSays() {
  QFETCH(bool, plane);
  QFETCH(double, azimuth);
  QFETCH(double, elevation);
  const auto f = [plane](const Eigen::ArrayXd& p) {
    return plane ? 0.3 * p[0] - 0.4 * p[1] : std::sqrt(16 - p[0] * p[0] - p[1] * p[1]);
  };
  PanelScene scene = sceneOf(f);
  scene.relief->camera = {.azimuth = azimuth, .elevation = elevation};
  const ReliefCache cache = cacheOf(scene);
  Points points(5, 2);
  points << -1.9, -1.3, 0.4, 1.1, 1.7, -0.2, -0.6, 0.05, 0.61, 0.93;
  const ReliefPath path = reliefPath(points, {}, cache.mesh, cache.frame, cache.image);
  QCOMPARE(path.atStep.size(), std::size_t{5});
  QVERIFY(path.places.size() > 100);

  // Scale and middle of the screen come from two points of the frame, all else from the camera.
  const Pinhole camera(scene.relief->camera);
  const double tall = cache.frame.tall();
  const QPointF a = camera.seen(inBlock(-1, -1, 0, tall)), b = camera.seen(inBlock(1, 1, 1, tall));
  const QPointF pixelA = cache.frame.pixel(-1, -1, 0), pixelB = cache.frame.pixel(1, 1, 1);
  const double scale = std::hypot((pixelB - pixelA).x(), (pixelB - pixelA).y()) / std::hypot((b - a).x(), (b - a).y());
  const QPointF middle = pixelA - QPointF(a.x(), -a.y()) * scale;

  double worst = 0;
  for (const ReliefPath::Place& place : path.places) {
    const auto step = static_cast<Index>(std::min(std::floor(place.step), 3.0));
    const double t = place.step - static_cast<double>(step);
    const double x = points(step, 0) * (1 - t) + points(step + 1, 0) * t;
    const double y = points(step, 1) * (1 - t) + points(step + 1, 1) * t;
    const double height =
        (f(Eigen::Array2d(x, y)) - scene.field->minimum) / (scene.field->maximum - scene.field->minimum);
    const QPointF seen = camera.seen(inBlock(x, y, height, tall));
    const QPointF off = place.pixel - (middle + QPointF(seen.x(), -seen.y()) * scale);
    worst = std::max(worst, std::hypot(off.x(), off.y()));
  }
  QVERIFY2(worst < 0.5, qPrintable(QString::number(worst)));
}

void ReliefTest::hiddenPointsAreThoseThatARayFindsHidden() {
  PanelScene scene = sceneOf(wave);
  scene.relief->camera = {.azimuth = 30, .elevation = 18};
  const ReliefCache cache = cacheOf(scene);
  const Pinhole camera(scene.relief->camera);
  const double tall = cache.frame.tall();
  const double longer = kBox.xMax - kBox.xMin;
  // The most by which the surface stands over the ray from a point to the eye, and the least by which it clears it.
  const auto above = [&](double x, double y) {
    const Vector from = inBlock(x, y, cache.mesh.at(x, y), tall);
    const Vector way = (camera.eye - from) * (1 / std::sqrt(dot(camera.eye - from, camera.eye - from)));
    double most = -std::numeric_limits<double>::infinity();
    for (double s = 0.02; s < 2; s += 0.0005) {
      const Vector p = from + way * s;
      const double height = cache.mesh.at(p.x * longer, p.y * longer);
      if (std::isnan(height)) break;
      most = std::max(most, height * tall - (tall - ReliefFrame::plinth) / 2 - p.z);
    }
    return most;
  };
  std::mt19937 random(7);
  std::uniform_real_distribution<double> share(0.01, 0.99);
  int tested = 0, hidden = 0, unclear = 0, wrong = 0;
  while (tested < 1000) {
    const double x = kBox.xMin + (kBox.xMax - kBox.xMin) * share(random);
    const double y = kBox.yMin + (kBox.yMax - kBox.yMin) * share(random);
    const double most = above(x, y);
    // A ray that all but touches the surface is neither; neither is a point within a pixel of a ridge.
    if (std::abs(most) < 0.004) {
      ++unclear;
      continue;
    }
    ++tested;
    hidden += most > 0 ? 1 : 0;
    const ReliefPoint point = cache.frame.project(x, y, cache.mesh.at(x, y));
    wrong += cache.image.hides(point) == (most > 0) ? 0 : 1;
  }
  QVERIFY2(hidden > 150, qPrintable(QString::number(hidden)));
  QVERIFY2(unclear < 150, qPrintable(QString::number(unclear)));
  // Pixels are not rays: at a ridge one in two hundred may go either way.
  QVERIFY2(wrong <= 5, qPrintable(QString::number(wrong)));
}

/// Bit for bit, but for the compass.
void ReliefTest::fromAboveItIsTheMap() {
  PanelScene scene = sceneOf(wave);
  scene.contours = traceContours(*scene.field, contourLevels(*scene.field, LevelRule::Decimal));
  Points points(4, 2);
  points << -1.9, -1.3, 0.4, 1.1, 1.7, -0.2, -0.6, 0.05;
  scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
  scene.cursor = 3;
  scene.starts.push_back({-1, {-1.9, -1.3}});
  scene.landmarks.push_back({Landmark::Kind::GlobalMinimum, {1, 1}, 0});
  scene.readOut = ReadOut{{0.2, 0.3}, 1, 2};
  const auto painted = [](const PanelScene& shown) {
    QImage image(640, 520, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintPanel(painter, image.rect(), shown);
    return image;
  };
  scene.relief->camera = cameraOf(NamedView::Above);
  const QImage above = painted(scene);
  const PlotFrame frame = panelFrame(scene, above.rect());
  const QRectF disc = compass(frame.rect, scene.relief->camera, scene.theme).disc.adjusted(-2, -2, 2, 2);
  scene.relief.reset();
  const QImage map = painted(scene);
  int differing = 0, inDisc = 0;
  for (int y = 0; y < map.height(); ++y) {
    for (int x = 0; x < map.width(); ++x) {
      if (map.pixel(x, y) == above.pixel(x, y)) continue;
      (disc.contains(QPointF(x, y)) ? inDisc : differing)++;
    }
  }
  QCOMPARE(differing, 0);
  QVERIFY(inDisc > 100);
  // Nearer, and moved: a map of a part of it.
  scene.relief.emplace().camera = {.elevation = 90, .zoom = 2, .panX = 0.25};
  const View near = panelFrame(scene, above.rect()).view;
  const View& whole = frame.view;
  QCOMPARE(near.xMax - near.xMin, (whole.xMax - whole.xMin) / 2);
  QCOMPARE((near.xMin + near.xMax) / 2, (whole.xMin + whole.xMax) / 2 - 0.25 * (near.xMax - near.xMin));
}

/// A wall before a minimum raises the viewer by 6° at a time; what nobody can see does not.
void ReliefTest::minimaAreBroughtIntoSight() {
  const auto sceneWith = [](double wall) {
    PanelScene scene = sceneOf([wall](const Eigen::ArrayXd& p) {
      const double before = p[1] < -0.2 && p[1] > -0.4 ? wall : 0;
      return before + 0.05 * (p[0] * p[0] + (p[1] - 0.3) * (p[1] - 0.3)) + (p[1] > 1.4 ? 3.0 : 0.0);
    });
    scene.landmarks.push_back({Landmark::Kind::GlobalMinimum, {0, 0.3}, 0});
    return scene;
  };
  const auto elevation = [](const PanelScene& scene) { return cacheOf(scene).frame.camera().elevation.value_or(0); };
  QCOMPARE(elevation(sceneWith(0.2)), 46.0);
  double last = 46;
  int raised = 0;
  for (const double wall : {0.6, 0.9, 1.2, 1.5}) {
    PanelScene scene = sceneWith(wall);
    const ReliefCache cache = cacheOf(scene);
    const double found = cache.frame.camera().elevation.value_or(0);
    QVERIFY(found >= last);
    QVERIFY(std::fmod(found - 46, 6) == 0 && found <= 64);
    const bool seen = isInSight(cache.mesh, cache.frame, {0, 0.3});
    QVERIFY(seen == !cache.image.hides(cache.frame.project(0, 0.3, cache.mesh.at(0, 0.3))));
    if (found > 46 && found < 64) {
      ++raised;
      QVERIFY(seen);
      scene.relief->camera.elevation = found - 6;
      const ReliefCache lower = cacheOf(scene);
      bool whole = true;
      for (const QPointF& off :
           {QPointF(0, 0), QPointF(0.072, 0), QPointF(-0.072, 0), QPointF(0, 0.054), QPointF(0, -0.054)})
        whole = whole && isInSight(lower.mesh, lower.frame, QPointF(0, 0.3) + off);
      QVERIFY(!whole);
    }
    last = found;
  }
  QVERIFY(raised > 0);
  // At the foot of a shaft, too deep for any of the views.
  PanelScene shaft = sceneOf([](const Eigen::ArrayXd& p) { return std::hypot(p[0], p[1]) < 0.08 ? 0.0 : 1.0; });
  shaft.landmarks.push_back({Landmark::Kind::GlobalMinimum, {0, 0}, 0});
  QCOMPARE(elevation(shaft), 46.0);
  // One that was chosen stays.
  PanelScene chosen = sceneWith(0.9);
  chosen.relief->camera.elevation = 20;
  QCOMPARE(elevation(chosen), 20.0);
}

void ReliefTest::compassLettersDoNotTouch() {
  const Theme theme = makeTheme(false);
  for (double azimuth = -180; azimuth <= 180; azimuth += 15) {
    for (const double elevation : {5.0, 30.0, 46.0, 64.0, 85.0, 90.0}) {
      const Compass at = compass(kPlot, {.azimuth = azimuth, .elevation = elevation}, theme);
      const std::array letters = {at.x.letter, at.y.letter, at.f.letter};
      for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(at.disc.contains(letters[i]));
        for (std::size_t j = i + 1; j < 3; ++j) {
          const QPointF way = letters[i] - letters[j];
          QVERIFY2(std::hypot(way.x(), way.y()) > theme.px(11), qPrintable(QString::number(azimuth)));
        }
      }
    }
  }
}

/// On a plane the tangent plane is the surface; on a cap it leaves it as its curvature says.
void ReliefTest::arrowsLieInTheTangentPlane() {
  const PanelScene flat = sceneOf([](const Eigen::ArrayXd& p) { return 0.3 * p[0] - 0.4 * p[1]; });
  const ReliefCache plane = cacheOf(flat);
  const auto touching = tangentPlane(plane.mesh, {0.31, -0.47});
  QVERIFY(touching.has_value());
  for (const QPointF& to : {QPointF(1.2, 0.9), QPointF(-1.7, -1.1), QPointF(0.31, -0.47)}) {
    const QPointF off =
        liftedInto(*touching, plane.frame, to) - plane.frame.pixel(to.x(), to.y(), plane.mesh.at(to.x(), to.y()));
    QVERIFY2(std::hypot(off.x(), off.y()) < 0.05, qPrintable(QString::number(std::hypot(off.x(), off.y()))));
  }
  PanelScene round = sceneOf([](const Eigen::ArrayXd& p) { return p[0] * p[0] + p[1] * p[1]; });
  const ReliefCache bowl = cacheOf(round);
  const QPointF at(0.7, 0.4);
  const auto tangent = tangentPlane(bowl.mesh, at);
  QVERIFY(tangent.has_value());
  const double range = round.field->maximum - round.field->minimum;
  QVERIFY(std::abs(tangent->dx - 2 * at.x() / range) < 2e-3);
  QVERIFY(std::abs(tangent->dy - 2 * at.y() / range) < 2e-3);
  QVERIFY(!tangentPlane(bowl.mesh, {9, 0}));
  // Beneath the block it goes straight on.
  const QPointF a = liftedInto(*tangent, bowl.frame, at), far = liftedInto(*tangent, bowl.frame, at - QPointF(4, 3));
  const QPointF b = liftedInto(*tangent, bowl.frame, at - QPointF(2, 1.5));
  QVERIFY(tangent->heightAt(at - QPointF(4, 3)) < -0.2);
  const QPointF u = b - a, v = far - a;
  QVERIFY(std::abs(u.x() * v.y() - u.y() * v.x()) / std::hypot(v.x(), v.y()) < 1e-6);
  // There it is painted, and not on the surface.
  StepPicture step;
  step.at = at;
  step.color = QColor(255, 0, 255);
  step.next = at - QPointF(1.2, 0.7);
  step.arrows = {{StepTermKind::Step, step.next - step.at, 2, {}, {}}};
  round.step = std::make_shared<const StepPicture>(step);
  QImage image(680, 500, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);
  QPainter painter(&image);
  paintReliefMarks(painter, round, bowl);
  painter.end();
  const auto isArrow = [&](const QPointF& pixel) {
    // Of the pixels about it one is wholly the line's.
    for (const int dx : {-1, 0, 1}) {
      for (const int dy : {-1, 0, 1}) {
        const QPoint place(static_cast<int>(std::floor(pixel.x())) + dx, static_cast<int>(std::floor(pixel.y())) + dy);
        if (image.rect().contains(place) && image.pixelColor(place).rgb() == step.color.rgb()) return true;
      }
    }
    return false;
  };
  const QPointF middle = at - QPointF(0.6, 0.35);
  const QPointF lying = bowl.frame.pixel(middle.x(), middle.y(), bowl.mesh.at(middle.x(), middle.y()));
  const QPointF off = liftedInto(*tangent, bowl.frame, middle) - lying;
  QVERIFY(std::hypot(off.x(), off.y()) > 4);
  QVERIFY(!isArrow(lying));
  // A straight line on the screen, the arrow goes from the point to where its end is lifted to.
  QVERIFY(isArrow((liftedInto(*tangent, bowl.frame, at) + liftedInto(*tangent, bowl.frame, step.next)) / 2));
}

/// What lies on a map over the surface lies on the landscape, and nowhere else.
void ReliefTest::fieldAndFaintPathsLieOnTheSurface() {
  PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) { return p[0]; });
  const auto painted = [](const PanelScene& shown) {
    QImage image(660, 500, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const ReliefCache cache = cacheOf(shown);
    paintReliefGround(painter, shown, cache, 1);
    return image;
  };
  const QImage bare = painted(scene);
  const ReliefCache cache = cacheOf(scene);
  const auto differsAt = [&](const QImage& other, double x, double y) {
    const QPoint at = cache.frame.pixel(x, y, cache.mesh.at(x, y)).toPoint();
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        if (bare.pixel(at + QPoint(dx, dy)) != other.pixel(at + QPoint(dx, dy))) return true;
      }
    }
    return false;
  };
  Points run(3, 2);
  run << -1.5, -1, 0.5, 1, 1e9, 1;
  PanelScene faint = scene;
  faint.faintPaths.push_back({std::make_shared<const Points>(run), QColor(0xD55E00)});
  const QImage withRun = painted(faint);
  QVERIFY(differsAt(withRun, -0.5, 0));
  QVERIFY(differsAt(withRun, 1.5, 1));
  QVERIFY(!differsAt(withRun, -0.5, 0.5));
  PanelScene field = scene;
  GradientField slopes{kBox, 7, 5, Column::Zero(35), Points::Zero(35, 2), Column::Ones(35)};
  slopes.gradient.col(0) = 1;
  field.gradients = std::make_shared<const GradientField>(slopes);
  QVERIFY(painted(field) == bare);  // not asked for
  field.gradientField = true;
  const QImage withField = painted(field);
  QVERIFY(differsAt(withField, field.gradients->x(3), field.gradients->y(2)));
  QVERIFY(!differsAt(withField, (field.gradients->x(3) + field.gradients->x(4)) / 2,
                     0.5 * (field.gradients->y(2) + field.gradients->y(3))));
  // A wall before them hides them.
  PanelScene walled = sceneOf([](const Eigen::ArrayXd& p) { return p[1] < -0.5 && p[1] > -0.7 ? 4.0 : 0.0; });
  walled.relief->camera = {.azimuth = 0, .elevation = 8};
  const QImage wall = painted(walled);
  walled.gradientField = true;
  auto behind = std::make_shared<GradientField>(slopes);
  for (Index i = 0; i < behind->strength.size(); ++i) {
    if (behind->y(i / behind->columns) < 0 || behind->y(i / behind->columns) > 0.5) behind->strength[i] = std::nan("");
  }
  walled.gradients = behind;
  QVERIFY(painted(walled) == wall);
}

/// A start outside the box stands at its edge, and an arrow says where it is.
void ReliefTest::startsOutsideStandAtTheEdge() {
  const PanelScene scene = sceneOf(wave);
  const ReliefCache cache = cacheOf(scene);
  const ReliefStart inside = reliefStart(cache, {-1, {0.5, 0.25}});
  QVERIFY(inside.shown && inside.way.isNull() && inside.at == QPointF(0.5, 0.25));
  const ReliefStart outside = reliefStart(cache, {-1, {7, 0.25}});
  QVERIFY(outside.shown);
  QCOMPARE(outside.at, QPointF(2, 0.25));
  const QPointF across = cache.frame.pixel(2, 0.25, 0.5) - cache.frame.pixel(1, 0.25, 0.5);
  QVERIFY(QPointF::dotProduct(outside.way, across) >
          0.9 * std::hypot(outside.way.x(), outside.way.y()) * std::hypot(across.x(), across.y()));
  QVERIFY(!reliefStart(cache, {-1, {std::nan(""), 0}}).shown);
}

/// Steps are found where they are seen, and not where the surface hides them.
void ReliefTest::pathsAreFoundUnderThePointer() {
  PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) { return p[1] < 0.2 && p[1] > -0.2 ? 1.0 : 0.0; });
  scene.relief->camera = {.azimuth = 0, .elevation = 15};
  Points behind(3, 2), before(3, 2);
  behind << -1, 0.9, 0, 0.9, 1, 0.9;
  before << -1, -1, 0, -1, 1, -1;
  for (const Points& points : {behind, before})
    scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
  ReliefCache cache = cacheOf(scene);
  prepareReliefPaths(cache, scene);
  const auto hitAt = [&](double x, double y) {
    return reliefPathAt(cache, scene, cache.frame.pixel(x, y, cache.mesh.at(x, y)), 6);
  };
  const auto hit = hitAt(0.9, -1);
  QVERIFY(hit && hit->path == 1 && hit->step == 2);
  QVERIFY(hitAt(-0.9, -1) && hitAt(-0.9, -1)->step == 0);
  QVERIFY(!hitAt(0.9, 0.9));
  QVERIFY(!hitAt(0.9, -0.5));
}

/// In SVG the surface is an image, as a map's is; all else is drawn over it, without what the surface hides.
void ReliefTest::drawingsAreOneImageUnderLines() {
  const auto drawn = [](const char* projection) {
    Scenario scenario = parseScenario(R"({"thalweg": 1, "steps": 30, "panels": [{"objective": "gaussian_wells"}],
      "contenders": [{"optimizer": "SGD", "options": {"lr": 0.05}}, {"optimizer": "Adam", "options": {"lr": 0.1}}]})");
    scenario.display.projection = projection;
    PictureSettings settings;
    settings.size = {640, 480};
    settings.charts = false;
    return pictureBytes(Picture(scenario, settings, deviceOf(PictureFormat::Svg)), PictureFormat::Svg);
  };
  const QByteArray map = drawn("2d"), relief = drawn("3d");
  QCOMPARE(relief.count("<image"), map.count("<image"));
  QVERIFY2(relief.count("<path") > 80, qPrintable(QString::number(relief.count("<path"))));
  // The image's letters say nothing.
  const QString text = QString::fromLatin1(relief).remove(QRegularExpression(QStringLiteral("\"data:[^\"]*\"")));
  QVERIFY(text.size() < relief.size());
  QVERIFY(!text.contains(QStringLiteral("nan")) && !text.contains(QStringLiteral("inf")));
}

/// What is painted in any resolution is what is painted in pixels.
void ReliefTest::linesAreTheSameInAnyResolution() {
  PanelScene scene = sceneOf(wave);
  scene.contours = traceContours(*scene.field, contourLevels(*scene.field, LevelRule::Decimal));
  Points points(4, 2);
  points << -1.9, -1.3, 0.4, 1.1, 1.7, -0.2, -0.6, 0.05;
  scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
  scene.cursor = 2;
  ReliefCache cache = cacheOf(scene);
  prepareReliefPaths(cache, scene);
  const auto painted = [&](double ratio) {
    QImage image(680, 500, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintReliefGround(painter, scene, cache, ratio);
    paintReliefPaths(painter, scene, cache, ratio);
    return image;
  };
  const QImage pixels = painted(1), lines = painted(0);
  double sum = 0;
  int far = 0;
  for (int y = 0; y < pixels.height(); ++y) {
    for (int x = 0; x < pixels.width(); ++x) {
      const int off = std::abs(qGray(pixels.pixel(x, y)) - qGray(lines.pixel(x, y)));
      sum += off;
      far += off > 60 ? 1 : 0;
    }
  }
  QVERIFY2(sum / (pixels.width() * pixels.height()) < 1.0,
           qPrintable(QString::number(sum / (pixels.width() * pixels.height()))));
  QVERIFY2(far < 150, qPrintable(QString::number(far)));
}

void ReliefTest::thumbnailsHaveNoAxes() {
  const PanelScene scene = sceneOf(wave);
  QImage image(90, 60, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paintThumbnail(painter, image.rect(), scene);
  painter.end();
  int surface = 0, dark = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor c = image.pixelColor(x, y);
      surface += c.blue() - c.red() > 8 ? 1 : 0;
      dark += c.lightness() < 90 ? 1 : 0;
    }
  }
  QVERIFY2(surface > 500, qPrintable(QString::number(surface)));
  QVERIFY2(dark < 60, qPrintable(QString::number(dark)));
}

void ReliefTest::captionsSayHowHeightIsMeasured() {
  Scenario scenario = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "rosenbrock"},
    {"objective": "gaussian_wells"}, {"objective": "parabola"}], "contenders": []})");
  const auto caption = [&](std::size_t panel) { return captionText(scenario, {panel}, 0); };
  QVERIFY(!caption(0).contains(QStringLiteral("in relief")));
  scenario.display.projection = "3d";
  QVERIFY(caption(0).contains(QStringLiteral("in relief, height logarithmic in f − f*")));
  QVERIFY(caption(1).contains(QStringLiteral("in relief")) && !caption(1).contains(QStringLiteral("logarithmic")));
  QVERIFY(!caption(2).contains(QStringLiteral("in relief")));  // a curve
  scenario.panels[1].height = "log";
  QVERIFY(caption(1).contains(QStringLiteral("logarithmic")));
}

/// A bowl has its usual height; what would hide itself, or its only minimum, is lower.
void ReliefTest::ripplesAndShaftsStandLower() {
  const auto tallOf = [](PlaneFunction::Function f) {
    PanelScene scene = sceneOf(std::move(f));
    scene.landmarks.push_back({Landmark::Kind::GlobalMinimum, {0, 0}, 0});
    return cacheOf(scene).tall;
  };
  QCOMPARE(tallOf([](const Eigen::ArrayXd& p) { return p[0] * p[0] + p[1] * p[1]; }), reliefHeight(kBox, false));
  const double ripples = tallOf([](const Eigen::ArrayXd& p) { return -std::cos(12 * p[0]) * std::cos(12 * p[1]); });
  QVERIFY2(ripples < 0.85 * reliefHeight(kBox, false), qPrintable(QString::number(ripples)));
  const double shaft = tallOf([](const Eigen::ArrayXd& p) { return 1 - std::exp(-40 * (p[0] * p[0] + p[1] * p[1])); });
  QVERIFY2(shaft < 0.85 * reliefHeight(kBox, false), qPrintable(QString::number(shaft)));
}

void ReliefTest::heightsAreLogarithmic() {
  const PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) { return 3 + std::exp(2 * (p[0] + 2)); });
  const HeightScale scale(*scene.field, HeightKind::Log, ColorScale::Linear, 3.0);
  QVERIFY(scale.isLogarithmic());
  QCOMPARE(scale.offset(), 3.0);
  const double s = scene.field->quantile(0.01) - 3;
  const auto logOf = [&](double f) { return std::log10(1 + (f - 3) / s); };
  const double low = logOf(scene.field->minimum), high = logOf(scene.field->maximum);
  for (const double f : {4.5, 10.0, 100.0, 1000.0}) {
    QVERIFY(std::abs(scale.height(f) - (logOf(f) - low) / (high - low)) < 1e-12);
    QVERIFY(std::abs(scale.value(scale.height(f)) - f) < 1e-9 * f);
  }
  QCOMPARE(scale.height(scene.field->minimum), 0.0);
  QCOMPARE(scale.height(scene.field->maximum), 1.0);
  // "auto" is as the colours are.
  QVERIFY(HeightScale(*scene.field, HeightKind::Auto, ColorScale::Log).isLogarithmic());
  QVERIFY(!HeightScale(*scene.field, HeightKind::Auto, ColorScale::Linear).isLogarithmic());
}

void ReliefTest::spikesAreCut() {
  const PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) {
    const double r = p[0] * p[0] + p[1] * p[1];
    return r + (r < 0.002 ? 1000.0 : 0.0);
  });
  const HeightScale scale(*scene.field, HeightKind::Linear, ColorScale::Linear);
  QVERIFY(scale.cuts());
  QVERIFY(scale.top() < 10);
  QCOMPARE(scale.height(1000), 1.0);
  QVERIFY(scale.height(3) > 0.3);
  const ReliefMesh mesh = makeReliefMesh(*scene.field, kBox, scale, scene.scale);
  QVERIFY(std::ranges::count(mesh.cut, 1.0F) > 0);
  QVERIFY(std::ranges::all_of(mesh.height, [](float h) { return h >= 0 && h <= 1; }));
}

/// What is cut off is flat, and its lines are darker than what lies between them.
void ReliefTest::cutsAreFlatAndHatched() {
  const auto shades = [](double spike) {
    const PanelScene scene = sceneOf([spike](const Eigen::ArrayXd& p) {
      const double r = p[0] * p[0] + p[1] * p[1];
      return r < 0.028 ? spike : r;
    });
    const ReliefCache cache = cacheOf(scene);
    const double top = cache.mesh.at(0, 0);
    for (const double x : {-0.1, 0.05, 0.1}) {
      if (cache.mesh.at(x, 0.02) != top) return std::pair(-1, 0);
    }
    const QPoint at = cache.frame.pixel(0, 0, top).toPoint() - kPlot.topLeft().toPoint();
    int least = 255, most = 0;
    for (int dx = -5; dx <= 5; ++dx) {
      const int grey = qGray(cache.image.picture.pixel(at + QPoint(dx, 0)));
      least = std::min(least, grey), most = std::max(most, grey);
    }
    return std::pair(least, most);
  };
  const auto [dark, light] = shades(1000);
  QVERIFY2(dark > 0 && light - dark > 15, qPrintable(QStringLiteral("%1 %2").arg(dark).arg(light)));
  const auto [low, high] = shades(6);  // high, but no spike
  QVERIFY2(low > 0 && high - low < 6, qPrintable(QStringLiteral("%1 %2").arg(low).arg(high)));
}

void ReliefTest::bitsDoNotDependOnThreads() {
  PanelScene scene = sceneOf(wave);
  const ReliefCache cache = cacheOf(scene);
  const ReliefLook look = reliefLook(scene.theme, scene.colors);
  const ReliefImage one = rasteriseRelief(cache.mesh, cache.frame, look, 1.5, 2, 1);
  const ReliefImage two = rasteriseRelief(cache.mesh, cache.frame, look, 1.5, 2, 2);
  QVERIFY(one.picture == two.picture);
  QVERIFY(one.nearness == two.nearness);
}

void ReliefTest::anySurfaceIsPainted_data() {
  QTest::addColumn<int>("kind");
  for (const auto& [name, kind] :
       {std::pair("nowhere defined", 0), std::pair("half defined", 1), std::pair("infinite", 2), std::pair("flat", 3),
        std::pair("huge", 4), std::pair("tiny differences", 5)})
    QTest::newRow(name) << kind;
}

void ReliefTest::anySurfaceIsPainted() {
  QFETCH(int, kind);
  constexpr double inf = std::numeric_limits<double>::infinity();
  const auto f = [kind](const Eigen::ArrayXd& p) -> double {
    switch (kind) {
      case 0:
        return std::nan("");
      case 1:
        return p[0] > 0 ? p[0] + p[1] : std::nan("");
      case 2:
        return p[0] > 1 ? inf : p[0] < -1 ? -inf : p[1];
      case 3:
        return 4.0;
      case 4:
        return 1e300 * (p[0] + p[1]) * 40;
      default:
        return 1 + 1e-15 * p[0];
    }
  };
  for (const HeightKind height : {HeightKind::Linear, HeightKind::Log}) {
    PanelScene scene = sceneOf(f);
    scene.relief->height = height;
    Points points(3, 2);
    points << -1, -1, 1, 1, 1e300, -1e300;
    scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
    scene.cursor = 1;
    scene.starts.push_back({-1, {-1, -1}});
    scene.readOut = ReadOut{{0.5, 0.5}, 1, 1};
    for (const QSize size : {QSize(40, 40), QSize(400, 300)}) {
      QImage image(size, QImage::Format_ARGB32_Premultiplied);
      image.fill(Qt::white);
      QPainter painter(&image);
      paintPanel(painter, image.rect(), scene);
    }
    const ReliefCache cache = cacheOf(scene);
    for (const float h : cache.mesh.height) QVERIFY(std::isnan(h) || (h >= 0 && h <= 1));
    const auto covered = std::ranges::count_if(cache.image.nearness, [](float n) { return n > 0; });
    if (kind == 0)
      QVERIFY(covered == 0);
    else
      QVERIFY(covered > 10000);
    if (kind == 3) QVERIFY(std::ranges::all_of(cache.mesh.height, [](float h) { return h == 0; }));
    // No half of a surface's plane is lost where the function is infinite.
    if (kind == 2) QVERIFY(std::ranges::none_of(cache.mesh.height, [](float h) { return std::isnan(h); }));
  }
}

void ReliefTest::pointUnderThePointerIsFound() {
  PanelScene scene = sceneOf(wave);
  const ReliefCache cache = cacheOf(scene);
  int found = 0;
  for (int y = 20; y < 480; y += 20) {
    for (int x = 30; x < 650; x += 20) {
      const QPointF pixel(x, y);
      const auto at = pick(cache, pixel);
      const QPointF nearest = pickNearest(cache, pixel);
      QVERIFY(std::isfinite(cache.mesh.at(nearest.x(), nearest.y())));
      if (!at) continue;
      ++found;
      QCOMPARE(nearest, *at);
      const ReliefPoint back = cache.frame.project(at->x(), at->y(), cache.mesh.at(at->x(), at->y()));
      QVERIFY(std::hypot((back.pixel - pixel).x(), (back.pixel - pixel).y()) < 0.01);
      QVERIFY(!cache.image.hides(back));
    }
  }
  QVERIFY(found > 100);
  // Beside the block, what is nearest on the screen is taken.
  const QPointF corner = pickNearest(cache, {0, 400});
  QCOMPARE(corner.x(), kBox.xMin);
}

void ReliefTest::filesKeepHowSurfacesAreSeen() {
  const std::string text = R"({"thalweg": 1,
    "panels": [{"objective": "rosenbrock", "projection": "2d", "height": "log",
                "camera": {"azimuth": -40, "elevation": 30, "zoom": 2, "pan": [0.1, -0.2]}},
               {"objective": "sphere"}],
    "contenders": [{"optimizer": "SGD"}],
    "display": {"projection": "3d", "height": "linear", "camera": {"azimuth": 60, "elevation": 90}}})";
  const Scenario scenario = parseScenario(text);
  QCOMPARE(scenario.display.projection, std::string("3d"));
  QCOMPARE(scenario.display.height, std::string("linear"));
  QVERIFY((scenario.display.camera == Camera{.azimuth = 60, .elevation = 90}));
  QCOMPARE(scenario.panels[0].projection.value_or(""), std::string("2d"));
  QCOMPARE(scenario.panels[0].height.value_or(""), std::string("log"));
  QVERIFY((scenario.panels[0].camera.value_or(Camera{}) ==
           Camera{.azimuth = -40, .elevation = 30, .zoom = 2, .panX = 0.1, .panY = -0.2}));
  QVERIFY(!scenario.panels[1].projection && !scenario.panels[1].camera);
  QVERIFY(parseScenario(writeScenario(scenario)) == scenario);
}

void ReliefTest::wrongCamerasAreRefused_data() {
  QTest::addColumn<QByteArray>("display");
  QTest::addColumn<QByteArray>("place");
  QTest::newRow("projection") << QByteArray(R"({"projection": "4d"})") << QByteArray("display.projection");
  QTest::newRow("between") << QByteArray(R"({"camera": {"elevation": 87}})") << QByteArray("display.camera.elevation");
  QTest::newRow("below") << QByteArray(R"({"camera": {"elevation": 0}})") << QByteArray("display.camera.elevation");
  QTest::newRow("pan") << QByteArray(R"({"camera": {"pan": [1]}})") << QByteArray("display.camera.pan");
  QTest::newRow("unknown") << QByteArray(R"({"camera": {"roll": 1}})") << QByteArray("display.camera.roll");
}

void ReliefTest::wrongCamerasAreRefused() {
  QFETCH(QByteArray, display);
  QFETCH(QByteArray, place);
  const std::string text = R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [], "display": )" +
                           display.toStdString() + "}";
  try {
    (void)parseScenario(text);
    QFAIL("it was taken");
  } catch (const ScenarioError& error) {
    QCOMPARE(QByteArray::fromStdString(error.place()), place);
  }
}

/// A path behind a wall is there, but less than one in sight.
void ReliefTest::hiddenPathsAreFainter() {
  const auto orange = [](double turned) {
    PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) { return p[1] < 0.2 && p[1] > -0.2 ? 1.0 : 0.0; });
    scene.colors = ColorMapChoice::Grey;
    scene.relief->camera = {.azimuth = turned, .elevation = 15};
    Points points(2, 2);
    points << -1, 0.9, 1, 0.9;
    scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
    scene.cursor = 1;
    QImage image(640, 480, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintPanel(painter, image.rect(), scene);
    painter.end();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor c = image.pixelColor(x, y);
        count += c.red() - c.blue() > 60 ? 1 : 0;
      }
    }
    return count;
  };
  const int behind = orange(0), before = orange(180);
  QVERIFY2(behind > 40, qPrintable(QString::number(behind)));
  QVERIFY2(before > 2 * behind, qPrintable(QStringLiteral("%1, %2").arg(before).arg(behind)));
}

/// Edges where the colour is not seen, turns on what paths share, dots, and nothing but a line of what is drawn back.
void ReliefTest::pathsAreDrawnAsOnTheMap() {
  const auto along = [](std::initializer_list<double> xs) {
    auto points = std::make_shared<Points>(static_cast<Index>(xs.size()), 2);
    Index row = 0;
    for (const double x : xs) points->row(row++) << x, -1;
    return std::shared_ptr<const Points>(points);
  };
  const auto shown = [](std::vector<PathData> paths) {
    PanelScene scene = sceneOf([](const Eigen::ArrayXd& p) { return p[1]; });
    scene.colors = ColorMapChoice::Grey;
    scene.paths = std::move(paths);
    scene.cursor = scene.paths.front().points->rows() - 1;
    QImage image(640, 480, QImage::Format_ARGB32_Premultiplied);
    image.fill(QColor(200, 200, 200));
    QPainter painter(&image);
    ReliefCache cache = cacheOf(scene, QRectF(0, 0, 640, 480));
    prepareReliefPaths(cache, scene);
    paintReliefPaths(painter, scene, cache, 1);
    painter.end();
    return image;
  };
  const auto count = [](const QImage& image, const QColor& wanted) {
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor c = image.pixelColor(x, y);
        const int off = std::abs(c.red() - wanted.red()) + std::abs(c.green() - wanted.green()) +
                        std::abs(c.blue() - wanted.blue());
        pixels += c.alpha() == 255 && off < 24 ? 1 : 0;
      }
    }
    return pixels;
  };
  const auto shared = along({-1.6, -0.5, 0.5, 1.6});
  const QColor yellow(0xF0E442), blue(0x0072B2), orange(0xD55E00);
  QVERIFY(pathEdge(yellow, makeTheme(false)) != yellow);
  const QImage edged = shown({{shared, nullptr, yellow, QStringLiteral("plus")}});
  int darker = 0;  // than the path itself, and of its hue
  for (int y = 0; y < edged.height(); ++y) {
    for (int x = 0; x < edged.width(); ++x) {
      const QRgb pixel = edged.pixel(x, y);
      darker += qRed(pixel) - qBlue(pixel) > 50 && qGray(pixel) < qGray(yellow.rgb()) - 25 ? 1 : 0;
    }
  }
  QVERIFY2(darker > 150, qPrintable(QString::number(darker)));
  // Two on one line are both seen.
  PathData one{shared, nullptr, blue, QStringLiteral("plus")};
  PathData other{shared, nullptr, orange, QStringLiteral("circle")};
  other.contender = 1;
  one.shared = {{3, 0, 2}};
  other.shared = {{3, 1, 2}};
  const QImage both = shown({one, other});
  // Only the newest part has the full colour; without turns the first would be covered whole.
  QVERIFY2(count(both, blue) > 8 && count(both, orange) > 8,
           qPrintable(QStringLiteral("%1 %2").arg(count(both, blue)).arg(count(both, orange))));
  // Drawn back it is a line without casing.
  PathData quiet = one;
  quiet.shared.clear();
  const QImage loud = shown({quiet});
  quiet.quiet = true;
  const QImage faint = shown({quiet});
  const int cased = count(loud, makeTheme(false).casing);
  const int plain = count(faint, makeTheme(false).casing);
  QVERIFY2(cased > plain + 20 && plain < 20, qPrintable(QStringLiteral("%1 %2").arg(cased).arg(plain)));
  // Steps on the way have dots, whose rings part them from a line that is darker.
  const auto redness = [](const QImage& image) {
    int sum = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) sum += qRed(image.pixel(x, y));
    }
    return sum;
  };
  const QImage straight = shown({{along({-1.6, 1.6}), nullptr, blue, QStringLiteral("plus")}});
  QVERIFY2(redness(loud) > redness(straight) + 200,
           qPrintable(QStringLiteral("%1 %2").arg(redness(loud)).arg(redness(straight))));
}

/// As few points as carry them, to a fraction of a pixel from where all would lie.
void ReliefTest::contoursAreThinnedButStay() {
  PanelScene scene = sceneOf(wave, kBox, 401);
  scene.contours = traceContours(*scene.field, contourLevels(*scene.field, LevelRule::Decimal));
  QVERIFY(scene.contours && !scene.contours->lines.empty());
  for (const double zoom : {1.0, 4.0}) {
    scene.relief->camera.zoom = zoom;
    const ReliefCache cache = cacheOf(scene);
    QVERIFY(!cache.levels.empty());
    std::size_t kept = 0, all = 0;
    double worst = 0;
    for (const ReliefCache::Level& level : cache.levels) {
      const std::vector<QPointF>& line = level.line;
      const auto whole = std::ranges::find_if(scene.contours->lines, [&](const ContourLine& one) {
        return QPointF(one.points.front().x, one.points.front().y) == line.front();
      });
      QVERIFY(whole != scene.contours->lines.end());
      kept += line.size();
      all += whole->points.size();
      for (const PlanePoint& p : whole->points) {
        const QPointF at = cache.plot.toPixel(p.x, p.y);
        double least = 1e9;
        for (std::size_t n = 1; n < line.size(); ++n) {
          const QPointF a = cache.plot.toPixel(line[n - 1].x(), line[n - 1].y());
          const QPointF way = cache.plot.toPixel(line[n].x(), line[n].y()) - a;
          const double square = QPointF::dotProduct(way, way);
          const double share = square > 0 ? std::clamp(QPointF::dotProduct(at - a, way) / square, 0.0, 1.0) : 0;
          const QPointF off = a + share * way - at;
          least = std::min(least, std::hypot(off.x(), off.y()));
        }
        worst = std::max(worst, least * zoom);
      }
    }
    if (zoom == 1) QVERIFY2(kept * 4 < all * 3, qPrintable(QStringLiteral("%1 of %2").arg(kept).arg(all)));
    QVERIFY2(worst < 0.3, qPrintable(QString::number(worst)));
  }
}

QTEST_MAIN(ReliefTest)
#include "relief_test.moc"
