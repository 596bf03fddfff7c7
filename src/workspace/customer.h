// What a workspace holds of one customer, to hand it over or to erase it.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

// A customer as people name one: by an e-mail address, or by the whole name that tickets give. Upper and lower case are
// the same. An address is compared wholly: ann+shop@example.com is somebody else than ann@example.com.
class Customer {
 public:
  // An address, "Ann Lee <ann@example.com>", or a name. Throws Error{kUsage} if it is blank.
  explicit Customer(std::string_view text);

  const std::string& text() const { return text_; }
  const std::string& address() const { return address_; }  // empty: known by name

  // Whether they are the ticket's customer: its customer is this text, or has this address, alone or as in "Ann Lee
  // <ann@example.com>". Where the ticket's customer has no address, that of the first message of a customer counts.
  bool owns(const NewTicket& ticket, std::span<const Message> messages) const;

  // Whether it is a message of a customer with this address. Names do not tell: others may have the same.
  bool wrote(const Message& message) const;

 private:
  bool is_in(const std::vector<std::string>& addresses) const;

  std::string text_, address_;
};

// Each list in order.
struct CustomerTickets {
  std::vector<store::TicketId> own;       // they are the customer
  std::vector<store::TicketId> others;    // of other customers, with messages of theirs
  std::vector<store::TicketId> mentions;  // no messages of theirs, but their address in a text or an older version
};

// Cost: reads every ticket once, in the store, and all that contain the address or the name.
CustomerTickets tickets_of(const store::TicketStore& store, const Customer& customer, const Run& run);

// Their own tickets and those with messages of theirs, in order.
std::vector<store::TicketId> with_their_words(const CustomerTickets& theirs);

}  // namespace smartdesk::workspace
