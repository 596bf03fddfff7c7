// A filter for tickets: conditions that must all hold, and the search language for them.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ticket.h"

namespace smartdesk::store {

// Empty: matches every ticket.
struct TicketFilter {
  // Compared case-insensitively for ASCII letters.
  struct FieldTest {
    std::string NewTicket::* field = &NewTicket::product;
    std::string value;
    bool negated = false;
  };
  // The current label. Empty value: no label.
  struct LabelTest {
    std::string task, value;  // value: compared as in FieldTest
    bool negated = false;
  };
  // At least one (negated: no) current label is by this author: person, model, llm, rule.
  struct AuthorTest {
    std::string author;
    bool negated = false;
  };
  // first <= day of created_at <= last; ISO days, empty: open. Tickets without a readable day never match.
  struct CreatedTest {
    std::string first, last;
  };
  // These words in this order in the subject, the body or a message, or in the customer's name or address. Words are
  // compared as in text/search_words.h: without case and accents, and any part of Chinese, Japanese, Korean or Thai.
  struct PhraseTest {
    std::string text;
    bool is_prefix = false;       // the last word is a prefix
    bool is_of_customer = false;  // only the customer's name and address count
  };
  // As a phrase, in the name or address of the customer or of a customer's message. Of tickets that are not indexed
  // yet, those match whose customer contains the text as it is, without regard to the case of ASCII letters.
  struct CustomerTest {
    std::string text;
    bool is_prefix = false;
    bool negated = false;
  };

  std::vector<FieldTest> fields;
  std::vector<LabelTest> labels;
  std::vector<AuthorTest> authors;
  std::vector<CreatedTest> created;
  std::vector<PhraseTest> phrases;
  std::vector<CustomerTest> customers;
  std::vector<std::int64_t> ids;  // one of these ticket IDs; empty: any

  bool is_empty() const {
    return fields.empty() && labels.empty() && authors.empty() && created.empty() && phrases.empty() &&
           customers.empty() && ids.empty();
  }
};

// Parses the search language:
//   category:Billing urgency:High created:>2026-01-01 "never arrived" refund*
// Terms: word, wor*, "a phrase"; key:value, key:"two words", -key:value to exclude; customer:value finds a part of a
// name or an address, customer:val* the beginning of a word in it. Keys: product, customer, channel,
// language, source, id, created (>, >=, <, <=, or a year, month or day), by (author of a label: person, model, llm,
// rule), no (no:urgency: has no such label), or the name of one of `tasks`. Throws Error{kUsage} with the position and
// the known keys.
TicketFilter parse_filter(std::string_view text, const std::vector<std::string>& tasks);

}  // namespace smartdesk::store
