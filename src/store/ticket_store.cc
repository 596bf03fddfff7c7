#include "store/ticket_store.h"

#include "core/ticket_fields.h"
#include "files/digest.h"

namespace smartdesk::store {
namespace {

constexpr std::string_view kAuthors[] = {"person", "model", "llm", "rule"};

}  // namespace

std::string_view name_of(Author author) { return kAuthors[static_cast<std::size_t>(author)]; }

std::optional<Author> author_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kAuthors); ++i) {
    if (kAuthors[i] == name) return static_cast<Author>(i);
  }
  return std::nullopt;
}

std::string content_digest(const NewTicket& ticket) {
  std::string content;
  for (const auto& field : kContentFields) {
    const auto& text = ticket.*field.text;
    content += std::to_string(text.size()) + ':' + text;
  }
  return files::hex(files::sha256(content)).substr(0, 32);
}

}  // namespace smartdesk::store
