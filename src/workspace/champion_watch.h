// Keeps the served model equal to the workspace's champion while other processes train and promote.

#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "prediction/served_model.h"
#include "store/backend.h"
#include "workspace/model_registry.h"

namespace smartdesk::workspace {

struct ChampionWatchOptions {
  prediction::PredictorOptions predictor = {};                // for the models it loads
  std::function<void(std::string_view version)> on_new = {};  // a new model is served; may be empty
  std::function<void(std::string_view line)> error_log = {};  // a model cannot be loaded, or the database cannot be
                                                              // reached; the previous model stays; may be empty
};

// Checks on its own thread, from construction to destruction: loads a champion within a second of its promotion by any
// process, also after a database outage. Calls the functions from that thread, and on_new also from the caller of
// look().
class ChampionWatch {
 public:
  // Loads the champion immediately, if there is one. A champion whose embedder is not available is logged and tried
  // again; until then requests get that error. Throws as ModelRegistry and load_model do.
  ChampionWatch(const store::WorkspaceLocation& location, std::shared_ptr<prediction::ServedModel> served,
                ChampionWatchOptions options = {});
  ~ChampionWatch();

  // Checks now: a champion that this process has promoted is served when this returns. Throws as the constructor does.
  // Thread-safe.
  void look();

 private:
  void watch();
  bool load_if_new();
  void load_first();

  ModelRegistry registry_;
  const std::shared_ptr<prediction::ServedModel> served_;
  const ChampionWatchOptions options_;
  std::mutex mutex_;  // guards the next member
  std::string version_;
  bool is_left_to_load_ = false;  // the constructor could not
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace smartdesk::workspace
