#pragma once
/// A JSON value that knows where it stands in its file, so that whatever is wrong is said with its place.
/// Errors: ScenarioError. Threads: values; the JSON outlives them.

#include "core/contracts/catalog.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

class JsonNode {
 public:
  /// `path`: "panels[0].view"; empty for the whole file.
  JsonNode(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

  /// Throws: "expected …, found …".
  [[noreturn]] void refuse(const std::string& expected) const;
  [[nodiscard]] const Json& json() const { return json_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool isNull() const { return json_.is_null(); }

  /// Refuses what is no object, and keys that are not among `known`.
  void onlyKeys(const std::vector<std::string_view>& known) const;
  /// Calls `use` with the member, if there is one.
  template <class Use>
  void member(std::string_view key, Use use) const {
    const auto found = json_.find(key);
    if (found != json_.end()) use(JsonNode(*found, join(key)));
  }
  /// Calls `use` with each entry of a list of at most `most`.
  template <class Use>
  void items(const char* expected, std::size_t most, Use use) const {
    checkItems(expected, most);
    for (std::size_t i = 0; i < json_.size(); ++i) use(JsonNode(json_[i], path_ + "[" + std::to_string(i) + "]"));
  }

  [[nodiscard]] std::string string(const char* expected) const;
  [[nodiscard]] std::string oneOf(const std::vector<std::string_view>& ids) const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number(const Range& range = {}) const;
  [[nodiscard]] std::int64_t integer(std::int64_t min, std::int64_t max) const;
  [[nodiscard]] std::vector<double> numbers() const;
  [[nodiscard]] Options options() const;

 private:
  [[nodiscard]] std::string join(std::string_view key) const;
  void checkItems(const char* expected, std::size_t most) const;

  const Json& json_;
  std::string path_;
};

}  // namespace thalweg
