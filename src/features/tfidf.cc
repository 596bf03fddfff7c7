#include "features/tfidf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "features/internal/term_counts.h"
#include "features/internal/terms.h"

namespace smartdesk {

struct TfidfScratch::Impl {
  TermReader reader;
  std::vector<std::uint32_t> count;    // by column; all zero between texts
  std::vector<std::uint32_t> touched;  // columns of the view being read
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
};

TfidfScratch::TfidfScratch() : impl(std::make_unique<Impl>()) {}
TfidfScratch::TfidfScratch(TfidfScratch&&) noexcept = default;
TfidfScratch::~TfidfScratch() = default;

TfidfOptions TfidfOptions::parity() {
  TextView words;
  words.max_features = 5000;
  words.english_stop_words = true;
  return {{words}};
}

TfidfOptions TfidfOptions::best() {
  TextView words;
  words.rule = Words::Rule::kAll;
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

// The tables are flat, so that they can be used where they lie in a mapped file.
struct Tfidf::Impl {
  TfidfOptions options;
  std::vector<std::uint32_t> view_ends;  // past the last column of each view
  std::span<const double> idf;           // by column
  std::span<const std::uint64_t> keys;   // open addressing, a power of two; 0 is empty
  std::span<const std::uint32_t> key_columns;
  std::shared_ptr<const void> owner;  // of what the spans show

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::uint32_t column_of(std::uint64_t hash) const {
    const std::size_t mask = keys.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (keys[at] == hash) return key_columns[at];
      if (keys[at] == 0) return kNone;
    }
  }
};

namespace {

struct Tables {
  std::vector<double> idf;
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> key_columns;
};

// Names are needed where columns are numbered by them: the parity views, whose order trees notice.
bool keeps_names(const TextView& view) { return view.kind == TextView::Kind::kWords && view.max_features > 0; }

TermCounts count_part(std::span<const std::string_view> texts, std::size_t begin, std::size_t end, const TextView& view,
                      std::size_t view_number) {
  TermCounts counts;
  TermReader reader;
  for (std::size_t i = begin; i < end; ++i) {
    reader.read(texts[i], view, view_number, [&](std::uint64_t hash, Span span) {
      auto& entry = counts.count(hash, static_cast<std::uint32_t>(i));
      if (entry.occurrences > 1 || !keeps_names(view)) return;
      // Of a single word this is the word as it was read; n-grams of parity views do not occur.
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

// The terms that get a column, in column order.
std::vector<TermCount> chosen_terms(const TermCounts& counts, const TextView& view) {
  auto terms = counts.entries();
  std::erase_if(terms, [&](const TermCount& term) { return term.texts < static_cast<std::uint32_t>(view.min_df); });
  const auto by_name = [&](const TermCount& a, const TermCount& b) {
    return std::pair(counts.name(a), a.hash) < std::pair(counts.name(b), b.hash);
  };
  if (view.max_features > 0 && terms.size() > view.max_features) {
    std::sort(terms.begin(), terms.end(), [&](const TermCount& a, const TermCount& b) {
      return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : by_name(a, b);
    });
    terms.resize(view.max_features);
  }
  std::sort(terms.begin(), terms.end(), by_name);
  return terms;
}

void place_keys(const std::vector<std::uint64_t>& hashes, Tables& tables) {
  std::size_t size = 16;
  while (size < hashes.size() * 2) size *= 2;
  tables.keys.assign(size, 0);
  tables.key_columns.assign(size, 0);
  for (std::size_t column = 0; column < hashes.size(); ++column) {
    std::size_t at = hashes[column] & (size - 1);
    while (tables.keys[at] != 0) at = (at + 1) & (size - 1);
    tables.keys[at] = hashes[column];
    tables.key_columns[at] = static_cast<std::uint32_t>(column);
  }
}

}  // namespace

Tfidf::Tfidf(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Tfidf Tfidf::fit(std::span<const std::string_view> texts, const TfidfOptions& options, const Run& run) {
  auto impl = std::make_shared<Impl>();
  impl->options = options;
  auto tables = std::make_shared<Tables>();
  std::vector<std::uint64_t> hashes;
  for (std::size_t v = 0; v < options.views.size(); ++v) {
    const auto counts = count_terms(texts, options.views[v], v, run);
    for (const auto& term : chosen_terms(counts, options.views[v])) {
      hashes.push_back(term.hash);
      tables->idf.push_back(std::log((1.0 + static_cast<double>(texts.size())) / (1.0 + term.texts)) + 1.0);
    }
    impl->view_ends.push_back(static_cast<std::uint32_t>(hashes.size()));
  }
  if (hashes.empty()) {
    throw Error(ErrorCode::kInvalidInput, "the texts hold not one word to learn from; is this the right text column?");
  }
  place_keys(hashes, *tables);
  impl->idf = tables->idf;
  impl->keys = tables->keys;
  impl->key_columns = tables->key_columns;
  impl->owner = tables;
  return Tfidf(std::move(impl));
}

std::uint32_t Tfidf::columns() const { return static_cast<std::uint32_t>(impl_->idf.size()); }
const TfidfOptions& Tfidf::options() const { return impl_->options; }

SparseRow Tfidf::transform(std::string_view text, TfidfScratch& scratch) const {
  auto& s = *scratch.impl;
  if (s.count.size() < columns()) s.count.resize(columns(), 0);
  s.columns.clear();
  s.values.clear();
  for (std::size_t v = 0; v < impl_->options.views.size(); ++v) {
    const auto& view = impl_->options.views[v];
    s.touched.clear();
    s.reader.read(text, view, v, [&](std::uint64_t hash, Span) {
      const auto column = impl_->column_of(hash);
      if (column != Impl::kNone && s.count[column]++ == 0) s.touched.push_back(column);
    });
    std::sort(s.touched.begin(), s.touched.end());
    double squares = 0;
    const std::size_t first = s.columns.size();
    for (const auto column : s.touched) {
      const double count = std::exchange(s.count[column], 0U);
      const double weight = (view.sublinear ? 1 + std::log(count) : count) * impl_->idf[column];
      squares += weight * weight;
      s.columns.push_back(column);
      s.values.push_back(static_cast<float>(weight));
    }
    const double length = std::sqrt(squares);
    for (std::size_t i = first; i < s.values.size(); ++i) s.values[i] = static_cast<float>(s.values[i] / length);
  }
  return {s.columns, s.values};
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
  for (const auto& piece : pieces) {
    for (std::size_t i = 0; i < piece.rows(); ++i) all.append(piece.row(i));
  }
  return all;
}

std::vector<TermPlace> Tfidf::places(std::string_view text) const {
  std::vector<TermPlace> found;
  TermReader reader;
  for (std::size_t v = 0; v < impl_->options.views.size(); ++v) {
    reader.read(text, impl_->options.views[v], v, [&](std::uint64_t hash, Span span) {
      const auto column = impl_->column_of(hash);
      if (column != Impl::kNone) found.push_back({column, span});
    });
  }
  return found;
}

namespace {

// One view as it lies in a file; docs/formats/model.md.
struct StoredView {
  std::uint32_t kind, rule, min_n, max_n, min_df, max_features, english_stop_words, sublinear, end;
};
struct StoredHeader {
  std::uint64_t views, columns, places;
};
constexpr std::size_t kMaxViews = 16;

template <typename T>
void append_raw(std::string& out, const T* items, std::size_t count) {
  out.append(reinterpret_cast<const char*>(items), count * sizeof(T));
  out.append((8 - out.size() % 8) % 8, '\0');
}

// Takes arrays off the front of bytes, each padded to 8.
class Slicer {
 public:
  explicit Slicer(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  std::span<const T> take(std::uint64_t count) {
    if (count > bytes_.size() / sizeof(T)) refuse();
    const auto* items = reinterpret_cast<const T*>(bytes_.data());
    const std::size_t padded = (count * sizeof(T) + 7) / 8 * 8;
    if (padded > bytes_.size()) refuse();
    bytes_.remove_prefix(padded);
    return {items, static_cast<std::size_t>(count)};
  }
  bool empty() const { return bytes_.empty(); }
  [[noreturn]] static void refuse() { throw Error(ErrorCode::kInvalidInput, "the text features in it are damaged"); }

 private:
  std::string_view bytes_;
};

TextView restored(const StoredView& stored) {
  if (stored.kind > 1 || stored.rule > 1 || stored.min_n < 1 || stored.max_n < stored.min_n || stored.max_n > 8)
    Slicer::refuse();
  TextView view;
  view.kind = static_cast<TextView::Kind>(stored.kind);
  view.rule = static_cast<Words::Rule>(stored.rule);
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
  const StoredHeader header{impl_->options.views.size(), impl_->idf.size(), impl_->keys.size()};
  append_raw(bytes, &header, 1);
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
    append_raw(bytes, &stored, 1);
  }
  append_raw(bytes, impl_->idf.data(), impl_->idf.size());
  append_raw(bytes, impl_->keys.data(), impl_->keys.size());
  append_raw(bytes, impl_->key_columns.data(), impl_->key_columns.size());
  return bytes;
}

Tfidf Tfidf::from_bytes(std::string_view bytes, std::shared_ptr<const void> owner) {
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) Slicer::refuse();
  Slicer slicer(bytes);
  const auto header = slicer.take<StoredHeader>(1)[0];
  const bool power_of_two = header.places >= 16 && (header.places & (header.places - 1)) == 0;
  if (header.views == 0 || header.views > kMaxViews || header.columns == 0 || header.columns > 0xFFFFFFF0 ||
      !power_of_two || header.places < header.columns + 1) {
    Slicer::refuse();
  }
  auto impl = std::make_shared<Impl>();
  std::uint32_t last_end = 0;
  for (std::uint64_t v = 0; v < header.views; ++v) {
    const auto stored = slicer.take<StoredView>(1)[0];
    if (stored.end < last_end || stored.end > header.columns) Slicer::refuse();
    last_end = stored.end;
    impl->options.views.push_back(restored(stored));
    impl->view_ends.push_back(stored.end);
  }
  impl->idf = slicer.take<double>(header.columns);
  impl->keys = slicer.take<std::uint64_t>(header.places);
  impl->key_columns = slicer.take<std::uint32_t>(header.places);
  if (last_end != header.columns || !slicer.empty()) Slicer::refuse();
  if (std::find(impl->keys.begin(), impl->keys.end(), 0U) == impl->keys.end())
    Slicer::refuse();  // a look-up would never end
  for (const auto column : impl->key_columns) {
    if (column >= header.columns) Slicer::refuse();
  }
  impl->owner = std::move(owner);
  return Tfidf(std::move(impl));
}

}  // namespace smartdesk
