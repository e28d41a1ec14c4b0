#pragma once
/// A run as an animation: a frame a step, or every so many steps.
///
/// What does not depend on the step is painted once; a few frames at a time are painted and encoded side by side, so
/// that memory stays bounded. Threads: any one thread; needs a QGuiApplication.

#include "ui/export/frame_encoder.h"

#include <functional>
#include <stop_token>

namespace thalweg {

struct AnimationSettings {
  AnimationFormat format = AnimationFormat::Gif;
  std::int64_t from = 0;           ///< step of the first frame
  std::optional<std::int64_t> to;  ///< and of the last; none: the scenario's last
  std::int64_t every = 0;          ///< steps a frame; 0: so many that there are at most `mostFrames`
  double fps = 30;                 ///< 1 to 120
  int loops = 0;                   ///< how often it is shown; 0: for ever
  /// Degrees that landscapes turn in all. Shown over and over, whole turns have no seam.
  double orbit = 0;

  static constexpr std::int64_t mostFrames = 600;
  bool operator==(const AnimationSettings&) const = default;
};

struct AnimationProgress {
  int done = 0;  ///< frames
  int total = 0;
  double remaining = 0;  ///< seconds, estimated
};

/// The steps of the frames; the last one is always among them. Where landscapes turn round a run that stands, from one
/// step to the same, there is a frame for each 3°. Throws PictureError for a range that is none.
std::vector<std::int64_t> animationSteps(const AnimationSettings& settings, std::int64_t steps);

/// Writes `path`, or nothing: false after a stop request. `progress` is called by the calling thread. Throws
/// PictureError, EncodingError, OptionError, std::system_error.
bool writeAnimation(const Scenario& scenario, const PictureSettings& picture, const AnimationSettings& settings,
                    const std::string& path, const std::function<void(const AnimationProgress&)>& progress = {},
                    std::stop_token stop = {});

}  // namespace thalweg
