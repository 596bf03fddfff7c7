// Reads a column of labels: which of its cells name a label, or several, and by which name. A cell alone does not tell:
// `Bug|Login` may be two labels or one, `1.0` may be `1`, and a label's name is its most frequent spelling.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

// Whether a cell can name several labels. kDetect: lists such as ["a","b"] do, and `a|b` does if a and b also occur
// alone. kAlways: so does `a;b` or `a,b`, whichever the column uses. kNever: each cell is one label.
enum class SeveralLabels { kDetect, kAlways, kNever };

struct LabelRules {
  SeveralLabels several = SeveralLabels::kDetect;
  // Labels that a model or a taxonomy knows. Other spellings of one get its name, and a cell with exactly such a name
  // is one label, whatever it looks like.
  std::vector<std::string> known = {};
  // Labels whose names mean "not labelled" elsewhere (labels_like_none in core/taxonomy.h).
  std::vector<std::string> like_none = {};
};

// Something that the reader of the column should know; at most one of each kind.
enum class LabelNoteKind {
  kNotLabelled,   // texts that mean "no label", such as nan
  kSpellings,     // labels in more than one spelling
  kWholeNumbers,  // 1.0 read as 1
  kSplit,         // cells with several labels were split
  kPartsRecur,    // labels look as if they were several, and are read as one
  kOnEveryRow,    // labels of every row, which were left out
};
struct LabelNote {
  LabelNoteKind kind;
  std::string text;  // sentences, without the name of the column
};

// The distinct cells of a column, each with its number of rows.
using LabelCells = std::map<std::string, std::uint64_t, std::less<>>;

struct LabelColumn {
  bool is_several = false;         // whether a row may have several labels
  std::vector<std::string> names;  // of the labels that occur; sorted, without repeats
  std::uint64_t labelled = 0;      // rows with a label
  std::vector<LabelNote> notes;

  // The labels of each labelled cell, sorted; empty if the cell's only labels were left out. If not is_several: one.
  std::map<std::string, std::vector<std::string>, std::less<>> labels;

  // The same for a cell that was read; nullptr: not labelled.
  const std::vector<std::string>* of(std::string_view cell) const;

  // Whether there are nearly as many labels as rows, as in a column of texts or ticket numbers: 4 labels in 5 rows, or
  // more labels than rows if rows have several. Never with fewer than 20 labelled rows.
  bool looks_like_other_data() const;
};

// Cost: O(n log n) in the distinct cells. Memory: a copy of them.
LabelColumn read_label_column(const LabelCells& cells, const LabelRules& rules);

// For a cell that is kept alone, without its column: label_name() of it, and `a|b` for a list of labels. Empty: not
// labelled.
std::string label_of_cell(std::string_view cell);

}  // namespace smartdesk
