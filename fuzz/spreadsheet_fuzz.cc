// Reads any bytes as a spreadsheet, as a file that has the name of one, or as one part of a whole document: rows and
// counted rejects, or an Error. The first byte chooses.

#include <zip.h>

#include <array>
#include <string>

#include "read_table.h"

namespace {

using Parts = std::array<std::string, 4>;  // the workbook, a sheet, the shared texts, the styles
constexpr std::array<const char*, 4> kNames{"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                                            "xl/styles.xml"};

// Small documents that are right, apart from the part that is put in.
Parts small_workbook() {
  return {
      R"(<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>)",
      R"(<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c)"
      R"( r="A2"><v>1</v></c><c r="B2" s="1"><v>46086.5</v></c></row></sheetData></worksheet>)",
      R"(<sst><si><t>id</t></si><si><r><t>te</t></r><r><t>xt</t></r></si></sst>)",
      R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf )"
      R"(numFmtId="164"/></cellXfs></styleSheet>)"};
}

constexpr const char* kRelations =
    R"(<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" )"
    R"(Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/>)"
    R"(</Relationships>)";

void add(zip_t* zip, const char* name, std::string_view content) {
  zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
  const auto index = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);
  if (index < 0) std::abort();
  zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
}

// The bytes as content.xml of an .ods, or as the chosen part of an .xlsx.
std::string document_with(unsigned part, std::string_view bytes) {
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  auto parts = small_workbook();
  if (part >= parts.size()) {
    add(zip, "content.xml", bytes);
  } else {
    parts[part] = bytes;
    for (std::size_t i = 0; i < parts.size(); ++i) add(zip, kNames[i], parts[i]);
    add(zip, "xl/_rels/workbook.xml.rels", kRelations);
  }
  if (zip_close(zip) != 0 || zip_source_open(target) != 0) std::abort();
  zip_source_seek(target, 0, SEEK_END);
  std::string document(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, document.data(), document.size());
  zip_source_close(target);
  zip_source_free(target);
  return document;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  if (size == 0) return 0;
  const auto bytes = as_text(data + 1, size - 1);
  formats::ReadOptions options;
  options.format = (data[0] & 1) != 0 ? formats::TableFormat::kXls : formats::TableFormat::kXlsx;
  if ((data[0] & 2) != 0) options.max_field_bytes = 64;
  const unsigned part = data[0] >> 4;  // 0: the bytes are the whole document
  if (part == 0) {
    read_table(bytes, options);
  } else {
    read_table(document_with(part - 1, bytes), options);
  }
  return 0;
}
