#include "ui/lessons/answer_sketches.h"

#include "core/scenario/lesson_pages.h"
#include "ui/lessons/answer_card.h"
#include "ui/lessons/lesson_session.h"
#include "ui/look/text.h"

#include <QGuiApplication>

#include <utility>
#include <vector>

namespace thalweg {

namespace {

/// The scenario that an answer's sketch shows: the panel and the contender asked about, alone.
Scenario sketched(const Scenario& page, const LessonQuestion& ask, int answer) {
  Scenario scenario = answer == AnswerSketches::truth
                          ? page
                          : sketchScenario(page, ask, static_cast<std::size_t>(answer), std::string());
  scenario.panels = {scenario.panels[ask.panel]};
  scenario.panels[0].projection = "2d";
  Contender contender = scenario.contenders[ask.contender];
  if (ask.panel < contender.start.size() && contender.start[ask.panel])
    contender.start = {contender.start[ask.panel]};
  else
    contender.start.clear();
  contender.hidden = false;
  scenario.contenders = {std::move(contender)};
  scenario.display.layout = 1;
  return scenario;
}

}  // namespace

AnswerSketches::AnswerSketches(const ThemeController& themes, const LessonSession& session, QObject* parent)
    : QObject(parent), themes_(themes), session_(session), job_(this, [this](const Sketch& sketch) {
        pictures_[sketch.key] = QPixmap::fromImage(paintThumbnail(*sketch.thumbnail, sketch.ground));
        Q_EMIT made();
      }) {
  connect(&themes_, &ThemeController::changed, this, &AnswerSketches::request);
}

AnswerSketches::~AnswerSketches() = default;

QString AnswerSketches::key(int answer) const {
  return QStringLiteral("%1 %2 %3 %4 %5")
      .arg(text(session_.id()))
      .arg(session_.page())
      .arg(answer)
      .arg(themes_.theme().dark)
      .arg(themes_.theme().em);
}

QPixmap AnswerSketches::picture(int answer) const {
  if (!session_.running()) return {};
  const auto found = pictures_.find(key(answer));
  return found == pictures_.end() ? QPixmap() : found->second;
}

void AnswerSketches::request() {
  job_.cancel();
  if (!session_.running() || !session_.written().ask) return;
  const LessonQuestion& ask = *session_.written().ask;
  std::vector<std::pair<QString, Scenario>> wanted;
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    if (ask.answers[a].contender)
      wanted.emplace_back(key(static_cast<int>(a)), sketched(session_.shown(), ask, static_cast<int>(a)));
  }
  if (wanted.empty()) return;
  wanted.emplace_back(key(truth), sketched(session_.shown(), ask, truth));
  std::erase_if(wanted, [this](const auto& one) { return pictures_.contains(one.first); });
  if (wanted.empty()) return;
  job_.request([wanted = std::move(wanted), theme = themes_.theme(), size = AnswerCard::pictureSize(themes_.theme()),
                ratio = qApp->devicePixelRatio()](const std::stop_token& stop,
                                                  const std::function<void(Sketch)>& post) {
    for (const auto& [name, scenario] : wanted) {
      if (stop.stop_requested()) return;
      post({name, std::make_shared<const Thumbnail>(computeThumbnail(scenario, theme, size, ratio)), theme.surface});
    }
  });
}

}  // namespace thalweg
