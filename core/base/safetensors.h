#pragma once
/// Tensors of a safetensors file: eight bytes with the header's length, a JSON header that names kind, shape and place
/// of each, then their bytes (huggingface/safetensors, format of version 0.4). Nothing in it can be run.
///
/// Errors: std::runtime_error with a sentence that names the tensor or the place. Threads: values; the bytes outlive
/// them.

#include "core/base/array_view.h"

#include <map>
#include <string>
#include <string_view>

namespace thalweg {

struct Safetensors {
  std::map<std::string, ArrayView> tensors;
  std::map<std::string, std::string> metadata;  ///< the texts of "__metadata__"
};

/// Whether `bytes` begin as such a file does.
bool isSafetensors(std::string_view bytes);
/// At most `most` numbers in one tensor. Tensors of kinds that are no numbers of up to 8 bytes are refused.
Safetensors readSafetensors(std::string_view bytes, std::size_t most);

}  // namespace thalweg
