#include "core/contracts/matrix_option.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace thalweg {

namespace {

constexpr std::size_t numberBytes = 4;

/// The first byte is the lowest, whatever the processor's order.
float numberAt(const char* bytes) {
  std::uint32_t bits = 0;
  for (std::size_t k = numberBytes; k-- > 0;) bits = bits << 8u | static_cast<unsigned char>(bytes[k]);
  return std::bit_cast<float>(bits);
}

void append(std::string& bytes, float number) {
  auto bits = std::bit_cast<std::uint32_t>(number);
  for (std::size_t k = 0; k < numberBytes; ++k, bits >>= 8u) bytes += static_cast<char>(bits & 255u);
}

std::string placeOf(const std::string& path, Eigen::Index row, Eigen::Index column) {
  return path + "[" + std::to_string(row) + "][" + std::to_string(column) + "]";
}

Eigen::Index countOf(const Json& value, const char* key, const std::string& path) {
  const auto found = value.find(key);
  const bool whole = found != value.end() && found->is_number_integer() && found->get<std::int64_t>() >= 1 &&
                     found->get<std::int64_t>() <= limits::packedNumbers;
  if (!whole)
    throw OptionError(path + "." + key,
                      "expected an integer from 1 on, at most " + std::to_string(limits::packedNumbers));
  return found->get<Eigen::Index>();
}

/// What other programs write as base64, in the letters that packed texts have.
std::string urlLetters(std::string text) {
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

Eigen::MatrixXd unpackedMatrix(const Json& value, const std::string& path) {
  if (value.contains("file"))
    throw OptionError(path + ".file", "a file is read beside a scenario's own file alone, and this one has none");
  for (const auto& [key, unused] : value.items()) {
    if (key != "rows" && key != "columns" && key != "float32")
      throw OptionError(path + "." + key, "unknown key; known are rows, columns, float32");
  }
  const Eigen::Index rows = countOf(value, "rows", path);
  const Eigen::Index columns = countOf(value, "columns", path);
  if (rows * columns > limits::packedNumbers)
    throw OptionError(path, "expected at most " + std::to_string(limits::packedNumbers) + " numbers, found " +
                                std::to_string(rows) + " by " + std::to_string(columns));
  const auto text = value.find("float32");
  if (text == value.end() || !text->is_string())
    throw OptionError(path + ".float32", "expected numbers of four bytes, deflated, in base64");
  const std::size_t wanted = numberBytes * static_cast<std::size_t>(rows * columns);
  std::string bytes;
  try {
    const auto& letters = text->get_ref<const std::string&>();
    const bool usual = letters.find_first_of("+/=") == std::string::npos;
    bytes = unpacked(usual ? letters : urlLetters(letters), wanted);
  } catch (const std::invalid_argument& error) {
    throw OptionError(path + ".float32", error.what());
  }
  if (bytes.size() != wanted)
    throw OptionError(path + ".float32", "expected " + std::to_string(wanted) + " bytes for " + std::to_string(rows) +
                                             " by " + std::to_string(columns) + ", found " +
                                             std::to_string(bytes.size()));
  Eigen::MatrixXd matrix(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) {
      const float number = numberAt(bytes.data() + numberBytes * static_cast<std::size_t>(i * columns + j));
      if (!std::isfinite(number)) throw OptionError(placeOf(path, i, j), "expected a finite number");
      matrix(i, j) = number;
    }
  }
  return matrix;
}

}  // namespace

bool isPackedMatrix(const Json& value) { return value.is_object(); }

Eigen::MatrixXd matrixOf(const Json& value, const std::string& path) {
  if (isPackedMatrix(value)) return unpackedMatrix(value, path);
  if (!value.is_array() || value.empty() || !value[0].is_array() || value[0].empty())
    throw OptionError(path, "expected a list of rows of numbers");
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(value.size()), static_cast<Eigen::Index>(value[0].size()));
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    const Json& row = value[static_cast<std::size_t>(i)];
    if (!row.is_array() || row.size() != value[0].size())
      throw OptionError(path + "[" + std::to_string(i) + "]", "expected a row as long as the first");
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      const Json& number = row[static_cast<std::size_t>(j)];
      if (!number.is_number() || !std::isfinite(number.get<double>()))
        throw OptionError(placeOf(path, i, j), "expected a finite number");
      matrix(i, j) = number.get<double>();
    }
  }
  return matrix;
}

Json packedMatrix(const Eigen::MatrixXd& matrix, Packing packing) {
  std::string bytes;
  bytes.reserve(numberBytes * static_cast<std::size_t>(matrix.size()));
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) append(bytes, static_cast<float>(matrix(i, j)));
  }
  return {{"rows", matrix.rows()}, {"columns", matrix.cols()}, {"float32", packed(bytes, packing)}};
}

}  // namespace thalweg
