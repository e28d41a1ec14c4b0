#include "ui/controls/option_row.h"

#include "core/format.h"
#include "core/optimizer.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/number_text.h"
#include "ui/controls/panels.h"
#include "ui/controls/value_slider.h"
#include "ui/math_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

double asNumber(const Json& value) {
  if (value == "inf") return std::numeric_limits<double>::infinity();
  return value.is_number() ? value.get<double>() : 0;
}

/// What a slider needs to be useful where a description names no way of its own.
SliderRange wayOf(const SliderRange& slider, const Json& fallback) {
  if (slider.min < slider.max && !(slider == SliderRange{})) return slider;
  const double value = std::abs(asNumber(fallback));
  return value > 1 ? SliderRange{0, 2 * value, slider.scale} : slider;
}

bool numeric(const OptionDescription& d, int element) {
  return element >= 0 || d.kind == OptionKind::Real || d.kind == OptionKind::Integer;
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
    auto* words = new ElidedLabel(themes, text(description.label), TextRole::Body, ground);
    // Numbers need the width more than words do, which stand whole in the tooltip.
    words->setMaximumWidth(std::min(words->sizeHint().width(), theme.ipx(84)));
    if (!numeric(description, element)) words->setMaximumWidth(QWIDGETSIZE_MAX);
    label = words;
  } else {
    label = new MathLabel(themes, text(symbol), ground);
  }
  label->setMinimumWidth(theme.ipx(24));
  const QString tip = text(part && !part->tip.empty() ? part->tip : description.tip);
  ground->setToolTip(tip);
  line->addWidget(label, symbol.empty() && !numeric(description, element) ? 1 : 0);

  message_ = new InlineMessage(themes, this);
  switch (description.kind) {
    case OptionKind::Real:
    case OptionKind::Integer:
      buildNumber(line);
      break;
    case OptionKind::List:
      if (part)
        buildNumber(line);
      else
        buildText(line);
      break;
    case OptionKind::Boolean:
      buildSwitch(line);
      break;
    case OptionKind::Choice:
      buildChoice(line, description.choices);
      break;
    case OptionKind::Optimizer: {
      std::vector<std::string> ids;
      for (const OptimizerCard* card : optimizerCards()) {
        if (!card->find("base")) ids.push_back(card->id);
      }
      buildChoice(line, ids);
      break;
    }
    default:
      buildText(line);
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

void OptionRow::buildNumber(QLayout* line) {
  const bool part = element_ >= 0;
  const ElementDescription* element = part ? &description_.elements[static_cast<std::size_t>(element_)] : nullptr;
  const Range& range = part ? element->range : description_.range;
  const Json fallback = part ? description_.fallback.at(static_cast<std::size_t>(element_)) : description_.fallback;
  SliderRange way = wayOf(part ? element->slider : description_.slider, fallback);
  if (description_.kind == OptionKind::Integer) way.scale = way.scale == Scale::Log ? Scale::Log : Scale::Integer;

  slider_ = new ValueSlider(themes_, this);
  const bool zero = way.min > 0 && range.contains(0) && way.scale != Scale::Linear && way.scale != Scale::Integer;
  slider_->setScale({way, zero});
  slider_->setAccessibleName(name());
  slider_->setMinimumWidth(themes_.theme().ipx(48));
  line->addWidget(slider_);
  field_ = new NumberField(themes_, this);
  field_->setRange(range);
  field_->setScale(description_.kind == OptionKind::Integer ? Scale::Integer : way.scale);
  field_->setAcceptsInfinity(description_.positiveInfinity);
  field_->setAccessibleName(name());
  field_->setFixedWidth(themes_.theme().ipx(68));
  line->addWidget(field_);

  connect(slider_, &ValueSlider::gestureStarted, this, &OptionRow::gestureStarted);
  connect(slider_, &ValueSlider::gestureFinished, this, &OptionRow::gestureFinished);
  connect(field_, &NumberField::gestureStarted, this, &OptionRow::gestureStarted);
  connect(field_, &NumberField::gestureFinished, this, &OptionRow::gestureFinished);
  connect(slider_, &ValueSlider::edited, this, &OptionRow::editNumber);
  connect(field_, &NumberField::edited, this, &OptionRow::editNumber);
  connect(slider_, &ValueSlider::resetRequested, this, &OptionRow::resetRequested);
  connect(field_, &NumberField::rejected, this, [this](const QString& entry, const QString& reason) {
    message_->showMessage(InlineMessage::Kind::Error,
                          tr("%1: “%2” %3. Still using %4.").arg(name(), entry, reason, shownNumber(field_->value())));
  });
  connect(field_, &NumberField::accepted, message_, &InlineMessage::clear);
  show_ = [this](const Json& value) { showNumber(value); };
}

void OptionRow::showNumber(const Json& value) {
  const Json& number = element_ >= 0 && value.is_array() ? value.at(static_cast<std::size_t>(element_)) : value;
  // None and lists are typed, not slid.
  const bool plain = number.is_number() || number == "inf";
  slider_->setEnabled(plain);
  if (!plain) return;
  slider_->setValue(asNumber(number));
  field_->setValue(asNumber(number));
}

void OptionRow::editNumber(double value) {
  Json number =
      description_.kind == OptionKind::Integer ? Json(static_cast<std::int64_t>(std::llround(value))) : Json(value);
  if (std::isinf(value)) number = "inf";
  if (element_ < 0) {
    value_ = std::move(number);
  } else {
    value_.at(static_cast<std::size_t>(element_)) = std::move(number);
  }
  showNumber(value_);
  Q_EMIT edited(value_);
}

void OptionRow::buildSwitch(QLayout* line) {
  auto* box = new QCheckBox(this);
  box->setAccessibleName(name());
  static_cast<QHBoxLayout*>(line)->addStretch();
  line->addWidget(box);
  connect(box, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT edited(Json(on)); });
  show_ = [box](const Json& value) { box->setChecked(value == true); };
}

