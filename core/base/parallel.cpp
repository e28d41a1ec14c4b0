#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace thalweg {

bool parallelFor(std::size_t blocks, const std::function<void(std::size_t)>& work, std::stop_token stop,
                 unsigned threads) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  threads = static_cast<unsigned>(std::min<std::size_t>(threads, std::max<std::size_t>(blocks, 1)));

  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr failure;
  std::mutex failureMutex;
  const auto run = [&] {
    while (!stop.stop_requested() && !failed) {
      const std::size_t block = next++;
      if (block >= blocks) return;
      try {
        work(block);
      } catch (...) {
        const std::scoped_lock lock(failureMutex);
        if (!failure) failure = std::current_exception();
        failed = true;
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < threads; ++i) helpers.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
  return next >= blocks;
}

void lowerPriority() {
#ifdef __linux__
  // There a thread has a niceness of its own, and 0 is the calling one.
  constexpr int niceness = 10;
  setpriority(PRIO_PROCESS, 0, niceness);
#endif
}

}  // namespace thalweg
