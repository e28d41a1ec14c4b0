#pragma once
/// Arrays of numbers as files of NumPy and safetensors hold them: a view of the bytes, whose numbers are turned into
/// floats or doubles when they are asked for, so that a large file is not held several times over.
///
/// Shapes: `shape` has a length an axis; none is one number. Numbers are handed out in row-major order, whatever the
/// order in the file. Errors: std::runtime_error with a sentence. Threads: values; the bytes outlive them.

#include <cstddef>
#include <string_view>
#include <vector>

namespace thalweg {

/// An array that is read whole.
struct NumericArray {
  std::vector<std::size_t> shape;
  std::vector<double> values;  ///< row by row
};
/// The same in half the memory, for values that were float32 or less.
struct FloatArray {
  std::vector<std::size_t> shape;
  std::vector<float> values;  ///< row by row
};

struct ArrayView {
  enum class Kind { Boolean, Signed, Unsigned, Float, BFloat };

  Kind kind = Kind::Float;
  std::size_t width = 8;  ///< bytes of a number: 1, 2, 4 or 8
  bool bigEndian = false;
  bool columnMajor = false;  ///< the first axis runs fastest, as in Fortran
  std::vector<std::size_t> shape;
  std::string_view data;  ///< width · size() bytes

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] NumericArray doubles() const;
  [[nodiscard]] FloatArray floats() const;
  /// Numbers [first, first + count) of the row-major order.
  void read(std::size_t first, std::size_t count, double* out) const;
  /// The bytes as text, of an array of bytes.
  [[nodiscard]] std::string_view text() const;
};

/// The product of the lengths; throws where it is more than `most`.
std::size_t checkedSize(const std::vector<std::size_t>& shape, std::size_t most);

}  // namespace thalweg
