#include "server/signature.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::server {
namespace {

// RFC 4231, test case 2, and RFC 2202, test case 2.
TEST(Hmac, MatchesThePublishedDigests) {
  EXPECT_EQ(lower_hex(hmac(Hash::kSha256, "Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(lower_hex(hmac(Hash::kSha1, "Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

// RFC 4648, section 10.
TEST(Base64, MatchesThePublishedTexts) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(WebhookSecret, IsBase64WithOrWithoutItsPrefix) {
  EXPECT_EQ(key_of_webhook_secret("whsec_Zm9vYmFy"), "foobar");
  EXPECT_EQ(key_of_webhook_secret("Zm8="), "fo");
  for (const char* wrong : {"", "whsec_", "whsec_a b", "whsec_Zm9vYmF"}) {
    try {
      key_of_webhook_secret(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage);
    }
  }
}

}  // namespace
}  // namespace smartdesk::server
