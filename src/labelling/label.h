// A table of tickets labelled by a language model, row by row, so that nothing is lost or asked twice whatever happens.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "formats/table.h"
#include "labelling/local_answers.h"
#include "labelling/ticket_labeller.h"

namespace smartdesk::labelling {

struct LabelOptions {
  std::string in = "-";
  std::string out = "-";
  std::string text_column;                               // empty: recognised
  std::vector<std::pair<std::string, std::string>> map;  // --map ours=theirs
  std::optional<formats::TableFormat> in_format;         // else by the ending
  std::uint64_t limit = 0;                               // only the first rows; 0: all
  int concurrency = 2;                                   // requests at a time, at least 1
  LocalModel local = {};
  std::function<void(const formats::Rejected&)> on_rejected;
};

// How far the labels agree with those that the input had, where it had any.
struct Agreement {
  std::uint64_t rows = 0, same = 0;
  double chance = 0;     // the share that labels of the same frequencies would share by chance
  double kappa() const;  // Cohen's: 0 as by chance, 1 always the same
};

struct LabelResult {
  std::uint64_t rows = 0;  // written: labelled + cached + local + failed
  std::uint64_t labelled = 0, cached = 0, local = 0, failed = 0;
  std::uint64_t resumed = 0;                      // of them, kept from a run that was cut off
  std::uint64_t rejected = 0;                     // not read
  std::uint64_t suspected = 0;                    // speak to the machine that reads them
  std::map<std::string, std::uint64_t> failures;  // by kind
  std::map<std::string, Agreement> agreement;     // by task, for tasks that the input had labels for
  LabellerCounts counts;
  double seconds = 0;
  std::string failures_file;  // raw replies of failed rows; empty if there are none
};

// Output columns: the input's, then per task its label, then summary, evidence, confidence, label_status (labelled,
// cached, local, failed), label_error (why it failed, or what is amiss), label_flag (empty, or injection). An input
// column that bears a task's name is kept as given_NAME. Rows stay in order.
//
// Beside OUT a file OUT.progress holds what is done until all is done; the same command after a crash, a kill or Ctrl-C
// goes on from there. OUT.failed.jsonl holds the raw replies of rows that failed. Throws Error{kUnavailable} once the
// server is gone; then what is done is kept too. Memory: a window of rows, and the progress of a run that is resumed.
LabelResult label(TicketLabeller& labeller, const LabelOptions& options, const Run& run);

}  // namespace smartdesk::labelling
