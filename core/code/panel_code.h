#pragma once
/// The panels of a script: their objectives as functions of PyTorch, with data, starts and boxes.
/// Threads: pure functions but for the script that they write into.

#include "core/code/script.h"

namespace thalweg::python {

/// "PANELS = […]". Throws CodeError, which names the panel.
std::string panelList(Script& script);

}  // namespace thalweg::python
