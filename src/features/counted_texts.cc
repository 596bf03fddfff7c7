#include "features/counted_texts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "features/internal/row_builder.h"
#include "features/internal/term_counts.h"
#include "features/internal/term_table.h"
#include "features/internal/terms.h"
#include "features/internal/tfidf_impl.h"

namespace smartdesk::features {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

// The columns of parity views are numbered by the terms' names, because tree algorithms depend on the order of columns.
bool keeps_names(const TextView& view) { return view.kind == TextView::Kind::kWords && view.max_features > 0; }

TermCounts count_part(std::span<const std::string_view> texts, std::size_t begin, std::size_t end, const TextView& view,
                      std::size_t view_number) {
  TermCounts counts;
  TermReader reader;
  for (std::size_t i = begin; i < end; ++i) {
    reader.read(texts[i], view, view_number, [&](std::uint64_t hash, text::Span span) {
      auto& entry = counts.count(hash, static_cast<std::uint32_t>(i));
      if (entry.occurrences > 1 || !keeps_names(view)) return;
      // The name of a term is the word itself: parity views have no n-grams.
      for (const auto word : reader.kept()) {
        if (reader.words().span(word).begin == span.begin) counts.keep_name(entry, reader.words().word(word));
      }
    });
  }
  return counts;
}

TermCounts count_terms(std::span<const std::string_view> texts, const TextView& view, std::size_t view_number,
                       const Run& run) {
  const auto parts = static_cast<std::size_t>(std::max(1, run.threads));
  std::vector<TermCounts> counts(parts);
  parallel_for(parts, run.threads, [&](std::size_t part) {
    run.stop_if_asked();
    counts[part] = count_part(texts, texts.size() * part / parts, texts.size() * (part + 1) / parts, view, view_number);
  });
  for (std::size_t part = 1; part < parts; ++part) counts[0].merge(counts[part]);
  return std::move(counts[0]);
}

// The hashes of all terms that may get a column, in column order.
std::vector<std::uint64_t> hashes_of(const TermCounts& counts, const TextView& view) {
  auto terms = counts.entries();
  std::erase_if(terms, [&](const TermCount& term) { return term.texts < static_cast<std::uint32_t>(view.min_df); });
  std::sort(terms.begin(), terms.end(), [&](const TermCount& a, const TermCount& b) {
    if (!keeps_names(view)) return a.hash < b.hash;
    return std::pair(counts.name(a), a.hash) < std::pair(counts.name(b), b.hash);
  });
  std::vector<std::uint64_t> hashes;
  hashes.reserve(terms.size());
  for (const auto& term : terms) hashes.push_back(term.hash);
  return hashes;
}

// One thread's part of the counted texts.
struct Part {
  std::vector<std::size_t> sizes;
  std::vector<std::uint32_t> terms;
  std::vector<std::uint16_t> counts;
};

Part read_part(std::span<const std::string_view> texts, const std::vector<TextView>& views, const TermTable& table,
               std::size_t columns) {
  Part part;
  TermReader reader;
  std::vector<std::uint32_t> count(columns, 0), touched;
  std::vector<std::uint64_t> hashes;
  for (const auto text : texts) {
    touched.clear();
    for (std::size_t v = 0; v < views.size(); ++v) {
      hashes.clear();
      reader.read(text, views[v], v, [&](std::uint64_t hash, text::Span) {
        table.expect(hash);
        hashes.push_back(hash);
      });
      for (const auto hash : hashes) {
        const auto* term = table.find(hash);
        if (term != nullptr && count[term->column]++ == 0) touched.push_back(term->column);
      }
    }
    std::sort(touched.begin(), touched.end());
    for (const auto term : touched) {
      part.terms.push_back(term);
      part.counts.push_back(static_cast<std::uint16_t>(std::min(std::exchange(count[term], 0U), 65535U)));
    }
    part.sizes.push_back(touched.size());
  }
  return part;
}

}  // namespace

