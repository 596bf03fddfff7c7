#include "core/label_column.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/internal/label_parts.h"
#include "core/label_spelling.h"

namespace smartdesk {
namespace {

constexpr std::string_view kSeparators = "|;,";

// A labelled cell.
struct Cell {
  std::string_view whole, text;  // text: trimmed
  std::uint64_t rows;
  bool is_list = false;
  std::vector<std::string> parts;  // as they are written; for a cell with one label: text
};

std::string rows_text(std::uint64_t rows) { return rows == 1 ? "1 row" : fmt::format("{} rows", rows); }

// "a, b, c and 9 more"
std::string few(const std::vector<std::string>& entries) {
  constexpr std::size_t kMost = 8;
  const auto shown = std::min(entries.size(), kMost);
  auto text = fmt::format("{}", fmt::join(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < entries.size()) text += fmt::format(" and {} more", entries.size() - shown);
  return text;
}

std::string in_quotes(std::string_view label) {
  constexpr std::size_t kMost = 60;
  if (label.size() <= kMost) return fmt::format("\"{}\"", label);
  auto end = kMost;
  while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0) == 0x80) --end;
  return fmt::format("\"{}…\"", label.substr(0, end));
}

// Decides which cells are labelled, and which have several labels.
class Cutting {
 public:
  Cutting(const LabelCells& cells, const LabelRules& rules)
      : several_(rules.several), known_(rules.known), like_none_(rules.like_none) {
    for (const auto& name : rules.known) alone_.insert(label_key(name));
    for (const auto& [text, rows] : cells) take(text, rows);
    for (const auto& cell : cells_) {
      for (const auto& part : cell.parts) alone_.insert(label_key(part));
    }
    if (several_ == SeveralLabels::kAlways) {
      cut_at(separator_in_use());
    } else if (several_ == SeveralLabels::kDetect) {
      note_parts_that_recur(cut_at_bars());
    }
    note_split();
  }

  const std::vector<Cell>& cells() const { return cells_; }
  const std::vector<LabelNote>& notes() const { return notes_; }
  bool is_several() const {
    return std::any_of(cells_.begin(), cells_.end(), [](const Cell& cell) { return cell.parts.size() > 1; });
  }
  const std::vector<std::string>& not_labelled() const { return marks_; }
  std::uint64_t rows_not_labelled() const { return rows_not_labelled_; }

 private:
  // How often the labels between separators are labels elsewhere too.
  struct Recurrence {
    std::vector<const Cell*> cells;        // with several parts
    std::vector<const Cell*> of_known;     // of these, with parts that all occur alone
    std::vector<const Cell*> of_repeated;  // with parts that all occur alone or in another cell
    bool is_likely() const { return !cells.empty() && 2 * of_repeated.size() >= cells.size(); }
  };

  void take(std::string_view whole, std::uint64_t rows) {
    const auto text = trimmed_label(whole);
    Cell cell{whole, text, rows, false, {std::string(text)}};
    if (!known_.find(text) && !like_none_.find(text)) {
      if (label_name(text).empty()) return take_mark(text, rows);
      if (auto entries = list_entries(text)) {
        std::erase_if(*entries, [](const std::string& entry) { return label_name(entry).empty(); });
        if (entries->empty()) return take_mark(text, rows);
        cell.is_list = several_ != SeveralLabels::kNever || entries->size() == 1;
        if (cell.is_list) cell.parts = std::move(*entries);
      }
    }
    cells_.push_back(std::move(cell));
  }

  void take_mark(std::string_view text, std::uint64_t rows) {
    if (text.empty()) return;
    marks_.push_back(fmt::format("{} ({})", in_quotes(text), rows_text(rows)));
    rows_not_labelled_ += rows;
  }

  bool may_be_cut(const Cell& cell, char separator) const {
    return !cell.is_list && cell.parts.size() == 1 && cell.text.find(separator) != std::string_view::npos &&
           !known_.find(cell.text);
  }

  Recurrence recurrence(char separator) const {
    std::map<std::string, int> cells_with;
    std::vector<std::pair<const Cell*, std::set<std::string>>> candidates;
    for (const auto& cell : cells_) {
      if (!may_be_cut(cell, separator)) continue;
      std::set<std::string> keys;
      for (const auto& part : parts_between(cell.text, separator)) keys.insert(label_key(part));
      if (keys.size() < 2) continue;
      for (const auto& key : keys) ++cells_with[key];
      candidates.emplace_back(&cell, std::move(keys));
    }
    Recurrence found;
    for (const auto& [cell, keys] : candidates) {
      const auto is_alone = [&](const std::string& key) { return alone_.contains(key); };
      const auto is_repeated = [&](const std::string& key) { return is_alone(key) || cells_with.at(key) > 1; };
      found.cells.push_back(cell);
      if (std::all_of(keys.begin(), keys.end(), is_alone)) found.of_known.push_back(cell);
      if (std::all_of(keys.begin(), keys.end(), is_repeated)) found.of_repeated.push_back(cell);
    }
    return found;
  }

