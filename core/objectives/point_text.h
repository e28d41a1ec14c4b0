#pragma once
/// Samples of one's own as text: read from CSV files and from what spreadsheets copy, and written as CSV.
///
/// A row a sample: its inputs, then its value or class; in any place a column that says train or test. Cells stand
/// apart by tabs, semicolons, commas or spaces, whichever of these the first row has, in this order. A first row
/// without any number names the columns; lines that begin with # are left out. Numbers have a point; where tabs or
/// semicolons part the cells, decimal commas are understood, too, if all numbers have them. Classes may have any two or
/// three names. Errors: PointTextError, whose message names row (from 1, as spreadsheets count) and column. Threads:
/// pure functions.

#include "core/contracts/dataset.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

class PointTextError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What is expected of the text.
struct PointColumns {
  bool values = true;     ///< an input and its value: two columns
  Index mostClasses = 0;  ///< two inputs and a class: three columns, and so many classes; 0: no classes
};

/// Lists as the options `points` and `test_points` hold them.
struct PointText {
  Json points = Json::array();
  Json testPoints;                 ///< null: none
  std::vector<std::string> notes;  ///< sentences about what was understood otherwise than it stands there
};
PointText readPointText(std::string_view text, const PointColumns& expected);

/// The samples as lists: classes from 0 on.
PointText pointLists(const Dataset& data);
/// As CSV with a first row that names the columns; numbers that read back to the same bits.
std::string writePointText(const PointText& points);

/// Draws anew which points are for testing: the part `share` (0 to 1) of all, rounded, but never all of them, by
/// `seed`. They keep their order.
void holdOut(PointText& points, double share, std::uint32_t seed);

}  // namespace thalweg
