#include "charts/summary_chart.h"

#include <algorithm>

#include "charts/internal/panels.h"

namespace smartdesk::charts {
namespace {

constexpr int kWidth = 1600, kHeight = 1000, kLowHeight = 660;
constexpr double kMargin = 40, kGap = 20, kPadding = 18;
constexpr std::size_t kMostFigures = 6, kMostPanels = 6, kMostBars = 8;

double draw_figures(Canvas& canvas, double top, const std::vector<KeyFigure>& figures) {
  constexpr double kHigh = 96;
  const auto shown = std::min(figures.size(), kMostFigures);
  if (shown == 0) return top;
  const double width = (kWidth - 2 * kMargin - kGap * static_cast<double>(shown - 1)) / static_cast<double>(shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Box card{kMargin + static_cast<double>(i) * (width + kGap), top, width, kHigh};
    const double room = width - 2 * kPadding;
    canvas.rectangle(card, Role::kPanel, 8);
    canvas.text(card.x + kPadding, card.y + 36, fit_text(plain_text(figures[i].figure), room, 34, Weight::kBold),
                {.size = 34, .weight = Weight::kBold});
    canvas.text(card.x + kPadding, card.y + 72, fit_text(plain_text(figures[i].caption), room, 15),
                {.size = 15, .role = Role::kMuted});
  }
  return top + kHigh + kGap;
}

void draw_statements(Canvas& canvas, const Box& box, const Statements& statements) {
  constexpr double kFont = 15, kLine = 21;
  double y = box.y + kLine / 2;
  for (const auto& sentence : statements.sentences) {
    const auto lines = wrap_text(plain_text(sentence), box.width - 18, kFont, 6);
    if (y + kLine * static_cast<double>(lines.size()) > box.bottom() + kLine / 2) return;
    canvas.rectangle({box.x, y - 4, 8, 8}, Role::kBar, 4);
    for (const auto& line : lines) {
      canvas.text(box.x + 18, y, line, {.size = kFont});
      y += kLine;
    }
    y += 9;
  }
}

struct Drawer {
  Canvas& canvas;
  Box box;

  Box below_heading(const std::string& title) const {
    const double top = canvas.heading(box, title, "", 17) + 6;
    return {box.x, top, box.width, box.bottom() - top};
  }
  void operator()(const DistributionSpec& spec) const {
    auto area = below_heading(spec.title);
    // A few bars keep their usual height instead of filling the panel.
    area.height = std::min(area.height, 58 * static_cast<double>(std::min(spec.bars.size(), kMostBars)));
    draw_distribution(canvas, area, spec, kMostBars);
  }
  void operator()(const StackedSpec& spec) const { draw_stacked(canvas, below_heading(spec.title), spec); }
  void operator()(const TimeSpec& spec) const { draw_time(canvas, below_heading(spec.title), spec); }
  void operator()(const Statements& statements) const {
    draw_statements(canvas, below_heading(statements.title), statements);
  }
};

}  // namespace

Chart summary_chart(const SummarySpec& spec) {
  const auto shown = std::min(spec.panels.size(), kMostPanels);
  const int sheet_height = shown <= 3 ? kLowHeight : kHeight;
  Canvas canvas(kWidth, sheet_height);
  double top = canvas.heading({kMargin, 24, kWidth - 2 * kMargin, 0}, spec.title, spec.subtitle, 28) + 10;
  top = draw_figures(canvas, top, spec.figures);
  const std::size_t across = shown <= 2 ? std::max<std::size_t>(shown, 1) : shown == 4 ? 2 : 3;
  const std::size_t down = std::max<std::size_t>(1, (shown + across - 1) / across);
  const double width = (kWidth - 2 * kMargin - kGap * static_cast<double>(across - 1)) / static_cast<double>(across);
  const double height =
      (sheet_height - kMargin + 10 - top - kGap * static_cast<double>(down - 1)) / static_cast<double>(down);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto row = i / across;
    const Box panel{kMargin + static_cast<double>(i % across) * (width + kGap),
                    top + static_cast<double>(row) * (height + kGap), width, height};
    canvas.rectangle(panel, Role::kPanel, 8);
    const Box inside{panel.x + kPadding, panel.y + 12, panel.width - 2 * kPadding, panel.height - 24};
    std::visit(Drawer{canvas, inside}, spec.panels[i]);
  }
  std::string alt = spec.subtitle;
  for (const auto& figure : spec.figures) alt += (alt.empty() ? "" : "; ") + figure.figure + " " + figure.caption;
  return std::move(canvas).finish(spec.name, spec.title, alt);
}

}  // namespace smartdesk::charts
