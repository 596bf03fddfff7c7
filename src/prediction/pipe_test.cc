#include "prediction/pipe.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "support/scratch_files.h"
#include "support/small_model.h"

namespace smartdesk::prediction {
namespace {

using ::testing::HasSubstr;

class Pipe : public ScratchFiles {
 protected:
  std::vector<std::string> answers_to(const std::string& lines, int threads = 1) {
    smartdesk::Run run = kOneThread;
    run.threads = threads;
    result_ = answer_lines(small_model(), write("in", lines), path("out"), run);
    std::istringstream out(read("out"));
    std::vector<std::string> answers;
    for (std::string line; std::getline(out, line);) answers.push_back(line);
    return answers;
  }
  PipeResult result_;
};

TEST_F(Pipe, AnswersEachLineWithOneLineInOrder) {
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "{\"id\":" + std::to_string(i) + ",\"text\":\"invoice\"}\n";
  const auto answers = answers_to(lines, 4);
  ASSERT_EQ(answers.size(), 5000U);
  for (int i = 0; i < 5000; ++i) {
    EXPECT_EQ(boost::json::parse(answers[static_cast<std::size_t>(i)]).at("id").as_int64(), i);
  }
  EXPECT_EQ(result_.faults, 0U);
}

TEST_F(Pipe, TreatsALineThatIsNotAnObjectAsTicketText) {
  const auto answers = answers_to("password \"locked\"\r\ninvoice\n");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_THAT(answers[0], HasSubstr("\"label\":\"money\""));
  EXPECT_THAT(answers[1], HasSubstr("\"label\":\"access\""));
  EXPECT_THAT(answers[1], HasSubstr("\"model_version\":\"v1\""));
}

TEST_F(Pipe, ReportsAFaultInPlaceOfTheAnswer) {
  const auto answers = answers_to("invoice\n\n{\"text\":\n\xff\xfe\ninvoice");
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(result_.faults, 3U);
  for (const int line : {2, 3, 4}) {
    EXPECT_THAT(answers[static_cast<std::size_t>(line) - 1],
                HasSubstr("{\"line\":" + std::to_string(line) + ",\"error\":"));
  }
  EXPECT_THAT(answers[4], HasSubstr("tasks"));
}

TEST_F(Pipe, ReportsATooLongLineOnceAndContinues) {
  const auto answers = answers_to("invoice\n" + std::string(3 * kLongestLine, 'x') + "\npassword\n");
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_THAT(answers[1], HasSubstr("\"error\""));
  EXPECT_THAT(answers[2], HasSubstr("tasks"));
}

TEST_F(Pipe, WritesNothingForEmptyInput) { EXPECT_THAT(answers_to(""), testing::IsEmpty()); }

}  // namespace
}  // namespace smartdesk::prediction
