#include "core/recorded/recorded_file.h"

#include "core/base/data_text.h"
#include "core/base/format.h"
#include "core/base/npy.h"
#include "core/base/safetensors.h"
#include "core/base/zip.h"
#include "core/recorded/recorded_tables.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <system_error>

namespace thalweg {

namespace {

constexpr const char* headerName = "header";
constexpr double readingShare = 0.5;  // of the progress; turning the numbers is the rest

std::string endingOf(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  std::string ending = dot == std::string::npos ? "" : name.substr(dot + 1);
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return ending;
}

bool isPickle(std::string_view bytes, const std::string& ending) {
  const bool protocol = bytes.size() > 1 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
  return protocol || ending == "pt" || ending == "pth" || ending == "pkl" || ending == "pickle";
}

/// What torch.save makes today is an archive, too.
bool holdsPickle(const std::vector<ZipEntry>& entries) {
  return std::ranges::any_of(
      entries, [](const ZipEntry& entry) { return entry.name.ends_with(".pkl") || entry.name.ends_with("/data.pkl"); });
}

[[noreturn]] void refusePickle() {
  throw std::runtime_error(
      "it was written by torch.save, and reading that would run what is in it; write the run with the recorder's "
      "save(\"run.npz\"), or its weights with numpy.savez or safetensors");
}

RecordedTables tablesOfNpz(std::string_view bytes) {
  RecordedTables tables;
  tables.archive.emplace(bytes, limits::recordedNumbers + limits::recordedWeights);
  tables.arrays.insert(tables.archive->arrays().begin(), tables.archive->arrays().end());
  return tables;
}

RecordedTables tablesOf(std::string_view bytes, const std::string& name) {
  const std::string ending = endingOf(name);
  if (isZip(bytes)) {
    if (holdsPickle(zipEntries(bytes))) refusePickle();
    return tablesOfNpz(bytes);
  }
  if (isNpy(bytes)) {
    RecordedTables tables;
    tables.arrays["weights"] = viewNpy(bytes, limits::recordedNumbers);
    return tables;
  }
  if (isPickle(bytes, ending)) refusePickle();
  if (isSafetensors(bytes)) {
    const Safetensors file = readSafetensors(bytes, limits::recordedNumbers);
    RecordedTables tables;
    tables.arrays.insert(file.tensors.begin(), file.tensors.end());
    constexpr int deepest = 6;
    if (const auto found = file.metadata.find("thalweg"); found != file.metadata.end())
      tables.header = parseShallow(found->second, deepest, "the header");
    return tables;
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (ending == "json" || (first != std::string_view::npos && bytes[first] == '{')) return tablesOfJson(bytes);
  if (ending == "csv" || ending == "tsv" || ending == "txt") return tablesOfCsv(bytes);
  throw std::runtime_error("expected a recorded run: .npz, .safetensors, .npy, .csv or .json");
}

std::string shapeText(const ArrayView& array) {
  std::string text;
  for (const std::size_t length : array.shape) text += (text.empty() ? "" : " × ") + std::to_string(length);
  return text.empty() ? "one number" : text;
}

[[noreturn]] void refuseShape(const std::string& name, const std::string& expected, const ArrayView& array) {
  throw std::runtime_error(name + ": expected " + expected + ", found " + shapeText(array));
}

/// Turns the tables into a run, array by array.
class RunMaker {
 public:
  RunMaker(const RecordedTables& tables, const RecordedReading& reading) : tables_(tables), reading_(reading) {}

  std::optional<RecordedRun> make(const std::string& name) {
    if (!readWeights()) return {};
    readLosses();
    readSteps();
    readRates();
    run_.gradientNorm = columnOf("gradient_norm");
    readHeader(name);
    readPlane();
    if (run_.plane) readGrid();
    if (reading_.progress) reading_.progress(1);
    return std::move(run_);
  }

 private:
  /// False after a stop request.
  bool readWeights() {
    const ArrayView* weights = tables_.find("weights");
    if (!weights) {
      std::string names;
      for (const auto& [known, array] : tables_.arrays) names += (names.empty() ? "" : ", ") + printable(known, 40);
      throw std::runtime_error("expected an array \"weights\", found " + (names.empty() ? "none" : printable(names)));
    }
    if (weights->shape.size() != 2 || weights->shape[0] < 1 || weights->shape[1] < 2)
      refuseShape("weights", "a row a step and a column a weight, at least 1 × 2", *weights);
    const std::size_t rows = weights->shape[0];
    columns_ = weights->shape[1];
    if (columns_ > limits::recordedWeights)
      refuseShape("weights", "at most " + std::to_string(limits::recordedWeights) + " weights", *weights);
    if (rows > limits::recordedNumbers / columns_)
      refuseShape("weights", "at most " + std::to_string(limits::recordedNumbers) + " numbers", *weights);
    run_.points.resize(static_cast<Index>(rows), static_cast<Index>(columns_));
    // Rows lie row by row there and column by column here: small pieces of both stay in the cache.
    constexpr std::size_t pieceRows = 64;
    constexpr std::size_t pieceColumns = 512;
    std::array<double, pieceColumns> piece{};
    rows_ = rows;
    for (std::size_t top = 0; top < rows; top += pieceRows) {
      if (reading_.stop.stop_requested()) return false;
      const std::size_t bottom = std::min(rows, top + pieceRows);
      for (std::size_t left = 0; left < columns_; left += pieceColumns) {
        const std::size_t count = std::min(pieceColumns, columns_ - left);
        for (std::size_t row = top; row < bottom; ++row) {
          weights->read(row * columns_ + left, count, piece.data());
          for (std::size_t i = 0; i < count; ++i) {
            if (!std::isfinite(piece[i])) rows_ = std::min(rows_, row);
            run_.points(static_cast<Index>(row), static_cast<Index>(left + i)) = piece[i];
          }
        }
      }
      const double done = static_cast<double>(bottom) / static_cast<double>(rows);
      if (reading_.progress) reading_.progress(readingShare + (1 - readingShare) * done);
    }
    return true;
  }

  /// A number a row of the weights; NaN where there is no such array.
  Column columnOf(const std::string& name) const {
    const Column none = Column::Constant(static_cast<Index>(rows_), std::numeric_limits<double>::quiet_NaN());
    const ArrayView* array = tables_.find(name);
    if (!array) return none;
    const auto all = static_cast<std::size_t>(tables_.find("weights")->shape[0]);
    if (array->shape != std::vector<std::size_t>{all})
      refuseShape(name, std::to_string(all) + " numbers, one a row of weights", *array);
    Column column = none;
    array->read(0, rows_, column.data());
    return column;
  }

  /// The run ends with the last row whose weights and loss are numbers.
  void readLosses() {
    const std::size_t all = rows_;
    const bool brokenWeights = rows_ < static_cast<std::size_t>(run_.points.rows());
    run_.loss = columnOf("loss");
    const bool known = tables_.find("loss") != nullptr;
    std::size_t kept = 0;
    while (known && kept < all && std::isfinite(run_.loss[static_cast<Index>(kept)])) ++kept;
    if (!known) kept = all;
    if (kept == 0) throw std::runtime_error(rows_ == 0 ? "weights[0]: not finite" : "loss[0]: not finite");
    run_.broke = brokenWeights || kept < all;
    rows_ = kept;
    run_.loss.conservativeResize(static_cast<Index>(rows_));
    run_.points.conservativeResize(static_cast<Index>(rows_), Eigen::NoChange);
  }

  void readSteps() {
    run_.steps.resize(rows_);
    const bool known = tables_.find("steps") != nullptr;
    const Column steps = columnOf("steps");
    constexpr double largest = 9e15;
    for (std::size_t i = 0; i < rows_; ++i) {
      const double step = known ? steps[static_cast<Index>(i)] : static_cast<double>(i);
      const bool whole = step >= 0 && step <= largest && step == std::floor(step);
      if (!whole || (i > 0 && static_cast<std::int64_t>(step) <= run_.steps[i - 1]))
        throw std::runtime_error("steps[" + std::to_string(i) + "]: expected rising whole numbers from 0, found " +
                                 formatShort(step));
      run_.steps[i] = static_cast<std::int64_t>(step);
    }
  }

  void readRates() {
    const ArrayView* array = tables_.find("lr");
    if (!array) return;
    constexpr std::size_t mostGroups = 64;
    const std::size_t all = tables_.find("weights")->shape[0];
    const bool list = array->shape == std::vector<std::size_t>{all};
    const bool table =
        array->shape.size() == 2 && array->shape[0] == all && array->shape[1] > 0 && array->shape[1] <= mostGroups;
    if (!list && !table) refuseShape("lr", std::to_string(all) + " numbers, or rows of one a group", *array);
    const std::size_t groups = list ? 1 : array->shape[1];
    run_.rates.resize(static_cast<Index>(rows_), static_cast<Index>(groups));
    std::vector<double> row(groups);
    for (std::size_t i = 0; i < rows_; ++i) {
      array->read(i * groups, groups, row.data());
      for (std::size_t g = 0; g < groups; ++g) run_.rates(static_cast<Index>(i), static_cast<Index>(g)) = row[g];
    }
  }

  void readHeader(const std::string& name) {
    Json header = tables_.header;
    if (const ArrayView* bytes = tables_.find(headerName)) {
      constexpr int deepest = 6;
      header = parseShallow(bytes->text(), deepest, "header");
    }
    if (!header.is_object()) throw std::runtime_error("header: expected an object");
    constexpr std::size_t longest = 80;
    const auto word = [&](const char* key) {
      const auto found = header.find(key);
      return found != header.end() && found->is_string() ? printable(found->get<std::string>(), longest)
                                                         : std::string();
    };
    run_.settings = settingsOf(word("optimizer"), header);
    run_.label = word("label");
    if (run_.label.empty()) run_.label = word("optimizer");
    if (run_.label.empty()) run_.label = printable(std::filesystem::path(name).stem().string(), longest);
    readParameters(header);
  }

  static std::string settingsOf(const std::string& optimizer, const Json& header) {
    std::string text = optimizer;
    const auto options = header.find("options");
    if (options == header.end() || !options->is_object()) return text;
    for (const auto& [id, value] : options->items()) {
      if (!value.is_number() && !value.is_boolean() && !value.is_string()) continue;
      const std::string shown = value.is_string() ? value.get<std::string>() : value.dump();
      text += (text.empty() ? "" : ", ") + printable(id + " " + shown, 60);
    }
    return printable(text);
  }

  void readParameters(const Json& header) {
    const auto list = header.find("parameters");
    if (list == header.end()) return;
    const auto refuse = [](std::size_t i) {
      throw std::runtime_error("header: parameters[" + std::to_string(i) + "]: expected a name and its lengths");
    };
    if (!list->is_array()) refuse(0);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Json& entry = (*list)[i];
      constexpr std::size_t mostAxes = 16;
      if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_array() ||
          entry[1].size() > mostAxes)
        refuse(i);
      RecordedParameter parameter{printable(entry[0].get<std::string>(), 80), {}};
      std::size_t size = 1;
      for (const Json& length : entry[1]) {
        if (!length.is_number_unsigned() || length.get<std::size_t>() < 1 || length.get<std::size_t>() > columns_)
          refuse(i);
        size *= length.get<std::size_t>();
        if (size > columns_) refuse(i);
        parameter.lengths.push_back(length.get<Index>());
      }
      sum += size;
      run_.parameters.push_back(std::move(parameter));
    }
    if (sum != columns_)
      throw std::runtime_error("header: parameters: expected " + std::to_string(columns_) + " numbers in all, found " +
                               std::to_string(sum));
  }

