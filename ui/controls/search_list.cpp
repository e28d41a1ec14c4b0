#include "ui/controls/search_list.h"

#include "ui/look/icons.h"
#include "ui/look/plain_text.h"

#include <QAbstractListModel>
#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int kWidth = 820, kHeight = 440, kRow = 28, kHeading = 30, kLabel = 172;

}  // namespace

int searchRank(const SearchEntry& entry, const QString& typed) {
  const QString text = typed.trimmed();
  if (text.isEmpty()) return 1;
  const auto in = [](const QString& where, const QString& word) { return where.contains(word, Qt::CaseInsensitive); };
  for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    if (!in(entry.id, word) && !in(entry.label, word) && !in(entry.group, word) && !in(entry.summary, word)) return 0;
  }
  int rank = 1;
  for (const QString& name : {entry.id, entry.label}) {
    if (name.compare(text, Qt::CaseInsensitive) == 0) rank = std::max(rank, 4);
    if (name.startsWith(text, Qt::CaseInsensitive)) rank = std::max(rank, 3);
    if (in(name, text)) rank = std::max(rank, 2);
  }
  return rank;
}

/// Headings and entries, in one column.
class SearchList::Model : public QAbstractListModel {
 public:
  enum Role { HeadingRole = Qt::UserRole, IdRole, SummaryRole };
  using QAbstractListModel::QAbstractListModel;

  struct Row {
    bool heading;
    SearchEntry entry;
  };

  void show(std::vector<Row> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
  }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent) const override {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
  }
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override {
    const bool heading = !index.isValid() || rows_[static_cast<std::size_t>(index.row())].heading;
    return heading ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (!index.isValid()) return {};
    const auto& [heading, entry] = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
      case Qt::DisplayRole:
        return heading ? entry.group : entry.label;
      case Qt::ToolTipRole:
        return heading ? QString() : QStringLiteral("%1: %2").arg(entry.id, entry.summary);
      case Qt::AccessibleTextRole:
        return heading ? entry.group : QStringLiteral("%1, %2").arg(entry.label, entry.summary);
      case HeadingRole:
        return heading;
      case IdRole:
        return entry.id;
      case SummaryRole:
        return entry.summary;
      default:
        return {};
    }
  }

 private:
  std::vector<Row> rows_;
};

class SearchList::Delegate : public QStyledItemDelegate {
 public:
  Delegate(const ThemeController& themes, QObject* parent) : QStyledItemDelegate(parent), themes_(themes) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const override {
    const bool heading = index.data(Model::HeadingRole).toBool();
    return {themes_.theme().ipx(kLabel), themes_.theme().ipx(heading ? kHeading : kRow)};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme& t = themes_.theme();
    const QRectF row(option.rect);
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto draw = [&](const QRectF& room, const QString& words, TextRole role, const QColor& ink) {
      const QFont type = t.font(role);
      painter->setFont(type);
      painter->setPen(ink);
      painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                        QFontMetricsF(type).elidedText(words, Qt::ElideRight, room.width()));
    };
    if (index.data(Model::HeadingRole).toBool())
      return draw(row.adjusted(t.u(2), t.u(1), -t.u(2), 0), text, TextRole::Secondary, t.secondary);
    const bool marked = option.state & QStyle::State_Selected;
    if (marked || (option.state & QStyle::State_MouseOver)) {
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(Qt::NoPen);
      painter->setBrush(marked ? t.accentWeak : t.rowHover);
      painter->drawRoundedRect(row, t.px(4), t.px(4));
    }
    const qreal label = t.px(kLabel);
    draw(QRectF(row.left() + t.u(2), row.top(), label - t.u(2), row.height()), text, TextRole::Medium, t.text);
    draw(row.adjusted(label + t.u(2), 0, -t.u(2), 0), index.data(Model::SummaryRole).toString(), TextRole::Secondary,
         t.secondary);
  }

 private:
  const ThemeController& themes_;
};

