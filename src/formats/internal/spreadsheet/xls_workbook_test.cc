// Old Excel files, as streams without a container: such files are read, too.

#include <gmock/gmock.h>

#include "core/error.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "support/scratch_files.h"
#include "support/table_rows.h"

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::string_literals;

std::string number(std::uint64_t value, std::size_t bytes) {
  std::string result;
  for (std::size_t i = 0; i < bytes; ++i) result += static_cast<char>(value >> (8 * i));
  return result;
}

std::string record(std::uint16_t id, const std::string& data) { return number(id, 2) + number(data.size(), 2) + data; }

std::string place(unsigned row, unsigned column, unsigned style = 0) {
  return number(row, 2) + number(column, 2) + number(style, 2);
}

std::string text_of_excel97(const std::string& text) { return number(text.size(), 2) + '\0' + text; }

std::string label(unsigned row, unsigned column, const std::string& text) {
  return record(0x204, place(row, column) + text_of_excel97(text));
}

// With the styles 0 (a number) and 1 (a date).
std::string workbook(const std::string& cells, const std::string& globals = "") {
  const auto begin = record(0x809, number(0x600, 2) + number(5, 2) + number(0, 4));
  const auto middle = globals + record(0xE0, number(0, 4)) + record(0xE0, number(0, 2) + number(14, 2));
  const auto sheet = [](std::size_t at) { return record(0x85, number(at, 4) + "\0\0\x01\0T"s); };
  const auto at = begin.size() + middle.size() + sheet(0).size() + record(0x0A, "").size();
  return begin + middle + sheet(at) + record(0x0A, "") +
         record(0x809, number(0x600, 2) + number(0x10, 2) + number(0, 4)) + cells + record(0x0A, "");
}

class XlsWorkbookTest : public ScratchFiles {
 protected:
  std::string refusal_of(const std::string& bytes) {
    try {
      table_rows(write("a.xls", bytes));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }

  const std::string header_ = label(0, 0, "id") + label(0, 1, "text") + label(0, 2, "more");
};

TEST_F(XlsWorkbookTest, ReadsFormulasErrorsAndTruth) {
  const auto table = table_rows(write(
      "a.xls", workbook(header_ + record(0x06, place(1, 0) + number(0x401C000000000000, 8) + number(0, 8)) +
                        record(0x06, place(1, 1) + number(0xFFFF000000000000, 8) + number(0, 8)) +
                        record(0x207, text_of_excel97("from a formula")) + record(0x205, place(1, 2) + "\x01\0"s) +
                        record(0x06, place(2, 0) + number(0xFFFF000000010001, 8) + number(0, 8)) +
                        record(0x205, place(2, 1) + "\x2A\x01"s) + label(2, 2, "x"))));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("7", "from a formula", "true"), ElementsAre("true", "", "x")));
  EXPECT_THAT(table.notes, ElementsAre(HasSubstr("(first: B3)")));
}

TEST_F(XlsWorkbookTest, ReadsNumbersInEveryForm) {
  const auto rk = [](std::uint32_t value) { return number(value, 4); };
  const auto table = table_rows(
      write("a.xls", workbook(header_ + record(0x27E, place(1, 0) + rk((4711U << 2) | 2)) +
                              record(0x203, place(1, 1, 1) + number(0x40E680C000000000, 8)) +
                              record(0xBD, number(2, 2) + number(0, 2) + number(0, 2) + rk((1250U << 2) | 3) +
                                               number(0, 2) + rk(0x3FE00000) + number(1, 2)))));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("4711", "2026-03-05", ""), ElementsAre("12.5", "0.5", "")));
}

TEST_F(XlsWorkbookTest, GivesMergedCellsToEachRow) {
  const auto table = table_rows(
      write("a.xls", workbook(header_ + label(1, 0, "A") + label(1, 1, "x") + label(2, 1, "y") +
                              record(0xE5, number(1, 2) + number(1, 2) + number(2, 2) + number(0, 2) + number(0, 2)))));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("A", "x", ""), ElementsAre("A", "y", "")));
}

TEST_F(XlsWorkbookTest, ReadsTheCodePageOfExcel95) {
  const auto old = [](std::string bytes) {
    for (auto at = bytes.find("\x09\x08"s); at != std::string::npos; at = bytes.find("\x09\x08"s, at + 1))
      bytes[at + 5] = 5;
    return bytes;
  };
  const auto cell = [](unsigned row, unsigned column, const std::string& text) {
    return record(0x204, place(row, column) + number(text.size(), 2) + text);
  };
  const auto bytes =
      old(workbook(cell(0, 0, "id") + cell(0, 1, "text") + cell(1, 0, "1") + cell(1, 1, "\xE7\xE0\xEA\xE0\xE7"),
                   record(0x42, number(1251, 2))));
  EXPECT_THAT(table_rows(write("a.xls", bytes)).rows, ElementsAre(ElementsAre("1", "заказ")));
}

TEST_F(XlsWorkbookTest, RefusesPasswordsAndOlderVersions) {
  EXPECT_THAT(refusal_of(workbook(header_, record(0x2F, number(0, 6)))), HasSubstr("protected by a password"));
  EXPECT_THAT(refusal_of(record(0x09, number(2, 2) + number(0x10, 2)) + record(0x0A, "")), HasSubstr("before Excel 5"));
}

TEST_F(XlsWorkbookTest, SurvivesAnyCutAndAnyWrongByte) {
  const auto whole = workbook(header_ + label(1, 0, "A") + record(0x207, text_of_excel97("x")),
                              record(0xFC, number(1, 8) + text_of_excel97("shared")));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto wrong = whole;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x55);
    for (const auto& bytes : {wrong, whole.substr(0, at)}) {
      try {
        table_rows(write("a.xls", bytes));
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      }
    }
  }
}

}  // namespace
}  // namespace smartdesk::formats
