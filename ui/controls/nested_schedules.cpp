#include "ui/controls/nested_schedules.h"

#include "core/contracts/schedule.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace thalweg {

namespace {

/// Rows set in from the left, with a line that shows what they belong to.
class Inset : public QWidget {
 public:
  Inset(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    connect(&themes_, &ThemeController::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter(this).fillRect(QRect(theme.u(3), theme.u(1), 1, height() - theme.u(2)), theme.border);
  }

 private:
  const ThemeController& themes_;
};

/// The first schedule that needs nothing but steps: what an added entry begins as.
std::string firstNested() {
  const auto found = std::ranges::find(scheduleCards(), false, &ScheduleCard::needsLoss);
  return (*found)->id;
}

std::string nameOf(const Json& schedule) { return schedule.is_object() ? schedule.value("name", "") : std::string(); }

}  // namespace

QString scheduleName(const ScheduleCard& card) {
  return card.label.empty() ? text(card.id) : QStringLiteral("%1 · %2").arg(text(card.label), text(card.id));
}

NestedSchedules::NestedSchedules(const ThemeController& themes, const OptionDescription& description, bool boundaries,
                                 QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      description_(description),
      list_(description.kind == OptionKind::Schedules),
      hasBoundaries_(boundaries),
      layout_(new QVBoxLayout(this)) {
  const Theme& theme = themes.theme();
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(0);
  message_ = new InlineMessage(themes_, this);
  message_->setContentsMargins(theme.u(3), 0, theme.u(2), theme.u(1));
  layout_->addWidget(message_);
  if (!list_) return;
  add_ = new FlatButton(themes_, QStringLiteral("plus"), tr("Add a schedule"), this);
  add_->setControlHeight(24);
  add_->setTint(IconTint::Accent);
  add_->setTextTint(IconTint::Accent);
  add_->setToolTip(tr("One more schedule after these"));
  auto* line = new QHBoxLayout;
  line->setContentsMargins(theme.u(2), theme.ipx(2), theme.u(2), theme.ipx(2));
  line->addWidget(add_);
  line->addStretch();
  layout_->addLayout(line);
  connect(add_, &QToolButton::clicked, this, &NestedSchedules::append);
}

void NestedSchedules::setValue(const Json& value, const Json& boundaries, std::int64_t steps) {
  std::vector<Json> next;
  if (value.is_array())
    next.assign(value.begin(), value.end());
  else
    next.push_back(value);
  std::vector<double> between;
  for (const Json& number : boundaries.is_array() ? boundaries : Json::array()) between.push_back(number.get<double>());
  if (next != schedules_ || between != boundaries_) message_->clear();
  schedules_ = std::move(next);
  boundaries_ = std::move(between);
  if (schedules_.size() != entries_.size() || steps != steps_) {
    steps_ = steps;
    rebuild(schedules_.size());
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const std::string name = nameOf(schedules_[i]);
    entry.choice->setCurrentIndex(entry.choice->findData(text(name)));
    entry.options->setCard(findSchedule(name));
    entry.options->setExpanded(true);
    entry.options->parentWidget()->setVisible(entry.options->card() && !entry.options->card()->options.empty());
    if (entry.options->card()) {
      const Json options = schedules_[i].value("options", Json::object());
      entry.options->setOptions(options.get<Options>(), steps);
    }
    if (entry.boundary && i - 1 < boundaries_.size()) entry.boundary->setValue(Json(std::llround(boundaries_[i - 1])));
  }
}

void NestedSchedules::rebuild(std::size_t count) {
  for (const Entry& entry : entries_) {
    // It may be one of its own buttons that leads here.
    entry.whole->hide();
    entry.whole->deleteLater();
  }
  entries_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    entries_.push_back(makeEntry(i));
    layout_->insertWidget(static_cast<int>(i), entries_.back().whole);
  }
}

NestedSchedules::Entry NestedSchedules::makeEntry(std::size_t i) {
  const Theme& theme = themes_.theme();
  Entry entry;
  entry.whole = new QWidget(this);
  auto* column = new QVBoxLayout(entry.whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);

  auto* header = new QWidget(entry.whole);
  header->setFixedHeight(theme.ipx(30));
  header->setToolTip(text(description_.tip));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(2), 0);
  line->setSpacing(theme.u(2));
  auto* label = plainLabel(header, list_ ? QString::number(i + 1) : text(description_.label));
  label->setProperty("role", QStringLiteral("secondary"));
  entry.choice = new ComboButton(themes_, header);
  if (description_.nullable) entry.choice->addItem(tr("none"), QString());
  for (const ScheduleCard* card : scheduleCards()) {
    if (card->needsLoss) continue;
    entry.choice->addItem(scheduleName(*card), text(card->id));
    entry.choice->setItemData(entry.choice->count() - 1, text(card->id + ": " + card->summary), Qt::ToolTipRole);
    entry.choice->setItemData(entry.choice->count() - 1, text(card->label), ComboButton::shortText);
  }
  line->addWidget(label);
  line->addWidget(entry.choice, 1);
  if (list_) {
    entry.remove = new FlatButton(themes_, QStringLiteral("close"), {}, header);
    entry.remove->setControlHeight(24);
    entry.remove->setToolTip(tr("Remove schedule %1").arg(i + 1));
    entry.remove->setEnabled(schedules_.size() > 1);
    line->addWidget(entry.remove);
    connect(entry.remove, &QToolButton::clicked, this, [this, i] { removeEntry(i); });
  }
  column->addWidget(header);

