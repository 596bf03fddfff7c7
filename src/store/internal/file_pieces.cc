#include "store/internal/file_pieces.h"

#include <sodium.h>

#include <algorithm>

#include "core/error.h"
#include "files/mapped_file.h"
#include "files/output_file.h"

namespace smartdesk::store {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

// In PostgreSQL's bytea hex format.
std::string as_bytea(std::string_view bytes) {
  std::string text(2 + 2 * bytes.size() + 1, '\0');
  text[0] = '\\';
  text[1] = 'x';
  sodium_bin2hex(text.data() + 2, text.size() - 2, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  text.pop_back();  // sodium's NUL
  return text;
}

std::string from_bytea(const std::string& text) {
  std::string bytes(text.size() / 2, '\0');
  std::size_t size = 0;
  if (!text.starts_with("\\x") || sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                                 text.data() + 2, text.size() - 2, nullptr, &size, nullptr) != 0) {
    throw Error(ErrorCode::kFailed, "The database returned bytes in an unexpected format. Set bytea_output = 'hex'.");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

void put_pieces(SmallDatabase& database, const std::string& table, const std::string& owner, const std::string& file) {
  const auto mapped = files::MappedFile::open(file);
  auto rest = mapped.bytes();
  for (int number = 0; !rest.empty(); ++number) {
    const auto piece = rest.substr(0, kPiece);
    rest.remove_prefix(piece.size());
    database.write("INSERT INTO " + table + " VALUES ($1, CAST($2 AS bigint), CAST($3 AS bytea))",
                   {owner, std::to_string(number), as_bytea(piece)});
  }
}

void fetch_pieces(SmallDatabase& database, const std::string& table, const std::string& owner,
                  const std::string& file) {
  const auto part = file + ".part";  // the file's own extension might enable compression
  auto output = files::OutputFile::create(part);
  for (int number = 0;; ++number) {
    const auto rows = database.read("SELECT bytes FROM " + table + " WHERE owner = $1 AND number = CAST($2 AS bigint)",
                                    {owner, std::to_string(number)});
    if (rows.empty()) break;
    output.write(from_bytea(rows[0][0]));
  }
  output.commit();
  files::move_into_place(part, file);
}

}  // namespace smartdesk::store
