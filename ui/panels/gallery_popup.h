#pragma once
/// What galleries of scenarios and of lessons share: a popup below a button, a search field that takes what is typed
/// wherever the focus is, and pictures that are computed in the background when first seen, and kept.
/// Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/background/scenario_thumbnail.h"
#include "ui/look/theme.h"

#include <QColor>
#include <QFrame>
#include <QHash>
#include <QPixmap>

#include <memory>
#include <utility>
#include <vector>

class QKeyEvent;
class QLineEdit;

namespace thalweg {

class GalleryPopup : public QFrame {
  Q_OBJECT

 public:
  /// Below `button`, within the screen.
  void openBelow(const QWidget* button);
  [[nodiscard]] QLineEdit* search() const { return search_; }
  /// Whether the picture of that id is there.
  [[nodiscard]] bool hasPicture(const QString& id) const { return pictures_.contains(pictureKey(id)); }

 protected:
  /// `size` of the popup and `picture` of its pictures are pixels at the base font.
  GalleryPopup(const ThemeController& themes, const QString& name, const QString& searching, QSize size, QSize picture,
               QWidget* parent);
  ~GalleryPopup() override;

  /// Shows the entries that hold all the words searched for.
  virtual void fill() = 0;
  /// Waits for the picture that is being made; no further ones are. For the destructor of whose scenarios they are.
  void stopPictures() { job_.reset(); }
  /// All that have a picture, by their ids; they stay until `stopPictures`.
  [[nodiscard]] virtual std::vector<std::pair<QString, const Scenario*>> pictured() const = 0;
  /// Another picture is there.
  virtual void showPictures() = 0;

  [[nodiscard]] const Theme& theme() const { return themes_.theme(); }
  [[nodiscard]] QSize pictureSize() const;
  /// Null while it is not there.
  [[nodiscard]] QPixmap picture(const QString& id) const { return pictures_.value(pictureKey(id)); }
  /// Whether `words` hold all that is searched for.
  [[nodiscard]] bool fits(const QString& words) const;
  /// A key that means a letter goes to the search field. False: it is none.
  bool typeOn(const QKeyEvent& key);
  void paintEvent(QPaintEvent* event) override;

  const ThemeController& themes_;
  QLineEdit* search_;

 private:
  struct Made {
    QString key;
    std::shared_ptr<const Thumbnail> thumbnail;
    QColor ground;
  };
  void requestPictures();
  [[nodiscard]] QString pictureKey(const QString& id) const;

  QSize size_;
  QSize picture_;
  QHash<QString, QPixmap> pictures_;
  std::unique_ptr<LatestJob<Made>> job_;
};

}  // namespace thalweg
