#include "training/clean.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/label_column.h"
#include "core/label_spelling.h"
#include "files/digest.h"
#include "files/input_file.h"
#include "files/output_file.h"
#include "formats/columns.h"
#include "text/ascii.h"
#include "text/frame.h"
#include "text/leaked_reasoning.h"
#include "text/near_duplicates.h"

namespace smartdesk::training {
namespace {

enum class Reason : std::uint8_t {
  kKept,
  kNoLabel,
  kEmpty,
  kReasoning,
  kPromptEcho,
  kCutOff,
  kDuplicate,
  kRelabelledDuplicate,
  kNearDuplicate
};

constexpr const char* kReasonNames[] = {"kept",          "no label", "empty text", "leaked reasoning",
                                        "prompt echo",   "cut off",  "duplicate",  "duplicate with another label",
                                        "near duplicate"};

// The decision about one row. line: of the row that it duplicates.
struct Decision {
  Reason reason = Reason::kKept;
  std::uint32_t line = 0;
};

// What a labeller writes that could not tell the label.
bool is_failed_label(std::string_view label) {
  const auto low = text::ascii_lower(label);
  return low == "error" || low == "unknown" || (low.starts_with("no ") && low.ends_with(" detected"));
}

// A model's reply in JSON that was truncated: it opens an object with one of a reply's keys and never closes it. Other
// JSON and open code fences are what customers paste.
bool is_cut_off(std::string_view text) {
  constexpr std::string_view kKeys[] = {"ticket", "ticket_text", "sentiment", "urgency", "category", "summary"};
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto after = [&](std::string_view sign) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    const bool is_there = text.starts_with(sign);
    if (is_there) text.remove_prefix(sign.size());
    return is_there;
  };
  if (after("```")) after("json");
  if (text.find('}') != std::string_view::npos || !after("{") || !after("\"")) return false;
  const auto key = text.substr(0, text.find('"'));
  text.remove_prefix(key.size());
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys) && after("\"") && after(":") &&
         after("\"");
}

// Texts are compared by SHA-256, because a shorter hash would report false duplicates.
struct DigestHash {
  std::size_t operator()(const files::Digest& digest) const {
    std::size_t hash;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
  }
};

// A task with a label that takes in rare ones.
struct Mergeable {
  std::string task, rest;
  std::size_t column;
};

// The columns that the rules read.
struct Layout {
  formats::TextColumns text;
  std::vector<std::size_t> labels;
  std::vector<Mergeable> mergeable;
  LabelSpellings like_none;

  Layout(const CleanOptions& options, const formats::TableReader& reader)
      : text(formats::TextColumns::find(options.in, reader.columns(), options.text_column)),
        like_none(labels_like_none(options.taxonomy)) {
    const auto columns = formats::find_label_columns(reader.columns(), task_names(options.taxonomy));
    for (std::size_t t = 0; t < columns.size(); ++t) {
      if (!columns[t]) continue;
      labels.push_back(*columns[t]);
      const auto& task = options.taxonomy.tasks[t];
      if (!task.rest.empty()) mergeable.push_back({task.name, task.rest, *columns[t]});
    }
    // The reference knows its own three tasks only.
    const auto any_task = options.parity ? std::nullopt : reader.column("label");
    if (any_task && std::find(labels.begin(), labels.end(), *any_task) == labels.end()) labels.push_back(*any_task);
  }

  bool is_labelled(std::string_view cell) const {
    return !is_failed_label(cell) && (!label_name(cell).empty() || like_none.find(cell));
  }
};

// Applies the rules to each row in turn. Remembers texts to detect duplicates.
class Judge {
 public:
  // frame must outlive the judge.
  Judge(const CleanOptions& options, const Layout& layout, const text::Frame& frame)
      : parity_(options.parity), layout_(layout), near_({}, &frame) {}

