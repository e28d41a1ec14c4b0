#pragma once
/// What an optimizer's file includes.

#include "core/contracts/optimizer.h"
#include "core/optimizers/common_options.h"
#include "core/optimizers/elementwise.h"
#include "core/optimizers/lines.h"
#include "core/optimizers/moments.h"
#include "core/optimizers/weight_decay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
