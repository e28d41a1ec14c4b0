#include "core/optimizer.h"

namespace thalweg {

std::string typesetLines(const std::vector<FormulaLine>& lines) {
  std::string text;
  for (const FormulaLine& line : lines) text += (text.empty() ? "" : R"( \\ )") + line.typeset;
  return text;
}

}  // namespace thalweg
