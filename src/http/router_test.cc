#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/problem.h"

namespace smartdesk::http {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    add(Method::kGet, "/things");
    add(Method::kGet, "/things/{id}");
    add(Method::kDelete, "/things/{id}");
    add(Method::kGet, "/things/count");
  }
  void add(Method method, const std::string& pattern) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.handler = [](const Request&) { return no_content(); };
    router.add(route);
  }
  std::string pattern_of(Method method, std::string_view path) const {
    return router.match(method, path).route->pattern;
  }
  Problem problem_of(Method method, std::string_view path) const {
    try {
      router.match(method, path);
    } catch (const Problem& problem) {
      return problem;
    }
    return {599, "no problem"};
  }

  Router router;
};

TEST_F(RouterTest, FindsRoutesAndTheValuesOfTheirParameters) {
  EXPECT_EQ(pattern_of(Method::kGet, "/things"), "/things");
  EXPECT_EQ(pattern_of(Method::kDelete, "/things/7"), "/things/{id}");
  EXPECT_THAT(router.match(Method::kGet, "/things/a%20b%2Fc+d").parameters, ElementsAre(Pair("id", "a b/c+d")));
}

TEST_F(RouterTest, PrefersALiteralSegmentToAParameter) {
  EXPECT_EQ(pattern_of(Method::kGet, "/things/count"), "/things/count");
}

TEST_F(RouterTest, Answers404ForUnknownPaths) {
  for (const char* path : {"/", "", "things", "/thing", "/things/", "/things/7/more", "/things//7", "/Things"})
    EXPECT_EQ(problem_of(Method::kGet, path).status(), 404) << path;
}

TEST_F(RouterTest, ListsTheMethodsOfAPathInAllow) {
  EXPECT_EQ(problem_of(Method::kPost, "/things/7").status(), 405);
  EXPECT_THAT(problem_of(Method::kPost, "/things/7").response().headers,
              Contains(Pair("Allow", "GET, HEAD, DELETE, OPTIONS")));
  EXPECT_EQ(router.allowed("/nothing"), "");
}

TEST_F(RouterTest, RefusesBrokenEscapesAndInvalidUtf8) {
  for (const char* path : {"/things/%", "/things/%4", "/things/%zz", "/things/%ff", "/things/%00"})
    EXPECT_EQ(problem_of(Method::kGet, path).status(), 400) << path;
}

}  // namespace
}  // namespace smartdesk::http
