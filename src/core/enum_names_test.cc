#include "core/enum_names.h"

#include <gtest/gtest.h>

namespace smartdesk {
namespace {

enum class Light { kRed, kAmber, kGreen };

constexpr EnumNames<Light::kGreen> kLights{"red", "amber", "green"};

TEST(EnumNames, NamesEachValue) {
  EXPECT_EQ(kLights[Light::kRed], "red");
  EXPECT_EQ(kLights[Light::kGreen], "green");
}

TEST(EnumNames, FindsTheValueOfAName) {
  EXPECT_EQ(kLights.find("amber"), Light::kAmber);
  EXPECT_EQ(kLights.find("Amber"), std::nullopt);
  EXPECT_EQ(kLights.find(""), std::nullopt);
}

}  // namespace
}  // namespace smartdesk
