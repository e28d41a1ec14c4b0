#pragma once
/// Handwritten digits of 8 × 8 pixels: Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits (UCI Machine
/// Learning Repository, doi:10.24432/C50P49), as scikit-learn ships them. Threads: pure functions.

#include "core/contracts/dataset.h"

namespace thalweg {

/// 1 438 training and 359 test samples (every fifth) with 64 inputs, pixels from 0 to 1 row by row, and the classes 0 …
/// 9.
Dataset digitsData();

}  // namespace thalweg
