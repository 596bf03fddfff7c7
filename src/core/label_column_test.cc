#include "core/label_column.h"

#include <gmock/gmock.h>

namespace smartdesk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string note(const LabelColumn& column, LabelNoteKind kind) {
  for (const auto& each : column.notes) {
    if (each.kind == kind) return each.text;
  }
  return "";
}

std::vector<std::string> labels(const LabelColumn& column, std::string_view cell) {
  const auto* found = column.of(cell);
  return found == nullptr ? std::vector<std::string>{"(not labelled)"} : *found;
}

LabelColumn forced(const LabelCells& cells) { return read_label_column(cells, {SeveralLabels::kAlways, {}}); }

TEST(LabelColumn, NamesALabelByItsMostFrequentSpelling) {
  const auto column = read_label_column(
      {{"refund", 3}, {"Refund", 9}, {"REFUND ", 1}, {"Refund\u00A0", 2}, {"Late\u00A0parcel", 5}, {"late parcel", 4}},
      {});
  EXPECT_THAT(column.names, ElementsAre("Late parcel", "Refund"));
  EXPECT_THAT(labels(column, "REFUND "), ElementsAre("Refund"));
  EXPECT_THAT(labels(column, "late parcel"), ElementsAre("Late parcel"));
  EXPECT_THAT(note(column, LabelNoteKind::kSpellings), HasSubstr("6 labels, of which 4 are other spellings"));
  EXPECT_THAT(note(column, LabelNoteKind::kSpellings), HasSubstr("\"refund\" is \"Refund\""));
  EXPECT_EQ(column.labelled, 24U);
}

TEST(LabelColumn, SaysNothingAboutACleanColumn) {
  EXPECT_THAT(read_label_column({{"A", 3}, {"B", 9}, {"", 4}, {"Returns, refunds", 3}}, {}).notes, IsEmpty());
}

TEST(LabelColumn, ReadsCellsThatMeanNoLabelAsNotLabelled) {
  const auto column = read_label_column({{"nan", 7}, {"-", 2}, {"", 5}, {"[]", 1}, {"Bug", 3}}, {});
  EXPECT_THAT(column.names, ElementsAre("Bug"));
  EXPECT_EQ(column.of("nan"), nullptr);
  EXPECT_EQ(column.of("[]"), nullptr);
  EXPECT_EQ(column.labelled, 3U);
  EXPECT_THAT(note(column, LabelNoteKind::kNotLabelled), HasSubstr("10 rows"));
  EXPECT_THAT(note(column, LabelNoteKind::kNotLabelled), HasSubstr("\"nan\" (7 rows)"));
}

TEST(LabelColumn, TakesAKnownLabelEvenIfItMeansNoLabelElsewhere) {
  const auto column = read_label_column({{"none", 2}, {"High", 3}}, {SeveralLabels::kNever, {"None", "High"}});
  EXPECT_THAT(labels(column, "none"), ElementsAre("None"));
  const auto allowed = read_label_column({{"none", 2}, {"None", 1}, {"-", 1}}, {SeveralLabels::kDetect, {}, {"none"}});
  EXPECT_THAT(allowed.names, ElementsAre("none"));
  EXPECT_THAT(labels(allowed, "None"), ElementsAre("none"));
}

TEST(LabelColumn, GivesOtherSpellingsTheNamesOfKnownLabels) {
  const auto column =
      read_label_column({{"HIGH", 90}, {"high ", 2}, {"Urgent", 1}}, {SeveralLabels::kNever, {"High", "Low"}});
  EXPECT_THAT(column.names, ElementsAre("High", "Urgent"));
  EXPECT_THAT(labels(column, "HIGH"), ElementsAre("High"));
}

