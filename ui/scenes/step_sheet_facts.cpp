/// What stands under a step's lines: words, curvature and the change of f.
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/step_sheet_maker.h"

#include <QObject>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace thalweg {

namespace {

/// A mark on the gauge.
struct GaugeMark {
  double value = 0;
  QString tex;  ///< with its number
  bool triangle = false;
  bool thick = false;
  double x = 0;
};

QPainterPath bulbPath(const QPointF& at, double size) {
  const double unit = size / 16;
  QPainterPath path;
  path.addEllipse(at + QPointF(8, 6) * unit, 4.25 * unit, 4.25 * unit);
  for (const double y : {12.0, 14.0}) {
    path.moveTo(at + QPointF(6.25, y) * unit);
    path.lineTo(at + QPointF(9.75, y) * unit);
  }
  return path;
}

}  // namespace

void StepSheetMaker::addRule() {
  y_ += theme_.px(3);
  sheet_.draw_.emplace_back([y = y_, wide = choice_.width, color = theme_.border](QPainter& p) {
    p.fillRect(QRectF(0, std::floor(y), wide, 1), color);
  });
  y_ += theme_.px(3);
}

void StepSheetMaker::addTitle(const QString& title, const QString& tex) {
  const double high = theme_.px(20);
  drawText(title, {left_, y_, right_ - left_, high}, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Title, theme_.text);
  sheet_.words_ += title + QStringLiteral(": ") + plainMath(tex) + QLatin1Char('\n');
  if (!tex.isEmpty()) {
    const MathText right = math(tex, theme_.fontSize(TextRole::Secondary), right_ - left_ - theme_.px(110));
    drawMath(right, {right_ - right.size().width(), y_ + (high - right.size().height()) / 2}, theme_.text);
  }
  y_ += high;
}

void StepSheetMaker::addWords() {
  if (step_.words.empty()) return;
  QString all;
  for (const std::string& sentence : step_.words)
    all += (all.isEmpty() ? QString() : QStringLiteral(" ")) + text(sentence);
  sheet_.words_ += all + QLatin1Char('\n');
  const double inset = theme_.px(24);
  auto layout = std::make_shared<QTextLayout>(all, theme_.font(TextRole::Body));
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout->setTextOption(option);
  layout->beginLayout();
  double high = 0;
  for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
    line.setLineWidth(right_ - left_ - inset);
    line.setPosition({0, high});
    high += line.height();
  }
  layout->endLayout();
  y_ += theme_.px(2);
  const QPointF at(left_, y_);
  const QPainterPath bulb = bulbPath(at + QPointF(0, theme_.px(1)), theme_.px(16));
  sheet_.draw_.emplace_back([layout, at, inset, bulb, ink = theme_.text, edge = theme_.secondary](QPainter& p) {
    p.setPen(QPen(edge, 1.4, Qt::SolidLine, Qt::RoundCap));
    p.setBrush(Qt::NoBrush);
    p.drawPath(bulb);
    p.setPen(ink);
    layout->draw(&p, at + QPointF(inset, 0));
  });
  y_ += std::max(high, theme_.px(18)) + theme_.px(2);
}

void StepSheetMaker::addCurvature() {
  if (!step_.curvature) return;
  const Curvature& c = *step_.curvature;
  addRule();
  QString values;
  const Index n = c.eigenvalues.size();
  values += QStringLiteral(R"(\lambda_1\; \text{%1})").arg(shownNumber(c.eigenvalues[0]));
  if (n > 1)
    values += QStringLiteral(R"(\quad \lambda_{%1}\; \text{%2})").arg(n).arg(shownNumber(c.eigenvalues[n - 1]));
  if (n > 1 && std::isfinite(c.condition()))
    values += QStringLiteral(R"(\quad \kappa\; \text{%1})").arg(shownNumber(c.condition()));
  addTitle(QObject::tr("Curvature here"), values);
  addGauge();
  addCurvatureLegend();
}

