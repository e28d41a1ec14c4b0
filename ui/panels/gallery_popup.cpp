#include "ui/panels/gallery_popup.h"

#include "ui/look/icons.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace thalweg {

GalleryPopup::GalleryPopup(const ThemeController& themes, const QString& name, const QString& searching, QSize size,
                           QSize picture, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      themes_(themes),
      search_(new QLineEdit(this)),
      size_(size),
      picture_(picture),
      job_(std::make_unique<LatestJob<Made>>(this, [this](const Made& made) {
        pictures_.insert(made.key, QPixmap::fromImage(paintThumbnail(*made.thumbnail, made.ground)));
        showPictures();
      })) {
  setAccessibleName(name);
  search_->setPlaceholderText(searching);
  search_->setAccessibleName(searching);
  search_->setToolTip(tr("Words of a title or description"));
  search_->setClearButtonEnabled(true);
  search_->addAction(themedIcon(themes, QStringLiteral("search")), QLineEdit::LeadingPosition);
  search_->installEventFilter(this);
  connect(search_, &QLineEdit::textChanged, this, [this] { fill(); });
  connect(&themes_, &ThemeController::changed, this, [this] {
    job_->cancel();
    if (isVisible()) requestPictures();
  });
}

GalleryPopup::~GalleryPopup() = default;

QSize GalleryPopup::pictureSize() const { return {theme().ipx(picture_.width()), theme().ipx(picture_.height())}; }

QString GalleryPopup::pictureKey(const QString& id) const {
  return QStringLiteral("%1 %2 %3 %4").arg(id).arg(theme().dark).arg(theme().em).arg(devicePixelRatioF());
}

void GalleryPopup::openBelow(const QWidget* button) {
  search_->clear();
  const QRect room = button->screen()->availableGeometry();
  const QPoint corner = button->mapToGlobal(QPoint(0, button->height() + theme().u(1)));
  const QSize size(
      std::min(theme().ipx(size_.width()), room.width()),
      std::min(theme().ipx(size_.height()), std::max(theme().ipx(300), room.bottom() - corner.y() - theme().u(2))));
  setGeometry(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - size.width())), corner.y(),
              size.width(), size.height());
  show();
  fill();
  search_->setFocus();
  requestPictures();
}

bool GalleryPopup::fits(const QString& words) const {
  const QStringList wanted = search_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  return std::ranges::all_of(wanted, [&](const QString& w) { return words.contains(w, Qt::CaseInsensitive); });
}

bool GalleryPopup::typeOn(const QKeyEvent& key) {
  if (key.text().isEmpty() || !key.text().front().isPrint() || key.modifiers().testFlag(Qt::ControlModifier))
    return false;
  search_->setFocus();
  search_->insert(key.text());
  return true;
}

void GalleryPopup::requestPictures() {
  std::vector<std::pair<QString, const Scenario*>> open;
  for (const auto& [id, scenario] : pictured()) {
    if (!hasPicture(id)) open.emplace_back(pictureKey(id), scenario);
  }
  job_->cancel();
  if (open.empty()) return;
  job_->request([open, theme = theme(), size = pictureSize(), ratio = devicePixelRatioF()](
                    const std::stop_token& stop, const std::function<void(Made)>& post) {
    for (const auto& [key, scenario] : open) {
      if (stop.stop_requested()) return;
      post({key, std::make_shared<const Thumbnail>(computeThumbnail(*scenario, theme, size, ratio)), theme.surface});
    }
  });
}

void GalleryPopup::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().surface);
  painter.setPen(QPen(theme().border, 1));
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace thalweg
