#pragma once
/// The contenders of a script: optimizers, parameter groups, schedules and own starts.
/// Threads: pure functions but for the script that they write into.

#include "core/code/script.h"

namespace thalweg::python {

/// "CONTENDERS = […]". Throws CodeError, which names the contender.
std::string contenderList(Script& script);
/// The entry of one of them.
std::string writeContender(Script& script, std::size_t index);

}  // namespace thalweg::python
