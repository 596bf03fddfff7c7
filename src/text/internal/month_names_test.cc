#include "text/internal/month_names.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(MonthNames, KnowsSevenLanguages) {
  for (const auto* march : {"March", "MAR", "März", "Mrz", "mars", "marzo", "março", "maart", "mrt"})
    EXPECT_EQ(month_named(march), 3) << march;
  for (const auto* august : {"Aug", "août", "agosto", "augustus", "ago", "AGOSTO"})
    EXPECT_EQ(month_named(august), 8) << august;
  for (const auto* december : {"Dez", "déc", "dic", "dezembro", "dicembre", "DÉCEMBRE"})
    EXPECT_EQ(month_named(december), 12) << december;
  EXPECT_EQ(month_named("févr"), 2);
  EXPECT_EQ(month_named("gen"), 1);
  EXPECT_EQ(month_named("ene"), 1);
  EXPECT_EQ(month_named("out"), 10);
}

TEST(MonthNames, KnowsNoOtherWords) {
  for (const auto* word :
       {"", "ma", "jui", "Monday", "Marketing", "uhr", "CET", "PM", "\xFF\xFE\xFD", "a month with many letters"})
    EXPECT_EQ(month_named(word), 0) << word;
}

}  // namespace
}  // namespace smartdesk::text
