// Insights, the review queue, suspected labels, benchmarks (see accounts.h). report/workspace_overview.h writes the
// insights, training/benchmark_json.h the benchmarks.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "http/described_json.h"
#include "server/api/tickets.h"
#include "training/audit.h"
#include "workspace/review.h"

namespace smartdesk::server {
namespace api {

struct Tally {
  std::string label;
  std::uint64_t tickets = 0, before = 0;
};
BOOST_DESCRIBE_STRUCT(Tally, (), (label, tickets, before))

struct Period {
  int days = 0;
  std::string from, to;
  std::uint64_t tickets = 0, before = 0;
};
BOOST_DESCRIBE_STRUCT(Period, (), (days, from, to, tickets, before))

struct DayCount {
  std::string day;
  std::uint64_t tickets = 0;
};
BOOST_DESCRIBE_STRUCT(DayCount, (), (day, tickets))

struct CrossTable {
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::uint64_t>> tickets;
};
BOOST_DESCRIBE_STRUCT(CrossTable, (), (rows, columns, tickets))

// Tickets by the labels of two tasks.
struct TaskCross {
  std::string row_task, column_task;
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::uint64_t>> tickets;
};
BOOST_DESCRIBE_STRUCT(TaskCross, (), (row_task, column_task, rows, columns, tickets))

enum class AttentionKind { kUrgentAndNegative, kBothBad, kRising, kUnlabelled };
BOOST_DESCRIBE_ENUM(AttentionKind, kUrgentAndNegative, kBothBad, kRising, kUnlabelled)

struct Attention {
  AttentionKind kind = AttentionKind::kRising;
  std::string task, label;
  std::uint64_t tickets = 0, before = 0;
  std::string text, filter;
};
BOOST_DESCRIBE_STRUCT(Attention, (), (kind, task, label, tickets, before, text, filter))

struct Insights {
  std::uint64_t tickets = 0;
  std::string first_day, last_day;  // empty: no ticket has a readable day
  Period period;
  std::vector<DayCount> per_day;
  http::Dictionary<std::vector<Tally>> labels;
  CrossTable urgency_by_category;
  TaskCross cross;
  std::vector<Tally> product;
  std::vector<Attention> attention;
  std::string as_of;
};
BOOST_DESCRIBE_STRUCT(Insights, (),
                      (tickets, first_day, last_day, period, per_day, labels, urgency_by_category, cross, product,
                       attention, as_of))

struct Suggestion {
  std::string value;
  double probability = 0;
  std::optional<std::string> current;
  bool by_person = false, unknown = false;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (value, probability, current, by_person, unknown))

struct ReviewItem {
  http::Written<Row> ticket;
  std::map<std::string, Suggestion> tasks;
  workspace::ReviewReason reason = workspace::ReviewReason::kUnsure;
  std::string reason_task;  // the task of `tasks` that gives the reason
  double value = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewItem, (), (ticket, tasks, reason, reason_task, value))

struct Review {
  std::vector<http::Written<ReviewItem>> items;
  std::string as_of;
};
BOOST_DESCRIBE_STRUCT(Review, (), (items, as_of))

// In a job's result, which holds no text.
struct Finding {
  std::uint64_t ticket = 0;
  std::string task, label, suggested;
  double score = 0;
  training::SuspectReason reason = training::SuspectReason::kLabel;
  std::optional<std::uint64_t> same_as;  // the ticket with the same text
  std::string evidence;                  // the leaked words
};
BOOST_DESCRIBE_STRUCT(Finding, (), (ticket, task, label, suggested, score, reason, same_as, evidence))

struct AuditResult {
  std::vector<Finding> suspects;
  std::uint64_t found = 0, rows = 0;
  std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(AuditResult, (), (suspects, found, rows, warnings))

struct Suspect : Finding {
  std::string text;  // the start of the ticket
};
BOOST_DESCRIBE_STRUCT(Suspect, (Finding), (text))

struct Audit {
  std::vector<Suspect> suspects;
  http::Omittable<std::uint64_t> found, rows;  // absent before the first audit
  http::Omittable<std::vector<std::string>> warnings;
  std::optional<std::string> as_of;
};
BOOST_DESCRIBE_STRUCT(Audit, (), (suspects, found, rows, warnings, as_of))

// training/benchmark_json.h writes it; the figures are absent if the algorithm did not run.
struct Benchmark {
  std::string algorithm, status;
  http::Omittable<double> accuracy, macro_f1, weighted_f1, cv_macro_f1, log_loss, ece, fit_seconds, rows_per_second;
  std::string task;
  bool is_best = false;
  double majority_accuracy = 0;
};
BOOST_DESCRIBE_STRUCT(Benchmark, (),
                      (algorithm, status, accuracy, macro_f1, weighted_f1, cv_macro_f1, log_loss, ece, fit_seconds,
                       rows_per_second, task, is_best, majority_accuracy))

struct Benchmarks {
  std::vector<Benchmark> rows;
  http::Omittable<std::vector<std::string>> warnings;
  std::optional<std::string> as_of;
};
BOOST_DESCRIBE_STRUCT(Benchmarks, (), (rows, warnings, as_of))

}  // namespace api
}  // namespace smartdesk::server
