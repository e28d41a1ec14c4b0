#include "ui/lessons/lesson_gallery.h"

#include "core/scenario/lesson.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/lessons/lesson_session.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <map>

namespace thalweg {

namespace {

constexpr double kRoomForThree = 1100;  // base pixels

}  // namespace

/// A lesson: picture, title, summary, and a ring that fills as it is gone through.
class LessonGallery::Entry : public QAbstractButton {
 public:
  enum class State { New, Begun, Done };

  Entry(LessonGallery& gallery, std::size_t index, QWidget* parent)
      : QAbstractButton(parent), gallery_(gallery), index_(index) {
    const Lesson& lesson = *gallery.course_[index].scenario.lesson;
    setText(thalweg::text(lesson.title));
    summary_ = thalweg::text(lesson.summary);
    const QString id = thalweg::text(gallery.course_[index].id);
    state_ = gallery.session_.done().contains(id)    ? State::Done
             : gallery.session_.begun().contains(id) ? State::Begun
                                                     : State::New;
    const QString words = state_ == State::Done    ? LessonGallery::tr("done")
                          : state_ == State::Begun ? LessonGallery::tr("begun")
                                                   : LessonGallery::tr("not begun");
    setAccessibleName(text() + QStringLiteral(", ") + words);
    setAccessibleDescription(summary_);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(gallery.themes_.theme().ipx(74));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  }
  [[nodiscard]] std::size_t index() const { return index_; }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = gallery_.themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.rowHover);
      painter.drawRoundedRect(rect(), theme.px(4), theme.px(4));
    }
    if (hasFocus() || state_ == State::Begun) {
      painter.setPen(QPen(theme.accent, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme.px(4), theme.px(4));
    }
    const QSize size = gallery_.pictureSize();
    const QRect place(QPoint(theme.ipx(7), (height() - size.height()) / 2), size);
    const QPixmap picture = gallery_.picture(thalweg::text(gallery_.course_[index_].id));
    if (picture.isNull())
      painter.fillRect(place, theme.groove);
    else
      painter.drawPixmap(place, picture);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5));

    const QRectF ring(width() - theme.px(26), (height() - theme.px(16)) / 2, theme.px(16), theme.px(16));
    if (state_ == State::Done) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.accent);
      painter.drawEllipse(ring);
      drawIcon(painter, QStringLiteral("check"), ring.adjusted(3, 3, -3, -3), theme.onAccent);
    } else {
      painter.setPen(QPen(theme.hint, theme.px(1.5)));
      painter.drawEllipse(ring);
      if (state_ == State::Begun) {
        painter.setPen(QPen(theme.accent, theme.px(2.5)));
        painter.drawArc(ring, 90 * 16, -180 * 16);
      }
    }
    QRectF words(place.right() + theme.px(10), place.top(), ring.left() - place.right() - theme.px(16), size.height());
    painter.setPen(theme.text);
    painter.setFont(theme.font(TextRole::Strong));
    const QFontMetricsF bold(painter.font());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, bold.elidedText(text(), Qt::ElideRight, words.width()));
    words.setTop(words.top() + bold.height());
    painter.setPen(theme.secondary);
    painter.setFont(theme.font(TextRole::Secondary));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, summary_);
  }

 private:
  LessonGallery& gallery_;
  std::size_t index_;
  QString summary_;
  State state_ = State::New;
};

LessonGallery::LessonGallery(const ThemeController& themes, const LessonSession& session, QWidget* parent)
    : GalleryPopup(themes, tr("Lessons"), tr("Search lessons"), {1112, 656}, {92, 60}, parent),
      session_(session),
      course_(builtInLessons()) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(theme.u(4), theme.u(2), theme.u(2), theme.u(2));
  head->setSpacing(theme.u(3));
  counted_ = plainLabel(this, {}, "secondary");
  bar_ = new QProgressBar(this);
  bar_->setTextVisible(false);
  bar_->setFixedSize(theme.ipx(150), theme.ipx(4));
  search_->setFixedWidth(theme.ipx(230));
  goOn_ = new QPushButton(this);
  auto* away = new FlatButton(themes, QStringLiteral("close"), {}, this);
  away->setToolTip(tr("Close (Esc)"));
  head->addWidget(plainLabel(this, tr("Lessons"), "title"));
  head->addWidget(counted_);
  head->addWidget(bar_);
  head->addStretch(1);
  head->addWidget(search_);
  head->addWidget(goOn_);
  head->addWidget(away);
  column->addLayout(head);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  column->addWidget(scroll_, 1);
  connect(search_, &QLineEdit::returnPressed, this, [this] {
    if (!entries_.empty()) choose(entries_.front()->index());
  });
  connect(away, &QToolButton::clicked, this, &QWidget::close);
  connect(goOn_, &QPushButton::clicked, this, [this] {
    if (const CourseLesson* lesson = lessonToGoOn()) choose(static_cast<std::size_t>(lesson - course_.data()));
  });
}

LessonGallery::~LessonGallery() { stopPictures(); }

std::vector<std::pair<QString, const Scenario*>> LessonGallery::pictured() const {
  std::vector<std::pair<QString, const Scenario*>> all;
  for (const CourseLesson& lesson : course_) all.emplace_back(thalweg::text(lesson.id), &lesson.scenario);
  return all;
}

void LessonGallery::showPictures() {
  for (Entry* entry : entries_) entry->update();
}

QWidget* LessonGallery::entry(const std::string& id) const {
  const auto found = std::ranges::find_if(entries_, [&](const Entry* e) { return course_[e->index()].id == id; });
  return found == entries_.end() ? nullptr : *found;
}

