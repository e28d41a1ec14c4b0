#include "ui/contenders/rule_editor.h"

#include "core/contracts/optimizer.h"
#include "core/expression/rule_lines.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/look/text.h"

#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

constexpr int kRuleRest = 150;  // ms after a key before the lines are tried
constexpr int kFewestLines = 2;
constexpr int kMostLines = 14;

/// Names that a rule knows are in the accent's colour, comments step back.
class RuleHighlighter : public QSyntaxHighlighter {
 public:
  RuleHighlighter(const ThemeController& themes, QTextDocument* document)
      : QSyntaxHighlighter(document), themes_(themes) {
    connect(&themes, &ThemeController::changed, this, &QSyntaxHighlighter::rehighlight);
  }

 protected:
  void highlightBlock(const QString& line) override {
    static const QRegularExpression token(
        QStringLiteral(R"((#.*$)|\b(x|g|f|t|lr|n|noise|norm|dot|mean|grad|if|else|and|or|not)\b)"));
    for (auto match = token.globalMatch(line); match.hasNext();) {
      const QRegularExpressionMatch found = match.next();
      const bool comment = found.capturedLength(1) > 0;
      setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()),
                comment ? themes_.theme().secondary : themes_.theme().accent);
    }
  }

 private:
  const ThemeController& themes_;
};

/// What a row for a parameter is made from.
OptionDescription describeParameter(const RuleParameter& parameter) {
  OptionDescription d;
  d.id = d.label = parameter.name;
  d.symbol = ruleSymbol(parameter.name, false);
  d.kind = OptionKind::Real;
  d.fallback = parameter.value;
  d.slider = parameter.slider;
  return d;
}

Json written(const std::vector<RuleParameter>& parameters) {
  Json all = Json::object();
  for (const RuleParameter& p : parameters)
    all[p.name] = {{"value", p.value}, {"min", p.slider.min}, {"max", p.slider.max}};
  return all;
}

bool sameRows(const std::vector<RuleParameter>& a, const std::vector<RuleParameter>& b) {
  return std::ranges::equal(
      a, b, [](const RuleParameter& p, const RuleParameter& q) { return p.name == q.name && p.slider == q.slider; });
}

}  // namespace

RuleField::RuleField(const ThemeController& themes, QWidget* parent)
    : QPlainTextEdit(parent), themes_(themes), numbers_(new QWidget(this)) {
  setTabChangesFocus(true);
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  numbers_->installEventFilter(this);
  new RuleHighlighter(themes, document());
  connect(this, &QPlainTextEdit::updateRequest, numbers_, qOverload<>(&QWidget::update));
  connect(this, &QPlainTextEdit::blockCountChanged, this, [this] {
    setVerticalScrollBarPolicy(blockCount() > kMostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
  });
  connect(&themes_, &ThemeController::changed, this, &RuleField::dress);
  dress();
}

void RuleField::dress() {
  const Theme& theme = themes_.theme();
  const bool faulty = faultLine_ > 0;
  // The style sheet of all text fields would choose another font.
  setStyleSheet(QStringLiteral("QPlainTextEdit { font-family: \"IBM Plex Mono\"; font-size: %1px; %2 }")
                    .arg(qRound(theme.fontSize(TextRole::Body)))
                    .arg(faulty ? QStringLiteral("border: 2px solid %1;").arg(theme.error.name()) : QString()));
  setViewportMargins(theme.ipx(22), 0, 0, 0);
  showFault();
  updateGeometry();
}

void RuleField::markFault(int line, int column) {
  if (line == faultLine_ && column == faultColumn_) return;
  const bool changed = (line > 0) != (faultLine_ > 0);
  faultLine_ = line;
  faultColumn_ = column;
  if (changed) return dress();
  showFault();
}

QTextCursor RuleField::faultyWord() const {
  const QTextBlock block = document()->findBlockByNumber(faultLine_ - 1);
  if (faultLine_ == 0 || !block.isValid()) return {};
  QTextCursor cursor(block);
  // Columns count characters, positions count their halves in UTF-16.
  int column = 1;
  int at = 0;
  const QString line = block.text();
  for (; at < line.size() && column < faultColumn_; ++column) at += line[at].isHighSurrogate() ? 2 : 1;
  cursor.setPosition(block.position() + std::min(at, static_cast<int>(line.size())));
  cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
  if (!cursor.hasSelection()) cursor.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor);
  if (!cursor.hasSelection()) cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor);
  return cursor;
}

