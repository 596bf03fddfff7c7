#include "store/postgres/promotion_listener.h"

namespace smartdesk::store {

bool PromotionListener::wait(std::chrono::milliseconds at_most) {
  if (connection_) {
    try {
      return connection_->wait_for_notice(at_most);
    } catch (...) {
      connection_.reset();
      throw;
    }
  }
  auto connection = std::make_unique<PgConnection>(url_);
  connection->script("LISTEN " + channel_);
  connection_ = std::move(connection);
  return true;
}

}  // namespace smartdesk::store
