#include "ui/panel_card.h"

#include "ui/contender_look.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/markers.h"
#include "ui/math_text.h"
#include "ui/scenario_model.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWidgetAction>

#include <algorithm>
#include <cmath>
#include <map>

namespace thalweg {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// A curve's view says x alone; its height is what the curve needs.
View curveView(View view, const Surface* surface) {
  if (view.yMin < view.yMax) return view;
  const auto curve = surface ? surface->curve : nullptr;
  const double low = curve ? curve->minimum : 0;
  const double high = curve && curve->maximum > low ? curve->maximum : low + 1;
  view.yMin = low - 0.08 * (high - low);
  view.yMax = high + 0.08 * (high - low);
  return view;
}

}  // namespace

std::pair<QString, std::int64_t> outcomeWord(const Trajectory& t, const View& view) {
  const auto outside = [&](Index k) {
    const double x = t.points(k, 0);
    const double y = t.points.cols() > 1 ? t.points(k, 1) : t.loss[k];
    return !(x >= view.xMin && x <= view.xMax && y >= view.yMin && y <= view.yMax);
  };
  const Outcome outcome = t.verdict.outcome;
  const bool wanders = outcome == Outcome::Moving || outcome == Outcome::Unbounded;
  if (wanders && outside(t.steps())) {
    Index first = t.steps();
    while (first > 0 && outside(first - 1)) --first;
    return {QObject::tr("left view"), first};
  }
  static const std::map<Outcome, const char*> words = {
      {Outcome::Converged, QT_TR_NOOP("converged")},  {Outcome::LocalMinimum, QT_TR_NOOP("local min")},
      {Outcome::Saddle, QT_TR_NOOP("at saddle")},     {Outcome::Plateau, QT_TR_NOOP("on plateau")},
      {Outcome::Oscillating, QT_TR_NOOP("circling")}, {Outcome::Moving, QT_TR_NOOP("moving")},
      {Outcome::Unbounded, QT_TR_NOOP("unbounded")},  {Outcome::Diverged, QT_TR_NOOP("diverged")}};
  return {QObject::tr(words.at(outcome)), t.verdict.step};
}

PanelCard::PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, std::size_t index,
                     QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model), compute_(compute), index_(index) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  buildHeader(column);
  problem_ = new InlineMessage(themes_, this);
  column->addWidget(problem_);
  plot_ = new PanelPlot(themes_.theme(), this);
  plot_->setFocusPolicy(Qt::ClickFocus);
  column->addWidget(plot_, 1);
  column->addWidget(new Rule(themes_, Qt::Horizontal, this));
  outcomes_ = new OutcomeLine(themes_, this);
  column->addWidget(outcomes_);

  connect(&themes_, &ThemeController::changed, this, [this] {
    plot_->setTheme(themes_.theme());
    showPaths();
  });
  connect(plot_, &PanelPlot::shownChanged, this, [this] {
    compute_.setViewport(index_, plot_->shownView(), plot_->fieldSize());
    showPaths();
  });
  connect(plot_, &PanelPlot::viewChanged, this,
          [this](const View& view) { model_.edit(tr("Zoom"), [&](Scenario& s) { s.panels[index_].view = view; }); });
  connect(plot_, &PanelPlot::fitRequested, this,
          [this] { model_.edit(tr("Fit"), [&](Scenario& s) { s.panels[index_].view.reset(); }); });
  connect(plot_, &PanelPlot::startDragged, this, &PanelCard::dragStart);
  connect(plot_, &PanelPlot::hovered, this, &PanelCard::readOut);
  connect(plot_, &PanelPlot::left, this, [this] { plot_->setReadOut({}); });
  showObjective();
}

