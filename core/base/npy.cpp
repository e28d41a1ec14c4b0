#include "core/base/npy.h"

#include "core/base/data_text.h"
#include "core/base/zip.h"

#include <algorithm>
#include <stdexcept>

namespace thalweg {

namespace {

/// The dictionary that an array's header is: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class NpyHeader {
 public:
  NpyHeader(std::string_view text, std::size_t most) : text_(text), most_(most) {}

  /// The view but for its data.
  ArrayView read() {
    expect('{');
    while (!accept('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr")
        readKind();
      else if (key == "fortran_order")
        readOrder();
      else if (key == "shape")
        readShape();
      else
        refuse("'descr', 'fortran_order' or 'shape'");
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!kind_ || !order_ || !shape_) throw std::runtime_error("the array's header lacks kind, order or shape");
    return view_;
  }

 private:
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  [[nodiscard]] char next() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void refuse(const std::string& expected) const {
    throw std::runtime_error("character " + std::to_string(at_ + 1) + " of the array's header: expected " + expected);
  }
  void expect(char c) {
    if (!accept(c)) refuse(std::string("\"") + c + "\"");
  }
  std::string_view quoted() {
    const char quote = next();
    if (quote != '\'' && quote != '"') refuse("a text in quotes");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) refuse("a text in quotes");
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return inside;
  }

  void readKind() {
    if (next() == '[') throw std::runtime_error("it is an array of records; expected one of numbers");
    const std::string_view kind = quoted();
    const std::string shown = printable(kind, 20);
    if (kind.find('O') != std::string_view::npos)
      throw std::runtime_error("it is an array of Python objects, which only unpickling could read; expected numbers");
    if (kind.size() != 3 || std::string_view("<>|=").find(kind[0]) == std::string_view::npos)
      throw std::runtime_error("it is an array of kind '" + shown + "'; expected numbers of up to 8 bytes");
    constexpr std::string_view letters = "biuf";
    constexpr ArrayView::Kind kinds[] = {ArrayView::Kind::Boolean, ArrayView::Kind::Signed, ArrayView::Kind::Unsigned,
                                         ArrayView::Kind::Float};
    constexpr std::string_view widths[] = {"1", "1248", "1248", "248"};
    const std::size_t letter = letters.find(kind[1]);
    if (letter == std::string_view::npos || widths[letter].find(kind[2]) == std::string_view::npos)
      throw std::runtime_error("it is an array of kind '" + shown + "'; expected numbers of up to 8 bytes");
    view_.kind = kinds[letter];
    view_.width = static_cast<std::size_t>(kind[2] - '0');
    view_.bigEndian = kind[0] == '>';
    kind_ = true;
  }

  void readOrder() {
    skip();
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      view_.columnMajor = value;
      order_ = true;
      return;
    }
    refuse("True or False");
  }

  void readShape() {
    constexpr std::size_t mostAxes = 32;
    expect('(');
    view_.shape.clear();
    while (!accept(')')) {
      if (view_.shape.size() == mostAxes) refuse("at most 32 axes");
      view_.shape.push_back(length());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    shape_ = true;
  }

  std::size_t length() {
    skip();
    std::size_t value = 0;
    const std::size_t first = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      value = 10 * value + static_cast<std::size_t>(text_[at_] - '0');
      if (value > most_) throw std::runtime_error("it has more than " + std::to_string(most_) + " numbers");
    }
    if (at_ == first) refuse("a length");
    return value;
  }

  std::string_view text_;
  std::size_t most_;
  std::size_t at_ = 0;
  ArrayView view_;
  bool kind_ = false;
  bool order_ = false;
  bool shape_ = false;
};

constexpr std::string_view npyMagic("\x93NUMPY", 6);

}  // namespace

bool isNpy(std::string_view bytes) { return bytes.starts_with(npyMagic); }

ArrayView viewNpy(std::string_view bytes, std::size_t most) {
  if (!isNpy(bytes)) throw std::runtime_error("it does not begin as an array of NumPy does");
  constexpr std::size_t versionEnd = 8;
  if (bytes.size() < versionEnd + 4) throw std::runtime_error("the array is cut off");
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t version = byte(6);
  if (version < 1 || version > 3)
    throw std::runtime_error("it is of version " + std::to_string(version) + " of the format; expected 1, 2 or 3");
  const std::size_t lengthSize = version == 1 ? 2 : 4;
  std::size_t length = byte(8) | byte(9) << 8u;
  if (lengthSize == 4) length |= byte(10) << 16u | byte(11) << 24u;
  const std::size_t dataAt = versionEnd + lengthSize;
  if (length > bytes.size() - dataAt) throw std::runtime_error("the array is cut off within its header");
  ArrayView view = NpyHeader(bytes.substr(dataAt, length), most).read();
  const std::size_t size = checkedSize(view.shape, most);
  const std::string_view data = bytes.substr(dataAt + length);
  if (data.size() / view.width < size)
    throw std::runtime_error("the array is cut off: expected " + std::to_string(size) + " numbers, found " +
                             std::to_string(data.size() / view.width));
  view.data = data.substr(0, size * view.width);
  return view;
}

NumericArray readNpy(std::string_view bytes, std::size_t most) { return viewNpy(bytes, most).doubles(); }

Npz::Npz(std::string_view bytes, std::size_t most) {
  std::size_t left = most;
  for (const ZipEntry& entry : zipEntries(bytes)) {
    constexpr std::string_view ending = ".npy";
    if (!entry.name.ends_with(ending)) continue;
    const std::string name = entry.name.substr(0, entry.name.size() - ending.size());
    std::string& room = rooms_[name];
    constexpr std::size_t header = 1u << 16u;
    const std::string_view content = zipContent(bytes, entry, room, std::max(left, header) * sizeof(double));
    try {
      ArrayView view = viewNpy(content, left);
      left -= view.size();
      if (!arrays_.emplace(name, std::move(view)).second) throw std::runtime_error("it is there twice");
    } catch (const std::runtime_error& error) {
      constexpr std::size_t longest = 80;
      throw std::runtime_error(printable(entry.name, longest) + ": " + error.what());
    }
  }
}

const ArrayView* Npz::find(const std::string& name) const {
  const auto found = arrays_.find(name);
  return found == arrays_.end() ? nullptr : &found->second;
}

std::map<std::string, NumericArray> readNpz(std::string_view bytes, std::size_t most) {
  std::map<std::string, NumericArray> arrays;
  const Npz archive(bytes, most);
  for (const auto& [name, view] : archive.arrays()) arrays.emplace(name, view.doubles());
  return arrays;
}

}  // namespace thalweg
