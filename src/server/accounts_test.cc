#include "server/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/error.h"
#include "store/account_store.h"

namespace smartdesk::server {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using Outcome = SignIn::Outcome;

constexpr const char* kPassword = "correct horse";
constexpr UnixTime kHour = 3600, kDay = 24 * kHour;

class AccountsTest : public testing::Test {
 protected:
  AccountsTest() {
    accounts.add_user("ann", kPassword, http::Role::kAdmin);
    accounts.add_user("eve", kPassword, http::Role::kAgent);
  }
  ~AccountsTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<store::AccountStore> open_store() const {
    std::filesystem::create_directories(folder_);
    return store::open_sqlite_accounts(folder_ + "/accounts.db");
  }
  AccountsOptions options() {
    AccountsOptions options;
    options.password_cost = {1, 8192};
    options.now = [this] { return now.load(); };
    return options;
  }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  // All bytes that the store has on disk.
  std::string everything_kept() const {
    std::stringstream all;
    for (const auto& file : std::filesystem::directory_iterator(folder_))
      if (std::filesystem::file_size(file) > 0) all << std::ifstream(file.path()).rdbuf();
    return all.str();
  }
  template <typename Work>
  static std::string refusal(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }

  SignIn come_in(const std::string& user = "eve", const std::string& address = "10.0.0.1") {
    return accounts.sign_in(user, kPassword, address);
  }
  SignIn guess(const std::string& user = "eve", const std::string& address = "10.0.0.1") {
    return accounts.sign_in(user, "a wrong guess", address);
  }
  int wait_of(const SignIn& result) { return result.outcome == Outcome::kWait ? result.wait_seconds : 0; }

  std::atomic<UnixTime> now = 1'800'000'000;
  const std::string folder_ = testing::TempDir() + "smartdesk-accounts-" + std::to_string(::getpid());
  const std::unique_ptr<store::AccountStore> store = open_store(), others_store = open_store();
  Accounts accounts{*store, options()};
  Accounts elsewhere{*others_store, options()};  // another process that shares the store
};

TEST_F(AccountsTest, ACorrectPasswordOpensASession) {
  const auto opened = come_in();
  ASSERT_EQ(opened.outcome, Outcome::kDone);
  EXPECT_EQ(opened.identity.user, "eve");
  EXPECT_EQ(opened.identity.role, http::Role::kAgent);
  const auto found = elsewhere.session(opened.secret).value();
  EXPECT_EQ(found.identity.user, "eve");
  EXPECT_EQ(found.identity.role, http::Role::kAgent);
  EXPECT_EQ(found.csrf, opened.csrf);
  EXPECT_NE(come_in().secret, opened.secret);
  EXPECT_NE(come_in().csrf, opened.csrf);
}

TEST_F(AccountsTest, WrongCredentialsOpenNoSession) {
  EXPECT_EQ(guess().outcome, Outcome::kWrong);
  EXPECT_EQ(guess("nobody").outcome, Outcome::kWrong);
  EXPECT_EQ(accounts.sign_in("eve", "", "").outcome, Outcome::kWrong);
  EXPECT_EQ(accounts.sign_in("EVE", kPassword, "").outcome, Outcome::kWrong);
  EXPECT_EQ(accounts.sign_in(std::string("eve\0", 4), kPassword, "").outcome, Outcome::kWrong);
  EXPECT_FALSE(accounts.session(""));
  EXPECT_FALSE(accounts.session("a guess"));
}

TEST_F(AccountsTest, APasswordOf128BytesIsCheckedInFullAndALongerOneIsWrong) {
  const std::string longest(128, 'x');
  accounts.set_password("eve", longest);
  EXPECT_EQ(accounts.sign_in("eve", longest, "").outcome, Outcome::kDone);
  EXPECT_EQ(accounts.sign_in("eve", longest + "x", "").outcome, Outcome::kWrong);
}

TEST_F(AccountsTest, NoSecretIsStoredInPlainText) {
  const auto opened = come_in();
  const auto token = accounts.make_token(opened.identity, "script", http::Role::kViewer).secret;
  accounts.sign_in("hunter2-typed-as-a-name", "hunter2-password", "10.0.0.1");
  accounts.begin({"key-of-the-request", "eve", "POST /tickets", "digest"});
  const auto kept = everything_kept();
  ASSERT_THAT(kept, HasSubstr("$argon2id$"));
  for (const auto& secret : {opened.secret, opened.csrf, token, token.substr(3), std::string(kPassword),
                             std::string("hunter2"), std::string("key-of-the-request")})
    EXPECT_EQ(kept.find(secret), std::string::npos) << secret;
}

TEST_F(AccountsTest, FiveFailuresFromAnAddressDelayTheNextAttempt) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess().outcome, Outcome::kWrong);
  EXPECT_EQ(wait_of(guess()), 30);
  EXPECT_EQ(wait_of(come_in()), 30) << "the right password has to wait as well";
  EXPECT_EQ(wait_of(elsewhere.sign_in("eve", kPassword, "10.0.0.1")), 30) << "in every process";
  now += 10;
  EXPECT_EQ(wait_of(come_in()), 20);
  now += 20;
  EXPECT_EQ(come_in().outcome, Outcome::kDone);
}