void PanelCard::buildHeader(QLayout* column) {
  const Theme& theme = themes_.theme();
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(38));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(2), 0);
  line->setSpacing(theme.u(3));
  title_ = new ElidedLabel(themes_, {}, TextRole::Title, header);
  formula_ = new MathLabel(themes_, {}, header);
  formula_->setSecondary(true);
  options_ = new FlatButton(themes_, QStringLiteral("settings"), {}, header);
  options_->setControlHeight(24);
  options_->setToolTip(tr("Parameters of this surface"));
  more_ = new FlatButton(themes_, QStringLiteral("ellipsis"), {}, header);
  more_->setControlHeight(24);
  more_->setToolTip(tr("More"));
  line->addWidget(title_);
  line->addWidget(formula_);
  line->addStretch(1);
  line->addWidget(options_);
  line->addWidget(more_);
  column->addWidget(header);
  connect(options_, &QToolButton::clicked, this, &PanelCard::editOptions);
  connect(more_, &QToolButton::clicked, this, [this] {
    QMenu menu(this);
    QMenu* choose = menu.addMenu(tr("Objective"));
    std::map<std::string, QMenu*> families;
    for (const ObjectiveCard* card : objectiveCards()) {
      QMenu*& family = families[card->family];
      if (!family) family = choose->addMenu(text(card->family));
      QAction* action = family->addAction(text(card->label.empty() ? card->id : card->label), this, [this, card] {
        model_.edit(tr("Choose %1").arg(text(card->label)), [&](Scenario& s) {
          s.panels[index_] = Panel{card->id, {}, {}, {}, {}};
          for (Contender& contender : s.contenders) {
            if (index_ < contender.start.size()) contender.start[index_].reset();
          }
        });
      });
      action->setCheckable(true);
      action->setChecked(card->id == model_.scenario().panels[index_].objective);
    }
    menu.addAction(themedIcon(themes_, QStringLiteral("restore")), tr("Fit the view"), plot_, &PanelPlot::fitRequested);
    menu.addAction(themedIcon(themes_, QStringLiteral("reset")), tr("Reset the start"), this, [this] {
      model_.edit(tr("Reset the start"), [&](Scenario& s) { s.panels[index_].start.clear(); });
    });
    menu.addSeparator();
    QAction* remove =
        menu.addAction(themedIcon(themes_, QStringLiteral("trash")), tr("Remove this panel"), this, [this] {
          model_.edit(tr("Remove a panel"), [&](Scenario& s) {
            const auto at = static_cast<std::ptrdiff_t>(index_);
            s.panels.erase(s.panels.begin() + at);
            for (Contender& contender : s.contenders) {
              if (index_ < contender.start.size()) contender.start.erase(contender.start.begin() + at);
            }
          });
        });
    remove->setEnabled(model_.scenario().panels.size() > 1);
    menu.exec(more_->mapToGlobal(QPoint(0, more_->height())));
  });
}

