#include "files/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "files/archive.h"
#include "files/internal/system_error.h"

namespace smartdesk::files {

struct InputFile::Source {
  explicit Source(std::unique_ptr<ByteSource> from) : bytes(std::move(from)) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;
  virtual std::size_t read(std::span<char> buffer) = 0;

  std::size_t read_packed(std::span<char> buffer) {
    const auto count = bytes->read(buffer);
    packed_read += count;
    return count;
  }

  std::unique_ptr<ByteSource> bytes;
  std::string path;
  std::uint64_t packed_read = 0, packed_total = 0;
  bool can_be_opened_again = false;
  std::string peeked;  // read already, and next in turn from peeked_at on
  std::size_t peeked_at = 0;
};

namespace {

constexpr std::size_t kPackedBuffer = std::size_t{256} << 10;

// Without regard to case.
bool ends_with(const std::string& path, std::string_view ending) {
  if (path.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), path.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

// The bytes on the disk.
class Descriptor final : public ByteSource {
 public:
  Descriptor(int number, std::string path) : number_(number), path_(std::move(path)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() override {
    if (number_ > STDIN_FILENO) ::close(number_);
  }
  std::size_t read(std::span<char> buffer) override {
    for (;;) {
      const auto count = ::read(number_, buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw Error(ErrorCode::kFailed, path_ + " cannot be read: " + system_reason());
    }
  }

 private:
  int number_;
  std::string path_;
};

[[noreturn]] void refuse_damaged(const std::string& path, std::string_view what) {
  throw Error(ErrorCode::kInvalidInput, path + " is damaged (" + std::string(what) + "). Copy or download it again.");
}

}  // namespace

struct InputFile::Plain final : InputFile::Source {
  using Source::Source;
  std::size_t read(std::span<char> buffer) override { return read_packed(buffer); }
};

struct InputFile::Gzip final : InputFile::Source {
  z_stream stream{};
  std::vector<char> packed = std::vector<char>(kPackedBuffer);
  bool inside_member = false;

  explicit Gzip(std::unique_ptr<ByteSource> from) : Source(std::move(from)) { inflateInit2(&stream, 15 + 16); }
  ~Gzip() override { inflateEnd(&stream); }

  std::size_t read(std::span<char> buffer) override {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), 1U << 30));
    const auto wanted = stream.avail_out;
    while (stream.avail_out == wanted) {
      if (stream.avail_in == 0 && !refill()) {
        if (inside_member) refuse_damaged(path, "it ends too early");
        return 0;
      }
      inside_member = true;
      const int status = inflate(&stream, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        inside_member = false;
        inflateReset(&stream);
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        refuse_damaged(path, stream.msg != nullptr ? stream.msg : "not a gzip file");
      }
    }
    return wanted - stream.avail_out;
  }

  bool refill() {
    const auto count = read_packed(packed);
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(count);
    return count > 0;
  }
};

struct InputFile::Zstd final : InputFile::Source {
  ZSTD_DStream* stream = ZSTD_createDStream();
  std::vector<char> packed = std::vector<char>(kPackedBuffer);
  ZSTD_inBuffer input{packed.data(), 0, 0};
  bool inside_frame = false;

  explicit Zstd(std::unique_ptr<ByteSource> from) : Source(std::move(from)) {}
  ~Zstd() override { ZSTD_freeDStream(stream); }

