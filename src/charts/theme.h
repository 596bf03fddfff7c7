// Colours by the part they play, light and dark. Hues after Okabe and Ito, "Color Universal Design", 2008: told apart
// by colour-blind readers.

#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "charts/chart.h"

namespace smartdesk::charts {

enum class Theme {
  kLight,
  kDark,
  kPage,  // SVG inside a page: colours are the page's CSS variables, see page_variables()
};

enum class Role {
  kBackground,
  kPanel,
  kInk,
  kMuted,
  kLine,
  kBar,
  kBest,
  kTied,
  kBehind,
  kBaseline,
  kNegative,
  kNeutral,
  kPositive,
  kCritical,
  kHigh,
  kMedium,
  kLow,
  kSeries1,
  kSeries2,
  kSeries3,
  kSeries4,
  kSeries5,
  kSeries6,
  kSeries7,
  kSeries8,
  kHeat0,
  kHeat1,
  kHeat2,
  kHeat3,
  kHeat4,
  kHeat5,
  kHeat6,
  kHeat7,
  kHeat8,
  kOnWeakHeat,
  kOnStrongHeat,
  kOnPale,  // text on sky blue, orange …
  kOnDeep,  // text on blue, vermillion …
};

inline constexpr int kHeatSteps = 9;

// The n-th colour of a series without an order of its own, from 0; they repeat after eight.
Role series_role(std::size_t n);

// What a text on this filling is to be written in.
Role text_on(Role filling);

// As it stands in a Chart's option.
std::string token(Role role);

// "#rrggbb"; of kPage a colour that stands for the variable until the SVG is finished.
std::string colour(Role role, Theme theme);

// The option with every token replaced by the theme's colour: ready for echarts.setOption. Texts are left alone.
boost::json::value themed_option(const Chart& chart, Theme theme);

// ":root{--c-ink:#…;…}" and the dark ones under prefers-color-scheme: the style sheet that kPage pictures need.
std::string page_variables();

// The CSS variables in place of kPage's stand-in colours.
std::string with_page_variables(std::string svg);

}  // namespace smartdesk::charts
