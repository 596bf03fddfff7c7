#include "formats/internal/spreadsheet/xml_elements.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;

class XmlElementsTest : public ScratchFiles {
 protected:
  // The texts of all elements `row`, and the names of the opening tags `table`.
  std::vector<std::string> elements_in(const std::string& xml) {
    XmlElements all(files::InputFile::open(write("a.xml", xml)), {"row"}, {"table"});
    std::vector<std::string> found;
    while (const auto node = all.next()) {
      found.emplace_back(local_name(node) == "table" ? std::string(attribute_of(node, "name")) : "");
      visit_all(node, [&](const pugi::xml_node& inside) {
        found.back() += inside.value();
        return true;
      });
    }
    return found;
  }
};

TEST_F(XmlElementsTest, CutsOutElementsWhateverTheirPrefixIs) {
  EXPECT_THAT(elements_in("<x:a><x:table x:name='T'><x:row><c>1</c></x:row><row/><row>2</row></x:table></x:a>"),
              ElementsAre("T", "1", "", "2"));
}

TEST_F(XmlElementsTest, TakesAnElementInAnElementOfTheSameNameWithTheOuterOne) {
  EXPECT_THAT(elements_in("<a><row>1<row>2</row>3</row><row>4</row></a>"), ElementsAre("123", "4"));
}

TEST_F(XmlElementsTest, IsNotMisledByCommentsDataAndAttributes) {
  EXPECT_THAT(elements_in("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e '<row>'>]><a><!-- <row>no</row> -->"
                          "<row b='</row>'>1<![CDATA[</row>]]></row><rows>no</rows></a>"),
              ElementsAre("1</row>"));
}

TEST_F(XmlElementsTest, ReadsOtherEncodings) {
  std::string utf16("\xFF\xFE", 2);
  for (const char c : std::string("<a><row>1</row></a>")) utf16 += std::string{c, '\0'};
  EXPECT_THAT(elements_in(utf16), ElementsAre("1"));
}

TEST_F(XmlElementsTest, RefusesWhatEndsTooEarly) {
  for (const char* xml : {"<a><row>1", "<a><row", "<a><!-- x", "<a><row b='", "<!DOCTYPE a ["}) {
    EXPECT_THROW(elements_in(xml), Error) << xml;
  }
  EXPECT_THAT(elements_in("no XML at all"), ElementsAre());
}

TEST_F(XmlElementsTest, SurvivesElementsThatAreNestedAMillionTimes) {
  std::string deep = "<a><row>";
  for (int i = 0; i < 1'000'000; ++i) deep += "<b>";
  EXPECT_THROW(elements_in(deep + "</row></a>"), Error);
}

}  // namespace
}  // namespace smartdesk::formats
