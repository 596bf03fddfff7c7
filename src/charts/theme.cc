#include "charts/theme.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace smartdesk::charts {
namespace {

struct Colour {
  std::string_view name, light, dark;
};

// In the order of Role.
constexpr std::array kColours{
    Colour{"background", "#ffffff", "#14181d"},   Colour{"panel", "#f5f7f9", "#1e242b"},
    Colour{"ink", "#1b2128", "#eef1f4"},          Colour{"muted", "#59636e", "#a3adb8"},
    Colour{"line", "#d5dbe1", "#39424c"},         Colour{"bar", "#0072b2", "#4aa3dc"},
    Colour{"best", "#0072b2", "#4aa3dc"},         Colour{"tied", "#8fc3e6", "#2f6c96"},
    Colour{"behind", "#b9c1c9", "#59636e"},       Colour{"baseline", "#d55e00", "#f08a3c"},
    Colour{"negative", "#d55e00", "#e8762a"},     Colour{"neutral", "#b3b9c0", "#8b949e"},
    Colour{"positive", "#0072b2", "#3c97d3"},     Colour{"critical", "#a8457f", "#cc79a7"},
    Colour{"high", "#d55e00", "#e8762a"},         Colour{"medium", "#e69f00", "#e6a817"},
    Colour{"low", "#56b4e9", "#56b4e9"},          Colour{"series-1", "#0072b2", "#3c97d3"},
    Colour{"series-2", "#e69f00", "#e6a817"},     Colour{"series-3", "#009e73", "#1fb78c"},
    Colour{"series-4", "#d55e00", "#e8762a"},     Colour{"series-5", "#cc79a7", "#d08fb4"},
    Colour{"series-6", "#56b4e9", "#7cc6f0"},     Colour{"series-7", "#d9cc2e", "#f0e442"},
    Colour{"series-8", "#6b7580", "#97a1ab"},     Colour{"heat-0", "#f3f6f9", "#1e242b"},
    Colour{"heat-1", "#dfeaf4", "#1d3142"},       Colour{"heat-2", "#c6dcee", "#1e4059"},
    Colour{"heat-3", "#a5cbe6", "#205072"},       Colour{"heat-4", "#7fb5db", "#24638d"},
    Colour{"heat-5", "#4f97c9", "#3d80b0"},       Colour{"heat-6", "#2a7cb6", "#65a5d0"},
    Colour{"heat-7", "#0d639e", "#95c6e6"},       Colour{"heat-8", "#084b7c", "#c9e3f5"},
    Colour{"on-weak-heat", "#1b2128", "#eef1f4"}, Colour{"on-strong-heat", "#ffffff", "#101418"},
    Colour{"on-pale", "#1b2128", "#101418"},      Colour{"on-deep", "#ffffff", "#101418"},
};
static_assert(kColours.size() == static_cast<std::size_t>(Role::kOnDeep) + 1);

constexpr std::string_view kTokenPrefix = "role:";
constexpr std::string_view kStandIn = "#fe01";  // then the role's number, two hexadecimal digits

const Colour& colours_of(Role role) { return kColours[static_cast<std::size_t>(role)]; }

bool holds_a_colour(std::string_view key) {
  return key == "color" || key == "borderColor" || key == "backgroundColor" || key == "fill" || key == "stroke";
}

std::string colour_of_token(std::string_view text, Theme theme) {
  const auto name = text.substr(kTokenPrefix.size());
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    if (kColours[i].name == name) return colour(static_cast<Role>(i), theme);
  }
  return std::string(text);
}

void fill_in(boost::json::value& value, Theme theme) {
  if (auto* array = value.if_array()) {
    for (auto& element : *array) fill_in(element, theme);
  } else if (auto* object = value.if_object()) {
    for (auto& [key, member] : *object) {
      const auto* text = member.if_string();
      if (text != nullptr && holds_a_colour(key) && text->starts_with(kTokenPrefix)) {
        member = colour_of_token(*text, theme);
      } else {
        fill_in(member, theme);
      }
    }
  }
}

std::string variables(Theme theme) {
  std::string css = ":root{";
  for (const auto& entry : kColours) {
    css += fmt::format("--c-{}:{};", entry.name, theme == Theme::kDark ? entry.dark : entry.light);
  }
  return css + "}";
}

}  // namespace

Role series_role(std::size_t n) { return static_cast<Role>(static_cast<std::size_t>(Role::kSeries1) + n % 8); }

Role text_on(Role filling) {
  switch (filling) {
    case Role::kNegative:
    case Role::kPositive:
    case Role::kCritical:
    case Role::kHigh:
    case Role::kBar:
    case Role::kBest:
    case Role::kSeries1:
    case Role::kSeries3:
    case Role::kSeries4:
    case Role::kSeries8:
      return Role::kOnDeep;
    case Role::kHeat5:
    case Role::kHeat6:
    case Role::kHeat7:
    case Role::kHeat8:
      return Role::kOnStrongHeat;
    case Role::kHeat0:
    case Role::kHeat1:
    case Role::kHeat2:
    case Role::kHeat3:
    case Role::kHeat4:
      return Role::kOnWeakHeat;
    default:
      return Role::kOnPale;
  }
}

std::string token(Role role) { return std::string(kTokenPrefix) + std::string(colours_of(role).name); }

std::string colour(Role role, Theme theme) {
  if (theme == Theme::kPage) return fmt::format("{}{:02x}", kStandIn, static_cast<int>(role));
  return std::string(theme == Theme::kDark ? colours_of(role).dark : colours_of(role).light);
}

boost::json::value themed_option(const Chart& chart, Theme theme) {
  auto option = chart.option;
  fill_in(option, theme);
  return option;
}

std::string page_variables() {
  return variables(Theme::kLight) + "\n@media screen and (prefers-color-scheme:dark){" + variables(Theme::kDark) +
         "}\n";
}

std::string with_page_variables(std::string svg) {
  // Quotes are escaped in an SVG's texts, so a quoted colour is always an attribute.
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    const auto stand_in = '"' + colour(static_cast<Role>(i), Theme::kPage) + '"';
    const auto variable = fmt::format("\"var(--c-{})\"", kColours[i].name);
    for (auto at = svg.find(stand_in); at != std::string::npos; at = svg.find(stand_in, at + variable.size())) {
      svg.replace(at, stand_in.size(), variable);
    }
  }
  return svg;
}

}  // namespace smartdesk::charts
