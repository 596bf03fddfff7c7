// A chart as a value: one definition that the page, the report and the picture are all made from.

#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace smartdesk::charts {

// option: ECharts option without functions, in which colours are roles ("role:ink", see theme.h) until a theme fills
// them in. Every text in it is plain text: labels that look like markup or templates are shown as they are.
struct Chart {
  std::string name;   // of its files: [a-z0-9_]+
  std::string title;  // says what is seen, a sentence
  std::string alt;    // for those who cannot see it: the main numbers
  int width = 0;      // of the drawing, CSS pixels
  int height = 0;
  boost::json::value option;
};

}  // namespace smartdesk::charts
