// Colours by role, light and dark. Hues after Okabe and Ito, "Color Universal Design", 2008, which colour-blind readers
// can distinguish.

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

// The n-th colour, from 0, of a series without a fixed order. Colours repeat after eight.
Role series_role(std::size_t n);

// The colour of text on this filling.
Role text_on(Role filling);

// The role as text in a Chart's option.
std::string token(Role role);

// "#rrggbb"; for kPage a placeholder, which with_page_variables() replaces.
std::string colour(Role role, Theme theme);

// The option with every token replaced by the theme's colour, ready for echarts.setOption. Texts are unchanged.
boost::json::value themed_option(const Chart& chart, Theme theme);

// The style sheet that kPage pictures need: ":root{--c-ink:#…;…}", and the dark colours under prefers-color-scheme.
std::string page_variables();

// Replaces kPage's placeholder colours by the CSS variables.
std::string with_page_variables(std::string svg);

}  // namespace smartdesk::charts
