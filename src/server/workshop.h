// What the routes work on: a workspace, the model that answers, and how both are shared between threads.

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
#include "store/incoming_files.h"
#include "store/workspace.h"
#include "workspace/champion_watch.h"
#include "workspace/model_registry.h"

namespace smartdesk::server {

struct WorkshopOptions {
  store::WorkspaceLocation location;
  std::string model = {};  // a model file in place of the workspace's champion; empty: the champion
  Taxonomy taxonomy = {};
  double abstain_below = 0;                                   // flag answers less probable than this
  std::function<void(std::string_view line)> error_log = {};  // what the watch over the champion says; may be empty
};

// Thread-safe.
class Workshop {
 public:
  // Makes the workspace if it is not there, and holds it for writing until it goes. Throws as Workspace::make_or_open
  // and load_model do.
  explicit Workshop(WorkshopOptions options);
  ~Workshop();

  // One at a time; each call of the store is one transaction.
  void write(const std::function<void(store::TicketStore&)>& work);

  // Several at a time, each with a connection of its own. What the store throws passes through.
  void read(const std::function<void(const store::TicketStore&)>& work) const;

  // A store whose every call waits for its turn to write: for work that goes on for minutes.
  store::TicketStore& shared_store();

  // What write() and the shared store have changed: a number that grows. With a database others change it, too, and it
  // grows every few seconds.
  std::uint64_t changes() const;

  // The model that answers. Without a model file it is the champion: at most a second after anybody promoted one, and
  // at once after load_champion().
  const std::shared_ptr<prediction::ServedModel>& served() const { return served_; }
  void load_champion();

  workspace::ModelRegistry& registry() { return registry_; }
  store::IncomingFiles& incoming() { return *incoming_; }
  const Taxonomy& taxonomy() const { return options_.taxonomy; }
  const std::vector<std::string>& tasks() const { return tasks_; }  // their names, for filters
  const std::string& folder() const { return options_.location.folder; }

 private:
  class SharedStore;
  struct Readers;

  const WorkshopOptions options_;
  std::vector<std::string> tasks_;
  store::Workspace workspace_;
  std::mutex writing_;
  std::atomic<std::uint64_t> changes_{0};
  std::unique_ptr<SharedStore> shared_;
  std::unique_ptr<Readers> readers_;
  workspace::ModelRegistry registry_;
  std::unique_ptr<store::IncomingFiles> incoming_;
  std::shared_ptr<prediction::ServedModel> served_ = std::make_shared<prediction::ServedModel>();
  std::unique_ptr<workspace::ChampionWatch> watch_;  // none over a model file
};

}  // namespace smartdesk::server
