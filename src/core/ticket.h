// A support ticket as other programs write it.

#pragma once

#include <string>
#include <vector>

#include "core/enum_names.h"

namespace smartdesk {

enum class MessageAuthor { kCustomer, kAgent, kSystem };
inline constexpr EnumNames<MessageAuthor::kSystem> kMessageAuthors{"customer", "agent", "system"};

// One contribution to the conversation of a ticket. Texts are UTF-8 without NUL; all but `text` may be empty.
struct Message {
  std::string external_id = {};  // its ID in the source; empty: author, time and text identify it
  MessageAuthor author = MessageAuthor::kCustomer;
  std::string name = {}, address = {};  // of the author
  bool is_private = false;              // a note that the customer does not see
  std::string created_at = {};          // ISO 8601, so that times compare as texts; other forms count as no time
  std::string channel = {}, text = {};

  bool operator==(const Message&) const = default;
};

// The messages that make the body of a ticket, among those that are not private: the customer's first one (if the
// customer wrote none, the first one), all of the customer's, or all.
enum class TextFrom { kFirst, kCustomer, kAll };
inline constexpr EnumNames<TextFrom::kAll> kTextSources{"first", "customer", "all"};

// A ticket from an import. Texts are UTF-8 without NUL. Subject, body or messages are not empty; all other texts may
// be. core/ticket_fields.h lists each of them for all that read and write tickets.
struct NewTicket {
  std::string source;       // which system or file it comes from
  std::string external_id;  // its ID there; empty: its content identifies it
  std::string created_at;   // as in the source
  std::string created_on;   // the day of created_at, "2026-03-01"; empty if it cannot be read
  std::string product, customer, channel, language;
  std::string subject, body;
  std::string summary, tags;
  std::string custom;  // a JSON object of all other columns; empty: none
  // Empty: the ticket is its subject and body alone, one public message of its customer. Else stores derive the body
  // from them (store/conversation.h).
  std::vector<Message> messages = {};
};

}  // namespace smartdesk
