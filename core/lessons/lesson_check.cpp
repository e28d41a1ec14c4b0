#include "core/lessons/lesson_check.h"

#include "core/base/parallel.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/prediction_gap.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// Looks at one page.
class PageCheck {
 public:
  PageCheck(const Scenario& shown, const LessonPage& page, std::string place)
      : facts_(shown), page_(page), place_(std::move(place)), settings_(settingsOf(shown)) {}

  std::vector<LessonFault> faults() {
    collectSettings();
    text(page_.text, place_ + ".text");
    if (!page_.why.empty()) text(page_.why, place_ + ".why");
    for (std::size_t i = 0; i < page_.claims.size(); ++i)
      claim(page_.claims[i], place_ + ".claims[" + std::to_string(i) + "]");
    if (page_.ask) question(*page_.ask, place_ + ".ask");
    if (page_.task) task(*page_.task, place_ + ".try");
    return std::move(faults_);
  }

 private:
  void add(const std::string& place, const std::string& message) { faults_.push_back({place, message}); }

  /// What a page may speak of stands in its conditions, and in the settings of its claims, too.
  void collectSettings() {
    const auto bound = [&](const std::string& condition) {
      try {
        for (const WrittenNumber& number : writtenNumbers(condition)) settings_.push_back(number.value);
      } catch (const LessonError&) {
        // Said where the condition is looked at.
      }
    };
    for (const LessonClaim& c : page_.claims) {
      bound(c.when);
      if (!c.with) continue;
      const std::vector<double> numbers = settingsOf(changed(facts_.scenario(), *c.with, place_));
      settings_.insert(settings_.end(), numbers.begin(), numbers.end());
    }
    if (page_.ask) {
      for (const LessonAnswer& answer : page_.ask->answers) bound(answer.right);
      if (page_.ask->kind == LessonQuestion::Kind::Value) {
        bound(page_.ask->of);
        settings_.insert(settings_.end(), page_.ask->range.begin(), page_.ask->range.end());
      }
    }
    if (page_.task) {
      for (const LessonGoal& goal : page_.task->done) bound(goal.when);
    }
  }

  void text(const std::string& words, const std::string& place) {
    try {
      filledText(words, facts_, page_.panel);
      for (const WrittenNumber& number : writtenNumbers(words)) {
        const bool setting = std::ranges::any_of(settings_, [&](double value) {
          return std::abs(std::abs(value) - number.value) <= 1e-9 * std::abs(value);
        });
        if (!setting)
          add(place, number.text +
                         " is neither a setting nor in a condition of this page; what a run gives stands in "
                         "braces, as {loss(0)}");
      }
    } catch (const LessonError& error) {
      add(place, error.what());
    }
  }

  /// Whether the condition holds; none, and a fault, where it has no meaning.
  std::optional<bool> holds(const std::string& condition, const RunFacts& facts, std::size_t panel,
                            const std::string& place) {
    try {
      return LessonFormula(condition).holds(facts, panel);
    } catch (const LessonError& error) {
      add(place, error.what());
      return std::nullopt;
    }
  }

  void claim(const LessonClaim& c, const std::string& place) {
    std::optional<bool> holding;
    if (c.with)
      holding = holds(c.when, RunFacts(changed(facts_.scenario(), *c.with, place)), page_.panel, place);
    else
      holding = holds(c.when, facts_, page_.panel, place);
    if (holding && !*holding) add(place, "it is not so: " + values(c.when, c.with, place));
  }

  /// The condition with what stands on both sides of its first comparison, where that can be told.
  std::string values(const std::string& condition, const std::optional<Json>& with, const std::string& place) {
    const std::size_t at = condition.find_first_of("<>=!");
    if (at == std::string::npos || condition.find(" and ") != std::string::npos ||
        condition.find(" or ") != std::string::npos)
      return condition;
    try {
      const std::size_t right = condition.find_first_not_of("<>=!", at);
      const RunFacts facts(with ? changed(facts_.scenario(), *with, place) : facts_.scenario());
      const auto side = [&](const std::string& words) {
        return std::to_string(LessonFormula(words).value(facts, page_.panel));
      };
      return condition + " (" + side(condition.substr(0, at)) + ", " + side(condition.substr(right)) + ")";
    } catch (const LessonError&) {
      return condition;
    }
  }

