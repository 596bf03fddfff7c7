#include <algorithm>
#include <filesystem>
#include <thread>

#include "core/error.h"
#include "files/input_file.h"
#include "files/output_file.h"
#include "files/private_files.h"
#include "store/model_store.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kBetweenLooks{200};

class FolderModels final : public ModelStore {
 public:
  explicit FolderModels(std::string folder) : folder_(std::move(folder)) {}

  std::optional<std::string> champion() const override {
    const auto path = folder_ + "/champion";
    if (!fs::exists(path)) return std::nullopt;
    auto version = files::InputFile::open(path).read_all();
    while (!version.empty() && version.back() == '\n') version.pop_back();
    return version;
  }

  std::vector<ModelText> records() const override {
    std::vector<ModelText> records;
    if (!fs::exists(folder_)) return records;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().extension() != ".json") continue;
      records.push_back({entry.path().string(), files::InputFile::open(entry.path().string()).read_all()});
    }
    return records;
  }

  bool holds(const std::string& version) const override {
    return !version.empty() && version.find('/') == std::string::npos && fs::exists(file_of(version));
  }

  std::string path_of(const std::string& version) const override {
    require(version);
    return file_of(version);
  }

  void put(const std::string& version, const std::string& file) override {
    files::make_private_folder(folder_);
    files::move_into_place(file, file_of(version));
  }

  void put_record(const std::string& version, const std::string& text) override {
    files::write_file(folder_ + "/" + version + ".json", text);
  }

  void promote(const std::string& version) override {
    require(version);
    files::write_file(folder_ + "/champion", version + "\n");
  }

  bool wait_for_promotion(std::chrono::milliseconds at_most) override {
    if (is_first_wait_) {
      is_first_wait_ = false;
      seen_ = champion();
      return true;
    }
    const auto until = std::chrono::steady_clock::now() + at_most;
    for (;;) {
      auto now = champion();
      if (now != seen_) {
        seen_ = std::move(now);
        return true;
      }
      const auto left = until - std::chrono::steady_clock::now();
      if (left <= left.zero()) return false;
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, kBetweenLooks));
    }
  }

  std::string location() const override { return folder_; }

 private:
  std::string file_of(const std::string& version) const { return folder_ + "/" + version + ".model"; }
  void require(const std::string& version) const {
    if (!holds(version)) throw Error(ErrorCode::kUsage, "There is no model \"" + version + "\" in " + folder_ + ".");
  }

  const std::string folder_;
  bool is_first_wait_ = true;
  std::optional<std::string> seen_;  // by the last wait_for_promotion()
};

}  // namespace

std::unique_ptr<ModelStore> open_folder_models(const std::string& folder) {
  return std::make_unique<FolderModels>(folder);
}

}  // namespace smartdesk::store
