// The output table of both generators.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "formats/table.h"
#include "generation/ticket.h"

namespace smartdesk::generation {

// Columns: id, created_at, product, channel, customer, subject, body, sentiment, urgency, category, summary, then
// `more`.
class TicketTable {
 public:
  TicketTable(const std::string& out, const std::vector<std::string>& more)
      : table_(formats::TableWriter::create(out, columns(more))) {}

  void write(const Ticket& t, std::span<const std::string_view> more = {}) {
    cells_ = {t.id,   t.created_at, t.product, t.channel,  t.customer, t.subject,
              t.body, t.sentiment,  t.urgency, t.category, t.summary};
    cells_.insert(cells_.end(), more.begin(), more.end());
    table_.write(cells_);
  }
  void commit() { table_.commit(); }

 private:
  static std::vector<formats::Column> columns(const std::vector<std::string>& more) {
    std::vector<formats::Column> all;
    for (const char* name : {"id", "created_at", "product", "channel", "customer", "subject", "body", "sentiment",
                             "urgency", "category", "summary"}) {
      all.push_back({name});
    }
    for (const auto& name : more) all.push_back({name});
    return all;
  }

  formats::TableWriter table_;
  std::vector<std::string_view> cells_;
};

// A random moment within 90 days from 2026-06-01, ISO 8601.
std::string random_moment(Random& random);

}  // namespace smartdesk::generation
