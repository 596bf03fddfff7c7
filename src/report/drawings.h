// Draws charts for a report: once for the page and once as files.

#pragma once

#include <string>

#include "charts/renderer.h"
#include "core/run.h"
#include "report/document.h"
#include "report/output_folder.h"

namespace smartdesk::report {

// One per report, because the renderer is expensive to create.
class Drawings {
 public:
  // steps: total number of charts, for the progress bar.
  Drawings(OutputFolder& folder, const Run& run, std::uint64_t steps);

  // Writes file.svg and file.png (light, two pixels per CSS pixel) and returns the drawing for the page.
  Drawing draw(const charts::Chart& chart, const std::string& file);

 private:
  OutputFolder& folder_;
  const Run& run_;
  std::uint64_t done_ = 0, steps_;
  charts::Renderer renderer_;
};

}  // namespace smartdesk::report
