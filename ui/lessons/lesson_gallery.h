#pragma once
/// What opens below the toolbar's Lessons: the course in chapters, with pictures, marks of what is done, and the keys
/// to choose with. Threads: GUI thread only.

#include "ui/document/lesson_course.h"
#include "ui/panels/gallery_popup.h"

#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace thalweg {

class LessonSession;

class LessonGallery : public GalleryPopup {
  Q_OBJECT

 public:
  LessonGallery(const ThemeController& themes, const LessonSession& session, QWidget* parent);
  ~LessonGallery() override;

  [[nodiscard]] const std::vector<CourseLesson>& course() const { return course_; }
  [[nodiscard]] QPushButton* goOn() const { return goOn_; }
  /// The lesson's entry; null while a search hides it.
  [[nodiscard]] QWidget* entry(const std::string& id) const;

 Q_SIGNALS:
  void chosen(std::size_t lesson);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void fill() override;
  [[nodiscard]] std::vector<std::pair<QString, const Scenario*>> pictured() const override;
  void showPictures() override;

 private:
  class Entry;
  void choose(std::size_t lesson);
  [[nodiscard]] const CourseLesson* lessonToGoOn() const;

  const LessonSession& session_;
  std::vector<CourseLesson> course_;
  QLabel* counted_;
  QProgressBar* bar_;
  QPushButton* goOn_;
  QScrollArea* scroll_;
  std::vector<Entry*> entries_;  // those that the search leaves
};

}  // namespace thalweg