TEST_F(AccountsTest, FailuresDoNotDelayOtherUsersOrAddresses) {
  for (int i = 0; i < 6; ++i) guess();
  EXPECT_EQ(come_in("eve", "10.0.0.2").outcome, Outcome::kDone);
  EXPECT_EQ(come_in("ann").outcome, Outcome::kDone);
}

TEST_F(AccountsTest, TheWaitDoublesUpToAnHour) {
  for (int i = 0; i < 5; ++i) guess();
  for (const int seconds : {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
    EXPECT_EQ(wait_of(guess()), seconds);
    now += seconds;
    EXPECT_EQ(guess().outcome, Outcome::kWrong);
  }
}

TEST_F(AccountsTest, ASuccessResetsTheFailures) {
  for (int i = 0; i < 4; ++i) guess();
  EXPECT_EQ(come_in().outcome, Outcome::kDone);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess().outcome, Outcome::kWrong);
  EXPECT_EQ(wait_of(guess()), 30);
}

TEST_F(AccountsTest, FailuresExpireAfterADay) {
  for (int i = 0; i < 4; ++i) guess();
  now += kDay + 1;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess().outcome, Outcome::kWrong);
  EXPECT_EQ(wait_of(guess()), 30);
}

TEST_F(AccountsTest, FiftyFailuresFromAnyAddressDelayTheNextAttempt) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(guess("eve", std::to_string(i)).outcome, Outcome::kWrong);
  EXPECT_EQ(wait_of(guess("eve", "another")), 30);
  EXPECT_EQ(come_in("ann", "another").outcome, Outcome::kDone);
}

TEST_F(AccountsTest, AttemptsDuringTheWaitDoNotLockTheUserOutElsewhere) {
  for (int i = 0; i < 100; ++i) guess();
  EXPECT_EQ(come_in("eve", "10.0.0.2").outcome, Outcome::kDone);
}

TEST_F(AccountsTest, FailuresFromElsewhereDoNotDelayAnAddressThatTheUserSignedInFrom) {
  EXPECT_EQ(come_in("eve", "10.0.0.1").outcome, Outcome::kDone);
  for (int i = 0; i < 60; ++i) guess("eve", "stranger " + std::to_string(i));
  EXPECT_EQ(wait_of(come_in("eve", "10.0.0.2")), 30);
  EXPECT_EQ(elsewhere.sign_in("eve", kPassword, "10.0.0.1").outcome, Outcome::kDone);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess("eve", "10.0.0.1").outcome, Outcome::kWrong);
  EXPECT_EQ(wait_of(guess("eve", "10.0.0.1")), 30) << "guessing from there is slow too";
}

TEST_F(AccountsTest, AnAddressThatWasNotUsedForLongIsAStrangers) {
  EXPECT_EQ(come_in("eve", "10.0.0.1").outcome, Outcome::kDone);
  now += 91 * kDay;
  for (int i = 0; i < 60; ++i) guess("eve", "stranger " + std::to_string(i));
  EXPECT_EQ(wait_of(come_in("eve", "10.0.0.1")), 30);
}

TEST_F(AccountsTest, AddressesOfOneIpv6NetworkCountTogether) {
  for (int i = 0; i < 5; ++i) guess("eve", "2001:db8:1:2::" + std::to_string(i + 1));
  EXPECT_EQ(wait_of(come_in("eve", "2001:db8:1:2:ffff::9")), 30);
  EXPECT_EQ(come_in("eve", "2001:db8:1:3::1").outcome, Outcome::kDone);
}

