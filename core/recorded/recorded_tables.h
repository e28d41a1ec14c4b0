#pragma once
/// What files of recorded runs hold, whatever their format: arrays by name, and a header. Threads: values.

#include "core/base/npy.h"
#include "core/contracts/catalog.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace thalweg {

struct RecordedTables {
  std::map<std::string, ArrayView, std::less<>> arrays;
  Json header = Json::object();
  std::deque<NumericArray> own = {};  ///< numbers that were texts; what views look into stays where it is
  std::optional<Npz> archive = {};    ///< whose arrays are among them

  /// Keeps `array` and its view.
  void add(const std::string& name, NumericArray array);
  /// nullptr if there is none.
  [[nodiscard]] const ArrayView* find(std::string_view name) const;
};

/// JSON of at most so many levels. Throws std::runtime_error that begins with `what`.
Json parseShallow(std::string_view text, int deepest, const std::string& what);
/// A table with a header line; commas, semicolons or tabs. Throws std::runtime_error with line and column.
RecordedTables tablesOfCsv(std::string_view text);
/// Lists, and lists of lists, by name. Throws std::runtime_error with the place.
RecordedTables tablesOfJson(std::string_view text);

}  // namespace thalweg