void RuleField::showFault() {
  QList<QTextEdit::ExtraSelection> marks;
  if (const QTextCursor word = faultyWord(); !word.isNull()) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = word;
    mark.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
    mark.format.setUnderlineColor(themes_.theme().error);
    mark.format.setForeground(themes_.theme().error);
    marks << mark;
  }
  setExtraSelections(marks);
}

void RuleField::replaceFault(const QString& word) {
  QTextCursor cursor = faultyWord();
  if (!cursor.isNull()) cursor.insertText(word);
}

QSize RuleField::sizeHint() const {
  const Theme& theme = themes_.theme();
  const int lines = std::clamp(document()->blockCount(), kFewestLines, kMostLines);
  return {theme.ipx(240), lines * fontMetrics().lineSpacing() + theme.ipx(24)};
}
QSize RuleField::minimumSizeHint() const { return {themes_.theme().ipx(120), sizeHint().height()}; }

void RuleField::focusInEvent(QFocusEvent* event) {
  QPlainTextEdit::focusInEvent(event);
  Q_EMIT focused(true);
}
void RuleField::focusOutEvent(QFocusEvent* event) {
  QPlainTextEdit::focusOutEvent(event);
  if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) Q_EMIT focused(false);
}

void RuleField::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return Q_EMIT escaped();
  QPlainTextEdit::keyPressEvent(event);
}

void RuleField::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  const QRect inside = contentsRect();
  numbers_->setGeometry(inside.left(), inside.top(), viewportMargins().left(), inside.height());
}

bool RuleField::eventFilter(QObject* watched, QEvent* event) {
  if (watched == numbers_ && event->type() == QEvent::Paint) {
    paintNumbers();
    return true;
  }
  return QPlainTextEdit::eventFilter(watched, event);
}

void RuleField::paintNumbers() {
  QPainter painter(numbers_);
  painter.setFont(font());
  painter.setPen(themes_.theme().secondary);
  const int shift = viewport()->y() - numbers_->y();
  for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
    const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    if (place.top() > numbers_->height()) break;
    painter.drawText(QRectF(0, place.top() + shift, numbers_->width() - themes_.theme().ipx(5), place.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
  }
}

RuleEditor::RuleEditor(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(2), theme.u(1), theme.u(2), theme.u(1));
  column->setSpacing(theme.u(1));
  field_ = new RuleField(themes, this);
  field_->setToolTip(tr("A line for each name, such as m = b*m + g and x = x - lr*m. Other names become sliders."));
  message_ = new InlineMessage(themes, this);
  names_ = new QWidget(this);
  column->addWidget(field_);
  column->addWidget(message_);
  column->addWidget(names_);
  buildNames();
  parameters_ = new QWidget(this);
  rows_ = new QVBoxLayout(parameters_);
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(0);
  typing_.setSingleShot(true);
  typing_.setInterval(kRuleRest);
  connect(&typing_, &QTimer::timeout, this, &RuleEditor::type);
  connect(field_, &QPlainTextEdit::textChanged, this, [this] {
    if (field_->document()->isModified()) typing_.start();
  });
  connect(field_, &RuleField::focused, this, [this](bool on) {
    names_->setVisible(on);
    if (!on) endTyping();
  });
  connect(field_, &RuleField::escaped, this, &RuleEditor::giveUp);
  connect(message_, &InlineMessage::linkActivated, this, [this] {
    field_->replaceFault(suggestion_);
    field_->document()->setModified(true);
    type();
  });
}