void StepSheetMaker::addGauge() {
  const Curvature& c = *step_.curvature;
  const double steepest = c.eigenvalues[0];
  std::vector<GaugeMark> marks;
  const auto mark = [&](double value, const QString& name, bool triangle, bool thick) {
    if (std::isfinite(value) && value > 0)
      marks.push_back({value, QStringLiteral(R"(%1\; \text{%2})").arg(name, shownNumber(value)), triangle, thick, 0});
  };
  bool alike = true;
  if (step_.rates && !step_.rates->rates.empty()) {
    const std::vector<double>& rates = step_.rates->rates;
    alike = std::ranges::all_of(rates, [&](double r) { return std::abs(r - rates[0]) <= 1e-9 * rates[0]; });
    if (alike) {
      mark(rates[0], QStringLiteral(R"(\mathrm{lr})"), true, false);
    } else {
      for (const Index column : columns_) {
        const auto at = static_cast<std::size_t>(column);
        if (at < rates.size()) mark(rates[at], QStringLiteral(R"(\mathrm{%1})").arg(coordinate(column)), true, false);
      }
    }
  }
  std::optional<double> limit;
  if (steepest > 0) {
    const bool own = step_.rates && alike && std::abs(c.limit - 2) > 1e-9;
    mark(2 / steepest, QStringLiteral(R"(2/\lambda_1)"), false, !own && alike && step_.rates);
    if (own) {
      const double mu = step_.rates->memory;
      const bool heavy = std::abs(c.limit - 2 * (1 + mu)) < 1e-9;
      mark(c.limit / steepest, heavy ? QStringLiteral(R"(2(1{+}\mu)/\lambda_1)") : QObject::tr("\\text{limit}"), false,
           true);
    }
    if (step_.rates && alike) limit = c.limit / steepest;
  }
  if (!marks.empty()) {
    double low = marks[0].value;
    double high = marks[0].value;
    for (const GaugeMark& m : marks) {
      low = std::min(low, m.value);
      high = std::max(high, m.value);
    }
    constexpr double margin = 3;  // times beyond the outermost marks
    const double first = std::log10(low / margin);
    const double last = std::log10(high * margin);
    const auto toX = [&](double value) {
      return left_ + (right_ - left_) * (std::log10(value) - first) / (last - first);
    };
    const double size = theme_.fontSize(TextRole::Axis);
    for (GaugeMark& m : marks) m.x = toX(m.value);
    std::ranges::sort(marks, {}, &GaugeMark::x);
    // Words stand over their marks, pushed apart where they would touch, in two lines where one is too short.
    std::vector<MathText> words;
    double total = 0;
    for (const GaugeMark& m : marks) {
      words.push_back(math(m.tex, size, right_ - left_));
      total += words.back().size().width() + theme_.px(10);
    }
    const double line = theme_.px(15);
    const bool two = total > right_ - left_;
    std::array<double, 2> taken = {left_, left_};
    std::vector<double> places;
    for (std::size_t k = 0; k < marks.size(); ++k) {
      double& from = taken[two ? k % 2 : 0];
      double behind = 0;  // what still has to find room at the right
      for (std::size_t j = k + 1; j < marks.size(); ++j)
        if (!two || j % 2 == k % 2) behind += words[j].size().width() + theme_.px(10);
      const double wide = words[k].size().width();
      const double x = std::max(from, std::min(marks[k].x - wide / 2, right_ - behind - wide));
      places.push_back(x);
      from = x + wide + theme_.px(10);
    }
    for (std::size_t k = 0; k < marks.size(); ++k) {
      const double y = y_ + (two && k % 2 == 0 ? 0 : (two ? line : 0));
      drawMath(words[k], {places[k], y + (line - words[k].size().height()) / 2}, theme_.text);
      sheet_.words_ += QStringLiteral("  ") + plainMath(marks[k].tex) + QLatin1Char('\n');
    }
    y_ += two ? 2 * line : line;
    const double track = y_ + theme_.px(8);
    const QRectF groove(left_, track, right_ - left_, theme_.px(4));
    QRectF beyond;
    if (limit && *limit > 0) {
      const double x = std::clamp(toX(*limit), left_, right_);
      beyond = QRectF(x, track, right_ - x, theme_.px(4));
    }
    const QColor triangle = contender_;
    sheet_.draw_.emplace_back([groove, beyond, marks, triangle, unit = theme_.px(1), ink = theme_.text,
                               ground = theme_.groove, bad = theme_.outcomeColor(StripOutcome::Diverges)](QPainter& p) {
      p.setPen(Qt::NoPen);
      p.setBrush(ground);
      p.drawRoundedRect(groove, 2, 2);
      if (beyond.isValid()) p.fillRect(beyond, bad);
      for (const GaugeMark& m : marks) {
        if (m.triangle) {
          p.setBrush(triangle);
          p.drawPolygon(QPolygonF({QPointF(m.x, groove.top()), QPointF(m.x - 4 * unit, groove.top() - 7 * unit),
                                   QPointF(m.x + 4 * unit, groove.top() - 7 * unit)}));
        } else {
          const double wide = m.thick ? 2 : 1;
          p.fillRect(QRectF(m.x - wide / 2, groove.top() - 4 * unit, wide, groove.height() + 8 * unit), ink);
        }
      }
    });
    y_ = track + theme_.px(10);
    for (int decade = static_cast<int>(std::ceil(first)); decade <= static_cast<int>(std::floor(last)); ++decade) {
      const double x = toX(std::pow(10, decade));
      const QRectF box(x - theme_.px(30), y_, theme_.px(60), theme_.px(14));
      if (box.left() < 0 || box.right() > choice_.width) continue;
      drawText(shownNumber(std::pow(10, decade)), box, Qt::AlignHCenter | Qt::AlignVCenter, TextRole::Axis,
               theme_.secondary);
    }
    y_ += theme_.px(16);
  }
  if (!c.preconditioned.empty() && !alike) {
    const double number = c.preconditioned.front();
    // In units of the rates above: with memory what is stable is not 2.
    const QString words = QObject::tr("steepest: rate × curvature %1, stable below %2")
                              .arg(shownNumber(number * c.limit / 2, 3), shownNumber(c.limit, 3));
    drawText(words, {left_, y_, right_ - left_, theme_.px(16)}, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Secondary,
             number > 2 ? theme_.error : theme_.secondary);
    sheet_.words_ += QStringLiteral("  ") + words + QLatin1Char('\n');
    y_ += theme_.px(17);
  }
}