  Decision decide(const formats::Record& record) {
    if (has_no_label(record)) return {Reason::kNoLabel, 0};
    if (parity_) return {};
    const auto text = layout_.text.text(record.fields, buffer_);
    if (text::is_blank(text)) return {Reason::kEmpty, 0};
    if (const auto leak = text::find_leaked_reasoning(text)) {
      return {leak->kind == text::Leak::Kind::kReasoning ? Reason::kReasoning : Reason::kPromptEcho, 0};
    }
    if (is_cut_off(text)) return {Reason::kCutOff, 0};
    return decide_repeat(text, record);
  }

 private:
  struct Seen {
    std::uint32_t line;
    files::Digest labels;
  };

  bool has_no_label(const formats::Record& record) const {
    std::size_t blank = 0;
    for (const auto column : layout_.labels) {
      if (is_failed_label(record.fields[column])) return true;
      blank += !layout_.is_labelled(record.fields[column]);
    }
    return blank > 0 && (parity_ || blank == layout_.labels.size());
  }

  Decision decide_repeat(std::string_view text, const formats::Record& record) {
    std::string labels;
    for (const auto column : layout_.labels) (labels += record.fields[column]) += '\n';
    const Seen here{static_cast<std::uint32_t>(record.line), files::sha256(labels)};
    const auto [earlier, is_new] = texts_.try_emplace(files::sha256(text), here);
    if (!is_new) {
      return {earlier->second.labels == here.labels ? Reason::kDuplicate : Reason::kRelabelledDuplicate,
              earlier->second.line};
    }
    if (const auto match = near_.match_or_add(text)) return {Reason::kNearDuplicate, near_lines_[*match]};
    near_lines_.push_back(here.line);
    return {};
  }

  bool parity_;
  const Layout& layout_;
  std::string buffer_;
  std::unordered_map<files::Digest, Seen, DigestHash> texts_;
  text::NearDuplicates near_;
  std::vector<std::uint32_t> near_lines_;
};

// The result of the first pass.
struct Findings {
  std::vector<Decision> decisions;                                               // one per readable row
  std::vector<std::map<std::string, std::uint64_t, std::less<>>> rows_by_label;  // of kept rows, by mergeable task
  std::vector<LabelColumn> columns;                                              // of kept rows, by label column
  std::vector<formats::Rejected> rejected;
};

formats::TableReader open_input(const CleanOptions& options, std::vector<formats::Rejected>* rejected) {
  formats::ReadOptions read;
  read.map = options.map;
  read.encoding = options.encoding;
  if (options.in.ends_with("/stdin")) read.format = formats::TableFormat::kCsv;
  if (rejected != nullptr) read.on_rejected = [rejected](const formats::Rejected& row) { rejected->push_back(row); };
  return formats::TableReader::open(options.in, read);
}

void count_labels(const formats::Record& record, const Layout& layout, Findings& findings) {
  for (std::size_t m = 0; m < layout.mergeable.size(); ++m) {
    const auto cell = record.fields[layout.mergeable[m].column];
    if (layout.is_labelled(cell)) ++findings.rows_by_label[m][std::string(cell)];
  }
}

// Gives all spellings of a label its name.
void name_labels(const Layout& layout, const std::vector<LabelCells>& cells, Findings& findings) {
  for (const auto& column : cells)
    findings.columns.push_back(read_label_column(column, {SeveralLabels::kNever, {}, {}}));
  for (std::size_t m = 0; m < layout.mergeable.size(); ++m) {
    const auto at = std::find(layout.labels.begin(), layout.labels.end(), layout.mergeable[m].column);
    const auto& column = findings.columns[static_cast<std::size_t>(at - layout.labels.begin())];
    for (const auto& [cell, rows] : std::exchange(findings.rows_by_label[m], {})) {
      const auto* names = column.of(cell);
      findings.rows_by_label[m][names == nullptr ? cell : names->front()] += rows;
    }
  }
}

// What many rows share. Nothing under the parity profile, which compares no texts.
text::Frame find_frame(const CleanOptions& options, const Run& run) {
  text::Frame frame;
  if (options.parity) return frame;
  auto reader = open_input(options, nullptr);
  const Layout layout(options, reader);
  formats::Record record;
  std::string buffer;
  for (std::uint64_t row = 0; reader.next(record); ++row) {
    const auto text = layout.text.text(record.fields, buffer);
    if (!text::is_blank(text)) frame.add(text);
    if (row % 512 != 0) continue;
    run.stop_if_asked();
    run.report("cleaning: finding what rows share", reader.bytes_read(), reader.bytes_total());
  }
  return frame;
}

