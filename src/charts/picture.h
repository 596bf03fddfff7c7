// Renders an SVG drawing as PNG, with librsvg.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::charts {

// svg: a complete document with width and height. scale: pixels per CSS pixel, 0.1 to 8. Returns the bytes of a PNG
// file. Throws Error{kFailed} with librsvg's reason if it is not an SVG. Cost: about 30 ms for a million pixels.
// Thread-safe.
std::string png(std::string_view svg, double scale);

}  // namespace smartdesk::charts
