// Spreadsheets of every kind, read as tables.

#include <gmock/gmock.h>

#include "core/error.h"
#include "formats/table.h"
#include "support/scratch_files.h"
#include "support/table_rows.h"
#include "support/zip_file.h"

namespace smartdesk::formats {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Sheet {
  std::string name, rows, behind = {}, state = {};
};

class SpreadsheetTest : public ScratchFiles {
 protected:
  // A document whose cells refer to these shared texts and styles (1: a date, 2: date and time, 3: five digits).
  std::string xlsx(const std::vector<Sheet>& sheets, const std::string& shared = "",
                   const std::string& properties = "") {
    std::string list, relations;
    std::vector<std::pair<std::string, std::string>> parts;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const auto number = std::to_string(i + 1);
      list += "<sheet name=\"" + sheets[i].name + "\" state=\"" + sheets[i].state + "\" sheetId=\"" + number +
              "\" r:id=\"rId" + number + "\"/>";
      relations += "<Relationship Id=\"rId" + number + "\" Type=\"http://x/worksheet\" Target=\"worksheets/s" + number +
                   ".xml\"/>";
      parts.emplace_back("xl/worksheets/s" + number + ".xml", "<?xml version=\"1.0\"?><worksheet><sheetData>" +
                                                                  sheets[i].rows + "</sheetData>" + sheets[i].behind +
                                                                  "</worksheet>");
    }
    parts.emplace_back("[Content_Types].xml", "<Types/>");
    parts.emplace_back("xl/workbook.xml", "<workbook>" + properties + "<sheets>" + list + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels",
                       "<Relationships>" + relations +
                           "<Relationship Id=\"a\" Type=\"http://x/sharedStrings\" Target=\"/xl/texts.xml\"/>"
                           "<Relationship Id=\"b\" Type=\"http://x/styles\" Target=\"styles.xml\"/></Relationships>");
    parts.emplace_back("xl/texts.xml", "<sst>" + shared + "</sst>");
    parts.emplace_back("xl/styles.xml",
                       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/><numFmt "
                       "numFmtId=\"165\" formatCode=\"00000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
                       "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
                       "numFmtId=\"165\"/></cellXfs></styleSheet>");
    return write_zip(path("t.xlsx"), parts);
  }

  std::string ods(const std::string& tables, const std::string& manifest = "<manifest/>") {
    return write_zip(path("t.ods"), {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                                     {"META-INF/manifest.xml", manifest},
                                     {"content.xml", "<office:spreadsheet>" + tables + "</office:spreadsheet>"}});
  }

  static std::string text_cell(const std::string& text) {
    return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  static std::string row(const std::vector<std::string>& texts) {
    std::string cells;
    for (const auto& text : texts) cells += text_cell(text);
    return "<row>" + cells + "</row>";
  }

  static std::string refusal_of(const std::string& path) {
    try {
      table_rows(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }
};

TEST_F(SpreadsheetTest, ReadsEveryKindOfCell) {
  const auto table = table_rows(xlsx(
      {{"Tickets",
        row({"id", "text", "rich", "flag", "formula", "day"}) +
            "<row r=\"3\"><c r=\"A3\" s=\"3\"><v>42</v></c><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\" "
            "t=\"s\"><v>1</v></c><c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"E3\" t=\"str\"><f>A1</f><v>sum</v></c>"
            "<c r=\"F3\" t=\"d\"><v>2026-03-05T14:30:00</v></c></row>"}},
      "<si><t xml:space=\"preserve\">two\nlines_x000D_ </t></si>"
      "<si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space=\"preserve\"> and not</t></r><rPh><t>aid</t></rPh></si>"));
  EXPECT_THAT(table.rows,
              ElementsAre(ElementsAre("00042", "two\nlines ", "bold and not", "true", "sum", "2026-03-05T14:30:00")));
  EXPECT_THAT(table.lines, ElementsAre(3));
  EXPECT_EQ(table.format, TableFormat::kXlsx);
}

TEST_F(SpreadsheetTest, TellsDatesFromNumbersByTheirFormat) {
  const std::string cells =
      row({"number", "day", "time"}) +
      "<row><c><v>46086</v></c><c s=\"1\"><v>46086</v></c><c s=\"2\"><v>46086.6041666667</v></c></row>";
  EXPECT_THAT(table_rows(xlsx({{"A", cells}})).rows,
              ElementsAre(ElementsAre("46086", "2026-03-05", "2026-03-05T14:30:00")));
  EXPECT_THAT(table_rows(xlsx({{"A", cells}}, "", "<workbookPr date1904=\"1\"/>")).rows,
              ElementsAre(ElementsAre("46086", "2030-03-06", "2030-03-06T14:30:00")));
}

TEST_F(SpreadsheetTest, NamesErrorsAndFormulasWithoutAValue) {
  const auto table = table_rows(
      xlsx({{"A", row({"id", "a", "b"}) + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#N/A</v></c><c "
                                          "r=\"C2\"><f>1+1</f></c></row>"}}));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "", "")));
  EXPECT_THAT(table.notes, ElementsAre(HasSubstr("1 cells hold an error such as #N/A (first: B2)"),
                                       HasSubstr("1 cells hold a formula without its value (first: C2)")));
}

