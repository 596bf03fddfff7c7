// What one label is: which texts name none, and which spellings name the same one. Everything that reads labels from
// files and requests uses these functions, and core/label_column.h for a whole column. Texts are UTF-8; labels in other
// bytes are compared as they are. Pure functions.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

// The label as it is stored and shown: composed (Unicode NFC), without blanks at its ends, and every run of blanks
// inside it one space. Blanks are those of any script, hard blanks and characters without width included. Empty if the
// text says "not labelled": nothing but blanks, -, nan, None, NULL, NA, N/A, <NA>, #N/A, n.a. or \N, in any letter
// case. Cost: linear.
std::string label_name(std::string_view text);

// Equal for two spellings of one label: they differ in letter case (Unicode full case folding), blanks, Unicode form
// or width (NFKC) alone.
std::string label_key(std::string_view label);

// The names of labels, by any spelling. Immutable; safe to share between threads.
class LabelSpellings {
 public:
  LabelSpellings() = default;
  explicit LabelSpellings(const std::vector<std::string>& names);

  // The name of the label that `text` is or spells otherwise. A name itself wins over another one's spelling. Accents
  // may be missing or be too many where that leaves one name: `Reclamacao` is `Reclamação` if nothing else is near it.
  // Cost: linear in the text, and two searches among the names.
  std::optional<std::string> find(std::string_view text) const;

 private:
  std::set<std::string, std::less<>> exact_;
  std::map<std::string, std::string> names_;      // by key
  std::multimap<std::string, std::string> bare_;  // key without accents -> key
};

// For the labels of one column: each key with that of its label. `reclamação` and `reclamacao` become one if they are
// the only ones of these letters. Several keys with different accents are different labels, as in Vietnamese.
// keys: of label_key(), without repeats.
std::map<std::string, std::string> join_accents(const std::vector<std::string>& keys);

}  // namespace smartdesk
