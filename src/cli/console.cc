#include "cli/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace smartdesk::cli {
namespace {

using Clock = std::chrono::steady_clock;

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string time_left(double elapsed, double share) {
  if (share < 0.02 || elapsed < 1) return "";
  const auto seconds = static_cast<int>(std::lround(elapsed * (1 - share) / share));
  return seconds < 60 ? fmt::format("{} s left", seconds)
                      : fmt::format("{} min {:02} s left", seconds / 60, seconds % 60);
}

}  // namespace

struct Console::State {
  Verbosity verbosity = Verbosity::kNormal;
  bool terminal = isatty(STDERR_FILENO) != 0;
  bool colour = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  std::mutex mutex;
  std::string work;  // part of the stage's name before ':'; a new one restarts the clock
  std::string shown_stage;
  Clock::time_point work_began = Clock::now(), last_drawn;
  bool bar_shown = false;

  void clear_bar() {
    if (!bar_shown) return;
    std::fputs("\r\033[K", stderr);
    bar_shown = false;
  }

  void line(std::string_view text, const char* colour_code) {
    const std::lock_guard lock(mutex);
    clear_bar();
    if (colour && *colour_code != 0) {
      fmt::print(stderr, "\033[{}m{}\033[0m\n", colour_code, text);
    } else {
      fmt::print(stderr, "{}\n", text);
    }
  }

  void draw(std::string_view stage, std::uint64_t done, std::uint64_t total) {
    const std::lock_guard lock(mutex);
    const auto now = Clock::now();
    const bool new_stage = stage != shown_stage;
    if (new_stage) {
      shown_stage = stage;
      const std::string new_work(stage.substr(0, stage.find(':')));
      if (new_work != work || done == 0) work_began = now;
      work = new_work;
    }
    if (!terminal) {
      if (new_stage && verbosity == Verbosity::kVerbose) fmt::print(stderr, "{}\n", stage);
      return;
    }
    if (!new_stage && now - last_drawn < std::chrono::milliseconds(100)) return;
    last_drawn = now;
    draw_bar(stage, done, total, std::chrono::duration<double>(now - work_began).count());
  }

  void draw_bar(std::string_view stage, std::uint64_t done, std::uint64_t total, double elapsed) {
    std::string text(stage);
    if (total > 0) {
      constexpr int kCells = 24;
      const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
      const int full = static_cast<int>(share * kCells);
      text = fmt::format("[{:█<{}}{:░<{}}] {:3.0f} %  {}  {}", "", full, "", kCells - full, share * 100, stage,
                         time_left(elapsed, share));
    }
    // The bar's blocks take three bytes each, so the limit in bytes is well above the terminal's width.
    const auto limit = static_cast<std::size_t>(terminal_width()) + (total > 0 ? 48 : 0);
    if (text.size() > limit) text.resize(limit);
    fmt::print(stderr, "\r\033[K{}", text);
    std::fflush(stderr);
    bar_shown = true;
  }
};

Console::Console(Verbosity verbosity) : state_(std::make_unique<State>()) { state_->verbosity = verbosity; }

Console::~Console() { state_->clear_bar(); }

void Console::say(std::string_view sentence) {
  if (state_->verbosity != Verbosity::kQuiet) state_->line(sentence, "");
}

void Console::warn(std::string_view sentence) {
  if (state_->verbosity != Verbosity::kQuiet) state_->line(fmt::format("note: {}", sentence), "33");
}

void Console::fail(std::string_view sentence) { state_->line(fmt::format("smartdesk: {}", sentence), "31"); }

ProgressSink Console::progress() {
  if (state_->verbosity == Verbosity::kQuiet) return {};
  return [state = state_.get()](std::string_view stage, std::uint64_t done, std::uint64_t total) {
    state->draw(stage, done, total);
  };
}

}  // namespace smartdesk::cli
