#include "ui/export/picture_preview.h"

#include "core/base/failure.h"
#include "core/contracts/catalog.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr int kRest = 120;  // ms without another wish before it is fulfilled

}  // namespace

QColor slideColor(Palette palette) { return isDark(palette) ? QColor(0x16191E) : QColor(Qt::white); }

PicturePreview::PicturePreview(const ThemeController& themes, QWidget* parent)
    : QWidget(parent), themes_(themes), job_(this, [this](Result result) {
        if (!result.image.isNull()) image_ = std::move(result.image);
        update();
        Q_EMIT problemChanged(result.problem);
        Q_EMIT shown();
      }) {
  setAccessibleName(tr("Preview"));
  rest_.setSingleShot(true);
  rest_.setInterval(kRest);
  connect(&rest_, &QTimer::timeout, this, &PicturePreview::request);
}

void PicturePreview::setPicture(std::shared_ptr<const Scenario> scenario, const PictureSettings& settings) {
  if (scenario == scenario_ && settings == settings_) return;
  scenario_ = std::move(scenario);
  settings_ = settings;
  if (isVisible()) announce();
}

QSize PicturePreview::sizeHint() const { return {themes_.theme().ipx(480), themes_.theme().ipx(320)}; }

void PicturePreview::announce() {
  announced_ = WorkPool::instance().pending();
  rest_.start();
}

void PicturePreview::request() {
  const WorkPool::Pending announced = std::exchange(announced_, nullptr);
  if (!scenario_) return;
  PictureSettings small = settings_;
  const QSizeF room = QSizeF(size()) * devicePixelRatioF();
  const double scale = std::min({1.0, room.width() / small.size.width(), room.height() / small.size.height()});
  small.size = (QSizeF(small.size) * scale).toSize().expandedTo({1, 1});
  small.dpi *= scale;
  job_.request([scenario = scenario_, small](const std::stop_token& stop) {
    Result result;
    try {
      const Picture picture(*scenario, small, Picture::Device::Raster, stop);
      if (!stop.stop_requested()) result.image = picture.frame(picture.groundImage(), picture.step());
      if (!picture.problems().empty())
        result.problem = QString::fromStdString(picture.problems().front());
      else if (!picture.remarks().empty())
        result.problem = picture.remarks().front();
    } catch (const std::exception& error) {
      result.problem = QString::fromStdString(failureWords(error));
    }
    return result;
  });
}

void PicturePreview::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.window);
  if (image_.isNull()) return;
  const QSizeF shown = QSizeF(image_.size()) / devicePixelRatioF();
  const QRectF box(QPointF((width() - shown.width()) / 2, (height() - shown.height()) / 2), shown);
  // On what the slide behind it will be.
  if (image_.hasAlphaChannel()) painter.fillRect(box, slideColor(settings_.palette));
  painter.drawImage(box, image_);
  painter.setPen(theme.border);
  painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void PicturePreview::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  announce();
}

void PicturePreview::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (isVisible()) announce();
}

}  // namespace thalweg
