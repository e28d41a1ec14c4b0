#pragma once
/// Landscapes from files that the user has chosen: what core/objectives/height_file.h reads, and all pictures that Qt
/// reads. Errors: std::exception with a sentence that begins with the file's name. Threads: any.

#include "core/contracts/catalog.h"

#include <QString>
#include <QStringList>

namespace thalweg {

/// Options of objective `grid`. Heights without a box of their own get one as wide as they have columns for rows, four
/// at its longer side. Pictures are smoothed by two steps at first and have at most 257 pixels a side: larger ones are
/// averaged down.
Options optionsOfHeights(const QString& path);

/// "*.csv", "*.npy" … of all files that `optionsOfHeights` may read.
QStringList heightFilePatterns();
/// Whether a file that someone drops is meant as heights: by its name or, of an archive, which may hold anything, by
/// what is in it.
bool meansHeights(const QString& path);

}  // namespace thalweg
