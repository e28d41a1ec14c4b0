#include "ui/window/scenario_gallery.h"

#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/file_name.h"
#include "ui/document/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace thalweg {

namespace {

enum Role { DescriptionRole = Qt::UserRole + 1, KindRole, KeyRole, NumberRole };
enum class Kind { Heading, File, BuiltIn };

Kind kindOf(const QModelIndex& index) { return static_cast<Kind>(index.data(KindRole).toInt()); }

}  // namespace

class ScenarioGallery::Delegate : public QStyledItemDelegate {
 public:
  explicit Delegate(ScenarioGallery& gallery) : QStyledItemDelegate(&gallery), gallery_(gallery) {}

  QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const override {
    const Theme& theme = gallery_.themes_.theme();
    const int wide = gallery_.list_->viewport()->width() - 2;
    switch (kindOf(index)) {
      case Kind::Heading:
        return {wide, theme.ipx(32)};
      case Kind::File:
        return {wide / 2, theme.ipx(52)};
      case Kind::BuiltIn:
        break;
    }
    return {wide / 2, gallery_.pictureSize().height() + theme.u(4)};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme& theme = gallery_.themes_.theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(theme.u(1), theme.u(1), -theme.u(1), -theme.u(1));
    if (kindOf(index) == Kind::Heading) {
      painter->setFont(theme.font(TextRole::Secondary));
      painter->setPen(theme.secondary);
      painter->drawText(box.adjusted(theme.u(1), 0, 0, 0), Qt::AlignLeft | Qt::AlignBottom,
                        index.data(Qt::DisplayRole).toString());
    } else {
      paintEntry(*painter, option, index, box);
    }
    painter->restore();
  }

 private:
  void paintEntry(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                  const QRectF& box) const {
    const Theme& theme = gallery_.themes_.theme();
    const bool chosen = option.state & QStyle::State_Selected, hot = option.state & QStyle::State_MouseOver;
    const bool enabled = option.state & QStyle::State_Enabled;
    if (chosen || (hot && enabled)) {
      painter.setPen(chosen ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
      painter.setBrush(chosen ? theme.accentWeak : theme.rowHover);
      painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(5), theme.px(5));
    }
    QRectF words = box.adjusted(theme.u(2), theme.u(1), -theme.u(2), -theme.u(1));
    if (kindOf(index) == Kind::BuiltIn) {
      const QSize size = gallery_.pictureSize();
      const QRectF picture(
          QPointF(std::round(box.left() + theme.u(1)), std::round(box.center().y() - size.height() / 2.0)),
          QSizeF(size));
      const QPixmap made = gallery_.picture(index.data(KeyRole).toString());
      if (made.isNull())
        painter.fillRect(picture, theme.window);
      else
        painter.drawPixmap(picture.topLeft(), made);
      painter.setPen(QPen(theme.border, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(picture.adjusted(-0.5, -0.5, 0.5, 0.5));
      words.setLeft(picture.right() + theme.u(3));
    }
    painter.setFont(theme.font(TextRole::Strong));
    const QFontMetricsF bold(painter.font());
    painter.setPen(enabled ? theme.text : withAlpha(theme.secondary, 0.6));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                     bold.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, words.width()));
    words.setTop(words.top() + bold.height());
    painter.setFont(theme.font(TextRole::Secondary));
    painter.setPen(enabled ? theme.secondary : withAlpha(theme.secondary, 0.6));
    const QString description = index.data(DescriptionRole).toString();
    if (kindOf(index) == Kind::File) {
      painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                       QFontMetricsF(painter.font()).elidedText(description, Qt::ElideMiddle, words.width()));
    } else {
      painter.drawText(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, description);
    }
  }

  ScenarioGallery& gallery_;
};

