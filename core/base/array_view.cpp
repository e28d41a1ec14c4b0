#include "core/base/array_view.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace thalweg {

namespace {

std::uint64_t bitsAt(const char* bytes, std::size_t width, bool bigEndian) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[bigEndian ? i : width - 1 - i]);
    bits = bits << 8u | byte;
  }
  return bits;
}

/// IEEE 754's binary16.
double fromHalf(std::uint64_t bits) {
  const double sign = (bits >> 15u & 1u) != 0 ? -1 : 1;
  const auto exponent = static_cast<int>(bits >> 10u & 31u);
  const auto fraction = static_cast<double>(bits & 1023u);
  if (exponent == 31) return fraction == 0 ? sign * HUGE_VAL : std::nan("");
  return sign * (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25));
}

double numberOf(std::uint64_t bits, ArrayView::Kind kind, std::size_t width) {
  switch (kind) {
    case ArrayView::Kind::Boolean:
      return bits == 0 ? 0 : 1;
    case ArrayView::Kind::Unsigned:
      return static_cast<double>(bits);
    case ArrayView::Kind::Signed: {
      const std::size_t unused = 64 - 8 * width;
      return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
    }
    case ArrayView::Kind::BFloat:
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits << 16u)));
    case ArrayView::Kind::Float:
      break;
  }
  if (width == 2) return fromHalf(bits);
  if (width == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  return std::bit_cast<double>(bits);
}

/// Calls `put(i, number)` for the row-major places i in [first, first + count).
template <class Put>
void each(const ArrayView& view, std::size_t first, std::size_t count, Put put) {
  const bool plain = !view.columnMajor || view.shape.size() < 2;
  if (plain && view.kind == ArrayView::Kind::Float && view.width == 4 && !view.bigEndian &&
      std::endian::native == std::endian::little) {
    for (std::size_t i = 0; i < count; ++i) {
      float value = 0;
      std::memcpy(&value, view.data.data() + 4 * (first + i), sizeof value);
      put(i, value);
    }
    return;
  }
  std::vector<std::size_t> stride(view.shape.size(), 1);
  for (std::size_t axis = 1; axis < stride.size(); ++axis) stride[axis] = stride[axis - 1] * view.shape[axis - 1];
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t at = first + i;
    if (!plain) {
      std::size_t rest = at;
      at = 0;
      for (std::size_t axis = view.shape.size(); axis-- > 0;) {
        at += rest % view.shape[axis] * stride[axis];
        rest /= view.shape[axis];
      }
    }
    put(i, numberOf(bitsAt(view.data.data() + view.width * at, view.width, view.bigEndian), view.kind, view.width));
  }
}

}  // namespace

std::size_t checkedSize(const std::vector<std::size_t>& shape, std::size_t most) {
  std::size_t size = 1;
  for (const std::size_t length : shape) {
    if (length == 0) return 0;
  }
  for (const std::size_t length : shape) {
    if (length > most / size) throw std::runtime_error("it has more than " + std::to_string(most) + " numbers");
    size *= length;
  }
  if (size > most) throw std::runtime_error("it has more than " + std::to_string(most) + " numbers");
  return size;
}

std::size_t ArrayView::size() const { return data.size() / width; }

NumericArray ArrayView::doubles() const {
  NumericArray array{shape, std::vector<double>(size())};
  read(0, array.values.size(), array.values.data());
  return array;
}

FloatArray ArrayView::floats() const {
  FloatArray array{shape, std::vector<float>(size())};
  each(*this, 0, array.values.size(), [&](std::size_t i, auto value) { array.values[i] = static_cast<float>(value); });
  return array;
}

void ArrayView::read(std::size_t first, std::size_t count, double* out) const {
  if (first > size() || count > size() - first) throw std::runtime_error("it has too few numbers");
  each(*this, first, count, [out](std::size_t i, auto value) { out[i] = static_cast<double>(value); });
}

std::string_view ArrayView::text() const {
  if (width != 1) throw std::runtime_error("expected bytes, found numbers of " + std::to_string(width) + " bytes");
  return data;
}

}  // namespace thalweg
