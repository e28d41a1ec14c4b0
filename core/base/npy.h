#pragma once
/// Arrays of NumPy: .npy (NumPy Enhancement Proposal 1, versions 1 to 3) and .npz, a ZIP archive of them. Numbers of
/// all kinds are read but complex ones and long doubles; both byte orders, both orders of axes. Nothing is ever
/// unpickled: arrays of objects, of texts or of records are refused.
///
/// Errors: std::runtime_error with a sentence that names the entry or the place. Threads: pure functions; the bytes
/// outlive what looks into them.

#include "core/base/array_view.h"

#include <map>
#include <string>
#include <string_view>

namespace thalweg {

namespace limits {
inline constexpr std::size_t arrayNumbers = std::size_t{1} << 28;  ///< 2 GB as doubles
}

/// Whether `bytes` begin as a .npy does.
bool isNpy(std::string_view bytes);
/// What `bytes` hold, without turning the numbers; at most `most` of them.
ArrayView viewNpy(std::string_view bytes, std::size_t most = limits::arrayNumbers);
NumericArray readNpy(std::string_view bytes, std::size_t most = limits::arrayNumbers);

/// The arrays of an archive by their names, without ".npy". Deflated ones are unfolded when the object is made, stored
/// ones are looked at where they are.
class Npz {
 public:
  /// At most `most` numbers, in all arrays together.
  explicit Npz(std::string_view bytes, std::size_t most = limits::arrayNumbers);
  Npz(Npz&&) = default;
  Npz& operator=(Npz&&) = default;
  [[nodiscard]] const std::map<std::string, ArrayView>& arrays() const { return arrays_; }
  /// nullptr if there is none of that name.
  [[nodiscard]] const ArrayView* find(const std::string& name) const;

 private:
  std::map<std::string, std::string> rooms_;  // what was unfolded; entries of a map stay where they are
  std::map<std::string, ArrayView> arrays_;
};

std::map<std::string, NumericArray> readNpz(std::string_view bytes, std::size_t most = limits::arrayNumbers);

}  // namespace thalweg
