#include "ui/controls/option_row.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/scenario/scenario_file.h"
#include "ui/controls/buttons.h"
#include "ui/controls/nested_schedules.h"
#include "ui/controls/number_field.h"
#include "ui/controls/panels.h"
#include "ui/controls/value_slider.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/slider_scale.h"
#include "ui/look/text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QRegularExpression>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

double asNumber(const Json& value) {
  if (value == "inf") return std::numeric_limits<double>::infinity();
  return value.is_number() ? value.get<double>() : 0;
}

/// What a slider needs to be useful where a description names no way of its own.
SliderRange wayOf(const SliderRange& slider, const Json& fallback) {
  if (!(slider == SliderRange{})) return slider;
  const double value = std::abs(asNumber(fallback));
  return value > 1 ? SliderRange{0, 2 * value, slider.scale} : slider;
}

/// Of a card with a list of schedules: the list of steps at which the next of them takes over; else null.
const OptionDescription* boundaryOf(const Card& card) {
  if (std::ranges::find(card.options, OptionKind::Schedules, &OptionDescription::kind) == card.options.end())
    return nullptr;
  const auto steps = std::ranges::find_if(card.options, [](const OptionDescription& d) {
    return d.kind == OptionKind::List && d.elements.empty() && !d.perGroup;
  });
  return steps == card.options.end() ? nullptr : &*steps;
}

/// Options whose control is narrow, so that the name may have the rest of the line.
bool narrow(OptionKind kind) {
  return kind == OptionKind::Boolean || kind == OptionKind::Choice || kind == OptionKind::Optimizer;
}

}  // namespace

OptionRow::OptionRow(const ThemeController& themes, const OptionDescription& description, int element, QWidget* parent)
    : QWidget(parent), themes_(themes), description_(description), element_(element) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* ground = new HoverRow(themes, this);
  auto* line = new QHBoxLayout(ground);
  const Theme& theme = themes.theme();
  line->setContentsMargins(theme.u(3), 0, theme.u(2), 0);
  ground->setFixedHeight(theme.ipx(30));
  line->setSpacing(theme.u(3));
  const ElementDescription* part = element >= 0 ? &description.elements[static_cast<std::size_t>(element)] : nullptr;
  const std::string symbol = part ? part->symbol : description.symbol;
  QWidget* label = nullptr;
  if (symbol.empty()) {
    auto* words = new ElidedLabel(themes, text(part ? part->label : description.label), TextRole::Body, ground);
    // Numbers need the width more than words do, which stand whole in the tooltip.
    const int width = std::min(words->sizeHint().width(), theme.ipx(84));
    words->setMinimumWidth(std::max(width, theme.ipx(24)));
    label = words;
  } else {
    label = new MathLabel(themes, text(symbol), ground);
    label->setMinimumWidth(std::max(label->sizeHint().width(), theme.ipx(24)));
  }
  const QString tip = text(part && !part->tip.empty() ? part->tip : description.tip);
  ground->setToolTip(tip);
  if (!narrow(description.kind)) {
    label_ = label;
    labelWidth_ = label->minimumWidth();
    leastLabel_ = symbol.empty() ? theme.ipx(24) : labelWidth_;
    label->setFixedWidth(labelWidth_);
  }
  line->addWidget(label, symbol.empty() && narrow(description.kind) ? 1 : 0);

  line_ = line;
  message_ = new InlineMessage(themes, this);
  message_->setContentsMargins(theme.u(3), 0, theme.u(2), theme.u(1));
  switch (description.kind) {
    case OptionKind::Real:
    case OptionKind::Integer:
      buildNumber();
      break;
    case OptionKind::List:
      if (part)
        buildNumber();
      else
        buildText();
      break;
    case OptionKind::Boolean:
      buildSwitch();
      break;
    case OptionKind::Choice:
      buildChoice(description.choices);
      break;
    case OptionKind::Optimizer: {
      std::vector<std::string> ids;
      for (const OptimizerCard* card : optimizerCards()) {
        if (!card->find("base") && !card->inForce) ids.push_back(card->id);
      }
      buildChoice(ids);
      break;
    }
    default:
      buildText();
  }
  column->addWidget(ground);
  column->addWidget(message_);
  connect(message_, &InlineMessage::linkActivated, this, &OptionRow::noteLinkActivated);
  if (slider_) connect(ground, &HoverRow::hoverChanged, slider_, &ValueSlider::setHighlighted);
}

