#pragma once
/// The small pictures of a page's answers: each a run of its own, computed in the background when first wanted, and
/// kept. Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/background/scenario_thumbnail.h"
#include "ui/look/theme.h"

#include <QColor>
#include <QObject>
#include <QPixmap>

#include <map>
#include <memory>

namespace thalweg {

class LessonSession;

class AnswerSketches : public QObject {
  Q_OBJECT

 public:
  /// In place of an answer: what happens.
  static constexpr int truth = -1;

  AnswerSketches(const ThemeController& themes, const LessonSession& session, QObject* parent = nullptr);
  ~AnswerSketches() override;

  /// Computes those of the present page that are not there yet.
  void request();
  /// Null while it is not there.
  [[nodiscard]] QPixmap picture(int answer) const;

 Q_SIGNALS:
  void made();

 private:
  struct Sketch {
    QString key;
    std::shared_ptr<const Thumbnail> thumbnail;
    QColor ground;
  };
  [[nodiscard]] QString key(int answer) const;

  const ThemeController& themes_;
  const LessonSession& session_;
  std::map<QString, QPixmap> pictures_;
  LatestJob<Sketch> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
