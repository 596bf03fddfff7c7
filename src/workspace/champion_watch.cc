#include "workspace/champion_watch.h"

#include <chrono>
#include <utility>

#include "core/error.h"
#include "store/backend.h"

namespace smartdesk::workspace {
namespace {

// Maximum wait of the destructor for the thread, and of a promotion after a database outage.
constexpr std::chrono::milliseconds kNap{200};

// The database or the embedder may be back after a while.
bool may_come_later(const Error& error) {
  return error.code() == ErrorCode::kUnavailable || error.code() == ErrorCode::kNoEmbedder;
}

}  // namespace

ChampionWatch::ChampionWatch(const store::WorkspaceLocation& location, std::shared_ptr<prediction::ServedModel> served,
                             ChampionWatchOptions options)
    : registry_(location), served_(std::move(served)), options_(std::move(options)) {
  load_first();
  thread_ = std::thread([this] { watch(); });
}

ChampionWatch::~ChampionWatch() {
  ends_ = true;
  thread_.join();
}

void ChampionWatch::look() {
  const std::lock_guard lock(mutex_);
  if (load_if_new() && options_.on_new) options_.on_new(version_);
}

void ChampionWatch::load_first() {
  try {
    load_if_new();
  } catch (const Error& error) {
    if (!may_come_later(error)) throw;
    is_left_to_load_ = true;
  }
}

void ChampionWatch::watch() {
  bool must_look = is_left_to_load_;
  std::string said;  // the last error, so that a persistent one is logged once
  while (!ends_) {
    try {
      must_look = registry_.wait_for_promotion(kNap) || must_look;
      if (must_look) look();
      must_look = false;
      said.clear();
    } catch (const Error& error) {
      must_look = may_come_later(error);
      if (said != error.what() && options_.error_log) options_.error_log(error.what());
      said = error.what();
      std::this_thread::sleep_for(kNap);
    }
  }
}

bool ChampionWatch::load_if_new() {
  const auto champion = registry_.champion();
  if (!champion || *champion == version_) return false;
  const auto before = std::exchange(version_, *champion);  // a model that cannot be loaded is tried only once
  try {
    served_->replace(std::make_shared<const prediction::Predictor>(models::load_model(registry_.path_of(*champion)),
                                                                   options_.predictor));
  } catch (const Error& error) {
    if (may_come_later(error)) version_ = before;
    served_->explain_absence(error);
    throw;
  }
  return true;
}

}  // namespace smartdesk::workspace
