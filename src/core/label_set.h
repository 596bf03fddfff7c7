// The labels of one task, each with a name for people and a number for classifiers.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

// Position of a label in its LabelSet; -1 never occurs in one (an absent label is std::nullopt).
using ClassIndex = std::int32_t;

// Sorted, without repeats. Immutable; safe to share between threads.
class LabelSet {
 public:
  LabelSet() = default;

  // names: any order, repeats allowed; they are sorted bytewise, so that equal sets of names give equal numbers.
  explicit LabelSet(std::vector<std::string> names);

  // Cost: a binary search.
  std::optional<ClassIndex> find(std::string_view name) const;

  // index: 0 to size() - 1.
  const std::string& name(ClassIndex index) const { return names_[static_cast<std::size_t>(index)]; }
  const std::vector<std::string>& names() const { return names_; }
  int size() const { return static_cast<int>(names_.size()); }

  bool operator==(const LabelSet&) const = default;

 private:
  std::vector<std::string> names_;
};

}  // namespace smartdesk