QString OptionRow::name() const {
  const std::string& label =
      element_ >= 0 ? description_.elements[static_cast<std::size_t>(element_)].label : description_.label;
  return text(label);
}

void OptionRow::buildNumber() {
  const Theme& theme = themes_.theme();
  const bool part = element_ >= 0;
  const ElementDescription* element = part ? &description_.elements[static_cast<std::size_t>(element_)] : nullptr;
  const Range& range = part ? element->range : description_.range;
  const Json fallback = part ? description_.fallback.at(static_cast<std::size_t>(element_)) : description_.fallback;
  SliderRange way = wayOf(part ? element->slider : description_.slider, fallback);
  if (description_.kind == OptionKind::Integer) way.scale = way.scale == Scale::Log ? Scale::Log : Scale::Integer;
  const bool slides = way.min < way.max;

  const bool nullable = part ? element->nullable : description_.nullable;
  if (slides) {
    slider_ = new ValueSlider(themes_, this);
    const bool zero = way.min > 0 && range.contains(0) && way.scale != Scale::Linear && way.scale != Scale::Integer;
    const SliderScale scale{way, zero};
    slider_->setScale(scale);
    slider_->setAccessibleName(name());
    slider_->setMinimumWidth(theme.ipx(40));
    line_->addWidget(slider_);
    suggestion_ = fallback.is_number() ? asNumber(fallback) : sliderRounded(scale, 0.5, theme.px(150), false);
    connect(slider_, &ValueSlider::gestureStarted, this, &OptionRow::gestureStarted);
    connect(slider_, &ValueSlider::gestureFinished, this, &OptionRow::gestureFinished);
    connect(slider_, &ValueSlider::edited, this, &OptionRow::editNumber);
    connect(slider_, &ValueSlider::resetRequested, this, &OptionRow::resetRequested);
  } else {
    line_->addStretch();
  }
  field_ = new NumberField(themes_, this);
  field_->setRange(range);
  field_->setScale(description_.kind == OptionKind::Integer ? Scale::Integer : way.scale);
  field_->setAcceptsInfinity(description_.positiveInfinity);
  field_->setAccessibleName(name());
  field_->setFixedWidth(theme.ipx(slides ? 68 : 96));
  constexpr int allDigits = 17;
  if (!slides) field_->setDigits(allDigits);
  if (nullable) buildNone();
  line_->addWidget(field_);
  if (none_) line_->addWidget(none_);
  if (description_.perGroup) {
    makeEdit();
    edit_->hide();
  }

  connect(field_, &NumberField::gestureStarted, this, &OptionRow::gestureStarted);
  connect(field_, &NumberField::gestureFinished, this, &OptionRow::gestureFinished);
  connect(field_, &NumberField::edited, this, &OptionRow::editNumber);
  connect(field_, &NumberField::rejected, this, [this](const QString& entry, const QString& reason) {
    message_->showMessage(InlineMessage::Kind::Error,
                          tr("%1: “%2” %3. Still using %4.").arg(name(), entry, reason, shownNumber(field_->value())));
  });
  connect(field_, &NumberField::accepted, message_, &InlineMessage::clear);
  show_ = [this](const Json& value) { showNumber(value); };
}

void OptionRow::buildNone() {
  toggle_ = new QCheckBox(this);
  toggle_->setFocusPolicy(Qt::TabFocus);  // a click leaves the keys to the window
  toggle_->setAccessibleName(tr("Set %1").arg(name()));
  toggle_->setToolTip(tr("Off: none"));
  none_ = plainLabel(this, tr("none"), "secondary");
  none_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  // In the field's place, its words where the numbers stand.
  none_->setFixedWidth(field_->minimumWidth());
  none_->setContentsMargins(0, 0, themes_.theme().ipx(7), 0);
  line_->addWidget(toggle_);
  connect(toggle_, &QCheckBox::clicked, this, [this](bool on) { editPart(on ? written(suggestion_) : Json()); });
}