TEST_F(AccountsTest, UnlockingLetsAUserTryAgainFromAnywhere) {
  for (int i = 0; i < 60; ++i) guess("eve", "stranger " + std::to_string(i));
  for (int i = 0; i < 6; ++i) guess("ann");
  accounts.unlock("eve");
  EXPECT_EQ(come_in("eve", "10.0.0.2").outcome, Outcome::kDone);
  EXPECT_EQ(wait_of(come_in("ann")), 30);
  EXPECT_THROW(accounts.unlock("nobody"), Error);
}

TEST_F(AccountsTest, NamesThatDifferInCaseOnlyAreTaken) {
  EXPECT_THAT(refusal([&] { accounts.add_user("EVE", kPassword, http::Role::kViewer); }), HasSubstr("already exists"));
}

TEST_F(AccountsTest, UnknownUsersWaitLikeKnownOnes) {
  for (int i = 0; i < 5; ++i) guess("nobody");
  EXPECT_EQ(wait_of(guess("nobody")), 30);
}

TEST_F(AccountsTest, ParallelGuessesDoNotBypassTheLimit) {
  std::atomic<int> looked_at = 0;
  const auto guess_on = [&](Accounts& mine) {
    for (int i = 0; i < 10; ++i)
      looked_at += mine.sign_in("eve", "a wrong guess", "10.0.0.1").outcome == Outcome::kWrong ? 1 : 0;
  };
  std::thread first([&] { guess_on(accounts); }), second([&] { guess_on(accounts); }),
      third([&] { guess_on(elsewhere); });
  for (auto* thread : {&first, &second, &third}) thread->join();
  EXPECT_EQ(looked_at, 5);
}

TEST_F(AccountsTest, ASessionEndsTwelveHoursAfterItsLastUse) {
  const auto secret = come_in().secret;
  now += 12 * kHour - 1;
  EXPECT_TRUE(accounts.session(secret));
  now += 12 * kHour - 1;
  EXPECT_TRUE(accounts.session(secret)) << "it was used meanwhile";
  now += 12 * kHour;
  EXPECT_FALSE(accounts.session(secret));
}

TEST_F(AccountsTest, ASessionEndsAfterSevenDaysEvenIfUsed) {
  const auto secret = come_in().secret;
  for (int uses = 1; uses < 21; ++uses) {
    now += 8 * kHour;
    EXPECT_TRUE(accounts.session(secret));
  }
  now += 8 * kHour - 1;
  EXPECT_TRUE(accounts.session(secret));
  now += 1;
  EXPECT_FALSE(accounts.session(secret)) << "not from the cache either";
}

TEST_F(AccountsTest, SigningOutEndsOnlyThatSession) {
  const auto first = come_in().secret, second = come_in().secret;
  EXPECT_TRUE(accounts.session(first));
  accounts.sign_out(first);
  EXPECT_FALSE(accounts.session(first));
  EXPECT_FALSE(elsewhere.session(first));
  EXPECT_TRUE(accounts.session(second));
  accounts.sign_out("unknown");
}

class ChangedAccount : public AccountsTest {
 protected:
  ChangedAccount() : opened(come_in()) {
    token = accounts.make_token(opened.identity, "script", http::Role::kViewer).secret;
    EXPECT_TRUE(accounts.session(opened.secret));  // and in the caches from now on
    EXPECT_TRUE(accounts.token(token));
    EXPECT_TRUE(elsewhere.session(opened.secret));
    EXPECT_TRUE(elsewhere.token(token));
  }
  void expect_all_ended() {
    EXPECT_FALSE(accounts.session(opened.secret));
    EXPECT_FALSE(accounts.token(token));
    now += AccountsOptions().cache_seconds;
    EXPECT_FALSE(elsewhere.session(opened.secret));
    EXPECT_FALSE(elsewhere.token(token));
  }
  const SignIn opened;
  std::string token;
};

TEST_F(ChangedAccount, ANewPasswordEndsSessionsAndTokens) {
  accounts.set_password("eve", "another password");
  expect_all_ended();
  EXPECT_EQ(come_in().outcome, Outcome::kWrong);
  EXPECT_EQ(accounts.sign_in("eve", "another password", "").outcome, Outcome::kDone);
}

