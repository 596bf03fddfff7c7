#include "charts/internal/canvas.h"

#include <fmt/format.h>

#include <algorithm>

namespace smartdesk::charts {
namespace {

namespace json = boost::json;

constexpr double kAxisFont = 12;

json::object label_style(double size, Role role) {
  return {{"fontSize", size}, {"color", token(role)}, {"fontFamily", kFontFamily}};
}

// Has positions only; names are drawn as texts. ECharts uses category names as keys, and shortened names may be equal.
json::object name_axis(int grid, std::size_t count) {
  json::array positions;
  for (std::size_t i = 0; i < count; ++i) positions.push_back(i);
  return {{"type", "category"},
          {"gridIndex", grid},
          {"data", positions},
          {"axisTick", {{"show", false}}},
          {"axisLine", {{"lineStyle", {{"color", token(Role::kLine)}}}}},
          {"axisLabel", {{"show", false}}}};
}

json::object value_axis(int grid, const ValueAxis& axis) {
  auto style = label_style(kAxisFont, Role::kMuted);
  style["show"] = !axis.hidden;
  style["hideOverlap"] = true;
  if (axis.percent) style["formatter"] = "{value}\u00a0%";
  json::object result{{"type", "value"},
                      {"gridIndex", grid},
                      {"min", 0},
                      {"splitNumber", axis.ticks},
                      {"minInterval", axis.maximum > 0 ? 0 : 1},
                      {"axisLabel", style},
                      {"axisLine", {{"show", false}}},
                      {"axisTick", {{"show", false}}},
                      {"splitLine", {{"show", !axis.hidden}, {"lineStyle", {{"color", token(Role::kLine)}}}}}};
  if (axis.maximum > 0) {
    result["max"] = axis.maximum;
    result["interval"] = axis.maximum / axis.ticks;
  }
  if (!axis.hidden && !axis.name.empty()) {
    result["name"] = axis.name;
    result["nameLocation"] = "middle";
    result["nameTextStyle"] = label_style(kAxisFont, Role::kMuted);
  }
  return result;
}

}  // namespace

Canvas::Canvas(int width, int height) : width_(width), height_(height) {}

void Canvas::text(double x, double y, std::string_view text, const TextStyle& style) {
  const auto weight = style.weight == Weight::kBold ? "bold" : "normal";
  graphic_.push_back({{"type", "text"},
                      {"silent", true},
                      {"x", x},
                      {"y", y},
                      {"z", 10},
                      {"rotation", style.rotation},
                      {"style",
                       {{"text", text},
                        {"font", fmt::format("{} {}px {}", weight, style.size, kFontFamily)},
                        {"fill", token(style.role)},
                        {"align", style.align},
                        {"verticalAlign", "middle"}}}});
}

void Canvas::rectangle(const Box& box, Role fill, double radius) {
  graphic_.push_back(
      {{"type", "rect"},
       {"silent", true},
       {"z", -10},
       {"shape", {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}, {"r", radius}}},
       {"style", {{"fill", token(fill)}}}});
}

int Canvas::add_grid(const Box& box) {
  grids_.push_back({{"left", box.x}, {"top", box.y}, {"width", box.width}, {"height", box.height}});
  return static_cast<int>(grids_.size()) - 1;
}

int Canvas::horizontal_plot(const Box& box, const std::vector<std::string>& names, double font_size,
                            const ValueAxis& axis) {
  const int grid = add_grid(box);
  auto values = value_axis(grid, axis);
  values["nameGap"] = 28;
  x_axes_.push_back(values);
  auto categories = name_axis(grid, names.size());
  categories["inverse"] = true;
  y_axes_.push_back(categories);
  const double step = box.height / static_cast<double>(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    text(box.x - 8, box.y + (static_cast<double>(i) + 0.5) * step, names[i], {.size = font_size, .align = "right"});
  }
  return grid;
}

