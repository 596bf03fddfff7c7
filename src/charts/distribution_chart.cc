#include "charts/distribution_chart.h"

#include <algorithm>

#include "charts/internal/panels.h"
#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

constexpr int kWidth = 960;
constexpr double kMargin = 28, kFont = 14;
constexpr std::size_t kMostBars = 15;

std::int64_t total(const std::vector<Bar>& bars) {
  std::int64_t sum = 0;
  for (const auto& bar : bars) sum += bar.tickets;
  return sum;
}

}  // namespace

std::string in_words(const std::vector<Bar>& bars) {
  const auto all = total(bars);
  std::string words;
  for (const auto& bar : bars) {
    words += (words.empty() ? "" : ", ") + plain_text(bar.name) + " " + count_text(bar.tickets) + " (" +
             percent_text(share_of(bar.tickets, all)) + ")";
  }
  return words;
}

void draw_distribution(Canvas& canvas, const Box& box, const DistributionSpec& spec, std::size_t most_bars) {
  auto bars = with_others(spec.bars, most_bars);
  const auto all = total(spec.bars);
  const bool shortened = spec.bars.size() > most_bars;
  if (!shortened) put_in_order(spec.task, bars);

  std::vector<std::string> names, labels;
  for (const auto& bar : bars) {
    names.push_back(bar.name);
    labels.push_back(count_text(bar.tickets) + "  (" + percent_text(share_of(bar.tickets, all)) + ")");
  }
  names = fitted(names, box.width * 0.36, kFont);
  const double left = widest(names, kFont, box.width) + 12, right = widest(labels, kFont, box.width) + 14;
  const int plot = canvas.horizontal_plot({box.x + left, box.y, box.width - left - right, box.height}, names, kFont,
                                          {.name = "", .hidden = true});
  const bool has_order = std::any_of(bars.begin(), bars.end(),
                                     [&](const Bar& bar) { return label_role(spec.task, bar.name).has_value(); });
  boost::json::array data;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const bool others = shortened && i + 1 == bars.size();
    const auto own = label_role(spec.task, bars[i].name);
    const auto role = own ? *own : others || has_order ? Role::kBehind : Role::kBar;
    data.push_back(datum(bars[i].tickets, role, labels[i], Role::kInk));
  }
  canvas.series({{"type", "bar"},
                 {"xAxisIndex", plot},
                 {"yAxisIndex", plot},
                 {"data", data},
                 {"barCategoryGap", "28%"},
                 {"label", {{"show", true}, {"position", "right"}, {"fontSize", kFont}, {"distance", 6}}}});
}

Chart distribution_chart(const DistributionSpec& spec) {
  const auto bars = static_cast<double>(std::min(spec.bars.size(), kMostBars));
  const double row = bars <= 6 ? 46 : 34;
  const auto draw = [&](Canvas& canvas) {
    const double top = canvas.heading({kMargin, 16, kWidth - 2 * kMargin, 0}, spec.title, spec.subtitle) + 8;
    const Box box{kMargin, top, kWidth - 2 * kMargin, bars * row};
    draw_distribution(canvas, box, spec, kMostBars);
    return static_cast<int>(box.bottom() + 20);
  };
  Canvas trial(kWidth, 0);  // the height depends on how the title wraps
  Canvas canvas(kWidth, draw(trial));
  draw(canvas);
  auto ordered = spec.bars;
  put_in_order(spec.task, ordered);
  return std::move(canvas).finish(spec.name, spec.title, in_words(with_others(ordered, kMostBars)));
}

}  // namespace smartdesk::charts
