#pragma once
/// What opens below the title: recent files, then the scenarios that the program brings along, with pictures, and the
/// keys to choose with. Threads: GUI thread only.

#include "ui/panels/gallery_popup.h"

class QListView;
class QModelIndex;
class QStandardItemModel;

namespace thalweg {

class FlatButton;
class RecentFiles;

class ScenarioGallery : public GalleryPopup {
  Q_OBJECT

 public:
  ScenarioGallery(const ThemeController& themes, const RecentFiles& recent, QWidget* parent);

  [[nodiscard]] QListView* list() const { return list_; }

 Q_SIGNALS:
  void builtInChosen(std::size_t index);
  void fileChosen(const QString& path);
  void openRequested();
  void newRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void fill() override;
  [[nodiscard]] std::vector<std::pair<QString, const Scenario*>> pictured() const override;
  void showPictures() override;

 private:
  class Delegate;
  void chooseFirst();
  void choose(const QModelIndex& index);

  const RecentFiles& recent_;
  QListView* list_;
  QStandardItemModel* entries_;
};

}  // namespace thalweg
