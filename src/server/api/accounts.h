// Users, tokens and the audit log, as the API's requests and responses (docs/api.md). Each struct of this folder gives
// the JSON of a body, its check, its schema in /openapi.json and its TypeScript type (web/src/model/api_types.ts,
// written by script/api-types). A member has the name of its key; times are ISO 8601 in UTC.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/described_json.h"
#include "http/request.h"
#include "server/account_routes.h"
#include "store/account_store.h"

namespace smartdesk::server {
namespace api {

struct Me {
  std::optional<std::string> user;  // both null: nobody is signed in
  std::optional<http::Role> role;
  std::string csrf;
  SignInMode sign_in = SignInMode::kNone;
  std::string version;
};
BOOST_DESCRIBE_STRUCT(Me, (), (user, role, csrf, sign_in, version))

struct SignInRequest {
  std::string user, password;
};
BOOST_DESCRIBE_STRUCT(SignInRequest, (), (user, password))

struct PasswordChange {
  std::string password, new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (password, new_password))

struct User {
  std::string name;
  http::Role role = http::Role::kViewer;
  std::string created_at;
};
BOOST_DESCRIBE_STRUCT(User, (), (name, role, created_at))

struct Users {
  std::vector<User> users;
};
BOOST_DESCRIBE_STRUCT(Users, (), (users))

struct NewUser {
  std::string name;
  http::Role role = http::Role::kViewer;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (name, role, password))

struct ApiToken {
  store::TokenId id{};
  std::string name;
  http::Role role = http::Role::kViewer;
  std::string created_at, expires_at;
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, name, role, created_at, expires_at))

struct ApiTokens {
  std::vector<ApiToken> tokens;
};
BOOST_DESCRIBE_STRUCT(ApiTokens, (), (tokens))

struct TokenRequest {
  std::string name;
  http::Role role = http::Role::kViewer;
  http::Omittable<int> days;
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (name, role, days))

struct NewToken : ApiToken {
  std::string token;  // the secret
};
BOOST_DESCRIBE_STRUCT(NewToken, (ApiToken), (token))

struct LogEntry {
  std::string at, user, address, what, object;
};
BOOST_DESCRIBE_STRUCT(LogEntry, (), (at, user, address, what, object))

struct AuditLog {
  std::vector<LogEntry> entries;
};
BOOST_DESCRIBE_STRUCT(AuditLog, (), (entries))

}  // namespace api
}  // namespace smartdesk::server