void OptionRow::showNumber(const Json& value) {
  const Json& number = element_ >= 0 && value.is_array() ? value.at(static_cast<std::size_t>(element_)) : value;
  const bool list = number.is_array();
  const bool none = number.is_null();
  if (slider_ && toggle_) {
    // Without a number its room stays, so that the switch stands where it was; a list takes it.
    QSizePolicy policy = slider_->sizePolicy();
    policy.setRetainSizeWhenHidden(!list);
    if (policy != slider_->sizePolicy()) slider_->setSizePolicy(policy);
  }
  if (slider_) slider_->setVisible(!list && !(none && toggle_));
  field_->setVisible(!list && !(none && toggle_));
  if (edit_) edit_->setVisible(list);
  if (toggle_) {
    toggle_->setChecked(!none);
    none_->setVisible(none);
  }
  if (list) return showText(number);
  if (none) return;
  suggestion_ = asNumber(number);
  if (slider_) slider_->setValue(suggestion_);
  field_->setValue(suggestion_);
}

Json OptionRow::written(double value) const {
  if (std::isinf(value)) return "inf";
  return description_.kind == OptionKind::Integer ? Json(static_cast<std::int64_t>(std::llround(value))) : Json(value);
}

void OptionRow::editNumber(double value) { editPart(written(value)); }

void OptionRow::editPart(Json part) {
  if (refused_) showNote({});
  if (element_ < 0)
    value_ = std::move(part);
  else
    value_.at(static_cast<std::size_t>(element_)) = std::move(part);
  showNumber(value_);
  Q_EMIT edited(value_);
}

void OptionRow::buildSwitch() {
  toggle_ = new QCheckBox(this);
  toggle_->setFocusPolicy(Qt::TabFocus);  // a click leaves the keys to the window
  toggle_->setAccessibleName(name());
  line_->addStretch();
  line_->addWidget(toggle_);
  connect(toggle_, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT edited(Json(on)); });
  show_ = [this](const Json& value) { toggle_->setChecked(value == true); };
}

void OptionRow::buildChoice(const std::vector<std::string>& choices) {
  auto* box = new ComboButton(themes_, this);
  box->setAccessibleName(name());
  if (description_.nullable) box->addItem(tr("none"), QString());
  for (const std::string& choice : choices) box->addItem(text(choice), text(choice));
  line_->addStretch();
  line_->addWidget(box);
  connect(box, &QComboBox::activated, this, [this, box] {
    const QString id = box->currentData().toString();
    Q_EMIT edited(id.isEmpty() ? Json() : Json(id.toStdString()));
  });
  show_ = [box](const Json& value) {
    box->setCurrentIndex(box->findData(value.is_string() ? text(value.get<std::string>()) : QString()));
  };
}

void OptionRow::makeEdit() {
  edit_ = new QLineEdit(this);
  edit_->setMaxLength(limits::characters);
  edit_->setAccessibleName(name());
  edit_->installEventFilter(this);
  line_->addWidget(edit_, 1);
  connect(edit_, &QLineEdit::editingFinished, this, &OptionRow::commitText);
}

void OptionRow::buildText() {
  makeEdit();
  show_ = [this](const Json& value) { showText(value); };
}

QString OptionRow::textOf(const Json& value) const {
  if (description_.kind == OptionKind::Expression && value.is_string()) return text(value.get<std::string>());
  if (value.is_null()) return {};
  const bool numbers = value.is_array() && std::ranges::all_of(value, [](const Json& v) { return v.is_number(); });
  if (!numbers) return text(value.dump());
  QStringList parts;
  for (const Json& number : value) parts << editedNumber(number.get<double>());
  return parts.join(QStringLiteral(", "));
}

void OptionRow::showText(const Json& value) {
  const bool typing = edit_->hasFocus() && edit_->isModified();
  if (!refused_ && !typing) edit_->setText(textOf(value));
}

void OptionRow::commitText() {
  QString entry = edit_->text().trimmed();
  Json value;
  if (entry.isEmpty() && description_.nullable) {
    value = Json();
  } else if (entry.startsWith(QLatin1Char('['))) {
    value = Json::parse(entry.toStdString(), nullptr, false);
  } else if (description_.kind == OptionKind::Expression) {
    value = entry.toStdString();
  } else if (description_.kind == OptionKind::List || description_.perGroup) {
    entry.replace(QChar(0x2212), QLatin1Char('-'));
    // Numbers apart are a list, with commas or without.
    static const QRegularExpression gaps(QStringLiteral("[\\s,]+"));
    entry = entry.split(gaps, Qt::SkipEmptyParts).join(QStringLiteral(", "));
    value = Json::parse("[" + entry.toStdString() + "]", nullptr, false);
    if (description_.kind != OptionKind::List && value.is_array() && value.size() == 1) value = Json(value[0]);
  } else {
    value = Json::parse(entry.toStdString(), nullptr, false);
  }
  if (value == value_) return restoreText();
  // Only the entry's own kind is checked here; what depends on other options is said by whoever applies it.
  Card alone;
  alone.options = {description_};
  try {
    if (value.is_discarded()) throw OptionError({}, "cannot be read");
    checkOptions(alone, {{description_.id, value}});
  } catch (const OptionError& error) {
    return showError(text(error.message()));
  }
  // Stands as typed until whoever applies it takes it.
  refused_ = true;
  Q_EMIT edited(value);
}

