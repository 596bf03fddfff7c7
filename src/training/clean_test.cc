#include "training/clean.h"

#include <gmock/gmock.h>

#include "support/bench_data.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class CleanTest : public ScratchFiles {
 protected:
  CleanResult run(const std::string& in, bool parity = false) const {
    CleanOptions options;
    options.in = in;
    options.out = path("out.csv");
    options.report = path("report.csv");
    options.parity = parity;
    return clean(options, kOneThread);
  }
};

TEST_F(CleanTest, DropsFaultyRowsAndReportsLineAndReason) {
  const auto in = write("in.csv",
                        "text,sentiment\n"
                        "the printer burns since this morning and nobody helps,Negative\n"       // 2
                        "label is none,Error\n"                                                  // 3
                        ",Neutral\n"                                                             // 4
                        "\"Okay, the user wants a realistic ticket. Let me think.\",Neutral\n"   // 5
                        "Write a support ticket about billing. Return only the text.,Neutral\n"  // 6
                        "\"{\"\"ticket\"\": \"\"my invoice\",Neutral\n"                          // 7
                        "the printer burns since this morning and nobody helps,Negative\n"       // 8
                        "the printer burns since this morning and nobody helps,Positive\n"       // 9
                        "The PRINTER burns since this morning; and nobody helps!,Negative\n");   // 10
  const auto result = run(in);
  EXPECT_EQ(result.rows_in, 9U);
  EXPECT_EQ(result.rows_out, 1U);
  EXPECT_EQ(read("out.csv"), "text,sentiment\nthe printer burns since this morning and nobody helps,Negative\n");
  const auto report = read("report.csv");
  for (const char* line :
       {"3,dropped,no label,\"\"\"Error\"\"\"", "4,dropped,empty text,", "5,dropped,leaked reasoning,",
        "6,dropped,prompt echo,", "7,dropped,cut off,", "8,dropped,duplicate,of line 2",
        "9,dropped,duplicate with another label,of line 2", "10,dropped,near duplicate,of line 2"}) {
    EXPECT_THAT(report, HasSubstr(line));
  }
}

TEST_F(CleanTest, KeepsRowsWithALabelOfOneTask) {
  const std::string csv =
      "text,category,urgency\n"
      "the heating makes a noise at night,Goods,\n"            // 2
      "where do I find the key of the cellar,,High\n"          // 3
      "the lift stops between the floors,,  \n"                // 4
      "please send me the bill again,Billing,Unknown\n"        // 5
      "my door does not close,Goods,No urgency detected\n"     // 6
      "there is no water on the third floor,Goods,Critical\n"  // 7
      "the light in the yard is out,,\n";                      // 8
  EXPECT_EQ(run(write("in.csv", csv)).rows_out, 3U);
  const auto report = read("report.csv");
  for (const char* line : {"4,dropped,no label,\"\"\"\"\"\"", "5,dropped,no label,\"\"\"Unknown\"\"\"",
                           "6,dropped,no label,\"\"\"No urgency detected\"\"\"", "8,dropped,no label,"}) {
    EXPECT_THAT(report, HasSubstr(line));
  }
  EXPECT_EQ(run(write("in.csv", csv), true).rows_out, 1U);
}

TEST_F(CleanTest, MergesNoEmptyLabel) {
  std::string csv = "text,category,urgency\n";
  for (int i = 0; i < 5; ++i) csv += "question number " + std::to_string(i * 7919) + " about money,Billing,High\n";
  csv += "the gate of the car park stays shut,,High\n";
  const auto result = run(write("in.csv", csv));
  EXPECT_TRUE(result.merged.empty());
  EXPECT_THAT(read("out.csv"), HasSubstr("the gate of the car park stays shut,,High\n"));
}

TEST_F(CleanTest, KeepsWhatServiceDesksAndCustomersWrite) {
  const auto in = write("in.csv",
                        "text\n"
                        "\"So the user needs to be moved to the group Warehouse, please do it today.\"\n"
                        "\"The user asked for a ticket to be opened about the lift in building 4.\"\n"
                        "\"Write a support ticket to the landlord, please: the gate does not close.\"\n"
                        "\"{\"\"code\"\": 502, \"\"detail\"\": \"\"upstream is gone\"\n"
                        "\"```\nTraceback (most recent call last):\n  File \"\"till.py\"\", line 8, in pay\"\n"
                        "\"{\"\"ticket\"\": {\"\"id\"\": 81, \"\"tags\"\": [\"\"vip\"\"\"\n"
                        "\"at shop.cart.Cart.add(Cart.java:81)\n  at shop.Main.main(Main.java:12)\"\n");
  const auto result = run(in);
  EXPECT_EQ(result.rows_out, 7U) << read("report.csv");
}

