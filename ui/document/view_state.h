#pragma once
/// What the user looks at, beside the document: the one place where it is kept. The step is the playback's.
/// Threads: main thread only.

#include "core/scenario/scenario.h"

#include <QObject>

#include <cstdint>

namespace thalweg {

class Playback;
class ScenarioModel;

/// Indices are within the scenario, and 0 where it has none.
struct Looking {
  std::size_t panel = 0;      ///< that charts and the timeline tell of
  std::size_t contender = 0;  ///< drawn on top
  std::int64_t step = 0;
  bool presenting = false;  ///< before an audience
  bool operator==(const Looking&) const = default;
};

class ViewState : public QObject {
  Q_OBJECT

 public:
  /// Follows both: an enlarged panel is the chosen one, and what has gone is no longer chosen.
  ViewState(const ScenarioModel& model, Playback& playback, QObject* parent = nullptr);

  [[nodiscard]] const Looking& now() const { return now_; }
  [[nodiscard]] Playback& playback() const { return playback_; }
  void choosePanel(std::size_t panel);
  void selectContender(std::size_t contender);
  void setPresenting(bool presenting);

 Q_SIGNALS:
  /// Never without a difference; `before` is valid during the signal.
  void changed(const thalweg::Looking& now, const thalweg::Looking& before);

 private:
  void assign(Looking next);
  void follow(const Scenario& scenario);

  const ScenarioModel& model_;
  Playback& playback_;
  Looking now_;
};

}  // namespace thalweg