SearchList::SearchList(const ThemeController& themes, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      themes_(themes),
      field_(new QLineEdit(this)),
      view_(new QListView(this)),
      nothing_(plainLabel(this, tr("Nothing fits"))),
      model_(new Model(this)) {
  const Theme& t = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(t.u(2), t.u(2), t.u(2), t.u(2));
  column->setSpacing(t.u(2));
  field_->setClearButtonEnabled(true);
  field_->addAction(themedIcon(themes, QStringLiteral("search")), QLineEdit::LeadingPosition);
  field_->setMinimumHeight(t.ipx(28));
  field_->installEventFilter(this);
  view_->setModel(model_);
  view_->setItemDelegate(new Delegate(themes, this));
  view_->setFrameShape(QFrame::NoFrame);
  view_->setStyleSheet(QStringLiteral("QListView { border: none; }"));
  view_->setMouseTracking(true);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  nothing_->setProperty("role", QStringLiteral("secondary"));
  nothing_->setAlignment(Qt::AlignCenter);
  nothing_->hide();
  column->addWidget(field_);
  column->addWidget(view_, 1);
  column->addWidget(nothing_, 1);
  setFocusProxy(field_);
  connect(field_, &QLineEdit::textChanged, this, &SearchList::narrow);
  connect(view_, &QListView::clicked, this, [this](const QModelIndex& index) { take(index.row()); });
  connect(&themes, &ThemeController::changed, this, qOverload<>(&QWidget::update));
}

void SearchList::setEntries(std::vector<SearchEntry> entries) {
  // Groups in the order in which they first occur.
  std::vector<QString> groups;
  for (const SearchEntry& entry : entries) {
    if (std::ranges::find(groups, entry.group) == groups.end()) groups.push_back(entry.group);
  }
  std::ranges::stable_sort(entries, {}, [&groups](const SearchEntry& entry) {
    return std::ranges::find(groups, entry.group) - groups.begin();
  });
  entries_ = std::move(entries);
  narrow();
}

void SearchList::setCurrentId(const QString& id) {
  current_ = id;
  narrow();
}

void SearchList::setPlaceholder(const QString& words) {
  field_->setPlaceholderText(words);
  field_->setAccessibleName(words);
  view_->setAccessibleName(words);
}

void SearchList::popup(const QWidget& anchor) {
  const Theme& t = themes_.theme();
  field_->clear();
  narrow();
  const QRect screen = anchor.screen()->availableGeometry();
  const QPoint below = anchor.mapToGlobal(QPoint(0, anchor.height() + t.u(1)));
  const int above = anchor.mapToGlobal(QPoint()).y() - t.u(1);
  const bool down = screen.bottom() - below.y() >= std::min(t.ipx(kHeight), above - screen.top());
  const int room = down ? screen.bottom() - below.y() : above - screen.top();
  const QSize size(std::min(t.ipx(kWidth), screen.width()), std::clamp(room, t.ipx(160), t.ipx(kHeight)));
  const int left = std::clamp(below.x(), screen.left(), std::max(screen.left(), screen.right() - size.width()));
  setGeometry(QRect(QPoint(left, down ? below.y() : above - size.height()), size));
  show();
  field_->setFocus(Qt::PopupFocusReason);
  view_->scrollTo(view_->currentIndex(), QAbstractItemView::PositionAtCenter);
}

void SearchList::narrow() {
  std::vector<Model::Row> rows;
  int best = 0;
  int marked = -1;
  const bool typed = !field_->text().trimmed().isEmpty();
  QString group;
  for (const SearchEntry& entry : entries_) {
    const int rank = searchRank(entry, field_->text());
    if (rank == 0) continue;
    if (rows.empty() || entry.group != group) rows.push_back({true, entry});
    group = entry.group;
    const bool better = typed ? rank > best : marked < 0 || entry.id == current_;
    if (better) marked = static_cast<int>(rows.size());
    best = std::max(best, rank);
    rows.push_back({false, entry});
  }
  view_->setVisible(!rows.empty());
  nothing_->setVisible(rows.empty());
  model_->show(std::move(rows));
  if (marked < 0) return;
  view_->setCurrentIndex(model_->index(marked));
  // The heading of the first entry is to be seen with it.
  if (marked == 1) view_->scrollToTop();
}

void SearchList::move(int rows) {
  const int count = static_cast<int>(model_->rows().size());
  int row = view_->currentIndex().row();
  const auto entry = [&](int r) { return r >= 0 && r < count && !model_->rows()[static_cast<std::size_t>(r)].heading; };
  const int way = rows < 0 ? -1 : 1;
  for (int left = std::abs(rows); left > 0; --left) {
    int next = row + way;
    while (next >= 0 && next < count && !entry(next)) next += way;
    if (!entry(next)) break;
    row = next;
  }
  if (!entry(row)) return;
  view_->setCurrentIndex(model_->index(row));
  if (row == 1) view_->scrollToTop();
}

void SearchList::take(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= model_->rows().size()) return;
  const Model::Row& taken = model_->rows()[static_cast<std::size_t>(row)];
  if (taken.heading) return;
  const QString id = taken.entry.id;
  hide();
  Q_EMIT chosen(id);
}

QStringList SearchList::shownIds() const {
  QStringList ids;
  for (const Model::Row& row : model_->rows()) {
    if (!row.heading) ids << row.entry.id;
  }
  return ids;
}

QString SearchList::markedId() const { return view_->currentIndex().data(Model::IdRole).toString(); }

bool SearchList::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  constexpr int page = 10;
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
      move(-1);
      return true;
    case Qt::Key_Down:
      move(1);
      return true;
    case Qt::Key_PageUp:
      move(-page);
      return true;
    case Qt::Key_PageDown:
      move(page);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      take(view_->currentIndex().row());
      return true;
    case Qt::Key_Escape:
      hide();
      return true;
    default:
      return QFrame::eventFilter(watched, event);
  }
}

void SearchList::paintEvent(QPaintEvent* /*event*/) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.setPen(QPen(t.border, 1));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace thalweg
