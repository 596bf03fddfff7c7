#include "report/overview_report.h"

#include <filesystem>

#include "charts/numbers.h"
#include "report/document.h"
#include "report/drawings.h"
#include "report/insights.h"
#include "report/overview_charts.h"

namespace smartdesk::report {
namespace {

Document begin_document(const Overview& overview, const Insights& insights) {
  Document document{charts::count_text(overview.tickets) + " support tickets",
                    std::filesystem::path(overview.path).filename().string(),
                    {}};
  if (const auto period = period_of(overview); !period.empty()) document.subtitle += ", " + period;
  document.blocks.push_back(Figures{key_figures(overview)});
  document.blocks.push_back(Heading{"What stands out"});
  if (!insights.found.empty()) {
    Bullets bullets;
    for (const auto& insight : insights.found) bullets.items.push_back(insight.text);
    document.blocks.push_back(std::move(bullets));
  }
  document.blocks.push_back(Paragraph{insights.conclusion});
  return document;
}

TextTable counts_table(const std::string& field, const std::vector<Count>& counts) {
  constexpr std::size_t kMostRows = 40;
  TextTable table{{{field}, {"tickets", true}, {"share", true}}, {}, {}};
  std::int64_t all = 0, shown = 0;
  for (const auto& count : counts) all += count.tickets;
  for (std::size_t i = 0; i < counts.size() && i < kMostRows; ++i) {
    shown += counts[i].tickets;
    table.rows.push_back({counts[i].name, charts::count_text(counts[i].tickets),
                          charts::percent_text(charts::share_of(counts[i].tickets, all))});
  }
  if (counts.size() > kMostRows) {
    table.rows.push_back({charts::count_text(std::ssize(counts) - static_cast<std::ptrdiff_t>(kMostRows)) + " others",
                          charts::count_text(all - shown), charts::percent_text(charts::share_of(all - shown, all))});
  }
  return table;
}

void add_numbers(Document& document, const Overview& overview) {
  document.blocks.push_back(Heading{"The numbers"});
  for (const auto& [task, counts] : overview.tasks) {
    if (!counts.empty()) document.blocks.push_back(counts_table(task.name, counts));
  }
  for (const auto& [field, counts] : {std::pair("product", &overview.product), std::pair("channel", &overview.channel),
                                      std::pair("language", &overview.language)}) {
    if (!counts->empty()) document.blocks.push_back(counts_table(field, *counts));
  }
}

}  // namespace

void write_overview(const Overview& overview, const std::string& dir, const Run& run) {
  const auto insights = find_insights(overview);
  const auto charts = overview_charts(overview, insights);
  auto document = begin_document(overview, insights);

  OutputFolder folder(dir);
  Drawings drawings(folder, run, charts.charts.size() + 1);
  // The page contains everything in the summary; the image is for slides and mails.
  const auto summary = drawings.draw(charts.summary, charts.summary.name);
  document.blocks.push_back(Links{{{"Executive summary as one picture", summary.file + ".png"}}});
  for (const auto& chart : charts.charts) document.blocks.push_back(drawings.draw(chart, chart.name));
  if (!charts.left_out.empty()) document.blocks.push_back(Bullets{charts.left_out});
  add_numbers(document, overview);
  folder.write("report.md", as_markdown(document));
  folder.write("report.html", as_html(document));
  folder.commit();
}

}  // namespace smartdesk::report
