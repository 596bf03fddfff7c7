#include <filesystem>
#include <mutex>
#include <set>

#include "core/error.h"
#include "files/digest.h"
#include "files/mapped_file.h"
#include "files/output_file.h"
#include "files/private_files.h"
#include "store/internal/file_pieces.h"
#include "store/model_store.h"
#include "store/postgres/promotion_listener.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;

// A record without a file, or before its file, is a row without a digest.
const SmallSchema kSchema{
    "model",
    {R"sql(
  CREATE TABLE model (version text PRIMARY KEY, digest text NOT NULL DEFAULT '', record text NOT NULL DEFAULT '');
  CREATE TABLE model_piece (
    owner text NOT NULL REFERENCES model (version) ON DELETE CASCADE, number bigint NOT NULL, bytes bytea NOT NULL,
    PRIMARY KEY (owner, number));
  CREATE TABLE champion (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), version text NOT NULL REFERENCES model (version));
)sql"},
    "model",
    "",
};

constexpr const char* kChannel = "smartdesk_champion";

std::string digest_of(const std::string& file) {
  return files::hex(files::sha256(files::MappedFile::open(file).bytes()));
}

class PostgresModels final : public ModelStore {
 public:
  PostgresModels(const std::string& url, std::string folder)
      : folder_(std::move(folder)), database_(open_postgres_small(url, kSchema)), listener_(url, kChannel) {}

  std::optional<std::string> champion() const override {
    const std::lock_guard lock(mutex_);
    const auto rows = database_->read("SELECT version FROM champion", {});
    if (rows.empty()) return std::nullopt;
    return rows[0][0];
  }

  std::vector<ModelText> records() const override {
    const std::lock_guard lock(mutex_);
    std::vector<ModelText> records;
    for (auto& row : database_->read("SELECT version, record FROM model WHERE record <> ''", {}))
      records.push_back({"The record of model " + row[0] + " in the database", std::move(row[1])});
    return records;
  }

  bool holds(const std::string& version) const override {
    const std::lock_guard lock(mutex_);
    return find_digest(version).has_value();
  }

  std::string path_of(const std::string& version) const override {
    const std::lock_guard lock(mutex_);
    const auto digest = require(version);
    const auto file = copy_of(version);
    if (fs::exists(file) && digest_of(file) == digest) return file;
    fetch_pieces(*database_, "model_piece", version, file);
    if (digest_of(file) != digest) {
      fs::remove(file);
      throw Error(ErrorCode::kFailed,
                  "Model " + version + " is damaged in the database. Promote another version, or train a new one.");
    }
    remove_forgotten_copies();
    return file;
  }

  void put(const std::string& version, const std::string& file) override {
    const std::lock_guard lock(mutex_);
    const auto digest = digest_of(file);
    database_->alone([&] {
      database_->write("DELETE FROM model_piece WHERE owner = $1", {version});
      database_->write(
          "INSERT INTO model (version, digest) VALUES ($1, $2) ON CONFLICT (version) DO UPDATE SET digest = $2",
          {version, digest});
      put_pieces(*database_, "model_piece", version, file);
    });
    files::make_private_folder(folder_);
    files::move_into_place(file, copy_of(version));
  }

  void put_record(const std::string& version, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    database_->write(
        "INSERT INTO model (version, record) VALUES ($1, $2) ON CONFLICT (version) DO UPDATE SET record = $2",
        {version, text});
  }

  void promote(const std::string& version) override {
    const std::lock_guard lock(mutex_);
    require(version);
    // In one statement, so that others are notified when the change is visible.
    database_->write(
        "WITH promoted AS (INSERT INTO champion (version) VALUES ($1) "
        "ON CONFLICT (one) DO UPDATE SET version = $1 RETURNING version) "
        "SELECT pg_notify($2, '') FROM promoted",
        {version, kChannel});
  }

  bool wait_for_promotion(std::chrono::milliseconds at_most) override { return listener_.wait(at_most); }

  std::string location() const override { return "the database's table `model`"; }

 private:
  std::string copy_of(const std::string& version) const { return folder_ + "/" + version + ".model"; }

  std::optional<std::string> find_digest(const std::string& version) const {
    const auto rows = database_->read("SELECT digest FROM model WHERE version = $1 AND digest <> ''", {version});
    if (rows.empty()) return std::nullopt;
    return rows[0][0];
  }

  std::string require(const std::string& version) const {
    const auto digest = find_digest(version);
    if (!digest) throw Error(ErrorCode::kUsage, "There is no model \"" + version + "\" in the database.");
    return *digest;
  }

  // A version that was deleted from the database because of an erased ticket must not survive here.
  void remove_forgotten_copies() const {
    std::set<std::string> held;
    for (const auto& row : database_->read("SELECT version FROM model", {})) held.insert(row[0]);
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().extension() == ".model" && !held.contains(entry.path().stem().string()))
        fs::remove(entry.path());
    }
  }

  const std::string folder_;
  mutable std::mutex mutex_;  // for database_
  const std::unique_ptr<SmallDatabase> database_;
  PromotionListener listener_;
};

}  // namespace

std::unique_ptr<ModelStore> open_postgres_models(const std::string& url, const std::string& folder) {
  return std::make_unique<PostgresModels>(url, folder);
}

}  // namespace smartdesk::store
