#include "ui/window/help_window.h"

#include "core/reports/reference.h"
#include "ui/look/icons.h"
#include "ui/window/help_page.h"

#include <QFile>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <array>

// Resources of a static library are registered only when asked for; the macro must stand outside a namespace.
static void initResources() { Q_INIT_RESOURCE(resources); }

namespace thalweg {

namespace {

QString guideText() {
  initResources();
  QFile file(QStringLiteral(":/help/guide.md"));
  if (!file.open(QIODevice::ReadOnly)) qFatal("missing resource guide.md");
  return QString::fromUtf8(file.readAll());
}

}  // namespace

HelpWindow::HelpWindow(const ThemeController& themes, QWidget* parent) : QWidget(parent, Qt::Window), themes_(themes) {
  const Theme& theme = themes.theme();
  setWindowTitle(tr("Help – Thalweg"));
  resize(theme.ipx(960), theme.ipx(680));
  search_ = new QLineEdit(this);
  search_->setPlaceholderText(tr("Search"));
  search_->setAccessibleName(tr("Search the help"));
  search_->setToolTip(tr("Words of a name, a summary or an option"));
  search_->setClearButtonEnabled(true);
  search_->addAction(themedIcon(themes, QStringLiteral("search")), QLineEdit::LeadingPosition);
  search_->installEventFilter(this);
  list_ = new QListWidget(this);
  list_->setAccessibleName(tr("Pages"));
  list_->setToolTip(tr("Pages"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setProperty("look", QStringLiteral("bare"));
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  scroll_->setProperty("surface", QStringLiteral("card"));
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setAccessibleName(tr("Page"));
  scroll_->setToolTip({});

  auto* side = new QVBoxLayout;
  side->setContentsMargins(theme.u(2), theme.u(2), theme.u(2), theme.u(2));
  side->setSpacing(theme.u(2));
  side->addWidget(search_);
  side->addWidget(list_, 1);
  auto* left = new QWidget(this);
  left->setLayout(side);
  left->setFixedWidth(theme.ipx(248));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(0);
  line->addWidget(left);
  line->addWidget(scroll_, 1);

  collect();
  fill();
  connect(search_, &QLineEdit::textChanged, this, &HelpWindow::fill);
  connect(list_, &QListWidget::currentItemChanged, this, &HelpWindow::showCurrent);
  connect(&themes, &ThemeController::changed, this, [this] {
    shown_.clear();
    showCurrent();
    update();
  });
}

void HelpWindow::collect() {
  const QStringList chapters = guideText().split(QStringLiteral("\n# "));
  int number = 0;
  for (const QString& chapter : chapters) {
    const qsizetype end = chapter.indexOf(QLatin1Char('\n'));
    QString title = chapter.left(end);
    if (title.startsWith(QLatin1String("# "))) title = title.mid(2);
    // "Title {#key}" for chapters that controls lead to.
    QString name = QString::number(number++);
    if (const qsizetype mark = title.indexOf(QLatin1String(" {#")); mark >= 0) {
      name = title.mid(mark + 3).chopped(1);
      title.truncate(mark);
    }
    const QString body = chapter.mid(end).trimmed();
    entries_.push_back({QStringLiteral("guide:") + name, tr("Guide"), title, title + body,
                        [this, title, body] { return makeTextPage(themes_, title, body); }});
  }
  const std::array<std::pair<CatalogueKind, QString>, 3> kinds = {{{CatalogueKind::Optimizers, tr("Optimizers")},
                                                                   {CatalogueKind::Objectives, tr("Objectives")},
                                                                   {CatalogueKind::Schedules, tr("Schedules")}}};
  for (const auto& [kind, heading] : kinds) {
    for (const Card* card : catalogue(kind)) {
      const QString title = QString::fromStdString(card->label.empty() ? card->id : card->label);
      QString searched = title;
      for (const std::string& part : {card->id, card->family, card->summary})
        searched += QLatin1Char(' ') + QString::fromStdString(part);
      for (const OptionDescription& option : card->options)
        searched += QLatin1Char(' ') + QString::fromStdString(option.id) + QLatin1Char(' ') +
                    QString::fromStdString(option.label);
      entries_.push_back({QString::fromStdString(card->id), heading, title, searched,
                          [this, card] { return makeCardPage(themes_, *card); }});
    }
  }
  entries_.push_back({QStringLiteral("references"), tr("The program"), tr("References"), tr("References"),
                      [this] { return makeTextPage(themes_, tr("References"), referencesText()); }});
  entries_.push_back({QString::fromLatin1(about), tr("The program"), tr("About Thalweg"), tr("About Thalweg"),
                      [this] { return makeTextPage(themes_, QStringLiteral("Thalweg"), aboutText()); }});
}

void HelpWindow::fill() {
  const QString keep = currentKey();
  const QStringList words = search_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  const QSignalBlocker quiet(list_);
  list_->clear();
  QString heading;
  for (const Entry& entry : entries_) {
    if (!std::ranges::all_of(words, [&](const QString& w) { return entry.searched.contains(w, Qt::CaseInsensitive); }))
      continue;
    if (entry.group != heading) {
      heading = entry.group;
      auto* head = new QListWidgetItem(heading, list_);
      head->setFlags(Qt::NoItemFlags);
      head->setFont(themes_.theme().font(TextRole::Strong));
    }
    auto* item = new QListWidgetItem(entry.title, list_);
    item->setData(Qt::UserRole, entry.key);
    if (entry.key == keep) list_->setCurrentItem(item);
  }
}

QString HelpWindow::currentKey() const {
  const QListWidgetItem* item = list_->currentItem();
  return item ? item->data(Qt::UserRole).toString() : QString();
}

QStringList HelpWindow::keys() const {
  QStringList all;
  for (const Entry& entry : entries_) all << entry.key;
  return all;
}

QWidget* HelpWindow::page() const { return scroll_->widget(); }

const HelpWindow::Entry* HelpWindow::find(const QString& key) const {
  const auto found = std::ranges::find(entries_, key, &Entry::key);
  return found == entries_.end() ? nullptr : &*found;
}

void HelpWindow::showCurrent() {
  const QString key = currentKey();
  const Entry* entry = find(key);
  if (!entry || key == shown_) return;
  shown_ = key;
  scroll_->setWidget(entry->make());
  scroll_->verticalScrollBar()->setValue(0);
}

void HelpWindow::open(const QString& key) {
  search_->clear();
  for (int row = 0; row < list_->count(); ++row) {
    if (list_->item(row)->data(Qt::UserRole).toString() == key) list_->setCurrentRow(row);
  }
  showCurrent();
  show();
  raise();
  activateWindow();
  search_->setFocus();
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    close();
    return;
  }
  QWidget::keyPressEvent(event);
}

bool HelpWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched != search_ || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter) return QWidget::eventFilter(watched, event);
  // From the search to what it found; Enter takes what is called so, else the first.
  int chosen = key == Qt::Key_Down ? list_->currentRow() : -1;
  int first = -1;
  for (int row = 0; row < list_->count() && chosen < 0; ++row) {
    const QListWidgetItem* item = list_->item(row);
    if (!(item->flags() & Qt::ItemIsEnabled)) continue;
    if (first < 0) first = row;
    if (item->text().startsWith(search_->text(), Qt::CaseInsensitive)) chosen = row;
  }
  list_->setCurrentRow(chosen >= 0 ? chosen : first);
  list_->setFocus();
  return true;
}

void HelpWindow::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().dock);
  painter.fillRect(scroll_->geometry(), themes_.theme().surface);
}

}  // namespace thalweg
