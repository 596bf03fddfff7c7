// Which tickets a person should look at first, and what the person says of them.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/run.h"
#include "features/embedder.h"
#include "models/model.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct ReviewItem {
  store::StoredTicket ticket;
  struct Suggestion {
    std::string value;  // the model's answer
    double probability = 0;
    std::string current;     // the label that stands; empty: none
    bool by_person = false;  // whose it is
    bool unknown = false;    // the ticket is unlike those trained on
  };
  std::map<std::string, Suggestion> tasks;  // those that no person has answered, or likely by mistake
  double value = 0;                         // of a look: higher first
  std::string reason;                       // the weightiest, for the person
};

// The tickets on which a look is worth most: first where the model and what a machine said before disagree, then where
// a person's only word is one that the model is sure to be a slip, then where the ticket is unlike those trained on,
// then where the model is least sure. Tickets that a person has answered for all of the model's tasks are left out
// else, and so are answers that a person has given twice. Cost: one prediction per ticket.
struct ReviewOptions {
  std::size_t most = 20;     // items
  std::uint64_t newest = 0;  // looks at so many of the newest tickets only; 0: all
};
std::vector<ReviewItem> review_list(const store::TicketStore& store, const models::Model& model,
                                    features::Embedder* embedder, const ReviewOptions& options, const Run& run);

// A person's word on one ticket, appended to its history. Throws Error{kInvalidInput} for a ticket that is not there,
// or a task or label that the model does not know (with those that it knows), unless `any_label`.
void say(store::TicketStore& store, store::TicketId ticket, const std::map<std::string, std::string>& labels,
         const std::string& who, const models::Model* model, bool any_label);

}  // namespace smartdesk::workspace
