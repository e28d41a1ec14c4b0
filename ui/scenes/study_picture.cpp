#include "ui/scenes/study_picture.h"

#include "core/scenario/contender_names.h"
#include "core/scenario/view_kind.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"

#include <QObject>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double mostDecades = 8;        // of singular values below the largest: rounding is not shown
constexpr double decadesBesideZero = 4;  // of a spectrum, to either side

/// The shown entry at or before `step`.
Index entryAt(const MatrixSpectra& spectra, std::int64_t step) {
  const auto after = std::ranges::upper_bound(spectra.steps, static_cast<Index>(step));
  return std::max<Index>(0, static_cast<Index>(after - spectra.steps.begin()) - 1);
}

/// "σ₁ 0.02, σ₁/σ₄ 1.3": how large a matrix is, and how uneven.
QString spreadWords(const Eigen::MatrixXd& values, Index row) {
  const Index last = values.cols() - 1;
  const double first = values(row, 0);
  if (!std::isfinite(first)) return {};
  return QObject::tr("σ₁ %1, σ₁/%2 %3")
      .arg(shownNumber(first, 3))
      .arg(text(indexedName("σ", "", last + 1).plain))
      .arg(values(row, last) > 0 ? shownNumber(first / values(row, last), 3) : QStringLiteral("∞"));
}

void addMatrices(StudyPicture& picture, const Scenario& scenario, const PanelStudy& study, const Theme& theme) {
  std::vector<std::size_t> shown;
  bool error = false;
  for (std::size_t i = 0; i < study.matrices.size(); ++i) {
    if (!study.matrices[i]) continue;
    shown.push_back(i);
    error = study.matrices[i]->error;
  }
  const std::vector<std::string> names = contenderNames(scenario);
  picture.columns = std::max<std::size_t>(1, shown.size());
  picture.rows = {QObject::tr("update of a step"),
                  error ? QObject::tr("error that is left") : QObject::tr("the matrix")};
  for (const bool update : {true, false}) {
    View box{0, std::max<double>(1, static_cast<double>(scenario.steps)), INFINITY, -INFINITY};
    for (const std::size_t i : shown) {
      const MatrixSpectra& spectra = *study.matrices[i];
      const Eigen::MatrixXd& values = update ? spectra.update : spectra.rest;
      StudyPicture::Cell cell{contenderMark(theme, scenario, i), text(names[i]), {}, {}, {}, {}};
      for (Index k = 0; k < values.cols(); ++k) {
        std::vector<QPointF>& line = cell.lines.emplace_back();
        for (Index row = 0; row < values.rows(); ++row) {
          const double value = values(row, k);
          const double y = value > 0 ? std::log10(value) : std::nan("");
          line.emplace_back(static_cast<double>(spectra.steps[static_cast<std::size_t>(row)]), y);
          if (!std::isfinite(y)) continue;
          box.yMin = std::min(box.yMin, y);
          box.yMax = std::max(box.yMax, y);
        }
      }
      picture.cells.push_back(std::move(cell));
    }
    if (!(box.yMin <= box.yMax)) box.yMin = -1, box.yMax = 0;
    box.yMin = std::max(box.yMin, box.yMax - mostDecades);
    const double margin = std::max(0.15, 0.06 * (box.yMax - box.yMin));
    box.yMin -= margin;
    box.yMax += margin;
    picture.boxes.push_back(box);
  }
}

