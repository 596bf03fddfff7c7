#include "store/account_store.h"

#include <algorithm>
#include <charconv>
#include <mutex>

#include "store/internal/small_database.h"

namespace smartdesk::store {
namespace {

using Row = SmallDatabase::Row;

std::string text(std::int64_t number) { return std::to_string(number); }

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

constexpr const char* kTokenColumns =
    "t.id, t.digest, t.owner, t.name, t.role, t.created_at, t.expires_at, a.role FROM api_token t JOIN account a ON "
    "a.name = t.owner ";

UserRecord user_from(const Row& row) { return {row[0], row[1], row[2], number(row[3])}; }

TokenRecord token_from(const Row& row) {
  return {TokenId{number(row[0])}, row[1], row[2], row[3], row[4], number(row[5]), number(row[6]), row[7]};
}

const SmallSchema kSchema{
    "account",
    {R"sql(
  CREATE TABLE account (name text PRIMARY KEY, password_hash text NOT NULL, role text NOT NULL, created_at bigint NOT NULL);
  CREATE TABLE session (
    digest text PRIMARY KEY, owner text NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    created_at bigint NOT NULL, used_at bigint NOT NULL);
  CREATE INDEX session_by_owner ON session (owner);
  CREATE TABLE api_token (
    @id, digest text NOT NULL UNIQUE, owner text NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    name text NOT NULL, role text NOT NULL, created_at bigint NOT NULL, expires_at bigint NOT NULL);
  CREATE INDEX api_token_by_owner ON api_token (owner);
  CREATE TABLE sign_in_failure (
    who text PRIMARY KEY, failures bigint NOT NULL, last_at bigint NOT NULL, blocked_until bigint NOT NULL);
  CREATE TABLE audit_entry (
    @id, at bigint NOT NULL, who text NOT NULL, address text NOT NULL, what text NOT NULL, object text NOT NULL);
  CREATE TABLE idempotency_key (
    owner text NOT NULL, name text NOT NULL, route text NOT NULL, digest text NOT NULL, status bigint NOT NULL,
    answer text NOT NULL, begun_at bigint NOT NULL, PRIMARY KEY (owner, name));
)sql",
     R"sql(
  CREATE TABLE known_address (
    owner text NOT NULL REFERENCES account (name) ON DELETE CASCADE, address text NOT NULL, used_at bigint NOT NULL,
    PRIMARY KEY (owner, address));
)sql"},
    "account",
    "restore a copy of the file, or delete it and run `smartdesk user add`",
};

class SqlAccountStore final : public AccountStore {
 public:
  explicit SqlAccountStore(std::unique_ptr<SmallDatabase> database) : database_(std::move(database)) {}

  bool add_user(const UserRecord& user) override {
    const std::lock_guard lock(mutex_);
    return insert(user);
  }

  bool add_first_user(const UserRecord& user) override {
    const std::lock_guard lock(mutex_);
    bool is_first = false;
    database_->alone([&] {
      is_first = database_->read("SELECT name FROM account LIMIT 1", {}).empty();
      if (is_first) insert(user);
    });
    return is_first;
  }

  std::optional<UserRecord> find_user(std::string_view name) const override {
    const std::lock_guard lock(mutex_);
    const auto rows = database_->read("SELECT name, password_hash, role, created_at FROM account WHERE name = $1",
                                      {std::string(name)});
    if (rows.empty()) return std::nullopt;
    return user_from(rows[0]);
  }