void OptionRow::buildChoice(QLayout* line, const std::vector<std::string>& choices) {
  auto* box = new ComboButton(themes_, this);
  box->setAccessibleName(name());
  if (description_.nullable) box->addItem(tr("none"), QString());
  for (const std::string& choice : choices) box->addItem(text(choice), text(choice));
  static_cast<QHBoxLayout*>(line)->addStretch();
  line->addWidget(box);
  connect(box, &QComboBox::activated, this, [this, box] {
    const QString id = box->currentData().toString();
    Q_EMIT edited(id.isEmpty() ? Json() : Json(id.toStdString()));
  });
  show_ = [box](const Json& value) {
    box->setCurrentIndex(box->findData(value.is_string() ? text(value.get<std::string>()) : QString()));
  };
}

void OptionRow::buildText(QLayout* line) {
  auto* edit = new QLineEdit(this);
  edit->setAccessibleName(name());
  line->addWidget(edit);
  const bool formula = description_.kind == OptionKind::Expression;
  const auto written = [formula](const Json& value) {
    if (formula && value.is_string()) return text(value.get<std::string>());
    if (!value.is_array()) return value.is_null() ? QString() : text(value.dump());
    const bool numbers = std::ranges::all_of(value, [](const Json& v) { return v.is_number(); });
    const std::string dumped = value.dump();
    return text(numbers ? dumped.substr(1, dumped.size() - 2) : dumped);
  };
  const auto commit = [this, edit, formula, written] {
    const std::string entry = edit->text().toStdString();
    if (edit->text() == written(value_)) return message_->clear();
    Json value;
    if (formula && !edit->text().trimmed().startsWith(QLatin1Char('[')))
      value = entry;
    else
      value = Json::parse(description_.kind == OptionKind::List ? "[" + entry + "]" : entry, nullptr, false);
    if (entry.empty() && description_.nullable) value = Json();
    // Only the entry's own kind is checked here; what depends on other options is said by whoever applies it.
    Card alone;
    alone.options = {description_};
    try {
      if (value.is_discarded()) throw OptionError({}, "cannot be read");
      checkOptions(alone, {{description_.id, value}});
    } catch (const OptionError& error) {
      return message_->showMessage(InlineMessage::Kind::Error,
                                   tr("%1: %2. The last good value stays.").arg(name(), text(error.message())));
    }
    message_->clear();
    Q_EMIT edited(value);
  };
  connect(edit, &QLineEdit::editingFinished, this, commit);
  show_ = [edit, written](const Json& value) {
    if (!edit->hasFocus() || !edit->isModified()) edit->setText(written(value));
  };
}

