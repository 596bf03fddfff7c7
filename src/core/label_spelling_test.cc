#include "core/label_spelling.h"

#include <gmock/gmock.h>

namespace smartdesk {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(LabelName, ReadsTextsThatMeanNoLabelAsNone) {
  for (const char* text : {"", "  ", "\u00A0", "\u200B", "-", " \u2013 ", "nan", "NaN", "None", "NULL", "null", "N/A",
                           "n/a", "<NA>", "#N/A", "n.a.", "NA", "\\N", "Ｎ/Ａ"}) {
    EXPECT_EQ(label_name(text), "") << text;
  }
  for (const char* text : {"No", "Nancy", "Nullable", "0", "?", "- other", "none of these", "no"}) {
    EXPECT_EQ(label_name(text), text);
  }
}

TEST(LabelName, ComposesLettersAndKeepsSingleBlanks) {
  EXPECT_EQ(label_name("\u00A0Garantie\u3000 und  Rückgabe\t"), "Garantie und Rückgabe");
  EXPECT_EQ(label_name("Ru\u0308ckgabe"), "R\u00FCckgabe");
  EXPECT_EQ(label_name("Bug\u200B"), "Bug");
  EXPECT_EQ(label_name("\u1112\u1161\u11ab"), "\uD55C");  // Korean
}

TEST(LabelName, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(label_name(" R\xFC"
                       "ckgabe "),
            "R\xFC"
            "ckgabe");
  EXPECT_EQ(label_name(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

TEST(LabelKey, IsTheSameForSpellingsOfOneLabel) {
  for (const char* text : {"STRASSE 1", "straße\u00A01", "Straße  1", " strasse １"})
    EXPECT_EQ(label_key(text), "strasse 1");
  EXPECT_EQ(label_key("ПОЧТА"), label_key("почта"));
  EXPECT_EQ(label_key("می\u200Cخواهم"), label_key("میخواهم"));
}

TEST(LabelKey, DiffersForLabelsOfOtherLetters) {
  EXPECT_NE(label_key("Billing"), label_key("Bill ing"));
  EXPECT_NE(label_key("か"), label_key("が"));
  EXPECT_NE(label_key("C"), label_key("C++"));
}

TEST(JoinAccents, JoinsALabelWithItsOneSpellingWithoutAccents) {
  EXPECT_THAT(join_accents({"reclamacao", "reclama\u00E7\u00E3o", "login"}),
              ElementsAre(Pair("login", "login"), Pair("reclamacao", "reclamacao"),
                          Pair("reclama\u00E7\u00E3o", "reclamacao")));
}

TEST(JoinAccents, KeepsLabelsWithDifferentAccentsApart) {
  EXPECT_THAT(join_accents({"lỗi", "lời"}), ElementsAre(Pair("lỗi", "lỗi"), Pair("lời", "lời")));
  EXPECT_THAT(join_accents({"loi", "lỗi", "lời"}),
              ElementsAre(Pair("loi", "loi"), Pair("lỗi", "lỗi"), Pair("lời", "lời")));
  EXPECT_THAT(join_accents({"か", "が"}), ElementsAre(Pair("か", "か"), Pair("が", "が")));
}

TEST(LabelSpellings, FindsALabelByAnySpelling) {
  const LabelSpellings labels({"Very Negative", "Garantía"});
  EXPECT_EQ(labels.find("very  negative"), "Very Negative");
  EXPECT_EQ(labels.find("GARANTI\u0301A"), "Garantía");
  EXPECT_EQ(labels.find("garantia"), "Garantía");
  EXPECT_EQ(labels.find("garantìa"), std::nullopt);
  EXPECT_EQ(labels.find("Negative"), std::nullopt);
  EXPECT_EQ(labels.find(""), std::nullopt);
  EXPECT_EQ(LabelSpellings().find("x"), std::nullopt);
}

TEST(LabelSpellings, PrefersTheExactName) {
  const LabelSpellings labels({"bug", "Bug"});
  EXPECT_EQ(labels.find("Bug"), "Bug");
  EXPECT_EQ(labels.find("bug"), "bug");
  EXPECT_EQ(labels.find("BUG"), "bug");
}

}  // namespace
}  // namespace smartdesk