CountedTexts CountedTexts::count(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run,
                                 std::span<const std::uint64_t> left_out) {
  CountedTexts counted;
  counted.options_ = options;
  for (std::size_t v = 0; v < options.views.size(); ++v) {
    auto hashes = hashes_of(count_terms(texts, options.views[v], v, run), options.views[v]);
    std::erase_if(hashes,
                  [&](std::uint64_t hash) { return std::binary_search(left_out.begin(), left_out.end(), hash); });
    counted.hashes_.insert(counted.hashes_.end(), hashes.begin(), hashes.end());
    counted.view_ends_.push_back(static_cast<std::uint32_t>(counted.hashes_.size()));
  }
  if (counted.hashes_.empty()) {
    throw Error(ErrorCode::kInvalidInput, "The texts contain no words to learn from. Check the text column.");
  }
  std::vector<Term> terms;
  for (const auto hash : counted.hashes_) terms.push_back({hash, static_cast<std::uint32_t>(terms.size()), 0});
  const auto slots = TermTable::slots_for(terms);
  const TermTable table(slots);

  const auto count = static_cast<std::size_t>(std::max(1, run.threads)) * 4;
  std::vector<Part> parts(count);
  parallel_for(count, run.threads, [&](std::size_t i) {
    run.stop_if_asked();
    const std::size_t begin = texts.size() * i / count, end = texts.size() * (i + 1) / count;
    parts[i] = read_part(texts.subspan(begin, end - begin), options.views, table, counted.hashes_.size());
  });
  std::size_t entries = 0;
  for (const auto& part : parts) entries += part.terms.size();
  counted.terms_.reserve(entries);
  counted.counts_.reserve(entries);
  for (auto& part : parts) {
    for (const auto size : part.sizes) counted.row_ends_.push_back(counted.row_ends_.back() + size);
    counted.terms_.insert(counted.terms_.end(), part.terms.begin(), part.terms.end());
    counted.counts_.insert(counted.counts_.end(), part.counts.begin(), part.counts.end());
    part = {};
  }
  return counted;
}

std::vector<std::size_t> CountedTexts::all() const {
  std::vector<std::size_t> numbers(size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  return numbers;
}

struct CountedTexts::Chosen {
  std::vector<std::uint32_t> column;     // by term; kNone without
  std::vector<float> idf;                // by term
  std::vector<std::uint32_t> view_ends;  // one past the last column of each view
};

CountedTexts::Chosen CountedTexts::choose(std::span<const std::size_t> fitted) const {
  std::vector<std::uint32_t> texts(hashes_.size(), 0);
  std::vector<std::uint64_t> occurrences(hashes_.size(), 0);
  for (const auto i : fitted) {
    for (std::size_t e = row_ends_[i]; e < row_ends_[i + 1]; ++e) {
      ++texts[terms_[e]];
      occurrences[terms_[e]] += counts_[e];
    }
  }
  Chosen chosen{std::vector<std::uint32_t>(hashes_.size(), kNone), std::vector<float>(hashes_.size(), 0), {}};
  std::uint32_t next = 0, begin = 0;
  for (std::size_t v = 0; v < options_.views.size(); ++v) {
    const auto& view = options_.views[v];
    std::vector<std::uint32_t> kept;
    for (std::uint32_t term = begin; term < view_ends_[v]; ++term) {
      if (texts[term] >= static_cast<std::uint32_t>(std::max(1, view.min_df))) kept.push_back(term);
    }
    if (view.max_features > 0 && kept.size() > view.max_features) {
      std::stable_sort(kept.begin(), kept.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return occurrences[a] > occurrences[b]; });
      kept.resize(view.max_features);
      std::sort(kept.begin(), kept.end());
    }
    for (const auto term : kept) {
      chosen.column[term] = next++;
      chosen.idf[term] =
          static_cast<float>(std::log((1.0 + static_cast<double>(fitted.size())) / (1.0 + texts[term])) + 1.0);
    }
    chosen.view_ends.push_back(next);
    begin = view_ends_[v];
  }
  return chosen;
}

Tfidf CountedTexts::vectoriser(std::span<const std::size_t> fitted) const {
  const auto chosen = choose(fitted);
  std::vector<Term> terms;
  for (std::size_t term = 0; term < hashes_.size(); ++term) {
    if (chosen.column[term] != kNone) terms.push_back({hashes_[term], chosen.column[term], chosen.idf[term]});
  }
  return Tfidf(Tfidf::Impl::from_terms(options_, terms, chosen.view_ends));
}

