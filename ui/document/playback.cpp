#include "ui/document/playback.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {
constexpr int frameMilliseconds = 16;
constexpr double slowRate = 30;    // steps a second at 1×
constexpr double longestRun = 20;  // seconds that a run of many steps takes at 1×
constexpr double restAtEnd = 0.8;  // seconds that a loop shows its last step
}  // namespace

Playback::Playback(QObject* parent) : QObject(parent) {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(frameMilliseconds);
  connect(&timer_, &QTimer::timeout, this, &Playback::tick);
}

double Playback::stepsPerSecond() const {
  return speed_ * std::max(slowRate, static_cast<double>(steps_) / longestRun);
}

void Playback::setSteps(std::int64_t steps) {
  if (steps == steps_) return;
  steps_ = steps;
  Q_EMIT stateChanged();
  if (step_ > steps_) setStep(steps_);
}

void Playback::setStep(std::int64_t step) {
  step = std::clamp<std::int64_t>(step, 0, steps_);
  position_ = static_cast<double>(step);
  if (step == step_) return;
  step_ = step;
  Q_EMIT stepChanged(step_);
}

void Playback::setSpeed(double speed) {
  speed = std::clamp(speed, slowest, fastest);
  if (speed == speed_) return;
  speed_ = speed;
  Q_EMIT stateChanged();
}

void Playback::setLoop(bool loop) {
  if (loop == loop_) return;
  loop_ = loop;
  Q_EMIT stateChanged();
}

void Playback::setPlaying(bool playing) {
  if (playing == this->playing()) return;
  if (playing) {
    if (step_ >= steps_) setStep(0);
    clock_.start();
    timer_.start();
  } else {
    timer_.stop();
  }
  Q_EMIT stateChanged();
}

void Playback::stepBy(std::int64_t steps) {
  setPlaying(false);
  setStep(step_ + steps);
}

void Playback::tick() {
  // A stalled window resumes where it was instead of jumping ahead.
  const double elapsed = std::min(0.1, static_cast<double>(clock_.restart()) / 1000);
  position_ += elapsed * stepsPerSecond();
  const auto last = static_cast<double>(steps_);
  if (position_ >= last && !loop_) {
    setStep(steps_);
    return setPlaying(false);
  }
  if (position_ >= last + restAtEnd * stepsPerSecond()) position_ = 0;
  const auto step = static_cast<std::int64_t>(std::min(std::floor(position_), last));
  if (step == step_) return;
  step_ = step;
  Q_EMIT stepChanged(step_);
}

}  // namespace thalweg