void StepSheetMaker::addCurvatureLegend() {
  if (!picture_ || (!picture_->model && picture_->parabola.empty())) return;
  const double high = theme_.px(17);
  const double middle = y_ + high / 2;
  double x = left_;
  const QColor ink = theme_.arrowGradient;
  const double unit = theme_.px(1);
  const auto words = [&](const QString& label) {
    const double wide = QFontMetricsF(theme_.font(TextRole::Axis)).horizontalAdvance(label);
    drawText(label, {x, y_, wide + 2, high}, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Axis, theme_.secondary);
    x += wide + theme_.px(12);
  };
  const auto addDashes = [&] {
    sheet_.draw_.emplace_back([x, middle, ink, unit](QPainter& p) {
      QPen dashes(ink, 1.1);
      dashes.setDashPattern({4 / 1.1, 3 / 1.1});
      p.setPen(dashes);
      p.drawLine(QPointF(x, middle), QPointF(x + 18 * unit, middle));
    });
    x += 23 * unit;
    words(QObject::tr("quadratic model"));
  };
  if (!picture_->model) {
    addDashes();
    y_ += high;
    return;
  }
  const QuadraticModel& model = *picture_->model;
  const bool definite = model.definite();
  sheet_.draw_.emplace_back([x, middle, ink, unit, definite](QPainter& p) {
    p.setPen(QPen(ink, 1.1));
    p.setBrush(definite ? QBrush(withAlpha(ink, 0.1)) : QBrush(Qt::NoBrush));
    const QRectF box(x, middle - 4 * unit, 16 * unit, 8 * unit);
    if (definite) return p.drawEllipse(box);
    p.drawArc(box.translated(-10 * unit, 0), -70 * 16, 140 * 16);
    p.setPen(QPen(ink, 1.1, Qt::DotLine));
    p.drawArc(box.translated(10 * unit, 0), 110 * 16, 140 * 16);
  });
  x += 22 * unit;
  words(definite ? QObject::tr("Hessian ellipse") : QObject::tr("Hessian, not definite"));
  if (model.exact) {
    words(QObject::tr("the quadratic model is the surface itself"));
  } else if (!model.contours.empty()) {
    addDashes();
    if (model.minimum) {
      sheet_.draw_.emplace_back([x, middle, ink, unit](QPainter& p) {
        p.setPen(QPen(ink, 1.4));
        p.drawLine(QPointF(x, middle), QPointF(x + 8 * unit, middle));
        p.drawLine(QPointF(x + 4 * unit, middle - 4 * unit), QPointF(x + 4 * unit, middle + 4 * unit));
      });
      x += 13 * unit;
      words(QObject::tr("its minimum"));
    }
  }
  y_ += high;
}

