// Hears of what other processes announce in PostgreSQL, by LISTEN and NOTIFY.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "store/postgres/connection.h"

namespace smartdesk::store {

// Has a connection of its own, made by the first wait and again after one that was lost. One thread at a time.
class PromotionListener {
 public:
  PromotionListener(std::string url, std::string channel) : url_(std::move(url)), channel_(std::move(channel)) {}

  // True: something was announced, or may have been because nobody listened. False: nothing in so long. Throws
  // Error{kUnavailable} where the database is away.
  bool wait(std::chrono::milliseconds at_most);

 private:
  const std::string url_, channel_;
  std::unique_ptr<PgConnection> connection_;
};

}  // namespace smartdesk::store
