// Caches the columns of a word's letter n-grams: most words in tickets are the same few thousand, and looking up their
// n-grams is most of the work of reading a ticket.

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "features/internal/term_table.h"
#include "features/internal/terms.h"
#include "features/tfidf.h"

namespace smartdesk::features {

struct KnownTerm {
  std::uint32_t column;
  float idf;
};

// Not thread-safe. Direct-mapped cache: a collision evicts the older entry.
class WordTerms {
 public:
  struct Entry {
    std::uint64_t hash = 0;   // of the word and the view
    std::uint32_t terms = 0;  // known and unknown
    std::vector<KnownTerm> known;
  };

  // Binds the cache to a vectoriser and clears it if it belonged to another. options and table must live as long as the
  // vectoriser.
  void be_of(const std::shared_ptr<const void>& vectoriser, const TfidfOptions& options, const TermTable& table) {
    if (vectoriser_ == vectoriser) return;
    vectoriser_ = vectoriser;
    options_ = &options;
    table_ = &table;
    entries_.assign(kEntries, {});
  }

  // Calls sink(entry) for each word of a text, in order. Entries are scattered in memory, so it prefetches them while
  // it handles the words before.
  template <typename Sink>
  void each(std::string_view text, std::size_t view_number, TermReader& reader, const Sink& sink) {
    words_.clear();
    TermReader::each_word(text, [&](std::string_view word) {
      TermHash hash(view_number);
      hash.add(word);
      words_.push_back({word, hash.value()});
      __builtin_prefetch(&slot_of(hash.value()));
    });
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (i + kAhead < words_.size()) {
        const auto& known = slot_of(words_[i + kAhead].hash).known;
        for (std::size_t at = 0; at < known.size(); at += kLine) __builtin_prefetch(known.data() + at);
      }
      auto& entry = slot_of(words_[i].hash);
      if (entry.hash != words_[i].hash) fill(entry, words_[i].hash, words_[i].word, view_number, reader);
      sink(entry);
    }
  }

 private:
  static constexpr std::size_t kEntries = 32768, kAhead = 3;
  static constexpr std::size_t kLine = 64 / sizeof(KnownTerm);  // per cache line

  struct Word {
    std::string_view word;
    std::uint64_t hash;
  };

  Entry& slot_of(std::uint64_t hash) { return entries_[hash % kEntries]; }

  void fill(Entry& entry, std::uint64_t hash, std::string_view word, std::size_t view_number, TermReader& reader) {
    entry.hash = hash;
    entry.known.clear();
    hashes_.clear();
    // Prefetches all slots before it reads the first, because most of them are not in the cache.
    reader.read(word, options_->views[view_number], view_number, [&](std::uint64_t term, text::Span) {
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
  std::vector<Word> words_;  // of the text
  std::vector<std::uint64_t> hashes_;
};

}  // namespace smartdesk::features
