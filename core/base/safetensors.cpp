#include "core/base/safetensors.h"

#include "core/base/data_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace thalweg {

namespace {

constexpr std::size_t lengthBytes = 8;
constexpr std::uint64_t longestHeader = 16u << 20u;

struct TensorKind {
  std::string_view name;
  ArrayView::Kind kind;
  std::size_t width;
};
constexpr std::array<TensorKind, 13> tensorKinds = {{{"BOOL", ArrayView::Kind::Boolean, 1},
                                                     {"U8", ArrayView::Kind::Unsigned, 1},
                                                     {"I8", ArrayView::Kind::Signed, 1},
                                                     {"U16", ArrayView::Kind::Unsigned, 2},
                                                     {"I16", ArrayView::Kind::Signed, 2},
                                                     {"U32", ArrayView::Kind::Unsigned, 4},
                                                     {"I32", ArrayView::Kind::Signed, 4},
                                                     {"U64", ArrayView::Kind::Unsigned, 8},
                                                     {"I64", ArrayView::Kind::Signed, 8},
                                                     {"F16", ArrayView::Kind::Float, 2},
                                                     {"BF16", ArrayView::Kind::BFloat, 2},
                                                     {"F32", ArrayView::Kind::Float, 4},
                                                     {"F64", ArrayView::Kind::Float, 8}}};

std::uint64_t headerLength(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = lengthBytes; i-- > 0;) length = length << 8u | static_cast<unsigned char>(bytes[i]);
  return length;
}

/// `value` as a number from 0; refuses anything else.
std::size_t countOf(const nlohmann::json& value) {
  if (!value.is_number_unsigned()) throw std::runtime_error("expected whole numbers from 0 for its shape and place");
  return value.get<std::size_t>();
}

ArrayView tensorOf(const nlohmann::json& entry, std::string_view data, std::size_t most) {
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets"))
    throw std::runtime_error("expected dtype, shape and data_offsets");
  const nlohmann::json& dtype = entry["dtype"];
  const std::string name = dtype.is_string() ? dtype.get<std::string>() : std::string();
  const auto known = std::ranges::find(tensorKinds, std::string_view(name), &TensorKind::name);
  if (known == tensorKinds.end())
    throw std::runtime_error("it is of kind " + printable(name, 20) + "; expected numbers of up to 8 bytes");
  ArrayView view{.kind = known->kind, .width = known->width, .shape = {}, .data = {}};
  constexpr std::size_t mostAxes = 32;
  if (!entry["shape"].is_array() || entry["shape"].size() > mostAxes)
    throw std::runtime_error("expected at most 32 lengths for its shape");
  for (const nlohmann::json& length : entry["shape"]) view.shape.push_back(countOf(length));
  const std::size_t size = checkedSize(view.shape, most);
  const nlohmann::json& place = entry["data_offsets"];
  if (!place.is_array() || place.size() != 2) throw std::runtime_error("expected two numbers for its place");
  const std::size_t first = countOf(place[0]);
  const std::size_t end = countOf(place[1]);
  if (end < first || end - first != size * view.width)
    throw std::runtime_error("its place does not have the size of its shape");
  if (end > data.size()) throw std::runtime_error("the file is cut off");
  view.data = data.substr(first, end - first);
  return view;
}

}  // namespace

bool isSafetensors(std::string_view bytes) {
  return bytes.size() > lengthBytes && bytes[lengthBytes] == '{' && headerLength(bytes) >= 2 &&
         headerLength(bytes) <= longestHeader;
}

Safetensors readSafetensors(std::string_view bytes, std::size_t most) {
  if (!isSafetensors(bytes)) throw std::runtime_error("it does not begin as a safetensors file does");
  const std::uint64_t length = headerLength(bytes);
  if (length > bytes.size() - lengthBytes) throw std::runtime_error("the file is cut off within its header");
  const std::string_view text = bytes.substr(lengthBytes, static_cast<std::size_t>(length));
  const std::string_view data = bytes.substr(lengthBytes + static_cast<std::size_t>(length));
  const auto shallow = [](int depth, nlohmann::json::parse_event_t /*event*/, nlohmann::json& /*parsed*/) {
    constexpr int deepest = 4;
    if (depth > deepest) throw std::runtime_error("its header is nested too deeply");
    return true;
  };
  nlohmann::json header;
  try {
    header = nlohmann::json::parse(text, shallow);
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error("its header is not valid JSON");
  }
  if (!header.is_object()) throw std::runtime_error("its header is no JSON object");
  Safetensors file;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      for (const auto& [key, value] : entry.items()) {
        if (!value.is_string()) throw std::runtime_error("__metadata__: expected texts");
        file.metadata[key] = value.get<std::string>();
      }
      continue;
    }
    try {
      file.tensors.emplace(name, tensorOf(entry, data, most));
    } catch (const std::runtime_error& error) {
      constexpr std::size_t longest = 80;
      throw std::runtime_error(printable(name, longest) + ": " + error.what());
    }
  }
  return file;
}

}  // namespace thalweg
