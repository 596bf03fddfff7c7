// Who may use the workspace and what they hold: users, sessions, API tokens, failed sign-ins, the audit log, answers
// kept for idempotency keys. The seam to whatever keeps them (SQLite by default). It knows no rules and no secrets:
// server/accounts.h decides, and hands over digests.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace smartdesk::store {

// Texts are UTF-8 without NUL. A role is its name.
struct UserRecord {
  std::string name;  // unique
  std::string password_hash;
  std::string role;
  UnixTime created_at = 0;
};

struct SessionRecord {
  std::string digest;  // of its secret; unique
  std::string user;
  UnixTime created_at = 0, used_at = 0;
  std::string owner_role = {};  // the user's role now; not read when adding
};

// Positive; never used again.
enum class TokenId : std::int64_t {};

struct TokenRecord {
  TokenId id{};        // not read when adding
  std::string digest;  // of its secret; unique
  std::string user, name, role;
  UnixTime created_at = 0, expires_at = 0;
  std::string owner_role = {};  // the user's role now; not read when adding
};

// Failed sign-ins of one who.
struct FailureRecord {
  std::string who;  // unique
  int failures = 0;
  UnixTime last_at = 0, blocked_until = 0;
};

struct AuditRecord {
  UnixTime at = 0;
  std::string user, address, what, object;
};

// One request that must not be done twice; unique by user and key.
struct IdempotencyRecord {
  std::string user, key, route, digest;
  int status = 0;  // 0: in progress
  std::string answer = {};
  UnixTime begun_at = 0;
};

enum class UserChange { kDone, kNoSuchUser, kLastOfRole };

// What is older than this goes.
struct PurgeLimits {
  UnixTime session_used_at = 0, session_created_at = 0, token_expires_at = 0, failure_last_at = 0, key_begun_at = 0,
           audit_at = 0;
};

// Each method is one transaction, durable when it returns, and the same for all processes that share the store. Throws
// Error{kFailed} (disk), Error{kUnavailable} (a database that cannot be reached). Thread-safe; one call at a time runs.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  // False, and nothing is done, if the name is taken; add_first_user: if there is any user.
  virtual bool add_user(const UserRecord& user) = 0;
  virtual bool add_first_user(const UserRecord& user) = 0;
  virtual std::optional<UserRecord> find_user(std::string_view name) const = 0;
  virtual std::vector<UserRecord> users() const = 0;  // by name

  // End all sessions and tokens of the user, too. kLastOfRole, and nothing is done, if nobody would be left whose role
  // is `must_remain` and the user is one.
  virtual UserChange set_password(std::string_view name, std::string_view password_hash) = 0;
  virtual UserChange set_role(std::string_view name, std::string_view role, std::string_view must_remain) = 0;
  virtual UserChange remove_user(std::string_view name, std::string_view must_remain) = 0;

  // False, and nothing is done, unless the user is there and has this password still.
  virtual bool add_session(const SessionRecord& session, std::string_view password_hash) = 0;
  virtual std::optional<SessionRecord> find_session(std::string_view digest) const = 0;
  virtual void touch_session(std::string_view digest, UnixTime used_at) = 0;
  virtual void remove_session(std::string_view digest) = 0;

  // Nothing if there is no such user.
  virtual std::optional<TokenId> add_token(const TokenRecord& token) = 0;
  virtual std::optional<TokenRecord> find_token(std::string_view digest) const = 0;
  virtual std::vector<TokenRecord> tokens_of(std::string_view user) const = 0;  // oldest first
  virtual bool remove_token(std::string_view user, TokenId id) = 0;             // false: there is none

  virtual std::optional<FailureRecord> find_failures(std::string_view who) const = 0;
  // False, and nothing is done, unless there are `before` failures still (0: no record).
  virtual bool set_failures(const FailureRecord& failures, int before) = 0;
  virtual void remove_failures(std::string_view who) = 0;

  virtual void add_audit(const AuditRecord& record) = 0;
  virtual std::vector<AuditRecord> newest_audit(std::size_t limit) const = 0;  // newest first

  // Keeps the record and returns nothing, or returns the one that is there. One that was begun before `dead_before`, or
  // in progress since before `abandoned_before`, is overwritten.
  virtual std::optional<IdempotencyRecord> claim(const IdempotencyRecord& record, UnixTime dead_before,
                                                 UnixTime abandoned_before) = 0;
  // Sets status and answer of the record with this user and key, if it is there.
  virtual void keep_answer(std::string_view user, std::string_view key, int status, std::string_view answer) = 0;
  virtual void remove_claim(std::string_view user, std::string_view key) = 0;

  virtual void purge(const PurgeLimits& before) = 0;
};

// Make the file, readable by this user only, or the tables beside the tickets', where they are not there yet. Any
// number of processes share them. Throw Error{kInvalidInput} if it is no such store, damaged, or of a newer smartdesk;
// PostgreSQL: Error{kUsage} for a URL that cannot be read, Error{kUnavailable} where nobody answers.
std::unique_ptr<AccountStore> open_sqlite_accounts(const std::string& path);
std::unique_ptr<AccountStore> open_postgres_accounts(const std::string& url);

}  // namespace smartdesk::store
