#include "text/internal/time_zone.h"

#include <unicode/timezone.h>

#include <array>
#include <cctype>
#include <memory>
#include <string>

namespace smartdesk::text {
namespace {

using std::chrono::minutes;

struct Abbreviation {
  std::string_view name;
  int minutes;
};
// Abbreviations of several zones (IST, CST in China, BST in Bangladesh) are left out or mean the one of the most
// exports. Source: RFC 822 section 5.1 for North America, the IANA time zone database for the others.
constexpr std::array<Abbreviation, 35> kAbbreviations{
    {{"Z", 0},      {"UTC", 0},    {"GMT", 0},     {"UT", 0},      {"WET", 0},    {"WEST", 60},  {"BST", 60},
     {"CET", 60},   {"CEST", 120}, {"MEZ", 60},    {"MESZ", 120},  {"EET", 120},  {"EEST", 180}, {"MSK", 180},
     {"SAST", 120}, {"EST", -300}, {"EDT", -240},  {"CST", -360},  {"CDT", -300}, {"MST", -420}, {"MDT", -360},
     {"PST", -480}, {"PDT", -420}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"BRT", -180}, {"JST", 540},
     {"KST", 540},  {"SGT", 480},  {"AWST", 480},  {"AEST", 600},  {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780}}};

std::optional<minutes> of_abbreviation(std::string_view name) {
  std::string capitals(name);
  for (auto& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const auto& [abbreviation, offset] : kAbbreviations) {
    if (abbreviation == capitals) return minutes(offset);
  }
  return std::nullopt;
}

}  // namespace

std::optional<minutes> zone_offset(std::string_view name, std::chrono::sys_seconds local) {
  constexpr std::size_t kLongest = 64;
  if (name.find('/') == std::string_view::npos) return of_abbreviation(name);
  if (name.size() > kLongest) return std::nullopt;
  const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (*zone == icu::TimeZone::getUnknown()) return std::nullopt;
  constexpr double kMilliseconds = 1000, kPerMinute = 60'000;
  std::int32_t standard = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(static_cast<double>(local.time_since_epoch().count()) * kMilliseconds, true, standard, summer,
                  status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return minutes(static_cast<int>((standard + summer) / kPerMinute));
}

}  // namespace smartdesk::text
