#pragma once
/// Heights from files: tables (CSV, or numbers apart by spaces, tabs or semicolons), NumPy's .npy and .npz, and grey
/// pictures as PGM. What the bytes are tells which it is.
///
/// Tables and arrays have the row of the least y first, as NumPy's meshgrid has it; pictures have it last, and their
/// brightness from 0 to 1. Of an .npz the array train_loss is taken, or its only one of two axes; xcoordinates and
/// ycoordinates, equally spaced, are the box: so are the surfaces of the loss-landscape project (Li et al. 2018,
/// arXiv:1712.09913) when they are saved with numpy.savez. Errors: std::runtime_error, "name, row 3, column 2: …".
/// Threads: pure functions.

#include "core/contracts/objective.h"

#include <optional>
#include <string>
#include <string_view>

namespace thalweg {

namespace limits {
inline constexpr std::size_t heightFileBytes = 64u << 20;
}

struct Heights {
  Eigen::MatrixXd values;   ///< at least 4 by 4, at most limits::packedNumbers
  std::optional<View> box;  ///< where the file says it
};

/// `name` is for messages.
Heights readHeights(std::string_view bytes, const std::string& name);

/// The same checks of values that were read elsewhere: how many, and whether all are finite in four bytes.
void checkHeights(const Eigen::MatrixXd& values, const std::string& name);

/// Whether a file of this name may hold heights that `readHeights` reads.
bool namesHeights(std::string_view name);

}  // namespace thalweg
