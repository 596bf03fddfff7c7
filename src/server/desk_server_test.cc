#include "server/desk_server.h"

#include <gmock/gmock.h>

#include <atomic>
#include <boost/json.hpp>
#include <string>
#include <thread>

#include "net/http_client.h"
#include "support/scratch_files.h"

namespace smartdesk::server {
namespace {

class DeskServerTest : public ScratchFiles {
 protected:
  DeskServerOptions options() {
    DeskServerOptions options;
    options.http.port = 0;
    options.workshop.location.folder = path("w");
    options.workshop.taxonomy = default_taxonomy();
    options.version = "1";
    return options;
  }
};

TEST_F(DeskServerTest, AnswersUntilItIsStopped) {
  DeskServer desk(options());
  std::atomic<bool> stopped{false};
  std::thread running([&] { desk.run(&stopped); });
  net::HttpRequest request;
  request.url = desk.url() + "/api/v1/explain";
  request.method = "POST";
  request.body = R"({"text":"I was charged twice"})";
  const auto response = net::HttpClient().send(request);
  stopped = true;
  running.join();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(boost::json::parse(response.body).at("code"), "no_model");
}

TEST_F(DeskServerTest, RequiresSomebodyWhoCanSignIn) {
  auto asked = options();
  asked.sign_in = SignInMode::kPassword;
  try {
    const DeskServer desk(asked);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoUsers);
  }
  asked.admin_password = "correct horse battery";
  EXPECT_TRUE(DeskServer(asked).has_created_admin());
  EXPECT_FALSE(DeskServer(asked).has_created_admin());
}

}  // namespace
}  // namespace smartdesk::server
