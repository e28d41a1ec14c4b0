#pragma once
/// What holds of every recorded run that is read, whatever the file, and of every refusal.

#include "core/recorded/recorded_file.h"

#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// NaN is like NaN.
inline bool same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i]))) return false;
  }
  return true;
}

/// A refusal is one line of readable length.
inline void checkWords(const std::string& words) {
  require(!words.empty() && words.size() < 1500 && words.find('\n') == std::string::npos);
}

inline void checkRun(const RecordedRun& run) {
  const Index rows = run.points.rows();
  require(rows >= 1 && run.points.cols() >= 2 && run.points.allFinite());
  require(run.loss.size() == rows && run.gradientNorm.size() == rows);
  require(run.steps.size() == static_cast<std::size_t>(rows));
  for (std::size_t i = 1; i < run.steps.size(); ++i) require(run.steps[i] > run.steps[i - 1]);
  require(run.rates.rows() == rows || run.rates.size() == 0);
  Index weights = 0;
  for (const RecordedParameter& parameter : run.parameters) {
    Index size = 1;
    for (const Index length : parameter.lengths) size *= length;
    weights += size;
  }
  require(run.parameters.empty() || weights == run.points.cols());
  if (run.grid) {
    require(run.plane.has_value() && run.grid->x.size() >= 2 && run.grid->y.size() >= 2);
    require(run.grid->values.cols() == static_cast<Index>(run.grid->x.size()));
    require(run.grid->values.rows() == static_cast<Index>(run.grid->y.size()));
  }
  require(run.every() >= 0);
}

inline void readRun(std::string_view bytes, const std::string& name) {
  try {
    checkRun(*parseRecordedRun(bytes, name));
  } catch (const std::runtime_error& error) {
    checkWords(error.what());
  }
}

}  // namespace thalweg::fuzz
