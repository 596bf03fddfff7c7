#include "core/taxonomy.h"

#include <gtest/gtest.h>

namespace smartdesk {
namespace {

const TaskDefinition& usual(std::string_view name) { return *find_task(default_taxonomy(), name); }

TaskDefinition task_with(const std::string& name, const std::vector<std::string>& labels, bool ordered) {
  TaskDefinition task{name};
  for (const auto& label : labels) task.labels.push_back({label});
  task.ordered = ordered;
  return task;
}

std::vector<Tone> tones(const TaskDefinition& task) {
  std::vector<Tone> result;
  for (const auto& label : task.labels) result.push_back(label.tone);
  return result;
}

TEST(Taxonomy, ScalesContainTheLabelsInTheSameOrder) {
  for (const auto& task : default_taxonomy().tasks) {
    std::size_t last = 0;
    for (const auto& label : task.labels) {
      const auto place = position_of(task, label.name);
      ASSERT_TRUE(place) << label.name;
      EXPECT_GE(*place, last) << label.name;
      EXPECT_EQ(known_labels(task)[*place].tone, label.tone) << label.name;
      last = *place;
    }
  }
}

TEST(Taxonomy, FindsLabelsWhateverTheirCase) {
  EXPECT_EQ(position_of(usual("urgency"), "LOW"), 0U);
  EXPECT_EQ(position_of(usual("urgency"), "critical"), 5U);
  EXPECT_EQ(position_of(usual("urgency"), "Critical\u00A0"), 5U);
  EXPECT_TRUE(labels_like_none(default_taxonomy()).empty());
  EXPECT_EQ(labels_like_none({{{"risk", "", {{"None"}, {"some"}}}}}), std::vector<std::string>{"None"});
  EXPECT_EQ(position_of(usual("category"), "critical"), std::nullopt);
}

TEST(Taxonomy, FindsTasksByName) {
  EXPECT_EQ(find_task(default_taxonomy(), "team"), nullptr);
  EXPECT_EQ(task_names(default_taxonomy()), (std::vector<std::string>{"sentiment", "urgency", "category"}));
}

TEST(Taxonomy, KnowsWhichTasksHaveBadNewsAndAnOrder) {
  EXPECT_TRUE(has_bad_news(usual("sentiment")));
  EXPECT_TRUE(has_bad_news(usual("urgency")));
  EXPECT_FALSE(has_bad_news(usual("category")));
  EXPECT_TRUE(has_fixed_order(usual("sentiment")));
  EXPECT_FALSE(has_fixed_order(usual("category")));
}

TEST(Taxonomy, NamesTones) {
  for (const auto tone : {Tone::kNeutral, Tone::kGood, Tone::kBad}) EXPECT_EQ(tone_named(name_of(tone)), tone);
  EXPECT_EQ(tone_named("awful"), std::nullopt);
}

TEST(UsualTones, ComeFromTheDefaultTaskOfThatName) {
  const auto task = with_usual_tones(task_with("sentiment", {"positive", "negative", "mixed"}, false));
  EXPECT_EQ(tones(task), (std::vector<Tone>{Tone::kGood, Tone::kBad, Tone::kNeutral}));
  const auto degrees = with_usual_tones(task_with("urgency", {"Low", "High", "Critical"}, true));
  EXPECT_EQ(tones(degrees), (std::vector<Tone>{Tone::kNeutral, Tone::kBad, Tone::kBad}));
  EXPECT_EQ(degrees.scale, usual("urgency").scale);
}

TEST(UsualTones, MakeTheStrongestLabelOfAnOrderedTaskBadNews) {
  EXPECT_EQ(tones(with_usual_tones(task_with("risk", {"none", "some", "grave"}, true))),
            (std::vector<Tone>{Tone::kNeutral, Tone::kNeutral, Tone::kBad}));
  EXPECT_EQ(tones(with_usual_tones(task_with("team", {"billing", "network"}, false))),
            (std::vector<Tone>{Tone::kNeutral, Tone::kNeutral}));
}

}  // namespace
}  // namespace smartdesk
