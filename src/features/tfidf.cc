#include "features/tfidf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/padded_bytes.h"
#include "core/parallel.h"
#include "features/counted_texts.h"
#include "features/internal/row_builder.h"
#include "features/internal/terms.h"
#include "features/internal/tfidf_impl.h"
#include "features/internal/word_terms.h"

namespace smartdesk::features {

struct TfidfScratch::Impl {
  TermReader reader;
  std::vector<std::uint32_t> count;   // by column; all zero between texts
  std::vector<std::uint64_t> hashes;  // of the view being read
  WordTerms words;
  std::vector<KnownTerm> terms;  // the first `touched` ones are the distinct terms of the view being read
  std::size_t touched = 0;
  RowBuilder builder;
  float known = 0;

  // Has no branch on whether a term is new, because it could not be predicted.
  void count_all(std::span<const KnownTerm> more) {
    if (terms.size() < touched + more.size()) terms.resize(2 * (touched + more.size()));
    auto* end = terms.data() + touched;
    for (const auto& term : more) {
      *end = term;
      end += count[term.column]++ == 0 ? 1 : 0;
    }
    touched = static_cast<std::size_t>(end - terms.data());
  }
};

TfidfScratch::TfidfScratch() : impl(std::make_unique<Impl>()) {}
TfidfScratch::TfidfScratch(TfidfScratch&&) noexcept = default;
TfidfScratch::~TfidfScratch() = default;
float TfidfScratch::known() const { return impl->known; }

TfidfOptions TfidfOptions::parity() {
  TextView words;
  words.max_features = 5000;
  words.english_stop_words = true;
  return {{words}};
}

TfidfOptions TfidfOptions::best() {
  TextView words;
  words.rule = text::Words::Rule::kAll;
  words.max_n = 2;
  words.sublinear = true;
  TextView chars;
  chars.kind = TextView::Kind::kChars;
  chars.min_n = 2;
  chars.max_n = 5;
  chars.min_df = 2;
  chars.sublinear = true;
  return {{words, chars}};
}

Tfidf::Tfidf(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Tfidf Tfidf::fit(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run) {
  const auto counted = CountedTexts::count(texts, options, run);
  return counted.vectoriser(counted.all());
}

std::uint32_t Tfidf::columns() const { return impl_->columns(); }
const TfidfOptions& Tfidf::options() const { return impl_->options; }

SparseRow Tfidf::transform(std::string_view text, TfidfScratch& scratch, Order order) const {
  auto& s = *scratch.impl;
  if (s.count.size() < columns()) s.count.resize(columns(), 0);
  s.words.be_of(impl_, impl_->options, impl_->table);
  s.builder.start_row();
  for (std::size_t v = 0; v < impl_->options.views.size(); ++v) {
    const auto& view = impl_->options.views[v];
    s.touched = 0;
    std::size_t terms = 0, known = 0;
    if (view.kind == TextView::Kind::kChars) {
      s.words.each(text, v, s.reader, [&](const WordTerms::Entry& entry) {
        s.count_all(entry.known);
        terms += entry.terms;
        known += entry.known.size();
      });
    } else {
      // Prefetches all slots before it reads the first, because most of them are not in the cache.
      s.hashes.clear();
      s.reader.read(text, view, v, [&](std::uint64_t hash, text::Span) {
        impl_->table.expect(hash);
        s.hashes.push_back(hash);
      });
      for (const auto hash : s.hashes) {
        const auto* term = impl_->table.find(hash);
        if (term == nullptr) continue;
        ++known;
        const KnownTerm one{term->column, term->idf};
        s.count_all(std::span(&one, 1));
      }
      terms = s.hashes.size();
    }
    if (v == 0) s.known = terms == 0 ? 0 : static_cast<float>(known) / static_cast<float>(terms);
    const auto touched = std::span(s.terms).first(s.touched);
    if (order == Order::kAscending) {
      std::sort(touched.begin(), touched.end(),
                [](const KnownTerm& a, const KnownTerm& b) { return a.column < b.column; });
    }
    s.builder.start_view(view.sublinear);
    for (const auto& term : touched) s.builder.add(term.column, std::exchange(s.count[term.column], 0U), term.idf);
    s.builder.end_view();
  }
  return s.builder.row();
}

SparseMatrix Tfidf::transform_all(std::span<const std::string_view> texts, const Run& run) const {
  const auto parts = static_cast<std::size_t>(std::max(1, run.threads)) * 4;
  std::vector<SparseMatrix> pieces(parts, SparseMatrix(columns()));
  parallel_for(parts, run.threads, [&](std::size_t part) {
    run.stop_if_asked();
    TfidfScratch scratch;
    for (std::size_t i = texts.size() * part / parts; i < texts.size() * (part + 1) / parts; ++i) {
      pieces[part].append(transform(texts[i], scratch));
    }
  });
  SparseMatrix all(columns());
  for (const auto& piece : pieces) all.append_all(piece);
  return all;
}

std::vector<TermOccurrence> Tfidf::occurrences(std::string_view text) const {
  std::vector<TermOccurrence> found;
  TermReader reader;
  for (std::size_t v = 0; v < impl_->options.views.size(); ++v) {
    reader.read(text, impl_->options.views[v], v, [&](std::uint64_t hash, text::Span span) {
      const auto* term = impl_->table.find(hash);
      if (term != nullptr) found.push_back({term->column, span});
    });
  }
  return found;
}

namespace {

// One view in a model file; docs/formats/model.md.
struct StoredView {
  std::uint32_t kind, rule, min_n, max_n, min_df, max_features, english_stop_words, sublinear, end;
};
struct StoredHeader {
  std::uint64_t views, columns, slots;
};
constexpr std::size_t kMaxViews = 16;

constexpr const char* kDamaged = "the text features in it are damaged";

[[noreturn]] void refuse() { throw Error(ErrorCode::kInvalidInput, kDamaged); }

TextView restored(const StoredView& stored) {
  if (stored.kind > 1 || stored.rule > 1 || stored.min_n < 1 || stored.max_n < stored.min_n || stored.max_n > 8)
    refuse();
  TextView view;
  view.kind = static_cast<TextView::Kind>(stored.kind);
  view.rule = static_cast<text::Words::Rule>(stored.rule);
  view.min_n = static_cast<int>(stored.min_n);
  view.max_n = static_cast<int>(stored.max_n);
  view.min_df = static_cast<int>(stored.min_df & 0x7FFFFFFF);
  view.max_features = stored.max_features;
  view.english_stop_words = stored.english_stop_words != 0;
  view.sublinear = stored.sublinear != 0;
  return view;
}

}  // namespace

std::string Tfidf::to_bytes() const {
  std::string bytes;
  const StoredHeader header{impl_->options.views.size(), columns(), impl_->table.slots().size()};
  append_padded(bytes, std::span(&header, 1));
  for (std::size_t v = 0; v < impl_->options.views.size(); ++v) {
    const auto& view = impl_->options.views[v];
    const StoredView stored{static_cast<std::uint32_t>(view.kind),
                            static_cast<std::uint32_t>(view.rule),
                            static_cast<std::uint32_t>(view.min_n),
                            static_cast<std::uint32_t>(view.max_n),
                            static_cast<std::uint32_t>(view.min_df),
                            view.max_features,
                            view.english_stop_words,
                            view.sublinear,
                            impl_->view_ends[v]};
    append_padded(bytes, std::span(&stored, 1));
  }
  append_padded(bytes, std::span<const Term>(impl_->table.slots()));
  return bytes;
}

Tfidf Tfidf::from_bytes(std::string_view bytes, std::shared_ptr<const void> owner) {
  PaddedReader reader(bytes, kDamaged);
  const auto header = reader.take<StoredHeader>(1)[0];
  const bool power_of_two = header.slots >= 16 && (header.slots & (header.slots - 1)) == 0;
  if (header.views == 0 || header.views > kMaxViews || header.columns == 0 || header.columns > 0xFFFFFFF0 ||
      !power_of_two || header.slots < header.columns + 1) {
    refuse();
  }
  auto impl = std::make_shared<Impl>();
  std::uint32_t last_end = 0;
  for (std::uint64_t v = 0; v < header.views; ++v) {
    const auto stored = reader.take<StoredView>(1)[0];
    if (stored.end < last_end || stored.end > header.columns) refuse();
    last_end = stored.end;
    impl->options.views.push_back(restored(stored));
    impl->view_ends.push_back(stored.end);
  }
  const auto slots = reader.take<Term>(header.slots);
  if (last_end != header.columns || !reader.is_empty()) refuse();
  bool has_empty_slot = false;  // otherwise a look-up would never end
  for (const auto& slot : slots) {
    has_empty_slot |= slot.hash == 0;
    if (slot.column >= header.columns) refuse();
  }
  if (!has_empty_slot) refuse();
  impl->table = TermTable(slots);
  impl->owner = std::move(owner);
  return Tfidf(std::move(impl));
}

}  // namespace smartdesk::features
