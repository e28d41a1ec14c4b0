#include "ui/panels/objective_gallery.h"

#include "core/contracts/objective.h"
#include "core/objectives/landscape.h"
#include "ui/background/thumbnails.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/look/icons.h"
#include "ui/look/math_text.h"
#include "ui/look/text.h"

#include <QAccessible>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace thalweg {

namespace {

constexpr int kThumbWidth = 132, kThumbHeight = 92;  // at the base font
constexpr int kName = 22;
constexpr int kHeading = 30;
constexpr int kGap = 10;
constexpr int kColumns = 5;
constexpr int kHeight = 560;
constexpr int kPageRows = 3;

QString nameOf(const ObjectiveCard& card) { return text(card.label.empty() ? card.id : card.label); }

/// All objectives, the typed one and its family first, else in the catalogue's order.
std::vector<const ObjectiveCard*> ordered() {
  std::vector<const ObjectiveCard*> cards = objectiveCards();
  const auto typed =
      std::ranges::find_if(cards, [](const ObjectiveCard* card) { return ObjectiveGallery::isTyped(*card); });
  if (typed == cards.end()) return cards;
  const std::string family = (*typed)->family;
  std::stable_partition(cards.begin(), cards.end(),
                        [&family](const ObjectiveCard* card) { return card->family == family; });
  return cards;
}

bool matches(const ObjectiveCard& card, const QStringList& sought) {
  const QString words = ObjectiveGallery::isTyped(card) ? QObject::tr("Type your own formula") : QString();
  const QString all = QStringList{nameOf(card), text(card.id), text(card.family), text(card.summary), words}.join(u' ');
  return std::ranges::all_of(sought, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

}  // namespace

GalleryGrid::GalleryGrid(const ThemeController& themes, Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent), themes_(themes), thumbnails_(thumbnails), shown_(ordered()) {
  setMouseTracking(true);
  connect(&thumbnails_, &Thumbnails::ready, this, qOverload<>(&QWidget::update));
  arrange();
}

void GalleryGrid::setColumnsFor(int width) {
  const Theme& t = themes_.theme();
  columns_ = std::max(1, (width - t.ipx(kGap)) / t.ipx(kThumbWidth + kGap));
  arrange();
}

void GalleryGrid::filter(const QString& search) {
  const ObjectiveCard* before = current();
  const QStringList words = search.split(u' ', Qt::SkipEmptyParts);
  shown_.clear();
  for (const ObjectiveCard* card : ordered()) {
    if (matches(*card, words)) shown_.push_back(card);
  }
  // What is not there can be typed.
  if (shown_.empty())
    std::ranges::copy_if(ordered(), std::back_inserter(shown_),
                         [](const ObjectiveCard* card) { return ObjectiveGallery::isTyped(*card); });
  arrange();
  current_ = 0;
  // A name that begins as typed is meant before one that merely contains it.
  const auto best = std::ranges::find_if(cells_, [&](const Cell& cell) {
    return words.isEmpty() ? cell.card == before
                           : nameOf(*cell.card).startsWith(words.front(), Qt::CaseInsensitive) ||
                                 text(cell.card->id).startsWith(words.front(), Qt::CaseInsensitive);
  });
  if (best != cells_.end()) current_ = static_cast<std::size_t>(best - cells_.begin());
  Q_EMIT currentChanged(false);
  update();
}

void GalleryGrid::arrange() {
  const Theme& t = themes_.theme();
  const int gap = t.ipx(kGap);
  const QSize size(t.ipx(kThumbWidth), t.ipx(kThumbHeight + kName));
  cells_.clear();
  headings_.clear();
  std::vector<std::string> families;
  for (const ObjectiveCard* card : shown_) {
    if (std::ranges::find(families, card->family) == families.end()) families.push_back(card->family);
  }
  int y = 0;
  for (const std::string& family : families) {
    headings_.push_back({text(family), QRect(gap, y, columns_ * (size.width() + gap), t.ipx(kHeading))});
    y += t.ipx(kHeading);
    int column = 0;
    for (const ObjectiveCard* card : shown_) {
      if (card->family != family) continue;
      if (column == columns_) {
        column = 0;
        y += size.height() + gap / 2;
      }
      cells_.push_back({card, QRect(QPoint(gap + column * (size.width() + gap), y), size)});
      ++column;
    }
    y += size.height() + gap / 2;
  }
  current_ = std::min(current_, cells_.empty() ? 0 : cells_.size() - 1);
  setFixedSize(gap + columns_ * (size.width() + gap), std::max(y, t.ipx(kHeading)));
  update();
}

const ObjectiveCard* GalleryGrid::current() const { return current_ < cells_.size() ? cells_[current_].card : nullptr; }

void GalleryGrid::setCurrent(const ObjectiveCard* card) {
  const auto found = std::ranges::find(cells_, card, &Cell::card);
  if (found == cells_.end()) return;
  current_ = static_cast<std::size_t>(found - cells_.begin());
  Q_EMIT currentChanged(false);
  update();
}

void GalleryGrid::moveCurrent(int columns, int rows) {
  if (cells_.empty()) return;
  auto at = static_cast<std::ptrdiff_t>(current_);
  const auto last = static_cast<std::ptrdiff_t>(cells_.size()) - 1;
  at = std::clamp<std::ptrdiff_t>(at + columns, 0, last);
  // Row by row: the nearest cell of the next line in the wanted direction.
  const int direction = rows < 0 ? -1 : 1;
  for (int n = 0; n < std::abs(rows); ++n) {
    const QRect from = cells_[static_cast<std::size_t>(at)].box;
    std::ptrdiff_t next = at;
    while (next + direction >= 0 && next + direction <= last &&
           cells_[static_cast<std::size_t>(next)].box.top() == from.top())
      next += direction;
    const int line = cells_[static_cast<std::size_t>(next)].box.top();
    if (line == from.top()) break;
    std::ptrdiff_t best = next;
    for (std::ptrdiff_t k = next; k >= 0 && k <= last && cells_[static_cast<std::size_t>(k)].box.top() == line;
         k += direction) {
      const auto distance = [&](std::ptrdiff_t i) {
        return std::abs(cells_[static_cast<std::size_t>(i)].box.left() - from.left());
      };
      if (distance(k) < distance(best)) best = k;
    }
    at = best;
  }
  current_ = static_cast<std::size_t>(at);
  Q_EMIT currentChanged(false);
  update();
}

QRect GalleryGrid::cell(const std::string& id) const {
  const auto found = std::ranges::find_if(cells_, [&](const Cell& cell) { return cell.card->id == id; });
  return found == cells_.end() ? QRect() : found->box;
}

void GalleryGrid::paintCell(QPainter& painter, const Cell& cell) {
  const Theme& t = themes_.theme();
  const bool chosen = &cell == &cells_[current_];
  const QRect picture(cell.box.topLeft(), QSize(t.ipx(kThumbWidth), t.ipx(kThumbHeight)));
  const bool typed = ObjectiveGallery::isTyped(*cell.card);
  if (typed) {
    painter.fillRect(picture, t.field);
    const MathText formula(QStringLiteral("f(x, y) = \\ldots"), t.fontSize(TextRole::Formula));
    const QSizeF size = formula.size();
    formula.draw(painter, QRectF(picture).center() - QPointF(size.width(), size.height()) / 2, t.text);
  } else {
    const QPixmap pixmap = thumbnails_.picture(*cell.card, picture.size(), devicePixelRatioF());
    if (pixmap.isNull())
      painter.fillRect(picture, t.rowHover);
    else
      painter.drawPixmap(picture.topLeft(), pixmap);
    if (cell.card->id == landscape::id) {  // level as it is, until someone draws on it
      QRect sign(QPoint(), QSize(t.ipx(24), t.ipx(24)));
      sign.moveCenter(picture.center());
      themedIcon(themes_, QStringLiteral("pencil")).paint(&painter, sign);
    }
  }
  painter.setBrush(Qt::NoBrush);
  const qreal line = chosen ? 2 : 1;
  painter.setPen(QPen(chosen ? t.accent : t.border, line));
  const qreal out = chosen ? 1 : 0.5;
  painter.drawRect(QRectF(picture).adjusted(-out, -out, out, out));
  const QRect name(picture.left(), picture.bottom() + 1, picture.width(), t.ipx(kName));
  painter.setFont(t.font(chosen ? TextRole::Medium : TextRole::Secondary));
  painter.setPen(chosen ? t.accent : t.text);
  const QString words = typed ? tr("Type your own…") : nameOf(*cell.card);
  painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(words, Qt::ElideRight, name.width()));
}

void GalleryGrid::paintEvent(QPaintEvent* event) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(t.font(TextRole::Secondary));
  painter.setPen(t.secondary);
  for (const Heading& heading : headings_) {
    if (heading.box.intersects(event->rect()))
      painter.drawText(heading.box.adjusted(0, 0, 0, -t.ipx(4)), Qt::AlignLeft | Qt::AlignBottom, heading.text);
  }
  for (const Cell& cell : cells_) {
    if (cell.box.adjusted(-2, -2, 2, 2).intersects(event->rect())) paintCell(painter, cell);
  }
}

