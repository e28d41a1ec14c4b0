#include "ui/maps/map_tuning.h"

#include "core/base/format.h"
#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/document/contender_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/contender_look.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/scenes/map_image.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QProgressBar>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

QString number(double value) {
  if (std::isinf(value)) return QStringLiteral("∞");
  return QString::fromStdString(formatSignificant(value, 4)).replace(QLatin1Char('-'), QChar(0x2212));
}

void takeOver(Scenario& scenario, const Tuned& tuned) {
  const Contender before = scenario.contenders[tuned.contender];
  applyTuned(scenario, tuned);
  keepLabelTrue(scenario.contenders[tuned.contender], before);
}

/// Score against rate, both as searched: low is good.
class TuningCurve : public QWidget {
 public:
  TuningCurve(const ThemeController& themes, const Tuned& tuned, const QColor& color, QWidget* parent)
      : QWidget(parent), themes_(themes), tuned_(tuned), color_(color) {
    setFixedSize(themes.theme().ipx(150), themes.theme().ipx(36));
    setToolTip(QObject::tr("Score of each rate tried, from %1 to %2; the lower the better")
                   .arg(number(tuned.curve.empty() ? 0 : tuned.curve.front().rate),
                        number(tuned.curve.empty() ? 0 : tuned.curve.back().rate)));
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    if (tuned_.curve.size() < 2) return;
    double low = 0, high = -16;
    for (const TunedSetting& s : tuned_.curve) {
      if (!std::isfinite(s.score)) continue;
      low = std::min(low, s.score);
      high = std::max(high, s.score);
    }
    if (!(high > low)) high = low + 1;
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(theme.px(4), theme.px(4), -theme.px(4), -theme.px(4));
    const double first = std::log(tuned_.curve.front().rate), last = std::log(tuned_.curve.back().rate);
    const auto at = [&](const TunedSetting& s) {
      return QPointF(box.left() + (std::log(s.rate) - first) / (last - first) * box.width(),
                     box.bottom() - (s.score - low) / (high - low) * box.height());
    };
    QPainterPath path;
    bool drawing = false;
    for (const TunedSetting& s : tuned_.curve) {
      if (!std::isfinite(s.score)) {
        drawing = false;
        continue;
      }
      if (drawing)
        path.lineTo(at(s));
      else
        path.moveTo(at(s));
      drawing = true;
    }
    painter.setPen(QPen(color_, theme.px(1.6)));
    painter.drawPath(path);
    if (!std::isfinite(tuned_.best.score)) return;
    painter.setBrush(color_);
    painter.drawEllipse(at(tuned_.best), theme.px(3), theme.px(3));
  }

 private:
  const ThemeController& themes_;
  Tuned tuned_;
  QColor color_;
};

}  // namespace

