// Who may come in and as what: users, sessions, API tokens, lockout, the audit log, idempotency keys. Knows nothing of
// HTTP; rows are kept by an AccountStore. NIST SP 800-63B; RFC 9106 (argon2id).

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

// What one guess at a password costs, as libsodium counts it.
struct PasswordCost {
  unsigned long long operations = 2;                 // crypto_pwhash_OPSLIMIT_INTERACTIVE
  std::size_t memory_bytes = std::size_t{64} << 20;  // crypto_pwhash_MEMLIMIT_INTERACTIVE
};

struct AccountsOptions {
  PasswordCost password_cost = {};
  Clock now = unix_now;
  UnixTime cache_seconds = 2;  // how long session() and token() may believe what the store said
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
  int wait_seconds = 0;                // kWait: until the next try is looked at
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
  std::string secret;  // "sd_…"; shown once, kept nowhere
  ApiToken token;
};

// A request that must not be done twice. Its answer is kept as it is: never for a route whose answer holds a secret.
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

// Whether two secrets are the same, in a time that does not tell where they differ.
bool is_same_secret(std::string_view left, std::string_view right);

// Thread-safe. Throws what the store throws. Where nothing else is said a call costs a read or a write of the store.
class Accounts {
 public:
  // The store must outlive this. Costs one hash of a password.
  explicit Accounts(store::AccountStore& store, AccountsOptions options = {});

  // Users. Names: 1 to 64 of letters, digits and . _ @ - ; passwords: 10 to 128 bytes. Throw Error{kInvalidInput} that
  // says what to do: a name that is taken, unknown or not allowed, a password too short or long, a role kNobody, the
  // last admin. A change ends the user's sessions and tokens at once (in other processes within cache_seconds).
  // Passwords cost a hash.
  void add_user(const std::string& name, const std::string& password, http::Role role);
  void set_password(const std::string& name, const std::string& password);
  void set_role(const std::string& name, http::Role role);
  void remove_user(const std::string& name);
  std::optional<User> find_user(const std::string& name) const;
  std::vector<User> users() const;  // by name

  // Makes the user "admin" where there is no user yet; whether it did. Throws Error{kInvalidInput} for a password that
  // is not allowed.
  bool add_first_admin(const std::string& password);

  // Unknown users cost what wrong passwords cost: a hash. After five failures of a user from an address, or fifty from
  // anywhere, each further one makes the next wait longer, from 30 seconds doubling to an hour; a day without a try, or
  // a success, forgets them. What has to wait is not looked at and costs no hash.
  SignIn sign_in(const std::string& user, const std::string& password, const std::string& address);

  // Nothing if it is unknown, unused for 12 hours or open for 7 days. Mostly from memory: fit for an I/O thread.
  std::optional<OpenSession> session(std::string_view secret);
  void sign_out(std::string_view secret);

  // days: 1 to 3650. The role may not be above the owner's. Throws Error{kInvalidInput} that says what to do. Names: 1
  // to 100 bytes.
  NewApiToken make_token(const http::Identity& owner, const std::string& name, http::Role role, int days = 90);
  std::vector<ApiToken> tokens_of(const std::string& user) const;  // oldest first
  bool remove_token(const std::string& user, store::TokenId id);   // false: the user has none such
  // Who the token speaks for, and as what. Nothing if unknown or expired. Mostly from memory.
  std::optional<http::Identity> token(std::string_view secret);

  // The audit log: who did what to which object, for a year. Never a secret or a ticket's text, nor a name that
  // somebody typed and nobody bears: it may be a password. Nothing here notes by itself.
  void note(const std::string& user, const std::string& address, const std::string& what, const std::string& object);
  std::vector<store::AuditRecord> newest(std::size_t limit) const;  // newest first

  // begin() says whether to do the request (kNew): then keep() its answer, or forget() that it began. Kept for 24
  // hours; one in progress for ten minutes is taken for lost.
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
  const std::string nobodys_hash_;  // to look at where there is no user
  Lockout lockout_;
  IdentityCache cache_;
  std::atomic<UnixTime> purged_at_ = 0;
};

}  // namespace smartdesk::server
