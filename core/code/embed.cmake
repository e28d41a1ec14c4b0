# Writes OUT, a C++ source with every Python file under FOLDER as a string.
file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*.py")
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(REGEX REPLACE "\\.py$" "" name "${file}")
  string(APPEND entries "    {\"${name}\", R\"python(${text})python\"},\n")
endforeach()
list(LENGTH files count)
file(WRITE "${OUT}" "#include \"core/code/snippets.h\"

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, ${count}> snippets = {{
${entries}}};

}  // namespace

std::string_view pythonSnippet(std::string_view name) {
  const auto found = std::ranges::find(snippets, name, &std::pair<std::string_view, std::string_view>::first);
  return found == snippets.end() ? std::string_view{} : found->second;
}

}  // namespace thalweg
")