TEST_F(SpreadsheetTest, SkipsTitlesBlankRowsAndEmptyColumns) {
  const auto table = table_rows(xlsx(
      {{"A",
        "<row r=\"1\">" + text_cell("Export of Tuesday") +
            "</row><row r=\"3\"><c r=\"B3\" t=\"str\"><v>id</v>"
            "</c><c r=\"D3\" t=\"str\"><v>text\nbody</v></c></row><row r=\"4\"><c r=\"B4\"><v>1</v></c><c r=\"D4\" "
            "t=\"str\"><v>a</v></c><c r=\"E4\"/></row><row r=\"6\"><c r=\"B6\"><v>2</v></c></row>"}}));
  EXPECT_THAT(table.columns, ElementsAre("id", "text body"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "a"), ElementsAre("2", "")));
  EXPECT_THAT(table.lines, ElementsAre(4, 6));
  EXPECT_THAT(table.notes, ElementsAre("1 lines above the header (line 3) were skipped"));
}

TEST_F(SpreadsheetTest, GivesEachRowTheValueOfACellMergedDownwards) {
  const auto table = table_rows(
      xlsx({{"A",
             row({"id", "text"}) + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"str\"><v>a</v></c></row>"
                                   "<row r=\"3\"><c r=\"B3\" t=\"str\"><v>b</v></c></row><row r=\"4\"><c r=\"B4\" "
                                   "t=\"str\"><v>c</v></c></row>",
             "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"}}));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "a"), ElementsAre("1", "b"), ElementsAre("", "c")));
}

TEST_F(SpreadsheetTest, ReadsAllSheetsOfOneHeaderAndNamesTheOthers) {
  const auto table = table_rows(xlsx({{"Cover", row({"Report of March"})},
                                      {"Codes", row({"code", "name"}) + row({"1", "open"}), "", "hidden"},
                                      {"Open", row({"id", "text"}) + row({"1", "a"})},
                                      {"Empty", ""},
                                      {"Closed", row({"Title"}) + row({"id", "text"}) + row({"2", "b"})}}));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "a"), ElementsAre("2", "b")));
  EXPECT_THAT(table.notes, Contains("the sheets \"Open\", \"Closed\" have the same header and were read as one table"));
  EXPECT_THAT(table.notes, Contains(HasSubstr(": \"Cover\", \"Codes\"")));
}

TEST_F(SpreadsheetTest, ReadsASheetOfOneColumnIfThereIsNoOther) {
  const auto table = table_rows(xlsx({{"A", row({"text"}) + row({"one"}) + row({"two"})}}));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("one"), ElementsAre("two")));
  EXPECT_THAT(refusal_of(xlsx({{"A", ""}})), HasSubstr("has no rows"));
}

