#include "ui/panels/panel_brush.h"

#include "ui/background/compute_controller.h"
#include "ui/controls/buttons.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/panels/brush_bar.h"
#include "ui/views/panel_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double kRingStep = 1.15;  // a notch of the wheel

/// The brush's edge under the pointer.
class BrushRing : public QWidget {
 public:
  BrushRing(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal inset = theme.px(2);
    const QRectF circle = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
    painter.setPen(QPen(theme.casing, theme.px(3)));
    painter.drawEllipse(circle);
    painter.setPen(QPen(theme.text, theme.px(1.2)));
    painter.drawEllipse(circle);
  }

 private:
  const ThemeController& themes_;
};

/// In pixels: the bar's radius is of the plot's shorter side.
double radiusOn(const PlotFrame& frame, const BrushBar& bar) {
  return bar.radius() * std::min(frame.rect.width(), frame.rect.height());
}

bool sameHeights(const Panel& a, const Panel& b) {
  return a.objective == b.objective && a.options == b.options && a.dimension == b.dimension;
}

}  // namespace

PanelBrush::PanelBrush(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                       std::size_t panel, QWidget* card)
    : QObject(card),
      themes_(themes),
      model_(model),
      compute_(compute),
      panel_(panel),
      bar_(new BrushBar(themes, card)),
      later_(this, [this] { apply(Packing::Quickest); }) {
  bar_->hide();
  connect(bar_->done(), &QAbstractButton::clicked, this, [this] { setOn(false); });
  connect(bar_, &BrushBar::radiusChanged, this, [this] {
    if (plot_ && ring_ && ring_->isVisible()) showRing(QRectF(ring_->geometry()).center());
  });
}

PanelBrush::~PanelBrush() = default;

bool PanelBrush::isPossible() const {
  const Scenario& scenario = model_.scenario();
  if (!plot_ || panel_ >= scenario.panels.size()) return false;
  const auto objective = compute_.objective(panel_);
  return objective && objective->dimension() == 2 && !showsData(scenario.panels[panel_]) &&
         projectionOf(scenario, panel_) != "3d";
}

void PanelBrush::setOn(bool on) {
  const bool wanted = std::exchange(on, on && isPossible());
  if (on == on_) {
    if (wanted != on) Q_EMIT turned(on);  // who asked may show that it is on
    return;
  }
  if (!on) end();
  on_ = on;
  left_.reset();
  bar_->setVisible(on);
  if (ring_) ring_->hide();
  if (plot_ && !on) plot_->unsetCursor();
  Q_EMIT turned(on);
}

void PanelBrush::follow(PanelView* plot) {
  if (plot != plot_) {
    end();
    if (plot_) plot_->removeEventFilter(this);
    delete ring_;
    plot_ = plot;
    plot_->installEventFilter(this);
    ring_ = new BrushRing(themes_, plot_);
  }
  if (!isPossible()) setOn(false);
}

