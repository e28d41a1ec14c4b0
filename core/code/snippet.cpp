#include "core/code/snippet.h"

#include "core/code/snippets.h"

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
    } else if (keyword == "needs") {
      snippet.needs.push_back(first);
      for (std::string word; words >> word;) snippet.needs.push_back(word);
    } else if (keyword == "asks") {
      snippet.asks.insert(first);
      for (std::string word; words >> word;) snippet.asks.insert(word);
    }
  }
  snippet.code = text;
  // A file that only says something of torch's class.
  if (snippet.code.empty() && snippet.constructor.empty()) snippet.torchToo = true;
  return snippet;
}

}  // namespace thalweg::python
