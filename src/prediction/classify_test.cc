#include "prediction/classify.h"

#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <vector>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::prediction {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// The cells of a CSV file without quotes.
std::vector<std::vector<std::string>> cells(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream row(line);
    rows.emplace_back();
    for (std::string cell; std::getline(row, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

class ClassifyTest : public ScratchFiles {
 protected:
  ClassifyTest()
      : model_(training::train(training::read_dataset({write("train.csv", small_tickets(150, 1))}, kOneThread), {},
                               kOneThread)
                   .model) {}

  ClassifyResult run(const std::string& in, const std::string& out, double abstain_below = 0) {
    ClassifyOptions options;
    options.in = in;
    options.out = path(out);
    smartdesk::Run threads;
    threads.threads = 2;
    return classify(Predictor(model_, {abstain_below, {}, {}}), options, threads);
  }

  models::Model model_;
};

TEST_F(ClassifyTest, AppendsAnswerColumnsAfterTheInputColumns) {
  const auto in = write("in.csv", "id,body\n1,\"refund, the invoice\"\n2,reset my password code\n");
  EXPECT_EQ(run(in, "out.csv").rows, 2U);
  const auto out = read("out.csv");
  EXPECT_THAT(
      out, StartsWith("id,body,predicted_label,probability_label,flag_label,unknown_score_label,predicted_summary\n1,"
                      "\"refund, the invoice\",money,"));
  EXPECT_THAT(out, HasSubstr("\n2,reset my password code,access,"));
}

TEST_F(ClassifyTest, KeepsTheOrderOfManyRowsOnSeveralThreads) {
  std::string csv = "id,text\n";
  for (int i = 0; i < 5000; ++i) csv += std::to_string(i) + (i % 2 == 0 ? ",invoice refund\n" : ",password locked\n");
  EXPECT_EQ(run(write("in.csv", csv), "out.csv").rows, 5000U);
  std::istringstream lines(read("out.csv"));
  std::string line;
  std::getline(lines, line);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_TRUE(std::getline(lines, line));
    ASSERT_THAT(line,
                StartsWith(std::to_string(i) + (i % 2 == 0 ? ",invoice refund,money," : ",password locked,access,")));
  }
}

TEST_F(ClassifyTest, AnswersTheSameWithAndWithoutAQuote) {
  const auto in = write("in.csv",
                        "id,body\n1,\"refund, the invoice\"\n1,\"refund, the invoice\n\nOn 3 Feb 2026 at 9:12, Desk "
                        "<desk@lamps.example> wrote:\n> password locked, reset my login code\n> password\n\"\n");
  EXPECT_EQ(run(in, "out.csv").rows, 2U);
  const auto out = read("out.csv");
  const auto answer = out.find(",money,");
  ASSERT_NE(answer, std::string::npos);
  const auto answers = out.substr(answer, out.find('\n', answer) - answer);
  EXPECT_NE(out.find(answers, answer + 1), std::string::npos) << out;
}

TEST_F(ClassifyTest, WritesJsonLinesForJsonLinesAndKeepsTheirKeys) {
  const auto in = write("in.jsonl", R"({"text":"refund the invoice","nested":{"a":[1,2]},"n":7})"
                                    "\n");
  run(in, "out.jsonl");
  const auto out = read("out.jsonl");
  EXPECT_THAT(out, StartsWith(R"({"text":"refund the invoice","nested":{"a":[1,2]},"n":7,)"));
  EXPECT_THAT(out, HasSubstr(R"("predicted_label":"money","probability_label":)"));
}

TEST_F(ClassifyTest, OverwritesItsOwnColumnsWhenRunTwice) {
  run(write("in.csv", "text\nrefund the invoice\n"), "once.csv");
  run(path("once.csv"), "twice.csv");
  EXPECT_EQ(read("once.csv"), read("twice.csv"));
}

TEST_F(ClassifyTest, FlagsUncertainAndUnknownTickets) {
  const auto in = write("in.csv", "text\nrefund the invoice amount\n漢字仮名交文\n");
  EXPECT_EQ(run(in, "out.csv").abstained, 0U);
  EXPECT_THAT(read("out.csv"), HasSubstr("refund the invoice amount,money,"));
  const auto result = run(in, "out.csv", 1);
  EXPECT_EQ(result.abstained, 1U);
  EXPECT_EQ(result.unknown, 1U);
  EXPECT_THAT(read("out.csv"), HasSubstr(",abstain,"));
  EXPECT_THAT(read("out.csv"), HasSubstr(",unknown,"));
}

TEST_F(ClassifyTest, FlagsAnswersOutsideTheErrorBudget) {
  ClassifyOptions options;
  options.in = write("in.csv", "text\nrefund the invoice amount\n");
  options.out = path("out.csv");
  EXPECT_EQ(classify(Predictor(model_, {0, models::ErrorBudget{0.2}}), options, kOneThread).abstained, 0U);
  // Which 150 rows cannot prove:
  EXPECT_EQ(classify(Predictor(model_, {0, models::ErrorBudget{0.001}}), options, kOneThread).abstained, 1U);
}

TEST_F(ClassifyTest, CountsRowsThatCannotBeReadAndLeavesThemOut) {
  const auto result = run(write("in.csv", "id,text\n1,refund\none,field,too many\n2,password\n"), "out.csv");
  EXPECT_EQ(result.rows, 2U);
  EXPECT_EQ(result.rejected, 1U);
}

TEST_F(ClassifyTest, LeavesNoFileBehindWhenItIsStopped) {
  const auto in = write("in.csv", "text\nrefund\n");
  const std::atomic<bool> stopped{true};
  ClassifyOptions options;
  options.in = in;
  options.out = path("out.csv");
  smartdesk::Run run;
  run.stopped = &stopped;
  EXPECT_THROW(classify(Predictor(model_), options, run), Error);
  EXPECT_FALSE(exists("out.csv"));
}

TEST_F(ClassifyTest, JoinsTheLabelsOfAMultiLabelColumn) {
  std::string csv = "text,tags\n";
  for (int i = 0; i < 80; ++i) {
    const bool money = i % 2 == 0, access = i % 4 < 2;
    csv += std::string(money ? "refund invoice " : "hello today ") + (access ? "password reset " : "my please ") +
           std::to_string(i) + "," + (money ? "money" : "") + (money && access ? "|" : "") + (access ? "access" : "") +
           (money || access ? "" : "other") + "\n";
  }
  const auto model =
      training::train(training::read_dataset({write("tags.csv", csv), "", {}, "", {{"tags", ""}}}, kOneThread), {},
                      kOneThread)
          .model;
  models::save_model(model, path("tags.model"));
  ClassifyOptions options;
  options.in = write("in.csv", "text\nrefund invoice password reset\nhello today password reset\n");
  options.out = path("out.csv");
  classify(Predictor(models::load_model(path("tags.model"))), options, kOneThread);
  const auto out = read("out.csv");
  EXPECT_THAT(out, StartsWith("text,predicted_tags,probability_tags,flag_tags,unknown_score_tags,predicted_summary\n"));
  EXPECT_THAT(out, HasSubstr("refund invoice password reset,access|money,"));
  EXPECT_THAT(out, HasSubstr("hello today password reset,access,"));

  options.probabilities = true;
  classify(Predictor(models::load_model(path("tags.model"))), options, kOneThread);
  const auto rows = cells(read("out.csv"));
  ASSERT_THAT(rows[0], ElementsAre("text", "predicted_tags", "probability_tags", "flag_tags", "unknown_score_tags",
                                   "probability_tags_access", "probability_tags_money", "probability_tags_other",
                                   "predicted_summary"));
  EXPECT_GT(std::stof(rows[1][5]), 0.5F) << "each label has its own yes or no";
  EXPECT_GT(std::stof(rows[1][6]), 0.5F);
  EXPECT_LT(std::stof(rows[2][6]), 0.5F);
}

TEST_F(ClassifyTest, ScoresHowUnlikeTheTrainingRowsATicketIs) {
  const auto in = write("in.csv", "text\nrefund the invoice amount\n漢字仮名交文\n");
  run(in, "out.csv");
  const auto rows = cells(read("out.csv"));
  EXPECT_EQ(rows[0][4], "unknown_score_label");
  EXPECT_LT(std::stod(rows[1][4]), 0.95);
  EXPECT_EQ(rows[1][4].size(), std::string("0.123456").size());
  EXPECT_EQ(rows[2][4], "1.000000");
}

TEST_F(ClassifyTest, FlagsMoreTicketsAsUnknownAtAHigherRate) {
  ClassifyOptions options;
  options.in = write("in.csv", small_tickets(150, 2));
  options.out = path("out.csv");
  PredictorOptions predicting;
  std::vector<std::uint64_t> flagged;
  for (const double rate : {0.0, 0.2, 0.6}) {
    predicting.unknown_rate = rate;
    flagged.push_back(classify(Predictor(model_, predicting), options, kOneThread).unknown);
  }
  EXPECT_EQ(flagged[0], 0U) << "all have known words";
  EXPECT_LT(flagged[0], flagged[1]);
  EXPECT_LT(flagged[1], flagged[2]);
}

TEST_F(ClassifyTest, WritesTheProbabilityOfEachLabelInFullPrecision) {
  ClassifyOptions options;
  options.in = write("in.csv", "text,probability_label_money\nrefund the invoice amount,old\n");
  options.out = path("out.csv");
  options.probabilities = true;
  const Predictor predictor(model_);
  classify(predictor, options, kOneThread);
  const auto rows = cells(read("out.csv"));
  ASSERT_THAT(rows[0], ElementsAre("text", "probability_label_money", "predicted_label", "probability_label",
                                   "flag_label", "unknown_score_label", "probability_label_access",
                                   "probability_label_praise", "predicted_summary"));
  PredictorScratch scratch;
  const auto predictions = predictor.predict("refund the invoice amount", scratch);
  EXPECT_EQ(std::stof(rows[1][6]), predictions[0].probabilities[0]);
  EXPECT_EQ(std::stof(rows[1][1]), predictions[0].probabilities[1]) << "replaces the input's column";
}

TEST_F(ClassifyTest, RefusesTwoColumnsOfOneName) {
  auto model = model_;
  model.heads.push_back(model.heads[0]);
  model.heads[1].task = "label_money";
  ClassifyOptions options;
  options.in = write("in.csv", "text\nrefund\n");
  options.out = path("out.csv");
  EXPECT_NO_THROW(classify(Predictor(model), options, kOneThread));
  options.probabilities = true;
  try {
    classify(Predictor(model), options, kOneThread);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_THAT(error.what(), HasSubstr("probability_label_money"));
  }
}

}  // namespace
}  // namespace smartdesk::prediction