void OptionRow::setValue(const Json& value) {
  value_ = value;
  show_(value);
}

void OptionRow::showNote(const QString& note, const QString& link) {
  if (note.isEmpty()) {
    if (!field_ || !field_->isRejected()) message_->clear();
    return;
  }
  message_->showMessage(InlineMessage::Kind::Note, note, link);
}

OptionsForm::OptionsForm(const ThemeController& themes, QWidget* parent)
    : QWidget(parent), themes_(themes), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(0);
}

void OptionsForm::addRow(const OptionDescription& description, int element) {
  auto* row = new OptionRow(themes_, description, element, this);
  layout_->addWidget(row);
  rows_.push_back(row);
  row->setVisible(!description.minor || expanded_);
  connect(row, &OptionRow::gestureStarted, this, &OptionsForm::gestureStarted);
  connect(row, &OptionRow::gestureFinished, this, &OptionsForm::gestureFinished);
  connect(row, &OptionRow::edited, this, [this, id = description.id](const Json& value) { Q_EMIT edited(id, value); });
  connect(row, &OptionRow::resetRequested, this, [this, id = description.id] { Q_EMIT resetRequested(id); });
}

void OptionsForm::setCard(const Card* card, const std::vector<std::string>& without) {
  if (card == card_) return;
  card_ = card;
  without_ = without;
  qDeleteAll(rows_);
  rows_.clear();
  delete base_;
  base_ = nullptr;
  baseCard_ = nullptr;
  hasSecondRow_ = false;
  if (!card) return;
  for (const OptionDescription& description : card->options) {
    if (std::ranges::find(without, description.id) != without.end()) continue;
    hasSecondRow_ = hasSecondRow_ || description.minor;
    if (description.kind == OptionKind::OptimizerOptions) {
      base_ = new OptionsForm(themes_, this);
      layout_->addWidget(base_);
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
      connect(base_, &OptionsForm::resetRequested, this,
              [change](const std::string& inner) { change(inner, nullptr); });
    } else if (description.kind == OptionKind::List && !description.elements.empty()) {
      for (int i = 0; i < static_cast<int>(description.elements.size()); ++i) addRow(description, i);
    } else {
      addRow(description, -1);
    }
  }
}

void OptionsForm::setOptions(const Options& options, std::int64_t steps) {
  options_ = options;
  steps_ = steps;
  for (OptionRow* row : rows_) row->setValue(optionValue(*card_->find(row->optionId()), options, steps));
  if (!base_) return;
  const Json id = optionValue(*card_->find("base"), options);
  const OptimizerCard* base = findOptimizer(id.is_string() ? id.get<std::string>() : "");
  if (base != baseCard_) base_->setCard(baseCard_ = base);
  const Json inner = optionValue(*card_->find("base_options"), options);
  if (base) base_->setOptions(inner.is_object() ? inner.get<Options>() : Options{}, steps);
}

void OptionsForm::setExpanded(bool expanded) {
  expanded_ = expanded;
  for (OptionRow* row : rows_) row->setVisible(expanded || !card_->find(row->optionId())->minor);
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
  return parts.join(QStringLiteral("    "));
}

OptionRow* OptionsForm::row(const std::string& optionId, int element) const {
  const auto found = std::ranges::find_if(
      rows_, [&](const OptionRow* r) { return r->optionId() == optionId && r->element() == element; });
  return found == rows_.end() ? nullptr : *found;
}

}  // namespace thalweg
