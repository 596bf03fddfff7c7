#include "text/redact.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

namespace smartdesk::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// For example 0000 0000 0000 0000.
bool is_one_digit(const std::string& digits) { return digits.find_first_not_of(digits[0]) == std::string::npos; }

bool passes_luhn(std::string_view text) {
  const auto digits = digits_of(text);
  if (digits.size() < 14 || digits.size() > 19) return false;
  if (is_one_digit(digits)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return sum % 10 == 0;
}

// Move the country and check digits to the end and read letters as 10 to 35: the number modulo 97 must be 1.
bool is_iban(std::string_view text) {
  std::string packed;
  for (const char c : text) {
    if (is_letter_or_digit(c)) packed += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  if (packed.size() < 15 || packed.size() > 34) return false;
  std::rotate(packed.begin(), packed.begin() + 4, packed.end());
  int rest = 0;
  for (const char c : packed) rest = is_digit(c) ? (10 * rest + (c - '0')) % 97 : (100 * rest + (c - 'A' + 10)) % 97;
  return rest == 1;
}

// The size of the longest prefix that is one. The match may include a following word or number that looks like a group.
std::size_t size_without_last_groups(std::string_view text, bool (*is_one)(std::string_view)) {
  while (!text.empty() && !is_one(text)) {
    const auto mark = text.find_last_of(" -");
    text = text.substr(0, mark == std::string_view::npos ? 0 : mark);
  }
  return text.size();
}
std::size_t iban_size(std::string_view text) { return size_without_last_groups(text, is_iban); }
std::size_t card_size(std::string_view text) { return size_without_last_groups(text, passes_luhn); }

// Dates, amounts and order numbers have digits too. A phone number has 8 to 15 digits and does not look like a date.
bool is_phone(std::string_view text) {
  const auto digits = digits_of(text);
  if (digits.size() < 8 || digits.size() > 15 || is_one_digit(digits)) return false;
  static const RE2 date(R"(\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}(?:\D.*)?|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}(?:\D.*)?)");
  return !RE2::FullMatch(re2::StringPiece(text.data(), text.size()), date);
}

bool is_address(std::string_view text) {
  int parts = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++parts) {
    const auto end = std::min(text.find('.', begin), text.size());
    if (end - begin > 3 || std::stoi(std::string(text.substr(begin, end - begin))) > 255) return false;
    begin = end + 1;
  }
  return parts == 4;
}

std::size_t all_if(bool holds, std::string_view text) { return holds ? text.size() : 0; }
std::size_t all_of(std::string_view text) { return text.size(); }
std::size_t phone_size(std::string_view text) { return all_if(is_phone(text), text); }
std::size_t address_size(std::string_view text) { return all_if(is_address(text), text); }

// "password: please reset it" holds no password.
std::size_t password_size(std::string_view text) {
  const bool is_word = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '?';
  });
  return all_if(!is_word, text);
}

struct Pattern {
  Secret kind;
  RE2 expression;                         // its first group is the finding
  std::size_t (*size)(std::string_view);  // how many bytes of the group to redact; 0: none
};

