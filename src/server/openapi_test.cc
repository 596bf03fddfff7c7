#include "server/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace smartdesk::server {
namespace things {

struct Thing {
  std::string name;
  int count = 0;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, count))

}  // namespace things

namespace {

namespace json = boost::json;
using testing::HasSubstr;

http::Router router() {
  http::Router router;
  router.add({.method = http::Method::kPut,
              .pattern = "/things/{id}/{part}",
              .role = http::Role::kAgent,
              .summary = "Change a thing.",
              .handler = [](const http::Request&) { return http::no_content(); },
              .query = {http::NumberParameter{"limit", "Maximum things.", 50, 1, 200}},
              .takes = http::json_content<things::Thing>("The thing.", R"({"name":"box","count":1})"),
              .answers = http::json_content<std::vector<things::Thing>>("All things.", "[]", 201)});
  router.add({.pattern = "/hidden", .summary = "", .handler = [](const http::Request&) { return http::no_content(); }});
  return router;
}

TEST(OpenApi, DescribesParametersWithTheirTypes) {
  const auto document = openapi_document(router(), "1");
  const auto& operation = document.at("paths").at("/things/{id}/{part}").at("put");
  EXPECT_EQ(operation.at("operationId"), json::value("put_things_id_part"));
  EXPECT_EQ(operation.at("parameters"), json::parse(R"([
      {"name":"id","in":"path","required":true,"schema":{"type":"integer","minimum":1}},
      {"name":"part","in":"path","required":true,"schema":{"type":"string"}},
      {"name":"limit","in":"query","description":"Maximum things.",
       "schema":{"type":"integer","minimum":1,"maximum":200,"default":50}}])"));
}

TEST(OpenApi, NamesTheSchemasOfBodies) {
  const auto document = openapi_document(router(), "1");
  const auto& operation = document.at("paths").at("/things/{id}/{part}").at("put");
  EXPECT_EQ(operation.at("requestBody").at("content").at("application/json"), json::parse(R"({
      "schema":{"$ref":"#/components/schemas/Thing"},"example":{"name":"box","count":1}})"));
  EXPECT_EQ(operation.at("responses").at("201").at("content").at("application/json").at("schema"),
            json::parse(R"({"type":"array","items":{"$ref":"#/components/schemas/Thing"}})"));
  EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Thing"));
  EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
}

TEST(OpenApi, LeavesOutRoutesWithoutASummary) {
  EXPECT_EQ(openapi_document(router(), "1").at("paths").as_object().size(), 1U);
}

TEST(OpenApi, ShowsPeopleTheFieldsAndRanges) {
  const auto page = documentation_page(router(), "1");
  EXPECT_THAT(page, HasSubstr("<dt><code>limit</code></dt><dd>Maximum things. (integer, 1 to 200, default 50)</dd>"));
  EXPECT_THAT(page, HasSubstr("<p><code>Thing</code></p><dl><dt><code>name</code></dt><dd>string</dd>"));
  EXPECT_THAT(page, HasSubstr("<p><code>list of Thing</code></p>"));
}

}  // namespace
}  // namespace smartdesk::server
