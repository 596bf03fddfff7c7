#include "store/ticket_store.h"

#include "core/enum_names.h"
#include "core/ticket_fields.h"
#include "files/digest.h"

namespace smartdesk::store {
namespace {

constexpr EnumNames<Author::kRule> kAuthors{"person", "model", "llm", "rule"};

}  // namespace

std::string_view name_of(Author author) { return kAuthors[author]; }

std::optional<Author> author_named(std::string_view name) { return kAuthors.find(name); }

std::string content_digest(const NewTicket& ticket) {
  std::string content;
  for (const auto& field : kContentFields) {
    const auto& text = ticket.*field.text;
    content += std::to_string(text.size()) + ':' + text;
  }
  return files::hex(files::sha256(content)).substr(0, 32);
}

}  // namespace smartdesk::store
