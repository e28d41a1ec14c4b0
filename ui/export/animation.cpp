#include "ui/export/animation.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace thalweg {

namespace {

constexpr std::size_t kSamples = 9;
constexpr double kBatchBytes = 128e6;

/// How many frames are in work at once.
std::size_t batchSize(const QSize& size) {
  const double bytes = 4.0 * size.width() * size.height();
  const auto threads = std::max(1u, std::thread::hardware_concurrency());
  return std::clamp<std::size_t>(static_cast<std::size_t>(kBatchBytes / bytes), 1, 4 * threads);
}

}  // namespace

std::vector<std::int64_t> animationSteps(const AnimationSettings& settings, std::int64_t steps) {
  const std::int64_t last = std::min(settings.to.value_or(steps), steps);
  if (settings.from < 0 || settings.from > last)
    throw PictureError("there is no step from " + std::to_string(settings.from) + " to " + std::to_string(last));
  const std::int64_t range = last - settings.from;
  const std::int64_t most = AnimationSettings::mostFrames;
  const std::int64_t every = settings.every > 0 ? settings.every : std::max<std::int64_t>(1, (range + most - 1) / most);
  std::vector<std::int64_t> frames;
  for (std::int64_t step = settings.from; step < last; step += every) frames.push_back(step);
  frames.push_back(last);
  return frames;
}

bool writeAnimation(const Scenario& scenario, const PictureSettings& pictureSettings, const AnimationSettings& settings,
                    const std::string& path, const std::function<void(const AnimationProgress&)>& progress,
                    std::stop_token stop) {
  using Clock = std::chrono::steady_clock;
  const std::vector<std::int64_t> steps = animationSteps(settings, scenario.steps);
  const bool opaque = pictureSettings.background != Background::Transparent;
  // Before anything is computed: what cannot be written is said at once.
  const auto encoder =
      makeFrameEncoder({settings.format, path, pictureSettings.size, static_cast<std::int64_t>(steps.size()),
                        pictureSettings.dpi, settings.fps, settings.loops, opaque});
  const Picture picture(scenario, pictureSettings, Picture::Device::Raster, stop);
  if (stop.stop_requested()) return false;
  const QImage ground = picture.groundImage();
  std::vector<QImage> samples;
  if (encoder->wantsSamples()) {
    samples.resize(std::min(kSamples, steps.size()));
    const auto paint = [&](std::size_t k) {
      const std::size_t last = samples.size() - 1;
      samples[k] = picture.frame(ground, steps[last == 0 ? 0 : k * (steps.size() - 1) / last]);
    };
    if (!parallelFor(samples.size(), paint, stop)) return false;
  }
  encoder->start(samples, picture.flatColors());
  samples.clear();

  const auto begun = Clock::now();
  const std::size_t batch = batchSize(pictureSettings.size);
  QImage before;
  for (std::size_t first = 0; first < steps.size(); first += batch) {
    const std::size_t count = std::min(batch, steps.size() - first);
    std::vector<QImage> frames(count);
    if (!parallelFor(
            count, [&](std::size_t k) { frames[k] = picture.frame(ground, steps[first + k]); }, stop))
      return false;
    std::vector<FrameEncoder::Piece> pieces(count);
    const auto encode = [&](std::size_t k) {
      const QImage* previous = k > 0 ? &frames[k - 1] : first > 0 ? &before : nullptr;
      pieces[k] = encoder->encode(previous, frames[k], static_cast<int>(first + k));
    };
    if (!parallelFor(count, encode, stop)) return false;
    for (std::size_t k = 0; k < count; ++k) encoder->append(pieces[k], static_cast<int>(first + k));
    before = frames.back();
    const auto done = static_cast<double>(first + count);
    const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
    if (progress) {
      progress({static_cast<int>(done), static_cast<int>(steps.size()),
                spent / done * (static_cast<double>(steps.size()) - done)});
    }
    if (stop.stop_requested()) return false;
  }
  encoder->finish();
  return true;
}

}  // namespace thalweg
