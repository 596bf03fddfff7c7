// An IP address or network in the usual notation: 10.1.2.3, 10.0.0.0/8, fd00::/8.

#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace smartdesk::http {

class Network {
 public:
  // Throws Error{kUsage} naming the text if it is neither.
  static Network parse(const std::string& text);

  // False if the text is not an address.
  bool holds(std::string_view address) const;

 private:
  boost::asio::ip::address first_;
  unsigned bits_ = 0;  // length of the prefix
};

}  // namespace smartdesk::http
