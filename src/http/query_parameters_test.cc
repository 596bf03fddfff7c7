#include "http/query_parameters.h"

#include <gtest/gtest.h>

#include "http/problem.h"

namespace smartdesk::http {
namespace parameters {

enum class Order { kNewest, kOldest };
BOOST_DESCRIBE_ENUM(Order, kNewest, kOldest)

}  // namespace parameters

namespace {

namespace json = boost::json;
using parameters::Order;

Request with_query(const char* query) {
  Request request;
  request.query = query;
  return request;
}

template <typename Parameter>
std::string detail_of(const Parameter& parameter, const char* query) {
  try {
    parameter.read(with_query(query));
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.status(), 400);
    return problem.detail();
  }
  return "no problem";
}

TEST(QueryParameters, ReadATextThatIsEmptyByDefault) {
  const TextParameter filter{"filter", "Search terms."};
  EXPECT_EQ(filter.read(with_query("filter=a+b")), "a b");
  EXPECT_EQ(filter.read(with_query("other=a")), "");
}

TEST(QueryParameters, ReadOnlyWholeNumbersWithinTheRange) {
  const NumberParameter limit{"limit", "Maximum rows.", 3, 0, 7};
  EXPECT_EQ(limit.read(with_query("limit=7")), 7);
  EXPECT_EQ(limit.read(with_query("")), 3);
  for (const char* query : {"limit=8", "limit=-1", "limit=7x", "limit=", "limit=99999999999999999999"})
    EXPECT_EQ(detail_of(limit, query), "The query parameter limit must be a whole number from 0 to 7.") << query;
}

TEST(QueryParameters, ReadOneOfTheNamesOfAnEnum) {
  const ChoiceParameter<Order> order{"order", "Sort order.", Order::kNewest};
  EXPECT_EQ(order.read(with_query("order=oldest")), Order::kOldest);
  EXPECT_EQ(order.read(with_query("")), Order::kNewest);
  EXPECT_EQ(detail_of(order, "order=up"), "The query parameter order must be newest or oldest.");
}

TEST(QueryParameters, DescribeTheirDefaultsAndRanges) {
  const QueryParameter limit = NumberParameter{"limit", "Maximum rows.", 3, 0, 7};
  EXPECT_EQ(limit.name, "limit");
  EXPECT_EQ(limit.what, "Maximum rows.");
  EXPECT_EQ(json::value(limit.schema), json::parse(R"({"type":"integer","minimum":0,"maximum":7,"default":3})"));
  const QueryParameter order = ChoiceParameter<Order>{"order", "Sort order.", Order::kNewest};
  EXPECT_EQ(json::value(order.schema),
            json::parse(R"({"type":"string","enum":["newest","oldest"],"default":"newest"})"));
}

}  // namespace
}  // namespace smartdesk::http
