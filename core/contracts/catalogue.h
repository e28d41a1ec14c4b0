#pragma once
/// The one way in which catalogues are written: list.cpp of a room (core/objectives, core/optimizers, core/schedules)
/// names, a line an entry, the functions that return the cards (`ObjectiveCard sphere()`), each defined in a file of
/// its own, in the room's namespace (`thalweg::objectives`). Threads: pure functions.

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace thalweg {

/// Pointers to the cards of an array that lives as long as the program.
template <class C, std::size_t Count>
std::vector<const C*> addressesOf(const std::array<C, Count>& cards) {
  std::vector<const C*> addresses;
  for (const C& card : cards) addresses.push_back(&card);
  return addresses;
}

/// nullptr if unknown.
template <class C>
const C* withId(const std::vector<const C*>& cards, std::string_view id) {
  const auto found = std::ranges::find(cards, id, &C::id);
  return found == cards.end() ? nullptr : *found;
}

}  // namespace thalweg
