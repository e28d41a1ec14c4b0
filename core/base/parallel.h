#pragma once
/// The only place that knows threads.

#include <cstddef>
#include <functional>
#include <stop_token>

namespace thalweg {

/// Calls `work(block)` for every block in [0, blocks), on up to `threads` threads (0: as many as there are processors),
/// in rising order of start; returns when all are done. After a stop request no further block begins; false then.
/// What `work` throws is rethrown here, after the others have ended. May be called from any thread; the caller works
/// too.
bool parallelFor(std::size_t blocks, const std::function<void(std::size_t block)>& work, std::stop_token stop = {},
                 unsigned threads = 0);

/// From now on the calling thread, and every thread that it starts, leaves the processors to others that want them. For
/// work that nobody waits for; there is no way back.
void lowerPriority();

}  // namespace thalweg
