// The interface to stored accounts: users, sessions, API tokens, failed sign-ins, the audit log, responses kept for
// idempotency keys (SQLite by default). It knows no rules and no secrets: server/accounts.h decides, and passes
// digests.

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

// Texts are UTF-8 without NUL. A role is stored by name.
struct UserRecord {
  std::string name;  // unique
  std::string password_hash;
  std::string role;
  UnixTime created_at = 0;
};

struct SessionRecord {
  std::string digest;  // digest of the secret; unique
  std::string user;
  UnixTime created_at = 0, used_at = 0;
  std::string owner_role = {};  // the user's current role; ignored when adding
};

// Positive; never reused.
enum class TokenId : std::int64_t {};

struct TokenRecord {
  TokenId id{};        // ignored when adding
  std::string digest;  // digest of the secret; unique
  std::string user, name, role;
  UnixTime created_at = 0, expires_at = 0;
  std::string owner_role = {};  // the user's current role; ignored when adding
};

// Failed sign-ins, counted per key `who`.
struct FailureRecord {
  std::string who;  // unique
  int failures = 0;
  UnixTime last_at = 0, blocked_until = 0;
};

struct AuditRecord {
  UnixTime at = 0;
  std::string user, address, what, object;
};

// A request that must not run twice; unique by user and key.
struct IdempotencyRecord {
  std::string user, key, route, digest;
  int status = 0;  // 0: in progress
  std::string answer = {};
  UnixTime begun_at = 0;
};

enum class UserChange { kDone, kNoSuchUser, kLastOfRole };

// Rows older than these times are deleted.
struct PurgeLimits {
  UnixTime session_used_at = 0, session_created_at = 0, token_expires_at = 0, failure_last_at = 0, key_begun_at = 0,
           audit_at = 0, address_used_at = 0;
};

// Each method is one transaction, durable when it returns, and visible to all processes that share the store. Throws
// Error{kFailed} (disk), Error{kUnavailable} (an unreachable database). Thread-safe; calls run one at a time.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  // False, with no change, if the name is taken in upper or lower case (add_first_user: if there is any user).
  virtual bool add_user(const UserRecord& user) = 0;
  virtual bool add_first_user(const UserRecord& user) = 0;
  virtual std::optional<UserRecord> find_user(std::string_view name) const = 0;
  virtual std::vector<UserRecord> users() const = 0;  // by name

  // These also end all sessions and tokens of the user. kLastOfRole, with no change, if the user is the last one whose
  // role is `must_remain`.
  virtual UserChange set_password(std::string_view name, std::string_view password_hash) = 0;
  virtual UserChange set_role(std::string_view name, std::string_view role, std::string_view must_remain) = 0;
  virtual UserChange remove_user(std::string_view name, std::string_view must_remain) = 0;

  // False, with no change, unless the user exists and still has this password hash.
  virtual bool add_session(const SessionRecord& session, std::string_view password_hash) = 0;
  virtual std::optional<SessionRecord> find_session(std::string_view digest) const = 0;
  virtual void touch_session(std::string_view digest, UnixTime used_at) = 0;
  virtual void remove_session(std::string_view digest) = 0;

  // nullopt if there is no such user.
  virtual std::optional<TokenId> add_token(const TokenRecord& token) = 0;
  virtual std::optional<TokenRecord> find_token(std::string_view digest) const = 0;
  virtual std::vector<TokenRecord> tokens_of(std::string_view user) const = 0;  // oldest first
  virtual bool remove_token(std::string_view user, TokenId id) = 0;             // false: no such token

  virtual std::optional<FailureRecord> find_failures(std::string_view who) const = 0;
  // False, with no change, unless there are still `before` failures (0: no record).
  virtual bool set_failures(const FailureRecord& failures, int before) = 0;
  virtual void remove_failures(std::string_view who) = 0;
  // Removes the records of all keys that begin with `who`, which holds no % or _.
  virtual void remove_failures_of(std::string_view who) = 0;

  // The addresses that users have signed in from. add: does nothing if there is no such user.
  virtual void add_known_address(std::string_view user, std::string_view address, UnixTime at) = 0;
  virtual bool is_known_address(std::string_view user, std::string_view address) const = 0;

  virtual void add_audit(const AuditRecord& record) = 0;
  virtual std::vector<AuditRecord> newest_audit(std::size_t limit) const = 0;  // newest first

  // Stores the record and returns nullopt, or returns the existing one. Overwrites a record begun before `dead_before`,
  // or in progress since before `abandoned_before`.
  virtual std::optional<IdempotencyRecord> claim(const IdempotencyRecord& record, UnixTime dead_before,
                                                 UnixTime abandoned_before) = 0;
  // Sets status and answer of the record with this user and key, if it exists.
  virtual void keep_answer(std::string_view user, std::string_view key, int status, std::string_view answer) = 0;
  virtual void remove_claim(std::string_view user, std::string_view key) = 0;

  virtual void purge(const PurgeLimits& before) = 0;
};

// Open the store; create the file (readable by this user only), or the tables next to the tickets' tables, if
// necessary. Any number of processes may share it. Throw Error{kInvalidInput} if it is not such a store, is damaged, or
// was written by a newer smartdesk; PostgreSQL: Error{kUsage} for an invalid URL, Error{kUnavailable} if no server
// answers.
std::unique_ptr<AccountStore> open_sqlite_accounts(const std::string& path);
std::unique_ptr<AccountStore> open_postgres_accounts(const std::string& url);

}  // namespace smartdesk::store
