#include "server/accounts.h"

#include <sodium.h>

#include <algorithm>

#include "core/error.h"
#include "files/digest.h"
#include "files/input_file.h"
#include "http/http_server.h"

namespace smartdesk::server {
namespace {

constexpr std::size_t kShortestPassword = 10, kLongestPassword = 128, kLongestUserName = 64, kLongestTokenName = 100;
constexpr UnixTime kHour = 3600, kDay = 24 * kHour;
constexpr UnixTime kIdle = 12 * kHour, kLifetime = 7 * kDay;
constexpr UnixTime kTouchAfter = 300;  // precision of the idle time: each touch is a write
constexpr UnixTime kKeysFor = kDay, kAbandonedAfter = 600;
constexpr UnixTime kAuditFor = 365 * kDay;
constexpr int kLongestTokenDays = 3650;
constexpr const char* kTokenStart = "sd_";

void start_sodium() {
  static const int status = sodium_init();
  if (status < 0) throw Error(ErrorCode::kFailed, "libsodium cannot start: the system provides no random numbers.");
}

std::string new_secret() {
  files::Digest bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return files::hex(bytes);
}

std::string digest_of(std::string_view text) { return files::hex(files::sha256(text)); }

// Derived from the secret, so that a copy of the store does not reveal it.
std::string csrf_of(std::string_view secret) { return digest_of("csrf\n" + std::string(secret)); }

http::Role role_of(const std::string& name) { return http::role_named(name).value_or(http::Role::kNobody); }

bool is_user_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._@-").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= kLongestUserName && std::all_of(name.begin(), name.end(), is_allowed);
}

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorCode::kInvalidInput, message); }

void require_password(const std::string& password) {
  if (password.size() < kShortestPassword) refuse("The password is too short. Choose one with at least 10 characters.");
  if (password.size() > kLongestPassword) refuse("The password is too long. Choose one with at most 128 bytes.");
}

void require_role(http::Role role) {
  if (role == http::Role::kNobody) refuse("The role must be viewer, agent or admin.");
}

std::string key_of(const KeyedRequest& request) { return digest_of(request.key); }

ApiToken token_from(const store::TokenRecord& record) {
  return {record.id, record.name, std::min(role_of(record.role), role_of(record.owner_role)), record.created_at,
          record.expires_at};
}

}  // namespace

