#pragma once
/// The common cursor: which step is shown, and its playing. Nothing is recomputed while it moves.
/// Threads: main thread only.

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <cstdint>

namespace thalweg {

class Playback : public QObject {
  Q_OBJECT

 public:
  explicit Playback(QObject* parent = nullptr);

  [[nodiscard]] std::int64_t step() const { return step_; }
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  [[nodiscard]] double speed() const { return speed_; }
  [[nodiscard]] bool playing() const { return timer_.isActive(); }
  [[nodiscard]] bool loop() const { return loop_; }
  /// At the present speed.
  [[nodiscard]] double stepsPerSecond() const;

  static constexpr double slowest = 0.1;
  static constexpr double fastest = 20;

  /// Keeps the cursor within the new length; playing goes on.
  void setSteps(std::int64_t steps);
  void setStep(std::int64_t step);
  void setSpeed(double speed);
  void setLoop(bool loop);
  /// At the last step, playing begins at the first.
  void setPlaying(bool playing);
  void toggle() { setPlaying(!playing()); }
  /// Stops, and moves by `steps` in either direction.
  void stepBy(std::int64_t steps);

 Q_SIGNALS:
  void stepChanged(std::int64_t step);
  void stateChanged();

 private:
  void tick();

  QTimer timer_;
  QElapsedTimer clock_;
  std::int64_t step_ = 0;
  std::int64_t steps_ = 0;
  double position_ = 0;  // the step with its fraction
  double speed_ = 1;
  bool loop_ = false;
};

}  // namespace thalweg
