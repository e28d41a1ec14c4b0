#include "ui/panels/point_table.h"

#include "core/base/file.h"
#include "core/contracts/dataset.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/panels.h"
#include "ui/document/point_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <system_error>

namespace thalweg {

namespace {

constexpr std::size_t mostFileBytes = 16u << 20;

QString columnWords(const PointColumns& expected) {
  const QString values = PointTable::tr("x, y");
  const QString classes = expected.mostClasses > 2 ? PointTable::tr("two inputs and one of three classes")
                                                   : PointTable::tr("two inputs and one of two classes");
  const QString row = expected.mostClasses == 0 ? values
                      : expected.values         ? PointTable::tr("%1, or %2").arg(values, classes)
                                                : classes;
  return PointTable::tr("A row a sample: %1; perhaps train or test. Commas, semicolons or tabs between.").arg(row);
}

}  // namespace

QString pointWords(const PointText& points) {
  const std::size_t tests = points.testPoints.is_null() ? 0 : points.testPoints.size();
  QString words = tests > 0
                      ? PointTable::tr("%1 samples for training, %2 for testing.").arg(points.points.size()).arg(tests)
                      : PointTable::tr("%1 samples.").arg(points.points.size());
  for (const std::string& note : points.notes) words += QLatin1Char(' ') + text(note);
  return words;
}

PointTable::PointTable(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : QFrame(parent, Qt::Popup), themes_(themes), model_(model) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), theme.u(3), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(2));
  title_ = plainLabel(this, {}, "strong");
  columns_ = plainLabel(this, {}, "secondary");
  columns_->setWordWrap(true);
  field_ = new QPlainTextEdit(this);
  // The style sheet of all text fields would choose another font.
  field_->setStyleSheet(QStringLiteral("QPlainTextEdit { font-family: \"IBM Plex Mono\"; font-size: %1px; }")
                            .arg(qRound(theme.fontSize(TextRole::Body))));
  field_->setLineWrapMode(QPlainTextEdit::NoWrap);
  field_->setTabChangesFocus(true);
  field_->setMinimumSize(theme.ipx(360), theme.ipx(220));
  field_->setAccessibleName(tr("Samples as a table"));
  field_->installEventFilter(this);
  message_ = new InlineMessage(themes, this);
  const auto number = [&](double most, double value, const QString& name) {
    auto* made = new NumberField(themes, this);
    made->setRange({.min = 0, .max = most});
    made->setScale(Scale::Integer);
    made->setValue(value);
    made->setAccessibleName(name);
    made->setToolTip(name);
    made->setFixedWidth(theme.ipx(52));
    return made;
  };
  share_ = number(90, 25, tr("How many of a hundred samples are held out for testing"));
  seed_ = number(999999, 1, tr("Seed: which ones are drawn"));
  const auto button = [&](const QString& icon, const QString& words, const QString& tip) {
    auto* made = new FlatButton(themes, icon, words, this);
    made->setControlHeight(26);
    made->setToolTip(tip);
    return made;
  };
  split_ = button({}, tr("Hold out"), tr("Draws anew which samples are for testing"));
  split_->setFramed(true);
  file_ = button(QStringLiteral("folder"), tr("Open a file…"), tr("Reads a CSV file"));
  apply_ = button(QStringLiteral("check"), tr("Use these"), tr("Learns from these samples (Ctrl+Return)"));
  apply_->setFramed(true);
  auto* held = new QHBoxLayout;
  held->setSpacing(theme.u(2));
  held->addWidget(plainLabel(this, tr("test"), "secondary"));
  held->addWidget(share_);
  held->addWidget(plainLabel(this, tr("%"), "secondary"));
  held->addWidget(plainLabel(this, tr("seed"), "secondary"));
  held->addWidget(seed_);
  held->addWidget(split_);
  held->addStretch(1);
  auto* ends = new QHBoxLayout;
  ends->addWidget(file_);
  ends->addStretch(1);
  ends->addWidget(apply_);
  column->addWidget(title_);
  column->addWidget(columns_);
  column->addWidget(field_, 1);
  column->addWidget(message_);
  column->addLayout(held);
  column->addLayout(ends);
  connect(field_, &QPlainTextEdit::textChanged, message_, &InlineMessage::clear);
  connect(split_, &QAbstractButton::clicked, this, &PointTable::holdSomeOut);
  connect(file_, &QAbstractButton::clicked, this, &PointTable::chooseFile);
  connect(apply_, &QAbstractButton::clicked, this, &PointTable::accept);
}

