#include "ui/panels/panel_options.h"

#include "core/expression/mend.h"
#include "core/expression/parameters.h"
#include "core/objectives/landscape.h"
#include "core/scenario/scenario_file.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/document/panel_edits.h"
#include "ui/document/point_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr int kTypingRest = 150;  // ms after a key before a formula is tried

const OptionDescription* parametersOption(const ObjectiveCard* card) {
  if (!card) return nullptr;
  const auto found = std::ranges::find(card->options, OptionKind::Parameters, &OptionDescription::kind);
  return found == card->options.end() ? nullptr : &*found;
}

/// The typed text that the parameters belong to.
const OptionDescription* formulaOption(const ObjectiveCard* card) {
  if (!parametersOption(card)) return nullptr;
  const auto found = std::ranges::find(card->options, OptionKind::Expression, &OptionDescription::kind);
  return found == card->options.end() ? nullptr : &*found;
}

/// What a row for a formula's parameter is made from.
OptionDescription describe(const FormulaParameter& parameter) {
  OptionDescription d;
  d.id = d.label = parameter.name;
  if (parameter.name.size() == 1) d.symbol = parameter.name;
  d.kind = OptionKind::Real;
  d.fallback = std::clamp(1.0, parameter.min, parameter.max);
  d.slider = {parameter.min, parameter.max, Scale::Linear};
  return d;
}

/// Names and ranges without values.
Json shapeOf(const std::vector<FormulaParameter>& parameters) {
  Json shape = Json::array();
  for (const FormulaParameter& p : parameters) shape.push_back({p.name, p.min, p.max});
  return shape;
}

}  // namespace

