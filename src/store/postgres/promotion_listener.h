// Receives notifications of other processes in PostgreSQL, by LISTEN and NOTIFY.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "store/postgres/connection.h"

namespace smartdesk::store {

// Uses its own connection, opened by the first wait and again after it was lost. One thread at a time.
class PromotionListener {
 public:
  PromotionListener(std::string url, std::string channel) : url_(std::move(url)), channel_(std::move(channel)) {}

  // True: a notification arrived, or may have been missed before the connection was opened. False: timeout. Throws
  // Error{kUnavailable} if the database is unreachable.
  bool wait(std::chrono::milliseconds at_most);

 private:
  const std::string url_, channel_;
  std::unique_ptr<PgConnection> connection_;
};

}  // namespace smartdesk::store