void RuleEditor::buildNames() {
  const Theme& theme = themes_.theme();
  auto* flow = new FlowLayout(theme.u(1), theme.u(1), names_);
  flow->setContentsMargins(0, 0, 0, 0);
  const std::array<std::pair<const char*, QString>, 14> names = {{{"x", tr("the point")},
                                                                  {"g", tr("its gradient")},
                                                                  {"f", tr("the value there")},
                                                                  {"t", tr("the step's number, from 1")},
                                                                  {"lr", tr("the rate, as the schedule says")},
                                                                  {"n", tr("how many coordinates there are")},
                                                                  {"noise", tr("standard normal numbers of this step")},
                                                                  {"sqrt()", tr("the root")},
                                                                  {"abs()", tr("the size")},
                                                                  {"sign()", tr("−1, 0 or 1")},
                                                                  {"max(,)", tr("the larger one")},
                                                                  {"norm()", tr("the length of a vector")},
                                                                  {"mean()", tr("the average over the coordinates")},
                                                                  {"grad()", tr("the gradient at another point")}}};
  for (const auto& [name, tip] : names) {
    const QString typed = QString::fromLatin1(name);
    auto* chip = new FlatButton(themes_, {}, typed.section(QLatin1Char('('), 0, 0), names_);
    chip->setControlHeight(22);
    chip->setFocusPolicy(Qt::NoFocus);
    chip->setToolTip(tip);
    connect(chip, &QToolButton::clicked, this, [this, typed] {
      QTextCursor cursor = field_->textCursor();
      cursor.insertText(typed);
      const qsizetype open = typed.indexOf(QLatin1Char('('));
      if (open >= 0)
        cursor.movePosition(QTextCursor::Left, QTextCursor::MoveAnchor, static_cast<int>(typed.size() - open) - 1);
      field_->setTextCursor(cursor);
    });
    flow->addWidget(chip);
  }
  auto* help = new FlatButton(themes_, {}, tr("Language…"), names_);
  help->setControlHeight(22);
  help->setFocusPolicy(Qt::NoFocus);
  help->setToolTip(tr("All that a rule can say, in the help"));
  connect(help, &QToolButton::clicked, this, &RuleEditor::helpRequested);
  flow->addWidget(help);
  names_->hide();
}

void RuleEditor::setOwner(const QString& owner) {
  owner_ = owner;
  field_->setAccessibleName(tr("Rule of %1").arg(owner));
  for (OptionRow* row : sliders_) row->setOwner(owner);
}

QString RuleEditor::message() const { return message_->text(); }

OptionRow* RuleEditor::parameter(const std::string& name) const {
  const auto found = std::ranges::find_if(sliders_, [&](const OptionRow* row) { return row->optionId() == name; });
  return found == sliders_.end() ? nullptr : *found;
}

int RuleEditor::widestLabel() const {
  int widest = 0;
  for (const OptionRow* row : sliders_) widest = std::max(widest, row->labelWidth());
  return widest;
}

void RuleEditor::setLabelWidth(int pixels) {
  for (OptionRow* row : sliders_) row->setLabelWidth(pixels);
}

void RuleEditor::setOptions(const Options& options) {
  const OptimizerCard& card = *findOptimizer("rule");
  const QString before = std::exchange(formula_, text(optionValue(*card.find("formula"), options).get<std::string>()));
  given_ = optionValue(*card.find("parameters"), options);
  // What could not be read stays, marked, until it is mended or given up, or another rule comes from elsewhere.
  refused_ = refused_ && before == formula_;
  const bool typing = refused_ || (field_->hasFocus() && field_->document()->isModified());
  if (!typing && field_->toPlainText() != formula_) {
    typing_.stop();
    field_->setPlainText(formula_);
    field_->document()->setModified(false);
    field_->markFault(0, 0);
    known_ = Json::object();
  }
  showRows();
  if (!typing) showRemarks();
}