TuningWindow::TuningWindow(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : QWidget(parent, Qt::Tool),
      themes_(themes),
      model_(model),
      budget_(new QSpinBox(this)),
      momentum_(new QCheckBox(tr("momentum, too"), this)),
      start_(new FlatButton(themes, {}, tr("Search"), this)),
      progress_(new QProgressBar(this)),
      place_(new QWidget),
      scroll_(new QScrollArea(this)),
      conventions_(plainLabel(this)),
      job_(
          this, [this](Search search) { follow(std::move(search)); }, Priority::Low,
          [this](const QString& words) {
            setSearching(false);
            WorkPool::instance().report(words);
          }) {
  const Theme& theme = themes.theme();
  setWindowTitle(tr("Tuning at equal budget"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), theme.u(3), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(3));
  auto* line = new QHBoxLayout;
  line->setSpacing(theme.u(2));
  line->addWidget(plainLabel(this, tr("Gradients a run")));
  budget_->setRange(1, 100'000);
  budget_->setValue(static_cast<int>(std::clamp<std::int64_t>(model.scenario().steps, 1, 100'000)));
  budget_->setAccessibleName(tr("Gradient evaluations a run"));
  line->addWidget(budget_);
  line->addWidget(momentum_);
  line->addStretch(1);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(theme.ipx(120));
  progress_->hide();
  line->addWidget(progress_);
  start_->setFramed(true);
  line->addWidget(start_);
  column->addLayout(line);
  new QVBoxLayout(place_);
  place_->layout()->setContentsMargins(0, 0, 0, 0);
  place_->setAutoFillBackground(false);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidget(place_);
  scroll_->viewport()->setAutoFillBackground(false);
  column->addWidget(scroll_, 1);
  conventions_->setWordWrap(true);
  conventions_->setProperty("role", QStringLiteral("secondary"));
  conventions_->setText(tr(
      "Every contender, on all panels from its own start, may ask for the same number of gradients; a schedule spans "
      "that many steps. Score: log₁₀ of what is left of the loss above the known minimum (where none is known, above "
      "the least loss seen), as a share of the first; mean over the panels, −16 at best; ∞ if one run diverges. "
      "Searched: 31 rates spread over the slider, then 31 between the best one's neighbours; with momentum 9 values "
      "of it. Noise and batches are those of the scenario's seed."));
  column->addWidget(conventions_);
  setMinimumWidth(theme.ipx(680));
  connect(&model_, &ScenarioModel::changed, this, &TuningWindow::showApplied);
  connect(start_, &QToolButton::clicked, this, [this] {
    if (!searching_) return start();
    job_.cancel();
    setSearching(false);
  });
}

void TuningWindow::open() {
  show();
  raise();
  if (results_.empty() && !searching_) start();
}

void TuningWindow::setSearching(bool searching) {
  searching_ = searching;
  start_->setText(searching ? tr("Cancel") : tr("Search"));
  progress_->setValue(0);
  progress_->setVisible(searching);
}

void TuningWindow::start() {
  const auto scenario = model_.snapshot();
  TuningRequest request;
  for (std::size_t i = 0; i < scenario->contenders.size(); ++i) {
    if (!scenario->contenders[i].hidden) request.contenders.push_back(i);
  }
  for (std::size_t i = 0; i < scenario->panels.size(); ++i) request.panels.push_back(i);
  request.budget = budget_->value();
  if (momentum_->isChecked()) request.other = "momentum";
  setSearching(true);
  searched_ = scenario;
  job_.cancel();
  job_.request([scenario, request](const std::stop_token& stop, const std::function<void(Search)>& post) {
    const auto progress = [&](std::int64_t done, std::int64_t all) {
      constexpr std::int64_t often = 16;
      if (done % often == 0) post({done, all, {}});
    };
    try {
      post({0, 0, tune(*scenario, request, stop, progress)});
    } catch (const OptionError&) {
      post({0, 0, std::vector<Tuned>()});
    }
  });
}

void TuningWindow::follow(Search search) {
  if (search.found) return showResults(std::move(*search.found));
  progress_->setMaximum(static_cast<int>(search.all));
  progress_->setValue(static_cast<int>(search.done));
}

void TuningWindow::showResults(std::vector<Tuned> results) {
  setSearching(false);
  results_ = std::move(results);
  delete table_;
  applyAll_ = nullptr;
  apply_.assign(results_.size(), nullptr);
  table_ = new QWidget(place_);
  auto* grid = new QGridLayout(table_);
  const Theme& theme = themes_.theme();
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme.u(4));
  grid->setVerticalSpacing(theme.u(1));
  const Scenario& scenario = model_.scenario();
  const auto put = [&](int row, int at, const QString& words, bool quiet, Qt::Alignment alignment) {
    auto* label = plainLabel(table_, words, quiet ? "secondary" : "");
    grid->addWidget(label, row, at, alignment | Qt::AlignVCenter);
  };
  const std::array<QString, 6> heads = {tr("contender"), tr("best"),     tr("score"),
                                        tr("before"),    tr("outcomes"), tr("searched")};
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const bool isNumber = i >= 1 && i <= 3;
    put(0, static_cast<int>(i), heads[i], true, isNumber ? Qt::AlignRight : Qt::AlignLeft);
  }
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Tuned& tuned = results_[i];
    if (tuned.contender >= scenario.contenders.size()) continue;
    const int row = static_cast<int>(i) + 1;
    put(row, 0, text(contenderName(scenario, tuned.contender)), false, Qt::AlignLeft);
    QString best = tuned.rateId.empty() ? tr("no rate") : number(tuned.best.rate);
    if (!tuned.otherId.empty())
      best += QStringLiteral(" · %1 %2").arg(QString::fromStdString(tuned.otherId), number(tuned.best.other));
    put(row, 1, best, false, Qt::AlignRight);
    put(row, 2, number(tuned.best.score), false, Qt::AlignRight);
    put(row, 3, number(tuned.before), true, Qt::AlignRight);
    QStringList outcomes;
    for (const Outcome outcome : tuned.outcomes) outcomes << outcomeWords(outcome);
    put(row, 4, outcomes.join(QStringLiteral(", ")), true, Qt::AlignLeft);
    grid->addWidget(new TuningCurve(themes_, tuned, contenderMark(theme, scenario, tuned.contender).color, table_), row,
                    5);
    auto* take = new FlatButton(themes_, {}, {}, table_);
    take->setControlHeight(24);
    take->setFramed(true);
    apply_[i] = take;
    connect(take, &QToolButton::clicked, this, [this, i] { apply(i); });
    grid->addWidget(take, row, 6);
  }
  if (results_.size() > 1) {
    applyAll_ = new FlatButton(themes_, {}, tr("Apply all"), table_);
    applyAll_->setControlHeight(24);
    applyAll_->setFramed(true);
    connect(applyAll_, &QToolButton::clicked, this, &TuningWindow::applyAll);
    grid->addWidget(applyAll_, static_cast<int>(results_.size()) + 1, 6);
  }
  showApplied();
  grid->setColumnStretch(4, 1);
  place_->layout()->addWidget(table_);
  // As many rows as there are contenders, none of them cut; more than the screen holds are scrolled.
  const QSize wanted = table_->sizeHint();
  const int bar = scroll_->verticalScrollBar()->sizeHint().width();
  setMinimumWidth(std::max(minimumWidth(), wanted.width() + bar + 2 * theme.u(3)));
  scroll_->setMinimumHeight(std::min(wanted.height(), theme.ipx(120)));
  const int now = std::max(scroll_->sizeHint().height(), scroll_->minimumHeight());
  const int rest = layout()->totalHeightForWidth(minimumWidth()) - now;
  constexpr double most = 0.85;  // of the screen
  resize(minimumWidth(), std::min(rest + wanted.height(), static_cast<int>(most * screen()->availableSize().height())));
  Q_EMIT finished();
}

bool TuningWindow::applies(std::size_t row) const {
  if (row >= results_.size()) return false;
  const Tuned& tuned = results_[row];
  const std::vector<Contender>& now = model_.scenario().contenders;
  return !tuned.rateId.empty() && std::isfinite(tuned.best.score) && tuned.contender < now.size() &&
         now[tuned.contender].optimizer == searched_->contenders[tuned.contender].optimizer;
}

bool TuningWindow::isApplied(std::size_t row) const {
  if (!applies(row)) return false;
  Scenario tuned = model_.scenario();
  applyTuned(tuned, results_[row]);
  return tuned == model_.scenario();
}

/// A check stands only where something has been done.
void TuningWindow::showApplied() {
  bool open = false;
  for (std::size_t row = 0; row < apply_.size(); ++row) {
    if (!apply_[row]) continue;
    const bool done = isApplied(row);
    apply_[row]->setIconName(done ? QStringLiteral("check") : QString());
    apply_[row]->setText(done ? tr("Applied") : tr("Apply"));
    apply_[row]->setEnabled(applies(row) && !done);
    open = open || (applies(row) && !done);
  }
  if (applyAll_) applyAll_->setEnabled(open);
}

void TuningWindow::apply(std::size_t row) {
  if (!applies(row)) return;
  model_.edit(tr("Apply what was tuned"), [&](Scenario& s) { takeOver(s, results_[row]); });
}

void TuningWindow::applyAll() {
  model_.edit(tr("Apply all that was tuned"), [this](Scenario& s) {
    for (std::size_t row = 0; row < results_.size(); ++row) {
      if (applies(row)) takeOver(s, results_[row]);
    }
  });
}

void TuningWindow::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (!searching_) return;
  job_.cancel();
  setSearching(false);
}

void TuningWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return hide();
  QWidget::keyPressEvent(event);
}

}  // namespace thalweg
