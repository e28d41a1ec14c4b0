#pragma once
/// Recorded runs from files: .npz and .safetensors as `thalweg recorder` writes them, .npy, .csv and .json.
///
/// Arrays: `weights` (rows × weights, needed), `loss` and `steps` (a number a row), `lr` (a number a row, or a row of
/// one a parameter group), `gradient_norm` (a number a row), `plane` (origin and two directions of length 1 at right
/// angles, 3 × weights), `grid_x`, `grid_y` and `grid_loss` (rows of y × columns of x: the loss on the plane), and
/// `header`, JSON: label, optimizer, options, parameters ([name, lengths] each). In safetensors the header is the text
/// "thalweg" of the metadata. A .npy has the weights alone. A CSV has a header: `step`, `loss`, `lr` and
/// `gradient_norm` are what they say, all other columns are weights. JSON has lists under these names.
///
/// What torch.save wrote is refused, since reading it would run what is in it.
/// Errors: std::runtime_error with a sentence that names array and place, not the file; std::system_error for what
/// cannot be read. Threads: pure functions.

#include "core/recorded/recorded_run.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace thalweg {

namespace limits {
inline constexpr std::size_t recordedBytes = std::size_t{1} << 31;
inline constexpr std::size_t recordedNumbers = 200'000'000;  ///< weights of all rows together
inline constexpr std::size_t recordedWeights = 1'000'000;    ///< of one row
}  // namespace limits

struct RecordedReading {
  std::function<void(double share)> progress = {};  ///< rises to 1; called by the reading thread
  std::stop_token stop = {};
};

/// Whether the first bytes of a file, or else its name, say that it holds no scenario but may hold a run.
bool looksRecorded(const std::string& path, std::string_view beginning);

/// The run in `bytes`; `name` is the file's, whose ending tells formats apart that begin alike. None after a stop
/// request.
std::optional<RecordedRun> parseRecordedRun(std::string_view bytes, const std::string& name,
                                            const RecordedReading& reading = {});
std::optional<RecordedRun> readRecordedRun(const std::string& path, const RecordedReading& reading = {});

/// The runs of several files. Throws std::runtime_error that begins with the file's name as it is in `files`.
std::shared_ptr<const RecordedRuns> readRecordedRuns(const std::vector<std::string>& files,
                                                     const RecordedReading& reading = {});

}  // namespace thalweg
