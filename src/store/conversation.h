// What becomes of a ticket and its messages when it arrives, and when it arrives again. Every store follows these
// rules.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/ticket.h"

namespace smartdesk::store {

// The body of a ticket with these messages, which are in order. Of several messages, their own texts, separated by
// empty lines; without public messages it is empty.
std::string body_of(std::span<const Message> messages, TextFrom from);

// A new ticket with messages as a store keeps it: each message once, in the order of their times, and the body made of
// them. A given body that no message holds becomes the customer's first message. Messages without a time stay behind
// the one that they follow.
NewTicket begun(NewTicket given, TextFrom from);

struct Continued {
  NewTicket ticket;                 // what to keep from now on
  std::uint64_t new_messages = 0;   // that were not there
  bool has_other_content = false;   // the fields differ: a new version
  bool has_other_messages = false;  // one is new or edited
  std::size_t unchanged = 0;        // the number of messages, from the first one on, that are as before
};

// A ticket that is there and arrives again. Empty given fields keep their values. Of given messages those are new whose
// ID is not there; a message without ID is new unless one of the same author and text is there and the times do not
// contradict. Another text under the same ID replaces the old one. If only one of the two has messages, the body of the
// other one counts as a message of the customer. A conversation keeps the earliest day as its own. Cost: linear in the
// messages of both, and sorting them.
Continued continued(const NewTicket& stored, const NewTicket& given, TextFrom from);

// A ticket that is there without the messages that `is_gone` picks. If this changes the body, the summary is emptied.
Continued shortened(const NewTicket& stored, const std::function<bool(const Message&)>& is_gone, TextFrom from);

}  // namespace smartdesk::store