Findings find(const CleanOptions& options, const Run& run) {
  const auto frame = find_frame(options, run);
  Findings findings;
  auto reader = open_input(options, &findings.rejected);
  const Layout layout(options, reader);
  Judge judge(options, layout, frame);
  findings.rows_by_label.resize(layout.mergeable.size());
  std::vector<LabelCells> cells(layout.labels.size());
  formats::Record record;
  while (reader.next(record)) {
    const auto decision = judge.decide(record);
    if (decision.reason == Reason::kKept) count_labels(record, layout, findings);
    for (std::size_t i = 0; decision.reason == Reason::kKept && i < cells.size(); ++i)
      ++cells[i][std::string(record.fields[layout.labels[i]])];
    findings.decisions.push_back(decision);
    if (findings.decisions.size() % 512 == 0) {
      run.stop_if_asked();
      run.report("cleaning: checking rows", reader.bytes_read(), reader.bytes_total());
    }
  }
  if (options.on_read) options.on_read(reader);
  if (!options.parity) name_labels(layout, cells, findings);
  return findings;
}

class Report {
 public:
  explicit Report(const std::string& path) {
    if (!path.empty())
      table_ =
          formats::TableWriter::create(path, {{"line", true}, {"action", false}, {"reason", false}, {"detail", false}});
  }
  void add(std::uint64_t line, std::string_view action, std::string_view reason, std::string_view detail) {
    if (!table_) return;
    const auto number = std::to_string(line);
    const std::string_view fields[] = {number, action, reason, detail};
    table_->write(fields);
  }
  void commit() {
    if (table_) table_->commit();
  }

 private:
  std::optional<formats::TableWriter> table_;
};

std::string detail_of(const Decision& decision, const formats::Record& record, const Layout& layout) {
  std::string buffer;
  switch (decision.reason) {
    case Reason::kNoLabel:
      for (const auto column : layout.labels) {
        if (is_failed_label(record.fields[column])) return "\"" + std::string(record.fields[column]) + "\"";
      }
      return "\"\"";
    case Reason::kReasoning:
    case Reason::kPromptEcho:
      return text::find_leaked_reasoning(layout.text.text(record.fields, buffer))->evidence;
    case Reason::kDuplicate:
    case Reason::kRelabelledDuplicate:
    case Reason::kNearDuplicate:
      return "of line " + std::to_string(decision.line);
    default:
      return "";
  }
}

// Writes the kept rows, and the report in line order.
class Writer {
 public:
  Writer(const CleanOptions& options, const formats::TableReader& reader, const Layout& layout,
         const Findings& findings)
      : options_(options), layout_(layout), findings_(findings), report_(options.report) {
    std::vector<formats::Column> columns;
    for (const auto& name : reader.columns()) columns.push_back({name, false});
    const auto same_format = options.out == "-" ? std::optional(reader.format()) : std::nullopt;
    table_ = formats::TableWriter::create(options.out, std::move(columns), same_format);
  }

  void row(const formats::Record& record, const Decision& decision) {
    report_rejected_before(record.line);
    ++result_.rows_in;
    if (decision.reason != Reason::kKept) {
      const char* reason = kReasonNames[static_cast<std::size_t>(decision.reason)];
      ++result_.dropped[reason];
      report_.add(record.line, "dropped", reason, detail_of(decision, record, layout_));
      return;
    }
    fields_ = record.fields;
    name_labels(record);
    for (std::size_t m = 0; m < layout_.mergeable.size(); ++m) {
      const auto& [task, rest, column] = layout_.mergeable[m];
      if (!is_rare(m, fields_[column])) continue;
      const std::string label(fields_[column]);
      ++result_.merged[label];
      report_.add(record.line, "merged", "rare " + task, label + " -> " + rest);
      fields_[column] = rest;
    }
    table_->write(fields_);
    ++result_.rows_out;
  }