TEST_F(CleanTest, DropsRepliesThatWereCutOff) {
  const auto in = write("in.csv",
                        "text\n"
                        "the tap in the kitchen drips all night\n"
                        "\"{\"\"summary\"\": \"\"The tap drips and\"\n"
                        "\"```json\n{ \"\"sentiment\"\" : \"\"Neg\"\n");
  EXPECT_THAT(run(in).dropped, ElementsAre(Pair("cut off", 2)));
}

TEST_F(CleanTest, FollowsATeamsTaxonomy) {
  std::string csv = "text,category,team\n";
  for (int i = 0; i < 5; ++i) csv += "question number " + std::to_string(i * 7919) + " about money,Flowers,billing\n";
  csv += "a single thing about tulips,,network\n";
  csv += "another thing about a broken cable,Billing,Unknown\n";
  CleanOptions options;
  options.in = write("in.csv", csv);
  options.out = path("out.csv");
  options.taxonomy = {{{"team", "", {{"billing"}, {"network"}, {"others"}}, false, "others"}}};
  const auto result = clean(options, kOneThread);
  EXPECT_THAT(result.dropped, ElementsAre(Pair("no label", 1))) << "category is no task here";
  EXPECT_THAT(result.merged, ElementsAre(Pair("network", 1)));
  EXPECT_THAT(read("out.csv"), HasSubstr("a single thing about tulips,,others\n"));
}

TEST_F(CleanTest, ComparesWhatAuthorsWroteAndNotWhatTheyQuote) {
  const std::string quote =
      "\n\nOn 3 Feb 2026 at 9:12, Heat <desk@heat.example> wrote:\n> we are sorry that your radiator stayed cold over "
      "the "
      "weekend\n> please open the valve below the window by one turn and wait for an hour\n> and write to us again\n";
  const auto in = write("in.csv", "text,sentiment\n\"It is warm now." + quote + "\",Positive\n\"It is cold as ice." +
                                      quote + "\",Negative\n\"When will you come?" + quote + "\",Neutral\n");
  EXPECT_EQ(run(in).rows_out, 3U);
  EXPECT_THAT(read("out.csv"), HasSubstr("open the valve"));
}

TEST_F(CleanTest, KeepsDifferentMessagesThatCameThroughOneForm) {
  const std::string form =
      "Booking desk of the Hill Hotel\nNewsletter: no\nRules of the house accepted: yes\nThis mail was made by the "
      "form "
      "on our page. Please answer above this line and leave the number in the subject as it is, so that the guest's "
      "file "
      "is found again and nobody has to ask for the dates of the stay a second time.\nYour wish: ";
  std::string csv = "text\n";
  for (const char* wish : {"a cot", "a quiet room please", "late arrival at eleven", "a room with a view of the lake",
                           "no feathers", "A quiet room, please!"}) {
    csv += "\"" + form + wish + "\"\n";
  }
  const auto result = run(write("in.csv", csv));
  EXPECT_THAT(result.dropped, ElementsAre(Pair("near duplicate", 1)));
  EXPECT_EQ(result.rows_out, 5U);
}

TEST_F(CleanTest, MergesRareCategoriesIntoOther) {
  std::string csv = "text,category\n";
  for (int i = 0; i < 5; ++i) csv += "question number " + std::to_string(i * 7919) + " about money,Billing\n";
  csv += "a single thing about tulips,Flowers\n";
  const auto result = run(write("in.csv", csv));
  EXPECT_THAT(result.merged, ElementsAre(Pair("Flowers", 1)));
  EXPECT_THAT(read("out.csv"), HasSubstr("a single thing about tulips,Other\n"));
  EXPECT_THAT(read("report.csv"), HasSubstr("7,merged,rare category,Flowers -> Other"));
}

