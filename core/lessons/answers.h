#pragma once
/// What one student, or a class, predicted: the file `*.answers.json`, and many of them laid together.
/// Errors: ScenarioError with the place. Threads: values and pure functions.

#include "core/base/types.h"
#include "core/scenario/lesson.h"
#include "core/scenario/scenario.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// One prediction. Of what it is shows which member is set; none: shown without guessing.
struct Prediction {
  std::size_t page = 0;
  std::optional<std::size_t> choice = {};      ///< of an answer
  std::vector<double> point = {};              ///< two coordinates of the panel
  std::vector<std::vector<double>> line = {};  ///< such points, in the order drawn
  std::optional<double> value = {};
  bool operator==(const Prediction&) const = default;
};

/// Whether it is one that the question can be answered by: of its kind or, without a guess, of none; finite; of an
/// answer that there is.
bool fitsQuestion(const LessonQuestion& ask, const Prediction& prediction);

/// {"thalweg_answers": 1, "lesson": "…", "name": "…", "answers": [{"page": 0, "choice": 2}, …]}; rising pages.
struct AnswerSheet {
  std::string lesson;     ///< the lesson's id, or its title where it has none
  std::string name = {};  ///< only if it was typed
  std::vector<Prediction> answers = {};
  bool operator==(const AnswerSheet&) const = default;
};

/// Unknown keys, wrong types, two predictions for a page, pages beyond `limits` and files over 1 MiB are refused.
AnswerSheet parseAnswers(std::string_view text);
AnswerSheet loadAnswers(const std::string& path);
std::string writeAnswers(const AnswerSheet& sheet);
void saveAnswers(const AnswerSheet& sheet, const std::string& path);

/// What a class predicted on one page.
struct ClassPredictions {
  std::vector<std::size_t> choices;  ///< how many chose each answer
  Points points;                     ///< a row each
  std::vector<Points> lines;         ///< one each, a row a point
  std::vector<double> values;        ///< as they were given
  std::size_t declined = 0;          ///< looked without guessing
  std::size_t absent = 0;            ///< have nothing for this page
};

/// All of `sheets` on page `page` of `lesson`. Throws for a sheet of another lesson, a choice that the question does
/// not have, and a prediction of another kind than asked; the place begins with the sheet's number, "sheets[3]".
ClassPredictions classPredictions(const Lesson& lesson, const std::string& id, const std::vector<AnswerSheet>& sheets,
                                  std::size_t page);

}  // namespace thalweg