  void question(const LessonQuestion& ask, const std::string& place) {
    text(ask.question, place + ".question");
    if (ask.kind == LessonQuestion::Kind::Value) return value(ask, place);
    if (ask.kind != LessonQuestion::Kind::Choice) {
      if (const std::string fault = unfitToGuess(facts_, ask); !fault.empty()) add(place, fault);
      return;
    }
    std::string right;
    for (std::size_t a = 0; a < ask.answers.size(); ++a) {
      const LessonAnswer& answer = ask.answers[a];
      const std::string at = place + ".answers[" + std::to_string(a) + "]";
      text(answer.text, at + ".text");
      const auto holding = holds(answer.right, facts_, ask.panel, at + ".right");
      if (!holding) return;
      if (*holding) right += (right.empty() ? "" : " and ") + std::to_string(a);
      if (answer.contender) sketch(ask, a, at);
    }
    const auto sketches =
        std::ranges::count_if(ask.answers, [](const LessonAnswer& a) { return a.contender.has_value(); });
    if (sketches != 0 && static_cast<std::size_t>(sketches) != ask.answers.size())
      add(place + ".answers", "some have a sketch and some have none, which tells them apart; all should, or none");
    if (right.empty()) add(place + ".answers", "none is right");
    if (right.find(' ') != std::string::npos) add(place + ".answers", right + " are right; just one should be");
  }

  void sketch(const LessonQuestion& ask, std::size_t answer, const std::string& place) {
    const RunFacts sketched(sketchScenario(facts_.scenario(), ask, answer, place + ".contender"));
    if (sketched.scenario() == facts_.scenario())
      add(place + ".contender", "the sketch is the run that is asked about, so that it gives the answer away");
    const auto does = holds(ask.answers[answer].right, sketched, ask.panel, place + ".right");
    if (does && !*does) add(place + ".contender", "the sketch does not do what the answer says");
  }

  void value(const LessonQuestion& ask, const std::string& place) {
    try {
      const double found = LessonFormula(ask.of).value(facts_, ask.panel);
      if (!std::isfinite(found))
        add(place + ".of", "it has no finite value");
      else if (found < ask.range[0] || found > ask.range[1])
        add(place + ".range", std::to_string(found) + ", which is right, lies outside");
    } catch (const LessonError& error) {
      add(place + ".of", error.what());
    }
  }

  void task(const LessonTask& t, const std::string& place) {
    const RunFacts solved(changed(facts_.scenario(), t.solution, place + ".solution"));
    text(t.task, place + ".task");
    bool done = true;
    for (std::size_t g = 0; g < t.done.size(); ++g) {
      const LessonGoal& goal = t.done[g];
      const std::string at = place + ".done[" + std::to_string(g) + "]";
      text(goal.text, at + ".text");
      const auto before = holds(goal.when, facts_, page_.panel, at + ".when");
      const auto after = holds(goal.when, solved, page_.panel, at + ".when");
      if (!before || !after) return;
      done = done && *before;
      if (!*after) add(at, "the solution does not meet it: " + values(goal.when, t.solution, at));
      if (!goal.now.empty()) now(goal.now, solved, at + ".now");
    }
    if (done) add(place, "it is done to begin with");
  }

  void now(const std::string& words, const RunFacts& solved, const std::string& place) {
    try {
      filledText(words, solved, page_.panel);
    } catch (const LessonError& error) {
      add(place, error.what());
    }
  }

  RunFacts facts_;
  const LessonPage& page_;
  std::string place_;
  std::vector<double> settings_;
  std::vector<LessonFault> faults_;
};

/// Whether both show the same paths, whatever they are called and how they look.
bool showSame(const Scenario& a, const Scenario& b) {
  const auto paths = [](const Scenario& of) {
    std::vector<Contender> contenders = of.contenders;
    for (Contender& contender : contenders) {
      contender.label.clear();
      contender.color.clear();
      contender.marker.clear();
    }
    return contenders;
  };
  return a.panels == b.panels && a.steps == b.steps && a.seed == b.seed && a.gradient == b.gradient &&
         paths(a) == paths(b);
}

}  // namespace

std::vector<LessonFault> checkLesson(const Scenario& scenario, std::stop_token stop) {
  if (!scenario.lesson) throw ScenarioError("lesson", "the file has none");
  const std::vector<Scenario> shown = pageScenarios(scenario);
  std::vector<std::vector<LessonFault>> faults(shown.size());
  parallelFor(
      shown.size(),
      [&](std::size_t i) {
        try {
          faults[i] = PageCheck(shown[i], scenario.lesson->pages[i], pagePlace(i)).faults();
        } catch (const OptionError& error) {
          faults[i] = {{pagePlace(i), error.what()}};
        }
      },
      stop);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!scenario.lesson->pages[i].ask) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (showSame(shown[i], shown[j]))
        faults[i].push_back({pagePlace(i) + ".ask", "what it asks about is seen on page " + std::to_string(j + 1) +
                                                        " already; \"show\": {\"steps\": 0} hides it there"});
    }
  }
  std::vector<LessonFault> all;
  for (const auto& page : faults) all.insert(all.end(), page.begin(), page.end());
  return all;
}

}  // namespace thalweg
