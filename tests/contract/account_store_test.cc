// Contract of AccountStore, for all implementations.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "store/account_store.h"
#include "support/postgres_schema.h"

namespace smartdesk {
namespace {

using testing::ElementsAre;
using testing::Field;

// The location of a store, so that tests can open it several times, as processes do.
class Place {
 public:
  virtual ~Place() = default;
  virtual std::unique_ptr<store::AccountStore> open() const = 0;
};

class Folder final : public Place {
 public:
  Folder() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~Folder() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<store::AccountStore> open() const override {
    return store::open_sqlite_accounts(folder_ + "/accounts.db");
  }

 private:
  const std::string folder_ = testing::TempDir() + "smartdesk-account-contract-" + std::to_string(::getpid());
};

class Schema final : public Place {
 public:
  explicit Schema(std::unique_ptr<PostgresSchema> schema) : schema_(std::move(schema)) {}
  std::unique_ptr<store::AccountStore> open() const override { return store::open_postgres_accounts(schema_->url()); }

 private:
  const std::unique_ptr<PostgresSchema> schema_;
};

std::unique_ptr<Place> make_folder() { return std::make_unique<Folder>(); }
std::unique_ptr<Place> make_schema() {
  auto schema = PostgresSchema::make("accounts_contract");
  return schema ? std::make_unique<Schema>(std::move(schema)) : nullptr;
}

struct Kind {
  const char* name;
  std::unique_ptr<Place> (*make)();
};

class AccountStoreContract : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    place = GetParam().make();
    if (!place) GTEST_SKIP() << kNoPostgres;
    store = place->open();
    other = place->open();
  }

  static store::UserRecord user(const std::string& name, const std::string& role = "agent") {
    return {name, "hash of " + name, role, 100};
  }
  static store::SessionRecord session(const std::string& digest, const std::string& user) {
    return {digest, user, 100, 100};
  }
  static store::TokenRecord token(const std::string& digest, const std::string& user) {
    return {{}, digest, user, "script", "viewer", 100, 500};
  }
  void add_eve_with_session_and_token() {
    ASSERT_TRUE(store->add_user(user("eve")));
    ASSERT_TRUE(store->add_session(session("s1", "eve"), "hash of eve"));
    ASSERT_TRUE(store->add_token(token("t1", "eve")));
  }
  void expect_nothing_of_eve_is_left() {
    EXPECT_FALSE(other->find_session("s1"));
    EXPECT_FALSE(other->find_token("t1"));
    EXPECT_TRUE(other->tokens_of("eve").empty());
  }

  std::unique_ptr<Place> place;
  std::unique_ptr<store::AccountStore> store, other;  // as two processes have it open
};

TEST_P(AccountStoreContract, KeepsUsersByName) {
  EXPECT_TRUE(store->add_user(user("eve")));
  EXPECT_TRUE(store->add_user(user("Bob", "admin")));
  EXPECT_TRUE(store->add_user(user("a_b")));
  EXPECT_FALSE(store->add_user(user("eve", "admin")));
  EXPECT_FALSE(store->add_user(user("EVE")));
  const auto found = other->find_user("eve").value();
  EXPECT_EQ(found.password_hash, "hash of eve");
  EXPECT_EQ(found.role, "agent");
  EXPECT_EQ(found.created_at, 100);
  EXPECT_FALSE(other->find_user("EVE"));
  EXPECT_THAT(other->users(),
              ElementsAre(Field(&store::UserRecord::name, "Bob"), Field(&store::UserRecord::name, "a_b"),
                          Field(&store::UserRecord::name, "eve")));
}

TEST_P(AccountStoreContract, AddsAFirstUserOnlyIfThereIsNone) {
  EXPECT_TRUE(store->add_first_user(user("admin", "admin")));
  EXPECT_FALSE(other->add_first_user(user("second", "admin")));
  EXPECT_EQ(store->users().size(), 1U);
}

TEST_P(AccountStoreContract, KeepsDataAfterReopening) {
  add_eve_with_session_and_token();
  store.reset();
  other.reset();
  store = place->open();
  EXPECT_TRUE(store->find_session("s1"));
}

TEST_P(AccountStoreContract, EndsSessionsAndTokensWhenThePasswordChanges) {
  add_eve_with_session_and_token();
  EXPECT_EQ(store->set_password("eve", "new hash"), store::UserChange::kDone);
  EXPECT_EQ(other->find_user("eve")->password_hash, "new hash");
  expect_nothing_of_eve_is_left();
  EXPECT_EQ(store->set_password("bob", "new hash"), store::UserChange::kNoSuchUser);
}

