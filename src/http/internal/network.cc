#include "http/internal/network.h"

#include <boost/asio/ip/network_v6.hpp>
#include <charconv>

#include "core/error.h"
#include "http/http_server.h"

namespace smartdesk::http {
namespace {

namespace ip = boost::asio::ip;

bool is_set(const unsigned char* bytes, unsigned bit) { return ((bytes[bit / 8] >> (7 - bit % 8)) & 1) != 0; }

bool shares(const unsigned char* left, const unsigned char* right, unsigned bits) {
  for (unsigned bit = 0; bit < bits; ++bit) {
    if (is_set(left, bit) != is_set(right, bit)) return false;
  }
  return true;
}

}  // namespace

std::string network_of(std::string_view text) {
  boost::system::error_code fault;
  const auto address = ip::make_address(std::string(text), fault);
  if (fault || address.is_v4()) return std::string(text);
  return ip::network_v6(address.to_v6(), 64).canonical().to_string();
}

Network Network::parse(const std::string& text) {
  const auto wrong = [&] {
    return Error(ErrorCode::kUsage, "\"" + text + "\" is no address or network; write 10.1.2.3 or 10.0.0.0/8");
  };
  const auto slash = text.find('/');
  boost::system::error_code fault;
  Network network;
  network.first_ = ip::make_address(text.substr(0, slash), fault);
  if (fault) throw wrong();
  const unsigned most = network.first_.is_v4() ? 32 : 128;
  network.bits_ = most;
  if (slash == std::string::npos) return network;
  const auto end = text.data() + text.size();
  const auto [past, wrong_number] = std::from_chars(text.data() + slash + 1, end, network.bits_);
  if (wrong_number != std::errc() || past != end || network.bits_ > most) throw wrong();
  return network;
}

bool Network::holds(std::string_view text) const {
  boost::system::error_code fault;
  const auto address = ip::make_address(std::string(text), fault);
  if (fault || address.is_v4() != first_.is_v4()) return false;
  if (address.is_v4()) return shares(address.to_v4().to_bytes().data(), first_.to_v4().to_bytes().data(), bits_);
  return shares(address.to_v6().to_bytes().data(), first_.to_v6().to_bytes().data(), bits_);
}

}  // namespace smartdesk::http
