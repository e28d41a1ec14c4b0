// Outcome maps that are dived into.

#include "core/maps/map_tiles.h"

#include "core/runs/trace.h"
#include "core/scenario/contender.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace thalweg;

namespace {

Scenario valley() {
  Scenario s;
  Panel panel;
  panel.objective = "rosenbrock";
  s.panels = {panel};
  Contender c;
  c.optimizer = "SGD";
  c.options = {{"lr", 1e-3}, {"momentum", 0.9}};
  s.contenders = {c};
  s.steps = 60;
  return s;
}

SweepRequest wholeOf(const Scenario& s, const char* x = "lr", const char* y = "momentum") {
  SweepRequest request;
  request.x = makeAxis(s, 0, 0, x, 128);
  if (*y) request.y = makeAxis(s, 0, 0, y, 128);
  return request;
}

void fill(MapTiles& tiles, const Scenario& s, const SweepRequest& whole, const std::vector<TileKey>& keys) {
  for (const TileKey& key : keys) tiles.add(key, computeTile(s, whole, key));
}

}  // namespace

class MapTilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFrameBecomesWholeCellsOfOneLevel() {
    QCOMPARE(partOf({}, 128, false), (MapPart{1, 0, 0, 128, 128}));
    QCOMPARE(partOf({0.25, 0.5, 0.25}, 128, false), (MapPart{3, 128, 256, 128, 128}));
    std::mt19937 draw(7);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int i = 0; i < 2000; ++i) {
      const double size = std::exp2(-30 * uniform(draw));
      const MapFrame frame = fitted({uniform(draw), uniform(draw), size}, 1e-12);
      const MapPart part = partOf(frame, 128, false);
      QVERIFY(part.columns >= 128 && part.columns <= 256);
      const double cell = std::ldexp(1.0 / 64, -part.level);
      QVERIFY(std::abs(static_cast<double>(part.column) * cell - frame.left) <= 0.51 * cell);
      QVERIFY(part.column >= 0 && static_cast<double>(part.column + part.columns) * cell <= 1);
    }
    QCOMPARE(partOf({0.25, 0, 0.25}, 128, true), (MapPart{3, 128, 0, 128, 1}));
  }

  void magnifyingKeepsThePlaceUnderThePointer() {
    const MapFrame frame{0.2, 0.3, 0.4};
    const MapFrame in = magnified(frame, 8, 0.75, 0.25);
    QCOMPARE(in.size, 0.05);
    QVERIFY(std::abs(in.left + 0.75 * in.size - (0.2 + 0.75 * 0.4)) < 1e-15);
    QVERIFY(std::abs(in.bottom + 0.25 * in.size - (0.3 + 0.25 * 0.4)) < 1e-15);
    QCOMPARE(fitted(magnified(frame, 0.01, 0.5, 0.5), 1e-9), MapFrame{});
  }

  void cellsHaveOneValueOnEveryTileAndPart() {
    const Scenario s = valley();
    const Axis whole = makeAxis(s, 0, 0, "lr", 128);
    for (const int level : {1, 9, 31, 40}) {
      const std::int64_t tile = (std::int64_t{1} << level) * 2 / 3;
      const double width = std::ldexp(1.0, -level);
      const Axis own = whole.part(static_cast<double>(tile) * width, static_cast<double>(tile + 1) * width, tileSide);
      // A part of 150 cells that begins 37 cells before the tile.
      const double cell = width / 64;
      const double first = static_cast<double>(tile * 64 - 37);
      const Axis part = whole.part(first * cell, (first + 150) * cell, 150);
      for (Index i = 0; i < tileSide; ++i) QCOMPARE(part.value(i + 37), own.value(i));
    }
  }

  void composedCellsAreTheTracedPaths() {
    const Scenario s = valley();
    const SweepRequest whole = wholeOf(s);
    MapTiles tiles(whole);
    const MapPart part = partOf({0.41, 0.32, 1e-4}, 128, false);
    QVERIFY(!tiles.compose(part));
    fill(tiles, s, whole, tiles.missing(part));
    QVERIFY(tiles.missing(part).empty());
    const auto map = tiles.compose(part);
    QVERIFY(map && map->block == 1);
    const auto objective = makeObjective(s.panels[0]);
    std::mt19937 draw(3);
    for (int k = 0; k < 300; ++k) {
      const Index column = std::uniform_int_distribution<Index>(0, map->columns - 1)(draw);
      const Index row = std::uniform_int_distribution<Index>(0, map->rows - 1)(draw);
      Scenario own = s;
      setAxisValue(own, 0, 0, "lr", map->x.value(column));
      setAxisValue(own, 0, 0, "momentum", map->y->value(row));
      const Trajectory path = trace(own, 0, *objective, startPoint(own, 0, 0, *objective));
      const auto i = static_cast<std::size_t>(row * map->columns + column);
      QCOMPARE(map->outcome[i], path.verdict.outcome);
      QCOMPARE(map->loss[i], path.loss[path.steps()]);
    }
  }

  void coarserTilesStandInUntilTheFineOnesAreThere() {
    const Scenario s = valley();
    const SweepRequest whole = wholeOf(s);
    MapTiles tiles(whole);
    const MapPart part = partOf({0.4, 0.4, 0.01}, 128, false);
    const std::vector<TileKey> coarse = tiles.missingCoarse(part, 3);
    QVERIFY(!coarse.empty() && coarse.size() <= 4);
    QCOMPARE(coarse.front().level, part.level - 3);
    fill(tiles, s, whole, coarse);
    QVERIFY(tiles.missingCoarse(part, 3).empty());
    const auto sketch = tiles.compose(part);
    QVERIFY(sketch && sketch->block > 1);
    // A coarse cell covers eight cells each way.
    const TileKey key = coarse.front();
    const auto coarseMap = computeTile(s, whole, key);
    const std::int64_t column = part.column + part.columns / 2;
    const std::int64_t row = part.row + part.rows / 2;
    const TileKey over = TileKey{part.level, column / 64, row / 64}.at(key.level);
    if (over == key) {
      const auto from = static_cast<std::size_t>(((row >> 3) - key.row * 64) * 64 + (column >> 3) - key.column * 64);
      QCOMPARE(sketch->loss[static_cast<std::size_t>((row - part.row) * part.columns + column - part.column)],
               coarseMap->loss[from]);
    }
    fill(tiles, s, whole, tiles.missing(part));
    const auto fine = tiles.compose(part);
    QCOMPARE(fine->block, Index{1});
    QVERIFY(fine->loss != sketch->loss);
  }

  void tilesAreBoundedAndThoseLookedAtStay() {
    const Scenario s = valley();
    const SweepRequest whole = wholeOf(s);
    const auto any = computeTile(s, whole, {0, 0, 0});
    MapTiles tiles(whole);
    tiles.add({0, 0, 0}, any);
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(MapTiles::most) + 50; ++i) {
      tiles.add({20, i, 0}, any);
      QVERIFY(tiles.compose({0, 0, 0, 64, 64}));
    }
    QVERIFY(tiles.size() <= MapTiles::most);
    QVERIFY(tiles.compose({0, 0, 0, 64, 64}));
  }

  void float64EndsWhereNeighboursWouldBeEqual() {
    const Scenario s = valley();
    const SweepRequest whole = wholeOf(s);
    for (const double place : {0.1, 0.4, 0.77, 0.999}) {
      const MapFrame frame{place, place / 2, 0};
      const double least = leastFrame(whole, frame, 128);
      QVERIFY(least > 0 && least < 1e-10);  // ten decades and more
      const MapPart part = partOf(fitted(frame, least), 128, false);
      const double cell = std::ldexp(1.0 / 64, -part.level);
      const Axis x = whole.x.part(static_cast<double>(part.column) * cell,
                                  static_cast<double>(part.column + part.columns) * cell, part.columns);
      const Axis y = whole.y->part(static_cast<double>(part.row) * cell,
                                   static_cast<double>(part.row + part.rows) * cell, part.rows);
      for (Index i = 1; i < part.columns; ++i) {
        QVERIFY(x.value(i) > x.value(i - 1));
        QVERIFY(y.value(i) > y.value(i - 1));
      }
    }
  }

  void stripsAreDivedIntoAlike() {
    const Scenario s = valley();
    const SweepRequest whole = wholeOf(s, "lr", "");
    MapTiles tiles(whole);
    const MapPart part = partOf({0.3, 0, 0.001}, 128, true);
    fill(tiles, s, whole, tiles.missing(part));
    const auto map = tiles.compose(part);
    QVERIFY(map && map->rows == 1 && map->block == 1 && !map->y);
  }
};

QTEST_GUILESS_MAIN(MapTilesTest)
#include "map_tiles_test.moc"
