// Finds every term of a text in a view, as a 64-bit hash and its position.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "features/tfidf.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace smartdesk::features {

// FNV-1a, then mixed. It is extended byte by byte, so that an n-gram costs only the bytes it adds to the shorter one.
class TermHash {
 public:
  explicit TermHash(std::size_t view) : state_(0xCBF29CE484222325ULL ^ (view * 0x9E3779B97F4A7C15ULL)) {}

  void add(std::string_view bytes) {
    for (const char byte : bytes) state_ = (state_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  }
  // Never 0, which marks an empty slot in a table.
  std::uint64_t value() const {
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93ULL;
    mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93ULL;
    mixed ^= mixed >> 32;
    return mixed == 0 ? 1 : mixed;
  }

 private:
  std::uint64_t state_;
};

// Reuse one object for many texts.
class TermReader {
 public:
  // Calls sink(hash, span) for each occurrence of each term of the view.
  template <typename Sink>
  void read(std::string_view text, const TextView& view, std::size_t view_number, Sink&& sink) {
    if (view.kind == TextView::Kind::kWords) {
      read_words(text, view, view_number, sink);
    } else {
      read_chars(text, view, view_number, sink);
    }
  }

  // Calls sink(word) for each run of characters between spaces. Terms of a kChars view are parts of these words.
  template <typename Sink>
  static void each_word(std::string_view text, Sink&& sink) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto [value, end] = text::decode(text, at);
      if (text::is_space(value)) {
        if (begin < at) sink(text.substr(begin, at - begin));
        begin = end;
      }
      at = end;
    }
    if (begin < text.size()) sink(text.substr(begin));
  }

  // The words of the last read_words, and the numbers of those that are not left out as stop words.
  const text::Words& words() const { return words_; }
  const std::vector<std::size_t>& kept() const { return kept_; }

 private:
  template <typename Sink>
  void read_words(std::string_view text, const TextView& view, std::size_t view_number, Sink&& sink) {
    words_.read(text, view.rule);
    kept_.clear();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!view.english_stop_words || !text::is_english_stop_word(words_.word(i))) kept_.push_back(i);
    }
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      TermHash hash(view_number);
      for (int n = 1; n <= view.max_n && i + static_cast<std::size_t>(n) <= kept_.size(); ++n) {
        const auto last = kept_[i + static_cast<std::size_t>(n) - 1];
        if (n > 1) hash.add(" ");
        hash.add(words_.word(last));
        if (n >= view.min_n) sink(hash.value(), text::Span{words_.span(kept_[i]).begin, words_.span(last).end});
      }
    }
  }

  template <typename Sink>
  void read_chars(std::string_view text, const TextView& view, std::size_t view_number, Sink&& sink) {
    std::size_t at = 0;
    while (at < text.size()) {
      start_word();
      while (at < text.size()) {
        const auto [value, end] = text::decode(text, at);
        if (text::is_space(value)) {
          if (letters_.size() > 1) break;
        } else {
          add_letter(text::to_lower(value), at, end);
        }
        at = end;
      }
      if (letters_.size() > 1) emit_grams(view, view_number, sink);
    }
  }

  struct Letter {
    std::uint32_t begin, end;    // in lowered_
    std::uint32_t source, past;  // in the text; unused for a blank at the edge of a word
  };

  void start_word() {
    lowered_.assign(" ");
    letters_.assign(1, Letter{0, 1, 0, 0});
  }

  void add_letter(char32_t value, std::size_t begin, std::size_t end) {
    const auto at = static_cast<std::uint32_t>(lowered_.size());
    text::append_utf8(lowered_, value);
    letters_.push_back({at, static_cast<std::uint32_t>(lowered_.size()), static_cast<std::uint32_t>(begin),
                        static_cast<std::uint32_t>(end)});
  }

  // Like scikit-learn's _char_wb_ngrams: a word of at most n characters counts once as a whole, for the smallest such
  // n.
  template <typename Sink>
  void emit_grams(const TextView& view, std::size_t view_number, Sink&& sink) {
    const auto at = static_cast<std::uint32_t>(lowered_.size());
    lowered_ += ' ';
    letters_.push_back({at, at + 1, 0, 0});
    const std::size_t length = letters_.size();
    const std::size_t shortest = std::min<std::size_t>(static_cast<std::size_t>(view.min_n), length);
    for (std::size_t i = 0; i < length; ++i) {
      TermHash hash(view_number);
      const std::size_t most = std::min<std::size_t>(length - i, static_cast<std::size_t>(view.max_n));
      for (std::size_t n = 1; n <= most; ++n) {
        const Letter& letter = letters_[i + n - 1];
        hash.add(std::string_view(lowered_).substr(letter.begin, letter.end - letter.begin));
        if (n >= shortest) sink(hash.value(), span_of(i, i + n - 1));
      }
    }
  }

  // Without the blanks at the word's edges.
  text::Span span_of(std::size_t first, std::size_t last) const {
    if (first == 0) ++first;
    if (last + 1 == letters_.size()) --last;
    return {letters_[first].source, letters_[last].past};
  }

  text::Words words_;
  std::vector<std::size_t> kept_;
  std::string lowered_;
  std::vector<Letter> letters_;
};

}  // namespace smartdesk::features
