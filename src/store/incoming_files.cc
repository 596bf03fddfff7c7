#include "store/incoming_files.h"

#include <filesystem>
#include <mutex>
#include <random>

#include "core/error.h"
#include "files/output_file.h"
#include "files/private_files.h"
#include "store/internal/file_pieces.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;

const SmallSchema kSchema{
    "incoming",
    {R"sql(
  CREATE TABLE incoming_file (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE incoming_piece (
    owner text NOT NULL REFERENCES incoming_file (name) ON DELETE CASCADE, number bigint NOT NULL,
    bytes bytea NOT NULL, PRIMARY KEY (owner, number));
)sql"},
    "incoming_file",
    "",
};

// A name that is unique across processes and restarts.
std::string new_name(const std::string& ending) {
  std::random_device random;
  std::string name;
  for (int i = 0; i < 4; ++i) name += std::to_string(random()) + "-";
  return name + ending;
}

class InFolder final : public IncomingFiles {
 public:
  explicit InFolder(std::string folder) : folder_(std::move(folder)) {}

  std::string put(const std::string& file, const std::string& ending) override {
    auto name = new_name(ending);
    files::make_private_folder(folder_);
    files::move_into_place(file, folder_ + "/" + name);
    return name;
  }

  std::optional<std::string> find(const std::string& name) override {
    auto path = folder_ + "/" + name;
    if (!fs::exists(path)) return std::nullopt;
    return path;
  }

  void remove(const std::string& name) override { fs::remove(folder_ + "/" + name); }

 private:
  const std::string folder_;
};

class InPostgres final : public IncomingFiles {
 public:
  InPostgres(const std::string& url, std::string folder)
      : folder_(std::move(folder)), database_(open_postgres_small(url, kSchema)) {
    remove_forgotten_copies();
  }

  std::string put(const std::string& file, const std::string& ending) override {
    const std::lock_guard lock(mutex_);
    auto name = new_name(ending);
    database_->alone([&] {
      database_->write("DELETE FROM incoming_file WHERE at < clock_timestamp() - interval '7 days'", {});
      database_->write("INSERT INTO incoming_file (name) VALUES ($1)", {name});
      put_pieces(*database_, "incoming_piece", name, file);
    });
    fs::remove(file);
    return name;
  }

  std::optional<std::string> find(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    if (database_->read("SELECT name FROM incoming_file WHERE name = $1", {name}).empty()) return std::nullopt;
    auto path = folder_ + "/" + name;
    if (!fs::exists(path)) fetch_pieces(*database_, "incoming_piece", name, path);
    return path;
  }

  void remove(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    database_->alone([&] {
      database_->write("DELETE FROM incoming_file WHERE name = $1", {name});
      // A deleted row stays on disk until it is overwritten, and it may hold data that will be erased.
      if (database_->read("SELECT name FROM incoming_file LIMIT 1", {}).empty())
        database_->write("TRUNCATE incoming_file, incoming_piece", {});
    });
    fs::remove(folder_ + "/" + name);
  }

 private:
  // Copies that a killed process left here, of files that another process has imported.
  void remove_forgotten_copies() {
    if (!fs::exists(folder_)) return;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const auto name = entry.path().filename().string();
      if (database_->read("SELECT name FROM incoming_file WHERE name = $1", {name}).empty()) fs::remove(entry.path());
    }
  }

  const std::string folder_;
  std::mutex mutex_;  // for database_
  const std::unique_ptr<SmallDatabase> database_;
};

}  // namespace

std::unique_ptr<IncomingFiles> open_folder_incoming(const std::string& folder) {
  return std::make_unique<InFolder>(folder);
}

std::unique_ptr<IncomingFiles> open_postgres_incoming(const std::string& url, const std::string& folder) {
  return std::make_unique<InPostgres>(url, folder);
}

}  // namespace smartdesk::store