  // The first separator whose parts recur, else the first that occurs.
  std::optional<char> separator_in_use() const {
    std::optional<char> first;
    for (const char separator : kSeparators) {
      if (recurrence(separator).is_likely()) return separator;
      const bool occurs =
          std::any_of(cells_.begin(), cells_.end(), [&](const Cell& cell) { return may_be_cut(cell, separator); });
      if (!first && occurs) first = separator;
    }
    return first;
  }

  void cut_at(std::optional<char> separator) {
    if (!separator) return;
    for (auto& cell : cells_) {
      if (!may_be_cut(cell, *separator)) continue;
      if (auto parts = parts_between(cell.text, *separator); !parts.empty()) cell.parts = std::move(parts);
    }
  }

  // Returns whether bars separate labels. Once they do, a part that never occurs alone may stand beside one that does;
  // a cell in which no part occurs alone is a label with a bar in its name.
  bool cut_at_bars() {
    if (recurrence('|').of_known.empty()) return false;
    for (auto& cell : cells_) {
      if (!may_be_cut(cell, '|')) continue;
      auto parts = parts_between(cell.text, '|');
      const bool is_known = std::any_of(parts.begin(), parts.end(),
                                        [&](const std::string& part) { return alone_.contains(label_key(part)); });
      if (is_known) cell.parts = std::move(parts);
    }
    return true;
  }

  void note_parts_that_recur(bool are_bars_cut) {
    for (const char separator : kSeparators) {
      if (separator == '|' && are_bars_cut) continue;
      const auto found = recurrence(separator);
      if (!found.is_likely()) continue;
      std::vector<std::string> examples;
      for (const auto* cell : found.of_repeated) examples.push_back(in_quotes(cell->text));
      notes_.push_back({LabelNoteKind::kPartsRecur,
                        fmt::format("{} labels look like several labels with \"{}\" between them: {}. Each is read as "
                                    "one label.",
                                    examples.size(), separator, few(examples))});
      return;
    }
  }

  void note_split() {
    std::uint64_t rows = 0, all = 0;
    const Cell* first = nullptr;
    for (const auto& cell : cells_) {
      all += cell.rows;
      if (cell.parts.size() < 2) continue;
      rows += cell.rows;
      if (first == nullptr) first = &cell;
    }
    if (first == nullptr) return;
    const char* why = first->is_list                       ? " is a list"
                      : several_ == SeveralLabels::kAlways ? ""
                                                           : " has parts that also occur alone";
    notes_.push_back(
        {LabelNoteKind::kSplit,
         fmt::format("{} of {} labelled rows {} several labels ({}{}). Each label becomes a question of its "
                     "own, answered with yes or no.",
                     rows, all, rows == 1 ? "has" : "have", in_quotes(first->text), why)});
  }

  SeveralLabels several_;
  LabelSpellings known_, like_none_;
  std::vector<Cell> cells_;
  std::set<std::string> alone_;  // keys of the labels that are a cell, or an entry of a list
  std::vector<LabelNote> notes_;
  std::vector<std::string> marks_;
  std::uint64_t rows_not_labelled_ = 0;
};

bool is_whole_number(std::string_view name) {
  if (name.starts_with('-')) name.remove_prefix(1);
  const auto digits = std::min(name.find_first_not_of("0123456789"), name.size());
  const auto rest = name.substr(digits);
  return digits > 0 && (rest.empty() || (rest.size() > 1 && rest[0] == '.' &&
                                         rest.find_first_not_of('0', 1) == std::string_view::npos));
}

std::string without_decimals(const std::string& name) { return name.substr(0, name.find('.')); }

// Decides which spellings are one label, and its name.
class Naming {
 public:
  Naming(const std::vector<Cell>& cells, const std::vector<std::string>& known) : known_(known.begin(), known.end()) {
    for (const auto& cell : cells) {
      for (const auto& part : cell.parts) rows_[part] += cell.rows;
    }
    are_whole_numbers_ = std::all_of(known.begin(), known.end(), is_whole_number);
    for (const auto& [part, rows] : rows_) are_whole_numbers_ = are_whole_numbers_ && is_whole_number(part);
    join();
    for (auto& [group, label] : labels_) {
      for (const auto& part : label.parts) names_[part] = known_.contains(part) ? part : name_of(label);
    }
  }

  const std::string& name(const std::string& part) const { return names_.at(part); }

  void note_into(std::vector<LabelNote>& notes) const {
    std::vector<std::string> others;
    std::size_t count = 0;
    for (const auto& [group, label] : labels_) {
      const auto& name = names_.at(label.parts.front());
      const bool is_there = std::find(label.parts.begin(), label.parts.end(), name) != label.parts.end();
      if (label.parts.size() < 2 && (is_there || !label.known)) continue;
      count += label.parts.size() - (is_there || !label.known ? 1 : 0);
      for (const auto& part : label.parts) {
        if (names_.at(part) != part)
          others.push_back(fmt::format("{} is {}", in_quotes(part), in_quotes(names_.at(part))));
      }
    }
    if (others.empty() || count == 0) return;
    notes.push_back({are_whole_numbers_ ? LabelNoteKind::kWholeNumbers : LabelNoteKind::kSpellings,
                     fmt::format("{} labels, of which {} {}: {}.", rows_.size(), count,
                                 count == 1 ? "is another spelling" : "are other spellings", few(others))});
  }

