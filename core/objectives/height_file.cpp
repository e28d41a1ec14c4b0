#include "core/objectives/height_file.h"

#include "core/base/data_text.h"
#include "core/base/npy.h"
#include "core/contracts/matrix_option.h"
#include "core/objectives/spline_surface.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace thalweg {

namespace {

[[noreturn]] void failHeights(const std::string& name, const std::string& what) {
  throw std::runtime_error(printable(name) + what);
}

std::string rowAndColumn(Index row, Index column) {
  return ", row " + std::to_string(row + 1) + ", column " + std::to_string(column + 1) + ": ";
}

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

/// The cells of a line: apart by commas, semicolons or tabs, whichever there is, else by spaces.
std::vector<std::string_view> cellsOf(std::string_view line) {
  const std::size_t mark = line.find_first_of(",;\t");
  std::vector<std::string_view> cells;
  if (mark == std::string_view::npos) {
    while (!(line = trimmed(line)).empty()) {
      const std::size_t end = std::min(line.find(' '), line.size());
      cells.push_back(line.substr(0, end));
      line.remove_prefix(end);
    }
    return cells;
  }
  const char separator = line[mark];
  for (;;) {
    const std::size_t end = line.find(separator);
    cells.push_back(trimmed(line.substr(0, end)));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  // A separator at the end closes the last cell.
  if (cells.back().empty()) cells.pop_back();
  return cells;
}

/// NaN for what is no number.
double numberOf(std::string_view cell) {
  if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') cell = trimmed(cell.substr(1, cell.size() - 2));
  if (cell.starts_with('+')) cell.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return error == std::errc() && end == cell.data() + cell.size() ? number : std::numeric_limits<double>::quiet_NaN();
}

Heights readTable(std::string_view text, const std::string& name) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  std::vector<std::vector<double>> rows;
  Index line = -1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view words = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    if (words.empty() || words.front() == '#') continue;
    const std::vector<std::string_view> cells = cellsOf(words);
    std::vector<double> row;
    for (const std::string_view cell : cells) row.push_back(numberOf(cell));
    // Names of columns.
    if (rows.empty() && std::ranges::all_of(row, [](double v) { return std::isnan(v); })) continue;
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (!std::isfinite(row[j]))
        failHeights(name, rowAndColumn(line, static_cast<Index>(j)) + "expected a finite number, found \"" +
                              printable(cells[j], 40) + "\"");
    }
    if (!rows.empty() && row.size() != rows[0].size())
      failHeights(name, ", row " + std::to_string(line + 1) + ": expected " + std::to_string(rows[0].size()) +
                            " numbers as in the first, found " + std::to_string(row.size()));
    rows.push_back(std::move(row));
    if (static_cast<std::int64_t>(rows.size() * rows[0].size()) > limits::packedNumbers)
      failHeights(name, ", row " + std::to_string(line + 1) + ": expected at most " +
                            std::to_string(limits::packedNumbers) + " numbers in all");
  }
  if (rows.empty()) failHeights(name, ": expected rows of numbers, found none");
  Heights heights{Eigen::MatrixXd(static_cast<Index>(rows.size()), static_cast<Index>(rows[0].size())), {}};
  for (std::size_t i = 0; i < rows.size(); ++i)
    heights.values.row(static_cast<Index>(i)) =
        Eigen::Map<const Eigen::RowVectorXd>(rows[i].data(), heights.values.cols());
  return heights;
}

Eigen::MatrixXd matrixIn(const ArrayView& array, const std::string& name) {
  if (array.shape.size() != 2)
    failHeights(name, ": expected an array of two axes, found " + std::to_string(array.shape.size()));
  if (array.size() > static_cast<std::size_t>(limits::packedNumbers))
    failHeights(name, ": expected at most " + std::to_string(limits::packedNumbers) + " numbers, found " +
                          std::to_string(array.shape[0]) + " by " + std::to_string(array.shape[1]) +
                          "; every second of a is a[::2, ::2]");
  const NumericArray numbers = array.doubles();
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Rows>(numbers.values.data(), static_cast<Index>(array.shape[0]),
                                static_cast<Index>(array.shape[1]));
}

/// First and last of equally spaced coordinates.
std::pair<double, double> rangeIn(const ArrayView& array, Index wanted, const std::string& name) {
  if (array.shape.size() != 1 || static_cast<Index>(array.size()) != wanted)
    failHeights(name, ": expected " + std::to_string(wanted) + " coordinates in one row, as the heights have it");
  const std::vector<double> places = array.doubles().values;
  const double first = places.front();
  const double last = places.back();
  constexpr double tolerance = 1e-3;  // of a step
  const double step = (last - first) / static_cast<double>(wanted - 1);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!(step > 0) || !(std::abs(places[i] - (first + step * static_cast<double>(i))) <= tolerance * step))
      failHeights(name, ", number " + std::to_string(i + 1) + ": expected rising coordinates at equal steps");
  }
  return {first, last};
}

