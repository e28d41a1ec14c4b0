#pragma once
/// A picture in small, as it would be written, kept up to date in the background.
/// Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/export/picture.h"

#include <QTimer>
#include <QWidget>

namespace thalweg {

/// What a transparent picture of this palette is shown on.
QColor slideColor(Palette palette);

class PicturePreview : public QWidget {
  Q_OBJECT

 public:
  explicit PicturePreview(const ThemeController& themes, QWidget* parent = nullptr);

  /// Shows this soon, while visible. Whatever size is wanted, it is painted in this widget's.
  void setPicture(std::shared_ptr<const Scenario> scenario, const PictureSettings& settings);
  [[nodiscard]] const QImage& image() const { return image_; }
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  /// Why there is no picture; empty: there is.
  void problemChanged(const QString& problem);
  void shown();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Result {
    QImage image;
    QString problem;
  };
  /// Asks soon.
  void announce();
  void request();

  const ThemeController& themes_;
  std::shared_ptr<const Scenario> scenario_;
  PictureSettings settings_;
  QImage image_;
  QTimer rest_;
  WorkPool::Pending announced_;
  LatestJob<Result> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