const CourseLesson* LessonGallery::lessonToGoOn() const {
  const auto byId = [this](const QString& id) {
    const auto found = std::ranges::find(course_, id.toStdString(), &CourseLesson::id);
    return found == course_.end() ? nullptr : &*found;
  };
  const CourseLesson* last = byId(session_.last());
  if (last && !session_.done().contains(session_.last())) return last;
  for (const CourseLesson& lesson : course_) {
    if (!session_.done().contains(thalweg::text(lesson.id))) return &lesson;
  }
  return nullptr;
}

void LessonGallery::fill() {
  const Theme& theme = themes_.theme();
  const int across = width() < theme.ipx(kRoomForThree) ? 2 : 3;
  entries_.clear();
  auto* body = new QWidget;
  auto* line = new QHBoxLayout(body);
  line->setContentsMargins(theme.u(3), theme.u(3), theme.u(3), theme.u(3));
  line->setSpacing(theme.u(4));
  std::vector<QVBoxLayout*> columns;
  for (int c = 0; c < across; ++c) {
    if (c > 0) line->addWidget(new Rule(themes_, Qt::Vertical, body));
    columns.push_back(new QVBoxLayout);
    columns.back()->setSpacing(0);
    line->addLayout(columns.back(), 1);
  }
  // Chapters follow one another down the columns, each whole in one of them.
  std::vector<std::pair<QString, std::vector<std::size_t>>> chapters;
  std::map<QString, std::pair<int, int>> counts;  // done, all
  int done = 0;
  for (std::size_t i = 0; i < course_.size(); ++i) {
    const Lesson& lesson = *course_[i].scenario.lesson;
    const QString chapter = thalweg::text(lesson.chapter);
    const bool finished = session_.done().contains(thalweg::text(course_[i].id));
    done += finished ? 1 : 0;
    auto& [of, all] = counts[chapter];
    of += finished ? 1 : 0;
    ++all;
    if (!fits(thalweg::text(lesson.title) + QLatin1Char(' ') + thalweg::text(lesson.summary) + QLatin1Char(' ') +
              chapter))
      continue;
    if (chapters.empty() || chapters.back().first != chapter)
      chapters.emplace_back(chapter, std::vector<std::size_t>());
    chapters.back().second.push_back(i);
  }
  std::size_t rows = 0;
  for (const auto& [chapter, lessons] : chapters) rows += lessons.size() + 1;
  const std::size_t each = (rows + static_cast<std::size_t>(across) - 1) / static_cast<std::size_t>(across);
  std::size_t column = 0;
  std::size_t filled = 0;
  for (const auto& [chapter, lessons] : chapters) {
    if (filled > 0 && filled + lessons.size() / 2 >= each && column + 1 < columns.size()) {
      ++column;
      filled = 0;
    }
    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(theme.ipx(7), filled > 0 ? theme.u(3) : 0, theme.ipx(9), theme.u(1));
    heading->addWidget(plainLabel(body, chapter, "strong"));
    heading->addStretch(1);
    heading->addWidget(
        plainLabel(body, tr("%1 of %2").arg(counts[chapter].first).arg(counts[chapter].second), "secondary"));
    columns[column]->addLayout(heading);
    for (const std::size_t index : lessons) {
      auto* entry = new Entry(*this, index, body);
      connect(entry, &QAbstractButton::clicked, this, [this, index] { choose(index); });
      entry->installEventFilter(this);
      columns[column]->addWidget(entry);
      entries_.push_back(entry);
    }
    filled += lessons.size() + 1;
  }
  for (QVBoxLayout* c : columns) c->addStretch(1);
  if (chapters.empty())
    columns[0]->insertWidget(0, plainLabel(body, tr("No lesson has all of these words."), "secondary"));
  delete scroll_->takeWidget();
  scroll_->setWidget(body);
  counted_->setText(tr("%1 of %2 done").arg(done).arg(course_.size()));
  bar_->setRange(0, static_cast<int>(course_.size()));
  bar_->setValue(done);
  const CourseLesson* next = lessonToGoOn();
  goOn_->setVisible(next != nullptr);
  if (next) {
    const QString title = menuText(thalweg::text(next->scenario.lesson->title));
    goOn_->setText(session_.last().isEmpty() ? tr("Begin: %1").arg(title) : tr("Go on: %1").arg(title));
  }
}

void LessonGallery::choose(std::size_t lesson) {
  close();
  Q_EMIT chosen(lesson);
}

bool LessonGallery::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return GalleryPopup::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  const int step = key->key() == Qt::Key_Down ? 1 : key->key() == Qt::Key_Up ? -1 : 0;
  if (step != 0 && !entries_.empty()) {
    const auto at = std::ranges::find(entries_, watched, [](Entry* e) -> QObject* { return e; });
    const auto count = static_cast<std::ptrdiff_t>(entries_.size());
    const std::ptrdiff_t now = at == entries_.end() ? (step > 0 ? -1 : count) : at - entries_.begin();
    const std::ptrdiff_t next = now + step;
    if (next < 0 || next >= count) {
      search_->setFocus();
    } else {
      entries_[static_cast<std::size_t>(next)]->setFocus();
      scroll_->ensureWidgetVisible(entries_[static_cast<std::size_t>(next)]);
    }
    return true;
  }
  if (watched != search_) {
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
      static_cast<QAbstractButton*>(watched)->click();
      return true;
    }
    if (key->key() != Qt::Key_Space && typeOn(*key)) return true;
  }
  return GalleryPopup::eventFilter(watched, event);
}

}  // namespace thalweg
