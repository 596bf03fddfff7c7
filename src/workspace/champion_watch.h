// Keeps the model that answers at the workspace's champion, while other processes train and promote.

#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "prediction/served_model.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

struct ChampionWatchOptions {
  double abstain_below = 0;                                   // of the models it loads
  std::function<void(std::string_view version)> on_new = {};  // another model answers from now on; may be empty
  std::function<void(std::string_view line)> error_log = {};  // one could not be loaded, or the database is away: the
                                                              // one before goes on; may be empty
};

// Looks from a thread of its own, from its making until it goes: within a second of a promotion by any process, and
// again once a database that was away is back. The functions are called from that thread, on_new also from look()'s.
class ChampionWatch {
 public:
  // Loads the champion at once, where there is one. Throws as ModelRegistry and load_model do.
  ChampionWatch(const store::WorkspaceLocation& location, std::shared_ptr<prediction::ServedModel> served,
                ChampionWatchOptions options = {});
  ~ChampionWatch();

  // Looks now: what this process has promoted answers once this returns. Throws as the constructor does. Thread-safe.
  void look();

 private:
  void watch();
  bool load_if_new();

  ModelRegistry registry_;
  const std::shared_ptr<prediction::ServedModel> served_;
  const ChampionWatchOptions options_;
  std::mutex mutex_;  // of what follows
  std::string version_;
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace smartdesk::workspace