TEST_F(SpreadsheetTest, ReadsDocumentsOfProgramsThatPrefixEveryElement) {
  write_zip(path("p.xlsx"),
            {{"_rels/.rels",
              "<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\" "
              "Target=\"/book/b.xml\"/></Relationships>"},
             {"[Content_Types].xml", "<Types/>"},
             {"book/b.xml", "<x:workbook><x:sheets><x:sheet name=\"A\" rel:id=\"r\"/></x:sheets></x:workbook>"},
             {"book/_rels/b.xml.rels",
              "<Relationships><Relationship Id=\"r\" Type=\"worksheet\" "
              "Target=\"../sheet.xml\"/></Relationships>"},
             {"sheet.xml",
              "<x:worksheet><x:sheetData><x:row><x:c t=\"str\"><x:v>id</x:v></x:c><x:c "
              "t=\"str\"><x:v>text</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData>"
              "</x:worksheet>"}});
  EXPECT_THAT(table_rows(path("p.xlsx")).rows, ElementsAre(ElementsAre("1", "")));
}

TEST_F(SpreadsheetTest, RejectsRowsWithFieldsThatAreTooLong) {
  const auto file = xlsx({{"A", row({"id", "text"}) + row({"1", std::string(100, 'x')}) + row({"2", "short"})}});
  ReadOptions options;
  options.max_field_bytes = 50;
  const auto table = table_rows(file, options);
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("2", "short")));
  ASSERT_EQ(table.rejected.size(), 1U);
  EXPECT_EQ(table.rejected[0].line, 2U);
}

TEST_F(SpreadsheetTest, ReadsOpenDocument) {
  const auto table = table_rows(ods(
      "<table:table table:name=\"Tickets\"><table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>"
      "<table:table-cell><text:p>text</text:p></table:table-cell><table:table-cell><text:p>when</text:p>"
      "</table:table-cell><table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>"
      "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row><table:table-row>"
      "<table:table-cell office:value-type=\"float\" office:value=\"1\"><text:p>1,00</text:p></table:table-cell>"
      "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>no</text:p></office:annotation>"
      "<text:p>two<text:s text:c=\"2\"/>words<text:line-break/>and <text:span>more</text:span></text:p>"
      "<text:p>end</text:p></table:table-cell><table:table-cell office:value-type=\"date\" "
      "office:date-value=\"2026-03-05T14:30:00.000000000\"/></table:table-row><table:table-row "
      "table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"boolean\" "
      "office:boolean-value=\"true\"/><table:table-cell calcext:value-type=\"error\" office:value-type=\"string\">"
      "<text:p>#N/A</text:p></table:table-cell><table:table-cell office:value-type=\"time\" "
      "office:time-value=\"PT14H30M05S\"/></table:table-row><table:table-row "
      "table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/>"
      "</table:table-row></table:table>"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "two  words\nand more\nend", "2026-03-05T14:30:00"),
                                      ElementsAre("true", "", "14:30:05"), ElementsAre("true", "", "14:30:05")));
  EXPECT_THAT(table.lines, ElementsAre(4, 5, 6));
  EXPECT_THAT(table.notes, ElementsAre(HasSubstr("(first: B5)")));
  EXPECT_EQ(table.format, TableFormat::kOds);
}

TEST_F(SpreadsheetTest, BoundsWhatAShortDocumentRepeats) {
  const std::string cell = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>" +
                           std::string(1000, 'x') + "</text:p></table:table-cell>";
  EXPECT_THAT(refusal_of(ods("<table:table><table:table-row table:number-rows-repeated=\"1048576\">" + cell +
                             "</table:table-row></table:table>")),
              HasSubstr("4 GiB"));
}

TEST_F(SpreadsheetTest, SaysThatADocumentHasAPassword) {
  EXPECT_THAT(refusal_of(ods("", "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>")),
              HasSubstr("protected by a password"));
}

