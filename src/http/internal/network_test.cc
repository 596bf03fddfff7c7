#include "http/internal/network.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "http/http_server.h"

namespace smartdesk::http {
namespace {

TEST(Network, ContainsOnlyItsAddresses) {
  const auto private_network = Network::parse("10.0.0.0/8");
  EXPECT_TRUE(private_network.holds("10.255.1.2"));
  EXPECT_FALSE(private_network.holds("11.0.0.1"));
  EXPECT_FALSE(private_network.holds("::a00:1"));
  EXPECT_TRUE(Network::parse("172.16.0.0/12").holds("172.31.255.255"));
  EXPECT_FALSE(Network::parse("172.16.0.0/12").holds("172.32.0.0"));
  EXPECT_TRUE(Network::parse("fd00::/8").holds("fdff::1"));
  EXPECT_FALSE(Network::parse("fd00::/8").holds("fe00::1"));
  EXPECT_TRUE(Network::parse("0.0.0.0/0").holds("203.0.113.7"));
}

TEST(Network, OfOneAddressContainsOnlyThatAddress) {
  EXPECT_TRUE(Network::parse("127.0.0.1").holds("127.0.0.1"));
  EXPECT_FALSE(Network::parse("127.0.0.1").holds("127.0.0.2"));
  EXPECT_FALSE(Network::parse("127.0.0.1").holds("127.0.0.1, 127.0.0.1"));
  EXPECT_FALSE(Network::parse("127.0.0.1").holds(""));
}

TEST(Network, NamesWhatOneSubscriberHas) {
  EXPECT_EQ(network_of("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::9"), network_of("2001:db8:1:2:ffff::1"));
  EXPECT_EQ(network_of("proxy.example"), "proxy.example");
}

TEST(Network, RefusesInvalidAddressesAndNetworks) {
  for (const char* text :
       {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "fd00::/129", "/8", "10.0.0.0/8 "})
    EXPECT_THROW(Network::parse(text), Error) << text;
}

}  // namespace
}  // namespace smartdesk::http
