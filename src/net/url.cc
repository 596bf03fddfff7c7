#include "net/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <charconv>
#include <memory>

#include "core/error.h"

namespace smartdesk::net {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart what) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

int port_number(const std::string& text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string Url::text() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return scheme + "://" + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port) + path;
}

bool Url::is_loopback() const {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

Url parse_url(std::string_view text, int default_port) {
  const auto refuse = [&]() -> Error {
    return {ErrorCode::kUsage,
            "\"" + std::string(text) + "\" is not a server address. Write it as http://127.0.0.1:11434 or host:port."};
  };
  const auto first = text.find_first_not_of(" \t\r\n\"'");
  const auto last = text.find_last_not_of(" \t\r\n\"'");
  if (first == std::string_view::npos) throw refuse();
  std::string address(text.substr(first, last - first + 1));
  const bool has_scheme = address.find("://") != std::string::npos;
  if (!has_scheme && address.starts_with(':')) address = "127.0.0.1" + address;
  if (!has_scheme) address = "http://" + address;

  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) throw refuse();
  Url parsed;
  parsed.scheme = part(url.get(), CURLUPART_SCHEME);
  if (parsed.scheme != "http" && parsed.scheme != "https") throw refuse();
  parsed.host = part(url.get(), CURLUPART_HOST);
  if (parsed.host.starts_with('[')) parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
  const int usual_port = !has_scheme ? default_port : parsed.scheme == "https" ? 443 : 80;
  parsed.port = port_number(part(url.get(), CURLUPART_PORT), usual_port);
  parsed.path = part(url.get(), CURLUPART_PATH);
  while (parsed.path.ends_with('/')) parsed.path.pop_back();
  if (parsed.host.empty() || parsed.port < 1 || parsed.port > 65535) throw refuse();
  if (parsed.host == "0.0.0.0") parsed.host = "127.0.0.1";
  if (parsed.host == "::") parsed.host = "::1";
  return parsed;
}

}  // namespace smartdesk::net
