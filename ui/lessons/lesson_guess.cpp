// What a lesson's session does with a guess: made by mouse and by keys, and measured against the run.

#include "core/lessons/condition.h"
#include "core/lessons/lesson_text.h"
#include "core/scenario/contender_names.h"
#include "ui/lessons/lesson_session.h"
#include "ui/look/text.h"
#include "ui/scenes/guess_painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

SliderScale valueScale(const LessonQuestion& ask) {
  return {{ask.range[0], ask.range[1], guessedInDecades(ask) ? Scale::Log : Scale::Linear}, false};
}

bool LessonSession::hasGuess() const {
  return guess_.choice || !guess_.point.empty() || guess_.line.size() > 1 || guess_.value;
}

void LessonSession::choose(std::size_t answer) {
  if (!running() || stage_ != LessonStage::Predict || answer >= written().ask->answers.size() ||
      guess_.choice == answer)
    return;
  guess_.choice = answer;
  Q_EMIT guessChanged();
}

View LessonSession::viewAsked() const {
  const Panel& panel = shown().panels[written().ask->panel];
  return panel.view ? *panel.view : makeObjective(panel)->view();
}

std::vector<double> LessonSession::startOfPath() const {
  const LessonQuestion& ask = *written().ask;
  std::vector<double> start = startPoint(shown(), ask.panel, ask.contender, *makeObjective(shown().panels[ask.panel]));
  start.resize(2, 0.0);
  return start;
}

void LessonSession::draw(const QPointF& at, bool begin) {
  if (!running() || stage_ != LessonStage::Predict) return;
  const std::vector<double> place = {at.x(), at.y()};
  if (written().ask->kind == LessonQuestion::Kind::Endpoint) {
    guess_.point = place;
  } else if (written().ask->kind == LessonQuestion::Kind::Path) {
    constexpr std::size_t most = 2'000;  // corners: a hand that does not come to an end
    if (begin || guess_.line.empty()) guess_.line = {startOfPath()};
    // What moved less than a pixel or so is no corner.
    const View view = viewAsked();
    const std::vector<double>& last = guess_.line.back();
    const double moved =
        std::hypot((place[0] - last[0]) / (view.xMax - view.xMin), (place[1] - last[1]) / (view.yMax - view.yMin));
    if (moved < 0.003 || guess_.line.size() >= most) return;
    guess_.line.push_back(place);
    corner_ = true;
  } else {
    return;
  }
  Q_EMIT guessChanged();
}

void LessonSession::guessValue(double value) {
  if (!running() || stage_ != LessonStage::Predict || written().ask->kind != LessonQuestion::Kind::Value) return;
  guess_.value = std::clamp(value, written().ask->range[0], written().ask->range[1]);
  Q_EMIT guessChanged();
}

void LessonSession::guessInChart(double value) {
  if (!running() || stage_ != LessonStage::Predict || written().ask->kind != LessonQuestion::Kind::Value) return;
  const SliderScale scale = valueScale(*written().ask);
  guessValue(sliderRounded(scale, sliderPosition(scale, value), 200, false));
}

void LessonSession::moveTo(std::vector<double>& at, int right, int up) const {
  constexpr double steps = 50;  // across the picture
  const View view = viewAsked();
  at[0] = std::clamp(at[0] + right * (view.xMax - view.xMin) / steps, view.xMin, view.xMax);
  if (view.yMax > view.yMin) at[1] = std::clamp(at[1] + up * (view.yMax - view.yMin) / steps, view.yMin, view.yMax);
}

void LessonSession::moveGuess(int right, int up) {
  if (!running() || stage_ != LessonStage::Predict) return;
  switch (written().ask->kind) {
    case LessonQuestion::Kind::Choice:
      return;
    case LessonQuestion::Kind::Endpoint:
      if (guess_.point.empty()) guess_.point = startOfPath();
      moveTo(guess_.point, right, up);
      break;
    case LessonQuestion::Kind::Path:
      if (guess_.line.empty()) guess_.line = {startOfPath()};
      if (guess_.line.size() == 1 || std::exchange(corner_, false)) guess_.line.push_back(guess_.line.back());
      moveTo(guess_.line.back(), right, up);
      break;
    case LessonQuestion::Kind::Value: {
      constexpr double way = 0.02;
      const SliderScale scale = valueScale(*written().ask);
      const double now = guess_.value ? sliderPosition(scale, *guess_.value) : 0.5;
      return guessValue(sliderRounded(scale, std::clamp(now + way * (right + up), 0.0, 1.0), 200, false));
    }
  }
  Q_EMIT guessChanged();
}

void LessonSession::setCorner() {
  if (guess_.line.size() > 1) corner_ = true;
}

