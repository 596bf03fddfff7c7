#include "training/written_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "models/model.h"
#include "text/tokens.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kMostRows = 10'000, kFewestRows = 20;
constexpr int kFewestOfALabel = 5;       // labels with fewer rows do not count
constexpr double kPure = 0.95;           // of the rows with a label in the place, have their own
constexpr double kUsual = 0.5;           // of all rows, and of a label's rows, have it there
constexpr double kNearlyAll = 0.95;      // the same where the place is anywhere in the text
constexpr double kMostLabels = 2.0 / 3;  // of the labels
constexpr const char* kAnywhere = "in the text";

// A label column: names to look for, and for each row the names that are right.
struct Column {
  std::string name;
  std::vector<std::string> labels;
  std::vector<std::pair<std::size_t, std::vector<std::size_t>>> rows;  // row of the dataset, its labels
};

bool is_member(const Dataset& dataset, std::size_t task) {
  return task < dataset.split_column.size() && !dataset.split_column[task].empty();
}

Column single_label_column(const Dataset& dataset, std::size_t task) {
  const auto labels = labels_of(dataset, task);
  Column column{dataset.tasks[task], labels.names(), {}};
  for (std::size_t row = 0; row < dataset.rows.size(); ++row) {
    if (const auto label = labels.find(dataset.rows[row].labels[task]))
      column.rows.push_back({row, {static_cast<std::size_t>(*label)}});
  }
  return column;
}

// The tasks from `begin` on that are members of one column.
Column multi_label_column(const Dataset& dataset, std::size_t begin) {
  Column column{dataset.split_column[begin], {}, {}};
  std::size_t end = begin;
  for (; end < dataset.tasks.size() && is_member(dataset, end) && dataset.split_column[end] == column.name; ++end)
    column.labels.push_back(dataset.tasks[end].substr(member_task(column.name, "").size()));
  for (std::size_t row = 0; row < dataset.rows.size(); ++row) {
    std::vector<std::size_t> own;
    for (std::size_t task = begin; task < end; ++task) {
      if (dataset.rows[row].labels[task] == models::kYes) own.push_back(task - begin);
    }
    if (!own.empty()) column.rows.push_back({row, std::move(own)});
  }
  return column;
}

std::vector<Column> columns_of(const Dataset& dataset) {
  std::vector<Column> columns;
  for (std::size_t task = 0; task < dataset.tasks.size();) {
    columns.push_back(is_member(dataset, task) ? multi_label_column(dataset, task)
                                               : single_label_column(dataset, task));
    task += is_member(dataset, task) ? columns.back().labels.size() : 1;
  }
  return columns;
}

// Keeps kMostRows rows, spread evenly.
void thin_out(Column& column) {
  const std::size_t count = column.rows.size();
  if (count <= kMostRows) return;
  for (std::size_t i = 0; i < kMostRows; ++i) column.rows[i] = std::move(column.rows[i * count / kMostRows]);
  column.rows.resize(kMostRows);
}

// The words of a text, with its lines.
class Lines {
 public:
  void read(std::string_view text) {
    text_ = text;
    std::replace(text_.begin(), text_.end(), '_', ' ');
    words_.read(text_, text::Words::Rule::kAll);
    begins_line_.assign(words_.size() + 1, true);
    for (std::size_t i = 1; i < words_.size(); ++i) {
      const auto gap =
          std::string_view(text_).substr(words_.span(i - 1).end, words_.span(i).begin - words_.span(i - 1).end);
      begins_line_[i] = gap.find('\n') != std::string_view::npos;
    }
  }

  std::size_t size() const { return words_.size(); }
  std::string_view word(std::size_t i) const { return words_.word(i); }
  // i <= size(): the end of the text begins a line, too.
  bool begins_line(std::size_t i) const { return begins_line_[i]; }

 private:
  std::string text_;
  text::Words words_;
  std::vector<bool> begins_line_;
};

// Finds the names of labels among words.
class Names {
 public:
  explicit Names(const std::vector<std::string>& labels) {
    Lines lines;
    for (std::size_t label = 0; label < labels.size(); ++label) {
      lines.read(labels[label]);
      if (lines.size() == 0) continue;
      std::vector<std::string> words;
      for (std::size_t i = 0; i < lines.size(); ++i) words.emplace_back(lines.word(i));
      auto& names = by_first_word_[words.front()];
      names.push_back({std::move(words), label});
      std::stable_sort(names.begin(), names.end(),
                       [](const Name& a, const Name& b) { return a.words.size() > b.words.size(); });
    }
  }

  struct Found {
    std::size_t label, end;
  };
  // The longest name whose words begin at `begin`.
  std::optional<Found> at(const Lines& lines, std::size_t begin) const {
    const auto names = by_first_word_.find(std::string(lines.word(begin)));
    if (names == by_first_word_.end()) return std::nullopt;
    for (const auto& name : names->second) {
      const std::size_t end = begin + name.words.size();
      if (end > lines.size()) continue;
      bool same = true;
      for (std::size_t i = begin; i < end && same; ++i) same = lines.word(i) == name.words[i - begin];
      if (same) return Found{name.label, end};
    }
    return std::nullopt;
  }

