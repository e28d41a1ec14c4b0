#include "core/base/failure.h"

#include <new>
#include <stdexcept>

namespace thalweg {

std::string failureWords(const std::exception& error) {
  // A container that would be larger than any memory says so by its length.
  if (dynamic_cast<const std::bad_alloc*>(&error) || dynamic_cast<const std::length_error*>(&error))
    return "There is not enough memory for this.";
  return error.what();
}

std::string failureWords(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return failureWords(error);
  } catch (...) {
    return "Something failed that has no name.";
  }
}

}  // namespace thalweg
