#include "ui/scenes/step_sheet.h"

#include "ui/look/markers.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/step_sheet_maker.h"

#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double rowHigh = 19;
constexpr double columnWide = 119;
constexpr double foldedColumn = 74;
constexpr double headHigh = 23;
constexpr double disc = 17;
constexpr double termScale = 1.12;  // of formulas beside text

}  // namespace

StepSheetMaker::StepSheetMaker(StepSheet& sheet, const ExplainedStep& step, const StepPicture* picture,
                               const StepSheetChoice& choice, const QColor& contender, const Theme& theme,
                               MathCache* cache)
    : sheet_(sheet),
      step_(step),
      picture_(picture),
      choice_(choice),
      contender_(contender),
      theme_(theme),
      cache_(cache),
      memory_(memoryName(step)),
      numbers_(theme.font(TextRole::Secondary)),
      left_(theme.px(14)),
      right_(choice.width - theme.px(14)) {
  sheet_.hover_ = theme.rowHover;
  const auto n = static_cast<Index>(step.trace.point.size());
  for (const Index column : choice.columns)
    if (column < n) columns_.push_back(column);
  if (columns_.empty() && n > 0) columns_.push_back(0);
}

void StepSheetMaker::make() {
  y_ = theme_.px(4);
  for (int phase = 0; phase < 3; ++phase) {
    if (choice_.folded && phase != choice_.phase)
      addFolded(phase);
    else
      addPhase(phase);
  }
  addWords();
  addCurvature();
  addChange();
  sheet_.height_ = y_ + theme_.px(6);
}

MathText StepSheetMaker::math(const QString& tex, double size, double room) {
  const auto typeset = [&](double pixels) {
    if (!cache_) return MathText(tex, pixels);
    const QString key = QString::number(pixels, 'f', 2) + QLatin1Char(' ') + tex;
    const auto found = cache_->constFind(key);
    if (found != cache_->constEnd()) return *found;
    constexpr int most = 2000;
    if (cache_->size() > most) cache_->clear();
    return *cache_->insert(key, MathText(tex, pixels));
  };
  MathText whole = typeset(size);
  if (whole.size().width() <= room) return whole;
  return typeset(std::max(0.55 * size, std::floor(size * room / whole.size().width() * 10) / 10));
}

void StepSheetMaker::drawMath(const MathText& tex, const QPointF& at, const QColor& color) {
  sheet_.draw_.emplace_back([tex, at, color](QPainter& p) { tex.draw(p, at, color); });
}

void StepSheetMaker::drawText(const QString& words, const QRectF& box, Qt::Alignment alignment, TextRole role,
                              const QColor& color, bool bold) {
  QFont font = theme_.font(role);
  if (bold) font.setWeight(QFont::DemiBold);
  sheet_.draw_.emplace_back([words, box, alignment, font, color](QPainter& p) {
    p.setFont(font);
    p.setPen(color);
    p.drawText(box, static_cast<int>(alignment | Qt::TextDontClip), words);
  });
}

QString StepSheetMaker::coordinate(Index column) const {
  const auto at = static_cast<std::size_t>(column);
  return at < step_.coordinates.size() ? text(step_.coordinates[at]) : QString::number(column + 1);
}

QRectF StepSheetMaker::columnBox(std::size_t column, double y, double high) const {
  const double wide = theme_.px(columnWide);
  const double right = right_ - static_cast<double>(columns_.size() - 1 - column) * wide;
  return {right - wide, y, wide, high};
}

bool StepSheetMaker::fits(const QString& words) const {
  return numbers_.horizontalAdvance(words) <= theme_.px(columnWide - 6);
}

