#pragma once
/// How a panel is seen in three dimensions. Threads: a value.

#include "core/scenario/display.h"

#include <string_view>

namespace thalweg {

enum class HeightKind { Auto, Linear, Log };

/// By one of "auto", "linear", "log"; Auto for any other.
HeightKind heightKind(std::string_view id);

struct ReliefView {
  Camera camera;
  HeightKind height = HeightKind::Auto;
  bool operator==(const ReliefView&) const = default;
};

}  // namespace thalweg