TEST_P(AccountStoreContract, EndsSessionsAndTokensWhenTheRoleChanges) {
  add_eve_with_session_and_token();
  EXPECT_EQ(store->set_role("eve", "viewer", "admin"), store::UserChange::kDone);
  EXPECT_EQ(other->find_user("eve")->role, "viewer");
  expect_nothing_of_eve_is_left();
  EXPECT_EQ(store->set_role("bob", "viewer", "admin"), store::UserChange::kNoSuchUser);
}

TEST_P(AccountStoreContract, EndsSessionsAndTokensWhenTheUserIsRemoved) {
  add_eve_with_session_and_token();
  EXPECT_EQ(store->remove_user("eve", "admin"), store::UserChange::kDone);
  EXPECT_FALSE(other->find_user("eve"));
  expect_nothing_of_eve_is_left();
  EXPECT_EQ(store->remove_user("eve", "admin"), store::UserChange::kNoSuchUser);
}

TEST_P(AccountStoreContract, KeepsSessionsAndTokensOfOtherUsers) {
  add_eve_with_session_and_token();
  store->add_user(user("bob"));
  store->add_session(session("s2", "bob"), "hash of bob");
  store->add_token(token("t2", "bob"));
  store->set_password("eve", "new hash");
  EXPECT_TRUE(other->find_session("s2"));
  EXPECT_TRUE(other->find_token("t2"));
}

TEST_P(AccountStoreContract, KeepsTheLastUserOfARequiredRole) {
  add_eve_with_session_and_token();
  store->add_user(user("ann", "admin"));
  EXPECT_EQ(store->remove_user("ann", "admin"), store::UserChange::kLastOfRole);
  EXPECT_EQ(store->set_role("ann", "agent", "admin"), store::UserChange::kLastOfRole);
  EXPECT_EQ(other->find_user("ann")->role, "admin");
  EXPECT_EQ(store->set_role("ann", "admin", "admin"), store::UserChange::kDone);
  EXPECT_EQ(store->set_role("eve", "admin", "admin"), store::UserChange::kDone);
  EXPECT_EQ(store->remove_user("ann", "admin"), store::UserChange::kDone);
}

TEST_P(AccountStoreContract, KeepsOneAdminWhenTwoProcessesRemoveEachOther) {
  for (int round = 0; round < 20; ++round) {
    store->add_user(user("ann", "admin"));
    store->add_user(user("bob", "admin"));
    std::thread lowering([&] { other->remove_user("ann", "admin"); });
    store->remove_user("bob", "admin");
    lowering.join();
    ASSERT_EQ(store->users().size(), 1U);
    store->set_role(store->users()[0].name, "agent", "");
    store->remove_user(store->users()[0].name, "");
  }
}

TEST_P(AccountStoreContract, ReturnsSessionsWithTheUsersCurrentRole) {
  add_eve_with_session_and_token();
  const auto found = other->find_session("s1").value();
  EXPECT_EQ(found.user, "eve");
  EXPECT_EQ(found.created_at, 100);
  EXPECT_EQ(found.owner_role, "agent");
  other->touch_session("s1", 200);
  EXPECT_EQ(store->find_session("s1")->used_at, 200);
  EXPECT_EQ(store->find_session("s1")->created_at, 100);
  store->remove_session("s1");
  EXPECT_FALSE(other->find_session("s1"));
  EXPECT_FALSE(store->find_session("s2"));
}

TEST_P(AccountStoreContract, RefusesASessionIfThePasswordHasChanged) {
  store->add_user(user("eve"));
  EXPECT_FALSE(store->add_session(session("s1", "eve"), "an older hash"));
  EXPECT_FALSE(store->add_session(session("s1", "bob"), "hash of bob"));
  EXPECT_FALSE(store->find_session("s1"));
}

TEST_P(AccountStoreContract, KeepsTokensOfAUser) {
  add_eve_with_session_and_token();
  const auto second = store->add_token(token("t2", "eve")).value();
  const auto found = other->find_token("t2").value();
  EXPECT_EQ(found.id, second);
  EXPECT_EQ(found.user, "eve");
  EXPECT_EQ(found.name, "script");
  EXPECT_EQ(found.role, "viewer");
  EXPECT_EQ(found.owner_role, "agent");
  EXPECT_EQ(found.created_at, 100);
  EXPECT_EQ(found.expires_at, 500);
  EXPECT_THAT(other->tokens_of("eve"),
              ElementsAre(Field(&store::TokenRecord::digest, "t1"), Field(&store::TokenRecord::digest, "t2")));
  EXPECT_FALSE(store->add_token(token("t3", "nobody")));
}