void StepSheetMaker::addHead(int phase) {
  static const std::array<const char*, 3> names = {QT_TRANSLATE_NOOP("QObject", "Gradient"),
                                                   QT_TRANSLATE_NOOP("QObject", "State"),
                                                   QT_TRANSLATE_NOOP("QObject", "Step")};
  const QRectF head(left_, y_, right_ - left_, theme_.px(headHigh));
  sheet_.heads_.push_back(head);
  addDisc(phase, head.center().y());
  const QString name = QObject::tr(names[static_cast<std::size_t>(phase)]);
  sheet_.words_ += name + QLatin1Char('\n');
  drawText(name, head.adjusted(theme_.px(disc + 8), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, TextRole::Title,
           theme_.text);
  const auto kind = static_cast<StepTermKind>(phase + 1);
  const StepArrow* arrow = picture_ ? picture_->arrow(kind) : nullptr;
  if (!arrow) return;
  const MathText legend = math(arrow->legend, theme_.fontSize(TextRole::Secondary) * termScale, theme_.px(120));
  const QPointF at(right_ - legend.size().width(), head.center().y() - legend.size().height() / 2);
  drawMath(legend, at, theme_.secondary);
  const QPointF tip(at.x() - theme_.px(8), head.center().y());
  const QPointF root(tip.x() - theme_.px(24), tip.y());
  const QColor color = stepColor(kind, contender_, theme_);
  sheet_.draw_.emplace_back(
      [root, tip, color, width = theme_.px(2)](QPainter& p) { drawArrow(p, root, tip, width, color); });
  sheet_.rows_.push_back({head, kind, phase, name});
}

void StepSheetMaker::addDisc(int phase, double middle) {
  const bool current = choice_.phase == phase;
  const QRectF box(left_, middle - theme_.px(disc) / 2, theme_.px(disc), theme_.px(disc));
  QFont font = theme_.font(TextRole::Axis);
  sheet_.draw_.emplace_back([box, font, current, phase, fill = theme_.accent,
                             ink = current ? theme_.onAccent : theme_.secondary,
                             edge = current ? theme_.accent : theme_.hint](QPainter& p) {
    p.setPen(QPen(edge, 1));
    p.setBrush(current ? QBrush(fill) : QBrush(Qt::NoBrush));
    p.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    p.setFont(font);
    p.setPen(ink);
    p.drawText(box, Qt::AlignCenter, QString::number(phase + 1));
  });
}

StepLineRows StepSheetMaker::rowsOf(const StepLine& line) const {
  const std::function<QColor(StepTermKind)> colorOf = [this](StepTermKind kind) {
    return kind == StepTermKind::Gradient ? theme_.text : stepTextColor(kind, contender_, theme_);
  };
  const std::function<bool(const QString&)> room = [this](const QString& words) { return fits(words); };
  return stepLineRows(line, columns_, static_cast<Index>(step_.trace.point.size()), memory_, colorOf, room);
}

void StepSheetMaker::addPhase(int phase) {
  const double top = y_;
  const bool card = choice_.phase == phase;
  y_ += theme_.px(card ? 4 : 2);
  addHead(phase);
  y_ += theme_.px(headHigh);
  bool named = false;
  bool placed = false;
  bool any = false;
  for (const StepLine& line : step_.trace.lines) {
    if (static_cast<int>(line.phase) != phase) continue;
    any = true;
    const StepLineRows rows = rowsOf(line);
    if (addScalar(line, rows, phase)) continue;
    const double first = y_;
    const double wide = addFormula(line, rows);
    addMemory(line, first, wide);
    if (phase == 0 && !named) {
      addNames();
      named = true;
    }
    if (phase == 0 && !placed && !line.named) {
      StepRow row{QStringLiteral(R"(\theta_{t-1})"), {}, StepTermKind::None, false};
      for (const Index column : columns_)
        row.numbers << columnNumber(step_.trace.point[static_cast<std::size_t>(column)]);
      addRow(row, phase);
      placed = true;
    }
    for (const StepRow& row : rows.rows) addRow(row, phase);
    y_ += theme_.px(1);
  }
  if (phase == 1) addMatrices();
  if (!any && !step_.trace.lines.empty()) {
    drawText(phase == 1 ? QObject::tr("nothing is remembered") : QObject::tr("no line of its own"),
             {left_, y_, right_ - left_, theme_.px(rowHigh)}, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Secondary,
             theme_.secondary);
    y_ += theme_.px(rowHigh);
  }
  y_ += theme_.px(card ? 4 : 2);
  if (!card) return;
  const QRectF frame(theme_.px(6), top, choice_.width - theme_.px(12), y_ - top);
  sheet_.ground_.emplace_back([frame, surface = theme_.surface, edge = theme_.accent](QPainter& p) {
    p.setPen(QPen(edge, 2));
    p.setBrush(surface);
    p.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 6, 6);
  });
  y_ += theme_.px(4);
}

void StepSheetMaker::addNames() {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    drawText(coordinate(columns_[i]), columnBox(i, y_, theme_.px(rowHigh)), Qt::AlignRight | Qt::AlignVCenter,
             TextRole::Secondary, theme_.secondary);
  y_ += theme_.px(rowHigh);
}

bool StepSheetMaker::addScalar(const StepLine& line, const StepLineRows& rows, int phase) {
  if (line.values.size() != 1 || line.named || rows.rows.size() != 2 || columns_.size() < 2) return false;
  const QStringList& numbers = rows.rows.front().numbers;
  if (numbers.size() != 1) return false;
  StepRow row{rows.formula, {numbers[0] + QStringLiteral(" = ") + rows.rows.back().numbers[0]}, rows.kind, false};
  constexpr double widest = 190;  // base pixels beside the formula
  if (numbers_.horizontalAdvance(row.numbers[0]) > theme_.px(widest)) return false;
  addRow(row, phase);
  y_ += theme_.px(2);
  return true;
}

