#include "ui/contenders/rule_view.h"

#include "core/contracts/optimizer.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QLabel>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kType = 1.1;    // of the em
constexpr qreal kSmall = 0.92;  // where a line would be broken otherwise
constexpr qreal kGap = 5, kIndent = 16, kInset = 12, kLink = 26;

/// Places before which `tex` may be broken: signs outside brackets and braces, and what follows a gap between formulas.
std::vector<qsizetype> breaksOf(const QString& tex) {
  std::vector<qsizetype> places;
  int depth = 0;
  for (qsizetype i = 0; i < tex.size(); ++i) {
    const QChar c = tex[i];
    if (QStringLiteral("{([").contains(c)) ++depth;
    if (QStringLiteral("})]").contains(c)) --depth;
    const bool sign = (c == QLatin1Char('+') || c == QLatin1Char('-')) && i > 0 && tex[i - 1] == QLatin1Char(' ') &&
                      i + 1 < tex.size() && tex[i + 1] == QLatin1Char(' ');
    if (depth == 0 && sign) places.push_back(i);
  }
  return places;
}

/// The lines of the update, which the card's formula has under each other.
QStringList linesOf(const OptimizerCard& card) {
  return text(card.typeset).split(QStringLiteral(" \\\\ "), Qt::SkipEmptyParts);
}

}  // namespace

QStringList brokenFormula(const QString& tex, qreal width, qreal pixelSize) {
  QStringList pieces;
  const std::vector<qsizetype> places = breaksOf(tex);
  qsizetype from = 0;
  const auto fits = [&](qsizetype to) { return MathText(tex.mid(from, to - from), pixelSize).size().width() <= width; };
  while (!fits(tex.size())) {
    // As much as there is room for, at least to the first place.
    const auto next = std::upper_bound(places.begin(), places.end(), from);
    if (next == places.end()) break;
    auto last = next;
    while (last + 1 != places.end() && fits(*(last + 1))) ++last;
    pieces << tex.mid(from, *last - from).trimmed();
    from = *last;
  }
  pieces << tex.mid(from).trimmed();
  return pieces;
}

RuleView::RuleView(const ThemeController& themes, QWidget* parent)
    : QWidget(parent), themes_(themes), link_(plainLabel(this)) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  link_->setTextFormat(Qt::RichText);
  link_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  link_->setToolTip(tr("Options, source and advice"));
  connect(link_, &QLabel::linkActivated, this, [this] {
    if (card_) Q_EMIT helpRequested(text(card_->id));
  });
  connect(&themes_, &ThemeController::changed, this, [this] {
    lines_ = arranged(width());
    updateGeometry();
    update();
  });
}

void RuleView::setCard(const OptimizerCard* card) {
  if (card == card_) return;
  card_ = card;
  if (card_) {
    const QString name = text(card_->label.empty() ? card_->id : card_->label).toHtmlEscaped();
    link_->setText(QStringLiteral("<a href=\"#\">%1</a>").arg(tr("%1 in the help").arg(name)));
    link_->setAccessibleName(tr("%1 in the help").arg(name));
    QStringList words;
    for (const QString& line : linesOf(*card_)) words << plainMath(line);
    setAccessibleName(words.join(QStringLiteral("; ")));
  }
  lines_ = arranged(width());
  updateGeometry();
  update();
}

QStringList RuleView::lines() const {
  QStringList all;
  for (const Line& line : lines_) all << line.text.tex();
  return all;
}

std::vector<RuleView::Line> RuleView::arranged(qreal width) const {
  std::vector<Line> all;
  if (!card_) return all;
  const Theme& theme = themes_.theme();
  const qreal room = width - 2 * theme.px(kInset);
  for (const QString& formula : linesOf(*card_)) {
    qreal size = theme.em * kType;
    if (MathText(formula, size).size().width() > room) size = theme.em * kSmall;
    const QStringList pieces = brokenFormula(formula, room - theme.px(kIndent), size);
    for (qsizetype i = 0; i < pieces.size(); ++i) {
      const qreal left = i == 0 ? 0 : theme.px(kIndent);
      MathText set(pieces[i], size);
      // What cannot be broken is made smaller.
      if (set.size().width() > room - left)
        set = MathText(pieces[i], size * (room - left) / std::max(1.0, set.size().width()));
      all.push_back({std::move(set), left});
    }
  }
  return all;
}

qreal RuleView::heightOf(const std::vector<Line>& lines) const {
  const Theme& theme = themes_.theme();
  qreal height = theme.px(kGap) + theme.px(kLink);
  for (const Line& line : lines) height += line.text.size().height() + theme.px(kGap);
  return height;
}

int RuleView::heightForWidth(int width) const { return static_cast<int>(std::ceil(heightOf(arranged(width)))); }
QSize RuleView::sizeHint() const { return {themes_.theme().ipx(240), heightForWidth(std::max(width(), 1))}; }
QSize RuleView::minimumSizeHint() const { return {themes_.theme().ipx(120), 0}; }

void RuleView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const Theme& theme = themes_.theme();
  lines_ = arranged(width());
  const int high = theme.ipx(kLink);
  link_->setGeometry(theme.ipx(kInset), height() - high, width() - 2 * theme.ipx(kInset), high);
}

void RuleView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  qreal y = theme.px(kGap);
  for (const Line& line : lines_) {
    line.text.draw(painter, QPointF(theme.px(kInset) + line.left, y), theme.text);
    y += line.text.size().height() + theme.px(kGap);
  }
}

}  // namespace thalweg