  void readPlane() {
    const ArrayView* array = tables_.find("plane");
    if (!array) return;
    if (array->shape != std::vector<std::size_t>{3, columns_})
      refuseShape("plane", "3 × " + std::to_string(columns_) + ": a point and two directions", *array);
    RecordedPlane plane;
    std::size_t first = 0;
    for (std::vector<double>* row : {&plane.origin, &plane.u, &plane.v}) {
      row->resize(columns_);
      array->read(first, columns_, row->data());
      first += columns_;
    }
    const auto asVector = [](const std::vector<double>& row) {
      return Eigen::Map<const Eigen::VectorXd>(row.data(), static_cast<Index>(row.size()));
    };
    constexpr double tolerance = 1e-3;  // of numbers that may be float32
    const auto u = asVector(plane.u);
    const auto v = asVector(plane.v);
    const bool fit = asVector(plane.origin).allFinite() && std::abs(u.norm() - 1) < tolerance &&
                     std::abs(v.norm() - 1) < tolerance && std::abs(u.dot(v)) < tolerance;
    if (!fit) throw std::runtime_error("plane: expected a point, and two directions of length 1 at right angles");
    run_.plane = std::move(plane);
  }

  std::vector<double> nodes(const std::string& name) const {
    const ArrayView* array = tables_.find(name);
    constexpr std::size_t most = 2000;
    if (!array) throw std::runtime_error(name + ": expected the places of grid_loss, found nothing");
    if (array->shape.size() != 1 || array->shape[0] < 2 || array->shape[0] > most)
      refuseShape(name, "2 to " + std::to_string(most) + " numbers", *array);
    std::vector<double> places = array->doubles().values;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!std::isfinite(places[i]) || (i > 0 && !(places[i] > places[i - 1])))
        throw std::runtime_error(name + "[" + std::to_string(i) + "]: expected rising numbers, found " +
                                 formatShort(places[i]));
    }
    return places;
  }

  void readGrid() {
    const ArrayView* array = tables_.find("grid_loss");
    if (!array) return;
    RecordedGrid grid{nodes("grid_x"), nodes("grid_y"), {}};
    if (array->shape != std::vector<std::size_t>{grid.y.size(), grid.x.size()})
      refuseShape("grid_loss", std::to_string(grid.y.size()) + " × " + std::to_string(grid.x.size()), *array);
    const NumericArray values = array->doubles();
    grid.values.resize(static_cast<Index>(grid.y.size()), static_cast<Index>(grid.x.size()));
    for (std::size_t k = 0; k < grid.y.size(); ++k) {
      for (std::size_t i = 0; i < grid.x.size(); ++i) {
        const double value = values.values[k * grid.x.size() + i];
        grid.values(static_cast<Index>(k), static_cast<Index>(i)) =
            std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
      }
    }
    run_.grid = std::move(grid);
  }

  const RecordedTables& tables_;
  const RecordedReading& reading_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  RecordedRun run_;
};

