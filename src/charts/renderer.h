// Draws charts without a browser: Apache ECharts, run inside the Duktape JavaScript engine.

#pragma once

#include <memory>
#include <string>

#include "charts/chart.h"
#include "charts/theme.h"

namespace smartdesk::charts {

// Holds one JavaScript heap of about 20 MB. Make one and keep it: making it costs about half a second, a chart some
// hundredths. One thread at a time.
class Renderer {
 public:
  // Throws Error{kFailed} if ECharts does not load.
  Renderer();
  Renderer(Renderer&&) noexcept;
  Renderer& operator=(Renderer&&) noexcept;
  ~Renderer();

  // A whole SVG document with the chart's title and alt text in it; well-formed whatever the labels are. Element ids
  // differ between the drawings of one renderer, so that they can share a page.
  // Throws Error{kFailed} with the engine's message.
  std::string svg(const Chart& chart, Theme theme);

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace smartdesk::charts