void PanelCard::editOptions() {
  const ObjectiveCard* card = findObjective(model_.scenario().panels[index_].objective);
  QMenu menu(this);
  auto* form = new OptionsForm(themes_, &menu);
  form->setMinimumWidth(themes_.theme().ipx(300));
  form->setCard(card);
  form->setExpanded(true);
  const auto show = [&] { form->setOptions(model_.scenario().panels[index_].options, model_.scenario().steps); };
  show();
  auto* action = new QWidgetAction(&menu);
  action->setDefaultWidget(form);
  menu.addAction(action);
  connect(form, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(form, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
  const auto apply = [&](const std::string& id, const std::function<void(Panel&)>& change) {
    Panel next = model_.scenario().panels[index_];
    change(next);
    OptionRow* row = form->row(id);
    try {
      (void)makeObjective(next);
      if (row) row->showNote({});
      model_.edit(tr("Change %1").arg(text(id)), [&](Scenario& s) { s.panels[index_] = next; });
    } catch (const OptionError& error) {
      if (row) row->showNote(tr("%1. The last good value stays in force.").arg(text(error.message())));
    }
    show();
  };
  connect(form, &OptionsForm::edited, this,
          [&](const std::string& id, const Json& value) { apply(id, [&](Panel& p) { p.options[id] = value; }); });
  connect(form, &OptionsForm::resetRequested, this,
          [&](const std::string& id) { apply(id, [&](Panel& p) { p.options.erase(id); }); });
  menu.exec(options_->mapToGlobal(QPoint(0, options_->height())));
}

void PanelCard::refresh() {
  const Panel& panel = model_.scenario().panels[index_];
  const ObjectiveCard* card = findObjective(panel.objective);
  title_->setText(card ? text(card->label.empty() ? card->id : card->label) : text(panel.objective));
  title_->setToolTip(card ? text(card->summary) : QString());
  formula_->setTex(card ? text(card->typeset) : QString());
  // A formula that would crowd the title out stays in the tooltip.
  formula_->setToolTip(card ? text(card->formula) : QString());
  formula_->setVisible(!compact_ && formula_->sizeHint().width() < themes_.theme().ipx(190));
  options_->setVisible(card && !card->options.empty());
  problem_->setVisible(false);
  if (const QString problem = compute_.problem(index_); !problem.isEmpty())
    problem_->showMessage(InlineMessage::Kind::Error, problem);
  const auto objective = compute_.objective(index_);
  if (objective) {
    plot_->setEqualAxes(objective->dimension() > 1);
    plot_->setView(curveView(panel.view.value_or(objective->view()), compute_.surface(index_).get()));
  }
  showStarts();
}

void PanelCard::showObjective() {
  const auto objective = compute_.objective(index_);
  if (objective && objective != shownObjective_) {
    shownObjective_ = objective;
    plot_->setLandmarks(objective->landmarks());
  }
  refresh();
  plot_->flush();
  compute_.setViewport(index_, plot_->shownView(), plot_->fieldSize());
}

void PanelCard::showSurface() {
  const auto surface = compute_.surface(index_);
  if (!surface) return;
  plot_->setCurve(surface->curve);
  if (surface->curve) refresh();
  if (!surface->field) return;
  std::optional<double> minimum;
  const std::vector<Landmark> landmarks = surface->objective->landmarks();
  if (!landmarks.empty() && landmarks.front().kind == Landmark::Kind::GlobalMinimum) minimum = landmarks.front().value;
  const ValueScale scale(*surface->field, surface->objective->colorScale(), minimum);
  plot_->setField(surface->field, scale);
  plot_->setContours(surface->contours, scale.offset());
}

void PanelCard::showPaths() {
  const Scenario& scenario = model_.scenario();
  std::vector<PathData> paths;
  std::vector<OutcomeLine::Entry> entries;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto trajectory = compute_.paths().at(index_, i);
    if (!trajectory) continue;
    const ContenderMark mark = contenderMark(themes_.theme(), scenario, i);
    PathData path;
    path.points = {trajectory, &trajectory->points};
    path.loss = {trajectory, &trajectory->loss};
    path.color = mark.color;
    path.marker = mark.marker;
    path.visible = !scenario.contenders[i].hidden;
    path.selected = i == contender_;
    paths.push_back(std::move(path));
    if (scenario.contenders[i].hidden) continue;
    const auto [word, step] = outcomeWord(*trajectory, plot_->shownView());
    entries.push_back({mark, text(displayName(scenario.contenders[i])), word, step});
  }
  plot_->setPaths(std::move(paths));
  outcomes_->setEntries(std::move(entries));
}

void PanelCard::showStarts() {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const Scenario& scenario = model_.scenario();
  std::vector<StartHandle> starts;
  const auto add = [&](int contender, const std::vector<double>& point) {
    if (!point.empty()) starts.push_back({contender, QPointF(point[0], point.size() > 1 ? point[1] : 0)});
  };
  const Panel& panel = scenario.panels[index_];
  add(-1, panel.start.empty() ? objective->starts().front() : panel.start);
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto& own = scenario.contenders[i].start;
    if (index_ < own.size() && own[index_] && !scenario.contenders[i].hidden) add(static_cast<int>(i), *own[index_]);
  }
  plot_->setStarts(std::move(starts));
}

void PanelCard::setStep(std::int64_t step) {
  plot_->setStep(step);
  outcomes_->setStep(step);
}

void PanelCard::setContender(std::size_t index) {
  contender_ = index;
  showPaths();
}

void PanelCard::setCompact(bool compact) {
  compact_ = compact;
  refresh();
}

std::vector<double> PanelCard::pointAt(double x, double y) const {
  const auto objective = compute_.objective(index_);
  const Panel& panel = model_.scenario().panels[index_];
  std::vector<double> point = panel.start.empty() ? objective->starts().front() : panel.start;
  point[0] = x;
  if (point.size() > 1) point[1] = y;
  return point;
}

