#include "http/response.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "http/problem.h"

namespace smartdesk::http {
namespace {

TEST(EventText, KeepsEveryLineOfItsDataInTheEvent) {
  EXPECT_EQ(event_text("job", "one\ntwo"), "event: job\ndata: one\ndata: two\n\n");
  EXPECT_EQ(event_text("job", ""), "event: job\ndata: \n\n");
}

TEST(SourceOfFile, StreamsTheFileInChunksAndRemovesIt) {
  const auto path = std::filesystem::temp_directory_path() / ("smartdesk-source-" + std::to_string(getpid()));
  const std::string bytes(200'000, 'x');
  std::ofstream(path) << bytes;
  const auto source = source_of_file(path);
  EXPECT_FALSE(std::filesystem::exists(path));
  std::string all;
  for (Piece piece; !piece.is_last; all += piece.bytes) piece = source();
  EXPECT_EQ(all, bytes);
  EXPECT_THROW(source_of_file(path), Error);
}

TEST(Problem, HidesInternalErrorsFromTheClient) {
  EXPECT_EQ(problem_of(Error(ErrorCode::kFailed, "/home/eve/tickets.db is full")).status(), 500);
  EXPECT_EQ(problem_of(Error(ErrorCode::kFailed, "/home/eve/tickets.db is full")).detail().find("eve"),
            std::string::npos);
  EXPECT_EQ(problem_of(Error(ErrorCode::kUsage, "say what")).detail(), "say what");
}

}  // namespace
}  // namespace smartdesk::http