TEST_P(AccountStoreContract, RemovesOnlyTheOwnersTokenAndNeverReusesItsId) {
  add_eve_with_session_and_token();
  const auto id = store->find_token("t1")->id;
  store->add_user(user("bob"));
  EXPECT_FALSE(store->remove_token("bob", id));
  EXPECT_TRUE(other->remove_token("eve", id));
  EXPECT_FALSE(other->remove_token("eve", id));
  EXPECT_FALSE(store->find_token("t1"));
  EXPECT_GT(store->add_token(token("t2", "eve")).value(), id);
}

TEST_P(AccountStoreContract, CountsFailuresOnlyFromTheExpectedNumber) {
  EXPECT_FALSE(store->find_failures("eve"));
  EXPECT_FALSE(store->set_failures({"eve", 2, 100, 0}, 1));
  EXPECT_TRUE(store->set_failures({"eve", 1, 100, 0}, 0));
  EXPECT_FALSE(other->set_failures({"eve", 1, 100, 0}, 0));
  EXPECT_TRUE(other->set_failures({"eve", 2, 110, 140}, 1));
  EXPECT_FALSE(store->set_failures({"eve", 2, 110, 140}, 1));
  const auto found = store->find_failures("eve").value();
  EXPECT_EQ(found.failures, 2);
  EXPECT_EQ(found.last_at, 110);
  EXPECT_EQ(found.blocked_until, 140);
  store->remove_failures("eve");
  EXPECT_FALSE(other->find_failures("eve"));
}

TEST_P(AccountStoreContract, RemovesTheFailuresOfAllKeysThatBeginAlike) {
  EXPECT_TRUE(store->set_failures({"eve", 1, 100, 0}, 0));
  EXPECT_TRUE(store->set_failures({"eve 10.0.0.1", 1, 100, 0}, 0));
  EXPECT_TRUE(store->set_failures({"ann eve", 1, 100, 0}, 0));
  other->remove_failures_of("eve");
  EXPECT_FALSE(store->find_failures("eve"));
  EXPECT_FALSE(store->find_failures("eve 10.0.0.1"));
  EXPECT_TRUE(store->find_failures("ann eve"));
}

TEST_P(AccountStoreContract, RemembersAddressesOfUsersUntilTheyArePurged) {
  ASSERT_TRUE(store->add_user(user("eve")));
  store->add_known_address("eve", "10.0.0.1", 100);
  store->add_known_address("eve", "10.0.0.1", 200);
  store->add_known_address("eve", "10.0.0.2", 100);
  store->add_known_address("nobody", "10.0.0.1", 100);
  EXPECT_TRUE(other->is_known_address("eve", "10.0.0.2"));
  EXPECT_FALSE(other->is_known_address("nobody", "10.0.0.1"));
  store->purge({.address_used_at = 150});
  EXPECT_TRUE(other->is_known_address("eve", "10.0.0.1"));
  EXPECT_FALSE(other->is_known_address("eve", "10.0.0.2"));
  ASSERT_EQ(store->remove_user("eve", "admin"), store::UserChange::kDone);
  EXPECT_FALSE(other->is_known_address("eve", "10.0.0.1"));
}

TEST_P(AccountStoreContract, ShowsTheAuditLogNewestFirst) {
  store->add_audit({100, "eve", "10.0.0.1", "removed user", "bob"});
  other->add_audit({100, "ann", "", "signed in", ""});
  store->add_audit({101, "ann", "", "signed out", ""});
  const auto newest = store->newest_audit(2);
  EXPECT_THAT(newest, ElementsAre(Field(&store::AuditRecord::what, "signed out"),
                                  Field(&store::AuditRecord::what, "signed in")));
  const auto oldest = store->newest_audit(10).back();
  EXPECT_EQ(oldest.at, 100);
  EXPECT_EQ(oldest.user, "eve");
  EXPECT_EQ(oldest.address, "10.0.0.1");
  EXPECT_EQ(oldest.object, "bob");
}