void GalleryGrid::mouseMoveEvent(QMouseEvent* event) {
  const auto under = std::ranges::find_if(cells_, [&](const Cell& c) { return c.box.contains(event->pos()); });
  setCursor(under == cells_.end() ? Qt::ArrowCursor : Qt::PointingHandCursor);
  if (under == cells_.end() || static_cast<std::size_t>(under - cells_.begin()) == current_) return;
  current_ = static_cast<std::size_t>(under - cells_.begin());
  Q_EMIT currentChanged(true);
  update();
}

void GalleryGrid::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const auto under = std::ranges::find_if(cells_, [&](const Cell& c) { return c.box.contains(event->pos()); });
  if (under == cells_.end()) return;
  current_ = static_cast<std::size_t>(under - cells_.begin());
  Q_EMIT chosen();
}

ObjectiveGallery::ObjectiveGallery(const ThemeController& themes, Thumbnails& thumbnails, QWidget* parent)
    : QFrame(parent, Qt::Popup), themes_(themes) {
  const Theme& t = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, t.u(2), 1, 1);
  column->setSpacing(0);
  search_ = new QLineEdit(this);
  search_->setPlaceholderText(tr("Search surfaces"));
  search_->setAccessibleName(tr("Search surfaces"));
  search_->addAction(themedIcon(themes, QStringLiteral("search")), QLineEdit::LeadingPosition);
  search_->installEventFilter(this);
  auto* top = new QHBoxLayout;
  top->setContentsMargins(t.u(2.5), 0, t.u(2.5), t.u(2));
  top->addWidget(search_);
  fromFile_ = new FlatButton(themes, QStringLiteral("folder"), tr("Open a landscape…"), this);
  fromFile_->setToolTip(tr("Heights from CSV, NumPy (.npy, .npz) or a grey picture"));
  fromFile_->setFocusPolicy(Qt::TabFocus);
  top->addWidget(fromFile_);
  connect(fromFile_, &QAbstractButton::clicked, this, [this] {
    hide();
    Q_EMIT fileWanted();
  });
  grid_ = new GalleryGrid(themes, thumbnails);
  scroll_ = new QScrollArea(this);
  scroll_->setWidget(grid_);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  reserveScrollBar(*scroll_);
  scroll_->setFocusPolicy(Qt::NoFocus);
  grid_->setProperty("surface", QStringLiteral("transparent"));
  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(t.u(2.5), t.u(2), t.u(2.5), t.u(2));
  foot->setSpacing(t.u(1));
  name_ = new ElidedLabel(themes, {}, TextRole::Title, this);
  name_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  formula_ = new MathLabel(themes, {}, this);
  formula_->setSecondary(true);
  summary_ = new ElidedLabel(themes, {}, TextRole::Body, this);
  auto* headline = new QHBoxLayout;
  headline->setSpacing(t.u(4));
  headline->addWidget(name_);
  headline->addWidget(formula_);
  headline->addStretch(1);
  foot->addLayout(headline);
  foot->addWidget(summary_);
  column->addLayout(top);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  column->addWidget(scroll_, 1);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  column->addLayout(foot);
  connect(search_, &QLineEdit::textEdited, grid_, &GalleryGrid::filter);
  connect(grid_, &GalleryGrid::currentChanged, this, &ObjectiveGallery::showCurrent);
  connect(grid_, &GalleryGrid::chosen, this, &ObjectiveGallery::choose);
}

