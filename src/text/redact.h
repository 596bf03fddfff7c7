// Removes personal data from a text before it leaves this machine: a word in brackets, such as [EMAIL], replaces each
// address, number and secret.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::text {

enum class Secret {
  kEmail,     // [EMAIL]
  kCard,      // [CARD]: 14 to 19 digits that pass the Luhn check (ISO/IEC 7812)
  kIban,      // [IBAN]: with right check digits (ISO 13616)
  kPhone,     // [PHONE]
  kToken,     // [TOKEN]: API keys, bearer and JSON web tokens, private keys, the text after "password:"
  kIpAddress  // [IP]
};

// snake_case, for reports.
std::string_view name_of(Secret kind);

struct Finding {
  Secret kind;
  std::size_t begin, end;  // bytes of the text
};

// In order, without overlaps. Does not find names and postal addresses: patterns cannot tell them from other words.
// Cost: linear in the text, about 50 MB/s. Pure; thread-safe.
std::vector<Finding> find_secrets(std::string_view text);

// The text with each finding replaced by its word in brackets.
std::string redact(std::string_view text);
std::string redact(std::string_view text, const std::vector<Finding>& findings);

}  // namespace smartdesk::text
