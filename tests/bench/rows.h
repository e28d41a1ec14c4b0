#pragma once
/// The bench's rows by what they need. Threads: main thread; `windowRows`, `plotRows`, `reliefRows`,
/// `networkRows` and `showFirstFrame` need a QApplication.

#include "tests/bench/row.h"

#include <string>

namespace thalweg::bench {

/// Slider to pixels and playback frames in a real window of 1920 × 1080.
std::vector<Row> windowRows();
/// Our charts and panel axes against QCustomPlot's.
std::vector<Row> plotRows();
/// Landscapes while they turn, as a picture, and their rasteriser against a loop that only fills.
std::vector<Row> reliefRows();
/// What a fresh process needs to its first frame (`program --first-frame`), and the memory that one takes which is used
/// for a while (`program --peak-memory`).
std::vector<Row> startRows(const std::string& program);
/// The other side of `startRows`: opens the window as the program does and prints when it stood.
int showFirstFrame(int argc, char** argv);
/// The same for memory: prints the kibibytes that were resident at most.
int showPeakMemory(int argc, char** argv);

/// Networks: paths in their plane, maps, decision regions and digits, beside numpy.
std::vector<Row> networkRows();

/// Optimizers and objectives against loops that do only one job.
std::vector<Row> coreRows();

}  // namespace thalweg::bench
