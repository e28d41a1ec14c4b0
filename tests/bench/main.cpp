// Measures Thalweg:
// thalweg_bench [--json OUT] [--compare EARLIER.json] [--only window|plots|reliefs|networks|start|core]

#include "tests/bench/rows.h"

#include <QApplication>

#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
  using namespace thalweg::bench;
  if (argc > 1 && std::string_view(argv[1]) == "--first-frame") return showFirstFrame(argc, argv);
  if (argc > 1 && std::string_view(argv[1]) == "--peak-memory") return showPeakMemory(argc, argv);
  std::string jsonPath;
  std::string earlierPath;
  std::string only;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    std::string* target = name == "--json"      ? &jsonPath
                          : name == "--compare" ? &earlierPath
                          : name == "--only"    ? &only
                                                : nullptr;
    if (!target || i + 1 >= argc) {
      std::cerr << "usage: thalweg_bench [--json OUT] [--compare EARLIER.json] [--only "
                   "window|plots|reliefs|networks|start|core]\n";
      return 2;
    }
    *target = argv[i + 1];
  }
  try {
    QApplication application(argc, argv);
    std::vector<Row> rows;
    const auto add = [&](const char* part, const auto& measure) {
      if (!only.empty() && only != part) return;
      std::cerr << "measuring: " << part << "\n";
      for (Row& row : measure()) rows.push_back(std::move(row));
    };
    add("window", windowRows);
    add("plots", plotRows);
    add("reliefs", reliefRows);
    add("networks", networkRows);
    add("start", [&] { return startRows(argv[0]); });
    add("core", coreRows);
    if (rows.empty()) {
      std::cerr << "thalweg_bench: no part is called " << only << "\n";
      return 2;
    }
    std::cout << table(rows);
    if (!earlierPath.empty()) std::cout << "\n" << comparison(rows, earlierPath);
    if (!jsonPath.empty() && !(std::ofstream(jsonPath) << json(rows))) {
      std::cerr << "thalweg_bench: cannot write " << jsonPath << "\n";
      return 1;
    }
  } catch (const std::exception& error) {
    std::cerr << "thalweg_bench: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
