// Counts how often each term occurs and in how many texts.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::features {

struct TermCount {
  std::uint64_t hash = 0;  // 0: an empty slot
  std::uint32_t texts = 0;
  std::uint32_t last_text = 0;  // its number plus one; 0 means none yet
  std::uint64_t occurrences = 0;
  std::uint32_t name_begin = 0, name_end = 0;  // in names_, for terms with a name
};

// Flat open addressing. Not thread-safe.
class TermCounts {
 public:
  TermCounts() : table_(1 << 12) {}

  TermCount& count(std::uint64_t hash, std::uint32_t text) {
    if (used_ * 2 >= table_.size()) grow();
    TermCount& entry = slot(hash);
    if (entry.hash == 0) {
      entry.hash = hash;
      ++used_;
    }
    ++entry.occurrences;
    if (entry.last_text != text + 1) {
      entry.last_text = text + 1;
      ++entry.texts;
    }
    return entry;
  }

  void merge(const TermCounts& other) {
    for (const auto& theirs : other.table_) {
      if (theirs.hash == 0) continue;
      if (used_ * 2 >= table_.size()) grow();
      TermCount& ours = slot(theirs.hash);
      if (ours.hash == 0) {
        ours.hash = theirs.hash;
        ++used_;
        ours.name_begin = static_cast<std::uint32_t>(names_.size());
        names_ += other.name(theirs);
        ours.name_end = static_cast<std::uint32_t>(names_.size());
      }
      ours.occurrences += theirs.occurrences;
      ours.texts += theirs.texts;
    }
  }

  void keep_name(TermCount& entry, std::string_view name) {
    entry.name_begin = static_cast<std::uint32_t>(names_.size());
    names_ += name;
    entry.name_end = static_cast<std::uint32_t>(names_.size());
  }

  std::string_view name(const TermCount& entry) const {
    return std::string_view(names_).substr(entry.name_begin, entry.name_end - entry.name_begin);
  }

  std::vector<TermCount> entries() const {
    std::vector<TermCount> all;
    all.reserve(used_);
    for (const auto& entry : table_) {
      if (entry.hash != 0) all.push_back(entry);
    }
    return all;
  }

 private:
  TermCount& slot(std::uint64_t hash) {
    std::size_t at = hash & (table_.size() - 1);
    while (table_[at].hash != 0 && table_[at].hash != hash) at = (at + 1) & (table_.size() - 1);
    return table_[at];
  }

  void grow() {
    std::vector<TermCount> old(table_.size() * 2);
    old.swap(table_);
    for (const auto& entry : old) {
      if (entry.hash != 0) slot(entry.hash) = entry;
    }
  }

  std::vector<TermCount> table_;
  std::size_t used_ = 0;
  std::string names_;
};

}  // namespace smartdesk::features