TEST(LabelColumn, SplitsListsOfJsonAndPython) {
  const auto column = read_label_column(
      {{R"(["Refund", "Caf\u00e9"])", 2}, {"['refund', 'it\\'s late']", 1}, {"[1, 2.0, null]", 1}, {"['a', None]", 1}},
      {});
  EXPECT_TRUE(column.is_several);
  EXPECT_THAT(labels(column, R"(["Refund", "Caf\u00e9"])"), ElementsAre("Café", "Refund"));
  EXPECT_THAT(labels(column, "['refund', 'it\\'s late']"), ElementsAre("Refund", "it's late"));
  EXPECT_THAT(labels(column, "[1, 2.0, null]"), ElementsAre("1", "2"));
  EXPECT_THAT(labels(column, "['a', None]"), ElementsAre("a"));
}

TEST(LabelColumn, ReadsListsOfOneEntryAsOneLabel) {
  const auto column = read_label_column({{R"(["Bug"])", 4}, {R"(["Login"])", 2}, {"[Internal]", 2}}, {});
  EXPECT_FALSE(column.is_several);
  EXPECT_THAT(column.names, ElementsAre("Bug", "Login", "[Internal]"));
}

TEST(LabelColumn, SplitsAtABarOnlyIfThePartsAlsoOccurAlone) {
  const auto column =
      read_label_column({{"Bug", 50}, {"Login", 40}, {"Bug|Login", 1}, {"Login| New", 1}, {"A|B test", 3}}, {});
  EXPECT_TRUE(column.is_several);
  EXPECT_THAT(labels(column, "Bug|Login"), ElementsAre("Bug", "Login"));
  EXPECT_THAT(labels(column, "Login| New"), ElementsAre("Login", "New"));
  EXPECT_THAT(labels(column, "A|B test"), ElementsAre("A|B test"));
  EXPECT_THAT(note(column, LabelNoteKind::kSplit),
              HasSubstr("2 of 95 labelled rows have several labels (\"Bug|Login\""));
  const auto whole = read_label_column({{"A|B test", 50}, {"Bug", 40}, {"Read|Write", 4}}, {});
  EXPECT_FALSE(whole.is_several);
  EXPECT_THAT(whole.notes, IsEmpty());
}

TEST(LabelColumn, NeverSplitsWhereItMayNot) {
  const auto column = read_label_column({{"Bug", 50}, {"Login", 40}, {"Bug|Login", 1}, {R"(["Bug","Login"])", 1}},
                                        {SeveralLabels::kNever, {}});
  EXPECT_FALSE(column.is_several);
  EXPECT_THAT(labels(column, "Bug|Login"), ElementsAre("Bug|Login"));
  EXPECT_THAT(labels(column, R"(["Bug","Login"])"), ElementsAre(R"(["Bug","Login"])"));
}

TEST(LabelColumn, NotesPartsThatRecurAndSplitsThemWhenAsked) {
  const LabelCells cells{{"Fee", 9}, {"Post", 9}, {"Fee; Post", 3}, {"Post; Fee", 2}, {"Fee; Loss, theft", 1}};
  const auto column = read_label_column(cells, {});
  EXPECT_FALSE(column.is_several);
  EXPECT_THAT(note(column, LabelNoteKind::kPartsRecur), HasSubstr("2 labels look like several labels with \";\""));
  EXPECT_THAT(labels(forced(cells), "Fee; Post"), ElementsAre("Fee", "Post"));
  EXPECT_THAT(labels(forced(cells), "Fee; Loss, theft"), ElementsAre("Fee", "Loss, theft"));
  EXPECT_THAT(labels(forced({{"a, b", 1}, {"b,c", 2}, {"c", 1}}), "a, b"), ElementsAre("a", "b"));
  EXPECT_THAT(labels(forced({{"a|b", 1}, {"c", 2}}), "a|b"), ElementsAre("a", "b"));
  EXPECT_FALSE(forced({{"a", 1}, {"b", 2}}).is_several) << "no row has several";
}

TEST(LabelColumn, KeepsAKnownLabelWholeWhenAskedToSplit) {
  const auto column = read_label_column({{"Returns, refunds", 3}, {"Bug|returns, refunds", 1}},
                                        {SeveralLabels::kAlways, {"Bug", "Returns, refunds"}});
  EXPECT_THAT(labels(column, "Returns, refunds"), ElementsAre("Returns, refunds"));
  EXPECT_THAT(labels(column, "Bug|returns, refunds"), ElementsAre("Bug", "Returns, refunds"));
}

