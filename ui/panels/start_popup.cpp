#include "ui/panels/start_popup.h"

#include "core/base/format.h"
#include "ui/controls/panels.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/number_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr std::size_t kMostShown = 8;  // coordinates that are written out; of more the first two

}  // namespace

std::optional<std::vector<double>> typedPoint(const QString& text, const std::vector<double>& now, QString& problem) {
  QString plain = text.trimmed();
  plain.remove(QRegularExpression(QStringLiteral("^[(\\[]|[)\\]]$")));
  plain.replace(QChar(0x2212), QLatin1Char('-'));
  const QStringList words = plain.split(QRegularExpression(QStringLiteral("[\\s,;]+")), Qt::SkipEmptyParts);
  std::vector<double> numbers;
  for (const QString& word : words) {
    const std::optional<double> number = parseNumber(word.toStdString());
    if (!number || !std::isfinite(*number)) {
      problem = StartPopup::tr("“%1” is no number.").arg(word);
      return {};
    }
    numbers.push_back(*number);
  }
  const std::size_t dimension = now.size();
  const bool firstTwo = numbers.size() == 2 && dimension > 2;
  if (numbers.size() != dimension && !firstTwo) {
    problem = dimension > 2 ? StartPopup::tr("Expected %1 numbers, or the first two; found %2.")
                            : StartPopup::tr("Expected %1 number(s), found %2.");
    problem = problem.arg(dimension).arg(numbers.size());
    return {};
  }
  std::vector<double> point = now;
  std::ranges::copy(numbers, point.begin());
  return point;
}

StartPopup::StartPopup(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : QFrame(parent, Qt::Popup), themes_(themes), model_(model) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), theme.u(3), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(2));
  title_ = plainLabel(this, {}, "strong");
  field_ = new QLineEdit(this);
  field_->setMinimumWidth(theme.ipx(240));
  field_->setAccessibleName(tr("Start point"));
  names_ = plainLabel(this, {}, "secondary");
  message_ = new InlineMessage(themes, this);
  for (QWidget* part : std::initializer_list<QWidget*>{title_, field_, names_, message_}) column->addWidget(part);
  connect(field_, &QLineEdit::returnPressed, this, &StartPopup::accept);
  connect(field_, &QLineEdit::textEdited, message_, &InlineMessage::clear);
}

QString StartPopup::problem() const { return message_->text(); }

void StartPopup::ask(std::shared_ptr<const Objective> objective, std::size_t panel,
                     std::optional<std::size_t> contender, const QPoint& globalPosition) {
  const Scenario& scenario = model_.scenario();
  panel_ = panel;
  contender_ = contender;
  now_ =
      contender ? startPoint(scenario, panel, *contender, *objective) : commonStart(scenario.panels[panel], *objective);
  const QString surface = text(displayName(scenario.panels[panel]));
  title_->setText(contender ? tr("Start of %1 on %2").arg(text(displayName(scenario.contenders[*contender])), surface)
                            : tr("Start of all paths on %1").arg(surface));
  const std::size_t shown = now_.size() > kMostShown ? 2 : now_.size();
  const std::vector<CoordinateName> names = objective->coordinateNames();
  QStringList numbers;
  QStringList words;
  for (std::size_t k = 0; k < shown; ++k) {
    numbers << editedNumber(now_[k]);
    words << text(names[k].plain);
  }
  field_->setText(numbers.join(QStringLiteral(", ")));
  names_->setText(shown < now_.size() ? tr("%1; the other coordinates stay").arg(words.join(QStringLiteral(", ")))
                                      : words.join(QStringLiteral(", ")));
  message_->clear();
  adjustSize();
  move(globalPosition);
  show();
  field_->setFocus();
  field_->selectAll();
}

void StartPopup::accept() {
  QString problem;
  const auto point = typedPoint(field_->text(), now_, problem);
  if (!point) {
    message_->showMessage(InlineMessage::Kind::Error, problem);
    return adjustSize();
  }
  hide();
  if (panel_ >= model_.scenario().panels.size()) return;  // it went meanwhile
  if (contender_ && *contender_ >= model_.scenario().contenders.size()) return;
  model_.edit(tr("Start here"), [&](Scenario& s) {
    setStart(s, panel_, contender_, *point);
    if (!contender_) shareStart(s, panel_);
  });
}

void StartPopup::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.surface);
  painter.setPen(theme.border);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace thalweg
