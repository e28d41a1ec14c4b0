#include "ui/export/exporter.h"

#include "core/base/failure.h"

#include <QClipboard>
#include <QGuiApplication>

namespace thalweg {

namespace {

constexpr int kPause = 500;  // ms between looks at a window that plays

}  // namespace

Exporter::Exporter(const ThemeController& themes, std::function<ShownState()> state, QSettings* store, QWidget* window)
    : QObject(window),
      themes_(themes),
      state_(std::move(state)),
      store_(store),
      window_(window),
      copies_(this, [this](Copy copy) {
        if (!copy.image.isNull()) QGuiApplication::clipboard()->setImage(copy.image);
        Q_EMIT said(copy.problem.isEmpty()
                        ? tr("Copied the picture, %1 × %2 pixels.").arg(copy.image.width()).arg(copy.image.height())
                        : tr("Not copied: %1.").arg(copy.problem),
                    !copy.problem.isEmpty());
      }) {
  following_.setSingleShot(true);
  following_.setInterval(kPause);
  connect(&following_, &QTimer::timeout, this, [this] { panel_->follow(); });
}

Exporter::~Exporter() { delete panel_; }

ExportPanel* Exporter::panel() {
  if (panel_) return panel_;
  panel_ = new ExportPanel(themes_, state_, store_, window_);
  connect(panel_, &ExportPanel::copyRequested, this, qOverload<const PictureSettings&>(&Exporter::copy));
  connect(panel_, &ExportPanel::said, this, [this](const QString& words, bool problem) {
    // While it is open, it says so itself.
    if (!panel_->isVisible()) Q_EMIT said(words, problem);
  });
  return panel_;
}

void Exporter::open(const PictureContent& content) { panel()->open(content); }

void Exporter::follow() {
  if (panel_ && panel_->isVisible() && !following_.isActive()) following_.start();
}

void Exporter::copy(const PictureContent& content, const QSize& size) {
  const ShownState now = state_();
  constexpr int finer = 2;
  PictureSettings settings;
  settings.content = content;
  if (content.kind != PictureContent::Kind::Panel) settings.content.panel = now.panel;
  settings.size = size * finer;
  settings.dpi = 96 * finer;
  settings.palette = paletteOf(themes_.theme());
  settings.charts = now.charts;
  settings.step = now.step;
  settings.selected = now.contender;
  settings.shown = now.panels;
  copy(settings);
}

void Exporter::copy(const PictureSettings& settings) {
  copies_.request([scenario = state_().scenario, settings](const std::stop_token& /*stop*/) {
    Copy copy;
    try {
      copy.image = renderPicture(*scenario, settings);
    } catch (const std::exception& error) {
      copy.problem = QString::fromStdString(failureWords(error));
    }
    return copy;
  });
}

}  // namespace thalweg