TEST(LabelColumn, LeavesOutALabelOfEveryRow) {
  const auto column = forced({{"ticket|fee", 3}, {"ticket|post", 2}, {"Ticket", 1}, {"", 4}});
  EXPECT_THAT(column.names, ElementsAre("fee", "post"));
  EXPECT_THAT(labels(column, "ticket|fee"), ElementsAre("fee"));
  EXPECT_THAT(labels(column, "Ticket"), IsEmpty());
  EXPECT_EQ(column.of(""), nullptr);
  EXPECT_THAT(note(column, LabelNoteKind::kOnEveryRow), HasSubstr("\"ticket\" is on each of the 6 labelled rows"));
  const auto known = read_label_column({{"x|y", 3}, {"x", 2}}, {SeveralLabels::kAlways, {"x", "y"}});
  EXPECT_THAT(known.names, ElementsAre("x", "y"));
  EXPECT_THAT(forced({{"x", 3}}).names, ElementsAre("x"));
}

TEST(LabelColumn, ReadsWholeNumbersWithDecimalsAsWholeNumbers) {
  const auto column = read_label_column({{"1.0", 9}, {"1", 2}, {"-2.00", 3}}, {});
  EXPECT_THAT(column.names, ElementsAre("-2", "1"));
  EXPECT_THAT(note(column, LabelNoteKind::kWholeNumbers), HasSubstr("\"1.0\" is \"1\""));
  EXPECT_THAT(labels(read_label_column({{"1", 2}}, {SeveralLabels::kNever, {"1.0", "0.0"}}), "1"), ElementsAre("1.0"));
}

TEST(LabelColumn, KeepsDecimalsIfAnyLabelIsNoWholeNumber) {
  EXPECT_THAT(read_label_column({{"1.0", 9}, {"1", 2}, {"2.5", 3}}, {}).names, ElementsAre("1", "1.0", "2.5"));
  EXPECT_THAT(read_label_column({{"1.0", 9}, {"v1", 3}}, {}).names, ElementsAre("1.0", "v1"));
  EXPECT_THAT(read_label_column({{"2.", 9}, {"01", 3}}, {}).names, ElementsAre("01", "2."));
}

TEST(LabelColumn, TellsLabelsFromTextsAndNumbersOfTickets) {
  LabelCells cells;
  for (int i = 0; i < 19; ++i) cells[std::to_string(i) + " text"] = 1;
  EXPECT_FALSE(read_label_column(cells, {}).looks_like_other_data()) << "too few rows to tell";
  cells["another"] = 5;
  EXPECT_TRUE(read_label_column(cells, {}).looks_like_other_data());
  cells["another"] = 20;
  EXPECT_FALSE(read_label_column(cells, {}).looks_like_other_data());
}

TEST(LabelOfCell, ReadsACellAlone) {
  EXPECT_EQ(label_of_cell(" Very\u00A0High "), "Very High");
  EXPECT_EQ(label_of_cell("-"), "");
  EXPECT_EQ(label_of_cell("[]"), "");
  EXPECT_EQ(label_of_cell(R"(["fee", "post", "nan"])"), "fee|post");
  EXPECT_EQ(label_of_cell("fee; post"), "fee; post");
}

TEST(LabelColumn, ReadsHugeAndBrokenCells) {
  const std::string bars(100'000, '|'), deep(100'000, '['), open = "['a', 'b]", bytes = "\xFF|\xFE";
  const auto column =
      forced({{bars, 1}, {deep + "]", 1}, {open, 1}, {bytes, 1}, {"a|" + std::string(100'000, 'x'), 1}});
  EXPECT_THAT(labels(column, open), ElementsAre(open));
  EXPECT_EQ(labels(column, bars).size(), 1U);
  EXPECT_THAT(labels(column, bytes), ElementsAre("\xFE", "\xFF"));
}

}  // namespace
}  // namespace smartdesk
