#include "files/input_file.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "files/output_file.h"
#include "support/scratch_files.h"

namespace smartdesk::files {
namespace {

using testing::HasSubstr;

class InputFileTest : public ScratchFiles {
 protected:
  static std::string message_of(const std::string& path) {
    try {
      InputFile::open(path).read_all();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }
};

std::string long_text() {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += std::to_string(i * 7919);
  return text;
}

TEST_F(InputFileTest, ReadsPlainGzipAndZstdFiles) {
  for (const char* name : {"a.csv", "a.csv.gz", "a.csv.zst"}) {
    write_file(path(name), long_text());
    EXPECT_EQ(InputFile::open(path(name)).read_all(), long_text()) << name;
  }
}

TEST_F(InputFileTest, ReadsAnEmptyFileAsNothing) { EXPECT_EQ(InputFile::open(write("a", "")).read_all(), ""); }

TEST_F(InputFileTest, ReadsGzipMembersOneAfterAnother) {
  write_file(path("a.gz"), "first ");
  write_file(path("b.gz"), "second");
  EXPECT_EQ(InputFile::open(write("c.gz", read("a.gz") + read("b.gz"))).read_all(), "first second");
}

TEST_F(InputFileTest, RefusesTruncatedAndInvalidArchives) {
  for (const char* name : {"a.gz", "a.zst"}) {
    write_file(path(name), long_text());
    const auto whole = read(name);
    write(name, whole.substr(0, whole.size() / 2));
    EXPECT_THAT(message_of(path(name)), HasSubstr("damaged")) << name;
    write(name, "this is plain text");
    EXPECT_THAT(message_of(path(name)), HasSubstr(name));
  }
}

TEST_F(InputFileTest, NamesWhatIsWrongWithAPath) {
  EXPECT_THAT(message_of(path("missing.csv")), HasSubstr("missing.csv: No such file"));
  EXPECT_THAT(message_of(path("")), HasSubstr("is a folder"));
}

TEST_F(InputFileTest, RefusesToReadMoreThanItsLimit) {
  auto file = InputFile::open(write("a", std::string(3 << 20, 'x')));
  EXPECT_THROW(file.read_all(1 << 20), Error);
}

TEST_F(InputFileTest, CountsCompressedBytesForProgress) {
  write_file(path("a.gz"), long_text());
  auto file = InputFile::open(path("a.gz"));
  file.read_all();
  EXPECT_EQ(file.bytes_read(), file.bytes_total());
  EXPECT_LT(file.bytes_total(), long_text().size());
}

}  // namespace
}  // namespace smartdesk::files
