#pragma once
/// The catalogue as text and JSON: what `list` and `describe` print, and what the help shows.
/// Threads: pure functions.

#include "core/contracts/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

enum class CatalogueKind { Objectives, Optimizers, Schedules };

/// The entries of one kind, in their order.
std::vector<const Card*> catalogue(CatalogueKind kind);
/// An entry of any kind by its id (exactly, else ignoring case); nullptr if unknown.
const Card* findCard(std::string_view id);
/// Up to three ids that resemble an unknown one.
std::vector<std::string> similarIds(std::string_view id);
/// Up to three of `words` that resemble one that is not among them.
std::vector<std::string> similarWords(std::string_view word, const std::vector<std::string>& words);

/// Kind, default, range and choices of an option, in words.
std::string optionText(const OptionDescription& description);
/// One entry: id, label, family, summary, formula, reference, advice and options with kind, default, range and tip; of
/// an objective also `facts`, as it is by default: dimension, names of coordinates, box, starts, suggested rate, number
/// of samples, known minima and saddles.
Json cardJson(const Card& card);
/// A line an entry under its family's heading.
std::string listText(CatalogueKind kind);
/// One entry in full, wrapped to 100 columns.
std::string describeText(const Card& card);

}  // namespace thalweg