void addSpectra(StudyPicture& picture, const Scenario& scenario, const PanelStudy& study, const Theme& theme) {
  const std::vector<std::string> names = contenderNames(scenario);
  double most = 0;
  const auto measure = [&](double value) {
    if (std::isfinite(value)) most = std::max(most, std::abs(value));
  };
  for (const auto& found : study.spectra) {
    if (!found || found->eigenvalues.size() == 0) continue;
    measure(found->eigenvalues.cwiseAbs().maxCoeff());
    measure(found->limit);
  }
  picture.unit = most > 0 ? std::pow(10, std::ceil(std::log10(most)) - decadesBesideZero) : 1;
  double low = 0;
  double high = 1;
  for (std::size_t i = 0; i < study.spectra.size(); ++i) {
    const auto& found = study.spectra[i];
    if (!found) continue;
    StudyPicture::Cell cell{contenderMark(theme, scenario, i), text(names[i]), {}, {}, {}, {}};
    const Index n = found->eigenvalues.size();
    if (n == 0) {
      cell.words = QObject::tr("the Hessian is not finite here");
      picture.cells.push_back(std::move(cell));
      continue;
    }
    for (const double value : found->eigenvalues) cell.needles.push_back(picture.place(value));
    if (std::isfinite(found->limit)) cell.limit = picture.place(found->limit);
    low = std::min(low, cell.needles.front());
    high = std::max({high, cell.needles.back(), cell.limit.value_or(0)});
    // What rounding leaves of 0 has no sign.
    const double none = 1e-9 * found->eigenvalues.cwiseAbs().maxCoeff();
    const Index negative = (found->eigenvalues.array() < -none).count();
    cell.words = QObject::tr("λmax %1").arg(shownNumber(found->eigenvalues[n - 1], 4));
    if (cell.limit) cell.words += QObject::tr(", edge %1").arg(shownNumber(found->limit, 4));
    cell.words += QObject::tr(", %1 of %2 below 0").arg(negative).arg(n);
    picture.cells.push_back(std::move(cell));
  }
  const double margin = 0.04 * (high - low);
  picture.boxes.push_back({low - margin, high + margin, 0, 1});
}

}  // namespace

double StudyPicture::place(double eigenvalue) const {
  const double size = std::abs(eigenvalue) / unit;
  const double place = size <= 1 ? size : 1 + std::log10(size);
  return eigenvalue < 0 ? -place : place;
}

std::shared_ptr<const StudyPicture> studyPicture(const Scenario& scenario, std::size_t panel, const PanelStudy* study,
                                                 std::int64_t cursor, const Theme& theme) {
  auto picture = std::make_shared<StudyPicture>();
  picture->spectrum = studyFollowsStep(scenario.panels[panel]);
  // One of another kind says nothing here.
  if (study && (picture->spectrum ? study->spectra.empty() : study->matrices.empty())) study = nullptr;
  if (!study) {
    picture->note = QObject::tr("Being computed …");
    picture->boxes = {{0, 1, 0, 1}};
    return picture;
  }
  if (picture->spectrum)
    addSpectra(*picture, scenario, *study, theme);
  else
    addMatrices(*picture, scenario, *study, theme);
  if (picture->cells.empty()) picture->note = QObject::tr("No contender is shown");
  // A spectrum is of the step that it was computed at.
  picture->cursor = study->step;
  return picture->spectrum ? picture : atStep(*picture, study, cursor);
}

std::shared_ptr<const StudyPicture> atStep(const StudyPicture& picture, const PanelStudy* study, std::int64_t cursor) {
  auto moved = std::make_shared<StudyPicture>(picture);
  moved->cursor = cursor;
  std::size_t cell = 0;
  for (const bool update : {true, false}) {
    for (std::size_t i = 0; study && i < study->matrices.size(); ++i) {
      const auto& spectra = study->matrices[i];
      if (!spectra || cell >= moved->cells.size()) continue;
      moved->cells[cell++].words = spreadWords(update ? spectra->update : spectra->rest, entryAt(*spectra, cursor));
    }
  }
  return moved;
}

QString matrixName(const Objective& objective) {
  const std::optional<Block> block = shownMatrix(objective);
  if (!block) return {};
  const std::string element = objective.coordinateNames()[static_cast<std::size_t>(block->first)].plain;
  return text(element.substr(0, element.find('[')));
}

}  // namespace thalweg