// By priority: the first pattern wins if two match the same bytes.
const std::vector<const Pattern*>& patterns() {
  static const Pattern all[] = {
      {Secret::kToken, RE2(R"((-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$)))"),
       all_of},
      {Secret::kToken, RE2(R"(\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*))"), all_of},
      {Secret::kToken,
       RE2(R"(\b((?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}))"),
       all_of},
      {Secret::kToken, RE2(R"((?i)\bbearer\s+([A-Za-z0-9._~+/-]{16,}=*))"), all_of},
      {Secret::kToken,
       RE2(R"((?i)\b(?:password|passwort|passwd|pwd|passcode|secret|api[ _-]?key|access[ _-]?key|auth[ _-]?token|token|mot de passe|contraseña)\s*(?:is\s*:?|ist\s*:?|[:=])\s*["'`]?([^\s"'`,;<>]{4,}))"),
       password_size},
      {Secret::kEmail, RE2(R"(([^\s@<>()\[\],;:"'`][^\s@<>()\[\],;:"`]*@(?:[^\s@<>()\[\],;:"'`./]+\.)+\pL\pL+))"),
       all_of},
      {Secret::kIban, RE2(R"(\b([A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,4})?)\b)"),
       iban_size},
      {Secret::kCard, RE2(R"((?:^|[^\d.,+-])(\d(?:[ -]?\d){13,18})(?:$|[^\d]))"), card_size},
      {Secret::kIpAddress, RE2(R"((?:^|[^\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:$|[^\d.]|\.\D|\.$))"),
       address_size},
      // International; area code in brackets; groups separated by the same character; after a word such as "phone".
      {Secret::kPhone, RE2(R"((?:^|[^\w+])((?:\+|00)[1-9](?:[ ().\-/]{0,2}\d){6,14})(?:$|\D))"), phone_size},
      {Secret::kPhone, RE2(R"((?:^|[^\w(])(\(0?\d{2,5}\)[ -]?\d{2,4}(?:[ .\-/]?\d{2,4}){1,3})(?:$|\D))"), phone_size},
      {Secret::kPhone, RE2(R"((?:^|[^\w.\-])((?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4})(?:$|[^\w-]))"), phone_size},
      {Secret::kPhone, RE2(R"((?:^|[^\w.\-])(0\d{1,4}[ /\-]\d{2,8}(?:[ \-/]?\d{2,8}){0,4})(?:$|[^\w-]))"), phone_size},
      {Secret::kPhone,
       RE2(R"((?i)\b(?:phone|tel|telefon|mobile|mobil|cell|handy|whatsapp|call me (?:on|at)|reach me (?:on|at)|téléphone|teléfono)\b\.?(?: number| is| no\.?|nummer)*\s*[:=]?\s*(\d(?:[ .\-/()]{0,2}\d){6,14}))"),
       phone_size},
  };
  static const auto list = [] {
    std::vector<const Pattern*> pointers;
    for (const auto& pattern : all) pointers.push_back(&pattern);
    return pointers;
  }();
  return list;
}

// Continues at the end of the finding, not of the match: two matches may share the separator between them.
void find_all(const Pattern& pattern, std::string_view text, std::vector<Finding>& findings) {
  const re2::StringPiece whole(text.data(), text.size());
  re2::StringPiece group[2];
  std::size_t at = 0;
  while (at <= text.size() && pattern.expression.Match(whole, at, text.size(), RE2::UNANCHORED, group, 2)) {
    const auto begin = static_cast<std::size_t>(group[1].data() - text.data());
    const auto size = pattern.size({group[1].data(), group[1].size()});
    const Finding found{pattern.kind, begin, begin + size};
    const bool free = std::none_of(findings.begin(), findings.end(), [&](const Finding& other) {
      return found.begin < other.end && other.begin < found.end;
    });
    if (size > 0 && free) findings.push_back(found);
    at = std::max(begin + std::max<std::size_t>(size, 1), at + 1);
  }
}

std::string_view word_for(Secret kind) {
  switch (kind) {
    case Secret::kEmail:
      return "[EMAIL]";
    case Secret::kCard:
      return "[CARD]";
    case Secret::kIban:
      return "[IBAN]";
    case Secret::kPhone:
      return "[PHONE]";
    case Secret::kToken:
      return "[TOKEN]";
    case Secret::kIpAddress:
      return "[IP]";
  }
  return "";
}

}  // namespace

std::string_view name_of(Secret kind) {
  switch (kind) {
    case Secret::kEmail:
      return "email";
    case Secret::kCard:
      return "card";
    case Secret::kIban:
      return "iban";
    case Secret::kPhone:
      return "phone";
    case Secret::kToken:
      return "token";
    case Secret::kIpAddress:
      return "ip_address";
  }
  return "";
}

std::vector<Finding> find_secrets(std::string_view text) {
  std::vector<Finding> findings;
  for (const auto* pattern : patterns()) find_all(*pattern, text, findings);
  std::sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return findings;
}

std::string redact(std::string_view text, const std::vector<Finding>& findings) {
  std::string out;
  std::size_t begin = 0;
  for (const auto& finding : findings) {
    out += text.substr(begin, finding.begin - begin);
    out += word_for(finding.kind);
    begin = finding.end;
  }
  out += text.substr(begin);
  return out;
}

std::string redact(std::string_view text) { return redact(text, find_secrets(text)); }

}  // namespace smartdesk::text
