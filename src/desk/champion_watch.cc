#include "desk/champion_watch.h"

#include <chrono>

#include "core/error.h"
#include "desk/model_shelf.h"

namespace smartdesk {
namespace {

constexpr std::chrono::milliseconds kNap{50};
constexpr int kNapsBetweenLooks = 10;

}  // namespace

ChampionWatch::ChampionWatch(const WorkspaceLocation& location, std::shared_ptr<ServedModel> served,
                             ChampionWatchOptions options)
    : folder_(location.folder + "/models"), served_(std::move(served)), options_(std::move(options)) {
  load_if_new();
  thread_ = std::thread([this] { watch(); });
}

ChampionWatch::~ChampionWatch() {
  ends_ = true;
  thread_.join();
}

void ChampionWatch::watch() {
  for (int naps = 1; !ends_; ++naps) {
    std::this_thread::sleep_for(kNap);
    if (naps % kNapsBetweenLooks != 0) continue;
    try {
      const auto before = version_;
      load_if_new();
      if (version_ != before && options_.on_new) options_.on_new(version_);
    } catch (const Error& error) {
      if (options_.error_log) options_.error_log(error.what());
    }
  }
}

void ChampionWatch::load_if_new() {
  const ModelShelf shelf(folder_);
  const auto champion = shelf.champion();
  if (!champion || *champion == version_) return;
  version_ = *champion;  // one that cannot be loaded is tried once
  served_->replace(
      std::make_shared<const AnsweringModel>(load_model(shelf.path_of(*champion)), options_.abstain_below));
}

}  // namespace smartdesk
