#include "charts/score_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "charts/internal/canvas.h"
#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

constexpr double kMargin = 28, kFont = 13, kRow = 34, kGap = 36;

Role standing_role(Standing standing) {
  switch (standing) {
    case Standing::kBest:
      return Role::kBest;
    case Standing::kTied:
      return Role::kTied;
    case Standing::kBehind:
      break;
  }
  return Role::kBehind;
}

std::string printed(const Score& score) {
  if (!score.value) return "did not run";
  return fmt::format("{}  ({:.2f}–{:.2f})", score_text(*score.value), score.low, score.high);
}

// A whisker from low to high: a box plot with a box of no height.
boost::json::object whiskers(const std::vector<Score>& scores, int plot) {
  boost::json::array data;
  for (const auto& score : scores) {
    if (score.value) {
      data.push_back({score.low, *score.value, *score.value, *score.value, score.high});
    } else {
      data.push_back({"-", "-", "-", "-", "-"});
    }
  }
  return {{"type", "boxplot"},
          {"xAxisIndex", plot},
          {"yAxisIndex", plot},
          {"data", data},
          {"boxWidth", {8, 8}},
          {"itemStyle", {{"borderColor", token(Role::kInk)}, {"borderWidth", 1.2}, {"color", token(Role::kInk)}}}};
}

boost::json::object baseline_mark(double baseline) {
  return {{"silent", true},
          {"animation", false},
          {"symbol", "none"},
          {"lineStyle", {{"color", token(Role::kBaseline)}, {"width", 2}, {"type", "dashed"}}},
          {"label", {{"show", false}}},
          {"data", {{{"xAxis", baseline}}}}};
}

void draw_panel(Canvas& canvas, const Box& box, const ScorePanel& panel, const std::string& measure,
                double name_width) {
  std::vector<std::string> names, numbers;
  boost::json::array data;
  for (const auto& score : panel.scores) {
    names.push_back(score.name);
    numbers.push_back(printed(score));
    data.push_back(datum(score.value.value_or(0), standing_role(score.standing), "", Role::kInk));
  }
  canvas.text(box.x, box.y + 10, fit_text(plain_text(panel.title), box.width, 15, Weight::kBold),
              {.size = 15, .weight = Weight::kBold});
  const double right = widest(numbers, kFont, 200) + 14;
  const Box plot_box{box.x + name_width, box.y + 28, box.width - name_width - right, box.height - 74};
  const int plot = canvas.horizontal_plot(plot_box, fitted(names, name_width - 10, kFont), kFont,
                                          {.name = measure, .maximum = 1, .ticks = 4});
  auto bars =
      boost::json::object{{"type", "bar"}, {"xAxisIndex", plot},      {"yAxisIndex", plot},
                          {"data", data},  {"barCategoryGap", "30%"}, {"markLine", baseline_mark(panel.baseline)}};
  canvas.series(std::move(bars));
  canvas.series(whiskers(panel.scores, plot));
  const double step = plot_box.height / std::max(1.0, static_cast<double>(numbers.size()));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool best = panel.scores[i].standing == Standing::kBest && panel.scores[i].value;
    canvas.text(plot_box.right() + 12, plot_box.y + (static_cast<double>(i) + 0.5) * step, numbers[i],
                {.size = kFont, .weight = best ? Weight::kBold : Weight::kNormal});
  }
}

std::string described(const ScoreSpec& spec) {
  std::string words;
  for (const auto& panel : spec.panels) {
    words += (words.empty() ? "" : "; ") + plain_text(panel.title) + ":";
    for (const auto& score : panel.scores) {
      words += fmt::format(" {} {},", score.name, score.value ? score_text(*score.value) : "did not run");
    }
    words += fmt::format(" guessing {}", score_text(panel.baseline));
  }
  return words;
}

}  // namespace

Chart score_chart(const ScoreSpec& spec) {
  const std::size_t across = spec.panels.size() <= 3 ? 1 : 2;
  const int width = across == 1 ? 960 : 1300;
  const double panel_width =
      (width - 2 * kMargin - kGap * static_cast<double>(across - 1)) / static_cast<double>(across);
  std::size_t most_scores = 1;
  std::vector<std::string> names;
  for (const auto& panel : spec.panels) {
    most_scores = std::max(most_scores, panel.scores.size());
    for (const auto& score : panel.scores) names.push_back(plain_text(score.name));
  }
  const double name_width = widest(names, kFont, panel_width * 0.3) + 12;
  const double panel_height = 74 + kRow * static_cast<double>(most_scores);
  const auto draw = [&](Canvas& canvas) {
    double y = canvas.heading({kMargin, 16, width - 2 * kMargin, 0}, spec.title, spec.subtitle) + 4;
    y = canvas.legend({kMargin, y, width - 2 * kMargin, 0}, {{"best (chosen by cross-validation)", Role::kBest},
                                                             {"not distinguishable from the best", Role::kTied},
                                                             {"behind", Role::kBehind},
                                                             {"dashed: always the commonest label", Role::kBaseline}}) +
        14;
    for (std::size_t i = 0; i < spec.panels.size(); ++i) {
      const double x = kMargin + static_cast<double>(i % across) * (panel_width + kGap);
      const auto row = i / across;
      const double top = y + static_cast<double>(row) * (panel_height + 16);
      draw_panel(canvas, {x, top, panel_width, panel_height}, spec.panels[i], spec.measure, name_width);
    }
    const auto lines = (spec.panels.size() + across - 1) / across;
    return static_cast<int>(y + static_cast<double>(lines) * (panel_height + 16) + 4);
  };
  Canvas trial(width, 0);  // the height depends on how the title wraps
  Canvas canvas(width, draw(trial));
  draw(canvas);
  return std::move(canvas).finish(spec.name, spec.title, described(spec));
}

}  // namespace smartdesk::charts
