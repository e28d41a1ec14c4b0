#pragma once
/// Whether a file that might be something else, too, a table of heights above all, is meant as a recorded run.
/// Threads: a pure function.

#include <string_view>

namespace thalweg {

/// By its first bytes, some hundred of them: a safetensors file, an archive that begins as the recorder's do, a table
/// with a column `loss`.
bool meansRun(std::string_view beginning);

}  // namespace thalweg