  auto* inset = new Inset(themes_, entry.whole);
  auto* rows = new QVBoxLayout(inset);
  rows->setContentsMargins(theme.u(3), 0, 0, 0);
  rows->setSpacing(0);
  if (hasBoundaries_ && i > 0) {
    OptionDescription from;
    from.id = "from";
    from.named(tr("from step").toStdString())
        .ofKind(OptionKind::Integer)
        .explained(tr("The step at which this schedule takes over.").toStdString())
        .atLeast(0)
        .slide(0, static_cast<double>(std::max<std::int64_t>(1, steps_)), Scale::Integer);
    entry.boundary = new OptionRow(themes_, from, -1, entry.whole);
    column->addWidget(entry.boundary);
    connect(entry.boundary, &OptionRow::gestureStarted, this, &NestedSchedules::gestureStarted);
    connect(entry.boundary, &OptionRow::gestureFinished, this, &NestedSchedules::gestureFinished);
    connect(entry.boundary, &OptionRow::edited, this,
            [this, i](const Json& value) { moveBoundary(i - 1, value.get<double>()); });
  }
  entry.options = new OptionsForm(themes_, inset);
  rows->addWidget(entry.options);
  column->addWidget(inset);

  connect(entry.choice, &QComboBox::activated, this,
          [this, i, box = entry.choice] { choose(i, box->currentData().toString().toStdString()); });
  connect(entry.options, &OptionsForm::gestureStarted, this, &NestedSchedules::gestureStarted);
  connect(entry.options, &OptionsForm::gestureFinished, this, &NestedSchedules::gestureFinished);
  connect(entry.options, &OptionsForm::edited, this, [this, i](const std::string& id, const Json& value) {
    changeOptions(i, {{id, value}}, {});
  });
  connect(entry.options, &OptionsForm::editedTogether, this,
          [this, i](const Options& changes) { changeOptions(i, changes, {}); });
  connect(entry.options, &OptionsForm::resetRequested, this,
          [this, i](const std::string& id) { changeOptions(i, {}, id); });
  nameEntry(entry, i);
  return entry;
}

int NestedSchedules::widestLabel() const {
  int widest = 0;
  for (const Entry& entry : entries_) {
    widest = std::max(widest, entry.options->widestLabel() + themes_.theme().u(3));
    if (entry.boundary) widest = std::max(widest, entry.boundary->labelWidth());
  }
  return widest;
}

void NestedSchedules::setLabelWidth(int pixels) {
  for (const Entry& entry : entries_) {
    entry.options->setLabelWidth(pixels - themes_.theme().u(3));
    if (entry.boundary) entry.boundary->setLabelWidth(pixels);
  }
}

void NestedSchedules::setOwner(const QString& owner) {
  owner_ = owner;
  for (std::size_t i = 0; i < entries_.size(); ++i) nameEntry(entries_[i], i);
}

void NestedSchedules::nameEntry(const Entry& entry, std::size_t i) const {
  QString name = list_ ? tr("schedule %1").arg(i + 1) : text(description_.label);
  if (!owner_.isEmpty()) name = tr("%1 of %2").arg(name, owner_);
  entry.choice->setAccessibleName(name);
  entry.options->setOwner(name);
  if (entry.boundary) entry.boundary->setOwner(name);
}

void NestedSchedules::choose(std::size_t i, const std::string& name) {
  if (name == nameOf(schedules_[i])) return;
  schedules_[i] = name.empty() ? Json() : Json{{"name", name}, {"options", Json::object()}};
  send();
}

void NestedSchedules::changeOptions(std::size_t i, const Options& set, const std::string& reset) {
  Json& options = schedules_[i]["options"];
  if (!options.is_object()) options = Json::object();
  for (const auto& [id, value] : set) options[id] = value;
  options.erase(reset);
  send();
}

void NestedSchedules::moveBoundary(std::size_t i, double step) {
  // The order of the schedules stays.
  const double least = i > 0 ? boundaries_[i - 1] : 0;
  const double most = i + 1 < boundaries_.size() ? boundaries_[i + 1] : std::max(step, boundaries_[i]);
  boundaries_[i] = std::clamp(step, least, most);
  send();
}

void NestedSchedules::append() {
  schedules_.push_back({{"name", firstNested()}, {"options", Json::object()}});
  if (hasBoundaries_) {
    const double last = boundaries_.empty() ? 0 : boundaries_.back();
    boundaries_.push_back(std::max(last, std::round((last + static_cast<double>(steps_)) / 2)));
  }
  send();
}

void NestedSchedules::removeEntry(std::size_t i) {
  schedules_.erase(schedules_.begin() + static_cast<std::ptrdiff_t>(i));
  if (hasBoundaries_ && !boundaries_.empty())
    boundaries_.erase(boundaries_.begin() + static_cast<std::ptrdiff_t>(i > 0 ? i - 1 : 0));
  send();
}

void NestedSchedules::send() {
  Json boundaries = Json::array();
  for (const double step : boundaries_) boundaries.push_back(std::llround(step));
  // Copies: whoever listens may set another value at once.
  const Json value = list_ ? Json(schedules_) : schedules_.front();
  Q_EMIT edited(value, boundaries);
}

bool NestedSchedules::showError(std::string_view place, const QString& words) {
  std::size_t i = 0;
  if (place.starts_with('[')) {
    const auto [end, failure] = std::from_chars(place.data() + 1, place.data() + place.size(), i);
    if (failure == std::errc{}) place.remove_prefix(static_cast<std::size_t>(end + 1 - place.data()));
  }
  const bool inside = place.starts_with('.') && i < entries_.size();
  if (inside && entries_[i].options->showError(place.substr(1), words)) return true;
  message_->showMessage(InlineMessage::Kind::Error, tr("%1. The last good value stays in force.").arg(words));
  return true;
}

}  // namespace thalweg
