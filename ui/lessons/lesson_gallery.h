#pragma once
/// What opens below the toolbar's Lessons: the course in chapters, with pictures, marks of what is done, a search
/// field, and the keys to choose with. Pictures are computed in the background when first seen, and kept. Threads: GUI
/// thread only.

#include "ui/background/latest_job.h"
#include "ui/background/scenario_thumbnail.h"
#include "ui/document/lesson_course.h"
#include "ui/look/theme.h"

#include <QColor>
#include <QFrame>
#include <QHash>
#include <QPixmap>

#include <memory>
#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace thalweg {

class LessonSession;

class LessonGallery : public QFrame {
  Q_OBJECT

 public:
  LessonGallery(const ThemeController& themes, const LessonSession& session, QWidget* parent);
  ~LessonGallery() override;

  /// Below `button`, within the screen.
  void openBelow(const QWidget* button);
  [[nodiscard]] const std::vector<CourseLesson>& course() const { return course_; }
  [[nodiscard]] QLineEdit* search() const { return search_; }
  [[nodiscard]] QPushButton* goOn() const { return goOn_; }
  /// The lesson's entry; null while a search hides it.
  [[nodiscard]] QWidget* entry(const std::string& id) const;

 Q_SIGNALS:
  void chosen(std::size_t lesson);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  class Entry;
  struct Made {
    QString key;
    std::shared_ptr<const Thumbnail> thumbnail;
    QColor ground;
  };
  void fill();
  void choose(std::size_t lesson);
  void requestPictures();
  [[nodiscard]] QString pictureKey(const std::string& id) const;
  [[nodiscard]] QSize pictureSize() const;
  [[nodiscard]] const CourseLesson* lessonToGoOn() const;

  const ThemeController& themes_;
  const LessonSession& session_;
  std::vector<CourseLesson> course_;
  QLabel* counted_;
  QProgressBar* bar_;
  QLineEdit* search_;
  QPushButton* goOn_;
  QScrollArea* scroll_;
  std::vector<Entry*> entries_;  // those that the search leaves
  int columns_ = 3;
  QHash<QString, QPixmap> pictures_;
  LatestJob<Made> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