void OptionRow::restoreText() {
  markRefused(false);
  message_->clear();
  edit_->setText(textOf(value_));
}

void OptionRow::markRefused(bool refused) {
  refused_ = refused;
  if (!edit_ || edit_->property("invalid").toBool() == refused) return;
  edit_->setProperty("invalid", refused);
  // Property selectors are only looked at when a widget is polished.
  edit_->style()->unpolish(edit_);
  edit_->style()->polish(edit_);
}

bool OptionRow::eventFilter(QObject* watched, QEvent* event) {
  const bool escape =
      watched == edit_ && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (!escape || (!refused_ && !edit_->isModified())) return QWidget::eventFilter(watched, event);
  restoreText();
  return true;
}

void OptionRow::setValue(const Json& value) {
  if (refused_ && value != value_) {
    markRefused(false);
    message_->clear();
    if (edit_) edit_->setModified(false);
  }
  value_ = value;
  show_(value);
}

void OptionRow::showNote(const QString& note, const QString& link) {
  if (note.isEmpty()) {
    if (!field_ || !field_->isRejected()) message_->clear();
    markRefused(false);
    return;
  }
  message_->showMessage(InlineMessage::Kind::Note, note, link);
}

void OptionRow::showError(const QString& words) {
  markRefused(true);
  const Json& part = element_ >= 0 && value_.is_array() ? value_.at(static_cast<std::size_t>(element_)) : value_;
  QString now = part.is_number() ? shownNumber(asNumber(part)) : textOf(part);
  if (now.isEmpty()) now = tr("none");
  message_->showMessage(InlineMessage::Kind::Error, tr("%1: %2. Still using %3.").arg(name(), words, now));
}

QString OptionRow::message() const { return message_->text(); }

void OptionRow::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT resetRequested();
}

void OptionRow::setOwner(const QString& owner) {
  const QString spoken = tr("%1 of %2").arg(name(), owner);
  for (QWidget* part : std::initializer_list<QWidget*>{slider_, field_, edit_, findChild<ComboButton*>()}) {
    if (part) part->setAccessibleName(spoken);
  }
  if (toggle_) toggle_->setAccessibleName(none_ ? tr("Set %1").arg(spoken) : spoken);
}

void OptionRow::addBeforeNumber(QWidget* widget) { line_->insertWidget(line_->indexOf(field_), widget); }

int OptionRow::labelWidth() const { return labelWidth_; }

void OptionRow::setLabelWidth(int pixels) {
  if (label_) label_->setFixedWidth(std::max(pixels, leastLabel_));
}

int OptionRow::roomBeside() const { return label_ ? line_->minimumSize().width() - label_->minimumWidth() : 0; }

OptionsForm::OptionsForm(const ThemeController& themes, QWidget* parent)
    : QWidget(parent), themes_(themes), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(0);
}

void OptionsForm::addRow(const OptionDescription& description, int element) {
  auto* row = new OptionRow(themes_, description, element, this);
  layout_->addWidget(row);
  rows_.push_back(row);
  if (!owner_.isEmpty()) row->setOwner(owner_);
  row->setVisible(!description.minor || expanded_);
  connect(row, &OptionRow::gestureStarted, this, &OptionsForm::gestureStarted);
  connect(row, &OptionRow::gestureFinished, this, &OptionsForm::gestureFinished);
  connect(row, &OptionRow::edited, this, [this, id = description.id](const Json& value) { Q_EMIT edited(id, value); });
  connect(row, &OptionRow::resetRequested, this, [this, id = description.id, element] { resetRow(id, element); });
}

