// Loops over both cores, with results that do not depend on how many there are.

#pragma once

#include <cstddef>
#include <functional>

namespace smartdesk {

// Calls body(i) once for each i in [0, count), from up to `threads` threads (the caller's among them), in no set order.
// The first exception thrown by a body stops the hand-out of further indices and is rethrown here.
// body must write only to what belongs to its own i. Cost: one atomic increment per index; make indices chunky.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

// The same for what comes out in order: calls deliver(i) for each i from 0 on, one at a time and from any of the
// threads, once body(i) is done, while later bodies still run. worker, from 0 to threads - 1, tells apart bodies that
// run at the same time: for scratch memory that is used again. What is thrown stops both.
void parallel_in_order(std::size_t count, int threads,
                       const std::function<void(std::size_t i, std::size_t worker)>& body,
                       const std::function<void(std::size_t i)>& deliver);

// What the machine offers, at least 1.
int hardware_threads();

}  // namespace smartdesk