Heights readArchive(std::string_view bytes, const std::string& name) {
  const Npz archive(bytes);
  std::string chosen = "train_loss";
  if (!archive.find(chosen)) {
    std::string names;
    int count = 0;
    for (const auto& [key, array] : archive.arrays()) {
      names += (names.empty() ? "" : ", ") + printable(key, 40);
      if (array.shape.size() != 2) continue;
      ++count;
      chosen = key;
    }
    if (count != 1)
      failHeights(name, ": expected an array train_loss, or one array of two axes alone; found " +
                            (names.empty() ? "none" : names));
  }
  Heights heights{matrixIn(*archive.find(chosen), name + ", " + chosen), {}};
  const ArrayView* x = archive.find("xcoordinates");
  const ArrayView* y = archive.find("ycoordinates");
  if (!x || !y) return heights;
  checkHeights(heights.values, name + ", " + chosen);
  const auto [xMin, xMax] = rangeIn(*x, heights.values.cols(), name + ", xcoordinates");
  const auto [yMin, yMax] = rangeIn(*y, heights.values.rows(), name + ", ycoordinates");
  heights.box = View{xMin, xMax, yMin, yMax};
  return heights;
}

/// The numbers and bytes of a PGM (netpbm's specification of 2016).
class PgmReader {
 public:
  PgmReader(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {}

  Heights read() {
    const bool binary = rest_.starts_with("P5");
    rest_.remove_prefix(2);
    const Index columns = number("a width");
    const Index rows = number("a height");
    const Index white = number("the value of white");
    if (rows * columns > limits::packedNumbers || white > 65535 || std::min({rows, columns, white}) < 1)
      failHeights(name_, ": expected at most " + std::to_string(limits::packedNumbers) +
                             " pixels of 1 or 2 bytes, found " + std::to_string(columns) + " by " +
                             std::to_string(rows) + " with white at " + std::to_string(white));
    if (binary && !rest_.empty()) rest_.remove_prefix(1);
    Heights heights{Eigen::MatrixXd(rows, columns), {}};
    for (Index i = 0; i < rows; ++i) {
      for (Index j = 0; j < columns; ++j) {
        const Index grey = binary ? pixel(white > 255, i, j) : number("a pixel");
        if (grey > white) failHeights(name_, rowAndColumn(i, j) + "a pixel is brighter than white");
        heights.values(rows - 1 - i, j) = static_cast<double>(grey) / static_cast<double>(white);
      }
    }
    return heights;
  }

 private:
  Index number(const char* what) {
    for (;;) {
      while (!rest_.empty() && (isBlank(rest_.front()) || rest_.front() == '\n')) rest_.remove_prefix(1);
      if (!rest_.starts_with('#')) break;
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    }
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value > 1'000'000)
      failHeights(name_, std::string(": expected ") + what + " of a PGM picture");
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return static_cast<Index>(value);
  }
  Index pixel(bool wide, Index row, Index column) {
    const std::size_t bytes = wide ? 2 : 1;
    if (rest_.size() < bytes) failHeights(name_, rowAndColumn(row, column) + "the picture is cut off");
    Index grey = static_cast<unsigned char>(rest_[0]);
    if (wide) grey = grey * 256 + static_cast<unsigned char>(rest_[1]);
    rest_.remove_prefix(bytes);
    return grey;
  }

  std::string_view rest_;
  const std::string& name_;
};

Heights readAny(std::string_view bytes, const std::string& name) {
  if (isNpy(bytes)) return {matrixIn(viewNpy(bytes), name), {}};
  if (bytes.starts_with("PK")) return readArchive(bytes, name);
  if (bytes.starts_with("P2") || bytes.starts_with("P5")) return PgmReader(bytes, name).read();
  if (bytes.starts_with("\x89PNG") || bytes.starts_with("\xFF\xD8\xFF"))
    failHeights(name, ": pictures other than PGM are read in the window, which puts them into the scenario");
  if (bytes.starts_with("\x89HDF"))
    failHeights(name, ": HDF5 is not read; save it in Python with numpy.savez(name, **{k: f[k][:] for k in f})");
  if (bytes.substr(0, 4096).find('\0') != std::string_view::npos)
    failHeights(name, ": expected a table of numbers, .npy, .npz or PGM");
  return readTable(bytes, name);
}

}  // namespace

Heights readHeights(std::string_view bytes, const std::string& name) {
  Heights heights;
  try {
    heights = readAny(bytes, name);
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    if (what.starts_with(printable(name))) throw;
    failHeights(name, ": " + what);
  }
  checkHeights(heights.values, name);
  return heights;
}

void checkHeights(const Eigen::MatrixXd& values, const std::string& name) {
  if (std::min(values.rows(), values.cols()) < SplineSurface::least || values.size() > limits::packedNumbers)
    failHeights(name, ": expected at least 4 rows and 4 columns and at most " + std::to_string(limits::packedNumbers) +
                          " numbers, found " + std::to_string(values.rows()) + " by " + std::to_string(values.cols()));
  constexpr double most = std::numeric_limits<float>::max();
  for (Index i = 0; i < values.rows(); ++i) {
    for (Index j = 0; j < values.cols(); ++j) {
      if (!(std::abs(values(i, j)) <= most)) failHeights(name, rowAndColumn(i, j) + "expected a finite number");
    }
  }
}

bool namesHeights(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array<std::string_view, 6> endings = {".csv", ".tsv", ".txt", ".npy", ".npz", ".pgm"};
  return std::ranges::any_of(endings, [&](std::string_view ending) { return lower.ends_with(ending); });
}

}  // namespace thalweg
