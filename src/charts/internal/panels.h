// The kinds of chart that are used alone and in the executive summary. Each fills a box, without the heading.

#pragma once

#include "charts/distribution_chart.h"
#include "charts/internal/canvas.h"
#include "charts/stacked_chart.h"
#include "charts/time_chart.h"

namespace smartdesk::charts {

void draw_distribution(Canvas& canvas, const Box& box, const DistributionSpec& spec, std::size_t most_bars);
void draw_stacked(Canvas& canvas, const Box& box, const StackedSpec& spec);
void draw_time(Canvas& canvas, const Box& box, const TimeSpec& spec);

// The numbers as text, for Chart::alt.
std::string in_words(const std::vector<Bar>& bars);

}  // namespace smartdesk::charts
