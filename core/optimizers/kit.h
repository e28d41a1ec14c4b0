#pragma once
/// What an optimizer's file includes.

#include "core/optimizer.h"
#include "core/optimizers/common_options.h"
#include "core/optimizers/elementwise.h"
#include "core/optimizers/moments.h"

#include <array>
#include <cmath>