void LessonSession::takeCornerBack() {
  if (stage_ != LessonStage::Predict || guess_.line.empty()) return;
  guess_.line.pop_back();
  if (guess_.line.size() < 2) guess_.line.clear();
  corner_ = true;
  Q_EMIT guessChanged();
}

bool LessonSession::revealed() const {
  return running() && facts_ && written().ask && (stage_ == LessonStage::Why || stage_ == LessonStage::Try);
}

std::optional<PredictionGap> LessonSession::gap() const {
  if (!revealed()) return {};
  try {
    return predictionGap(*written().ask, guess_, *facts_);
  } catch (const LessonError&) {
    return {};
  }
}

std::optional<double> LessonSession::trueValue() const {
  if (!revealed() || written().ask->kind != LessonQuestion::Kind::Value) return {};
  try {
    const double value = LessonFormula(written().ask->of).value(*facts_, written().ask->panel);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  } catch (const LessonError&) {
    return {};
  }
}

std::optional<double> LessonSession::gapRatio() const {
  const auto truth = trueValue();
  if (!truth || !guess_.value || !guessedInDecades(*written().ask)) return {};
  const double ratio = std::max(*guess_.value / *truth, *truth / *guess_.value);
  return std::isfinite(ratio) && ratio > 0 ? std::optional(ratio) : std::nullopt;
}

QString LessonSession::gapAsNumber() const {
  if (const auto ratio = gapRatio()) return QStringLiteral("× ") + text(lessonNumber(*ratio));
  const auto found = gap();
  return found ? text(lessonNumber(std::abs(found->distance))) : QString();
}

QString LessonSession::gapWords() const {
  const auto found = gap();
  if (!found) return {};
  const QString share = QString::number(std::lround(found->share * 100));
  QString words;
  switch (written().ask->kind) {
    case LessonQuestion::Kind::Choice:
      return {};
    case LessonQuestion::Kind::Endpoint:
      words = tr("Your mark lies %1 from the path’s end, %2 % of the picture.")
                  .arg(text(lessonNumber(found->distance)), share);
      break;
    case LessonQuestion::Kind::Path:
      words = tr("Your line runs %1 beside the path in the mean, %2 % of the picture.")
                  .arg(text(lessonNumber(found->distance)), share);
      break;
    case LessonQuestion::Kind::Value: {
      const auto truth = trueValue();
      if (!truth) return {};
      const auto ratio = gapRatio();
      const QString off =
          ratio ? tr("a factor of %1").arg(text(lessonNumber(*ratio))) : text(lessonNumber(std::abs(found->distance)));
      words = tr("You said %1; it is %2. Between them lies %3.")
                  .arg(text(lessonNumber(*guess_.value)), text(lessonNumber(*truth)), off);
      break;
    }
  }
  return found->isNear ? words + QLatin1Char(' ') + tr("That is close.") : words;
}

std::optional<ChartPlace> LessonSession::chartPlace() const {
  if (!running() || !written().ask) return {};
  return chartAsked(shown(), *written().ask);
}

std::optional<ChartGuess> LessonSession::chartGuess() const {
  const auto place = chartPlace();
  if (!place) return {};
  const LessonQuestion& ask = *written().ask;
  ChartGuess guess{.step = static_cast<double>(place->step),
                   .low = ask.range[0],
                   .high = ask.range[1],
                   .value = guess_.value,
                   .truth = trueValue(),
                   .open = stage_ == LessonStage::Predict};
  guess.owner = text(contenderName(shown(), place->contender));
  if (guess.value)
    guess.words = tr("your guess %1").arg(text(lessonNumber(*guess.value)));
  else if (guess.open)
    guess.words = tr("drag to your guess");
  if (guess.value && guess.truth) guess.gapWords = gapAsNumber();
  return guess;
}

std::shared_ptr<const GuessPicture> LessonSession::guessPicture() const {
  if (!running() || !written().ask) return nullptr;
  auto picture = std::make_shared<GuessPicture>();
  const auto place = [](const std::vector<double>& at) { return QPointF(at[0], at[1]); };
  if (!guess_.point.empty()) {
    picture->points.push_back(place(guess_.point));
    if (stage_ == LessonStage::Predict) picture->pen = picture->points.back();
  } else if (!guess_.line.empty()) {
    QPolygonF line;
    for (const auto& at : guess_.line) line << place(at);
    if (stage_ == LessonStage::Predict) picture->pen = line.back();
    picture->lines.push_back(std::move(line));
  } else {
    return nullptr;
  }
  if (const auto found = gap()) {
    picture->words = tr("%1 away").arg(text(lessonNumber(found->distance)));
    const Points path = pathAsked(*facts_, *written().ask);
    if (!guess_.point.empty() && path.rows() > 0)
      picture->gap = QLineF(picture->points.back(), {path(path.rows() - 1, 0), path(path.rows() - 1, 1)});
  }
  return picture;
}

}  // namespace thalweg
