#include "training/repeats.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "text/near_duplicates.h"
#include "text/tokens.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kLongNumber = 4;

// Reuses its buffers for many texts.
class NormalForm {
 public:
  const std::string& of(std::string_view text) {
    form_.clear();
    words_.read(text, text::Words::Rule::kAll);
    for (std::size_t i = 0; i < words_.size(); ++i) add(words_.word(i));
    return form_;
  }

 private:
  static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

  void add(std::string_view word) {
    while (!word.empty()) {
      const auto end = std::find_if_not(word.begin(), word.end(), is_digit);
      const auto digits = static_cast<std::size_t>(end - word.begin());
      if (digits >= kLongNumber) {
        form_.append(kLongNumber, '0');
      } else {
        form_.append(word.substr(0, digits));
      }
      word.remove_prefix(digits);
      const auto others = static_cast<std::size_t>(std::find_if(word.begin(), word.end(), is_digit) - word.begin());
      form_.append(word.substr(0, others));
      word.remove_prefix(others);
    }
    form_ += ' ';
  }

  text::Words words_;
  std::string form_;
};

}  // namespace

std::string normal_form(std::string_view text) { return NormalForm().of(text); }

models::Groups repeats_of(std::span<const std::string_view> texts, const Run& run) {
  NormalForm normal;
  std::unordered_map<std::string, std::size_t> first_row;  // by normal form
  text::NearDuplicates near;
  std::vector<std::size_t> remembered;  // group of each text that `near` holds
  std::vector<std::size_t> groups;
  groups.reserve(texts.size());
  for (std::size_t row = 0; row < texts.size(); ++row) {
    if (row % 1024 == 0) {
      run.stop_if_asked();
      run.report("looking for repeated texts", row, texts.size());
    }
    const auto& form = normal.of(texts[row]);
    const auto [known, is_new] = first_row.try_emplace(form, row);
    if (is_new) {
      if (const auto match = near.match_or_add(form)) {
        known->second = remembered[*match];
      } else {
        remembered.push_back(row);
      }
    }
    groups.push_back(known->second);
  }
  return models::Groups(groups);
}

std::string repeats_note(const models::Groups& repeats, std::size_t rows) {
  if (repeats.are_single()) return "";
  return std::to_string(repeats.repeats()) + " of " + std::to_string(rows) +
         (repeats.repeats() == 1 ? " rows repeats another." : " rows repeat another.");
}

}  // namespace smartdesk::training
