#pragma once
/// What opens below the title: recent files, then the scenarios that the program brings along, with pictures, a search
/// field, and the keys to choose with.
/// Pictures are computed in the background when first seen, and kept. Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/background/scenario_thumbnail.h"
#include "ui/look/theme.h"

#include <QColor>
#include <QFrame>
#include <QHash>
#include <QPixmap>

#include <memory>

class QLineEdit;
class QListView;
class QModelIndex;
class QStandardItemModel;

namespace thalweg {

class FlatButton;
class RecentFiles;

class ScenarioGallery : public QFrame {
  Q_OBJECT

 public:
  ScenarioGallery(const ThemeController& themes, const RecentFiles& recent, QWidget* parent);

  /// Below `button`, within the screen.
  void openBelow(const QWidget* button);
  [[nodiscard]] QLineEdit* search() const { return search_; }
  [[nodiscard]] QListView* list() const { return list_; }
  /// Whether the picture of a built-in scenario is there.
  [[nodiscard]] bool hasPicture(const QString& id) const { return pictures_.contains(pictureKey(id)); }

 Q_SIGNALS:
  void builtInChosen(std::size_t index);
  void fileChosen(const QString& path);
  void openRequested();
  void newRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  class Delegate;
  struct Made {
    QString key;
    std::shared_ptr<const Thumbnail> thumbnail;
    QColor ground;
  };
  void fill();
  void chooseFirst();
  void choose(const QModelIndex& index);
  void requestPictures();
  [[nodiscard]] QString pictureKey(const QString& id) const;
  [[nodiscard]] QSize pictureSize() const;

  const ThemeController& themes_;
  const RecentFiles& recent_;
  QLineEdit* search_;
  QListView* list_;
  QStandardItemModel* entries_;
  QHash<QString, QPixmap> pictures_;
  LatestJob<Made> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
