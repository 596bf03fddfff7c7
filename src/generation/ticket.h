// A ticket of the demo with its labels, as the generators make it. They know these three tasks alone, whatever the
// configured taxonomy has.

#pragma once

#include <string>

namespace smartdesk::generation {

struct Ticket {
  std::string id, created_at, product, channel, customer;
  std::string subject, body;
  std::string sentiment, urgency, category, summary;
};

}  // namespace smartdesk::generation
