#include "charts/pie_chart.h"

#include "charts/internal/panels.h"
#include "charts/numbers.h"

namespace smartdesk::charts {

Chart pie_chart(const PieSpec& spec) {
  constexpr int kWidth = 960, kHeight = 540;
  constexpr double kMargin = 28, kFont = 14, kNameWidth = 200, kSmallestNamed = 0.02;
  constexpr std::size_t kMostSlices = 8;
  auto slices = spec.slices;
  put_in_order(TaskDefinition{}, slices);
  std::int64_t all = 0;
  for (const auto& slice : slices) all += slice.tickets;
  std::size_t large_enough = 0;
  while (large_enough < slices.size() && share_of(slices[large_enough].tickets, all) >= kSmallestNamed) ++large_enough;
  // A single small slice keeps its name; names of several would overlap.
  const auto most = std::min(kMostSlices, large_enough + 1);
  const bool shortened = slices.size() > most;
  slices = with_others(std::move(slices), most);

  Canvas canvas(kWidth, kHeight);
  const double top = canvas.heading({kMargin, 16, kWidth - 2 * kMargin, 0}, spec.title, spec.subtitle);
  const double centre = (top + kHeight) / 2;
  boost::json::array data;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const auto role = shortened && i + 1 == slices.size() ? Role::kBehind : series_role(i);
    const auto share = percent_text(share_of(slices[i].tickets, all));
    auto entry = datum(slices[i].tickets, role, "", Role::kInk);
    // The share is part of the name: in a label template, braces in a name would be commands.
    entry["name"] = fit_text(plain_text(slices[i].name), kNameWidth, kFont) + "\n" + count_text(slices[i].tickets) +
                    " (" + share + ")";
    entry.erase("label");
    data.push_back(std::move(entry));
  }
  canvas.series({{"type", "pie"},
                 {"center", {kWidth / 2, centre}},
                 {"radius", {86, (kHeight - top) / 2 - 40}},
                 {"startAngle", 90},
                 {"data", data},
                 {"itemStyle", {{"borderColor", token(Role::kBackground)}, {"borderWidth", 2}}},
                 {"label", {{"color", token(Role::kInk)}, {"fontSize", kFont}, {"lineHeight", 18}}},
                 {"labelLine", {{"length", 16}, {"length2", 14}, {"lineStyle", {{"color", token(Role::kMuted)}}}}}});
  canvas.text(kWidth / 2.0, centre - 11, count_text(all), {.size = 26, .weight = Weight::kBold, .align = "center"});
  canvas.text(kWidth / 2.0, centre + 16, "tickets", {.size = 14, .role = Role::kMuted, .align = "center"});
  return std::move(canvas).finish(spec.name, spec.title, in_words(slices));
}

}  // namespace smartdesk::charts
