#pragma once
/// Options of kind Matrix: what stands in a scenario, and the numbers.
///
/// Either a list of equally long rows of numbers or, for many, {"rows": m, "columns": n, "float32": text}: row by row,
/// as little-endian IEEE 754 numbers of four bytes, deflated and in base64 (core/base/packed_text.h; base64's usual
/// letters and padding are read, too). Numbers are finite. Threads: pure functions.

#include "core/base/packed_text.h"
#include "core/contracts/catalog.h"

#include <Eigen/Core>

namespace thalweg {

namespace limits {
/// Numbers in one packed matrix: 512 by 512.
inline constexpr std::int64_t packedNumbers = 1 << 18;
}  // namespace limits

/// The matrix that `value` stands for. Throws OptionError at `path`, naming row and column, for what is none.
Eigen::MatrixXd matrixOf(const Json& value, const std::string& path);

/// Numbers rounded to four bytes, packed. At most `limits::packedNumbers` of them, all finite in four bytes.
Json packedMatrix(const Eigen::MatrixXd& matrix, Packing packing = Packing::Smallest);

/// Whether `value` is of the packed form, whatever it holds.
bool isPackedMatrix(const Json& value);

}  // namespace thalweg
