#include "core/base/file_stream.h"

#include <locale>

namespace thalweg {

FileStream::FileStream(const std::string& path) : std::ostream(nullptr), buffer_(path) {
  rdbuf(&buffer_);
  imbue(std::locale::classic());
  // What goes wrong below is thrown on, as it is.
  exceptions(std::ios::badbit);
}

void FileStream::commit() { buffer_.commit(); }

void FileStream::Buffer::commit() {
  sync();
  file_.commit();
}

int FileStream::Buffer::sync() {
  file_.write({pbase(), static_cast<std::size_t>(pptr() - pbase())});
  setp(bytes_.data(), bytes_.data() + bytes_.size());
  return 0;
}

FileStream::Buffer::int_type FileStream::Buffer::overflow(int_type next) {
  sync();
  if (traits_type::eq_int_type(next, traits_type::eof())) return traits_type::not_eof(next);
  return sputc(traits_type::to_char_type(next));
}

}  // namespace thalweg
