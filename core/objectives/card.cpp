#include "core/objectives/card.h"

#include <algorithm>

namespace thalweg {

Index checkedDimension(const Card& card, const Dimensions& allowed, Index dimension) {
  const Index usual = allowed.max == 0 ? std::max<Index>(allowed.min, 2) : allowed.max;
  const Index chosen = dimension == 0 ? usual : dimension;
  const bool fits = chosen >= allowed.min && (allowed.max == 0 || chosen <= allowed.max) && chosen % allowed.step == 0;
  if (!fits) {
    std::string expected = card.id + " takes ";
    if (allowed.max == allowed.min)
      expected += std::to_string(allowed.min);
    else if (allowed.step > 1)
      expected += "a multiple of " + std::to_string(allowed.step);
    else
      expected += "at least " + std::to_string(allowed.min);
    throw OptionError("dimension", expected + ", found " + std::to_string(chosen));
  }
  return chosen;
}

}  // namespace thalweg
