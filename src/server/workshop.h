// The workspace and the serving model, shared between the routes' threads.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"
#include "prediction/served_model.h"
#include "store/backend.h"
#include "store/incoming_files.h"
#include "workspace/champion_watch.h"
#include "workspace/model_registry.h"

namespace smartdesk::server {

struct WorkshopOptions {
  store::WorkspaceLocation location;
  std::string model = {};  // a model file to use instead of the champion; empty: the champion
  Taxonomy taxonomy = {};
  prediction::PredictorOptions predictor = {};                // for the model that answers
  std::function<void(std::string_view line)> error_log = {};  // errors from watching for a new champion; may be empty
};

// Thread-safe.
class Workshop {
 public:
  // Creates the workspace if it does not exist, and holds its write lock until destruction. Throws as
  // Workspace::make_or_open and load_model do.
  explicit Workshop(WorkshopOptions options);
  ~Workshop();

  // One writer at a time; each store call is one transaction.
  void write(const std::function<void(store::TicketStore&)>& work);

  // Several readers at a time, each with its own connection. Exceptions of the store pass through.
  void read(const std::function<void(const store::TicketStore&)>& work) const;

  // A store that takes the write lock for each call: for work that runs for minutes.
  store::TicketStore& shared_store();

  // A counter that grows with each change through write() and the shared store. With a database, other servers make
  // changes too, so it also grows every few seconds.
  std::uint64_t changes() const;

  // The serving model. Without a model file it is the champion: updated within a second after a promotion anywhere, and
  // immediately by load_champion().
  const std::shared_ptr<prediction::ServedModel>& served() const { return served_; }
  void load_champion();

  // Writes to WorkshopOptions::error_log.
  void log_error(std::string_view line) const;

  workspace::ModelRegistry& registry() { return registry_; }
  const prediction::EmbedderSource& embedders() const { return options_.predictor.embedders; }
  store::IncomingFiles& incoming() { return *incoming_; }
  const Taxonomy& taxonomy() const { return options_.taxonomy; }
  const std::vector<std::string>& tasks() const { return tasks_; }  // task names, for filters
  const std::string& folder() const { return options_.location.folder; }

 private:
  class SharedStore;
  struct Readers;

  const WorkshopOptions options_;
  std::vector<std::string> tasks_;
  std::unique_ptr<store::Backend> backend_;
  store::Workspace workspace_;
  std::mutex writing_;
  std::atomic<std::uint64_t> changes_{0};
  std::unique_ptr<SharedStore> shared_;
  std::unique_ptr<Readers> readers_;
  workspace::ModelRegistry registry_;
  std::unique_ptr<store::IncomingFiles> incoming_;
  std::shared_ptr<prediction::ServedModel> served_ = std::make_shared<prediction::ServedModel>();
  std::unique_ptr<workspace::ChampionWatch> watch_;  // null if a model file is used
};

}  // namespace smartdesk::server