PanelOptions::PanelOptions(const ThemeController& themes, ScenarioModel& model, std::size_t panel, QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), index_(panel) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, theme.u(1), 1, theme.u(1));
  column->setSpacing(0);
  setFixedWidth(theme.ipx(312));
  formula_ = new QLineEdit(this);
  formula_->setMaxLength(limits::characters);
  formula_->setAccessibleName(tr("Formula of x and y"));
  formula_->setPlaceholderText(tr("x**2 + a*y**2"));
  formula_->setToolTip(tr("Python's spelling: x**2, sin(x), abs(x), 1 if x > 0 else 0. Other names become sliders."));
  message_ = new InlineMessage(themes, this);
  message_->setContentsMargins(theme.u(3), theme.u(1), theme.u(2), theme.u(1));
  form_ = new OptionsForm(themes, this);
  auto* line = new QHBoxLayout;
  line->setContentsMargins(theme.u(3), theme.u(1), theme.u(2), theme.u(1));
  line->addWidget(formula_);
  column->addLayout(line);
  column->addWidget(message_);
  column->addWidget(form_);
  rows_ = new QVBoxLayout;
  rows_->setSpacing(0);
  column->addLayout(rows_);
  hide();

  typing_.setSingleShot(true);
  typing_.setInterval(kTypingRest);
  connect(&typing_, &QTimer::timeout, this, &PanelOptions::typeFormula);
  connect(formula_, &QLineEdit::textEdited, this, [this] { typing_.start(); });
  connect(formula_, &QLineEdit::editingFinished, this, &PanelOptions::endTyping);
  connect(message_, &InlineMessage::linkActivated, this, [this] {
    formula_->setText(mended_);
    formula_->setModified(true);
    endTyping();
  });
  connect(form_, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(form_, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(form_, &OptionsForm::edited, this, [this](const std::string& id, const Json& value) {
    apply(id, [&](Panel& p) {
      p.options[id] = value;
      // Another built-in set takes the place of samples of one's own.
      if (id == "data") leaveOutPoints(p);
    });
  });
  connect(form_, &OptionsForm::resetRequested, this,
          [this](const std::string& id) { apply(id, [&](Panel& p) { p.options.erase(id); }); });
  connect(&themes_, &ThemeController::changed, this, qOverload<>(&QWidget::update));
}

const Panel& PanelOptions::panel() const { return model_.scenario().panels[index_]; }

void PanelOptions::refresh() {
  const ObjectiveCard* card = findObjective(panel().objective);
  const OptionDescription* formula = formulaOption(card);
  formula_->setVisible(formula);
  const bool another = card != form_->card();
  if (another) {
    std::vector<std::string> elsewhere;
    if (formula) elsewhere = {formula->id, parametersOption(card)->id};
    // Heights are drawn, or read from a file.
    if (card && card->id == landscape::id) elsewhere = {"values"};
    for (const OptionDescription& d : card ? card->options : std::vector<OptionDescription>()) {
      if (d.kind == OptionKind::Samples) elsewhere.push_back(d.id);
    }
    form_->setCard(card, elsewhere);
    form_->setExpanded(true);
    message_->clear();
  }
  form_->setVisible(card && !formula && any(*card));
  if (card) form_->setOptions(panel().options, model_.scenario().steps);
  form_->setOwner(text(displayName(panel())));
  if (formula) {
    const QString now = text(optionValue(*formula, panel().options).get<std::string>());
    const bool typing = formula_->hasFocus() && formula_->isModified();
    if (!typing && formula_->text() != now) {
      formula_->setText(now);
      message_->clear();
      known_ = Json::object();
    }
  }
  showParameters();
  adjustSize();
}

void PanelOptions::showParameters() {
  std::vector<FormulaParameter> parameters;
  if (const OptionDescription* option = parametersOption(findObjective(panel().objective)))
    parameters = formulaParameters(optionValue(*option, panel().options));
  const Json shape = shapeOf(parameters);
  if (shape != shownParameters_) {
    shownParameters_ = shape;
    for (OptionRow* row : parameters_) {
      // A row may be at work: it is often its own signal that leads here. Not from all: a style sheet wants to hear of
      // a widget's end, or it keeps what it knows of it for good.
      row->disconnect(this);
      row->disconnect(&model_);
      row->hide();
      row->deleteLater();
    }
    parameters_.clear();
    for (const FormulaParameter& parameter : parameters) {
      auto* row = new OptionRow(themes_, describe(parameter), -1, this);
      row->setOwner(text(displayName(panel())));
      rows_->addWidget(row);
      parameters_.push_back(row);
      row->show();
      connect(row, &OptionRow::gestureStarted, &model_, &ScenarioModel::beginGesture);
      connect(row, &OptionRow::gestureFinished, &model_, &ScenarioModel::endGesture);
      connect(row, &OptionRow::edited, this,
              [this, name = parameter.name](const Json& value) { editParameter(name, value); });
      connect(row, &OptionRow::resetRequested, this,
              [this, name = parameter.name, value = describe(parameter).fallback] { editParameter(name, value); });
    }
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters_[i]->setValue(Json(parameters[i].value));
  // All sliders start at one place.
  int widest = form_->widestLabel();
  for (const OptionRow* row : parameters_) widest = std::max(widest, row->labelWidth());
  form_->setLabelWidth(widest);
  for (OptionRow* row : parameters_) row->setLabelWidth(widest);
}

OptionRow* PanelOptions::parameter(const std::string& name) const {
  const auto found = std::ranges::find_if(parameters_, [&](const OptionRow* row) { return row->optionId() == name; });
  return found == parameters_.end() ? nullptr : *found;
}

void PanelOptions::editParameter(const std::string& name, const Json& value) {
  const OptionDescription* option = parametersOption(findObjective(panel().objective));
  if (!option) return;
  Json all = optionValue(*option, panel().options);
  all[name]["value"] = value;
  apply(option->id, [&](Panel& p) { p.options[option->id] = all; });
}

void PanelOptions::apply(const std::string& id, const std::function<void(Panel&)>& change) {
  Panel next = panel();
  change(next);
  try {
    (void)makeObjective(next);
    if (OptionRow* row = form_->row(id)) row->showNote({});
    model_.edit(tr("Change %1").arg(text(id)), [&](Scenario& s) { setOptions(s, index_, next); });
  } catch (const OptionError& error) {
    form_->showError(error.path(), text(error.message()));
  }
  refresh();
}

void PanelOptions::typeFormula() {
  typing_.stop();
  const ObjectiveCard* card = findObjective(panel().objective);
  const OptionDescription* formula = formulaOption(card);
  if (!formula) return;
  const OptionDescription* parameters = parametersOption(card);
  const std::string typed = formula_->text().trimmed().toStdString();
  if (Json(typed) == optionValue(*formula, panel().options)) return message_->clear();
  Panel next = panel();
  try {
    const Json before = optionValue(*parameters, next.options);
    known_.update(before);
    next.options[formula->id] = typed;
    next.options[parameters->id] = parametersFor(typed, known_);
    // The formula alone says how many coordinates there are; starts of another length would not fit.
    Panel anew{next.objective, next.options, {}, {}, {}};
    const Index dimension = makeObjective(anew)->dimension();
    const bool another = panel().dimension.value_or(makeObjective(panel())->dimension()) != dimension;
    if (another) next = anew;
    if (!std::exchange(inGesture_, true)) model_.beginGesture();
    model_.edit(tr("Type a formula"), [&](Scenario& s) {
      setOptions(s, index_, next);
      if (another) shareStart(s, index_);
    });
    message_->clear();
    // A capital makes a slider of its own, which is seldom meant.
    const QString mended = text(mendedFormula(typed));
    if (mended.compare(text(typed), Qt::CaseInsensitive) == 0 && mended != text(typed)) {
      mended_ = mended;
      message_->showMessage(InlineMessage::Kind::Note, tr("Capitals are parameters, not coordinates."),
                            tr("Use %1").arg(mended));
    }
  } catch (const OptionError& error) {
    refuseFormula(text(error.message()));
  } catch (const ExpressionError& error) {
    refuseFormula(text(error.what()));
  }
  adjustSize();
  Q_EMIT resized();
}

void PanelOptions::refuseFormula(const QString& why) {
  const std::string typed = formula_->text().trimmed().toStdString();
  const std::string mended = mendedFormula(typed);
  mended_.clear();
  try {
    if (mended != typed) (void)parametersFor(mended, known_);
    if (mended != typed) mended_ = text(mended);
  } catch (const std::exception&) {
    // That is not it, either.
  }
  message_->showMessage(InlineMessage::Kind::Error, why, mended_.isEmpty() ? QString() : tr("Use %1").arg(mended_));
}

void PanelOptions::endTyping() {
  if (formula_->isModified()) typeFormula();
  formula_->setModified(false);
  if (std::exchange(inGesture_, false)) model_.endGesture();
}

void PanelOptions::open() {
  refresh();
  show();
  raise();
  // Esc closes; what is not meant for a control goes on to the window.
  if (formula_->isHidden()) return setFocus(Qt::PopupFocusReason);
  formula_->setFocus(Qt::PopupFocusReason);
  formula_->selectAll();
}

void PanelOptions::type(const QString& formula) {
  formula_->setText(formula);
  formula_->setModified(true);
  typeFormula();
}

bool PanelOptions::any(const Card& card) {
  return std::ranges::any_of(card.options, [](const OptionDescription& d) { return d.kind != OptionKind::Samples; });
}

QString PanelOptions::parameters(const Panel& panel) {
  const ObjectiveCard* card = findObjective(panel.objective);
  if (!card) return {};
  QStringList parts;
  const auto add = [&](const OptionDescription& d, const Json& value) {
    const QString name = d.symbol.empty() ? text(d.id) : plainMath(text(d.symbol));
    parts << QStringLiteral("%1 = %2").arg(name, shownNumber(value.get<double>()));
  };
  if (const OptionDescription* typed = parametersOption(card)) {
    for (const FormulaParameter& p : formulaParameters(optionValue(*typed, panel.options)))
      add(describe(p), Json(p.value));
  } else {
    const auto own = [](const OptionDescription& d) { return d.kind != OptionKind::Samples; };
    const bool only = std::ranges::count_if(card->options, own) == 1;
    for (const OptionDescription& d : card->options) {
      if (!own(d)) continue;
      const Json value = optionValue(d, panel.options);
      const bool telling = only || value != optionValue(d, {});
      if (telling && !value.is_number()) return {};
      if (telling) add(d, value);
    }
  }
  return parts.join(QStringLiteral(", "));
}

QString PanelOptions::summary(const Panel& panel) {
  constexpr int longest = 18;
  const ObjectiveCard* card = findObjective(panel.objective);
  const QString words = parameters(panel);
  if (words.isEmpty() && card && parametersOption(card)) return tr("formula");
  return words.size() <= longest ? words : QString();
}

void PanelOptions::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6));
}

void PanelOptions::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
  hide();
  Q_EMIT closed();
}

void PanelOptions::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  typing_.stop();
  if (std::exchange(inGesture_, false)) model_.endGesture();
}

bool PanelOptions::event(QEvent* event) {
  // Rows hide, messages come: the height follows.
  if (event->type() == QEvent::LayoutRequest) {
    adjustSize();
    Q_EMIT resized();
  }
  return QWidget::event(event);
}

}  // namespace thalweg