/// The whole file, or nothing after a stop request.
std::optional<std::string> bytesOf(const std::string& path, const RecordedReading& reading) {
  std::error_code code;
  const std::uintmax_t size = std::filesystem::file_size(path, code);
  if (code) throw std::system_error(code);
  if (size > limits::recordedBytes)
    throw std::runtime_error("it is larger than " + std::to_string(limits::recordedBytes >> 30u) + " GiB");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::system_error(errno != 0 ? errno : EIO, std::generic_category());
  std::string bytes(static_cast<std::size_t>(size), '\0');
  constexpr std::size_t piece = 4u << 20u;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (reading.stop.stop_requested()) return {};
    const std::size_t count = std::min(piece, bytes.size() - at);
    if (!file.read(bytes.data() + at, static_cast<std::streamsize>(count)))
      throw std::runtime_error("it became shorter while it was read");
    if (reading.progress)
      reading.progress(readingShare * static_cast<double>(at + count) / static_cast<double>(bytes.size()));
  }
  return bytes;
}

}  // namespace

bool looksRecorded(const std::string& path, std::string_view beginning) {
  const std::string ending = endingOf(path);
  const auto names = [&](std::string_view key) { return beginning.find(key) != std::string_view::npos; };
  if (ending == "json" && names("\"weights\"") && !names("\"thalweg\"")) return true;
  return isZip(beginning) || isNpy(beginning) || isSafetensors(beginning) || isPickle(beginning, ending) ||
         ending == "csv" || ending == "npz" || ending == "npy" || ending == "safetensors";
}