void OptionsForm::resetRow(const std::string& id, int element) {
  const OptionDescription& description = *card_->find(id);
  Json whole = optionValue(description, options_, steps_);
  const auto at = static_cast<std::size_t>(std::max(element, 0));
  if (element < 0 || !whole.is_array() || at >= whole.size()) return Q_EMIT resetRequested(id);
  // Of a list one number alone.
  whole[at] = description.fallback.at(at);
  if (whole == description.fallback) return Q_EMIT resetRequested(id);
  Q_EMIT edited(id, whole);
}

void OptionsForm::addNested(const OptionDescription& description) {
  const OptionDescription* boundary = boundaryOf(*card_);
  const std::string between = boundary && description.kind == OptionKind::Schedules ? boundary->id : std::string();
  auto* editor = new NestedSchedules(themes_, description, !between.empty(), this);
  layout_->addWidget(editor);
  nested_.push_back({description.id, between, editor});
  if (!owner_.isEmpty()) editor->setOwner(owner_);
  connect(editor, &NestedSchedules::gestureStarted, this, &OptionsForm::gestureStarted);
  connect(editor, &NestedSchedules::gestureFinished, this, &OptionsForm::gestureFinished);
  connect(editor, &NestedSchedules::edited, this,
          [this, id = description.id, between](const Json& value, const Json& boundaries) {
            if (between.empty())
              Q_EMIT edited(id, value);
            else
              Q_EMIT editedTogether({{id, value}, {between, boundaries}});
          });
}

void OptionsForm::addBase(const OptionDescription& description) {
  base_ = new OptionsForm(themes_, this);
  layout_->addWidget(base_);
  base_->setOwner(owner_);
  connect(base_, &OptionsForm::gestureStarted, this, &OptionsForm::gestureStarted);
  connect(base_, &OptionsForm::gestureFinished, this, &OptionsForm::gestureFinished);
  const auto change = [this, id = description.id](const std::string& inner, const Json* value) {
    Json whole = optionValue(*card_->find(id), options_);
    if (value)
      whole[inner] = *value;
    else
      whole.erase(inner);
    Q_EMIT edited(id, whole);
  };
  connect(base_, &OptionsForm::edited, this,
          [change](const std::string& inner, const Json& value) { change(inner, &value); });
  connect(base_, &OptionsForm::resetRequested, this, [change](const std::string& inner) { change(inner, nullptr); });
}

void OptionsForm::clear() {
  // A row may be at work: it is often its own signal that leads here. From this form alone: a style sheet wants to hear
  // of a widget's end, or it keeps what it knows of it for good.
  const auto drop = [this](QWidget* widget) {
    if (!widget) return;
    widget->disconnect(this);
    widget->hide();
    widget->deleteLater();
  };
  for (OptionRow* row : rows_) drop(row);
  for (const Nested& nested : nested_) drop(nested.editor);
  drop(base_);
  rows_.clear();
  nested_.clear();
  base_ = nullptr;
  baseCard_ = nullptr;
  hasSecondRow_ = false;
}

void OptionsForm::setCard(const Card* card, const std::vector<std::string>& without) {
  if (card == card_ && without == without_) return;
  card_ = card;
  without_ = without;
  clear();
  if (!card) return;
  for (const OptionDescription& description : card->options) {
    if (std::ranges::find(without, description.id) != without.end() || &description == boundaryOf(*card)) continue;
    hasSecondRow_ = hasSecondRow_ || description.minor;
    if (description.kind == OptionKind::OptimizerOptions) {
      addBase(description);
    } else if (description.kind == OptionKind::Schedule || description.kind == OptionKind::Schedules) {
      addNested(description);
    } else if (description.kind == OptionKind::List && !description.elements.empty()) {
      for (int i = 0; i < static_cast<int>(description.elements.size()); ++i) addRow(description, i);
    } else {
      addRow(description, -1);
    }
  }
}

void OptionsForm::setOwner(const QString& owner) {
  if (owner == owner_) return;
  owner_ = owner;
  for (OptionRow* row : rows_) row->setOwner(owner);
  if (base_) base_->setOwner(owner);
  for (const Nested& nested : nested_) nested.editor->setOwner(owner);
}

void OptionsForm::setOptions(const Options& options, std::int64_t steps) {
  options_ = options;
  steps_ = steps;
  const auto value = [&](const std::string& id) { return optionValue(*card_->find(id), options, steps); };
  for (OptionRow* row : rows_) row->setValue(value(row->optionId()));
  for (const Nested& nested : nested_)
    nested.editor->setValue(value(nested.id), nested.between.empty() ? Json() : value(nested.between), steps);
  if (!base_) return;
  const Json id = optionValue(*card_->find("base"), options);
  const OptimizerCard* base = findOptimizer(id.is_string() ? id.get<std::string>() : "");
  if (base != baseCard_) base_->setCard(baseCard_ = base);
  const Json inner = optionValue(*card_->find("base_options"), options);
  if (base) base_->setOptions(inner.is_object() ? inner.get<Options>() : Options{}, steps);
}