void RuleEditor::showRemarks() {
  refused_ = false;
  suggestion_.clear();
  field_->markFault(0, 0);
  QStringList remarks;
  for (const std::string& remark : ruleRemarks(RuleText::parse(formula_.toStdString()), given_))
    remarks << text(remark);
  if (remarks.isEmpty()) return message_->clear();
  QString words = remarks.join(QStringLiteral("; ")) + QLatin1Char('.');
  words[0] = words[0].toUpper();
  message_->showMessage(InlineMessage::Kind::Note, words);
}

void RuleEditor::showRows() {
  const std::vector<RuleParameter> now = ruleParameters(RuleText::parse(formula_.toStdString()), given_);
  if (!sameRows(now, shown_)) {
    for (OptionRow* row : sliders_) {
      // A row may be at work: it is often its own signal that leads here.
      row->disconnect(this);
      row->hide();
      row->deleteLater();
    }
    sliders_.clear();
    for (const RuleParameter& parameter : now) {
      auto* row = new OptionRow(themes_, describeParameter(parameter), -1, parameters_);
      row->setOwner(owner_);
      rows_->addWidget(row);
      sliders_.push_back(row);
      row->show();
      connect(row, &OptionRow::gestureStarted, this, &RuleEditor::gestureStarted);
      connect(row, &OptionRow::gestureFinished, this, &RuleEditor::gestureFinished);
      connect(row, &OptionRow::edited, this,
              [this, name = parameter.name](const Json& value) { editParameter(name, value); });
      connect(row, &OptionRow::resetRequested, this, [this, name = parameter.name] {
        // What the name suggests.
        for (const RuleParameter& p : ruleParameters(RuleText::parse(formula_.toStdString()), Json::object()))
          if (p.name == name) editParameter(name, p.value);
      });
    }
  }
  shown_ = now;
  for (std::size_t i = 0; i < now.size(); ++i) sliders_[i]->setValue(Json(now[i].value));
}

void RuleEditor::editParameter(const std::string& name, const Json& value) {
  std::vector<RuleParameter> all = shown_;
  for (RuleParameter& p : all)
    if (p.name == name) p.value = value.get<double>();
  Q_EMIT edited({{"parameters", written(all)}});
}

void RuleEditor::type() {
  typing_.stop();
  const std::string typed = field_->toPlainText().toStdString();
  if (field_->toPlainText() == formula_) return showRemarks();
  try {
    const RuleText rule = RuleText::parse(typed);
    known_.update(written(shown_));
    const std::vector<RuleParameter> parameters = ruleParameters(rule, known_);
    if (!std::exchange(inGesture_, true)) Q_EMIT gestureStarted();
    Q_EMIT edited({{"formula", typed}, {"parameters", written(parameters)}});
    // Where it could not be used, the card says why.
    if (field_->toPlainText() == formula_) showRemarks();
  } catch (const RuleError& error) {
    refused_ = true;
    QString words = text(error.what());
    words[0] = words[0].toUpper();
    static const QRegularExpression offer(QStringLiteral("; did you mean '(\\w+)'\\?$"));
    const QRegularExpressionMatch match = offer.match(words);
    suggestion_ = match.captured(1);
    if (match.hasMatch()) words.truncate(match.capturedStart());
    field_->markFault(error.line(), error.column());
    message_->showMessage(InlineMessage::Kind::Error, words + QLatin1Char('.'),
                          suggestion_.isEmpty() ? QString() : tr("Use %1").arg(suggestion_));
  }
}

void RuleEditor::endTyping() {
  if (field_->document()->isModified()) type();
  field_->document()->setModified(false);
  if (std::exchange(inGesture_, false)) Q_EMIT gestureFinished();
}

void RuleEditor::giveUp() {
  field_->setPlainText(formula_);
  field_->document()->setModified(false);
  typing_.stop();
  showRemarks();
  parentWidget()->setFocus(Qt::OtherFocusReason);
}

}  // namespace thalweg