bool ObjectiveGallery::isTyped(const ObjectiveCard& card) {
  return std::ranges::find(card.options, OptionKind::Parameters, &OptionDescription::kind) != card.options.end();
}

void ObjectiveGallery::openAt(const QWidget* anchor, const std::string& id) {
  const Theme& t = themes_.theme();
  const QRect screen = anchor->screen()->availableGeometry();
  const int bar = scroll_->verticalScrollBar()->sizeHint().width();
  const int wide = t.ipx(kGap) + kColumns * t.ipx(kThumbWidth + kGap) + bar + 2;
  resize(std::min(wide, screen.width()), std::min(t.ipx(kHeight), screen.height()));
  grid_->setColumnsFor(width() - bar - 2);
  search_->clear();
  grid_->filter({});
  QPoint at = anchor->mapToGlobal(QPoint(-t.u(1), anchor->height() + t.u(1)));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width() + 1)));
  at.setY(std::clamp(at.y(), screen.top(), std::max(screen.top(), screen.bottom() - height() + 1)));
  move(at);
  show();
  search_->setFocus(Qt::PopupFocusReason);
  grid_->setCurrent(findObjective(id));
}

void ObjectiveGallery::showCurrent(bool byPointer) {
  const ObjectiveCard* card = grid_->current();
  name_->setText(card ? nameOf(*card) : QString());
  summary_->setText(card ? text(card->summary) : QString());
  formula_->setTex(card ? text(card->typeset) : QString());
  const Theme& t = themes_.theme();
  formula_->setVisible(card && name_->sizeHint().width() + formula_->sizeHint().width() + t.u(12) < width());
  if (!card) return;
  const QRect box = grid_->cell(card->id);
  if (!byPointer) scroll_->ensureVisible(box.center().x(), box.center().y(), 0, box.height() / 2 + t.ipx(kHeading));
  grid_->setAccessibleName(tr("%1: %2").arg(nameOf(*card), text(card->summary)));
  QAccessibleEvent event(grid_, QAccessible::NameChanged);
  QAccessible::updateAccessibility(&event);
}

void ObjectiveGallery::choose() {
  const ObjectiveCard* card = grid_->current();
  if (!card) return;
  hide();
  const QString words = search_->text().trimmed();
  static const QRegularExpression signs(QStringLiteral("[-+*/^()|=]"));
  Q_EMIT chosen(card->id, isTyped(*card) && words.contains(signs) ? words : QString());
}

bool ObjectiveGallery::eventFilter(QObject* watched, QEvent* event) {
  if (watched != search_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Left:
      grid_->moveCurrent(-1, 0);
      return true;
    case Qt::Key_Right:
      grid_->moveCurrent(1, 0);
      return true;
    case Qt::Key_Up:
      grid_->moveCurrent(0, -1);
      return true;
    case Qt::Key_Down:
      grid_->moveCurrent(0, 1);
      return true;
    case Qt::Key_PageUp:
      grid_->moveCurrent(0, -kPageRows);
      return true;
    case Qt::Key_PageDown:
      grid_->moveCurrent(0, kPageRows);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      choose();
      return true;
    case Qt::Key_Escape:
      hide();
      return true;
    default:
      return false;
  }
}

void ObjectiveGallery::paintEvent(QPaintEvent* /*event*/) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.setPen(QPen(t.border, 1));
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace thalweg
