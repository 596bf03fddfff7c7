#include "charts/heat_map_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "charts/internal/canvas.h"
#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

constexpr double kMargin = 28, kMostLabel = 230;
constexpr int kNarrowest = 720;

Role heat_role(double share) {
  const int step =
      std::clamp(static_cast<int>(std::lround(share * (kHeatSteps - 1))), share > 0 ? 1 : 0, kHeatSteps - 1);
  return static_cast<Role>(static_cast<int>(Role::kHeat0) + step);
}

struct Cell {
  int row, column;
  double share;  // the shade, 0 to 1
  std::string label;
};

struct HeatMap {
  std::string row_title, column_title, scale_title;
  std::vector<std::string> rows, columns;
  double cell_width, cell_height, font;
  std::vector<Cell> cells;
  bool zeros_left_out = false;
};

// Labels below the columns: horizontal if they fit, else vertical.
struct ColumnLabels {
  bool level;
  double height;
};

ColumnLabels column_labels(const HeatMap& map) {
  const double width = widest(map.columns, map.font, kMostLabel);
  const bool level = width + 8 <= map.cell_width;
  return {level, level ? map.font + 12 : width + 12};
}

void draw_scale(Canvas& canvas, double x, double y, const std::string& title) {
  constexpr double kStep = 26, kHigh = 12;
  canvas.text(x, y, title + "   0", {.size = 12, .role = Role::kMuted});
  x += text_width(title + "   0", 12) + 8;
  for (int i = 0; i < kHeatSteps; ++i, x += kStep) {
    canvas.rectangle({x, y - kHigh / 2, kStep, kHigh}, static_cast<Role>(static_cast<int>(Role::kHeat0) + i));
  }
  canvas.text(x + 8, y, "1", {.size = 12, .role = Role::kMuted});
}

void draw_names(Canvas& canvas, const Box& box, const HeatMap& map, const ColumnLabels& below) {
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    canvas.text(box.x - 8, box.y + (static_cast<double>(i) + 0.5) * map.cell_height, map.rows[i],
                {.size = map.font, .align = "right"});
  }
  for (std::size_t i = 0; i < map.columns.size(); ++i) {
    const double x = box.x + (static_cast<double>(i) + 0.5) * map.cell_width;
    if (below.level) {
      canvas.text(x, box.bottom() + 12, map.columns[i], {.size = map.font, .align = "center"});
    } else {
      canvas.text(x, box.bottom() + 8, map.columns[i],
                  {.size = map.font, .align = "right", .rotation = std::numbers::pi / 2});
    }
  }
}

void draw_cells(Canvas& canvas, const Box& box, const HeatMap& map) {
  if (map.zeros_left_out) canvas.rectangle(box, Role::kHeat0);
  const int plot = canvas.cell_plot(box, static_cast<int>(map.columns.size()), static_cast<int>(map.rows.size()));
  boost::json::array data;
  for (const auto& cell : map.cells) {
    const auto role = heat_role(cell.share);
    data.push_back(datum({cell.column, cell.row, cell.share}, role, cell.label, text_on(role)));
  }
  canvas.series({{"type", "heatmap"},
                 {"xAxisIndex", plot},
                 {"yAxisIndex", plot},
                 {"data", data},
                 {"itemStyle", {{"borderColor", token(Role::kBackground)}, {"borderWidth", map.font < 11 ? 0.5 : 1.5}}},
                 {"label", {{"show", true}, {"fontSize", map.font}, {"lineHeight", map.font + 4}}}});
}

