#include "text/frame.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "text/near_duplicates.h"

namespace smartdesk::text {
namespace {

// For each text the position of the one that it nearly repeats, given the frame of all.
std::vector<std::optional<std::size_t>> repeats_in(const std::vector<std::string>& texts) {
  Frame frame;
  for (const auto& text : texts) frame.add(text);
  NearDuplicates seen({}, &frame);
  std::vector<std::optional<std::size_t>> repeats;
  std::vector<std::size_t> remembered;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto match = seen.match_or_add(texts[i]);
    repeats.push_back(match ? std::optional(remembered[*match]) : std::nullopt);
    if (!match) remembered.push_back(i);
  }
  return repeats;
}

std::string in_form(const std::string& message) {
  return "Repair desk of the Harbour Library\nHow to reach you: by telephone\nOpening hours accepted: yes\n"
         "Please fill in every line of this form and describe in your own words what is broken, where it is and since "
         "when, so that the caretaker can bring the right tools on the first visit and does not have to come twice. "
         "You get an answer within two working days; for burst pipes and broken locks call the porter at once.\n"
         "What is broken: " +
         message;
}

const std::vector<std::string> kMessages = {
    "the lamp over desk nine flickers", "a window does not close",   "no warm water",
    "the lift smells of smoke",         "my chair has lost a wheel", "the copier eats paper"};

TEST(Frame, KeepsDifferentMessagesInOneFormApart) {
  std::vector<std::string> texts;
  for (const auto& message : kMessages) texts.push_back(in_form(message));
  for (const auto& repeat : repeats_in(texts)) EXPECT_EQ(repeat, std::nullopt);
}

TEST(Frame, LetsTheSameMessageInOneFormBeARepeat) {
  std::vector<std::string> texts;
  for (const auto& message : kMessages) texts.push_back(in_form(message));
  texts.push_back(in_form("A window does NOT close!!"));
  EXPECT_EQ(repeats_in(texts).back(), 1U);
}

TEST(Frame, IsFoundWithoutLineBreaks) {
  std::vector<std::string> texts;
  for (const auto& message : kMessages) {
    texts.push_back(in_form(message));
    for (auto& c : texts.back()) c = c == '\n' ? ' ' : c;
  }
  for (const auto& repeat : repeats_in(texts)) EXPECT_EQ(repeat, std::nullopt);
}

TEST(Frame, IsNothingThatOnlyAFewTextsShare) {
  const std::string text =
      "On Monday the heating in the reading room stopped, and since then we wear our coats while we read the papers "
      "that you keep for us on the shelf beside the door to the garden";
  EXPECT_EQ(repeats_in({text + ".", text + ", thanks"}).back(), 0U);
}

TEST(Frame, IsNoEverydayPhrase) {
  std::vector<std::string> texts;
  for (const char* end : {"lamp", "chair", "door", "window", "shelf", "copier"}) {
    texts.push_back(std::string("I would like to know whether you have mended the ") + end);
    texts.push_back(std::string("Please let me know as soon as possible about the ") + end);
  }
  texts.push_back(
      "Good morning, I would like to know whether you have the second volume. Please let me know as soon as possible "
      "about it");
  texts.push_back(texts.back() + " all");
  EXPECT_EQ(repeats_in(texts).back(), texts.size() - 2);
}

TEST(Frame, CountsTextsWithTheSameWordsOnce) {
  const std::string text =
      "On Monday the heating in the reading room stopped, and since then we wear our coats while we read the papers "
      "that you keep for us on the shelf beside the door to the garden";
  EXPECT_EQ(repeats_in({text, text + ".", text + "!", text + "?", text + " - ", text + ";", text + ", thanks"}).back(),
            0U);
}

TEST(Frame, ComparesWholeTextsThatAreAllFrame) {
  std::vector<std::string> texts;
  for (const auto& message : kMessages) texts.push_back(in_form(message));
  texts.push_back(in_form(""));
  texts.push_back(in_form("!"));
  EXPECT_EQ(repeats_in(texts).back(), 6U);
}

TEST(Frame, TakesTensOfThousandsOfTextsInOneForm) {
  Frame frame;
  const auto text = [](int i) { return in_form("shelf number " + std::to_string(i * 7919) + " wobbles"); };
  constexpr int kTexts = 20'000;
  for (int i = 0; i < kTexts; ++i) frame.add(text(i));
  NearDuplicates seen({}, &frame);
  for (int i = 0; i < kTexts; ++i) ASSERT_EQ(seen.match_or_add(text(i)), std::nullopt) << i;
}

}  // namespace
}  // namespace smartdesk::text
