#pragma once
/// The right dock's page about more than one: what was said in this lesson goes into a file, and many such files, of a
/// class, are laid together: a histogram of choices and of values, a cloud of end points, a bundle of drawn paths.
/// Threads: GUI thread only.

#include "core/lessons/answers.h"
#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class InlineMessage;
class LessonSession;
struct GuessPicture;

class ClassPage : public QWidget {
  Q_OBJECT

 public:
  ClassPage(const ThemeController& themes, LessonSession& session, QWidget* parent = nullptr);

  /// Writes what was said in this lesson; with a name only if one is typed. False: a message says why not.
  bool save(const QString& path);
  void chooseAndSave();
  /// Adds the files' sheets to those that are there. A message names the files that are none of this lesson, and why.
  void open(const QStringList& paths);
  void chooseAndOpen();
  [[nodiscard]] std::size_t sheets() const { return sheets_.size(); }
  [[nodiscard]] QLineEdit* nameField() const { return name_; }
  [[nodiscard]] QString message() const;
  /// What the class said on the present page; null: no sheets, or nothing is asked.
  [[nodiscard]] std::shared_ptr<const ClassPredictions> predictions() const { return predictions_; }
  /// The same over the panel asked about; null: nothing is to be drawn.
  [[nodiscard]] std::shared_ptr<const GuessPicture> picture() const;

 Q_SIGNALS:
  /// Other predictions are shown.
  void changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void build();

  const ThemeController& themes_;
  LessonSession& session_;
  std::string lesson_;  // whose sheets are here
  std::vector<AnswerSheet> sheets_;
  std::shared_ptr<const ClassPredictions> predictions_;
  QLineEdit* name_;
  QPushButton* save_;
  QPushButton* open_;
  QPushButton* forget_;
  InlineMessage* message_;
  QLabel* counted_;
  QVBoxLayout* place_;
  QWidget* shown_ = nullptr;
  Later later_;
};

}  // namespace thalweg
