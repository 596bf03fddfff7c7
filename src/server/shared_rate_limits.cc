#include "server/shared_rate_limits.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <vector>

#include "core/error.h"

namespace smartdesk::server {
namespace {

constexpr std::chrono::seconds kBetweenExchanges{1};
constexpr std::string_view kWrite = "write", kSignIn = "sign-in";

}  // namespace

SharedRateLimits::SharedRateLimits(http::HttpServer& server, std::unique_ptr<store::TokenBucketLedger> ledger,
                                   std::function<void(std::string_view line)> error_log)
    : server_(server), ledger_(std::move(ledger)), error_log_(std::move(error_log)) {
  thread_ = std::jthread([this](const std::stop_token& ends) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    bool is_away = false;
    while (!never.wait_for(lock, ends, kBetweenExchanges, [&] { return ends.stop_requested(); })) {
      try {
        exchange();
        is_away = false;
      } catch (const Error& error) {
        if (!is_away && error_log_) error_log_(error.what());
        is_away = true;
      }
    }
  });
}

SharedRateLimits::~SharedRateLimits() = default;

void SharedRateLimits::exchange() {
  std::vector<store::TokenBucketEntry> here;
  for (auto& taken : server_.tokens_taken())
    here.push_back({std::string(taken.rate_limit == http::RateLimit::kWrite ? kWrite : kSignIn),
                    std::move(taken.client), taken.tokens});
  std::vector<http::TokensTaken> elsewhere;
  for (auto& entry : ledger_->exchange(here))
    elsewhere.push_back({entry.rate_limit == kWrite ? http::RateLimit::kWrite : http::RateLimit::kSignIn,
                         std::move(entry.client), entry.tokens});
  server_.charge(elsewhere);
}

}  // namespace smartdesk::server
