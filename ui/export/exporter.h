#pragma once
/// Pictures out of the window: the export panel, and copying to the clipboard.
/// Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/export/export_panel.h"

#include <QObject>
#include <QTimer>

namespace thalweg {

class Exporter : public QObject {
  Q_OBJECT

 public:
  /// `state` says what the window shows; `store` may be null.
  Exporter(const ThemeController& themes, std::function<ShownState()> state, QSettings* store, QWidget* window);
  ~Exporter() override;

  /// Opens the panel.
  void open(const PictureContent& content = {});
  /// To the clipboard, in the window's colours, twice as fine as `size` (logical pixels) on a screen.
  void copy(const PictureContent& content, const QSize& size);
  void copy(const PictureSettings& settings);
  /// The window shows something else.
  void follow();
  /// Made when first asked for.
  [[nodiscard]] ExportPanel* panel();

 Q_SIGNALS:
  void said(const QString& words, bool problem);

 private:
  struct Copy {
    QImage image;
    QString problem;
  };

  const ThemeController& themes_;
  std::function<ShownState()> state_;
  QSettings* store_;
  QWidget* window_;
  ExportPanel* panel_ = nullptr;
  QTimer following_;
  LatestJob<Copy> copies_;  // last: ends before what it delivers to
};

}  // namespace thalweg
