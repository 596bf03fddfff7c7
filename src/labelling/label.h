// Labels a table of tickets with a language model. An interrupted run loses no answer and repeats no request.

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
  std::string text_column;                               // empty: detected
  std::vector<std::pair<std::string, std::string>> map;  // --map ours=theirs
  std::string encoding;                                  // of the input (text::encoding_name); empty: detected
  std::optional<formats::TableFormat> in_format;         // default: by the file name
  std::uint64_t limit = 0;                               // maximum number of rows; 0: all
  int concurrency = 2;                                   // requests at a time, at least 1
  LocalModel local = {};
  std::function<void(const formats::Rejected&)> on_rejected;
  std::function<void(const formats::TableReader&)> on_read;  // called after the last row; may be empty
};

// Agreement of the new labels with those in the input.
struct Agreement {
  std::uint64_t rows = 0, same = 0;
  double chance = 0;     // expected agreement of random labels with the same frequencies
  double kappa() const;  // Cohen's kappa: 0 as by chance, 1 always the same
};

struct LabelResult {
  std::uint64_t rows = 0;  // written: labelled + cached + local + failed
  std::uint64_t labelled = 0, cached = 0, local = 0, failed = 0;
  std::uint64_t resumed = 0;                      // of these rows, restored from an interrupted run
  std::uint64_t rejected = 0;                     // unreadable rows
  std::uint64_t suspected = 0;                    // likely prompt injections
  std::map<std::string, std::uint64_t> failures;  // by kind
  std::map<std::string, Agreement> agreement;     // by task, for tasks with labels in the input
  LabellerCounts counts;
  double seconds = 0;
  std::string failures_file;  // with the raw replies of failed rows; empty if there are none
};

// Output columns: the input's, then per task its label, then summary, evidence, confidence, label_status (labelled,
// cached, local, failed), label_error (why it failed, or what is wrong), label_flag (empty, or injection). An input
// column with a task's name is kept as given_NAME. Rows stay in order.
//
// Completed rows are stored in OUT.progress until the run is complete; the same command after a crash, a kill or Ctrl-C
// continues from there. OUT.failed.jsonl holds the raw replies of failed rows. Throws Error{kUnavailable} once the
// server is given up; completed rows are kept then, too. Memory: a window of rows, and the progress of a resumed run.
LabelResult label(TicketLabeller& labeller, const LabelOptions& options, const Run& run);

}  // namespace smartdesk::labelling
