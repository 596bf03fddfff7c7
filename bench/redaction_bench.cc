// Says where the secrets of each line of standard input are: "email:3:17 phone:20:31". For bench/llm.py.

#include <fmt/format.h>

#include <iostream>
#include <string>

#include "text/redact.h"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    for (const auto& finding : smartdesk::text::find_secrets(line)) {
      fmt::print("{}:{}:{} ", smartdesk::text::name_of(finding.kind), finding.begin, finding.end);
    }
    fmt::print("\n");
  }
  return 0;
}