ScenarioGallery::ScenarioGallery(const ThemeController& themes, const RecentFiles& recent, QWidget* parent)
    : GalleryPopup(themes, tr("Scenarios"), tr("Search the scenarios"), {780, 640}, {136, 84}, parent),
      recent_(recent) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(2), theme.u(2), theme.u(2), theme.u(2));
  column->setSpacing(theme.u(1));
  list_ = new QListView(this);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setProperty("look", QStringLiteral("bare"));
  list_->setFlow(QListView::LeftToRight);
  list_->setWrapping(true);
  list_->setResizeMode(QListView::Adjust);
  list_->setMouseTracking(true);
  list_->setUniformItemSizes(false);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  reserveScrollBar(*list_);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setAccessibleName(tr("Scenarios"));
  list_->setToolTip({});
  list_->setItemDelegate(new Delegate(*this));
  list_->installEventFilter(this);
  entries_ = new QStandardItemModel(this);
  list_->setModel(entries_);
  auto* foot = new QHBoxLayout;
  const auto addButton = [&](const QString& icon, const QString& label, const QString& tip, auto signal) {
    auto* button = new FlatButton(themes, icon, label, this);
    button->setToolTip(tip);
    connect(button, &QToolButton::clicked, this, [this, signal] {
      close();
      Q_EMIT(this->*signal)();
    });
    foot->addWidget(button);
  };
  addButton(QStringLiteral("plus"), tr("New"), tr("Begin anew with what the program opens with (Ctrl+N)"),
            &ScenarioGallery::newRequested);
  addButton(QStringLiteral("folder"), tr("Open a file…"), tr("Open a scenario file (Ctrl+O)"),
            &ScenarioGallery::openRequested);
  foot->addStretch();
  column->addWidget(search_);
  column->addWidget(list_, 1);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  column->addLayout(foot);

  connect(search_, &QLineEdit::returnPressed, this, &ScenarioGallery::chooseFirst);
  connect(list_, &QListView::clicked, this, &ScenarioGallery::choose);
}

std::vector<std::pair<QString, const Scenario*>> ScenarioGallery::pictured() const {
  std::vector<std::pair<QString, const Scenario*>> all;
  for (const BuiltInScenario& entry : builtInScenarios()) all.emplace_back(entry.id, &entry.scenario);
  return all;
}

void ScenarioGallery::showPictures() { list_->viewport()->update(); }

void ScenarioGallery::fill() {
  entries_->clear();
  QString heading;
  const auto add = [&](const QString& group, Kind kind, const QString& title, const QString& description,
                       const QString& key, int number, bool enabled) {
    if (!fits(title + QLatin1Char(' ') + description + QLatin1Char(' ') + group)) return;
    if (group != heading) {
      auto* head = new QStandardItem(group);
      head->setData(static_cast<int>(Kind::Heading), KindRole);
      head->setFlags(Qt::NoItemFlags);
      entries_->appendRow(head);
      heading = group;
    }
    auto* item = new QStandardItem(title);
    item->setData(static_cast<int>(kind), KindRole);
    item->setData(description, DescriptionRole);
    item->setData(description, Qt::AccessibleDescriptionRole);
    item->setData(key, KeyRole);
    item->setData(number, NumberRole);
    item->setFlags(enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags);
    entries_->appendRow(item);
  };
  for (const QString& path : recent_.paths()) {
    const QFileInfo file(path);
    const QString folder = shownName(file.path());
    const bool there = isThere(path);
    add(tr("Recent files"), Kind::File, shownName(file.completeBaseName()),
        there ? folder : tr("not there: %1").arg(folder), path, 0, there);
  }
  int number = 0;
  for (const BuiltInScenario& scenario : builtInScenarios())
    add(scenario.group, Kind::BuiltIn, QString::fromStdString(scenario.scenario.title), scenario.description,
        scenario.id, number++, true);
}

void ScenarioGallery::chooseFirst() {
  for (int row = 0; row < entries_->rowCount(); ++row) {
    const QModelIndex index = entries_->index(row, 0);
    if (index.flags() & Qt::ItemIsEnabled) return choose(index);
  }
}

void ScenarioGallery::choose(const QModelIndex& index) {
  if (!(index.flags() & Qt::ItemIsEnabled)) return;
  const Kind kind = kindOf(index);
  const QString key = index.data(KeyRole).toString();
  const auto number = static_cast<std::size_t>(index.data(NumberRole).toInt());
  close();
  if (kind == Kind::File) {
    Q_EMIT fileChosen(key);
  } else {
    Q_EMIT builtInChosen(number);
  }
}

bool ScenarioGallery::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return GalleryPopup::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (watched == search_ && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
    for (int row = 0; row < entries_->rowCount(); ++row) {
      const QModelIndex index = entries_->index(row, 0);
      if (!(index.flags() & Qt::ItemIsEnabled)) continue;
      list_->setCurrentIndex(index);
      list_->setFocus();
      break;
    }
    return true;
  }
  if (watched == list_) {
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
      choose(list_->currentIndex());
      return true;
    }
    if (typeOn(*key)) return true;
  }
  return GalleryPopup::eventFilter(watched, event);
}

}  // namespace thalweg
