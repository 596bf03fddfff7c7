// Checks every kind of chart with ordinary and with hostile labels. With SMARTDESK_CHART_GALLERY=FOLDER, also writes
// the charts there as PNG, for inspection.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "charts/distribution_chart.h"
#include "charts/font_metrics.h"
#include "charts/heat_map_chart.h"
#include "charts/picture.h"
#include "charts/pie_chart.h"
#include "charts/renderer.h"
#include "charts/score_chart.h"
#include "charts/stacked_chart.h"
#include "charts/summary_chart.h"
#include "charts/time_chart.h"

namespace smartdesk::charts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kNasty{
    "<script>alert('1')</script>",
    "\"quoted\" & 'single'",
    "role:ink",
    "{b}: {c} {a|x}",
    "",
    "😀 emoji 👩‍👩‍👧 and 日本語のラベル",
    "A label that goes on and on, far longer than any product or category was ever meant to be called, really",
    "line\nbreak\ttab\x01\u202Egnp.exe",
    "bad \xff\xc3 bytes",
    "__proto__",
};

std::vector<Bar> nasty_bars() {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < kNasty.size(); ++i) bars.push_back({kNasty[i], static_cast<std::int64_t>(90 - 8 * i)});
  return bars;
}

const TaskDefinition& usual(std::string_view name) { return *find_task(default_taxonomy(), name); }

StackedSpec urgency_by_sentiment() {
  return {"urgency_by_sentiment",
          "Half of the Negative tickets are of High urgency, of the Positive ones one in ten",
          "share of sentiments within each urgency, 1,130 tickets",
          usual("urgency"),
          usual("sentiment"),
          {"Low", "Medium", "High"},
          {"Positive", "Negative", "Neutral"},
          {{160, 20, 85}, {199, 180, 131}, {9, 331, 15}}};
}

DistributionSpec sentiment() {
  return {"sentiment_distribution",
          "Negative sentiment is 47 % of tickets",
          "1,130 tickets with a sentiment",
          usual("sentiment"),
          {{"Positive", 368}, {"Negative", 531}, {"Neutral", 231}}};
}

DistributionSpec categories() {
  return {"category_distribution",
          "Technical Issue is the commonest of 8 categories: 33 % of tickets",
          "1,130 tickets with a category",
          usual("category"),
          {{"Technical Issue", 371},
           {"Account Access", 210},
           {"Billing", 158},
           {"Feature Request", 120},
           {"Bug Report", 101},
           {"Cancellation", 77},
           {"Shipping and Delivery", 60},
           {"Other", 33}}};
}

TimeSpec weeks(int count) {
  TimeSpec spec{"volume", "17 to 60 tickets a week, most in the week of 2026-W13", "whole ISO weeks", "week", {}};
  for (int i = 0; i < count; ++i) spec.periods.push_back({"2026-W" + std::to_string(10 + i), 17 + (i * 37) % 44});
  return spec;
}

ConfusionSpec confusion(int classes, const std::string& prefix) {
  ConfusionSpec spec{"confusion_" + std::to_string(classes),
                     "Most often Medium is taken for High: 21 of 226 rows",
                     "LinearSVC on urgency; rows are the truth, columns what was predicted",
                     {},
                     {}};
  for (int i = 0; i < classes; ++i) {
    spec.labels.push_back(prefix + std::to_string(i));
    spec.counts.emplace_back();
    for (int j = 0; j < classes; ++j) {
      const bool confused = classes < 20 || (i * 7 + j * 5) % 23 == 0;
      spec.counts.back().push_back(i == j ? 1200 / classes : confused ? (i * 7 + j * 5) % 11 : 0);
    }
  }
  return spec;
}

ScoreSpec scores() {
  const auto panel = [](const std::string& title, double baseline, double base) {
    ScorePanel result{title, baseline, {}};
    double value = base;
    for (const auto* name : {"LogReg", "NaiveBayes", "RandomForest", "LinearSVC", "XGBoost", "CatBoost"}) {
      result.scores.push_back(
          {name, value, value - 0.06, value + 0.05, value > base + 0.08 ? Standing::kTied : Standing::kBehind});
      value += 0.03;
    }
    result.scores[4].standing = Standing::kBest;
    result.scores[5].value.reset();
    return result;
  };
  return {"benchmark_f1_scores",
          "XGBoost is best on all three tasks, but not by more than chance",
          "macro F1 on 226 test rows a task, with 95 % intervals",
          "macro F1",
          {panel("sentiment", 0.21, 0.7), panel("urgency", 0.22, 0.45), panel("category", 0.05, 0.12)}};
}

AssociationSpec associations() {
  return {"associations",
          "Sentiment and urgency go together most: Cramér's V 0.41",
          "0: no association, 1: one decides the other; bias-corrected",
          {{"sentiment", "urgency", 0.41, true},
           {"sentiment", "category", 0.28, true},
           {"urgency", "category", 0.33, true},
           {"sentiment", "product", 0.04, false},
           {"urgency", "product", 0.02, false},
           {"category", "product", 0.11, true}}};
}