CountedTexts::Rows CountedTexts::rows(std::span<const std::size_t> fitted, std::span<const std::size_t> others,
                                      const Run& run) const {
  const auto chosen = choose(fitted);
  return {weigh(fitted, chosen, run), weigh(others, chosen, run), known(others, chosen)};
}

SparseMatrix CountedTexts::into_rows(const Run& run) && {
  auto chosen = choose(all());
  if (chosen.view_ends.back() != hashes_.size()) return weigh(all(), chosen, run);  // columns are renumbered
  std::vector<float> values(terms_.size());
  constexpr std::size_t kBlock = 1024;
  parallel_for((size() + kBlock - 1) / kBlock, run.threads, [&](std::size_t block) {
    run.stop_if_asked();
    RowBuilder builder;
    for (std::size_t i = block * kBlock; i < std::min(size(), (block + 1) * kBlock); ++i) {
      build_row(i, chosen, builder);
      const auto row = builder.row();
      std::copy(row.values.begin(), row.values.end(), values.begin() + static_cast<std::ptrdiff_t>(row_ends_[i]));
    }
  });
  counts_ = {};
  return {static_cast<std::uint32_t>(hashes_.size()), std::move(row_ends_), std::move(terms_), std::move(values)};
}

void CountedTexts::build_row(std::size_t text, const Chosen& chosen, RowBuilder& builder) const {
  builder.start_row();
  std::size_t e = row_ends_[text];
  for (std::size_t v = 0; v < options_.views.size(); ++v) {
    builder.start_view(options_.views[v].sublinear);
    for (; e < row_ends_[text + 1] && terms_[e] < view_ends_[v]; ++e) {
      const auto column = chosen.column[terms_[e]];
      if (column != kNone) builder.add(column, counts_[e], chosen.idf[terms_[e]]);
    }
    builder.end_view();
  }
}

std::vector<std::uint64_t> CountedTexts::lowest_terms(std::span<const float> value_by_column, double share) const {
  const auto chosen = choose(all());
  std::vector<std::uint32_t> entries(hashes_.size(), 0), order;
  for (const auto term : terms_) ++entries[term];
  for (std::uint32_t term = view_ends_.front(); term < hashes_.size(); ++term) {
    if (chosen.column[term] != kNone) order.push_back(term);
  }
  const auto value = [&](std::uint32_t term) { return value_by_column[chosen.column[term]]; };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return std::pair(value(a), a) < std::pair(value(b), b); });
  auto left = static_cast<std::size_t>(share * static_cast<double>(terms_.size()));
  std::vector<std::uint64_t> lowest;
  for (const auto term : order) {
    if (entries[term] > left) break;
    left -= entries[term];
    lowest.push_back(hashes_[term]);
  }
  std::sort(lowest.begin(), lowest.end());
  return lowest;
}

std::vector<float> CountedTexts::known(std::span<const std::size_t> texts, const Chosen& chosen) const {
  std::vector<float> shares;
  for (const auto i : texts) {
    std::uint64_t all = 0, known = 0;
    for (std::size_t e = row_ends_[i]; e < row_ends_[i + 1] && terms_[e] < view_ends_.front(); ++e) {
      all += counts_[e];
      if (chosen.column[terms_[e]] != kNone) known += counts_[e];
    }
    shares.push_back(all > 0 ? static_cast<float>(known) / static_cast<float>(all) : 0);
  }
  return shares;
}

SparseMatrix CountedTexts::weigh(std::span<const std::size_t> texts, const Chosen& chosen, const Run& run) const {
  const std::uint32_t columns = chosen.view_ends.back();
  const auto parts = static_cast<std::size_t>(std::max(1, run.threads)) * 4;
  std::vector<SparseMatrix> pieces(parts, SparseMatrix(columns));
  parallel_for(parts, run.threads, [&](std::size_t part) {
    run.stop_if_asked();
    RowBuilder builder;
    for (std::size_t t = texts.size() * part / parts; t < texts.size() * (part + 1) / parts; ++t) {
      build_row(texts[t], chosen, builder);
      pieces[part].append(builder.row());
    }
  });
  SparseMatrix all(columns);
  for (auto& piece : pieces) {
    all.append_all(piece);
    piece = SparseMatrix();
  }
  return all;
}

}  // namespace smartdesk::features
