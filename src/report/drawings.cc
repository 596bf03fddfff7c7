#include "report/drawings.h"

#include "charts/picture.h"

namespace smartdesk::report {

Drawings::Drawings(OutputFolder& folder, const Run& run, std::uint64_t steps)
    : folder_(folder), run_(run), steps_(steps) {}

Drawing Drawings::draw(const charts::Chart& chart, const std::string& file) {
  constexpr double kScale = 2;
  run_.stop_if_asked();
  run_.report("drawing " + file, done_, steps_);
  const auto svg = renderer_.svg(chart, charts::Theme::kLight);
  folder_.write(file + ".svg", svg);
  folder_.write(file + ".png", charts::png(svg, kScale));
  run_.report("drawing " + file, ++done_, steps_);
  return {file, chart.title + ". " + chart.alt, renderer_.svg(chart, charts::Theme::kPage)};
}

}  // namespace smartdesk::report