std::optional<RecordedRun> parseRecordedRun(std::string_view bytes, const std::string& name,
                                            const RecordedReading& reading) {
  const RecordedTables tables = tablesOf(bytes, name);
  return RunMaker(tables, reading).make(name);
}

std::optional<RecordedRun> readRecordedRun(const std::string& path, const RecordedReading& reading) {
  const std::optional<std::string> bytes = bytesOf(path, reading);
  if (!bytes) return {};
  return parseRecordedRun(*bytes, path, reading);
}

std::shared_ptr<const RecordedRuns> readRecordedRuns(const std::vector<std::string>& files,
                                                     const RecordedReading& reading) {
  auto all = std::make_shared<RecordedRuns>();
  for (std::size_t i = 0; i < files.size(); ++i) {
    RecordedReading part{.progress = {}, .stop = reading.stop};
    if (reading.progress)
      part.progress = [&](double share) {
        reading.progress((static_cast<double>(i) + share) / static_cast<double>(files.size()));
      };
    try {
      std::optional<RecordedRun> run = readRecordedRun(files[i], part);
      if (!run) return nullptr;
      if (i > 0 && run->points.cols() != all->runs[0].points.cols())
        throw std::runtime_error("weights: expected " + std::to_string(all->runs[0].points.cols()) +
                                 " of them, as in the first file, found " + std::to_string(run->points.cols()));
      all->runs.push_back(std::move(*run));
    } catch (const std::system_error& error) {
      throw std::runtime_error(printable(files[i]) + ": " + error.code().message());
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(printable(files[i]) + ": " + error.what());
    }
    all->files.push_back(files[i]);
  }
  return all;
}

}  // namespace thalweg
