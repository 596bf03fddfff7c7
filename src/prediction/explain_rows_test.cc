#include "prediction/explain_rows.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <sstream>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::prediction {
namespace {

using testing::HasSubstr;

class ExplainRowsTest : public ScratchFiles {
 protected:
  ExplainRowsTest()
      : predictor_(training::train(training::read_dataset({write("train.csv", small_tickets(150, 1))}, kOneThread), {},
                                   kOneThread)
                       .model) {}

  ExplainRowsResult explain(const std::string& in, int threads = 2) {
    ExplainRowsOptions options;
    options.in = in;
    options.out = path("out.jsonl");
    options.on_rejected = [&](const formats::Rejected& row) { rejected_.push_back(row.line); };
    smartdesk::Run run;
    run.threads = threads;
    return explain_rows(predictor_, options, run);
  }
  std::vector<boost::json::value> lines() const {
    std::vector<boost::json::value> lines;
    std::istringstream out(read("out.jsonl"));
    for (std::string line; std::getline(out, line);) lines.push_back(boost::json::parse(line));
    return lines;
  }

  Predictor predictor_;
  std::vector<std::uint64_t> rejected_;
};

TEST_F(ExplainRowsTest, WritesALineForEachRowWithItsNumberAndId) {
  const auto result = explain(write("in.csv", "id,body\nA7,\"refund, the invoice. Refund!\"\nA8,reset my password\n"));
  EXPECT_EQ(result.rows, 2U);
  const auto out = lines();
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].at("line"), 2);
  EXPECT_EQ(out[0].at("id"), "A7");
  EXPECT_EQ(out[0].at("text"), "refund, the invoice. Refund!");
  EXPECT_EQ(out[0].at("tasks").at("label").at("label"), "money");
  EXPECT_EQ(out[1].at("tasks").at("label").at("label"), "access");
  const auto& word = out[0].at("tasks").at("label").at("words").at(0);
  EXPECT_EQ(word.at("word"), "refund");
  EXPECT_EQ(word.at("spans").as_array().size(), 2U);
}

TEST_F(ExplainRowsTest, WritesTheSameForAnyNumberOfThreads) {
  std::string csv = "text\n";
  for (int i = 0; i < 700; ++i) csv += "refund number " + std::to_string(i) + "\n";
  const auto in = write("in.csv", csv);
  explain(in, 1);
  const auto alone = read("out.jsonl");
  EXPECT_EQ(explain(in, 3).rows, 700U);
  EXPECT_EQ(read("out.jsonl"), alone);
}

TEST_F(ExplainRowsTest, CountsRowsThatCannotBeRead) {
  const auto result = explain(write("in.jsonl", "{\"text\":\"refund\"}\n[1]\n{\"text\":\"password\"}\n"));
  EXPECT_EQ(result.rows, 2U);
  EXPECT_EQ(result.rejected, 1U);
  EXPECT_THAT(rejected_, testing::ElementsAre(2));
}

TEST_F(ExplainRowsTest, ExplainsATextFileAsOneTicket) {
  EXPECT_EQ(explain(write("mail.txt", "Please refund,\nthe amount is wrong: \xFC\n")).rows, 1U);
  const auto out = lines();
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].at("line"), 1);
  EXPECT_EQ(out[0].at("tasks").at("label").at("label"), "money");
}

TEST_F(ExplainRowsTest, RefusesFilesWithoutATicketAndLeavesNoOutput) {
  for (const auto& in : {write("empty.txt", " \n"), write("bad.jsonl", "[1]\n[2]\n"), path("none.csv")}) {
    try {
      explain(in);
      ADD_FAILURE() << in;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      EXPECT_THAT(error.what(), HasSubstr(in));
    }
    EXPECT_FALSE(exists("out.jsonl"));
  }
}

}  // namespace
}  // namespace smartdesk::prediction
