#pragma once
/// When turning the wheel over a control counts as ended, so that a turn is one entry of undo.

namespace thalweg {

inline constexpr int wheelRestMs = 400;

}  // namespace thalweg
