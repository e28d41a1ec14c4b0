#pragma once
/// What a failure is called in messages. Threads: pure functions.

#include <exception>
#include <string>

namespace thalweg {

/// The exception's own words; want of memory, for which libraries only have a name, as a sentence.
std::string failureWords(const std::exception& error);
/// The same of whatever was thrown; `failure` is not null.
std::string failureWords(const std::exception_ptr& failure);

}  // namespace thalweg
