#include "http/described_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/problem.h"

namespace smartdesk::http {
namespace described {

enum class Id : std::int64_t {};
enum class Mood { kGood, kVeryBad };
BOOST_DESCRIBE_ENUM(Mood, kGood, kVeryBad)

struct Part {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name))

struct Thing : Part {
  Id id{};
  bool is_new = false;
  double weight = 0;
  std::optional<Mood> mood;
  Omittable<int> days;
  std::vector<Part> parts;
  Dictionary<double> shares;
};
BOOST_DESCRIBE_STRUCT(Thing, (Part), (id, is_new, weight, mood, days, parts, shares))

struct Loose {
  Omittable<std::optional<Part>> part;
  boost::json::value any;
  std::variant<std::string, double> name;
  std::map<std::string, Mood> moods;
};
BOOST_DESCRIBE_STRUCT(Loose, (), (part, any, name, moods))

}  // namespace described

namespace {

namespace json = boost::json;
using described::Loose;
using described::Mood;
using described::Thing;

constexpr const char* kThing =
    R"({"name":"box","id":7,"is_new":true,"weight":1.5E0,"mood":"very_bad","parts":[{"name":"lid"}],)"
    R"("shares":{"b":2.5E-1,"a":7.5E-1}})";

std::string detail_of(const char* text) {
  try {
    read_json<Thing>(json::parse(text));
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.status(), 400);
    return problem.detail();
  }
  return "no problem";
}

TEST(DescribedJson, WritesWhatItReadsWithTheMembersOfTheBaseFirst) {
  const auto thing = read_json<Thing>(json::parse(kThing));
  EXPECT_EQ(thing.mood, Mood::kVeryBad);
  EXPECT_FALSE(thing.days.has_value());
  EXPECT_EQ(json::serialize(json_of(thing)), kThing);
}

TEST(DescribedJson, WritesAnEmptyOptionalAsNullAndLeavesOutAnEmptyOmittable) {
  const auto object = json_of(Thing()).as_object();
  EXPECT_TRUE(object.at("mood").is_null());
  EXPECT_FALSE(object.contains("days"));
}

TEST(DescribedJson, TellsANullFromALeftOutKey) {
  Loose loose;
  EXPECT_FALSE(json_of(loose).as_object().contains("part"));
  loose.part.emplace();
  EXPECT_TRUE(json_of(loose).as_object().at("part").is_null());
}

TEST(DescribedJson, TakesNullAndAbsenceOfAnOmittableAlike) {
  const auto thing = read_json<Thing>(
      json::parse(R"({"name":"","id":1,"is_new":false,"weight":1,"days":null,"parts":[],"shares":{},"more":1})"));
  EXPECT_FALSE(thing.days.has_value());
  EXPECT_EQ(thing.weight, 1);
}

TEST(DescribedJson, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(detail_of("[]"), "The body must be a JSON object.");
  EXPECT_EQ(detail_of("{}"), "\"name\" is missing.");
  EXPECT_EQ(detail_of(R"({"name":7})"), "\"name\" must be a string.");
  EXPECT_EQ(detail_of(R"({"name":"\u0000"})"), "\"name\" contains a NUL character.");
  EXPECT_EQ(detail_of(R"({"name":"","id":1.5})"), "\"id\" must be a whole number.");
  EXPECT_EQ(detail_of(R"({"name":"","id":1,"is_new":0})"), "\"is_new\" must be true or false.");
  EXPECT_EQ(detail_of(R"({"name":"","id":1,"is_new":true,"weight":"1"})"), "\"weight\" must be a number.");
  const std::string start = R"({"name":"","id":1,"is_new":true,"weight":1,)";
  EXPECT_EQ(detail_of((start + R"("mood":"sad"})").c_str()), "\"mood\" must be good or very_bad.");
  EXPECT_EQ(detail_of((start + R"("days":99999999999})").c_str()), "\"days\" must be a whole number.");
  EXPECT_EQ(detail_of((start + R"("parts":{}})").c_str()), "\"parts\" must be a list.");
  EXPECT_EQ(detail_of((start + R"("parts":[1]})").c_str()), "Each entry of \"parts\" must be a JSON object.");
}

TEST(DescribedJson, DescribesAStructAsANamedSchema) {
  json::object components;
  EXPECT_EQ(json::serialize(schema_of<Thing>(components)), R"({"$ref":"#/components/schemas/Thing"})");
  EXPECT_EQ(components.at("Mood"), json::parse(R"({"type":"string","enum":["good","very_bad"]})"));
  EXPECT_EQ(components.at("Part"),
            json::parse(R"({"type":"object","properties":{"name":{"type":"string"}},"required":["name"]})"));
  const auto& thing = components.at("Thing");
  EXPECT_EQ(thing.at("required"), json::parse(R"(["name","id","is_new","weight","mood","parts","shares"])"));
  EXPECT_EQ(thing.at("properties"), json::parse(R"({
      "name":{"type":"string"},"id":{"type":"integer"},"is_new":{"type":"boolean"},"weight":{"type":"number"},
      "mood":{"anyOf":[{"$ref":"#/components/schemas/Mood"},{"type":"null"}]},
      "days":{"type":["integer","null"]},
      "parts":{"type":"array","items":{"$ref":"#/components/schemas/Part"}},
      "shares":{"type":"object","additionalProperties":{"type":"number"}}})"));
}

TEST(DescribedJson, DescribesFreeValuesAndAlternatives) {
  json::object components;
  schema_of<Loose>(components);
  EXPECT_EQ(components.at("Loose"), json::parse(R"({"type":"object","properties":{
      "part":{"anyOf":[{"$ref":"#/components/schemas/Part"},{"type":"null"}]},
      "any":{},
      "name":{"anyOf":[{"type":"string"},{"type":"number"}]},
      "moods":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Mood"}}},
      "required":["any","name","moods"]})"));
}

TEST(DescribedJson, JoinsNamesToAChoice) {
  EXPECT_EQ(choice_of({"a"}), "a");
  EXPECT_EQ(choice_of({"a", "b"}), "a or b");
  EXPECT_EQ(choice_of({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace smartdesk::http
