// Tells how much a text looks like one that a person wrote: the measure by which trial conversions are compared.

#pragma once

#include <cstddef>
#include <string_view>

namespace smartdesk::text {

// The logarithm of a rough probability, at most 0: letters that are frequent in one language, capitals only where words
// begin, no signs inside words, one script per word. Only characters beyond ASCII count. Pure. Cost: one pass.
double plausibility(std::u16string_view text);

}  // namespace smartdesk::text
