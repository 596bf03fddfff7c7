// Splits text into lower-cased words, each with its position in the original.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::text {

// A piece of the original text: bytes [begin, end).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// The words of one text. Reuse one object for many texts: it stops allocating when it has grown.
class Words {
 public:
  enum class Rule {
    kScikitLearn,  // \b\w\w+\b on the lower-cased text: letters, digits and _, two or more (CountVectorizer's default)
    kAll,          // also one-letter words, and each CJK, Thai or emoji character as a word of its own
  };

  // text: valid or invalid UTF-8, shorter than 4 GiB. Keep it while you use the spans; the words are copies.
  void read(std::string_view text, Rule rule);

  std::size_t size() const { return pieces_.size(); }
  std::string_view word(std::size_t i) const {
    return std::string_view(lowered_).substr(pieces_[i].begin, pieces_[i].end - pieces_[i].begin);
  }
  Span span(std::size_t i) const { return spans_[i]; }

 private:
  std::string lowered_;
  std::vector<Span> pieces_;  // in lowered_
  std::vector<Span> spans_;   // in the original
};

// Whether it is one of scikit-learn's 318 English stop words. Cost: one hash look-up.
bool is_english_stop_word(std::string_view lower_case_word);

}  // namespace smartdesk::text
