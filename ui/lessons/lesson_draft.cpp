#include "ui/lessons/lesson_draft.h"

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"
#include "ui/look/text.h"

#include <QObject>
#include <QStringList>

#include <algorithm>

namespace thalweg {

LessonDraft draftOf(const Scenario& scenario) {
  LessonDraft draft;
  if (scenario.lesson) {
    draft.lesson = *scenario.lesson;
    const std::vector<Scenario> shown = pageScenarios(scenario);
    for (std::size_t p = 0; p < shown.size(); ++p) draft.pages.push_back({draft.lesson.pages[p], shown[p]});
    draft.lesson.pages.clear();
    return draft;
  }
  draft.lesson.title = scenario.title;
  draft.lesson.chapter = QObject::tr("My lessons").toStdString();
  draft.pages.push_back({{}, scenario});
  return draft;
}

Scenario lessonScenario(const LessonDraft& draft) {
  Scenario scenario = draft.pages.front().shown;
  scenario.title = draft.lesson.title;
  scenario.display.step = 0;
  scenario.display.playing = false;
  Lesson lesson = draft.lesson;
  lesson.pages.clear();
  const Scenario* before = nullptr;
  for (const DraftPage& page : draft.pages) {
    LessonPage written = page.written;
    written.show = before ? changeBetween(*before, page.shown) : Json::object();
    // The title and the step that is shown are the lesson's to choose.
    written.show.erase("title");
    if (written.show.contains("display")) {
      for (const char* key : {"step", "playing", "loop"}) written.show["display"].erase(key);
      if (written.show["display"].empty()) written.show.erase("display");
    }
    lesson.pages.push_back(std::move(written));
    before = &page.shown;
  }
  scenario.lesson = LessonPart(std::move(lesson));
  return parseScenario(writeScenario(scenario));
}

std::vector<std::pair<std::string, QString>> adjustable(const Scenario& scenario) {
  std::vector<std::pair<std::string, QString>> all;
  const auto add = [&](const Card* card, const std::string& place, const QString& owner) {
    if (!card) return;
    for (const OptionDescription& option : card->options) {
      const QString words = QStringLiteral("%1: %2").arg(owner, text(option.label.empty() ? option.id : option.label));
      if (option.kind == OptionKind::Real || option.kind == OptionKind::Integer || option.kind == OptionKind::Boolean)
        all.emplace_back(place + option.id, words);
      for (std::size_t e = 0; option.kind == OptionKind::List && e < option.elements.size(); ++e)
        all.emplace_back(place + option.id + "[" + std::to_string(e) + "]",
                         QStringLiteral("%1: %2").arg(owner, text(option.elements[e].label)));
    }
  };
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    const std::string place = "contenders[" + std::to_string(i) + "].";
    const QString name = text(contenderName(scenario, i));
    add(findOptimizer(contender.optimizer), place, name);
    if (contender.schedule) add(findSchedule(contender.schedule->name), place + "schedule.", name);
  }
  for (std::size_t p = 0; p < scenario.panels.size(); ++p) {
    const std::string place = "panels[" + std::to_string(p) + "].";
    const QString name = text(displayName(scenario.panels[p]));
    all.emplace_back(place + "start", QObject::tr("%1: start").arg(name));
    add(findObjective(scenario.panels[p].objective), place, name);
  }
  all.emplace_back("steps", QObject::tr("number of steps"));
  // Only what lessons take.
  std::erase_if(all, [&](const auto& one) { return controlPlace(scenario, one.first).empty(); });
  return all;
}

namespace {

QString pairLines(const std::vector<std::pair<std::string, std::string>>& pairs) {
  QStringList lines;
  for (const auto& [words, condition] : pairs) lines << text(words) + QStringLiteral(" | ") + text(condition);
  return lines.join(QLatin1Char('\n'));
}

std::vector<std::pair<std::string, std::string>> pairsOf(const QString& lines) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const QString& line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
    if (line.trimmed().isEmpty()) continue;
    const qsizetype bar = line.lastIndexOf(QLatin1Char('|'));
    pairs.emplace_back(line.left(bar).trimmed().toStdString(),
                       bar < 0 ? std::string() : line.mid(bar + 1).trimmed().toStdString());
  }
  return pairs;
}

}  // namespace

QString answerLines(const std::vector<LessonAnswer>& answers) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const LessonAnswer& answer : answers) pairs.emplace_back(answer.text, answer.right);
  return pairLines(pairs);
}

std::vector<LessonAnswer> answersOf(const QString& lines, const std::vector<LessonAnswer>& before) {
  std::vector<LessonAnswer> answers;
  for (const auto& [words, condition] : pairsOf(lines)) {
    const auto known = std::ranges::find(before, words, &LessonAnswer::text);
    answers.push_back({words, condition, known == before.end() ? std::nullopt : known->contender});
  }
  return answers;
}

QString goalLines(const std::vector<LessonGoal>& goals) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const LessonGoal& goal : goals) pairs.emplace_back(goal.text, goal.when);
  return pairLines(pairs);
}

std::vector<LessonGoal> goalsOf(const QString& lines, const std::vector<LessonGoal>& before) {
  std::vector<LessonGoal> goals;
  for (const auto& [words, condition] : pairsOf(lines)) {
    const auto known = std::ranges::find(before, words, &LessonGoal::text);
    goals.push_back({words, condition, known == before.end() ? std::string() : known->now});
  }
  return goals;
}

}  // namespace thalweg