SummarySpec summary() {
  return {
      "executive_summary",
      "Support tickets at a glance: one in three is urgent, and most of those are unhappy",
      "tickets.csv, 2026-01-05 to 2026-03-29",
      {{"1,130", "tickets"}, {"47 %", "Negative"}, {"31 %", "of High urgency"}, {"8", "categories"}, {"94", "a week"}},
      {sentiment(), urgency_by_sentiment(), categories(),
       DistributionSpec{"product", "SmartHome Hub brings most tickets", "", {"product"}, nasty_bars()}, weeks(12),
       Statements{"What stands out",
                  {"Billing makes 14 % of tickets but 31 % of High urgency ones (44 of 142), 2.2 times its share.",
                   "Negative sentiment is 47 % of all tickets and 93 % of those of High urgency (331 of 355).",
                   "The week of 2026-W13 brought 60 tickets, 1.8 times the usual 33."}}}};
}

ScoreSpec nasty_scores() {
  ScoreSpec spec{"nasty_scores", kNasty[0] + kNasty[6] + kNasty[3], kNasty[6], "macro F1", {}};
  ScorePanel panel{kNasty[0] + kNasty[6], 0, {}};
  for (const auto& name : kNasty) panel.scores.push_back({name, 1.0, 0.99, 1.0, Standing::kTied});
  spec.panels = {panel};
  return spec;
}

std::vector<Chart> gallery() {
  std::vector<std::int64_t> ones(kNasty.size(), 11);
  ConfusionSpec nasty_confusion{"nasty_confusion", kNasty[6] + kNasty[0], kNasty[3], kNasty, {}};
  for (std::size_t i = 0; i < kNasty.size(); ++i) nasty_confusion.counts.push_back(std::vector<int>(kNasty.size(), 3));
  return {
      distribution_chart(sentiment()),
      distribution_chart(categories()),
      stacked_chart(urgency_by_sentiment()),
      pie_chart({"product_share", "SmartHome Hub brings a third of the tickets", "1,130 tickets with a product",
                 categories().bars}),
      time_chart(weeks(12)),
      time_chart({"volume_days", "Two tickets a day", "every day", "day", weeks(180).periods}),
      confusion_chart(confusion(3, "Label ")),
      confusion_chart(confusion(8, "Technical Issue ")),
      confusion_chart(confusion(77, "card_payment_not_recognised_")),
      association_chart(associations()),
      score_chart(scores()),
      summary_chart(summary()),
      distribution_chart({"nasty_distribution", kNasty[6] + kNasty[0], kNasty[3], {"product"}, nasty_bars()}),
      pie_chart({"pie_of_small_slices",
                 "One product brings most tickets",
                 "",
                 {{"First", 790},
                  {"Second", 40},
                  {"Third", 35},
                  {"Fourth", 31},
                  {"Fifth", 28},
                  {"Sixth", 26},
                  {"Seventh", 25},
                  {"Eighth", 5},
                  {"Ninth", 20}}}),
      pie_chart({"nasty_pie", kNasty[3], kNasty[0], nasty_bars()}),
      stacked_chart({"nasty_stacked",
                     kNasty[0],
                     "",
                     {"a"},
                     {"b"},
                     kNasty,
                     kNasty,
                     std::vector<std::vector<std::int64_t>>(kNasty.size(), ones)}),
      confusion_chart(nasty_confusion),
      score_chart(nasty_scores()),
  };
}

void show(const Chart& chart, const std::string& svg, const char* suffix) {
  const char* folder = std::getenv("SMARTDESK_CHART_GALLERY");
  if (folder == nullptr) return;
  std::ofstream(std::string(folder) + "/" + chart.name + suffix + ".svg") << svg;
  std::ofstream(std::string(folder) + "/" + chart.name + suffix + ".png", std::ios::binary) << png(svg, 1);
}

struct PlacedText {
  std::string words;
  double left, right, top, bottom;
};

double number_in(const std::string& text, const std::regex& pattern, double otherwise) {
  std::smatch found;
  return std::regex_search(text, found, pattern) ? std::stod(found[1]) : otherwise;
}

// The boxes of the horizontal texts.
std::vector<PlacedText> placed_texts(const std::string& svg) {
  static const std::regex element("<text([^>]*)transform=\"translate\\(([-0-9.]+) ([-0-9.]+)\\)\"[^>]*>([^<]*)</text>");
  static const std::regex size("([0-9.]+)px"), shift(" y=\"([-0-9.]+)\""), entity("&[a-z#0-9]+;");
  std::vector<PlacedText> texts;
  for (std::sregex_iterator it(svg.begin(), svg.end(), element), end; it != end; ++it) {
    const std::string attributes = (*it)[1], words = std::regex_replace((*it)[4].str(), entity, "<");
    const double font = number_in(attributes, size, 12);
    const auto weight = attributes.find("bold") == std::string::npos ? Weight::kNormal : Weight::kBold;
    const double width = text_width(words, font, weight);
    const double anchor = attributes.find("\"end\"") != std::string::npos      ? 1
                          : attributes.find("\"middle\"") != std::string::npos ? 0.5
                                                                               : 0;
    const double left = std::stod((*it)[2]) - anchor * width;
    const double middle = std::stod((*it)[3]) + number_in(attributes, shift, 0);
    texts.push_back({words, left, left + width, middle - 0.4 * font, middle + 0.4 * font});
  }
  return texts;
}

