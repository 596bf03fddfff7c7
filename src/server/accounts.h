// Authentication and authorisation: users, sessions, API tokens, lockout, the audit log, idempotency keys. Independent
// of HTTP; an AccountStore stores the rows. NIST SP 800-63B; RFC 9106 (argon2id).

#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "http/request.h"
#include "server/internal/identity_cache.h"
#include "server/internal/lockout.h"
#include "store/account_store.h"

namespace smartdesk::server {

// The cost of checking one password, in libsodium's units.
struct PasswordCost {
  unsigned long long operations = 2;                 // crypto_pwhash_OPSLIMIT_INTERACTIVE
  std::size_t memory_bytes = std::size_t{64} << 20;  // crypto_pwhash_MEMLIMIT_INTERACTIVE
};

struct AccountsOptions {
  PasswordCost password_cost = {};
  Clock now = unix_now;
  UnixTime cache_seconds = 2;  // how long session() and token() may use cached results
};

struct User {
  std::string name;
  http::Role role = http::Role::kNobody;
  UnixTime created_at = 0;
};

struct SignIn {
  enum class Outcome { kDone, kWrong, kWait };
  Outcome outcome = Outcome::kWrong;
  std::string secret = {}, csrf = {};  // kDone
  http::Identity identity = {};        // kDone
  int wait_seconds = 0;                // kWait: until the next attempt is checked
};

struct OpenSession {
  http::Identity identity;
  std::string csrf;
};

struct ApiToken {
  store::TokenId id{};
  std::string name;
  http::Role role = http::Role::kNobody;
  UnixTime created_at = 0, expires_at = 0;
};

struct NewApiToken {
  std::string secret;  // "sd_…"; shown once, never stored
  ApiToken token;
};

// A request that must not run twice. Its response is stored as it is, so never use it for a route whose response holds
// a secret.
struct KeyedRequest {
  std::string key, user, route;
  std::string digest;  // of the body
};

struct Claim {
  enum class State { kNew, kInProgress, kOtherRequest, kKept };
  State state = State::kNew;
  int status = 0;           // kKept
  std::string answer = {};  // kKept
};

// Compares two secrets in constant time.
bool is_same_secret(std::string_view left, std::string_view right);

// Thread-safe. Throws what the store throws. Unless noted otherwise, a call costs one read or write of the store.
class Accounts {
 public:
  // The store must outlive this. Cost: one password hash.
  explicit Accounts(store::AccountStore& store, AccountsOptions options = {});

  // Users. Names: 1 to 64 of letters, digits and . _ @ - ; passwords: 10 to 128 bytes. Throw Error{kInvalidInput} with
  // what to do if the name is taken, unknown or not allowed, the password is too short or too long, the role is
  // kNobody, or the user is the last admin. A change ends the user's sessions and tokens at once (in other processes
  // within cache_seconds). Setting a password costs a hash.
  void add_user(const std::string& name, const std::string& password, http::Role role);
  void set_password(const std::string& name, const std::string& password);
  void set_role(const std::string& name, http::Role role);
  void remove_user(const std::string& name);
  // Lets the user try to sign in at once, after failed attempts.
  void unlock(const std::string& name);
  std::optional<User> find_user(const std::string& name) const;
  std::vector<User> users() const;  // by name

  // Creates the user "admin" if there are no users; returns whether it did. Throws Error{kInvalidInput} for a password
  // that is not allowed.
  bool add_first_admin(const std::string& password);

  // Unknown users cost the same as wrong passwords: one hash. After five failures of a user from one address, or fifty
  // from all addresses, each further failure makes the next wait longer: 30 seconds, doubling up to an hour. A success,
  // unlock(), or a day without an attempt, resets the count. An attempt during the wait is not checked and costs no
  // hash. Failures from elsewhere do not count for addresses that the user has signed in from in the last 90 days. An
  // IPv6 address stands for its /64 network.
  SignIn sign_in(const std::string& user, const std::string& password, const std::string& address);

  // nullopt if the session is unknown, was unused for 12 hours or is 7 days old. Mostly from memory: suitable for an
  // I/O thread.
  std::optional<OpenSession> session(std::string_view secret);
  void sign_out(std::string_view secret);

  // days: 1 to 3650. Names: 1 to 100 bytes. The role may not be above the owner's. Throws Error{kInvalidInput} with
  // what to do.
  NewApiToken make_token(const http::Identity& owner, const std::string& name, http::Role role, int days = 90);
  std::vector<ApiToken> tokens_of(const std::string& user) const;  // oldest first
  bool remove_token(const std::string& user, store::TokenId id);   // false: the user has no such token
  // The token's user and role. nullopt if it is unknown or expired. Mostly from memory.
  std::optional<http::Identity> token(std::string_view secret);

  // The audit log: who did what to which object, kept for a year. Never pass a secret, a ticket's text, or a typed user
  // name that does not exist (it may be a password). Callers write the entries; no other method does.
  void note(const std::string& user, const std::string& address, const std::string& what, const std::string& object);
  std::vector<store::AuditRecord> newest(std::size_t limit) const;  // newest first

  // Idempotency keys. If begin() returns kNew, run the request, then keep() its response, or forget() the key.
  // Responses are kept for 24 hours; a request in progress for ten minutes counts as lost.
  Claim begin(const KeyedRequest& request);
  void keep(const KeyedRequest& request, int status, const std::string& answer);
  void forget(const KeyedRequest& request);

 private:
  std::string hash_of(const std::string& password) const;
  void require_done(store::UserChange change, const std::string& name);
  void touch(const std::string& digest, UnixTime now);
  void purge_now_and_then();

  store::AccountStore& store_;
  const AccountsOptions options_;
  const std::string nobodys_hash_;  // checked if the user does not exist
  Lockout lockout_;
  IdentityCache cache_;
  std::atomic<UnixTime> purged_at_ = 0;
};

}  // namespace smartdesk::server
