#pragma once
/// What a panel shows: its objective's surface, or something else of the same objective and paths. The table describes
/// each kind once; scenario files, menus and titles are made from it.
/// Threads: immutable; all functions may be called from any thread.

#include "core/contracts/objective.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct Panel;

struct ViewKind {
  std::string_view id;     ///< in scenario files; permanent
  std::string_view label;  ///< in menus and titles
  /// Why an objective cannot be shown so; empty: it can.
  std::string (*problem)(const Objective& objective);
};

/// The surface first.
const std::vector<ViewKind>& viewKinds();
/// nullptr if unknown.
const ViewKind* findViewKind(std::string_view id);
/// The panel's.
const ViewKind& viewKind(const Panel& panel);
[[nodiscard]] bool showsSurface(const Panel& panel);

/// The parameter that the view of matrices shows: of those with two rows and columns or more, the one with the most
/// singular values, the first of equal ones. None: the objective has no such parameter.
std::optional<Block> shownMatrix(const Objective& objective);
/// The largest dimension whose whole spectrum is shown.
inline constexpr Index mostEigenvalues = 500;

}  // namespace thalweg
