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

  // Forgets everything if it was another vectoriser's. options and table live as long as it does.
  void be_of(const std::shared_ptr<const void>& vectoriser, const TfidfOptions& options, const TermTable& table) {
    if (vectoriser_ == vectoriser) return;
    vectoriser_ = vectoriser;
    options_ = &options;
    table_ = &table;
    entries_.assign(kEntries, {});
  }

  // Calls sink(entry) for each word of a text, in order. What a word needs lies anywhere in memory: it is asked for
  // while the words before it are seen to.
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
  static constexpr std::size_t kLine = 64 / sizeof(KnownTerm);  // of the cache

  struct Word {
    std::string_view word;
    std::uint64_t hash;
  };

  Entry& slot_of(std::uint64_t hash) { return entries_[hash % kEntries]; }

  void fill(Entry& entry, std::uint64_t hash, std::string_view word, std::size_t view_number, TermReader& reader) {
    entry.hash = hash;
    entry.known.clear();
    hashes_.clear();
    // All places are asked for before the first is looked at: most of them are not in the cache.
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
