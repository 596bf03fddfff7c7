#include "store/ticket_store.h"

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

std::string content_digest(const NewTicket& t) {
  std::string content;
  for (const auto* field : {&t.created_at, &t.product, &t.customer, &t.channel, &t.language, &t.subject, &t.body,
                            &t.summary, &t.tags, &t.custom}) {
    content += std::to_string(field->size()) + ':' + *field;
  }
  return files::hex(files::sha256(content)).substr(0, 32);
}

}  // namespace smartdesk::store