  CleanResult finish() {
    report_rejected_before(UINT64_MAX);
    result_.rejected = findings_.rejected.size();
    table_->commit();
    report_.commit();
    return std::move(result_);
  }

 private:
  void name_labels(const formats::Record& record) {
    for (std::size_t i = 0; i < findings_.columns.size(); ++i) {
      const auto column = layout_.labels[i];
      const auto* names = findings_.columns[i].of(fields_[column]);
      if (names == nullptr) continue;
      const std::string label(text::trimmed(fields_[column]));
      fields_[column] = names->front();
      if (label == names->front()) continue;
      ++result_.respelled[label];
      report_.add(record.line, "merged", "spelling", label + " -> " + names->front());
    }
  }

  bool is_rare(std::size_t mergeable, std::string_view label) const {
    if (text::is_blank(label) || label == layout_.mergeable[mergeable].rest) return false;
    const auto& rows_by_label = findings_.rows_by_label[mergeable];
    const auto rows = rows_by_label.find(label);
    return rows != rows_by_label.end() && rows->second < static_cast<std::uint64_t>(options_.rarest_category);
  }

  void report_rejected_before(std::uint64_t line) {
    for (; next_rejected_ < findings_.rejected.size() && findings_.rejected[next_rejected_].line < line;
         ++next_rejected_) {
      const auto& row = findings_.rejected[next_rejected_];
      report_.add(row.line, "dropped", "unreadable", row.reason);
    }
  }

  const CleanOptions& options_;
  const Layout& layout_;
  const Findings& findings_;
  Report report_;
  std::optional<formats::TableWriter> table_;
  std::vector<std::string_view> fields_;
  std::size_t next_rejected_ = 0;
  CleanResult result_;
};

// Standard input, kept in a file so that it can be read twice.
class Spool {
 public:
  Spool() : folder_((std::filesystem::temp_directory_path() / "smartdesk-clean-XXXXXX").string()) {
    if (mkdtemp(folder_.data()) == nullptr)
      throw Error(ErrorCode::kFailed,
                  "Cannot create a temporary folder for standard input. Set TMPDIR to a writable folder.");
    auto in = files::InputFile::open("-");
    auto out = files::OutputFile::create(path());
    std::string buffer(std::size_t{1} << 20, '\0');
    while (const auto count = in.read(buffer)) out.write(std::string_view(buffer).substr(0, count));
    out.commit();
  }
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string path() const { return folder_ + "/stdin"; }

 private:
  std::string folder_;
};

void refuse_nothing_left(const CleanOptions& options, const Findings& findings) {
  const auto kept = std::count_if(findings.decisions.begin(), findings.decisions.end(),
                                  [](const Decision& decision) { return decision.reason == Reason::kKept; });
  if (kept > 0) return;
  std::map<Reason, std::size_t> count;
  for (const auto& decision : findings.decisions) ++count[decision.reason];
  std::string why = findings.decisions.empty() ? "none of its rows could be read." : "no row is left.";
  for (const auto& [reason, rows] : count) {
    why += " " + std::to_string(rows) + " rows dropped (" + kReasonNames[static_cast<std::size_t>(reason)] + ").";
  }
  throw Error(ErrorCode::kInvalidInput, options.in + ": " + why);
}

CleanResult clean_file(const CleanOptions& options, const Run& run) {
  const auto findings = find(options, run);
  refuse_nothing_left(options, findings);
  auto reader = open_input(options, nullptr);
  const Layout layout(options, reader);
  Writer writer(options, reader, layout, findings);
  formats::Record record;
  for (const auto& decision : findings.decisions) {
    reader.next(record);
    writer.row(record, decision);
    if (record.line % 512 == 0) {
      run.stop_if_asked();
      run.report("cleaning: writing kept rows", reader.bytes_read(), reader.bytes_total());
    }
  }
  return writer.finish();
}

}  // namespace

CleanResult clean(const CleanOptions& options, const Run& run) {
  if (options.in != "-") return clean_file(options, run);
  const Spool spool;
  CleanOptions from_spool = options;
  from_spool.in = spool.path();
  return clean_file(from_spool, run);
}

}  // namespace smartdesk::training