Chart drawn(HeatMap map, const std::string& name, const std::string& title, const std::string& subtitle,
            const std::string& alt) {
  map.rows = fitted(map.rows, kMostLabel, map.font);
  map.columns = fitted(map.columns, kMostLabel, map.font);
  const double left = kMargin + (map.row_title.empty() ? 0 : 24) + widest(map.rows, map.font, kMostLabel) + 12;
  const auto below = column_labels(map);
  const double table_width = map.cell_width * static_cast<double>(map.columns.size());
  const double width = std::max<double>(kNarrowest, left + table_width + kMargin);
  const auto draw = [&](Canvas& canvas) {
    const double top = canvas.heading({kMargin, 16, width - 2 * kMargin, 0}, title, subtitle) + 10;
    const Box box{left, top, table_width, map.cell_height * static_cast<double>(map.rows.size())};
    draw_cells(canvas, box, map);
    draw_names(canvas, box, map, below);
    if (!map.row_title.empty()) {
      canvas.text(kMargin + 6, box.y + box.height / 2, map.row_title,
                  {.size = 13, .role = Role::kMuted, .align = "center", .rotation = std::numbers::pi / 2});
    }
    double y = box.bottom() + below.height;
    if (!map.column_title.empty()) {
      canvas.text(box.x + box.width / 2, y + 12, map.column_title,
                  {.size = 13, .role = Role::kMuted, .align = "center"});
      y += 24;
    }
    draw_scale(canvas, kMargin, y + 18, map.scale_title);
    return static_cast<int>(y + 42);
  };
  Canvas trial(static_cast<int>(width), 0);  // the height depends on how the title wraps
  Canvas canvas(static_cast<int>(width), draw(trial));
  draw(canvas);
  return std::move(canvas).finish(name, title, alt);
}

std::string cell_label(int count, double share, const HeatMap& map) {
  auto number = count_text(count);
  const auto percent = percent_text(share);
  const double widest_line = std::max(text_width(number, map.font), text_width(percent, map.font));
  if (map.cell_height >= 2 * (map.font + 4) + 4 && widest_line + 4 <= map.cell_width) return number + "\n" + percent;
  if (map.cell_height >= map.font + 4 && text_width(number, map.font) + 2 <= map.cell_width) return number;
  return "";
}

}  // namespace

Chart confusion_chart(const ConfusionSpec& spec) {
  const auto classes = static_cast<int>(spec.labels.size());
  HeatMap map{"truth", "predicted", "share of the row", spec.labels, spec.labels, 0, 0, 13, {}};
  map.cell_width = classes <= 4 ? 130 : classes <= 12 ? 84 : classes <= 25 ? 40 : 15;
  map.cell_height = classes <= 12 ? 52 : classes <= 25 ? 28 : 15;
  map.font = classes <= 12 ? 13 : classes <= 25 ? 11 : 10;
  map.zeros_left_out = classes > 12;
  std::int64_t right = 0, all = 0;
  for (int truth = 0; truth < classes; ++truth) {
    const auto& counts = spec.counts[static_cast<std::size_t>(truth)];
    const auto row = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    all += row;
    right += counts[static_cast<std::size_t>(truth)];
    for (int predicted = 0; predicted < classes; ++predicted) {
      const int count = counts[static_cast<std::size_t>(predicted)];
      if (count == 0 && map.zeros_left_out) continue;
      const double share = share_of(count, row);
      map.cells.push_back({truth, predicted, share, cell_label(count, share, map)});
    }
  }
  const auto alt = fmt::format("Confusion matrix of {} labels: {} of {} rows on the diagonal ({})", classes,
                               count_text(right), count_text(all), percent_text(share_of(right, all)));
  return drawn(std::move(map), spec.name, spec.title, spec.subtitle, alt);
}

Chart association_chart(const AssociationSpec& spec) {
  std::vector<std::string> fields;
  for (const auto& cell : spec.cells) {
    for (const auto& field : {cell.first, cell.second}) {
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
  }
  const auto position = [&](const std::string& field) {
    return static_cast<int>(std::find(fields.begin(), fields.end(), field) - fields.begin());
  };
  HeatMap map{"", "", "Cramér's V", {fields.begin() + 1, fields.end()}, {fields.begin(), fields.end() - 1}, 130, 60,
              14, {}};
  std::string alt = "Cramér's V";
  for (const auto& cell : spec.cells) {
    const int first = std::min(position(cell.first), position(cell.second)),
              second = std::max(position(cell.first), position(cell.second));
    const auto label = fmt::format("{:.2f}{}", cell.strength, cell.beyond_chance ? "" : "\nmay be chance");
    map.cells.push_back({second - 1, first, cell.strength, label});
    alt += fmt::format("; {} and {} {:.2f}", cell.first, cell.second, cell.strength);
  }
  return drawn(std::move(map), spec.name, spec.title, spec.subtitle, alt);
}

}  // namespace smartdesk::charts
