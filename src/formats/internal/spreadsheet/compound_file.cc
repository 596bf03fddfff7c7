#include "formats/internal/spreadsheet/compound_file.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "formats/internal/spreadsheet/little_endian.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kHeader = 512, kEntry = 128, kMiniSector = 64;
constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // from here on, numbers have other meanings

class CompoundFile {
 public:
  explicit CompoundFile(std::string_view file) : file_(file), shift_(u16_at(file, 30)) {
    if (shift_ != 9 && shift_ != 12) return;
    read_table();
    directory_ = chain(u32_at(file, 48));
  }

  std::optional<std::string> stream(std::string_view name) const {
    std::vector<std::uint32_t> entries{u32_at(directory_, 76)};  // the root's child
    const auto most = directory_.size() / kEntry;
    for (std::size_t seen = 0; !entries.empty() && seen <= 2 * most; ++seen) {
      const auto number = entries.back();
      entries.pop_back();
      if (number >= most) continue;
      const auto entry = std::string_view(directory_).substr(number * kEntry, kEntry);
      constexpr char kStream = 2;
      if (entry[66] == kStream && is_called(entry, name)) return content(entry);
      entries.push_back(u32_at(entry, 68));
      entries.push_back(u32_at(entry, 72));
    }
    return std::nullopt;
  }

 private:
  std::size_t sectors() const { return file_.size() >> shift_; }

  std::string_view sector(std::uint32_t number) const {
    const auto at = (std::uint64_t{number} + 1) << shift_;
    return at < file_.size() ? file_.substr(at, std::size_t{1} << shift_) : std::string_view();
  }

  // The number of the next sector, for each sector. Its own sectors are listed in the header and in a chain.
  void read_table() {
    constexpr std::size_t kInHeader = 109;
    std::vector<std::uint32_t> parts;
    for (std::size_t i = 0; i < kInHeader; ++i) parts.push_back(u32_at(file_, 76 + 4 * i));
    auto more = u32_at(file_, 68);
    for (std::size_t seen = 0; more < kLastSector && seen < sectors(); ++seen) {
      const auto list = sector(more);
      if (list.size() < 8) break;
      for (std::size_t i = 0; i + 8 <= list.size(); i += 4) parts.push_back(u32_at(list, i));
      more = u32_at(list, list.size() - 4);
    }
    for (const auto part : parts) {
      if (part >= kLastSector || next_.size() > sectors()) continue;
      const auto bytes = sector(part);
      for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) next_.push_back(u32_at(bytes, i));
    }
  }

  std::string chain(std::uint32_t first) const {
    std::string bytes;
    auto at = first;
    for (std::size_t seen = 0; at < next_.size() && seen <= sectors(); ++seen) {
      bytes += sector(at);
      at = next_[at];
    }
    return bytes;
  }

  static bool is_called(std::string_view entry, std::string_view name) {
    if (u16_at(entry, 64) != 2 * (name.size() + 1)) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (u16_at(entry, 2 * i) != static_cast<unsigned char>(name[i])) return false;
    }
    return true;
  }

  std::string content(std::string_view entry) const {
    const auto first = u32_at(entry, 116), size = u32_at(entry, 120);
    auto bytes = size < u32_at(file_, 56) ? mini_chain(first, size) : chain(first);
    bytes.resize(std::min<std::size_t>(bytes.size(), size));
    return bytes;
  }

  // Short streams lie in the root's stream, in sectors of their own.
  std::string mini_chain(std::uint32_t first, std::uint32_t size) const {
    const auto table = chain(u32_at(file_, 60)), all = chain(u32_at(directory_, 116));
    std::string bytes;
    for (auto at = first; bytes.size() < size && at < kLastSector;) {
      const auto begin = std::size_t{at} * kMiniSector;
      if (begin >= all.size()) break;
      bytes += std::string_view(all).substr(begin, kMiniSector);
      at = std::size_t{at} * 4 < table.size() ? u32_at(table, std::size_t{at} * 4) : kLastSector;
    }
    return bytes;
  }

  std::string_view file_;
  unsigned shift_;
  std::vector<std::uint32_t> next_;
  std::string directory_;
};

}  // namespace

std::optional<std::string> stream_in_compound_file(std::string_view file, std::string_view name) {
  if (file.size() < kHeader || !file.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return std::nullopt;
  return CompoundFile(file).stream(name);
}

}  // namespace smartdesk::formats