TEST_F(ChangedAccount, ANewRoleEndsSessionsAndTokens) {
  accounts.set_role("eve", http::Role::kViewer);
  expect_all_ended();
  EXPECT_EQ(come_in().identity.role, http::Role::kViewer);
}

TEST_F(ChangedAccount, RemovingTheUserEndsSessionsAndTokens) {
  accounts.remove_user("eve");
  expect_all_ended();
  EXPECT_EQ(come_in().outcome, Outcome::kWrong);
  accounts.add_user("eve", kPassword, http::Role::kAdmin);
  expect_all_ended();
}

TEST_F(AccountsTest, TheLastAdminCannotBeRemoved) {
  EXPECT_THAT(refusal([&] { accounts.remove_user("ann"); }), HasSubstr("last admin"));
  EXPECT_THAT(refusal([&] { accounts.set_role("ann", http::Role::kAgent); }), HasSubstr("last admin"));
  accounts.set_role("eve", http::Role::kAdmin);
  accounts.remove_user("ann");
  EXPECT_THAT(accounts.users(), ElementsAre(Field(&User::name, "eve")));
}

TEST_F(AccountsTest, RefusalsSayWhatToDo) {
  EXPECT_THAT(refusal([&] { accounts.add_user("eve", kPassword, http::Role::kAgent); }), HasSubstr("another name"));
  EXPECT_THAT(refusal([&] { accounts.add_user("", kPassword, http::Role::kAgent); }), HasSubstr("1 to 64"));
  EXPECT_THAT(refusal([&] { accounts.add_user("a b", kPassword, http::Role::kAgent); }), HasSubstr("letters"));
  EXPECT_THAT(refusal([&] { accounts.add_user(std::string(65, 'a'), kPassword, http::Role::kAgent); }),
              HasSubstr("64"));
  EXPECT_THAT(refusal([&] { accounts.add_user("bob", "123456789", http::Role::kAgent); }), HasSubstr("at least 10"));
  EXPECT_THAT(refusal([&] { accounts.add_user("bob", std::string(129, 'x'), http::Role::kAgent); }), HasSubstr("128"));
  EXPECT_THAT(refusal([&] { accounts.add_user("bob", kPassword, http::Role::kNobody); }), HasSubstr("viewer, agent"));
  EXPECT_THAT(refusal([&] { accounts.set_password("eve", "short"); }), HasSubstr("at least 10"));
  EXPECT_THAT(refusal([&] { accounts.set_password("bob", kPassword); }), HasSubstr("no user bob"));
  EXPECT_THAT(refusal([&] { accounts.set_role("eve", http::Role::kNobody); }), HasSubstr("viewer, agent"));
  EXPECT_THAT(refusal([&] { accounts.set_role("bob", http::Role::kAgent); }), HasSubstr("no user bob"));
  EXPECT_THAT(refusal([&] { accounts.remove_user("bob"); }), HasSubstr("no user bob"));
  EXPECT_EQ(accounts.users().size(), 2U);
}

TEST_F(AccountsTest, UsersAreFoundByName) {
  EXPECT_EQ(accounts.find_user("eve")->role, http::Role::kAgent);
  EXPECT_EQ(accounts.find_user("eve")->created_at, now);
  EXPECT_FALSE(accounts.find_user("bob"));
}

TEST_F(AccountsTest, ATokenActsForItsOwnerWithItsOwnRole) {
  const http::Identity eve{"eve", http::Role::kAgent};
  const auto made = accounts.make_token(eve, "nightly import", http::Role::kViewer);
  EXPECT_THAT(made.secret, testing::MatchesRegex("sd_[0-9a-f]+"));
  EXPECT_EQ(made.secret.size(), 67U);
  const auto found = elsewhere.token(made.secret).value();
  EXPECT_EQ(found.user, "eve");
  EXPECT_EQ(found.role, http::Role::kViewer);
  EXPECT_FALSE(accounts.token("sd_guess"));
  EXPECT_FALSE(accounts.token(""));
  EXPECT_FALSE(accounts.session(made.secret));
  EXPECT_FALSE(accounts.token(come_in().secret));
  const auto listed = accounts.tokens_of("eve");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].id, made.token.id);
  EXPECT_EQ(listed[0].name, "nightly import");
  EXPECT_EQ(listed[0].role, http::Role::kViewer);
  EXPECT_EQ(listed[0].expires_at, now + 90 * kDay);
  EXPECT_TRUE(accounts.tokens_of("ann").empty());
}