 private:
  struct Name {
    std::vector<std::string> words;
    std::size_t label;
  };
  std::unordered_map<std::string, std::vector<Name>> by_first_word_;
};

// The places of the words [begin, end) in a text, in words.
std::vector<std::string> places_of(const Lines& lines, std::size_t begin, std::size_t end) {
  std::size_t head = begin;
  while (!lines.begins_line(head)) --head;
  std::vector<std::string> places{kAnywhere};
  if (begin > 0) places.push_back(fmt::format("after \"{}\"", lines.word(begin - 1)));
  if (head + 1 < begin) places.push_back(fmt::format("in a line that begins with \"{}\"", lines.word(head)));
  if (end < lines.size()) places.push_back(fmt::format("before \"{}\"", lines.word(end)));
  if (head == begin && lines.begins_line(end) && lines.size() > end - begin) places.push_back("in a line of its own");
  if (begin == 0) places.push_back("at the start of the text");
  if (end == lines.size()) places.push_back("at the end of the text");
  return places;
}

// What stands in one place over all rows.
struct Tally {
  std::size_t named = 0, own = 0;
  std::vector<int> own_of_label;
  std::size_t first_row = 0;
};

class Search {
 public:
  explicit Search(const Column& column) : column_(column), names_(column.labels), rows_of_(column.labels.size(), 0) {}

  void read(const Dataset& dataset) {
    for (const auto& [row, own] : column_.rows) {
      for (const auto label : own) ++rows_of_[label];
      add(row, dataset.rows[row].text, own);
    }
  }

  std::optional<WrittenLabels> best(const Dataset& dataset) const {
    std::optional<WrittenLabels> best;
    for (const auto& [place, tally] : tallies_) {
      if (!is_written(place, tally) || (best && tally.own <= best->rows)) continue;
      best = WrittenLabels{column_.name, place, tally.own, column_.rows.size(), dataset.rows[tally.first_row].line};
    }
    return best;
  }

 private:
  void add(std::size_t row, std::string_view text, const std::vector<std::size_t>& own) {
    lines_.read(text);
    std::map<std::string, bool> places;  // whether only the row's labels stand there
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto found = names_.at(lines_, i);
      if (!found) continue;
      const bool is_own = std::find(own.begin(), own.end(), found->label) != own.end();
      for (const auto& place : places_of(lines_, i, found->end)) {
        auto& only_own = places.try_emplace(place, true).first->second;
        only_own = only_own && is_own;
      }
      i = found->end - 1;
    }
    for (const auto& [place, only_own] : places) count(tallies_[place], only_own, row, own);
  }

  void count(Tally& tally, bool only_own, std::size_t row, const std::vector<std::size_t>& own) const {
    ++tally.named;
    if (!only_own) return;
    if (tally.own++ == 0) tally.first_row = row;
    tally.own_of_label.resize(rows_of_.size(), 0);
    for (const auto label : own) ++tally.own_of_label[label];
  }

  bool is_written(const std::string& place, const Tally& tally) const {
    const double share = place == kAnywhere ? kNearlyAll : kUsual;
    const auto rows = static_cast<double>(column_.rows.size());
    if (static_cast<double>(tally.own) < std::max(share * rows, kPure * static_cast<double>(tally.named))) return false;
    int labels = 0, written = 0;
    for (std::size_t label = 0; label < rows_of_.size(); ++label) {
      if (rows_of_[label] < kFewestOfALabel) continue;
      ++labels;
      written += tally.own_of_label[label] >= share * rows_of_[label] ? 1 : 0;
    }
    return written >= 2 && written >= (place == kAnywhere ? kNearlyAll : kMostLabels) * labels;
  }

  const Column& column_;
  Names names_;
  std::vector<int> rows_of_;
  std::map<std::string, Tally> tallies_;  // by place; ordered, so that equal counts give the same place in every run
  Lines lines_;
};

}  // namespace

std::vector<WrittenLabels> find_written_labels(const Dataset& dataset) {
  std::vector<WrittenLabels> found;
  for (auto& column : columns_of(dataset)) {
    thin_out(column);
    if (column.rows.size() < kFewestRows) continue;
    Search search(column);
    search.read(dataset);
    if (auto best = search.best(dataset)) found.push_back(std::move(*best));
  }
  return found;
}

std::vector<std::string> notes_on_written_labels(const Dataset& dataset) {
  std::vector<std::string> notes;
  for (const auto& one : find_written_labels(dataset)) {
    notes.push_back(fmt::format(
        "{}: {} of {} rows name their label {} (first in line {}). It decides alone, so the figures say nothing about "
        "tickets without it. Remove it from the texts.",
        one.task, one.rows, one.of, one.place, one.line));
  }
  return notes;
}

}  // namespace smartdesk::training
