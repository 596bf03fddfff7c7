#include "files/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <utility>
#include <vector>

#include "core/error.h"
#include "files/internal/system_error.h"

namespace smartdesk::files {

struct InputFile::Source {
  std::string path;
  std::uint64_t packed_read = 0, packed_total = 0;

  virtual ~Source() = default;
  virtual std::size_t read(std::span<char> buffer) = 0;
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
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ > STDIN_FILENO) ::close(number_);
  }
  std::size_t read(std::span<char> buffer, const std::string& path) const {
    for (;;) {
      const auto count = ::read(number_, buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw Error(ErrorCode::kFailed, path + " cannot be read: " + system_reason());
    }
  }

 private:
  int number_;
};

[[noreturn]] void refuse_damaged(const std::string& path, std::string_view what) {
  throw Error(ErrorCode::kInvalidInput, path + " is damaged (" + std::string(what) + "). Copy or download it again.");
}

}  // namespace

struct InputFile::Plain final : InputFile::Source {
  Descriptor descriptor;
  explicit Plain(int number) : descriptor(number) {}
  std::size_t read(std::span<char> buffer) override {
    const auto count = descriptor.read(buffer, path);
    packed_read += count;
    return count;
  }
};

struct InputFile::Gzip final : InputFile::Source {
  Descriptor descriptor;
  z_stream stream{};
  std::vector<char> packed = std::vector<char>(kPackedBuffer);
  bool inside_member = false;

  explicit Gzip(int number) : descriptor(number) { inflateInit2(&stream, 15 + 16); }
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
    const auto count = descriptor.read(packed, path);
    packed_read += count;
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(count);
    return count > 0;
  }
};

struct InputFile::Zstd final : InputFile::Source {
  Descriptor descriptor;
  ZSTD_DStream* stream = ZSTD_createDStream();
  std::vector<char> packed = std::vector<char>(kPackedBuffer);
  ZSTD_inBuffer input{packed.data(), 0, 0};
  bool inside_frame = false;

  explicit Zstd(int number) : descriptor(number) {}
  ~Zstd() override { ZSTD_freeDStream(stream); }

  std::size_t read(std::span<char> buffer) override {
    ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
    while (output.pos == 0) {
      if (input.pos == input.size) {
        const auto count = descriptor.read(packed, path);
        packed_read += count;
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

InputFile InputFile::open(const std::string& path) {
  if (path == "-") {
    auto source = std::make_unique<Plain>(STDIN_FILENO);
    source->path = "standard input";
    return InputFile(std::move(source));
  }
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) {
    const bool is_the_files_fault = errno != EMFILE && errno != ENFILE;
    throw Error(is_the_files_fault ? ErrorCode::kInvalidInput : ErrorCode::kFailed, path + ": " + system_reason());
  }
  struct stat status{};
  fstat(number, &status);
  if (S_ISDIR(status.st_mode)) {
    ::close(number);
    throw Error(ErrorCode::kInvalidInput, path + " is a folder. Name a file in it.");
  }
  std::unique_ptr<Source> source;
  if (ends_with(path, ".gz")) {
    source = std::make_unique<Gzip>(number);
  } else if (ends_with(path, ".zst")) {
    source = std::make_unique<Zstd>(number);
  } else {
    source = std::make_unique<Plain>(number);
  }
  source->path = path;
  source->packed_total = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  return InputFile(std::move(source));
}

InputFile::InputFile(std::unique_ptr<Source> source) : source_(std::move(source)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::size_t InputFile::read(std::span<char> buffer) { return buffer.empty() ? 0 : source_->read(buffer); }
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