void StepSheetMaker::addChange() {
  addRule();
  const ValueChange& change = step_.change;
  constexpr double seen = 1e-3;  // degrees: less is rounding
  const double degrees = change.angle * 180 / std::numbers::pi;
  const QString angle = std::isfinite(change.angle)
                            ? QStringLiteral(R"(\text{%1}\; -\nabla f\;\; \text{%2°})")
                                  .arg(QObject::tr("angle to"), shownNumber(degrees < seen ? 0 : degrees))
                            : QString();
  addTitle(QObject::tr("Change of f"), angle);
  struct Bar {
    QString name;
    double value;
    QColor color;
  };
  const std::array<Bar, 3> bars = {{{QObject::tr("slope alone"), change.slope, theme_.groove},
                                    {QObject::tr("with curvature"), change.model, theme_.hint},
                                    {QObject::tr("what happened"), change.actual, contender_}}};
  double low = 0;
  double high = 0;
  for (const Bar& bar : bars) {
    if (!std::isfinite(bar.value)) continue;
    low = std::min(low, bar.value);
    high = std::max(high, bar.value);
  }
  const double line = theme_.px(17);
  const double from = left_ + theme_.px(112);
  const double to = right_ - theme_.px(78);
  const double span = high - low > 0 ? high - low : 1;
  const double zero = from + (to - from) * (0 - low) / span;
  for (const Bar& bar : bars) {
    drawText(bar.name, {left_, y_, theme_.px(110), line}, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Secondary,
             theme_.secondary);
    const QString value = (bar.value > 0 ? QStringLiteral("+") : QString()) + shownNumber(bar.value);
    drawText(value, {to, y_, right_ - to, line}, Qt::AlignRight | Qt::AlignVCenter, TextRole::Secondary, theme_.text);
    sheet_.words_ += QStringLiteral("  ") + bar.name + QStringLiteral(": ") + value + QLatin1Char('\n');
    if (std::isfinite(bar.value)) {
      const double end = zero + (to - from) * bar.value / span;
      const QRectF box(std::min(zero, end), y_ + (line - theme_.px(6)) / 2, std::abs(end - zero), theme_.px(6));
      sheet_.draw_.emplace_back([box, color = bar.color](QPainter& p) {
        p.setPen(Qt::NoPen);
        p.setBrush(color);
        p.drawRoundedRect(box, 2, 2);
      });
    }
    y_ += line;
  }
  sheet_.draw_.emplace_back([zero, top = y_ - 3 * line, bottom = y_, color = theme_.text](QPainter& p) {
    p.fillRect(QRectF(zero - 0.5, top, 1, bottom - top), color);
  });
}

}  // namespace thalweg
