// Which columns a word's letter groups have, remembered from text to text: most words of a ticket are the same few
// thousand, and looking their groups up is most of the work of reading it.

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "features/internal/term_table.h"
#include "features/internal/terms.h"
#include "features/tfidf.h"

namespace smartdesk {

struct KnownTerm {
  std::uint32_t column;
  float idf;
};

// One thread's. What comes to the same place as another word takes it.
class WordTerms {
 public:
  struct Entry {
    std::uint64_t hash = 0;   // of the word and the view
    std::uint32_t terms = 0;  // known and unknown
    std::vector<KnownTerm> known;
  };

  // Forgets everything if it was another vectoriser's. options and table live as long as it does.
  void be_of(const std::shared_ptr<const void>& vectoriser, const TfidfOptions& options, const TermTable& table) {
    if (vectoriser_ == vectoriser) return;
    vectoriser_ = vectoriser;
    options_ = &options;
    table_ = &table;
    entries_.assign(kEntries, {});
  }

  // word: without spaces.
  const Entry& of(std::string_view word, std::size_t view_number, TermReader& reader) {
    TermHash hash(view_number);
    hash.add(word);
    auto& entry = entries_[hash.value() % kEntries];
    if (entry.hash != hash.value()) fill(entry, hash.value(), word, view_number, reader);
    return entry;
  }

 private:
  static constexpr std::size_t kEntries = 8192;

  void fill(Entry& entry, std::uint64_t hash, std::string_view word, std::size_t view_number, TermReader& reader) {
    entry.hash = hash;
    entry.known.clear();
    hashes_.clear();
    // All places are asked for before the first is looked at: most of them are not in the cache.
    reader.read(word, options_->views[view_number], view_number, [&](std::uint64_t term, Span) {
      table_->expect(term);
      hashes_.push_back(term);
    });
    entry.terms = static_cast<std::uint32_t>(hashes_.size());
    for (const auto each : hashes_) {
      if (const auto* term = table_->find(each)) entry.known.push_back({term->column, term->idf});
    }
  }

  std::shared_ptr<const void> vectoriser_;
  const TfidfOptions* options_ = nullptr;
  const TermTable* table_ = nullptr;
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace smartdesk
