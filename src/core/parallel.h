// Parallel loops whose results do not depend on the number of threads.

#pragma once

#include <cstddef>
#include <functional>

namespace smartdesk {

// Calls body(i) once for each i in [0, count), on up to `threads` threads including the caller's, in any order.
// After a body throws, no further indices are started, and the first exception is rethrown here.
// body must write only to data of its own i. Cost: one atomic increment per index, so give each index enough work.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

// The same, with results delivered in order: calls deliver(i) for each i from 0 on, one at a time and on any of the
// threads, after body(i) is done and while later bodies still run. worker, from 0 to threads - 1, differs between
// bodies that run at the same time, so that they can reuse scratch memory. An exception from either function stops
// both.
void parallel_in_order(std::size_t count, int threads,
                       const std::function<void(std::size_t i, std::size_t worker)>& body,
                       const std::function<void(std::size_t i)>& deliver);

// The number of hardware threads, at least 1.
int hardware_threads();

}  // namespace smartdesk
