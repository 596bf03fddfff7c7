// The state of a workspace: its last days compared with the preceding ones, and what needs attention.

#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "core/taxonomy.h"
#include "store/ticket_store.h"

namespace smartdesk::report {

struct Change {
  std::string label;
  std::uint64_t tickets = 0, before = 0;
};

struct Attention {
  // kUrgentAndNegative: the worst labels of an ordered task and of another one, where the taxonomy has an adjective for
  // the first (urgent); kBothBad: the same of a team's own tasks.
  enum class Kind { kUrgentAndNegative, kBothBad, kRising, kUnlabelled };
  Kind kind = Kind::kRising;
  std::string task, label;  // of kRising
  std::uint64_t tickets = 0, before = 0;
  std::string text;    // one sentence
  std::string filter;  // selects these tickets
};

// Tickets of the period by the labels of two tasks. Empty: no ticket has both, or there are no such tasks.
struct TaskCross {
  std::string row_task, column_task;
  std::vector<std::string> rows, columns;  // that occur, in the taxonomy's order
  std::vector<std::vector<std::uint64_t>> tickets;
};

struct WorkspaceOverview {
  std::uint64_t tickets = 0;        // of all days
  std::string first_day, last_day;  // of all; empty: no ticket has a readable day
  int days = 0;                     // of the period
  std::string from, to;             // the period, which ends at last_day; the previous one has the same length
  std::uint64_t in_period = 0, before = 0;
  std::vector<store::DayCount> per_day;                             // of both periods, zeros included, oldest first
  std::vector<std::pair<std::string, std::vector<Change>>> labels;  // by task (taxonomy's order), largest first
  TaskCross cross;  // the task with the most labels among those without an order, by the first ordered one
  TaskCross urgency_by_category;     // for clients of that name; empty where the taxonomy lacks one of these tasks
  std::vector<Change> products;      // largest first, at most 12
  std::vector<Attention> attention;  // most important first
  std::string as_of;                 // ISO 8601, UTC
};

// days: at least 1. Cost: some microseconds per ticket of both periods.
WorkspaceOverview workspace_overview(const store::TicketStore& store, const Taxonomy& taxonomy, int days);

boost::json::object overview_json(const WorkspaceOverview& overview);

}  // namespace smartdesk::report
