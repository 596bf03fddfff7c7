#include "formats/internal/csv_dialect.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::formats {
namespace {

char delimiter_of(std::string_view text) { return detect_csv_dialect(text, std::nullopt).delimiter; }

std::string header_of(std::string_view text) {
  const auto rest = text.substr(detect_csv_dialect(text, std::nullopt).header_at);
  return std::string(rest.substr(0, rest.find_first_of("\r\n")));
}

TEST(CsvDialect, TakesTheDelimiterThatGivesTheWidestHeader) {
  EXPECT_EQ(delimiter_of("id,text\n1,a;b|c\n"), ',');
  EXPECT_EQ(delimiter_of("id;Name, Vorname;Betrag\n1;Lind, Bo;12,50\n"), ';');
  EXPECT_EQ(delimiter_of("id\ttext\n1\ta, b, c\n"), '\t');
  EXPECT_EQ(delimiter_of("id|text\n1|a, b\n"), '|');
  EXPECT_EQ(delimiter_of("\"a,b,c\";\"d\"\n1;2\n"), ';');
  EXPECT_EQ(delimiter_of("text\n"), ',');
  EXPECT_EQ(delimiter_of(""), ',');
}

TEST(CsvDialect, ObeysADelimiterLine) {
  const auto found = detect_csv_dialect("sep=^\r\na^b,c,d\r\n", std::nullopt);
  EXPECT_EQ(found.delimiter, '^');
  EXPECT_EQ(found.header_at, 7U);
  EXPECT_TRUE(found.has_delimiter_line);
  EXPECT_EQ(delimiter_of("\"sep=;\"\na;b,c,d\n"), ';');
  EXPECT_FALSE(detect_csv_dialect("sep=,x\n", std::nullopt).has_delimiter_line);
}

TEST(CsvDialect, FindsTheHeaderBelowTitles) {
  EXPECT_EQ(header_of("Tickets of March\n\nid,text\n1,a\n"), "id,text");
  EXPECT_EQ(header_of("Tickets of March;;\nid;text;tag\n1;a;b\n"), "id;text;tag");
  EXPECT_EQ(header_of("Report:,Tickets\nFrom:,1 March\n\nid,text,tag\n1,a,b\n2,c,d\n"), "id,text,tag");
  EXPECT_EQ(header_of("Tickets, all queues\n\nid;text;tag\n1;a;b\n2;c;d\n"), "id;text;tag");
}

TEST(CsvDialect, CountsTheLinesOfTheTitles) {
  EXPECT_EQ(detect_csv_dialect("Tickets\r\n\r\nid,text\r\n1,a\r\n", std::nullopt).title_lines, 2U);
  EXPECT_EQ(detect_csv_dialect("sep=,\nTickets\nid,text\n1,a\n", std::nullopt).title_lines, 1U);
}

TEST(CsvDialect, TakesTheFirstRowWithoutTitles) {
  EXPECT_EQ(header_of("id,text,tag,note\n1,a\n2,b\n3,c,d\n"), "id,text,tag,note");
  EXPECT_EQ(header_of("id,text\n1,a,b\n2,c,d\n3,e,f\n"), "id,text");
  EXPECT_EQ(header_of("text\nHello, a, b\nDear team, c, d\n"), "text");
  EXPECT_EQ(header_of("Message\nHello, a, b\nDear team, c, d\n"), "Message");
  EXPECT_EQ(header_of("id,text\n\n1,a\n"), "id,text");
}

}  // namespace
}  // namespace smartdesk::formats
