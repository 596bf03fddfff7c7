// A chart as a value. The dashboard page, the report and the picture are made from the same definition.

#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace smartdesk::charts {

// option: ECharts option without functions. Colours are roles ("role:ink", see theme.h), which a theme replaces. Every
// text is plain text: labels that look like markup or templates are shown unchanged.
struct Chart {
  std::string name;   // name of its files: [a-z0-9_]+
  std::string title;  // a sentence that states what the chart shows
  std::string alt;    // text alternative: the main numbers
  int width = 0;      // of the drawing, CSS pixels
  int height = 0;
  boost::json::value option;
};

}  // namespace smartdesk::charts
