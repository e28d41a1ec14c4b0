#pragma once
/// A Python text with what its first lines say of it; see core/code/snippets.h.
/// Threads: values; pure functions.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::python {

struct Snippet {
  std::string code;
  bool torchToo = false;                         ///< torch's own class serves, but with the options in `without`
  std::vector<std::string> without;              ///< options that torch's class may lack
  std::string constructor;                       ///< of another name
  std::vector<std::string> extra;                ///< its further arguments
  std::map<std::string, std::string> otherwise;  ///< option → constructor that stands for it
  std::map<std::string, std::string> renamed;    ///< option → name in the text
  std::set<std::string, std::less<>> dropped;    ///< options that the text does not take
  std::vector<std::string> needs;                ///< texts under parts/ that it uses
  std::set<std::string, std::less<>> asks;       ///< features that the loop must have for it
};

/// None if there is no such text.
std::optional<Snippet> findSnippet(const std::string& name);

}  // namespace thalweg::python