bool is_same_secret(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Accounts::Accounts(store::AccountStore& store, AccountsOptions options)
    : store_(store),
      options_(std::move(options)),
      nobodys_hash_((start_sodium(), hash_of(new_secret()))),
      lockout_(store),
      cache_(options_.cache_seconds) {}

std::string Accounts::hash_of(const std::string& password) const {
  char hash[crypto_pwhash_STRBYTES];
  const auto& cost = options_.password_cost;
  if (crypto_pwhash_str(hash, password.data(), password.size(), cost.operations, cost.memory_bytes) != 0)
    throw Error(ErrorCode::kFailed, "There is not enough memory to hash a password. Use a machine with more memory.");
  return hash;
}

void Accounts::require_done(store::UserChange change, const std::string& name) {
  if (change == store::UserChange::kNoSuchUser)
    refuse("There is no user " + name + ". Run `smartdesk user list` to see all users.");
  if (change == store::UserChange::kLastOfRole) refuse(name + " is the last admin. Make another user an admin first.");
  cache_.forget_all_of(name);
}

void Accounts::add_user(const std::string& name, const std::string& password, http::Role role) {
  if (!is_user_name(name))
    refuse("A user name must have 1 to 64 characters: letters a to z, digits and . _ @ -. Choose another name.");
  require_password(password);
  require_role(role);
  if (!store_.add_user({name, hash_of(password), std::string(name_of(role)), options_.now()}))
    refuse("The user " + name + " already exists, perhaps in other upper and lower case. Choose another name.");
}

void Accounts::set_password(const std::string& name, const std::string& password) {
  require_password(password);
  require_done(store_.set_password(name, hash_of(password)), name);
}

void Accounts::set_role(const std::string& name, http::Role role) {
  require_role(role);
  require_done(store_.set_role(name, name_of(role), name_of(http::Role::kAdmin)), name);
}

void Accounts::remove_user(const std::string& name) {
  require_done(store_.remove_user(name, name_of(http::Role::kAdmin)), name);
}

void Accounts::unlock(const std::string& name) {
  if (!find_user(name)) require_done(store::UserChange::kNoSuchUser, name);
  lockout_.unlock(name);
}

std::optional<User> Accounts::find_user(const std::string& name) const {
  const auto found = is_user_name(name) ? store_.find_user(name) : std::nullopt;
  if (!found) return std::nullopt;
  return User{found->name, role_of(found->role), found->created_at};
}

std::vector<User> Accounts::users() const {
  std::vector<User> users;
  for (const auto& user : store_.users()) users.push_back({user.name, role_of(user.role), user.created_at});
  return users;
}

bool Accounts::add_first_admin(const std::string& password) {
  if (!store_.users().empty()) return false;
  require_password(password);
  return store_.add_first_user({"admin", hash_of(password), std::string(name_of(http::Role::kAdmin)), options_.now()});
}

SignIn Accounts::sign_in(const std::string& user, const std::string& password, const std::string& address) {
  purge_now_and_then();
  const auto now = options_.now();
  const auto network = http::network_of(address);
  if (const auto seconds = lockout_.wait_or_count(user, network, now); seconds > 0)
    return {.outcome = SignIn::Outcome::kWait, .wait_seconds = static_cast<int>(seconds)};
  const auto found = is_user_name(user) ? store_.find_user(user) : std::nullopt;
  const auto looked_at = password.substr(0, kLongestPassword);
  const bool is_right = crypto_pwhash_str_verify((found ? found->password_hash : nobodys_hash_).c_str(),
                                                 looked_at.data(), looked_at.size()) == 0;
  if (!found || !is_right || looked_at.size() != password.size()) return {};
  const auto secret = new_secret();
  if (!store_.add_session({digest_of(secret), user, now, now}, found->password_hash)) return {};
  lockout_.forget(user, network, now);
  return {SignIn::Outcome::kDone, secret, csrf_of(secret), {user, role_of(found->role)}};
}

std::optional<OpenSession> Accounts::session(std::string_view secret) {
  const auto now = options_.now();
  const auto digest = digest_of(secret);
  const auto identity = cache_.look_up(digest, now, [&]() -> std::optional<IdentityCache::Known> {
    const auto found = store_.find_session(digest);
    if (!found || !is_same_secret(found->digest, digest)) return std::nullopt;
    if (now >= found->used_at + kIdle || now >= found->created_at + kLifetime) return std::nullopt;
    if (now >= found->used_at + kTouchAfter) touch(digest, now);
    return IdentityCache::Known{{found->user, role_of(found->owner_role)}, found->created_at + kLifetime};
  });
  if (!identity) return std::nullopt;
  return OpenSession{*identity, csrf_of(secret)};
}

void Accounts::touch(const std::string& digest, UnixTime now) {
  try {
    store_.touch_session(digest, now);
  } catch (const Error&) {
    // A full disk must not lock out users who only read; their session just ends sooner.
  }
}

void Accounts::sign_out(std::string_view secret) {
  const auto digest = digest_of(secret);
  store_.remove_session(digest);
  cache_.forget(digest);
}

NewApiToken Accounts::make_token(const http::Identity& owner, const std::string& name, http::Role role, int days) {
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  if (name.empty() || name.size() > kLongestTokenName || std::any_of(name.begin(), name.end(), is_control))
    refuse("A token name must have 1 to 100 bytes and no control characters. Choose another name.");
  require_role(role);
  if (role > owner.role) refuse("A token's role may not be above its owner's. Choose a lower role.");
  if (days < 1 || days > kLongestTokenDays)
    refuse("A token may be valid for 1 to 3650 days. Choose a number in this range.");
  const auto now = options_.now();
  const auto secret = kTokenStart + new_secret();
  store::TokenRecord record{{},  digest_of(secret), owner.user, name, std::string(name_of(role)),
                            now, now + days * kDay};
  const auto id = store_.add_token(record);
  if (!id) refuse("A token must belong to a user. Add a user first.");
  return {secret, {*id, name, role, record.created_at, record.expires_at}};
}

std::vector<ApiToken> Accounts::tokens_of(const std::string& user) const {
  std::vector<ApiToken> tokens;
  for (const auto& record : store_.tokens_of(user)) tokens.push_back(token_from(record));
  return tokens;
}

bool Accounts::remove_token(const std::string& user, store::TokenId id) {
  const bool was_there = store_.remove_token(user, id);
  if (was_there) cache_.forget_all_of(user);
  return was_there;
}

std::optional<http::Identity> Accounts::token(std::string_view secret) {
  if (!secret.starts_with(kTokenStart)) return std::nullopt;
  const auto now = options_.now();
  const auto digest = digest_of(secret);
  return cache_.look_up(digest, now, [&]() -> std::optional<IdentityCache::Known> {
    const auto found = store_.find_token(digest);
    if (!found || !is_same_secret(found->digest, digest) || now >= found->expires_at) return std::nullopt;
    return IdentityCache::Known{{found->user, token_from(*found).role}, found->expires_at};
  });
}

void Accounts::note(const std::string& user, const std::string& address, const std::string& what,
                    const std::string& object) {
  store_.add_audit({options_.now(), user, address, what, object});
}

std::vector<store::AuditRecord> Accounts::newest(std::size_t limit) const { return store_.newest_audit(limit); }

Claim Accounts::begin(const KeyedRequest& request) {
  purge_now_and_then();
  const auto now = options_.now();
  const auto there = store_.claim({request.user, key_of(request), request.route, request.digest, 0, "", now},
                                  now - kKeysFor, now - kAbandonedAfter);
  if (!there) return {};
  if (there->route != request.route || there->digest != request.digest) return {.state = Claim::State::kOtherRequest};
  if (there->status == 0) return {.state = Claim::State::kInProgress};
  return {Claim::State::kKept, there->status, there->answer};
}

void Accounts::keep(const KeyedRequest& request, int status, const std::string& answer) {
  store_.keep_answer(request.user, key_of(request), status, answer);
}

void Accounts::forget(const KeyedRequest& request) { store_.remove_claim(request.user, key_of(request)); }

void Accounts::purge_now_and_then() {
  const auto now = options_.now();
  auto last = purged_at_.load();
  if (now < last + kHour || !purged_at_.compare_exchange_strong(last, now)) return;
  store_.purge({.session_used_at = now - kIdle,
                .session_created_at = now - kLifetime,
                .token_expires_at = now,
                .failure_last_at = forgotten_before(now),
                .key_begun_at = now - kKeysFor,
                .audit_at = now - kAuditFor,
                .address_used_at = known_since(now)});
}

}  // namespace smartdesk::server
