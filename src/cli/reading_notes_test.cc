#include "cli/reading_notes.h"

#include <gmock/gmock.h>

#include <string>

#include "support/scratch_files.h"

namespace smartdesk::cli {
namespace {

using testing::HasSubstr;

class ReadingNotesTest : public ScratchFiles {
 protected:
  // What is said about a file that was read to its end.
  std::string said(const std::string& content, Verbosity verbosity = Verbosity::kNormal) {
    auto table = formats::TableReader::open(write("t.csv", content));
    for (formats::Record row; table.next(row);) {
    }
    testing::internal::CaptureStderr();
    Console console(verbosity);
    reading_notes(console)(table);
    return testing::internal::GetCapturedStderr();
  }
};

TEST_F(ReadingNotesTest, SaysNothingOfAPlainFile) { EXPECT_EQ(said("id,text\n1,It leaks\n"), ""); }

TEST_F(ReadingNotesTest, RepeatsTheNotesOfTheReader) {
  const std::string content = "Export of the shop\n\nid,text,product,channel\n1,It leaks,Kettle,mail\n";
  EXPECT_THAT(said(content), HasSubstr("t.csv: "));
  EXPECT_THAT(said(content), HasSubstr("above the header"));
  EXPECT_EQ(said(content, Verbosity::kQuiet), "");
}

TEST_F(ReadingNotesTest, SaysAnEncodingThatIsNotPlain) {
  EXPECT_THAT(said("id,text\n1,Der K\xFChler ist zu laut, \xFC"
                   "ber Nacht st\xF6rt er\n"),
              HasSubstr("Encoding of "));
}

TEST_F(ReadingNotesTest, WarnsOfAGuessAndOfUnreadableCharacters) {
  testing::internal::CaptureStderr();
  Console console(Verbosity::kNormal);
  warn_of_encoding("-", {"windows-1252", text::EncodingSource::kDetected, text::Certainty::kGuess}, 3, console);
  const auto text = testing::internal::GetCapturedStderr();
  EXPECT_THAT(text, HasSubstr("The encoding of standard input is a guess"));
  EXPECT_THAT(text, HasSubstr("3 characters could not be read"));
}

}  // namespace
}  // namespace smartdesk::cli
