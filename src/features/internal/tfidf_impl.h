// The data of a fitted vectoriser.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "features/internal/term_table.h"
#include "features/tfidf.h"

namespace smartdesk::features {

struct Tfidf::Impl {
  TfidfOptions options;
  std::vector<std::uint32_t> view_ends;  // one past the last column of each view
  TermTable table;
  std::shared_ptr<const void> owner;  // of the memory that the table refers to

  std::uint32_t columns() const { return view_ends.back(); }

  static std::shared_ptr<const Impl> from_terms(const TfidfOptions& options, std::span<const Term> terms,
                                                std::vector<std::uint32_t> view_ends) {
    auto slots = std::make_shared<const std::vector<Term>>(TermTable::slots_for(terms));
    auto impl = std::make_shared<Impl>();
    impl->options = options;
    impl->view_ends = std::move(view_ends);
    impl->table = TermTable(*slots);
    impl->owner = std::move(slots);
    return impl;
  }
};

}  // namespace smartdesk::features
