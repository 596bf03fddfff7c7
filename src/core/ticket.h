// A support ticket with its labels: what the generator makes and tables hold.

#pragma once

#include <string>

namespace smartdesk {

struct Ticket {
  std::string id, created_at, product, channel, customer;
  std::string subject, body;
  std::string sentiment, urgency, category, summary;
};

}  // namespace smartdesk
