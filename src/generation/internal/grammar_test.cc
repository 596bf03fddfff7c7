#include "generation/internal/grammar.h"

#include <gmock/gmock.h>

#include <set>

#include "core/error.h"

namespace smartdesk::generation {
namespace {

using testing::HasSubstr;

std::set<std::string> all_of(const Grammar& grammar, std::string_view section) {
  std::set<std::string> seen;
  Random random(1);
  for (int i = 0; i < 500; ++i) seen.insert(grammar.expand(section, "Boat", random));
  return seen;
}

std::string refusal(std::string_view text) {
  try {
    Grammar grammar;
    grammar.read(text, "g.txt");
    grammar.check();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Grammar, DrawsChoicesSlotsAndNumbers) {
  Grammar grammar;
  grammar.read(
      "# a comment\n[greeting]\n(hi|ho(w|))\n[whole]\n{greeting} {#1-2} {product}\\n{thing}\n[thing "
      "Boat]\nsail\n[thing]\nwheel\n",
      "g.txt");
  grammar.check();
  EXPECT_EQ(all_of(grammar, "greeting"), (std::set<std::string>{"hi", "ho", "how"}));
  const auto whole = all_of(grammar, "whole");
  EXPECT_EQ(whole.size(), 6U);
  EXPECT_TRUE(whole.contains("how 2 Boat\nsail"));
}

TEST(Grammar, ReadsWeights) {
  Grammar grammar;
  grammar.read("[weights x]\nBug Report 1.5\nOther 0\n", "g.txt");
  const auto weighted = grammar.weights("weights x");
  EXPECT_EQ(weighted.names, (std::vector<std::string>{"Bug Report", "Other"}));
  EXPECT_EQ(weighted.weights, (std::vector<double>{1.5, 0}));
}

TEST(Grammar, ReportsFileAndLineOfErrors) {
  EXPECT_THAT(refusal("phrase\n"), HasSubstr("g.txt, line 1"));
  EXPECT_THAT(refusal("[a]\n(open\n"), HasSubstr("g.txt, line 2: a '(' is never closed"));
  EXPECT_THAT(refusal("[a]\nx\n{open\n"), HasSubstr("line 3"));
  EXPECT_THAT(refusal("[a]\n{#9-2}\n"), HasSubstr("not a range"));
  EXPECT_THAT(refusal("[a]\n{nowhere}\n"), HasSubstr("{nowhere} names no section"));
  EXPECT_THAT(refusal("[a]\nclosed)\n"), HasSubstr("no matching '('"));
}

}  // namespace
}  // namespace smartdesk::generation