  std::size_t read(std::span<char> buffer) override {
    ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
    while (output.pos == 0) {
      if (input.pos == input.size) {
        const auto count = read_packed(packed);
        input = {packed.data(), count, 0};
        if (count == 0) {
          if (inside_frame) refuse_damaged(path, "it ends too early");
          return 0;
        }
      }
      const auto status = ZSTD_decompressStream(stream, &output, &input);
      if (ZSTD_isError(status)) refuse_damaged(path, ZSTD_getErrorName(status));
      inside_frame = status != 0;
    }
    return output.pos;
  }
};

InputFile InputFile::of(std::unique_ptr<ByteSource> bytes, const std::string& path, std::uint64_t total) {
  std::unique_ptr<Source> source;
  if (ends_with(path, ".gz")) {
    source = std::make_unique<Gzip>(std::move(bytes));
  } else if (ends_with(path, ".zst")) {
    source = std::make_unique<Zstd>(std::move(bytes));
  } else {
    source = std::make_unique<Plain>(std::move(bytes));
  }
  source->path = path;
  source->packed_total = total;
  return InputFile(std::move(source));
}

InputFile InputFile::open(const std::string& path) {
  if (path == "-") return of(std::make_unique<Descriptor>(STDIN_FILENO, "standard input"), "standard input", 0);
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) {
    const int reason = errno;
    if (reason == ENOTDIR) {
      if (auto file = open_in_archive(path)) return std::move(*file);
    }
    errno = reason;
    const bool is_the_files_fault = reason != EMFILE && reason != ENFILE;
    throw Error(is_the_files_fault ? ErrorCode::kInvalidInput : ErrorCode::kFailed, path + ": " + system_reason());
  }
  auto bytes = std::make_unique<Descriptor>(number, path);
  struct stat status{};
  fstat(number, &status);
  if (S_ISDIR(status.st_mode)) throw Error(ErrorCode::kInvalidInput, path + " is a folder. Name a file in it.");
  const bool is_regular = S_ISREG(status.st_mode);
  auto file = of(std::move(bytes), path, is_regular ? static_cast<std::uint64_t>(status.st_size) : 0);
  file.source_->can_be_opened_again = is_regular;
  return file;
}

std::optional<InputFile> InputFile::open_in_archive(const std::string& path) {
  const auto parts = path_in_archive(path);
  if (!parts) return std::nullopt;
  const auto archive = Archive::open(parts->first);
  const auto* member = archive.find(parts->second);
  if (member == nullptr) {
    throw Error(ErrorCode::kInvalidInput, parts->first + " has no file \"" + parts->second + "\" in it.");
  }
  auto file = archive.open(*member);
  file.source_->can_be_opened_again = true;
  return file;
}

InputFile::InputFile(std::unique_ptr<Source> source) : source_(std::move(source)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::size_t InputFile::read(std::span<char> buffer) {
  if (buffer.empty()) return 0;
  auto& peeked = source_->peeked;
  if (peeked.empty()) return source_->read(buffer);
  const auto count = peeked.copy(buffer.data(), buffer.size(), source_->peeked_at);
  source_->peeked_at += count;
  if (source_->peeked_at == peeked.size()) {
    peeked.clear();
    source_->peeked_at = 0;
  }
  return count;
}

std::string_view InputFile::peek(std::size_t count) {
  auto& peeked = source_->peeked;
  peeked.erase(0, std::exchange(source_->peeked_at, 0));
  while (peeked.size() < count) {
    const auto had = peeked.size();
    peeked.resize(count);
    const auto got = source_->read(std::span(peeked).subspan(had));
    peeked.resize(had + got);
    if (got == 0) break;
  }
  return std::string_view(peeked).substr(0, count);
}

bool InputFile::can_be_opened_again() const { return source_->can_be_opened_again; }
std::uint64_t InputFile::bytes_read() const { return source_->packed_read; }
std::uint64_t InputFile::bytes_total() const { return source_->packed_total; }
const std::string& InputFile::path() const { return source_->path; }

std::string InputFile::read_all(std::size_t limit) {
  std::string all;
  for (;;) {
    const std::size_t had = all.size();
    all.resize(had + kPackedBuffer);
    const std::size_t count = read(std::span(all).subspan(had));
    all.resize(had + count);
    if (count == 0) return all;
    if (all.size() > limit) {
      throw Error(ErrorCode::kInvalidInput, path() + " holds more than " + std::to_string(limit >> 20) + " MiB.");
    }
  }
}

}  // namespace smartdesk::files
