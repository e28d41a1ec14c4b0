#pragma once
/// Small pictures of all objectives with their own options, made in the background, one after another, and kept.
/// Threads: GUI thread; the pictures are painted in a thread of their own.

#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSize>

#include <map>
#include <string>
#include <vector>

namespace thalweg {

struct ObjectiveCard;

class Thumbnails : public QObject {
  Q_OBJECT

 public:
  explicit Thumbnails(const ThemeController& themes, QObject* parent = nullptr);
  ~Thumbnails() override;

  /// The picture of so many logical pixels; null while it is being made: `ready` follows.
  [[nodiscard]] QPixmap picture(const ObjectiveCard& card, QSize size, qreal ratio);

 Q_SIGNALS:
  void ready();

 private:
  struct Key {
    std::string id;
    bool dark;
    int width, height;  // device pixels
    qreal ratio;
    auto operator<=>(const Key&) const = default;
  };
  struct Made {
    Key key;
    QImage image;
  };
  void makeNext();

  const ThemeController& themes_;
  std::map<Key, QPixmap> made_;
  std::vector<Key> wanted_;  // the next at the end
  LatestJob<Made> job_;
};

/// The picture itself, of device pixels; null where the objective cannot be built.
[[nodiscard]] QImage paintedThumbnail(const ObjectiveCard& card, QSize pixels, qreal ratio, const Theme& theme);

}  // namespace thalweg
