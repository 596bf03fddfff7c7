// Keeps the model that answers at the workspace's champion, while other processes train and promote.

#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "desk/served_model.h"
#include "store/workspace.h"

namespace smartdesk {

struct ChampionWatchOptions {
  double abstain_below = 0;                                   // of the models it loads
  std::function<void(std::string_view version)> on_new = {};  // another model answers from now on; may be empty
  std::function<void(std::string_view line)> error_log = {};  // one could not be loaded: the one before goes on
};

// Looks from a thread of its own, from its making until it goes. The functions are called from that thread.
class ChampionWatch {
 public:
  // Loads the champion at once, where there is one. Throws as load_model does.
  ChampionWatch(const WorkspaceLocation& location, std::shared_ptr<ServedModel> served,
                ChampionWatchOptions options = {});
  ~ChampionWatch();

 private:
  void watch();
  void load_if_new();

  const std::string folder_;
  const std::shared_ptr<ServedModel> served_;
  const ChampionWatchOptions options_;
  std::string version_;
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace smartdesk