TEST_F(AccountsTest, ATokensRoleIsNeverAboveItsOwners) {
  const http::Identity eve{"eve", http::Role::kAgent};
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "script", http::Role::kAdmin); }), HasSubstr("lower role"));
  EXPECT_THAT(refusal([&] { accounts.make_token({"eve", http::Role::kViewer}, "script", http::Role::kAgent); }),
              HasSubstr("lower role"));
  EXPECT_TRUE(accounts.token(accounts.make_token(eve, "script", http::Role::kAgent).secret));
  const auto lying = accounts.make_token({"eve", http::Role::kAdmin}, "script", http::Role::kAdmin);
  EXPECT_EQ(accounts.token(lying.secret)->role, http::Role::kAgent);
  EXPECT_EQ(accounts.tokens_of("eve").back().role, http::Role::kAgent);
}

TEST_F(AccountsTest, RefusesTokensWithoutNameOwnerOrExpiry) {
  const http::Identity eve{"eve", http::Role::kAgent};
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "", http::Role::kViewer); }), HasSubstr("name"));
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "two\nlines", http::Role::kViewer); }), HasSubstr("name"));
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, std::string(101, 'x'), http::Role::kViewer); }),
              HasSubstr("name"));
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "x", http::Role::kNobody); }), HasSubstr("viewer"));
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "x", http::Role::kViewer, 0); }), HasSubstr("days"));
  EXPECT_THAT(refusal([&] { accounts.make_token(eve, "x", http::Role::kViewer, 3651); }), HasSubstr("days"));
  EXPECT_THAT(refusal([&] { accounts.make_token({"", http::Role::kAdmin}, "x", http::Role::kViewer); }),
              HasSubstr("Add a user first"));
}

TEST_F(AccountsTest, ATokenExpiresOnItsDay) {
  const auto made = accounts.make_token({"eve", http::Role::kAgent}, "script", http::Role::kViewer, 1);
  now += kDay - 1;
  EXPECT_TRUE(accounts.token(made.secret));
  now += 1;
  EXPECT_FALSE(accounts.token(made.secret)) << "not from the cache either";
}

TEST_F(AccountsTest, OnlyTheOwnerRemovesATokenAndItEndsAtOnce) {
  const auto made = accounts.make_token({"eve", http::Role::kAgent}, "script", http::Role::kViewer);
  EXPECT_TRUE(accounts.token(made.secret));
  EXPECT_FALSE(accounts.remove_token("ann", made.token.id));
  EXPECT_TRUE(accounts.token(made.secret));
  EXPECT_TRUE(accounts.remove_token("eve", made.token.id));
  EXPECT_FALSE(accounts.token(made.secret));
  EXPECT_FALSE(accounts.remove_token("eve", made.token.id));
}

TEST_F(AccountsTest, SecretsAreComparedInFull) {
  EXPECT_TRUE(is_same_secret("abc", "abc"));
  EXPECT_TRUE(is_same_secret("", ""));
  EXPECT_FALSE(is_same_secret("abc", "abd"));
  EXPECT_FALSE(is_same_secret("abc", "ab"));
  EXPECT_FALSE(is_same_secret("ab", "abc"));
  EXPECT_FALSE(is_same_secret("", "abc"));
}

TEST_F(AccountsTest, TheAuditLogSaysWhoDidWhatAndWhen) {
  accounts.note("ann", "10.0.0.1", "removed user", "bob");
  now += 60;
  elsewhere.note("eve", "10.0.0.2", "signed in", "");
  const auto newest = accounts.newest(10);
  ASSERT_THAT(newest, ElementsAre(Field(&store::AuditRecord::user, "eve"), Field(&store::AuditRecord::user, "ann")));
  EXPECT_EQ(newest[0].at, now);
  EXPECT_EQ(newest[1].address, "10.0.0.1");
  EXPECT_EQ(newest[1].what, "removed user");
  EXPECT_EQ(newest[1].object, "bob");
  EXPECT_EQ(accounts.newest(1).size(), 1U);
}

class KeyedRequests : public AccountsTest {
 protected:
  Claim::State state_of(const KeyedRequest& asked) { return elsewhere.begin(asked).state; }
  const KeyedRequest request{"key", "eve", "POST /tickets", "digest"};
};