QString PointTable::message() const { return message_->text(); }

void PointTable::open(std::shared_ptr<const Objective> objective, std::size_t panel, const QPoint& globalPosition) {
  const DataObjective* drawn = objective ? drawableData(*objective) : nullptr;
  panel_ = panel;
  title_->setText(tr("Samples of %1").arg(text(displayName(model_.scenario().panels[panel]))));
  columns_->setText(columnWords(expectedColumns(model_.scenario().panels[panel])));
  field_->setPlainText(drawn ? text(writePointText(pointLists(drawn->dataset()))) : QString());
  message_->clear();
  adjustSize();
  QPoint at = globalPosition;
  if (const QScreen* screen = QGuiApplication::screenAt(globalPosition)) {
    const QRect room = screen->availableGeometry();
    at.setX(std::max(room.left(), std::min(at.x(), room.right() - width())));
    at.setY(std::max(room.top(), std::min(at.y(), room.bottom() - height())));
  }
  move(at);
  show();
  field_->setFocus();
  field_->selectAll();
}

std::optional<PointText> PointTable::read() {
  try {
    return readPointText(field_->toPlainText().toStdString(), expectedColumns(model_.scenario().panels[panel_]));
  } catch (const PointTextError& error) {
    message_->showMessage(InlineMessage::Kind::Error, text(error.what()));
    return {};
  }
}

void PointTable::holdSomeOut() {
  if (panel_ >= model_.scenario().panels.size()) return;
  std::optional<PointText> points = read();
  if (!points) return;
  holdOut(*points, share_->value() / 100, static_cast<std::uint32_t>(seed_->value()));
  field_->setPlainText(text(writePointText(*points)));
  message_->showMessage(InlineMessage::Kind::Note, pointWords(*points));
}

void PointTable::load(const QString& path) {
  try {
    const std::string bytes = readFile(path.toStdString(), mostFileBytes + 1);
    if (bytes.size() > mostFileBytes) throw PointTextError("larger than 16 MiB");
    field_->setPlainText(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (const auto points = read()) message_->showMessage(InlineMessage::Kind::Note, pointWords(*points));
  } catch (const std::system_error& error) {
    message_->showMessage(InlineMessage::Kind::Error, tr("%1: %2").arg(path, text(error.code().message())));
  } catch (const PointTextError& error) {
    message_->showMessage(InlineMessage::Kind::Error, tr("%1: %2").arg(path, text(error.what())));
  }
}

/// A dialog closes a popup: it comes back with what was chosen.
void PointTable::chooseFile() {
  const QPoint at = pos();
  hide();
  const QString path = QFileDialog::getOpenFileName(parentWidget(), tr("Open samples"), {},
                                                    tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
  if (panel_ >= model_.scenario().panels.size()) return;
  move(at);
  show();
  if (!path.isEmpty()) load(path);
}

void PointTable::accept() {
  if (panel_ >= model_.scenario().panels.size()) return hide();  // it went meanwhile
  const std::optional<PointText> points = read();
  if (!points) return;
  try {
    model_.edit(tr("Other samples"), [&](Scenario& s) { setPoints(s, panel_, *points); });
    hide();
  } catch (const OptionError& error) {
    message_->showMessage(InlineMessage::Kind::Error, text(error.what()));
  }
}

bool PointTable::eventFilter(QObject* watched, QEvent* event) {
  if (watched != field_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  if (!enter || !key->modifiers().testFlag(Qt::ControlModifier)) return false;
  accept();
  return true;
}

void PointTable::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.surface);
  painter.setPen(theme.border);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace thalweg
