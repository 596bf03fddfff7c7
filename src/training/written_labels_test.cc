#include "training/written_labels.h"

#include <gmock/gmock.h>

#include <functional>

#include "core/random.h"
#include "support/runs.h"
#include "training/audit.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kLabels[] = {"Refund", "Technical Support", "order_status"};
constexpr const char* kTexts[] = {"please return my money for the lamp", "the app closes when I tap save",
                                  "my parcel has been on its way for a week"};

using MakeText = std::function<std::string(const std::string& text, const std::string& label, int row)>;

Dataset tickets(const MakeText& make, int rows = 90) {
  Dataset dataset{"in.csv", {"topic"}, {}, {}, {""}};
  for (int i = 0; i < rows; ++i) {
    const auto kind = static_cast<std::size_t>(i % 3);
    DatasetRow row;
    row.line = static_cast<std::uint64_t>(i) + 2;
    row.text = make(std::string(kTexts[kind]) + " " + std::to_string(i * 37), kLabels[kind], i);
    row.labels = {kLabels[kind]};
    dataset.rows.push_back(std::move(row));
  }
  return dataset;
}

std::string place_in(const Dataset& dataset) {
  const auto found = find_written_labels(dataset);
  return found.empty() ? "" : found.front().place;
}

TEST(WrittenLabels, AreFoundAfterAFixedWord) {
  const auto dataset = tickets([](auto& text, auto& label, int) { return text + "\nCategory: " + label; });
  const auto found = find_written_labels(dataset);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].task, "topic");
  EXPECT_EQ(found[0].place, "after \"category\"");
  EXPECT_EQ(found[0].rows, 90U);
  EXPECT_EQ(found[0].of, 90U);
  EXPECT_EQ(found[0].line, 2U);
}

TEST(WrittenLabels, AreFoundInEveryFixedPlace) {
  EXPECT_EQ(place_in(tickets([](auto& text, auto& label, int i) {
              return "[" + label + "] ticket" + std::to_string(i) + " " + text;
            })),
            "at the start of the text");
  EXPECT_EQ(place_in(tickets([](auto& text, auto& label, int) { return text + "\n" + label; })),
            "at the end of the text");
  EXPECT_EQ(place_in(tickets(
                [](auto& text, auto& label, int i) { return text + "\n" + label + "\nref" + std::to_string(i); })),
            "in a line of its own");
  EXPECT_EQ(place_in(tickets([](auto& text, auto& label, int i) {
              return text + "\nTags: t" + std::to_string(i) + ", " + label + ", r" + std::to_string(i);
            })),
            "in a line that begins with \"tags\"");
  EXPECT_EQ(place_in(tickets([](auto& text, auto& label, int) { return "{\"queue\":\"" + label + "\"} " + text; })),
            "after \"queue\"");
}

TEST(WrittenLabels, AreFoundWithOtherCaseAndSeparators) {
  EXPECT_EQ(place_in(tickets([](auto& text, const std::string& label, int i) {
              static constexpr const char* kOther[] = {"REFUND", "technical-support", "Order Status"};
              return "team=" + std::string(label.empty() ? "" : kOther[i % 3]) + " " + text;
            })),
            "after \"team\"");
}

TEST(WrittenLabels, AreFoundInHalfOfTheTickets) {
  const auto dataset =
      tickets([](auto& text, auto& label, int i) { return i % 2 == 0 ? text + " Queue: " + label : text; });
  const auto found = find_written_labels(dataset);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rows, 45U);
}

TEST(WrittenLabels, AreFoundInNoFixedPlaceIfNearlyAllRowsHaveThem) {
  Random random(4);
  const auto dataset = tickets([&](auto& text, auto& label, int) {
    const auto filler = [&] { return " w" + std::to_string(random.below(100000)) + " "; };
    return text + filler() + label + filler() + "x" + filler();
  });
  EXPECT_EQ(place_in(dataset), "in the text");
}

TEST(WrittenLabels, AreNotAWordThatTellsMuchAboutOneLabel) {
  EXPECT_THAT(find_written_labels(tickets([](const std::string& text, const std::string& label, int) {
                return label == "Refund" ? "I want a refund, " + text : text;
              })),
              IsEmpty());
}

TEST(WrittenLabels, AreNotAFieldThatIsOftenWrong) {
  EXPECT_THAT(find_written_labels(tickets([](auto& text, auto& label, int i) {
                return text + "\nCategory: " + (i % 4 == 0 ? std::string(kLabels[(i + 1) % 3]) : label);
              })),
              IsEmpty());
}

TEST(WrittenLabels, AreNotAListOfAllLabels) {
  EXPECT_THAT(find_written_labels(tickets([](auto& text, auto&, int) {
                return text + "\nCategory: refund, technical support or order status?";
              })),
              IsEmpty());
}

TEST(WrittenLabels, AreNotFoundInPlainTickets) {
  EXPECT_THAT(find_written_labels(tickets([](auto& text, auto&, int) { return text; })), IsEmpty());
  EXPECT_THAT(find_written_labels(Dataset{"in.csv", {"topic"}, {}, {}, {""}}), IsEmpty());
}

TEST(WrittenLabels, AreFoundInAColumnOfSeveralLabels) {
  Dataset dataset{"in.csv", {"tags: login", "tags: mail"}, {}, {}, {"tags", "tags"}};
  for (int i = 0; i < 60; ++i) {
    DatasetRow row;
    const bool login = i % 3 != 0, mail = i % 3 != 1;
    row.labels = {login ? "yes" : "no", mail ? "yes" : "no"};
    row.text = "it fails " + std::to_string(i) + "\nlabels: " + (login ? "login " : "") + (mail ? "mail" : "");
    dataset.rows.push_back(std::move(row));
  }
  const auto found = find_written_labels(dataset);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].task, "tags");
  EXPECT_EQ(found[0].rows, 60U);
}

TEST(WrittenLabels, AreNotedByTrainAndAudit) {
  const auto dataset = tickets([](auto& text, auto& label, int) { return text + "\nCategory: " + label; });
  const auto note = HasSubstr("topic: 90 of 90 rows name their label after \"category\"");
  EXPECT_THAT(train(dataset, {}, kOneThread).warnings, Contains(note));
  EXPECT_THAT(audit(dataset, {}, kOneThread).warnings, Contains(note));
}

}  // namespace
}  // namespace smartdesk::training
