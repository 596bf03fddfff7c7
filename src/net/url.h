// Parses server addresses.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::net {

struct Url {
  std::string scheme = "http";
  std::string host;  // IPv6 without brackets
  int port = 80;
  std::string path;  // empty, or begins with '/', and never ends with one

  // Always with the port; IPv6 hosts in brackets.
  std::string text() const;

  // Whether it is this machine: localhost and its subdomains, 127.0.0.0/8, ::1.
  bool is_loopback() const;
};

// text: an address with or without a scheme. Without a scheme it is http on default_port; with one it is the scheme's
// port (80, 443). A port in the address takes precedence. Ollama reads OLLAMA_HOST in the same way. The wildcard
// addresses 0.0.0.0 and :: become loopback. Throws Error{kUsage} naming the text.
Url parse_url(std::string_view text, int default_port);

}  // namespace smartdesk::net
