#include "tests/bench/rows.h"
namespace thalweg::bench {
std::vector<Row> coreRows() { return {}; }
}  // namespace thalweg::bench
