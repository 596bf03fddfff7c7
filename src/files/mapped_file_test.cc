#include "files/mapped_file.h"

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::files {
namespace {

class MappedFileTest : public ScratchFiles {};

TEST_F(MappedFileTest, KeepsTheBytesWhenMoved) {
  auto file = MappedFile::open(write("a", "hello"));
  const MappedFile moved = std::move(file);
  EXPECT_EQ(moved.bytes(), "hello");
}

TEST_F(MappedFileTest, IsEmptyForAnEmptyFile) { EXPECT_EQ(MappedFile::open(write("a", "")).bytes(), ""); }

TEST_F(MappedFileTest, RefusesAMissingFileAndAFolder) {
  EXPECT_THROW(MappedFile::open(path("nothing")), Error);
  EXPECT_THROW(MappedFile::open(path("")), Error);
}

}  // namespace
}  // namespace smartdesk::files
