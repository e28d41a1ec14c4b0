#pragma once
/// The Python texts beside this file, which scripts are made from: `optimizers/Lion`, `objectives/beale`,
/// `schedules/WSD`, and `parts/…` that they share.
///
/// A file may begin with lines that are not part of the text:
///   `#: without a b`     torch.optim's class is used unless option a or b is on
///   `#: class X a=1`     there is no text: constructor X, with a=1 beside the options
///   `#: if a X`          with option a on, constructor X without it
///   `#: rename a b`      option a is called b in the text
///   `#: drop a b`        the text does not take options a and b
///   `#: needs a b`       it uses parts/a and parts/b
///   `#: asks a b`        the script's loop must have features a and b: `closure` (step takes one), `objective`,
///                        `hessian`, `residuals` (which the closure brings along)
/// and a line that ends in `  #? a !b` stands in a script only if it has feature a, and not b.
/// Threads: pure functions.

#include <string_view>

namespace thalweg {

/// The text of one file, without ".py"; empty if there is none.
std::string_view pythonSnippet(std::string_view name);

}  // namespace thalweg