TEST_F(SpreadsheetTest, ReadsTheOldExcelFormat) {
  const auto table = table_rows(SMARTDESK_SOURCE_DIR "/src/formats/testdata/tickets.xls");
  EXPECT_THAT(table.columns, ElementsAre("Number", "Text", "Created", "Due", "Price"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("4711", "Die Lampe für März ist kaputt ✓\n返金",
                                                  "2026-03-05T14:30:00", "2026-03-06", "12.5"),
                                      ElementsAre("4712", "The second one", "", "", "100")));
  EXPECT_THAT(table.lines, ElementsAre(2, 4));
  EXPECT_THAT(table.notes,
              ElementsAre("1 sheets were not read, because their header is not that of \"Tickets\": \"Lists\""));
}

TEST_F(SpreadsheetTest, ReadsHtmlThatIsCalledXls) {
  const auto table = table_rows(
      write("a.xls",
            "<html><table><tr><td>Report</table><table><tr><th>id<th>text<th>who</tr><tr><td rowspan=2>1</td>"
            "<td>Hello<br>you &amp; me</td><td>Ann</td></tr><tr><td>second<td>Bob<tr><td>3<td>x</table></html>"));
  EXPECT_THAT(table.columns, ElementsAre("id", "text", "who"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "Hello\nyou & me", "Ann"), ElementsAre("1", "second", "Bob"),
                                      ElementsAre("3", "x", "")));
  EXPECT_THAT(table.notes, Contains(HasSubstr("the file is an HTML page")));
}

TEST_F(SpreadsheetTest, ReadsTheXmlOfExcel2003) {
  const auto table = table_rows(
      write("a.xls",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet "
            "ss:Name=\"A\"><Table><Row><Cell><Data ss:Type=\"String\">id</Data></Cell><Cell><Data "
            "ss:Type=\"String\">text</Data></Cell><Cell><Data ss:Type=\"String\">when</Data></Cell></Row><Row "
            "ss:Index=\"4\"><Cell><Data ss:Type=\"Number\">7</Data></Cell><Cell ss:Index=\"3\"><Data "
            "ss:Type=\"DateTime\">2026-03-05T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("7", "", "2026-03-05")));
  EXPECT_THAT(table.lines, ElementsAre(4));
}

TEST_F(SpreadsheetTest, DecidesByTheBytesWhatAFileIs) {
  const auto file = xlsx({{"A", row({"id", "text"}) + row({"1", "a"})}});
  write("named.csv", read("t.xlsx"));
  EXPECT_THAT(table_rows(path("named.csv")).rows, ElementsAre(ElementsAre("1", "a")));
  EXPECT_THAT(table_rows(path("named.csv")).notes, ElementsAre(HasSubstr("the file is an Excel file (.xlsx)")));
  const auto text = table_rows(write("text.xls", "id\ttext\n1\ta\n"));
  EXPECT_THAT(text.rows, ElementsAre(ElementsAre("1", "a")));
  EXPECT_THAT(text.notes, ElementsAre(HasSubstr("text such as CSV")));
  EXPECT_EQ(text.format, TableFormat::kCsv);
  EXPECT_THAT(table_rows(file).notes, IsEmpty());
}

TEST_F(SpreadsheetTest, RefusesWhatIsDamagedWithAReason) {
  xlsx({{"A", row({"id", "text"}) + row({"1", "a"})}});
  write("cut.xlsx", read("t.xlsx").substr(0, 500));
  EXPECT_THAT(refusal_of(path("cut.xlsx")), HasSubstr("not a whole .zip archive"));
  EXPECT_THAT(refusal_of(write("a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more")), HasSubstr("no Excel file"));
  write_zip(path("other.xlsx"), {{"a.csv", "id,text\n"}});
  EXPECT_THAT(refusal_of(path("other.xlsx")), HasSubstr("ends in .zip"));
  EXPECT_THAT(refusal_of(xlsx({{"A", "<row><c><v>1</v></row>"}})), HasSubstr("cannot be read"));
}

TEST_F(SpreadsheetTest, AreNotWritten) {
  try {
    TableWriter::create(path("out.xlsx"), {{"a"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
  }
}

}  // namespace
}  // namespace smartdesk::formats
