#pragma once
/// At most 255 colours for all frames of an animation, and which of them stands for which.
///
/// Method: boxes of the colours that occur, weighted by less than how often (thin lines count, too), are cut
/// where they vary most (Heckbert 1982; variance as in Wu 1991), then moved to the means of what is nearest to them.
/// No dithering: still ground stays still, and frames stay small.
/// Threads: built by one thread; `index` may be called by several at once.

#include <QColor>
#include <QImage>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace thalweg {

class FramePalette {
 public:
  static constexpr int transparent = 255;  ///< the index that is no colour

  /// `samples` are RGB32; `kept` are colours that stay exactly as they are. After a stop request not all are counted.
  FramePalette(const std::vector<QImage>& samples, const std::vector<QColor>& kept, const std::stop_token& stop = {});

  [[nodiscard]] const std::vector<QRgb>& colors() const { return colors_; }
  /// The nearest colour's index.
  [[nodiscard]] std::uint8_t index(QRgb color) const;

 private:
  [[nodiscard]] std::uint8_t nearest(QRgb color) const;

  std::vector<QRgb> colors_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> known_;  // by colour; `transparent`: not looked up yet
};

}  // namespace thalweg
