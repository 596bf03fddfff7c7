#include "formats/internal/spreadsheet/spreadsheet.h"

#include <span>
#include <utility>

#include "core/error.h"
#include "files/archive.h"
#include "formats/internal/spreadsheet/sheet_reader.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

// The text in small letters, also of UTF-16, without a byte order mark and blanks before it.
std::string markup_at_start(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c != '\0') text += text::ascii_lower(c);
  }
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    if (text.starts_with(mark)) text.erase(0, mark.size());
  }
  return std::string(text::trimmed(text));
}

// The streams of old Excel without a container begin with a BOF record of 2 to 4 words.
bool is_bare_excel(std::string_view bytes) {
  return bytes.size() > 8 && bytes[0] == '\x09' && (bytes[1] == 0 || bytes[1] == 2 || bytes[1] == 4 || bytes[1] == 8) &&
         (bytes[2] == 4 || bytes[2] == 6 || bytes[2] == 8 || bytes[2] == 16) && bytes[3] == 0;
}

files::Archive archive_of(files::InputFile& file) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  const auto ending = text::ascii_lower(file.path());
  const bool is_packed = ending.ends_with(".gz") || ending.ends_with(".zst");
  if (file.can_be_opened_again() && !is_packed && !files::path_in_archive(file.path()))
    return files::Archive::open(file.path());
  auto bytes = file.read_all(kMost);
  return files::Archive::of_bytes(std::move(bytes), file.path());
}

std::unique_ptr<Workbook> open_zipped(files::InputFile& file, TableFormat& format) {
  const auto archive = archive_of(file);
  if (archive.find("content.xml") != nullptr) {
    format = TableFormat::kOds;
    return open_ods(archive);
  }
  if (archive.find("xl/workbook.bin") != nullptr) {
    throw Error(ErrorCode::kInvalidInput,
                file.path() + " is a binary workbook (.xlsb), which is not supported. Save it as .xlsx or .csv.");
  }
  if (archive.find("[Content_Types].xml") == nullptr && archive.find("xl/workbook.xml") == nullptr) {
    throw Error(ErrorCode::kInvalidInput,
                file.path() + " is an archive and no spreadsheet. Give it a name that ends in .zip.");
  }
  format = TableFormat::kXlsx;
  return open_xlsx(archive);
}

// Only a file can be read from its start again.
OpenPart open_again(files::InputFile& file) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  if (file.can_be_opened_again()) return [path = file.path()] { return files::InputFile::open(path); };
  class Bytes final : public files::ByteSource {
   public:
    explicit Bytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
    std::size_t read(std::span<char> buffer) override {
      const auto count = bytes_->copy(buffer.data(), buffer.size(), at_);
      at_ += count;
      return count;
    }

   private:
    std::shared_ptr<const std::string> bytes_;
    std::size_t at_ = 0;
  };
  return [bytes = std::make_shared<const std::string>(file.read_all(kMost)), path = file.path()] {
    return files::InputFile::of(std::make_unique<Bytes>(bytes), path + " (in memory)", bytes->size());
  };
}

std::unique_ptr<Workbook> open_workbook(files::InputFile& file, Contents contents, TableFormat& format,
                                        const ReadOptions& options) {
  switch (contents) {
    case Contents::kZip:
      return open_zipped(file, format);
    case Contents::kXmlWorkbook:
      format = TableFormat::kXls;
      return open_xml_workbook(open_again(file));
    case Contents::kHtml:
      format = TableFormat::kXls;
      return open_html_workbook(std::move(file), options.encoding);
    default:
      format = TableFormat::kXls;
      return open_xls(std::move(file));
  }
}

}  // namespace

Contents contents_of(files::InputFile& file) {
  constexpr std::size_t kLooked = 1024, kSignature = 8;
  const auto start = file.peek(kSignature);
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) return Contents::kZip;
  if (start.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return Contents::kOldExcel;
  if (start.find('<') == std::string_view::npos && !is_bare_excel(file.peek(kSignature + 1))) return Contents::kText;
  const auto looked = file.peek(kLooked);
  if (is_bare_excel(looked)) return Contents::kOldExcel;
  const auto markup = markup_at_start(looked);
  if (markup.find("urn:schemas-microsoft-com:office:spreadsheet") != std::string::npos &&
      (markup.starts_with("<?xml") || markup.starts_with("<workbook"))) {
    if (markup.find("<html") == std::string::npos) return Contents::kXmlWorkbook;
  }
  for (const std::string_view tag :
       {"<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<style", "<div"}) {
    if (markup.starts_with(tag)) return Contents::kHtml;
  }
  const bool is_xhtml = markup.starts_with("<?xml") && markup.find("<html") != std::string::npos;
  return is_xhtml ? Contents::kHtml : Contents::kText;
}

std::unique_ptr<RecordSource> open_spreadsheet(files::InputFile file, Contents contents, TableFormat& format,
                                               const ReadOptions& options) {
  auto path = file.path();
  auto workbook = open_workbook(file, contents, format, options);
  return std::make_unique<SheetReader>(std::move(workbook), std::move(path), options);
}

}  // namespace smartdesk::formats
