// Selects the tickets that a person should review first, and records the person's labels.

#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/run.h"
#include "models/model.h"
#include "prediction/predictor.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

// Why an answer is worth reviewing: it differs from the current label; the ticket is unlike those trained on; it has
// the lowest probability.
enum class ReviewReason { kDisagrees, kUnknown, kUnsure };
BOOST_DESCRIBE_ENUM(ReviewReason, kDisagrees, kUnknown, kUnsure)

struct ReviewItem {
  store::StoredTicket ticket;
  struct Suggestion {
    std::string value;  // the model's answer
    double probability = 0;
    std::string current;     // the current label; empty: none
    bool by_person = false;  // the current label is a person's
    bool unknown = false;    // the ticket is unlike those trained on
  };
  std::map<std::string, Suggestion> tasks;      // those without a person's label, or with one that is likely a mistake
  double value = 0;                             // of a review; higher first
  ReviewReason reason = ReviewReason::kUnsure;  // the strongest one
  std::string reason_task = {};                 // the task of `tasks` that gives it
};

// The tickets whose review is worth most, in this order: the model disagrees with a label set by a machine; the model
// is confident that a label that a person has set once is a mistake; the ticket is unlike those trained on; the model
// is least sure. A person's label is left out, unless a person has set one for the task once and the model gives
// another one at least 0.9. Tickets with nothing left are omitted. Cost: one prediction per ticket.
struct ReviewOptions {
  std::size_t most = 20;     // items
  std::uint64_t newest = 0;  // checks only this number of the newest tickets; 0: all
};
std::vector<ReviewItem> review_list(const store::TicketStore& store, const prediction::Predictor& predictor,
                                    const ReviewOptions& options, const Run& run);

// Adds a person's labels to the history of one ticket. known: the model whose tasks and labels may be used, in any
// spelling; null: any labels, as they are.
// Throws Error{kInvalidInput} for a missing ticket, Error{kUnknownLabel} for another task or label (the message lists
// the known ones).
void add_persons_labels(store::TicketStore& store, store::TicketId ticket,
                        const std::map<std::string, std::string>& labels, const std::string& who,
                        const models::Model* known);

}  // namespace smartdesk::workspace