TEST_F(KeyedRequests, ARequestRunsOnceAndItsResponseIsKept) {
  EXPECT_EQ(accounts.begin(request).state, Claim::State::kNew);
  EXPECT_EQ(state_of(request), Claim::State::kInProgress);
  accounts.keep(request, 201, "answer");
  const auto kept = elsewhere.begin(request);
  EXPECT_EQ(kept.state, Claim::State::kKept);
  EXPECT_EQ(kept.status, 201);
  EXPECT_EQ(kept.answer, "answer");
}

TEST_F(KeyedRequests, ReportsAKeyThatIsReusedForAnotherRequest) {
  accounts.begin(request);
  EXPECT_EQ(state_of({"key", "eve", "POST /tickets", "other"}), Claim::State::kOtherRequest);
  EXPECT_EQ(state_of({"key", "eve", "POST /jobs", "digest"}), Claim::State::kOtherRequest);
  accounts.keep(request, 201, "answer");
  EXPECT_EQ(state_of({"key", "eve", "POST /tickets", "other"}), Claim::State::kOtherRequest);
  EXPECT_EQ(state_of({"key", "ann", "POST /tickets", "digest"}), Claim::State::kNew) << "a key is its user's own";
}

TEST_F(KeyedRequests, AFailedRequestMayBeRetried) {
  accounts.begin(request);
  accounts.forget(request);
  EXPECT_EQ(state_of(request), Claim::State::kNew);
}

TEST_F(KeyedRequests, AnUnfinishedRequestMayBeRetriedAfterTenMinutes) {
  accounts.begin(request);
  now += 600;
  EXPECT_EQ(state_of(request), Claim::State::kInProgress);
  now += 1;
  EXPECT_EQ(state_of(request), Claim::State::kNew);
}

TEST_F(KeyedRequests, ResponsesAreKeptForADay) {
  accounts.begin(request);
  accounts.keep(request, 201, "answer");
  now += kDay;
  EXPECT_EQ(state_of(request), Claim::State::kKept);
  now += 1;
  EXPECT_EQ(state_of(request), Claim::State::kNew);
}

TEST_F(AccountsTest, TheFirstAdminIsCreatedOnlyIfThereAreNoUsers) {
  EXPECT_FALSE(accounts.add_first_admin("a first password"));
  EXPECT_FALSE(accounts.add_first_admin("short")) << "it is not needed any more";
  const auto empty = store::open_sqlite_accounts(folder_ + "/empty.db");
  Accounts fresh(*empty, options());
  EXPECT_THAT(refusal([&] { fresh.add_first_admin("short"); }), HasSubstr("at least 10"));
  EXPECT_TRUE(fresh.add_first_admin("a first password"));
  EXPECT_EQ(fresh.sign_in("admin", "a first password", "").identity.role, http::Role::kAdmin);
  EXPECT_FALSE(fresh.add_first_admin("another password"));
}

TEST_F(AccountsTest, ExpiredRowsArePurged) {
  const auto opened = come_in();
  const auto made = accounts.make_token(opened.identity, "script", http::Role::kViewer, 1);
  guess("eve", "10.0.0.2");
  accounts.begin({"key", "eve", "POST /tickets", "digest"});
  accounts.note("eve", "", "signed in", "");
  now += kDay + kHour + 1;
  come_in("ann");
  EXPECT_TRUE(accounts.tokens_of("eve").empty());
  EXPECT_EQ(accounts.newest(9).size(), 1U);
  now += 365 * kDay;
  come_in("ann");
  EXPECT_TRUE(accounts.newest(9).empty());
}

TEST_F(AccountsTest, ValidRowsAreNotPurged) {
  const auto opened = come_in();
  const auto token = accounts.make_token(opened.identity, "script", http::Role::kViewer).secret;
  now += 2 * kHour;
  come_in("ann");
  EXPECT_TRUE(accounts.session(opened.secret));
  EXPECT_TRUE(accounts.token(token));
}

TEST_F(AccountsTest, SessionsAreCachedForAShortTime) {
  const auto opened = come_in();
  EXPECT_TRUE(accounts.session(opened.secret));
  elsewhere.sign_out(opened.secret);
  EXPECT_TRUE(accounts.session(opened.secret)) << "from memory";
  now += AccountsOptions().cache_seconds;
  EXPECT_FALSE(accounts.session(opened.secret));
}

}  // namespace
}  // namespace smartdesk::server