  std::vector<UserRecord> users() const override {
    const std::lock_guard lock(mutex_);
    std::vector<UserRecord> users;
    for (const auto& row : database_->read("SELECT name, password_hash, role, created_at FROM account", {}))
      users.push_back(user_from(row));
    // Sorted here: the sort order of a database depends on its locale.
    std::sort(users.begin(), users.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return users;
  }

  UserChange set_password(std::string_view name, std::string_view password_hash) override {
    return change_user(name, "", [&] {
      database_->write("UPDATE account SET password_hash = $1 WHERE name = $2",
                       {std::string(password_hash), std::string(name)});
    });
  }

  UserChange set_role(std::string_view name, std::string_view role, std::string_view must_remain) override {
    return change_user(name, role == must_remain ? "" : must_remain, [&] {
      database_->write("UPDATE account SET role = $1 WHERE name = $2", {std::string(role), std::string(name)});
    });
  }

  UserChange remove_user(std::string_view name, std::string_view must_remain) override {
    return change_user(name, must_remain,
                       [&] { database_->write("DELETE FROM account WHERE name = $1", {std::string(name)}); });
  }

  bool add_session(const SessionRecord& session, std::string_view password_hash) override {
    const std::lock_guard lock(mutex_);
    bool is_current = false;
    // Exclusive: else a concurrent password change would not end this session.
    database_->alone([&] {
      is_current = !database_
                        ->read("SELECT name FROM account WHERE name = $1 AND password_hash = $2",
                               {session.user, std::string(password_hash)})
                        .empty();
      if (!is_current) return;
      database_->write("INSERT INTO session (digest, owner, created_at, used_at) VALUES ($1, $2, $3, $4)",
                       {session.digest, session.user, text(session.created_at), text(session.used_at)});
    });
    return is_current;
  }

  std::optional<SessionRecord> find_session(std::string_view digest) const override {
    const std::lock_guard lock(mutex_);
    const auto rows = database_->read(
        "SELECT s.digest, s.owner, s.created_at, s.used_at, a.role FROM session s JOIN account a ON a.name = s.owner "
        "WHERE s.digest = $1",
        {std::string(digest)});
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    return SessionRecord{row[0], row[1], number(row[2]), number(row[3]), row[4]};
  }

  void touch_session(std::string_view digest, UnixTime used_at) override {
    const std::lock_guard lock(mutex_);
    database_->write("UPDATE session SET used_at = $1 WHERE digest = $2", {text(used_at), std::string(digest)});
  }

  void remove_session(std::string_view digest) override {
    const std::lock_guard lock(mutex_);
    database_->write("DELETE FROM session WHERE digest = $1", {std::string(digest)});
  }

  std::optional<TokenId> add_token(const TokenRecord& token) override {
    const std::lock_guard lock(mutex_);
    std::optional<TokenId> id;
    database_->alone([&] {
      if (!has_user(token.user)) return;
      const auto rows = database_->write(
          "INSERT INTO api_token (digest, owner, name, role, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) "
          "RETURNING id",
          {token.digest, token.user, token.name, token.role, text(token.created_at), text(token.expires_at)});
      id = TokenId{number(rows.at(0)[0])};
    });
    return id;
  }

  std::optional<TokenRecord> find_token(std::string_view digest) const override {
    const std::lock_guard lock(mutex_);
    const auto rows =
        database_->read(std::string("SELECT ") + kTokenColumns + "WHERE t.digest = $1", {std::string(digest)});
    if (rows.empty()) return std::nullopt;
    return token_from(rows[0]);
  }

  std::vector<TokenRecord> tokens_of(std::string_view user) const override {
    const std::lock_guard lock(mutex_);
    std::vector<TokenRecord> tokens;
    for (const auto& row : database_->read(std::string("SELECT ") + kTokenColumns + "WHERE t.owner = $1 ORDER BY t.id",
                                           {std::string(user)}))
      tokens.push_back(token_from(row));
    return tokens;
  }

  bool remove_token(std::string_view user, TokenId id) override {
    const std::lock_guard lock(mutex_);
    return !database_
                ->write("DELETE FROM api_token WHERE owner = $1 AND id = $2 RETURNING id",
                        {std::string(user), text(static_cast<std::int64_t>(id))})
                .empty();
  }

  std::optional<FailureRecord> find_failures(std::string_view who) const override {
    const std::lock_guard lock(mutex_);
    const auto rows = database_->read(
        "SELECT who, failures, last_at, blocked_until FROM sign_in_failure WHERE who = $1", {std::string(who)});
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    return FailureRecord{row[0], static_cast<int>(number(row[1])), number(row[2]), number(row[3])};
  }

  bool set_failures(const FailureRecord& failures, int before) override {
    const std::lock_guard lock(mutex_);
    const std::string insert =
        "INSERT INTO sign_in_failure (who, failures, last_at, blocked_until) VALUES ($1, $2, $3, $4) ON CONFLICT "
        "DO NOTHING RETURNING who";
    const std::string update =
        "UPDATE sign_in_failure SET failures = $2, last_at = $3, blocked_until = $4 WHERE who = $1 AND failures = $5 "
        "RETURNING who";
    std::vector<std::string> values{failures.who, text(failures.failures), text(failures.last_at),
                                    text(failures.blocked_until)};
    if (before != 0) values.push_back(text(before));
    return !database_->write(before == 0 ? insert : update, values).empty();
  }

  void remove_failures(std::string_view who) override {
    const std::lock_guard lock(mutex_);
    database_->write("DELETE FROM sign_in_failure WHERE who = $1", {std::string(who)});
  }

  void remove_failures_of(std::string_view who) override {
    const std::lock_guard lock(mutex_);
    database_->write("DELETE FROM sign_in_failure WHERE who LIKE $1", {std::string(who) + "%"});
  }

  void add_known_address(std::string_view user, std::string_view address, UnixTime at) override {
    const std::lock_guard lock(mutex_);
    database_->write(
        "INSERT INTO known_address (owner, address, used_at) SELECT name, CAST($2 AS text), CAST($3 AS bigint) FROM "
        "account WHERE name = $1 ON "
        "CONFLICT (owner, address) DO UPDATE SET used_at = excluded.used_at",
        {std::string(user), std::string(address), text(at)});
  }

  bool is_known_address(std::string_view user, std::string_view address) const override {
    const std::lock_guard lock(mutex_);
    return !database_
                ->read("SELECT owner FROM known_address WHERE owner = $1 AND address = $2",
                       {std::string(user), std::string(address)})
                .empty();
  }

  void add_audit(const AuditRecord& record) override {
    const std::lock_guard lock(mutex_);
    database_->write("INSERT INTO audit_entry (at, who, address, what, object) VALUES ($1, $2, $3, $4, $5)",
                     {text(record.at), record.user, record.address, record.what, record.object});
  }

  std::vector<AuditRecord> newest_audit(std::size_t limit) const override {
    const std::lock_guard lock(mutex_);
    std::vector<AuditRecord> records;
    for (auto& row : database_->read("SELECT at, who, address, what, object FROM audit_entry ORDER BY id DESC LIMIT $1",
                                     {std::to_string(limit)}))
      records.push_back({number(row[0]), row[1], row[2], row[3], row[4]});
    return records;
  }

  std::optional<IdempotencyRecord> claim(const IdempotencyRecord& record, UnixTime dead_before,
                                         UnixTime abandoned_before) override {
    const std::lock_guard lock(mutex_);
    for (;;) {
      const auto taken = database_->write(
          "INSERT INTO idempotency_key (owner, name, route, digest, status, answer, begun_at) VALUES ($1, $2, $3, $4, "
          "0, '', $5) ON CONFLICT (owner, name) DO UPDATE SET route = excluded.route, digest = excluded.digest, "
          "status = 0, answer = '', begun_at = excluded.begun_at WHERE idempotency_key.begun_at < $6 OR "
          "(idempotency_key.status = 0 AND idempotency_key.begun_at < $7) RETURNING name",
          {record.user, record.key, record.route, record.digest, text(record.begun_at), text(dead_before),
           text(abandoned_before)});
      if (!taken.empty()) return std::nullopt;
      const auto there = database_->read(
          "SELECT owner, name, route, digest, status, answer, begun_at FROM idempotency_key WHERE owner = $1 AND name "
          "= $2",
          {record.user, record.key});
      if (there.empty()) continue;  // another process has just removed it
      const auto& row = there[0];
      return IdempotencyRecord{row[0], row[1],        row[2], row[3], static_cast<int>(number(row[4])),
                               row[5], number(row[6])};
    }
  }

  void keep_answer(std::string_view user, std::string_view key, int status, std::string_view answer) override {
    const std::lock_guard lock(mutex_);
    database_->write("UPDATE idempotency_key SET status = $1, answer = $2 WHERE owner = $3 AND name = $4",
                     {text(status), std::string(answer), std::string(user), std::string(key)});
  }

  void remove_claim(std::string_view user, std::string_view key) override {
    const std::lock_guard lock(mutex_);
    database_->write("DELETE FROM idempotency_key WHERE owner = $1 AND name = $2",
                     {std::string(user), std::string(key)});
  }

  void purge(const PurgeLimits& before) override {
    const std::lock_guard lock(mutex_);
    database_->alone([&] {
      database_->write("DELETE FROM session WHERE used_at < $1 OR created_at < $2",
                       {text(before.session_used_at), text(before.session_created_at)});
      database_->write("DELETE FROM api_token WHERE expires_at < $1", {text(before.token_expires_at)});
      database_->write("DELETE FROM sign_in_failure WHERE last_at < $1", {text(before.failure_last_at)});
      database_->write("DELETE FROM idempotency_key WHERE begun_at < $1", {text(before.key_begun_at)});
      database_->write("DELETE FROM audit_entry WHERE at < $1", {text(before.audit_at)});
      database_->write("DELETE FROM known_address WHERE used_at < $1", {text(before.address_used_at)});
    });
  }

 private:
  bool insert(const UserRecord& user) {
    return !database_
                ->write(
                    "INSERT INTO account (name, password_hash, role, created_at) SELECT CAST($1 AS text), $2, $3, "
                    "CAST($4 AS "
                    "bigint) WHERE NOT EXISTS (SELECT name FROM account WHERE lower(name) = lower(CAST($1 AS text))) "
                    "ON CONFLICT DO NOTHING RETURNING name",
                    {user.name, user.password_hash, user.role, text(user.created_at)})
                .empty();
  }

  bool has_user(const std::string& name) const {
    return !database_->read("SELECT name FROM account WHERE name = $1", {name}).empty();
  }

  // must_remain: empty if the change removes no role.
  UserChange change_user(std::string_view name, std::string_view must_remain, const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    auto result = UserChange::kDone;
    database_->alone([&] {
      const std::string user(name), role(must_remain);
      if (!has_user(user)) {
        result = UserChange::kNoSuchUser;
        return;
      }
      const auto of_role = database_->read("SELECT name FROM account WHERE role = $1 LIMIT 2", {role});
      if (of_role.size() == 1 && of_role[0][0] == user) {
        result = UserChange::kLastOfRole;
        return;
      }
      database_->write("DELETE FROM session WHERE owner = $1", {user});
      database_->write("DELETE FROM api_token WHERE owner = $1", {user});
      change();
    });
    return result;
  }

  const std::unique_ptr<SmallDatabase> database_;
  mutable std::mutex mutex_;
};

}  // namespace

std::unique_ptr<AccountStore> open_sqlite_accounts(const std::string& path) {
  return std::make_unique<SqlAccountStore>(open_sqlite_small(path, kSchema));
}

std::unique_ptr<AccountStore> open_postgres_accounts(const std::string& url) {
  return std::make_unique<SqlAccountStore>(open_postgres_small(url, kSchema));
}

}  // namespace smartdesk::store
