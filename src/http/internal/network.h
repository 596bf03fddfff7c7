// An address or a network of addresses, as people write them: 10.1.2.3, 10.0.0.0/8, fd00::/8.

#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace smartdesk::http {

class Network {
 public:
  // Throws Error{kUsage} naming the text if it is none.
  static Network parse(const std::string& text);

  // False for what is no address.
  bool holds(std::string_view address) const;

 private:
  boost::asio::ip::address first_;
  unsigned bits_ = 0;  // of the address that all of its addresses share
};

}  // namespace smartdesk::http
