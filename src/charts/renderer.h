// Draws charts without a browser: Apache ECharts, run inside the Duktape JavaScript engine.

#pragma once

#include <memory>
#include <string>

#include "charts/chart.h"
#include "charts/theme.h"

namespace smartdesk::charts {

// Holds one JavaScript heap of about 20 MB. Create one and reuse it: creation costs about 0.5 s, a chart some 0.01 s.
// One thread at a time.
class Renderer {
 public:
  // Throws Error{kFailed} if ECharts does not load.
  Renderer();
  Renderer(Renderer&&) noexcept;
  Renderer& operator=(Renderer&&) noexcept;
  ~Renderer();

  // A complete SVG document with the chart's title and alt text; well-formed for any labels. Element ids differ between
  // the drawings of one renderer, so that one page can contain several.
  // Throws Error{kFailed} with the engine's message.
  std::string svg(const Chart& chart, Theme theme);

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace smartdesk::charts