bool PanelBrush::begin(const QPointF& at) {
  const auto objective = compute_.objective(panel_);
  const PlotFrame& frame = plot_->frame();
  if (!isPossible() || !frame.rect.contains(at)) return false;
  const Panel& panel = model_.scenario().panels[panel_];
  const Landscape* heights = asLandscape(*objective);
  drawn_ = panel;
  // What is seen, and where all begin, stays as it is.
  if (!drawn_.view) drawn_.view = frame.view;
  drawn_.start = objective->starts().front();
  landscape::Sheet sheet;
  try {
    sheet = heights ? landscape::sheetOver(*heights, frame.view)
                    : landscape::Sheet{landscape::sampled(*objective, frame.view), frame.view};
  } catch (const OptionError& error) {
    Q_EMIT refused(tr("This surface cannot be drawn on: %1.").arg(QString::fromStdString(error.message())));
    return true;
  }
  Q_EMIT refused(QString());
  if (!heights) {
    drawn_.objective = landscape::id;
    drawn_.options.clear();
    drawn_.dimension.reset();
    drawn_.plane.reset();
  }
  for (const auto& [id, value] : landscape::options(sheet.values, sheet.box, Packing::Quickest))
    drawn_.options[id] = value;
  if (!left_ || !sameHeights(*left_, panel)) {
    const double range = sheet.values.maxCoeff() - sheet.values.minCoeff();
    unit_ = range > 0 ? range : 1;
  }
  drawnOn_.clear();
  for (std::size_t i = 0; i < model_.scenario().panels.size(); ++i) {
    const bool follows = projectionOf(model_.scenario(), i) == "3d" && sameHeights(model_.scenario().panels[i], panel);
    if (i == panel_ || follows) drawnOn_.push_back(i);
  }
  HeightBrush brush;
  brush.kind = bar_->kind();
  const double radius = radiusOn(frame, *bar_);
  brush.radiusX = radius / frame.xScale();
  brush.radiusY = radius / frame.yScale();
  brush.height = bar_->strength() * unit_;
  brush.smooth = std::sqrt(bar_->strength());
  stroke_.emplace(std::move(sheet.values), sheet.box, brush);
  model_.beginGesture();
  // What is read at the pointer changes under it.
  Q_EMIT plot_->left();
  move(at);
  return true;
}

void PanelBrush::move(const QPointF& at) {
  const QPointF place = plot_->frame().toData(at);
  stroke_->to(place.x(), place.y());
  later_.ask();
}

void PanelBrush::end() {
  if (!stroke_) return;
  apply(Packing::Smallest);
  stroke_.reset();
  model_.endGesture();
  if (panel_ < model_.scenario().panels.size()) left_ = model_.scenario().panels[panel_];
}

void PanelBrush::apply(Packing packing) {
  if (!stroke_) return;
  drawn_.options["values"] = packedMatrix(stroke_->values(), packing);
  model_.edit(tr("Draw"), [this](Scenario& s) {
    for (const std::size_t i : drawnOn_) {
      if (i >= s.panels.size()) continue;
      Panel& panel = s.panels[i];
      panel.objective = drawn_.objective;
      panel.options = drawn_.options;
      panel.dimension = drawn_.dimension;
      panel.plane = drawn_.plane;
      panel.view = drawn_.view;
      if (panel.start.empty()) panel.start = drawn_.start;
    }
  });
}

void PanelBrush::showRing(const QPointF& at) {
  const double radius = radiusOn(plot_->frame(), *bar_) + themes_.theme().px(2);
  ring_->setGeometry(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius).toAlignedRect());
  ring_->setVisible(plot_->frame().rect.contains(at));
  ring_->raise();
}

bool PanelBrush::eventFilter(QObject* watched, QEvent* event) {
  if (!on_ || watched != plot_) return QObject::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      if (mouse->button() != Qt::LeftButton || stroke_ || !plot_->frame().rect.contains(mouse->position()))
        return false;
      Q_EMIT plot_->pressed();
      return begin(mouse->position());
    }
    case QEvent::MouseMove: {
      const QPointF at = static_cast<QMouseEvent*>(event)->position();
      showRing(at);
      if (!stroke_) return false;
      move(at);
      return true;
    }
    case QEvent::MouseButtonRelease:
      if (!stroke_ || static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton) return false;
      end();
      return true;
    case QEvent::Wheel: {
      auto* wheel = static_cast<QWheelEvent*>(event);
      if (!wheel->modifiers().testFlag(Qt::ControlModifier) || wheel->angleDelta().y() == 0) return stroke_.has_value();
      bar_->setRadius(bar_->radius() * std::pow(kRingStep, wheel->angleDelta().y() / 120.0));
      showRing(wheel->position());
      wheel->accept();
      return true;
    }
    case QEvent::Leave:
      if (ring_) ring_->hide();
      return false;
    case QEvent::Hide:
      // By a key, while the button is held.
      end();
      return false;
    default:
      return false;
  }
}

}  // namespace thalweg