TEST_F(CleanTest, GivesAllSpellingsOfALabelItsName) {
  const auto in = write("in.csv",
                        "text,sentiment\n"
                        "the first parcel came without its lid,Negative\n"
                        "nobody answers the telephone on Mondays,negative\n"
                        "a password mail arrives three hours late,Negative \n"
                        "everything works again and I am grateful,Positive\n"
                        "what are the opening hours in winter,n/a\n");
  const auto result = run(in);
  EXPECT_EQ(result.rows_out, 4U);
  EXPECT_THAT(result.respelled, ElementsAre(Pair("negative", 1)));
  EXPECT_THAT(read("out.csv"), HasSubstr("nobody answers the telephone on Mondays,Negative\n"));
  EXPECT_THAT(read("report.csv"), HasSubstr("3,merged,spelling,negative -> Negative"));
  EXPECT_THAT(run(in, true).respelled, testing::IsEmpty());
}

TEST_F(CleanTest, ReadsAColumnCalledLabelAsTrainDoes) {
  const auto in = write("in.csv",
                        "text,label\n"
                        "the first parcel came without its lid,Delivery\n"
                        "the second parcel was left in the rain,Delivery\n"
                        "nobody brought the third parcel at all,DELIVERY\n"
                        "what are the opening hours in winter,\n");
  const auto result = run(in);
  EXPECT_EQ(result.rows_out, 3U);
  EXPECT_THAT(result.dropped, ElementsAre(Pair("no label", 1)));
  EXPECT_THAT(read("out.csv"), HasSubstr("nobody brought the third parcel at all,Delivery\n"));
}

TEST_F(CleanTest, DropsOnlyMissingLabelsUnderTheParityProfile) {
  const auto in = write("in.csv", "text,sentiment\nsame,Neutral\nsame,Neutral\n,Neutral\nx,No sentiment detected\n");
  const auto result = run(in, true);
  EXPECT_EQ(result.rows_out, 3U);
  EXPECT_THAT(result.dropped, ElementsAre(Pair("no label", 1)));
}

TEST_F(CleanTest, ReportsRowsThatCannotBeRead) {
  const auto result = run(write("in.csv", "text,sentiment\ngood one,Neutral\none,field,too many\n"));
  EXPECT_EQ(result.rejected, 1U);
  EXPECT_THAT(read("report.csv"), HasSubstr("3,dropped,unreadable,\"found 3 fields"));
}

TEST_F(CleanTest, WritesNothingWhenNoRowIsLeft) {
  EXPECT_THROW(run(write("in.csv", "text,sentiment\nx,Error\n")), Error);
  EXPECT_FALSE(exists("out.csv"));
  EXPECT_FALSE(exists("report.csv"));
}

TEST_F(CleanTest, CleansFilesWithoutLabels) {
  EXPECT_EQ(run(write("in.csv", "text\none thing\none thing\nanother\n")).rows_out, 2U);
}

TEST_F(CleanTest, KeepsTheReferencesRowsUnderTheParityProfile) {
  const auto in = bench_data("seed-analyzed_tickets.csv");
  SKIP_WITHOUT(in);
  const auto result = run(in, true);
  EXPECT_EQ(result.rows_in, 1200U);
  EXPECT_EQ(result.rows_out, 1130U);
}

TEST_F(CleanTest, DetectsLeakedReasoningInTheReferencesRows) {
  const auto in = bench_data("seed-analyzed_tickets.csv");
  SKIP_WITHOUT(in);
  auto result = CleanResult();
  try {
    result = run(in);
  } catch (const Error&) {
    return;  // no row was left
  }
  EXPECT_LE(result.rows_out, 12U);
}

TEST_F(CleanTest, RarelyFlagsARealTicketAsALeak) {
  for (const char* name : {"banking77.train.csv", "airline-sentiment.train.csv", "helpdesk-queue.train.csv"}) {
    const auto in = bench_data(name);
    SKIP_WITHOUT(in);
    auto result = run(in);
    const auto false_alarms =
        result.dropped["leaked reasoning"] + result.dropped["prompt echo"] + result.dropped["cut off"];
    EXPECT_LE(static_cast<double>(false_alarms), 0.001 * static_cast<double>(result.rows_in)) << name;
  }
}

}  // namespace
}  // namespace smartdesk::training
