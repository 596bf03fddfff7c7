// Which tickets of a store: conditions that all hold, and the words a person types for them.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::store {

// Empty: every ticket.
struct TicketFilter {
  enum class Field { kProduct, kCustomer, kChannel, kLanguage, kSource, kExternalId };

  // Compared without regard to the case of ASCII letters.
  struct FieldTest {
    Field field = Field::kProduct;
    std::string value;
    bool negated = false;
  };
  // The current label. Empty value: there is none.
  struct LabelTest {
    std::string task, value;  // value: as FieldTest's
    bool negated = false;
  };
  // Some (negated: no) current label is this author's: person, model, llm, rule.
  struct AuthorTest {
    std::string author;
    bool negated = false;
  };
  // first <= day of created_at <= last; ISO days, empty: open. Tickets without a day that can be read never match.
  struct CreatedTest {
    std::string first, last;
  };
  // These words in subject or body, one behind the other, without regard to case.
  struct PhraseTest {
    std::string text;
    bool is_prefix = false;  // the last word may go on
  };

  std::vector<FieldTest> fields;
  std::vector<LabelTest> labels;
  std::vector<AuthorTest> authors;
  std::vector<CreatedTest> created;
  std::vector<PhraseTest> phrases;

  bool is_empty() const {
    return fields.empty() && labels.empty() && authors.empty() && created.empty() && phrases.empty();
  }
};

// Reads what people type:
//   category:Billing urgency:High created:>2026-01-01 "never arrived" refund*
// word, wor*, "a phrase"; key:value, key:"two words", -key:value for not; keys are product, customer, channel,
// language, source, id, created (>, >=, <, <=, or a year, month or day), by (whose label: person, model, llm, rule), no
// (no:urgency: has no such label), and else a task's name. Throws Error{kUsage} that says where and what is known;
// a key that is in no list is taken for a task only if it is among `tasks`.
TicketFilter parse_filter(std::string_view text, const std::vector<std::string>& tasks);

}  // namespace smartdesk::store
