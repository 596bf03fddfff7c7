#include "text/diversity.h"

#include <zlib.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "text/tokens.h"

namespace smartdesk::text {

struct Diversity::Counts {
  std::unordered_set<std::uint64_t> words, pairs;
  std::uint64_t word_count = 0, pair_count = 0;
  std::uint64_t bytes = 0, packed_bytes = 0;
  z_stream stream{};
  std::vector<unsigned char> packed = std::vector<unsigned char>(1 << 16);
  Words cutter;

  Counts() { deflateInit(&stream, Z_DEFAULT_COMPRESSION); }
  ~Counts() { deflateEnd(&stream); }

  std::uint64_t pack(std::string_view text, int flush) {
    std::uint64_t out = 0;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    do {
      stream.next_out = packed.data();
      stream.avail_out = static_cast<uInt>(packed.size());
      deflate(&stream, flush);
      out += packed.size() - stream.avail_out;
    } while (stream.avail_out == 0);
    return out;
  }
};

Diversity::Diversity() : counts_(std::make_unique<Counts>()) {}
Diversity::~Diversity() = default;

void Diversity::add(std::string_view text) {
  auto& c = *counts_;
  c.cutter.read(text, Words::Rule::kAll);
  std::uint64_t previous = 0;
  for (std::size_t i = 0; i < c.cutter.size(); ++i) {
    const std::uint64_t word = std::hash<std::string_view>{}(c.cutter.word(i));
    c.words.insert(word);
    ++c.word_count;
    if (i > 0) {
      c.pairs.insert(previous * 0x9E3779B97F4A7C15U + word);
      ++c.pair_count;
    }
    previous = word;
  }
  c.bytes += text.size() + 1;
  c.packed_bytes += c.pack(text, Z_NO_FLUSH) + c.pack("\n", Z_SYNC_FLUSH);
}

double Diversity::distinct_words() const {
  const auto& c = *counts_;
  return c.word_count == 0 ? 0 : static_cast<double>(c.words.size()) / static_cast<double>(c.word_count);
}

double Diversity::distinct_pairs() const {
  const auto& c = *counts_;
  return c.pair_count == 0 ? 0 : static_cast<double>(c.pairs.size()) / static_cast<double>(c.pair_count);
}

double Diversity::compression_ratio() const {
  const auto& c = *counts_;
  return c.packed_bytes == 0 ? 0 : static_cast<double>(c.bytes) / static_cast<double>(c.packed_bytes);
}

}  // namespace smartdesk::text