bool OptionsForm::showError(std::string_view path, const QString& words) {
  constexpr std::string_view head = "options.";
  if (!path.starts_with(head)) return false;
  path.remove_prefix(head.size());
  const std::size_t end = path.find_first_of(".[");
  const std::string_view id = path.substr(0, end);
  const std::string_view rest = end == std::string_view::npos ? std::string_view() : path.substr(end);
  for (const Nested& nested : nested_) {
    if (nested.id == id || nested.between == id) return nested.editor->showError(nested.id == id ? rest : "", words);
  }
  if (base_ && card_->find(id) && card_->find(id)->kind == OptionKind::OptimizerOptions && !rest.empty())
    return base_->showError(std::string(head) + std::string(rest.substr(1)), words);
  OptionRow* place = nullptr;
  for (OptionRow* row : rows_) {
    const bool here = row->optionId() == id && !row->isHidden();
    if (here && (!place || rest == "[" + std::to_string(row->element()) + "]")) place = row;
  }
  if (place) place->showError(words);
  return place;
}

int OptionsForm::widestLabel() const {
  int widest = base_ ? base_->widestLabel() : 0;
  for (const OptionRow* row : rows_) {
    if (!row->isHidden()) widest = std::max(widest, row->labelWidth());
  }
  for (const Nested& nested : nested_) widest = std::max(widest, nested.editor->widestLabel());
  return widest;
}

int OptionsForm::roomBeside() const {
  int most = base_ ? base_->roomBeside() : 0;
  for (const OptionRow* row : rows_) {
    if (!row->isHidden()) most = std::max(most, row->roomBeside());
  }
  return most;
}

void OptionsForm::setLabelWidth(int pixels) {
  for (OptionRow* row : rows_) row->setLabelWidth(pixels);
  for (const Nested& nested : nested_) nested.editor->setLabelWidth(pixels);
  if (base_) base_->setLabelWidth(pixels);
}

void OptionsForm::setExpanded(bool expanded) {
  expanded_ = expanded;
  for (OptionRow* row : rows_) row->setVisible(expanded || !card_->find(row->optionId())->minor);
}

NestedSchedules* OptionsForm::nested(const std::string& optionId) const {
  const auto found = std::ranges::find(nested_, optionId, &Nested::id);
  return found == nested_.end() ? nullptr : found->editor;
}

QString OptionsForm::valueText(const OptionDescription& description, const Json& value, int element) {
  const bool part = element >= 0;
  const std::string& symbol =
      part ? description.elements[static_cast<std::size_t>(element)].symbol : description.symbol;
  const QString name = symbol.empty() ? text(description.label) : plainMath(text(symbol));
  const Json& shown = part && value.is_array() ? value.at(static_cast<std::size_t>(element)) : value;
  if (shown.is_boolean()) return name + (shown.get<bool>() ? tr(" on") : tr(" off"));
  if (shown.is_number() || shown == "inf") return name + QLatin1Char(' ') + shownNumber(asNumber(shown));
  if (shown.is_null()) return name + tr(" none");
  return name + QLatin1Char(' ') + text(shown.is_string() ? shown.get<std::string>() : shown.dump());
}

QString OptionsForm::secondRowText() const {
  QStringList parts;
  for (const OptionDescription& d : card_ ? card_->options : std::vector<OptionDescription>{}) {
    if (d.minor && std::ranges::find(without_, d.id) == without_.end())
      parts << valueText(d, optionValue(d, options_, steps_));
  }
  return parts.join(secondRowSeparator());
}

OptionRow* OptionsForm::row(const std::string& optionId, int element) const {
  const std::size_t point = optionId.find('.');
  if (point != std::string::npos) return base_ ? base_->row(optionId.substr(point + 1), element) : nullptr;
  const auto found = std::ranges::find_if(
      rows_, [&](const OptionRow* r) { return r->optionId() == optionId && r->element() == element; });
  return found == rows_.end() ? nullptr : *found;
}

}  // namespace thalweg