double StepSheetMaker::addFormula(const StepLine& line, const StepLineRows& rows) {
  const double inset = theme_.px(12) * line.depth;
  QString tex = rows.formula;
  if (line.group >= 0) tex += QStringLiteral(R"(\quad \text{%1})").arg(QObject::tr("group %1").arg(line.group + 1));
  const double size = theme_.px(15);
  const double room = right_ - left_ - inset;
  double wide = 0;
  const auto draw = [&](const QString& part) {
    const MathText formula = math(part, size, room);
    drawMath(formula, {left_ + inset, y_ + theme_.px(1)}, theme_.text);
    y_ += formula.size().height() + theme_.px(3);
    wide = std::max(wide, inset + formula.size().width());
  };
  sheet_.words_ += plainMath(text(line.tex)) + QLatin1Char('\n');
  constexpr double readable = 0.8;
  if (rows.folded.size() > 1 && math(tex, size, 1e9).size().width() * readable > room) {
    for (const QString& part : rows.folded) draw(part);
    return wide;
  }
  draw(tex);
  return wide;
}

void StepSheetMaker::addRow(const StepRow& row, int phase) {
  const double high = theme_.px(rowHigh);
  const QRectF box(left_ - theme_.px(4), y_, right_ - left_ + theme_.px(8), high);
  const QColor color = row.result ? (row.kind == StepTermKind::None || row.kind == StepTermKind::Gradient
                                         ? theme_.text
                                         : stepTextColor(row.kind, contender_, theme_))
                                  : theme_.secondary;
  const bool alone = row.numbers.size() == 1 && columns_.size() > 1;
  const double taken = theme_.px(columnWide) * (alone ? 1 : static_cast<double>(columns_.size()));
  const MathText tex =
      math(row.tex, theme_.fontSize(TextRole::Secondary) * termScale, right_ - left_ - taken - theme_.px(2));
  drawMath(tex, {left_, y_ + (high - tex.size().height()) / 2}, color);
  for (qsizetype i = 0; i < row.numbers.size(); ++i) {
    const std::size_t column = alone ? columns_.size() - 1 : static_cast<std::size_t>(i);
    if (column >= columns_.size()) break;
    drawText(row.numbers[i], columnBox(column, y_, high), Qt::AlignRight | Qt::AlignVCenter, TextRole::Secondary, color,
             row.result);
  }
  const QString words = plainMath(row.tex) + QStringLiteral(": ") + row.numbers.join(QStringLiteral("; "));
  sheet_.words_ += QStringLiteral("  ") + words + QLatin1Char('\n');
  sheet_.rows_.push_back({box, row.kind, phase, words});
  y_ += high;
}

void StepSheetMaker::addFolded(int phase) {
  bool first = true;
  const double column = theme_.px(foldedColumn);
  if (phase == 0) {
    const double row = theme_.px(rowHigh);
    const MathText point = math(QStringLiteral(R"(\theta_{t-1})"), theme_.px(13), columnWide);
    drawMath(point, {left_ + theme_.px(disc + 6), y_ + row + (row - point.size().height()) / 2}, theme_.text);
    QStringList place;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto behind = static_cast<double>(columns_.size() - 1 - i);
      const QRectF box(right_ - column * (behind + 1), y_, column, row);
      constexpr auto aligned = Qt::AlignRight | Qt::AlignVCenter;
      place << columnNumber(step_.trace.point[static_cast<std::size_t>(columns_[i])]);
      drawText(coordinate(columns_[i]), box, aligned, TextRole::Secondary, theme_.secondary);
      drawText(place.last(), box.translated(0, row), aligned, TextRole::Secondary, theme_.secondary);
    }
    sheet_.words_ +=
        plainMath(point.tex()) + QStringLiteral(": ") + place.join(QStringLiteral("; ")) + QLatin1Char('\n');
    y_ += 2 * row;
  }
  for (const StepLine& line : step_.trace.lines) {
    if (static_cast<int>(line.phase) != phase) continue;
    const StepLineRows rows = rowsOf(line);
    const double high = theme_.px(rowHigh + 4);
    const double inset = theme_.px(disc + 6);
    if (first) {
      addDisc(phase, y_ + high / 2);
      sheet_.heads_.push_back({left_, y_, right_ - left_, high});
    }
    first = false;
    const StepRow& result = rows.rows.back();
    const bool alone = result.numbers.size() == 1 && columns_.size() > 1;
    const double room =
        right_ - left_ - inset - column * (alone ? 1 : static_cast<double>(result.numbers.size())) - theme_.px(4);
    const double size = theme_.px(13);
    MathText formula = math(rows.formula, size, 1e9);
    constexpr double readable = 0.8;
    if (formula.size().width() * readable > room) formula = math(rows.symbol, size, room);
    formula = formula.size().width() > room ? math(rows.formula, size, room) : formula;
    drawMath(formula, {left_ + inset, y_ + (high - formula.size().height()) / 2}, theme_.text);
    const QColor color = theme_.secondary;
    for (qsizetype i = 0; i < result.numbers.size(); ++i) {
      const auto behind = static_cast<double>(result.numbers.size() - 1 - i);
      const QRectF box(right_ - column * (behind + 1), y_, column, high);
      drawText(result.numbers[i], box, Qt::AlignRight | Qt::AlignVCenter, TextRole::Secondary, color);
    }
    sheet_.rows_.push_back(
        {{left_ - theme_.px(4), y_, right_ - left_ + theme_.px(8), high}, rows.kind, phase, plainMath(rows.formula)});
    sheet_.words_ +=
        plainMath(rows.formula) + QStringLiteral(": ") + result.numbers.join(QStringLiteral("; ")) + QLatin1Char('\n');
    y_ += high;
  }
  if (first) sheet_.heads_.emplace_back();  // each phase has its place among them
  y_ += theme_.px(2);
}

