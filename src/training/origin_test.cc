#include "training/origin.h"

#include <gmock/gmock.h>

#include "support/scratch_files.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;

class OriginTest : public ScratchFiles {};

TEST_F(OriginTest, NamesAFileWithoutItsFolderAndWithItsDigest) {
  const models::Origin::File expected{"a.csv", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
  EXPECT_EQ(training_file(write("a.csv", "abc")), expected);
}

TEST_F(OriginTest, HasNoDigestOfWhatIsNoFile) {
  EXPECT_EQ(training_file("-"), (models::Origin::File{"standard input", ""}));
  EXPECT_EQ(training_file("the workspace"), (models::Origin::File{"the workspace", ""}));
}

TEST_F(OriginTest, CountsLanguagesMostFrequentFirst) {
  const std::string_view english = "I was charged twice this month and nobody at your company answers my mails.";
  const std::string_view german = "Ich wurde diesen Monat zweimal belastet und niemand beantwortet meine Nachrichten.";
  const std::vector<std::string_view> texts{german, english, english, "xq"};
  EXPECT_THAT(languages_of(texts), ElementsAre(models::Origin::Language{"en", 2}, models::Origin::Language{"", 1},
                                               models::Origin::Language{"de", 1}));
}

TEST_F(OriginTest, LooksAtTwoThousandOfManyTexts) {
  const std::vector<std::string_view> texts(5000, "I was charged twice this month and nobody answers my mails.");
  EXPECT_THAT(languages_of(texts), ElementsAre(models::Origin::Language{"en", 2000}));
  EXPECT_TRUE(languages_of({}).empty());
}

}  // namespace
}  // namespace smartdesk::training
