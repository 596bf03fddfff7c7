#include "text/internal/time_zone.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::text {
namespace {

namespace chrono = std::chrono;

int minutes_ahead(std::string_view name, unsigned month) {
  const chrono::sys_seconds local = chrono::sys_days(chrono::year(2026) / chrono::month(month) / 1) + chrono::hours(12);
  return static_cast<int>(zone_offset(name, local).value_or(chrono::minutes(9999)).count());
}

TEST(TimeZone, KnowsAbbreviations) {
  EXPECT_EQ(minutes_ahead("Z", 3), 0);
  EXPECT_EQ(minutes_ahead("cet", 7), 60);
  EXPECT_EQ(minutes_ahead("PST", 3), -480);
  EXPECT_EQ(minutes_ahead("MESZ", 7), 120);
}

TEST(TimeZone, KnowsTheRulesOfPlaces) {
  EXPECT_EQ(minutes_ahead("Europe/Berlin", 1), 60);
  EXPECT_EQ(minutes_ahead("Europe/Berlin", 7), 120);
  EXPECT_EQ(minutes_ahead("America/New_York", 7), -240);
}

TEST(TimeZone, KnowsNoOtherNames) {
  for (const std::string name : {"", "Uhr", "Europe/Nowhere", "/", "\xFF/\xFF"})
    EXPECT_EQ(minutes_ahead(name, 3), 9999) << name;
  EXPECT_EQ(minutes_ahead(std::string(1000, 'x') + "/y", 3), 9999);
}

}  // namespace
}  // namespace smartdesk::text
