#pragma once
/// An SVG 1.1 document to be painted on.
///
/// Qt's own generator ignores clipping, sets text in fonts that readers lack and rounds to six digits; this one clips,
/// cuts pictures at their clip, writes text as outlines (or as text), and its bytes depend on what is painted alone.
/// Threads: one device belongs to one thread.

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>
#include <QString>

#include <memory>

namespace thalweg {

enum class SvgText {
  Outlines,  ///< the same everywhere
  Text       ///< may be searched and edited; looks as the reader's fonts have it
};

class SvgDevice : public QPaintDevice {
 public:
  /// `size` in units of 1/96 inch, which painting uses; `physical` is the size that the document claims, in inches.
  SvgDevice(const QSizeF& size, const QSizeF& physical, const QString& title, SvgText text = SvgText::Outlines);
  ~SvgDevice() override;

  /// The document, after painting has ended.
  [[nodiscard]] QByteArray document() const;

  [[nodiscard]] QPaintEngine* paintEngine() const override;

 protected:
  int metric(PaintDeviceMetric metric) const override;

 private:
  class Engine;
  QSizeF size_;
  QSizeF physical_;
  QString title_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace thalweg
