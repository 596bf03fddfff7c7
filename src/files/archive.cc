#include "files/archive.h"

#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <unordered_map>

#include "core/error.h"

namespace smartdesk::files {
namespace {

constexpr std::size_t kMostMembers = 100'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kHarmlessBytes = std::uint64_t{64} << 20, kMostRatio = 500;

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw Error(ErrorCode::kInvalidInput, path + what);
}

std::string reason_of(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  return reason;
}

// For comparing names.
std::string folded(std::string_view name) {
  std::string result(name);
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '\\') c = '/';
  }
  return result;
}

struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct Archive::Impl {
  std::string path;
  std::string bytes;  // of an archive in memory
  zip_t* zip = nullptr;
  std::vector<ArchiveMember> members;
  std::vector<zip_uint64_t> index;                                       // of each of them in the archive
  std::unordered_map<std::string, std::size_t> by_name, by_folded_name;  // in members

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (zip != nullptr) zip_discard(zip);
  }

  void list() {
    const auto count = static_cast<zip_uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(zip, 0)));
    if (count > kMostMembers) refuse(path, " has more than 100,000 files in it. Unpack it first.");
    for (zip_uint64_t i = 0; i < count; ++i) {
      zip_stat_t status;
      zip_stat_init(&status);
      if (zip_stat_index(zip, i, ZIP_FL_ENC_GUESS, &status) != 0 || status.name == nullptr) continue;
      ArchiveMember member{status.name, status.size, status.comp_size, status.encryption_method != ZIP_EM_NONE};
      const bool is_folder = member.name.empty() || member.name.back() == '/';
      if (is_folder || !by_name.emplace(member.name, members.size()).second) continue;
      by_folded_name.emplace(folded(member.name), members.size());
      members.push_back(std::move(member));
      index.push_back(i);
    }
  }
};

namespace {

// Unpacks one member.
class MemberSource final : public ByteSource {
 public:
  MemberSource(std::shared_ptr<const void> archive, zip_file_t* file, std::string path, std::uint64_t packed)
      : archive_(std::move(archive)), file_(file), path_(std::move(path)), packed_(packed) {}

  std::size_t read(std::span<char> buffer) override {
    const auto count = zip_fread(file_.get(), buffer.data(), buffer.size());
    if (count < 0) {
      refuse(path_, " is damaged (" + std::string(zip_file_strerror(file_.get())) + "). Copy or download it again.");
    }
    bytes_ += static_cast<std::uint64_t>(count);
    if (bytes_ > kMostBytes) refuse(path_, " is longer than 4 GiB. Unpack the archive first.");
    if (bytes_ > kHarmlessBytes && bytes_ / kMostRatio > packed_) {
      refuse(path_,
             " would unpack to more than 500 times its packed length, and was not read. Unpack it first if you "
             "trust it.");
    }
    return static_cast<std::size_t>(count);
  }

 private:
  std::shared_ptr<const void> archive_;
  std::unique_ptr<zip_file_t, CloseMember> file_;  // closed before the archive
  std::string path_;
  std::uint64_t packed_, bytes_ = 0;
};

}  // namespace

Archive Archive::open(const std::string& path) {
  auto impl = std::make_shared<Impl>();
  impl->path = path;
  int code = 0;
  impl->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (impl->zip == nullptr) {
    if (code == ZIP_ER_NOENT) refuse(path, ": No such file or directory");
    refuse(path, " is not a whole .zip archive (" + reason_of(code) + "). Copy or download it again.");
  }
  impl->list();
  return Archive(std::move(impl));
}

Archive Archive::of_bytes(std::string bytes, const std::string& path) {
  auto impl = std::make_shared<Impl>();
  impl->path = path;
  impl->bytes = std::move(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(impl->bytes.data(), impl->bytes.size(), 0, &error);
  impl->zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const int code = zip_error_code_zip(&error);
  zip_error_fini(&error);
  if (impl->zip == nullptr) {
    if (source != nullptr) zip_source_free(source);
    refuse(path, " is not a whole .zip archive (" + reason_of(code) + "). Copy or download it again.");
  }
  impl->list();
  return Archive(std::move(impl));
}

const std::string& Archive::path() const { return impl_->path; }
const std::vector<ArchiveMember>& Archive::members() const { return impl_->members; }

const ArchiveMember* Archive::find(std::string_view name) const {
  const auto exact = impl_->by_name.find(std::string(name));
  if (exact != impl_->by_name.end()) return &impl_->members[exact->second];
  const auto similar = impl_->by_folded_name.find(folded(name));
  return similar == impl_->by_folded_name.end() ? nullptr : &impl_->members[similar->second];
}

InputFile Archive::open(const ArchiveMember& member) const {
  const auto path = impl_->path + "/" + member.name;
  if (member.is_encrypted) refuse(path, " is encrypted. Unpack the archive with its password first.");
  zip_file_t* file = zip_fopen_index(impl_->zip, impl_->index[impl_->by_name.at(member.name)], 0);
  if (file == nullptr) {
    refuse(path, " cannot be unpacked (" + std::string(zip_strerror(impl_->zip)) + "). Unpack the archive first.");
  }
  return InputFile::of(std::make_unique<MemberSource>(impl_, file, path, member.packed_bytes), path, member.bytes);
}

std::optional<std::pair<std::string, std::string>> path_in_archive(const std::string& path) {
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    auto front = path.substr(0, slash);
    struct stat status{};
    if (stat(front.c_str(), &status) != 0) return std::nullopt;
    if (S_ISREG(status.st_mode)) return std::pair{std::move(front), path.substr(slash + 1)};
  }
  return std::nullopt;
}

}  // namespace smartdesk::files
