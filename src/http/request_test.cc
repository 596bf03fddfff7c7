#include "http/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "http/problem.h"

namespace smartdesk::http {
namespace {

using testing::Optional;

TEST(Request, FindsHeadersRegardlessOfCase) {
  Request request;
  request.headers = {{"X-One", "1"}, {"x-two", "2"}};
  EXPECT_EQ(request.header("x-one"), "1");
  EXPECT_EQ(request.header("X-TWO"), "2");
  EXPECT_EQ(request.header("x-three"), "");
}

TEST(Request, DecodesQueryValues) {
  Request request;
  request.query = "filter=category%3ABilling+%22a+b%22&empty=&flag&filter=second&%66=x";
  EXPECT_THAT(request.query_value("filter"), Optional(std::string("category:Billing \"a b\"")));
  EXPECT_THAT(request.query_value("empty"), Optional(std::string()));
  EXPECT_THAT(request.query_value("flag"), Optional(std::string()));
  EXPECT_EQ(request.query_value("other"), std::nullopt);
}

TEST(Request, RefusesAQueryThatIsNotUtf8) {
  Request request;
  request.query = "filter=%ff";
  EXPECT_THROW(request.query_value("filter"), Problem);
}

TEST(Request, FindsACookieByItsWholeName) {
  Request request;
  request.headers = {{"Cookie", "xsession=1; session=2;session_more=3"}};
  EXPECT_EQ(request.cookie("session"), "2");
  EXPECT_EQ(request.cookie("sess"), "");
}

TEST(Request, RefusesABodyThatIsNotJson) {
  Request request;
  for (const char* body : {"", "{", "{\"a\":1}x", "{\"a\":\"\xff\"}", "nul"}) {
    request.body = body;
    EXPECT_THROW(json_of_body(request), Problem) << body;
  }
  request.body = R"({"a":[1,2]})";
  EXPECT_EQ(json_of_body(request).at("a").as_array().size(), 2u);
}

TEST(Request, RefusesDeeplyNestedJson) {
  Request request;
  request.body = std::string(100'000, '[');
  EXPECT_THROW(json_of_body(request), Problem);
}

}  // namespace
}  // namespace smartdesk::http