bool overlap(const PlacedText& a, const PlacedText& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

class ChartKinds : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    renderer = std::make_unique<Renderer>();
    for (const auto& chart : gallery()) drawn.emplace_back(chart, renderer->svg(chart, Theme::kLight));
  }
  static void TearDownTestSuite() {
    renderer.reset();
    drawn.clear();
  }
  static std::unique_ptr<Renderer> renderer;
  static std::vector<std::pair<Chart, std::string>> drawn;  // the gallery, light
};
std::vector<std::pair<Chart, std::string>> ChartKinds::drawn;
std::unique_ptr<Renderer> ChartKinds::renderer;

TEST_F(ChartKinds, AreAllDrawnInBothThemesAndAsPng) {
  for (const auto& [chart, light] : drawn) {
    for (const auto theme : {Theme::kLight, Theme::kDark}) {
      const auto svg = theme == Theme::kLight ? light : renderer->svg(chart, theme);
      show(chart, svg, theme == Theme::kLight ? "" : "_dark");
      EXPECT_THAT(svg, HasSubstr("fill=\"" + colour(Role::kInk, theme) + "\"")) << chart.name;
      EXPECT_THAT(svg, Not(HasSubstr("\"role:"))) << chart.name;
      EXPECT_EQ(png(svg, 0.2).substr(1, 3), "PNG") << chart.name;
    }
  }
}

TEST_F(ChartKinds, ShowLabelsThatLookLikeMarkupAsText) {
  for (const auto& [chart, svg] : drawn) {
    EXPECT_THAT(svg, Not(HasSubstr("<script"))) << chart.name;
    if (chart.name == "nasty_distribution") {
      EXPECT_THAT(svg, HasSubstr("&lt;script&gt;alert("));
      EXPECT_THAT(svg, HasSubstr("{b}: {c} {a|x}"));
      EXPECT_THAT(svg, HasSubstr(">role:ink<"));
      EXPECT_THAT(svg, HasSubstr("(none)"));
    }
  }
}

TEST_F(ChartKinds, ShowBracesInTheNamesOfSlices) {
  const auto svg = renderer->svg(pie_chart({"p", "t", "", {{"{b} {d} %", 3}, {"other", 2}}}), Theme::kLight);
  EXPECT_THAT(svg, HasSubstr("{b} {d} %"));
}

TEST_F(ChartKinds, KeepEveryTextInsideTheDrawing) {
  for (const auto& [chart, svg] : drawn) {
    const auto texts = placed_texts(svg);
    EXPECT_GT(texts.size(), 3U) << chart.name;
    for (const auto& text : texts) {
      EXPECT_GE(text.left, -0.5) << chart.name << ": " << text.words;
      EXPECT_LE(text.right, chart.width + 0.5) << chart.name << ": " << text.words;
      EXPECT_GE(text.top, 0) << chart.name << ": " << text.words;
      EXPECT_LE(text.bottom, chart.height) << chart.name << ": " << text.words;
    }
  }
}

TEST_F(ChartKinds, HaveNoOverlappingTexts) {
  for (const auto& [chart, svg] : drawn) {
    const auto texts = placed_texts(svg);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (std::size_t j = i + 1; j < texts.size(); ++j) {
        EXPECT_FALSE(overlap(texts[i], texts[j])) << chart.name << ": " << texts[i].words << " | " << texts[j].words;
      }
    }
  }
}

TEST_F(ChartKinds, HaveTheMainNumbersInTheirAltText) {
  EXPECT_EQ(distribution_chart(sentiment()).alt,
            "Negative 531 (47\u00a0%), Neutral 231 (20\u00a0%), Positive 368 (33\u00a0%)");
  EXPECT_THAT(score_chart(scores()).alt, HasSubstr("CatBoost did not run"));
  EXPECT_THAT(confusion_chart(confusion(3, "L")).alt, HasSubstr("1,200 of"));
}

TEST_F(ChartKinds, PrintTheNumberOnEveryBar) {
  const auto svg = renderer->svg(distribution_chart(sentiment()), Theme::kLight);
  for (const auto* number : {"531  (47", "231  (20", "368  (33"}) EXPECT_THAT(svg, HasSubstr(number));
}

TEST_F(ChartKinds, MergeTheRarestLabelsBeyondFifteenBars) {
  DistributionSpec spec{"many", "t", "", {"product"}, {}};
  for (int i = 0; i < 40; ++i) spec.bars.push_back({"p" + std::to_string(i), 100 - i});
  EXPECT_THAT(renderer->svg(distribution_chart(spec), Theme::kLight), HasSubstr(">26 others<"));
}

}  // namespace
}  // namespace smartdesk::charts
