#include "ui/export/code_view.h"

#include "ui/controls/buttons.h"
#include "ui/export/python_highlighter.h"
#include "ui/look/plain_text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>

namespace thalweg {

CodeView::CodeView(const ThemeController& themes, QWidget* parent) : QWidget(parent, Qt::Window), themes_(themes) {
  const Theme& theme = themes.theme();
  setWindowTitle(tr("PyTorch script – Thalweg"));
  resize(theme.ipx(900), theme.ipx(720));
  hint_ = plainLabel(this);
  hint_->setWordWrap(true);
  hint_->setProperty("role", QStringLiteral("secondary"));
  copy_ = new FlatButton(themes, QStringLiteral("copy"), tr("Copy"), this);
  copy_->setToolTip(tr("Copy the whole script"));
  save_ = new FlatButton(themes, QStringLiteral("save"), tr("Save…"), this);
  save_->setToolTip(tr("Save the script to a file"));
  editor_ = new QPlainTextEdit(this);
  editor_->setReadOnly(true);
  editor_->setLineWrapMode(QPlainTextEdit::NoWrap);
  editor_->setFrameShape(QFrame::NoFrame);
  editor_->setAccessibleName(tr("PyTorch script"));
  editor_->setTabChangesFocus(true);
  // Selecting with the keyboard works, too, though nothing can be typed.
  editor_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  new PythonHighlighter(themes, editor_->document());

  auto* top = new QHBoxLayout;
  top->setContentsMargins(theme.u(3), theme.u(2), theme.u(2), theme.u(2));
  top->setSpacing(theme.u(2));
  top->addWidget(hint_, 1);
  top->addWidget(copy_);
  top->addWidget(save_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(top);
  column->addWidget(editor_, 1);

  connect(copy_, &QToolButton::clicked, this, &CodeView::copyRequested);
  connect(save_, &QToolButton::clicked, this, &CodeView::saveRequested);
  connect(&themes, &ThemeController::changed, this, &CodeView::dress);
  dress();
}

void CodeView::dress() {
  // The style sheet of all text fields would choose another font and a frame.
  editor_->setStyleSheet(
      QStringLiteral(
          "QPlainTextEdit { font-family: \"IBM Plex Mono\"; font-size: %1px; border: none; border-radius: 0; }")
          .arg(qRound(themes_.theme().fontSize(TextRole::Body))));
  update();
}

QString CodeView::problem() const { return editor_->isHidden() ? hint_->text() : QString(); }

void CodeView::setScript(const QString& script, const QString& problem) {
  const bool good = problem.isEmpty();
  hint_->setText(good ? tr("Runs as it is, with PyTorch 1.13 or later; follows the scenario.") : problem);
  editor_->setVisible(good);
  copy_->setEnabled(good);
  save_->setEnabled(good);
  if (!good || editor_->toPlainText() == script) return;
  const int line = editor_->verticalScrollBar()->value();
  const int column = editor_->horizontalScrollBar()->value();
  editor_->setPlainText(script);
  editor_->verticalScrollBar()->setValue(line);
  editor_->horizontalScrollBar()->setValue(column);
}

void CodeView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    close();
    return;
  }
  QWidget::keyPressEvent(event);
}

void CodeView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().dock);
}

}  // namespace thalweg