int Canvas::vertical_plot(const Box& box, const std::vector<std::string>& names, int step, const ValueAxis& axis) {
  const int grid = add_grid(box);
  x_axes_.push_back(name_axis(grid, names.size()));
  const double slot = box.width / static_cast<double>(names.size());
  for (std::size_t i = 0; i < names.size(); i += static_cast<std::size_t>(step)) {
    text(box.x + (static_cast<double>(i) + 0.5) * slot, box.bottom() + 14, names[i],
         {.size = kAxisFont, .align = "center"});
  }
  auto values = value_axis(grid, axis);
  values["nameGap"] = 46;
  y_axes_.push_back(values);
  return grid;
}

int Canvas::cell_plot(const Box& box, int columns, int rows) {
  const int grid = add_grid(box);
  const auto bare = [&](int count) {
    auto axis = name_axis(grid, static_cast<std::size_t>(count));
    axis["show"] = false;
    return axis;
  };
  x_axes_.push_back(bare(columns));
  auto vertical = bare(rows);
  vertical["inverse"] = true;
  y_axes_.push_back(vertical);
  return grid;
}

void Canvas::series(json::object series) {
  series["silent"] = true;
  series["animation"] = false;
  series["progressive"] = 0;  // draw everything at once: there is only one frame
  series["emphasis"] = {{"disabled", true}};
  series_.push_back(std::move(series));
}

double Canvas::heading(const Box& box, std::string_view title, std::string_view subtitle, double size) {
  double y = box.y + size * 0.7;
  for (const auto& line : wrap_text(plain_text(title), box.width, size, 2, Weight::kBold)) {
    text(box.x, y, line, {.size = size, .weight = Weight::kBold});
    y += size * 1.3;
  }
  if (!subtitle.empty()) {
    const double small = std::max(12.0, size * 0.7);
    for (const auto& line : wrap_text(plain_text(subtitle), box.width, small, 2)) {
      text(box.x, y, line, {.size = small, .role = Role::kMuted});
      y += small * 1.4;
    }
  }
  return y;
}

double Canvas::legend(const Box& box, const std::vector<Key>& keys) {
  constexpr double kRow = 22, kSquare = 12, kGap = 22, kFont = 13;
  double x = box.x, y = box.y + kRow / 2;
  for (const auto& key : keys) {
    const auto name = fit_text(plain_text(key.name), std::min(240.0, box.width - kSquare - 8), kFont);
    const double needed = kSquare + 7 + text_width(name, kFont);
    if (x > box.x && x + needed > box.right()) {
      x = box.x;
      y += kRow;
    }
    rectangle({x, y - kSquare / 2, kSquare, kSquare}, key.role, 2);
    text(x + kSquare + 7, y, name, {.size = kFont});
    x += needed + kGap;
  }
  return y + kRow / 2;
}

Chart Canvas::finish(std::string name, const std::string& title, std::string alt) && {
  Chart chart{std::move(name), plain_text(title), std::move(alt), width_, height_, {}};
  chart.option = json::object{{"animation", false},
                              {"backgroundColor", token(Role::kBackground)},
                              {"textStyle", {{"fontFamily", kFontFamily}}},
                              {"graphic", {{"elements", std::move(graphic_)}}},
                              {"grid", std::move(grids_)},
                              {"xAxis", std::move(x_axes_)},
                              {"yAxis", std::move(y_axes_)},
                              {"series", std::move(series_)}};
  return chart;
}

json::object datum(json::value value, Role role, std::string_view label, Role label_role) {
  json::object result{{"value", std::move(value)}, {"itemStyle", {{"color", token(role)}}}};
  json::object style{{"show", !label.empty()}};
  if (!label.empty()) {
    style["formatter"] = label;
    style["color"] = token(label_role);
  }
  result["label"] = std::move(style);
  return result;
}

double widest(const std::vector<std::string>& names, double font_size, double limit) {
  double width = 0;
  for (const auto& name : names) width = std::max(width, text_width(name, font_size));
  return std::min(width, limit);
}

std::vector<std::string> fitted(const std::vector<std::string>& names, double width, double font_size) {
  std::vector<std::string> result;
  for (const auto& name : names) result.push_back(fit_text(plain_text(name), width, font_size));
  return result;
}

}  // namespace smartdesk::charts