 private:
  struct Label {
    std::vector<std::string> parts;                  // its spellings, as they are written
    std::map<std::string, std::uint64_t> rows = {};  // by tidied spelling
    std::optional<std::string> known = {};
  };

  std::string key(const std::string& name) const {
    return are_whole_numbers_ ? without_decimals(name) : label_key(name);
  }

  void join() {
    std::set<std::string> keys;
    for (const auto& [part, rows] : rows_) keys.insert(key(part));
    for (const auto& name : known_) keys.insert(key(name));
    const auto group_of = join_accents({keys.begin(), keys.end()});
    for (const auto& [part, rows] : rows_) {
      auto& label = labels_[group_of.at(key(part))];
      label.parts.push_back(part);
      const auto name = label_name(part);
      label.rows[are_whole_numbers_ ? without_decimals(name) : name.empty() ? part : name] += rows;
    }
    for (const auto& name : known_) {
      const auto label = labels_.find(group_of.at(key(name)));
      if (label != labels_.end()) label->second.known = name;
    }
  }

  static std::string name_of(const Label& label) {
    if (label.known) return *label.known;
    return std::max_element(label.rows.begin(), label.rows.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
  }

  std::set<std::string> known_;
  bool are_whole_numbers_ = false;
  std::map<std::string, std::uint64_t> rows_;  // by part
  std::map<std::string, Label> labels_;        // by key
  std::map<std::string, std::string> names_;   // by part
};

// Leaves out the labels of every row, unless they are known or nothing else is left.
void leave_out_constants(LabelColumn& column, const LabelCells& rows_of, const std::vector<std::string>& known) {
  std::map<std::string, std::uint64_t> rows;
  for (const auto& [cell, labels] : column.labels) {
    for (const auto& label : labels) rows[label] += rows_of.find(cell)->second;
  }
  std::set<std::string> constant;
  for (const auto& [label, count] : rows) {
    if (count == column.labelled && std::find(known.begin(), known.end(), label) == known.end()) constant.insert(label);
  }
  if (constant.empty() || constant.size() == rows.size()) return;
  for (auto& [cell, labels] : column.labels)
    std::erase_if(labels, [&](const std::string& label) { return constant.contains(label); });
  std::erase_if(column.names, [&](const std::string& label) { return constant.contains(label); });
  std::vector<std::string> names;
  for (const auto& label : constant) names.push_back(in_quotes(label));
  column.notes.push_back(
      {LabelNoteKind::kOnEveryRow,
       fmt::format("{} {} on each of the {} labelled rows and {} left out.", few(names),
                   names.size() == 1 ? "is" : "are", column.labelled, names.size() == 1 ? "was" : "were")});
}

}  // namespace

const std::vector<std::string>* LabelColumn::of(std::string_view cell) const {
  const auto found = labels.find(cell);
  return found == labels.end() ? nullptr : &found->second;
}

bool LabelColumn::looks_like_other_data() const {
  constexpr std::uint64_t kFewest = 20;
  if (labelled < kFewest) return false;
  return is_several ? names.size() > labelled : 5 * names.size() >= 4 * labelled;
}

LabelColumn read_label_column(const LabelCells& cells, const LabelRules& rules) {
  const Cutting cutting(cells, rules);
  LabelColumn column;
  column.is_several = cutting.is_several();
  if (!cutting.not_labelled().empty()) {
    column.notes.push_back(
        {LabelNoteKind::kNotLabelled,
         fmt::format("{} {} as not labelled: {}.", rows_text(cutting.rows_not_labelled()),
                     cutting.rows_not_labelled() == 1 ? "counts" : "count", few(cutting.not_labelled()))});
  }
  const Naming naming(cutting.cells(), rules.known);
  naming.note_into(column.notes);
  column.notes.insert(column.notes.end(), cutting.notes().begin(), cutting.notes().end());
  std::set<std::string> names;
  for (const auto& cell : cutting.cells()) {
    std::set<std::string> labels;
    for (const auto& part : cell.parts) labels.insert(naming.name(part));
    column.labels.emplace(cell.whole, std::vector<std::string>(labels.begin(), labels.end()));
    column.labelled += cell.rows;
    names.merge(labels);
  }
  column.names.assign(names.begin(), names.end());
  if (column.is_several) leave_out_constants(column, cells, rules.known);
  return column;
}

std::string label_of_cell(std::string_view cell) {
  const auto entries = list_entries(cell);
  if (!entries) return label_name(cell);
  std::string labels;
  for (const auto& entry : *entries) {
    const auto name = label_name(entry);
    if (!name.empty()) labels += (labels.empty() ? "" : "|") + name;
  }
  return labels;
}

}  // namespace smartdesk
