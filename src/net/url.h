// Where a server is, as people write it and as requests need it.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::net {

struct Url {
  std::string scheme = "http";
  std::string host;  // IPv6 without brackets
  int port = 80;
  std::string path;  // empty, or begins with '/', and never ends with one

  // Host in brackets where it needs them; the port always written.
  std::string text() const;

  // This machine itself: localhost and its subdomains, 127.0.0.0/8, ::1.
  bool is_loopback() const;
};

// text: an address with or without a scheme; without one it is http on default_port, with one the scheme's own port
// (80, 443) unless the address names another, which is how Ollama reads OLLAMA_HOST. An address that means "all of this
// machine's" (0.0.0.0, ::) is taken as loopback. Throws Error{kUsage} naming the text.
Url parse_url(std::string_view text, int default_port);

}  // namespace smartdesk::net
