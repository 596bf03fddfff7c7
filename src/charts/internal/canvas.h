// The layout of a chart: builds an ECharts option in pixels from the upper left corner.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "charts/chart.h"
#include "charts/font_metrics.h"
#include "charts/theme.h"

namespace smartdesk::charts {

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

struct TextStyle {
  double size = 13;
  Role role = Role::kInk;
  Weight weight = Weight::kNormal;
  std::string_view align = "left";  // or center, right: of x
  double rotation = 0;              // radians, anticlockwise, around (x, y)
};

// An axis that counts or measures, from zero.
struct ValueAxis {
  std::string name;    // with its unit; empty: none
  double maximum = 0;  // 0: ECharts chooses
  bool percent = false;
  bool hidden = false;  // if every bar shows its number
  int ticks = 5;
};

class Canvas {
 public:
  Canvas(int width, int height);

  // One line, vertically centred on y. The caller fits the text.
  void text(double x, double y, std::string_view text, const TextStyle& style);

  void rectangle(const Box& box, Role fill, double radius = 0);

  // Each adds a plot and returns the index that series need as xAxisIndex and yAxisIndex.
  // names run from top to bottom, values from left to right.
  int horizontal_plot(const Box& box, const std::vector<std::string>& names, double font_size, const ValueAxis& axis);
  // names run from left to right, and every `step`-th is shown; values run from bottom to top.
  int vertical_plot(const Box& box, const std::vector<std::string>& names, int step, const ValueAxis& axis);
  // Categories on both axes; draws only the cells.
  int cell_plot(const Box& box, int columns, int rows);

  void series(boost::json::object series);

  // A title of up to two lines and a subtitle; returns the y below which the chart may begin.
  double heading(const Box& box, std::string_view title, std::string_view subtitle, double size = 19);

  // Coloured squares with names, in as many rows as they need, from (x, y) on; returns the y below them.
  struct Key {
    std::string name;
    Role role;
  };
  double legend(const Box& box, const std::vector<Key>& keys);

  Chart finish(std::string name, const std::string& title, std::string alt) &&;

 private:
  int add_grid(const Box& box);

  int width_, height_;
  boost::json::array graphic_, grids_, x_axes_, y_axes_, series_;
};

// A series' datum with its own colour and label.
boost::json::object datum(boost::json::value value, Role role, std::string_view label, Role label_role);

// The widest of the names, at most limit; 0 for none.
double widest(const std::vector<std::string>& names, double font_size, double limit);

// plain_text, then fitted.
std::vector<std::string> fitted(const std::vector<std::string>& names, double width, double font_size);

}  // namespace smartdesk::charts