void StepSheetMaker::addMemory(const StepLine& line, double y, double formula) {
  const auto memory = std::ranges::find(step_.memories, line.name, &StepMemory::name);
  if (memory == step_.memories.end() || line.group > 0) return;
  const double high = theme_.px(rowHigh);
  const double wide = theme_.px(3);
  const double left = right_ - wide * static_cast<double>(memory->weights.size());
  const QString words = QObject::tr("≈ %1 steps").arg(shownNumber(memory->horizon(), 3));
  const double beside = QFontMetricsF(theme_.font(TextRole::Axis)).horizontalAdvance(words) + theme_.px(8);
  // Else in a row of its own.
  const bool room = left_ + formula + theme_.px(8) < left - beside;
  if (!room) y = std::exchange(y_, y_ + high);
  drawText(words, {left - beside, y, beside - theme_.px(4), high}, Qt::AlignRight | Qt::AlignVCenter, TextRole::Axis,
           theme_.secondary);
  sheet_.words_ += QStringLiteral("  ") + words + QLatin1Char('\n');
  const double most = *std::ranges::max_element(memory->weights);
  const double full = high - theme_.px(5);
  std::vector<QRectF> bars;
  for (std::size_t k = 0; k < memory->weights.size() && most > 0; ++k) {
    const double tall = std::max(1.0, full * memory->weights[k] / most);
    // The newest stands at the right, as time goes.
    const double x = left + wide * static_cast<double>(memory->weights.size() - 1 - k);
    bars.emplace_back(x + 1, y + high - theme_.px(2) - tall, wide - 1, tall);
  }
  const QColor color = kindOf(line.name, memory_) == StepTermKind::Memory ? theme_.arrowMomentum : theme_.hint;
  sheet_.draw_.emplace_back([bars, color](QPainter& p) {
    for (const QRectF& bar : bars) p.fillRect(bar, color);
  });
}

void StepSheetMaker::addMatrices() {
  for (const StepMatrix& matrix : step_.trace.matrices) {
    for (int k = 0; k < 2; ++k) {
      StepRow row{QStringLiteral(R"(\text{%1}\; %2\; %3)")
                      .arg(QObject::tr("along"), text(matrix.tex),
                           QStringLiteral(R"(\lambda = )") + shownNumber(matrix.eigenvalues[k], 3)),
                  {},
                  StepTermKind::None,
                  false};
      for (std::size_t i = 0; i < columns_.size() && i < 2; ++i)
        row.numbers << shownNumber(matrix.directions(static_cast<Index>(i), k), 3);
      addRow(row, 1);
    }
  }
}

StepSheet::StepSheet(const ExplainedStep& step, const StepPicture* picture, const StepSheetChoice& choice,
                     const QColor& contender, const Theme& theme, MathCache* cache) {
  StepSheetMaker(*this, step, picture, choice, contender, theme, cache).make();
}

void StepSheet::paint(QPainter& painter, StepTermKind lit) const {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& draw : ground_) draw(painter);
  for (const Row& row : rows_) {
    if (lit == StepTermKind::None || row.kind != lit) continue;
    painter.setPen(Qt::NoPen);
    painter.setBrush(hover_);
    painter.drawRoundedRect(row.box, 3, 3);
  }
  for (const auto& draw : draw_) draw(painter);
  painter.restore();
}

}  // namespace thalweg
