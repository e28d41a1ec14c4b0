#pragma once
/// Triangles in samples, filled with a depth test.
///
/// What changes over a triangle is interpolated four numbers at a time, in vector registers of g++ and clang and in
/// arrays elsewhere, to the same bits. A sample belongs to a triangle that its middle lies in; one on the edge of two
/// belongs to one of them, as the edge's crossing with a row of samples is the same number for both. What a sample gets
/// does not depend on the band that it is filled with. Threads: pure functions on what they are given.

#include <QRgb>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#if defined(__SSE2__) && defined(__GNUC__) && !defined(THALWEG_PORTABLE)
#define THALWEG_FILL_SSE2
#include <emmintrin.h>
#endif

namespace thalweg {

#if defined(__GNUC__) && !defined(THALWEG_PORTABLE)

using Four = float __attribute__((vector_size(16)));

#else

struct Four {
  std::array<float, 4> each;

  float& operator[](int i) { return each[static_cast<std::size_t>(i)]; }
  float operator[](int i) const { return each[static_cast<std::size_t>(i)]; }
};
inline Four operator+(const Four& a, const Four& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]}; }
inline Four operator-(const Four& a, const Four& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]}; }
inline Four operator*(const Four& a, float t) { return {a[0] * t, a[1] * t, a[2] * t, a[3] * t}; }
inline Four& operator+=(Four& a, const Four& b) { return a = a + b; }

#endif

/// A corner. `value`: nearness, then blue, green and red as far as 256; they are cut off to whole numbers.
struct FillCorner {
  Four value{};
  float x = 0, y = 0;  ///< samples
};

/// Rows [top, bottom) of a picture.
struct FillBand {
  int top = 0;
  int bottom = 0;
  int width = 0;
  QRgb* colors = nullptr;     ///< of the band's first row
  float* nearness = nullptr;  ///< likewise; 0: nothing there
};

inline QRgb fillColor(const Four& value) {
#ifdef THALWEG_FILL_SSE2
  __m128i parts = _mm_cvttps_epi32(value);
  parts = _mm_packs_epi32(parts, parts);
  parts = _mm_packus_epi16(parts, parts);
  return static_cast<QRgb>(_mm_cvtsi128_si32(parts)) >> 8 | 0xFF000000U;
#else
  const auto channel = [&](int i) { return std::clamp(static_cast<int>(value[i]), 0, 255); };
  return qRgb(channel(3), channel(2), channel(1));
#endif
}

/// The least whole number that is not below; `std::ceil` is a call where there is no instruction for it.
inline int fillCeil(float value) {
  const int whole = static_cast<int>(value);
  return whole + (value > static_cast<float>(whole) ? 1 : 0);
}

/// Twice the area, below 0 where a, b, c go round as on a surface that faces the viewer.
inline float fillArea(const FillCorner& a, const FillCorner& b, const FillCorner& c) {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

/// How numbers at the corners change over a triangle.
struct FillSlope {
  Four right{}, down{};  ///< a sample

  FillSlope() = default;
  FillSlope(const FillCorner& a, const FillCorner& b, const FillCorner& c, const Four& va, const Four& vb,
            const Four& vc) {
    const float area = fillArea(a, b, c);
    if (!(std::abs(area) > 1e-5F)) return;  // a sample's middle in so thin a triangle has a corner's numbers
    const float scale = 1 / area;
    const Four toB = vb - va;
    const Four toC = vc - va;
    right = toB * ((c.y - a.y) * scale) - toC * ((b.y - a.y) * scale);
    down = toC * ((b.x - a.x) * scale) - toB * ((c.x - a.x) * scale);
  }
};

/// Calls `row(y, first, end)` for each row of the band that the triangle has samples in.
template <class Row>
void eachFillRow(const FillBand& band, const FillCorner& a, const FillCorner& b, const FillCorner& c, const Row& row) {
  const FillCorner* top = &a;
  const FillCorner* middle = &b;
  const FillCorner* low = &c;
  if (middle->y < top->y) std::swap(top, middle);
  if (low->y < middle->y) std::swap(middle, low);
  if (middle->y < top->y) std::swap(top, middle);
  const auto above = static_cast<float>(band.top);
  const auto below = static_cast<float>(band.bottom);
  if (!(low->y > above && top->y < below)) return;
  const int first = top->y <= above ? band.top : fillCeil(top->y - 0.5F);
  const int end = low->y >= below ? band.bottom : fillCeil(low->y - 0.5F);
  if (first >= end) return;
  // Where an edge crosses a row. Corners that are shared are the same numbers, whichever triangle asks.
  const auto slope = [](const FillCorner& p, const FillCorner& q) { return q.y > p.y ? (q.x - p.x) / (q.y - p.y) : 0; };
  const float whole = slope(*top, *low);
  const float upper = slope(*top, *middle);
  const float lower = slope(*middle, *low);
  const float most = static_cast<float>(band.width) + 0.5F;
  for (int y = first; y < end; ++y) {
    const float at = static_cast<float>(y) + 0.5F;
    float left = top->x + (at - top->y) * whole;
    float right = at < middle->y ? top->x + (at - top->y) * upper : middle->x + (at - middle->y) * lower;
    if (right < left) std::swap(left, right);
    if (!(right > 0 && left < most)) continue;
    const int from = fillCeil(std::max(left, 0.5F) - 0.5F);
    const int to = fillCeil(std::min(right, most) - 0.5F);
    if (from < to) row(y, from, to);
  }
}

/// Fills with the corners' own colours.
inline void fillTriangle(const FillBand& band, const FillCorner& a, const FillCorner& b, const FillCorner& c) {
  FillSlope slope;
  bool known = false;  // many small triangles have no sample at all
  eachFillRow(band, a, b, c, [&](int y, int first, int end) {
    if (!known) slope = {a, b, c, a.value, b.value, c.value}, known = true;
    const auto line = static_cast<std::ptrdiff_t>(y - band.top) * band.width;
    float* const nearness = band.nearness + line;
    QRgb* const colors = band.colors + line;
    Four value = a.value + slope.right * (static_cast<float>(first) + 0.5F - a.x) +
                 slope.down * (static_cast<float>(y) + 0.5F - a.y);
    for (int x = first; x < end; ++x, value += slope.right) {
      if (!(value[0] > nearness[x])) continue;
      nearness[x] = value[0];
      colors[x] = fillColor(value);
    }
  });
}

/// The same with four more numbers a corner: `paint(x, y, value, more)` gives a sample its colour.
template <class Paint>
void fillTriangle(const FillBand& band, const FillCorner& a, const FillCorner& b, const FillCorner& c,
                  const Four& moreA, const Four& moreB, const Four& moreC, const Paint& paint) {
  const FillSlope slope(a, b, c, a.value, b.value, c.value);
  const FillSlope moreSlope(a, b, c, moreA, moreB, moreC);
  eachFillRow(band, a, b, c, [&](int y, int first, int end) {
    const auto line = static_cast<std::ptrdiff_t>(y - band.top) * band.width;
    float* const nearness = band.nearness + line;
    QRgb* const colors = band.colors + line;
    const float right = static_cast<float>(first) + 0.5F - a.x;
    const float down = static_cast<float>(y) + 0.5F - a.y;
    Four value = a.value + slope.right * right + slope.down * down;
    Four more = moreA + moreSlope.right * right + moreSlope.down * down;
    for (int x = first; x < end; ++x, value += slope.right, more += moreSlope.right) {
      if (!(value[0] > nearness[x])) continue;
      nearness[x] = value[0];
      colors[x] = paint(x, y, value, more);
    }
  });
}

}  // namespace thalweg
