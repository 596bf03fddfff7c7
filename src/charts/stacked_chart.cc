#include "charts/stacked_chart.h"

#include <algorithm>
#include <numeric>

#include "charts/field_order.h"
#include "charts/internal/panels.h"
#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

constexpr int kWidth = 960;
constexpr double kMargin = 28, kFont = 13;
constexpr std::size_t kMostColumns = 8;

// The table in display order, with the columns beyond the eighth merged.
struct Table {
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::int64_t>> tickets;
  std::int64_t sum(std::size_t row) const {
    return std::accumulate(tickets[row].begin(), tickets[row].end(), std::int64_t{0});
  }
};

std::vector<std::size_t> positions(const std::vector<std::string>& labels, const std::vector<std::string>& ordered) {
  std::vector<std::size_t> result;
  for (const auto& label : ordered) {
    result.push_back(static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin()));
  }
  return result;
}

Table in_order(const StackedSpec& spec) {
  Table table{spec.rows, spec.columns, {}};
  put_in_order(spec.row_task, table.rows);
  put_in_order(spec.column_task, table.columns);
  const auto columns = positions(spec.columns, table.columns);
  for (const auto row : positions(spec.rows, table.rows)) {
    std::vector<std::int64_t> tickets;
    for (const auto column : columns) tickets.push_back(spec.tickets[row][column]);
    table.tickets.push_back(std::move(tickets));
  }
  if (table.columns.size() > kMostColumns) {
    table.columns[kMostColumns - 1] =
        count_text(static_cast<std::int64_t>(table.columns.size() - kMostColumns + 1)) + " others";
    table.columns.resize(kMostColumns);
    for (auto& row : table.tickets) {
      row[kMostColumns - 1] = std::accumulate(row.begin() + kMostColumns - 1, row.end(), std::int64_t{0});
      row.resize(kMostColumns);
    }
  }
  return table;
}

// As much text as fits into the segment.
std::string segment_label(std::int64_t tickets, double share, double width) {
  auto percent = percent_text(share);
  auto both = count_text(tickets) + " (" + percent + ")";
  if (text_width(both, kFont) + 8 <= width) return both;
  return text_width(percent, kFont) + 6 <= width ? percent : "";
}

std::string described(const Table& table) {
  std::string words;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::vector<Bar> bars;
    for (std::size_t i = 0; i < table.columns.size(); ++i) bars.push_back({table.columns[i], table.tickets[row][i]});
    words += (words.empty() ? "" : "; ") + plain_text(table.rows[row]) + ": " + in_words(bars);
  }
  return words;
}

}  // namespace

void draw_stacked(Canvas& canvas, const Box& box, const StackedSpec& spec) {
  const auto table = in_order(spec);
  const auto roles = label_roles(spec.column_task, table.columns);
  std::vector<Canvas::Key> keys;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    keys.push_back({table.columns[i], roles[i]});
  }
  const double top = canvas.legend(box, keys) + 8;

  std::vector<std::string> names;
  for (const auto& row : fitted(table.rows, box.width * 0.3, kFont)) {
    names.push_back(row + " (" + count_text(table.sum(names.size())) + ")");
  }
  const double left = widest(names, kFont, box.width) + 12;
  const Box plot_box{box.x + left, top, box.width - left - 18, box.bottom() - top - 44};
  const int plot = canvas.horizontal_plot(plot_box, names, kFont,
                                          {.name = "share of the tickets in the row", .maximum = 100, .percent = true});
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    boost::json::array data;
    const auto role = keys[column].role;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const double share = share_of(table.tickets[row][column], table.sum(row));
      data.push_back(datum(100 * share, role, segment_label(table.tickets[row][column], share, share * plot_box.width),
                           text_on(role)));
    }
    canvas.series({{"type", "bar"},
                   {"stack", "all"},
                   {"xAxisIndex", plot},
                   {"yAxisIndex", plot},
                   {"data", data},
                   {"barCategoryGap", "24%"},
                   {"itemStyle", {{"borderColor", token(Role::kBackground)}, {"borderWidth", 1}}},
                   {"label", {{"show", true}, {"position", "inside"}, {"fontSize", kFont}}}});
  }
}

Chart stacked_chart(const StackedSpec& spec) {
  const auto draw = [&](Canvas& canvas) {
    const Box page{kMargin, 16, kWidth - 2 * kMargin, 0};
    const double top = canvas.heading(page, spec.title, spec.subtitle) + 6;
    const Box box{kMargin, top, page.width, 80 + 48 * static_cast<double>(spec.rows.size())};
    draw_stacked(canvas, box, spec);
    return static_cast<int>(box.bottom() + 12);
  };
  Canvas trial(kWidth, 0);  // the height depends on how the title wraps
  Canvas canvas(kWidth, draw(trial));
  draw(canvas);
  return std::move(canvas).finish(spec.name, spec.title, described(in_order(spec)));
}

}  // namespace smartdesk::charts
