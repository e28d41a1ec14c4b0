#include "core/code/snippet.h"

#include "core/code/python_text.h"
#include "core/code/snippets.h"

#include <array>
#include <sstream>

namespace thalweg::python {

std::optional<Snippet> findSnippet(const std::string& name) {
  std::string_view text = pythonSnippet(name);
  if (text.empty()) return std::nullopt;
  Snippet snippet;
  while (text.starts_with("#: ")) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    std::istringstream words{std::string(text.substr(3, end - 3))};
    text.remove_prefix(end);
    std::string keyword;
    std::string first;
    words >> keyword >> first;
    if (keyword == "without") {
      snippet.torchToo = true;
      snippet.without.push_back(first);
      for (std::string word; words >> word;) snippet.without.push_back(word);
    } else if (keyword == "class") {
      snippet.constructor = first;
      for (std::string word; words >> word;) snippet.extra.push_back(word);
    } else if (keyword == "if") {
      snippet.torchToo = true;
      words >> snippet.otherwise[first];
    } else if (keyword == "rename") {
      words >> snippet.renamed[first];
    } else if (keyword == "drop") {
      snippet.dropped.insert(first);
      for (std::string word; words >> word;) snippet.dropped.insert(word);
    }
  }
  snippet.code = text;
  return snippet;
}

namespace {

struct Part {
  const char* file;
  std::array<const char*, 2> defines;
};

/// A part stands after those that it needs.
constexpr std::array<Part, 12> parts = {{
    {"decayed", {"decayed", "decayed"}},
    {"textbook_decay", {"textbook_decay", "textbook_decay"}},
    {"newton_schulz", {"newton_schulz", "newton_schulz"}},
    {"remove_radial_part", {"remove_radial_part", "remove_radial_part"}},
    {"group_vectors", {"group_vectors", "set_group"}},
    {"strong_wolfe", {"strong_wolfe", "strong_wolfe"}},
    {"armijo_line_search", {"armijo_line_search", "armijo_line_search"}},
    {"exact_line_search", {"exact_line_search", "exact_line_search"}},
    {"update_rule", {"UpdateRule", "UpdateRule"}},
    {"hessian_rule", {"HessianRule", "HessianRule"}},
    {"whole_point", {"WholePointMethod", "WholePointMethod"}},
    {"lr_scheduler", {"LRScheduler", "LRScheduler"}},
}};

}  // namespace

std::string partsFor(const std::string& code) {
  std::string out;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const auto needed = [&](const std::string& text) {
      return mentions(text, part->defines[0]) || mentions(text, part->defines[1]);
    };
    if (!needed(code) && !needed(out)) continue;
    const std::string text(pythonSnippet(std::string("parts/") + part->file));
    out = out.empty() ? text : text + "\n\n" + out;
  }
  return out;
}

}  // namespace thalweg::python