TEST_P(AccountStoreContract, GivesAKeyToOneClaimAndReturnsItsResponseToOthers) {
  const store::IdempotencyRecord request{"eve", "k", "POST /tickets", "d", 0, "", 100};
  EXPECT_FALSE(store->claim(request, 0, 0));
  EXPECT_EQ(other->claim(request, 0, 0)->status, 0);
  store->keep_answer("eve", "k", 201, R"({"ids":[1]})");
  const auto kept = other->claim({"eve", "k", "POST /jobs", "e", 0, "", 120}, 0, 0).value();
  EXPECT_EQ(kept.status, 201);
  EXPECT_EQ(kept.answer, R"({"ids":[1]})");
  EXPECT_EQ(kept.route, "POST /tickets");
  EXPECT_EQ(kept.digest, "d");
  EXPECT_EQ(kept.begun_at, 100);
  EXPECT_FALSE(store->claim({"bob", "k", "POST /tickets", "d", 0, "", 100}, 0, 0)) << "a key is its user's own";
  store->remove_claim("eve", "k");
  EXPECT_FALSE(other->claim(request, 0, 0));
}

TEST_P(AccountStoreContract, ReplacesExpiredAndAbandonedClaims) {
  store->claim({"eve", "k", "r", "d", 0, "", 100}, 0, 0);
  EXPECT_TRUE(store->claim({"eve", "k", "r", "d2", 0, "", 150}, 0, 100));
  EXPECT_FALSE(store->claim({"eve", "k", "r", "d2", 0, "", 150}, 0, 101));
  store->keep_answer("eve", "k", 200, "answer");
  EXPECT_EQ(store->claim({"eve", "k", "r", "d3", 0, "", 200}, 150, 1000)->digest, "d2");
  EXPECT_FALSE(store->claim({"eve", "k", "r", "d3", 0, "", 200}, 151, 0));
  EXPECT_EQ(store->claim({"eve", "k", "r", "d3", 0, "", 200}, 0, 0)->status, 0);
}

TEST_P(AccountStoreContract, GivesAKeyToOneOfManyProcesses) {
  std::atomic<int> claimed = 0;
  const auto claim_all = [&](store::AccountStore& mine) {
    for (int key = 0; key < 50; ++key)
      claimed += mine.claim({"eve", std::to_string(key), "r", "d", 0, "", 100}, 0, 0) ? 0 : 1;
  };
  std::thread elsewhere([&] { claim_all(*other); });
  claim_all(*store);
  elsewhere.join();
  EXPECT_EQ(claimed, 50);
}

TEST_P(AccountStoreContract, PurgesOnlyRowsOlderThanTheirLimit) {
  add_eve_with_session_and_token();
  store->set_failures({"eve", 1, 100, 0}, 0);
  store->add_audit({100, "eve", "", "signed in", ""});
  store->claim({"eve", "k", "r", "d", 0, "", 100}, 0, 0);
  store->purge({100, 100, 500, 100, 100, 100});
  EXPECT_TRUE(store->find_session("s1"));
  EXPECT_TRUE(store->find_token("t1"));
  EXPECT_TRUE(store->find_failures("eve"));
  EXPECT_EQ(store->newest_audit(9).size(), 1U);
  EXPECT_TRUE(store->claim({"eve", "k", "r", "d", 0, "", 100}, 0, 0));
  store->purge({101, 0, 501, 101, 101, 101});
  EXPECT_FALSE(store->find_session("s1"));
  EXPECT_FALSE(store->find_token("t1"));
  EXPECT_FALSE(store->find_failures("eve"));
  EXPECT_TRUE(store->newest_audit(9).empty());
  EXPECT_FALSE(store->claim({"eve", "k", "r", "d", 0, "", 100}, 0, 0));
  EXPECT_TRUE(store->find_user("eve"));
  store->add_session(session("s1", "eve"), "hash of eve");
  store->purge({.session_created_at = 101});
  EXPECT_FALSE(store->find_session("s1"));
}

TEST_P(AccountStoreContract, LosesNoConcurrentWrites) {
  const auto note = [](store::AccountStore& mine) {
    for (int i = 0; i < 50; ++i) mine.add_audit({100, "eve", "", "signed in", ""});
  };
  std::thread first(note, std::ref(*store)), second(note, std::ref(*store)), third(note, std::ref(*other));
  first.join();
  second.join();
  third.join();
  EXPECT_EQ(store->newest_audit(1000).size(), 150U);
}

const auto kImplementations = testing::Values(Kind{"Sqlite", make_folder}, Kind{"Postgres", make_schema});
std::string name_of_kind(const testing::TestParamInfo<Kind>& kind) { return kind.param.name; }
INSTANTIATE_TEST_SUITE_P(Implementations, AccountStoreContract, kImplementations, name_of_kind);

}  // namespace
}  // namespace smartdesk
