#include "charts/time_chart.h"

#include <algorithm>
#include <cmath>

#include "charts/internal/panels.h"
#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

constexpr double kFont = 12;

}  // namespace

void draw_time(Canvas& canvas, const Box& box, const TimeSpec& spec) {
  constexpr double kLeft = 66, kBottom = 34, kTop = 16;
  std::vector<std::string> names, labels;
  for (const auto& period : spec.periods) {
    names.push_back(period.name);
    labels.push_back(count_text(period.tickets));
  }
  names = fitted(names, 120, kFont);
  const Box plot_box{box.x + kLeft, box.y + kTop, box.width - kLeft - 12, box.height - kTop - kBottom};
  const double slot = plot_box.width / std::max(1.0, static_cast<double>(names.size()));
  const int step = std::max(1, static_cast<int>(std::ceil((widest(names, kFont, 120) + 14) / slot)));
  const bool labelled = widest(labels, kFont, box.width) + 6 <= slot;
  const int plot = canvas.vertical_plot(plot_box, names, step, {.name = "tickets per " + spec.unit, .ticks = 4});
  boost::json::array data;
  for (std::size_t i = 0; i < spec.periods.size(); ++i) {
    data.push_back(datum(spec.periods[i].tickets, Role::kBar, labelled ? labels[i] : "", Role::kInk));
  }
  canvas.series({{"type", "bar"},
                 {"xAxisIndex", plot},
                 {"yAxisIndex", plot},
                 {"data", data},
                 {"barCategoryGap", names.size() > 60 ? "12%" : "28%"},
                 {"barMaxWidth", 64},
                 {"label", {{"show", labelled}, {"position", "top"}, {"fontSize", kFont}, {"distance", 4}}}});
}

Chart time_chart(const TimeSpec& spec) {
  constexpr int kWidth = 960, kHeight = 440;
  constexpr double kMargin = 28;
  Canvas canvas(kWidth, kHeight);
  const double top = canvas.heading({kMargin, 16, kWidth - 2 * kMargin, 0}, spec.title, spec.subtitle);
  draw_time(canvas, {kMargin - 8, top, kWidth - 2 * kMargin + 8, kHeight - top - 8}, spec);
  const auto peak = std::max_element(spec.periods.begin(), spec.periods.end(),
                                     [](const Bar& a, const Bar& b) { return a.tickets < b.tickets; });
  std::string alt = "Tickets per " + spec.unit;
  if (peak != spec.periods.end()) {
    alt += " from " + spec.periods.front().name + " to " + spec.periods.back().name + "; the most, " +
           count_text(peak->tickets) + ", in " + peak->name;
  }
  return std::move(canvas).finish(spec.name, spec.title, alt);
}

}  // namespace smartdesk::charts
