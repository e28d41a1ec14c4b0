#include "ui/contenders/contender_strip.h"

#include "core/contracts/optimizer.h"
#include "core/scenario/contender_names.h"
#include "ui/controls/option_row.h"
#include "ui/document/scenario_model.h"
#include "ui/look/contender_look.h"
#include "ui/look/markers.h"
#include "ui/look/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr std::size_t stripColumns = 3;
constexpr int stripRow = 21;  // pixels at the base font

}  // namespace

ContenderStrip::ContenderStrip(const ThemeController& themes, const ScenarioModel& model, QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), later_(this, [this] { refresh(); }) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&model_, &ScenarioModel::changed, this, [this] { later_.ask(); });
  connect(&themes_, &ThemeController::changed, this, [this] { later_.ask(); });
  refresh();
}

void ContenderStrip::refresh() {
  const Theme& theme = themes_.theme();
  const Scenario& scenario = model_.scenario();
  const std::size_t before = entries_.size();
  entries_.clear();
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    const OptimizerCard* card = findOptimizer(contender.optimizer);
    if (contender.hidden || !card) continue;
    Entry entry{contenderMark(theme, scenario, i), text(contenderName(scenario, i)), {}};
    const auto add = [&](const OptionDescription& option, const std::string& symbol, const QString& words) {
      // "lr 0.08": the number is what follows the last space.
      const qsizetype space = words.lastIndexOf(QLatin1Char(' '));
      const QString tex = text(symbol.empty() ? "\\mathrm{" + option.id + "}" : symbol);
      entry.values.push_back(
          {MathText(tex, theme.fontSize(TextRole::Secondary) * 1.05), plainMath(tex), words.mid(space + 1)});
    };
    for (const OptionDescription& option : card->options) {
      const bool number = option.kind == OptionKind::Real || option.kind == OptionKind::Integer;
      if (option.minor || (!number && option.elements.empty())) continue;
      const Json value = optionValue(option, contender.options, scenario.steps);
      if (value.is_null()) continue;
      if (option.elements.empty()) {
        add(option, option.symbol, OptionsForm::valueText(option, value));
        continue;
      }
      for (std::size_t e = 0; e < option.elements.size(); ++e)
        add(option, option.elements[e].symbol, OptionsForm::valueText(option, value, static_cast<int>(e)));
    }
    entries_.push_back(std::move(entry));
  }
  setAccessibleName(shownTexts().join(QStringLiteral("; ")));
  if (before != entries_.size()) updateGeometry();
  update();
}

QStringList ContenderStrip::shownTexts() const {
  QStringList texts;
  for (const Entry& entry : entries_) {
    QStringList words = {entry.name};
    for (const Value& value : entry.values) words << value.plain + QLatin1Char(' ') + value.number;
    texts << words.join(QLatin1Char(' '));
  }
  return texts;
}

int ContenderStrip::rows() const { return entries_.size() > stripColumns ? 2 : 1; }

QSize ContenderStrip::sizeHint() const {
  const Theme& theme = themes_.theme();
  return {theme.ipx(600), rows() * theme.ipx(stripRow) + theme.ipx(6)};
}

void ContenderStrip::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), theme.window);
  const std::size_t places = stripColumns * 2;
  const std::size_t shown = entries_.size() > places ? places - 1 : entries_.size();
  const std::size_t columns = std::max<std::size_t>(1, std::min(stripColumns, entries_.size()));
  const double inset = theme.px(12);
  const double wide = (width() - 2 * inset) / static_cast<double>(columns);
  const double high = theme.px(stripRow);
  const QFontMetricsF bold(theme.font(TextRole::Strong)), plain(theme.font(TextRole::Secondary));
  const auto place = [&](std::size_t i) {
    return QRectF(inset + wide * static_cast<double>(i % columns),
                  theme.px(3) + high * static_cast<double>(i / columns), wide, high);
  };
  for (std::size_t i = 0; i < shown; ++i) {
    const Entry& entry = entries_[i];
    const QRectF box = place(i);
    const double baseline = box.center().y() + bold.capHeight() / 2;
    const double right = box.right() - theme.px(6);
    drawMarkerOn(painter, entry.mark.marker, QPointF(box.left() + theme.px(6), box.center().y()), theme.px(10),
                 entry.mark.color, theme.window);
    double left = box.left() + theme.px(16);
    painter.setFont(theme.font(TextRole::Strong));
    painter.setPen(theme.text);
    const QString name = bold.elidedText(entry.name, Qt::ElideRight, right - left);
    painter.drawText(QPointF(left, baseline), name);
    left += bold.horizontalAdvance(name) + theme.px(8);
    painter.setFont(theme.font(TextRole::Secondary));
    for (const Value& value : entry.values) {
      const double gap = theme.px(4);
      const double needed = value.symbol.size().width() + gap + plain.horizontalAdvance(value.number);
      if (left + needed > right) {
        painter.setPen(theme.secondary);
        if (left + plain.horizontalAdvance(QChar(0x2026)) <= right)
          painter.drawText(QPointF(left, baseline), QString(QChar(0x2026)));
        break;
      }
      value.symbol.draw(painter, QPointF(left, baseline - value.symbol.baseline()), theme.secondary);
      painter.setPen(theme.text);
      painter.drawText(QPointF(left + value.symbol.size().width() + gap, baseline), value.number);
      left += needed + theme.px(9);
    }
  }
  if (shown == entries_.size()) return;
  painter.setFont(theme.font(TextRole::Secondary));
  painter.setPen(theme.secondary);
  painter.drawText(place(shown), Qt::AlignLeft | Qt::AlignVCenter, tr("+ %1 more").arg(entries_.size() - shown));
}

}  // namespace thalweg