void PanelCard::dragStart(int contender, double x, double y, PanelPlot::DragPhase phase) {
  if (phase == PanelPlot::DragPhase::Begin) model_.beginGesture();
  if (compute_.objective(index_)) {
    const std::vector<double> point = pointAt(x, y);
    model_.edit(tr("Move the start"), [&](Scenario& s) {
      if (contender < 0)
        s.panels[index_].start = point;
      else
        s.contenders[static_cast<std::size_t>(contender)].start[index_] = point;
    });
  }
  if (phase == PanelPlot::DragPhase::End) model_.endGesture();
}

void PanelCard::readOut(double x, double y) {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const std::vector<double> point = pointAt(x, y);
  const Points row = Eigen::Map<const Eigen::RowVectorXd>(point.data(), static_cast<Index>(point.size())).array();
  Column f;
  Points g;
  objective->valueAndGradient(row, f, g);
  plot_->setReadOut(ReadOut{QPointF(x, objective->dimension() == 1 ? f[0] : y), f[0], g.row(0).matrix().norm()});
}

OutcomeLine::OutcomeLine(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setMinimumHeight(sizeHint().height());
}

void OutcomeLine::setEntries(std::vector<Entry> entries) {
  if (entries == entries_) return;
  const int before = rows();
  entries_ = std::move(entries);
  QStringList words;
  for (const Entry& e : entries_) words << tr("%1 %2").arg(e.name, e.word);
  setAccessibleName(words.join(QStringLiteral(", ")));
  if (rows() != before) {
    setMinimumHeight(sizeHint().height());
    updateGeometry();
  }
  update();
}

void OutcomeLine::setStep(std::int64_t step) {
  const auto reached = [](const Entry& e, std::int64_t at) { return e.step >= 0 && e.step <= at; };
  const bool changes =
      std::ranges::any_of(entries_, [&](const Entry& e) { return reached(e, step) != reached(e, step_); });
  step_ = step;
  if (changes) update();
}

int OutcomeLine::columns() const {
  constexpr int most = 6;
  return std::clamp(static_cast<int>(entries_.size()), 5, most);
}

int OutcomeLine::rows() const { return std::max(1, (static_cast<int>(entries_.size()) + columns() - 1) / columns()); }

QSize OutcomeLine::sizeHint() const {
  return {themes_.theme().ipx(260), themes_.theme().ipx(10) + rows() * themes_.theme().ipx(38)};
}

QRectF OutcomeLine::cell(std::size_t index) const {
  const Theme& theme = themes_.theme();
  const double inset = theme.u(2);
  const double wide = (width() - 2 * inset) / columns();
  const double high = theme.px(38);
  const auto column = static_cast<int>(index) % columns();
  const auto row = static_cast<int>(index) / columns();
  return {inset + column * wide, theme.px(6) + row * high, wide, high};
}

void OutcomeLine::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Theme& theme = themes_.theme();
  painter.setFont(theme.font(TextRole::Secondary));
  const double room = cell(0).width() - theme.px(13);
  const bool tight = std::ranges::any_of(entries_, [&](const Entry& e) { return QFontMetricsF(painter.font()).horizontalAdvance(e.word) > room; });
  if (tight) painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const QRectF box = cell(i);
    const double line = theme.px(17);
    drawMarker(painter, entry.mark.marker, QPointF(box.left() + theme.px(5), box.top() + line / 2), theme.px(9),
               entry.mark.color);
    const bool reached = entry.step >= 0 && entry.step <= step_;
    painter.setPen(reached ? theme.text : theme.secondary);
    const double left = box.left() + theme.px(13);
    painter.drawText(QRectF(left, box.top(), room, line), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(entry.word, Qt::ElideRight, room));
    const QString step = entry.step >= 0 ? QString::number(entry.step) : QStringLiteral("–");
    painter.drawText(QRectF(left, box.top() + line, room, line), Qt::AlignLeft | Qt::AlignVCenter, step);
  }
}

bool OutcomeLine::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!cell(i).contains(help->pos())) continue;
      const Entry& e = entries_[i];
      QToolTip::showText(
          help->globalPos(),
          e.step >= 0 ? tr("%1: %2 from step %3 on").arg(e.name, e.word).arg(e.step) : tr("%1: %2").arg(e.name, e.word),
          this);
      return true;
    }
    QToolTip::hideText();
  }
  return QWidget::event(event);
}

}  // namespace thalweg
