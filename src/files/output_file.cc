#include "files/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "core/error.h"
#include "files/internal/system_error.h"

namespace smartdesk::files {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10;

bool ends_with(const std::string& path, std::string_view ending) { return std::string_view(path).ends_with(ending); }

}  // namespace

// pack() compresses bytes and passes them to put(), which writes them.
struct OutputFile::Target {
  std::string path, temporary;  // temporary is empty for standard output
  int descriptor = STDOUT_FILENO;
  std::string buffer;

  virtual ~Target() {
    if (temporary.empty()) return;
    if (descriptor >= 0) ::close(descriptor);
    ::unlink(temporary.c_str());
  }
  virtual void pack(std::string_view bytes) { put(bytes); }
  virtual void finish() {}

  void put(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::write(descriptor, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw Error(ErrorCode::kFailed, path + " cannot be written: " + system_reason());
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void flush() {
    pack(buffer);
    buffer.clear();
  }
};

struct OutputFile::Gzip final : OutputFile::Target {
  z_stream stream{};
  std::vector<char> packed = std::vector<char>(kBuffer);

  Gzip() { deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY); }
  ~Gzip() override { deflateEnd(&stream); }
  void pack(std::string_view bytes) override {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    while (stream.avail_in > 0) drain(Z_NO_FLUSH);
  }
  void finish() override {
    while (drain(Z_FINISH) != Z_STREAM_END) {
    }
  }
  int drain(int mode) {
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int status = deflate(&stream, mode);
    put({packed.data(), packed.size() - stream.avail_out});
    return status;
  }
};

struct OutputFile::Zstd final : OutputFile::Target {
  ZSTD_CStream* stream = ZSTD_createCStream();
  std::vector<char> packed = std::vector<char>(kBuffer);

  ~Zstd() override { ZSTD_freeCStream(stream); }
  void pack(std::string_view bytes) override {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    while (input.pos < input.size) drain(input, ZSTD_e_continue);
  }
  void finish() override {
    ZSTD_inBuffer nothing{nullptr, 0, 0};
    while (drain(nothing, ZSTD_e_end) != 0) {
    }
  }
  std::size_t drain(ZSTD_inBuffer& input, ZSTD_EndDirective mode) {
    ZSTD_outBuffer output{packed.data(), packed.size(), 0};
    const auto left = ZSTD_compressStream2(stream, &output, &input, mode);
    if (ZSTD_isError(left))
      throw Error(ErrorCode::kFailed, path + " cannot be compressed: " + ZSTD_getErrorName(left) + ".");
    put({packed.data(), output.pos});
    return left;
  }
};

OutputFile OutputFile::create(const std::string& path) {
  std::unique_ptr<Target> target;
  if (ends_with(path, ".gz")) {
    target = std::make_unique<Gzip>();
  } else if (ends_with(path, ".zst")) {
    target = std::make_unique<Zstd>();
  } else {
    target = std::make_unique<Target>();
  }
  target->path = path == "-" ? "standard output" : path;
  if (path == "-") return OutputFile(std::move(target));

  namespace fs = std::filesystem;
  if (path.empty())
    throw Error(ErrorCode::kUsage, "The name of the output file is empty. Pass a file name, or - for standard output.");
  if (fs::is_directory(path)) throw Error(ErrorCode::kFailed, path + " is a folder. Name a file in it.");
  std::error_code ignored;
  if (const auto folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, ignored);
  std::string name = path + ".XXXXXX";
  target->descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (target->descriptor < 0) throw Error(ErrorCode::kFailed, path + " cannot be written: " + system_reason());
  target->temporary = name;
  // mkostemp makes the file private; a result must be as readable as any other file of the user.
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(target->descriptor, 0666 & ~mask);
  return OutputFile(std::move(target));
}

OutputFile::OutputFile(std::unique_ptr<Target> target) : target_(std::move(target)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

void OutputFile::write(std::string_view bytes) {
  auto& buffer = target_->buffer;
  if (buffer.size() + bytes.size() > kBuffer) target_->flush();
  if (bytes.size() > kBuffer) {
    target_->pack(bytes);
  } else {
    buffer += bytes;
  }
}

void OutputFile::flush() { target_->flush(); }

void OutputFile::commit() {
  target_->flush();
  target_->finish();
  if (target_->temporary.empty()) return;
  const auto fail = [&] { throw Error(ErrorCode::kFailed, target_->path + " cannot be written: " + system_reason()); };
  if (fsync(target_->descriptor) != 0) fail();
  if (::close(std::exchange(target_->descriptor, -1)) != 0) fail();
  move_into_place(target_->temporary, target_->path);
  target_->temporary.clear();
}

void move_into_place(const std::string& finished, const std::string& path) {
  if (std::rename(finished.c_str(), path.c_str()) != 0) {
    throw Error(ErrorCode::kFailed, path + " cannot be written: " + system_reason());
  }
  const auto parent = std::filesystem::path(path).parent_path();
  const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    ::close(folder);
  }
}

void write_file(const std::string& path, std::string_view bytes) {
  auto file = OutputFile::create(path);
  file.write(bytes);
  file.commit();
}

}  // namespace smartdesk::files
