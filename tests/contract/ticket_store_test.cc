// Contract of TicketStore, for all implementations.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "core/error.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "support/memory_store.h"
#include "support/postgres_schema.h"

namespace smartdesk {
namespace {

using testing::ElementsAre;

struct Kind {
  const char* name;
  std::unique_ptr<store::TicketStore> (*make)(const std::string& place);  // a folder, or the database's URL
  bool is_in_postgres = false;
};

class TicketStoreContract : public testing::TestWithParam<Kind> {
 protected:
  TicketStoreContract() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void SetUp() override {
    if (GetParam().is_in_postgres) {
      schema_ = PostgresSchema::make("tickets_contract");
      if (!schema_) GTEST_SKIP() << kNoPostgres;
    }
    store = GetParam().make(schema_ ? schema_->url() : folder_);
  }
  ~TicketStoreContract() override {
    store.reset();
    std::filesystem::remove_all(folder_);
  }

  static NewTicket ticket(const std::string& external_id, const std::string& body,
                          const std::string& customer = "ann") {
    NewTicket ticket;
    ticket.source = "test";
    ticket.external_id = external_id;
    ticket.body = body;
    ticket.customer = customer;
    return ticket;
  }
  store::TicketId add(const std::string& external_id, const std::string& body = "text") {
    const NewTicket one[] = {ticket(external_id, body)};
    return store->add(one).ids.at(0);
  }
  void say(store::TicketId id, const std::string& value, store::Author by) {
    const store::NewLabel one[] = {{id, "category", value, by, "somebody", 0.75}};
    store->label(one);
  }
  std::string current(store::TicketId id) {
    const auto found = store->find(id).value();
    const auto label = found.labels.find("category");
    return label == found.labels.end() ? "" : label->second.value;
  }

  const std::string folder_ = testing::TempDir() + "smartdesk-store-contract-" + std::to_string(::getpid());
  std::unique_ptr<PostgresSchema> schema_;
  std::unique_ptr<store::TicketStore> store;
};

TEST_P(TicketStoreContract, KeepsAllFieldsOfATicket) {
  NewTicket all{"desk", "7",         "1 March 2026", "2026-03-01", "App", "ann",       "email",
                "en",   "Subject é", "Body\nof it",  "short",      "a,b", R"({"x":1})"};
  const auto id = store->add(std::span(&all, 1)).ids.at(0);
  const auto found = store->find(id).value().ticket;
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.version, 1);
  EXPECT_EQ(store::content_digest(found), store::content_digest(all));
  EXPECT_EQ(found.source, "desk");
  EXPECT_EQ(found.created_on, "2026-03-01");
  EXPECT_EQ(found.external_id, "7");
  EXPECT_EQ(store->find("desk", "7"), id);
  EXPECT_FALSE(store->find("desk", "8"));
  EXPECT_FALSE(store->find(store::TicketId{99}));
}

TEST_P(TicketStoreContract, AddsRepeatedTicketsOfABatchInSequence) {
  const NewTicket given[] = {ticket("1", "one"),   ticket("1", "one"),   ticket("2", "two"),
                             ticket("1", "other"), ticket("1", "other"), ticket("1", "one")};
  const auto result = store->add(given);
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.updated, 2U);
  EXPECT_EQ(result.unchanged, 2U);
  EXPECT_THAT(result.is_changed, testing::ElementsAre(true, false, true, true, false, true));
  for (const std::size_t i : {1, 3, 4, 5}) EXPECT_EQ(result.ids[i], result.ids[0]);
  EXPECT_NE(result.ids[2], result.ids[0]);
}

TEST_P(TicketStoreContract, AddsATicketRepeatedThousandsOfTimesOnce) {
  const std::vector<NewTicket> given(5000, ticket("1", "one"));
  const auto result = store->add(given);
  EXPECT_EQ(result.added, 1U);
  EXPECT_EQ(result.unchanged, 4999U);
}

TEST_P(TicketStoreContract, AddsTheSameTicketOnce) {
  const NewTicket two[] = {ticket("1", "one"), ticket("2", "two")};
  const auto first = store->add(two), again = store->add(two);
  EXPECT_EQ(first.added, 2U);
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(first.ids, again.ids);
  EXPECT_EQ(store->counts().tickets, 2U);
}

TEST_P(TicketStoreContract, AppendsLabelsOfNewAndChangedTicketsOnly) {
  const NewTicket two[] = {ticket("1", "one"), ticket("2", "two")};
  std::vector<store::LabelOfNew> labels(2);
  for (std::size_t i = 0; i < 2; ++i) {
    labels[i].task = "category";
    labels[i].value = "Billing";
    labels[i].of = i;
  }
  const auto ids = store->add(two, labels).ids;
  EXPECT_EQ(current(ids[1]), "Billing");
  const NewTicket again[] = {ticket("1", "one"), ticket("2", "changed")};
  EXPECT_EQ(store->add(again, labels).labels, 1U);
  EXPECT_EQ(store->history(ids[0]).size(), 1U);
  EXPECT_EQ(store->history(ids[1]).size(), 2U);
}

TEST_P(TicketStoreContract, IdentifiesTicketsWithoutExternalIdByContent) {
  const NewTicket three[] = {ticket("", "one"), ticket("", "two"), ticket("", "one")};
  const auto result = store->add(three);
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.unchanged, 1U);
  EXPECT_EQ(result.ids[0], result.ids[2]);
}

TEST_P(TicketStoreContract, MakesANewVersionOfAChangedTicketAndKeepsItsLabels) {
  const auto id = add("1", "old");
  say(id, "Billing", store::Author::kPerson);
  const NewTicket changed[] = {ticket("1", "new")};
  EXPECT_EQ(store->add(changed).updated, 1U);
  const auto found = store->find(id).value();
  EXPECT_EQ(found.ticket.version, 2);
  EXPECT_EQ(found.ticket.body, "new");
  EXPECT_EQ(current(id), "Billing");
}

TEST_P(TicketStoreContract, KeepsAPersonsLabelOverAnyMachinesLabel) {
  const auto id = add("1");
  say(id, "Billing", store::Author::kModel);
  EXPECT_EQ(current(id), "Billing");
  say(id, "Other", store::Author::kLlm);
  EXPECT_EQ(current(id), "Other");
  say(id, "Bug Report", store::Author::kPerson);
  for (const auto machine : {store::Author::kModel, store::Author::kLlm, store::Author::kRule})
    say(id, "Billing", machine);
  EXPECT_EQ(current(id), "Bug Report");
  say(id, "Login Issue", store::Author::kPerson);
  EXPECT_EQ(current(id), "Login Issue");
  EXPECT_EQ(store->history(id).size(), 7U);
}

TEST_P(TicketStoreContract, UndoesALabelAndRestoresThePreviousOne) {
  const auto id = add("1");
  say(id, "Billing", store::Author::kPerson);
  say(id, "Other", store::Author::kModel);
  say(id, "Bug Report", store::Author::kPerson);
  EXPECT_EQ(store->undo(store->history(id)[2].id), id);
  EXPECT_EQ(current(id), "Billing");
  store->undo(store->history(id)[0].id);
  EXPECT_EQ(current(id), "Other");
  store->undo(store->history(id)[1].id);
  EXPECT_EQ(current(id), "");
  EXPECT_NE(store->history(id)[1].undone_at, "");
  EXPECT_THROW(store->undo(store->history(id)[1].id), Error);
  EXPECT_THROW(store->undo(store::LabelId{99}), Error);
}

TEST_P(TicketStoreContract, RecordsAuthorProbabilityAndTimeOfLabels) {
  const auto id = add("1");
  const store::NewLabel two[] = {{id, "category", "Billing", store::Author::kModel, "abc", 0.5},
                                 {id, "urgency", "High", store::Author::kPerson, "eve", {}}};
  store->label(two);
  const auto history = store->history(id);
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].who, "abc");
  EXPECT_EQ(history[0].probability, 0.5);
  EXPECT_EQ(history[1].by, store::Author::kPerson);
  EXPECT_FALSE(history[1].probability);
  EXPECT_EQ(history[1].at.size(), 20U);
}

TEST_P(TicketStoreContract, LabelsAllOrNothing) {
  const auto id = add("1");
  const store::NewLabel two[] = {{id, "category", "Billing", store::Author::kModel, "", {}},
                                 {store::TicketId{99}, "category", "x", store::Author::kModel, "", {}}};
  EXPECT_THROW(store->label(two), Error);
  EXPECT_EQ(store->history(id).size(), 0U);
  EXPECT_EQ(current(id), "");
}

TEST_P(TicketStoreContract, ListsPageByPage) {
  std::vector<store::TicketId> ids;
  for (int i = 0; i < 7; ++i) ids.push_back(add(std::to_string(i)));
  say(ids[4], "Billing", store::Author::kModel);
  const auto first = store->list(store::TicketId{}, 5), second = store->list(first.back().ticket.id, 5);
  EXPECT_EQ(first.size(), 5U);
  EXPECT_EQ(second.size(), 2U);
  EXPECT_EQ(first[4].labels.at("category").value, "Billing");
  EXPECT_TRUE(first[0].labels.empty());
  EXPECT_TRUE(store->list(second.back().ticket.id, 5).empty());
}

TEST_P(TicketStoreContract, ErasesTicketsWithTheirLabels) {
  const auto a = add("1");
  add("2");
  say(a, "Billing", store::Author::kPerson);
  const store::TicketId gone[] = {a, store::TicketId{99}};
  EXPECT_EQ(store->erase(gone), 1U);
  EXPECT_FALSE(store->find(a));
  EXPECT_TRUE(store->history(a).empty());
  EXPECT_EQ(store->counts().label_entries, 0U);
  EXPECT_EQ(store->counts().tickets, 1U);
  EXPECT_NE(add("3"), a);
}

TEST_P(TicketStoreContract, CountsByLabelAndAuthor) {
  const auto a = add("1"), b = add("2");
  say(a, "Billing", store::Author::kModel);
  say(b, "Billing", store::Author::kPerson);
  const auto counts = store->counts();
  EXPECT_EQ(counts.current.at("category").at("Billing"), 2U);
  EXPECT_EQ(counts.authors.at("category").at("person"), 1U);
}

Message message(const std::string& id, const std::string& at, const std::string& text,
                MessageAuthor author = MessageAuthor::kCustomer) {
  Message made;
  made.external_id = id;
  made.created_at = at;
  made.text = text;
  made.author = author;
  return made;
}

class Conversations : public TicketStoreContract {
 protected:
  static NewTicket lamp(std::vector<Message> messages) {
    NewTicket lamp;
    lamp.source = "test";
    lamp.external_id = "lamp";
    lamp.messages = std::move(messages);
    return lamp;
  }
  store::AddResult add_lamp(std::vector<Message> messages) {
    const NewTicket one[] = {lamp(std::move(messages))};
    return store->add(one);
  }
  std::string texts(store::TicketId id) {
    std::string all;
    for (const auto& each : store->messages(id)) all += each.text + ";";
    return all;
  }
};

TEST_P(Conversations, KeepsAllFieldsOfAMessage) {
  const Message all{"1",  MessageAuthor::kAgent,  "Eve Ö", "eve@example.com",
                    true, "2026-03-01T10:00:00Z", "mail",  "line\n\tone \\ two"};
  const auto id = add_lamp({all}).ids[0];
  EXPECT_THAT(store->messages(id), ElementsAre(all));
  EXPECT_EQ(store->find(id)->ticket.body, "");
  EXPECT_TRUE(store->messages(store::TicketId{99}).empty());
  EXPECT_FALSE(store->counts().has_replies);
}

TEST_P(Conversations, AppendsNewMessagesAndCountsThem) {
  const auto first = add_lamp({message("1", "2026-03-01", "dark"), message("2", "2026-03-02", "blue")});
  EXPECT_EQ(first.added, 1U);
  EXPECT_EQ(first.messages, 2U);
  const auto again = add_lamp({message("1", "2026-03-01", "dark"), message("2", "2026-03-02", "blue")});
  EXPECT_EQ(again.unchanged, 1U);
  EXPECT_EQ(again.messages, 0U);
  EXPECT_FALSE(again.is_changed[0]);
  const auto more = add_lamp({message("3", "2026-03-03", "Thanks!")});
  EXPECT_EQ(more.updated, 1U);
  EXPECT_EQ(more.messages, 1U);
  EXPECT_EQ(more.ids, first.ids);
  EXPECT_EQ(texts(first.ids[0]), "dark;blue;Thanks!;");
  EXPECT_TRUE(store->counts().has_replies);
  const auto found = store->find(first.ids[0])->ticket;
  EXPECT_EQ(found.body, "dark");
  EXPECT_EQ(found.version, 1);
}

TEST_P(Conversations, MakesANewVersionIfAnEarlierMessageArrives) {
  const auto id = add_lamp({message("2", "2026-03-02", "blue")}).ids[0];
  add_lamp({message("1", "2026-03-01", "dark")});
  EXPECT_EQ(texts(id), "dark;blue;");
  EXPECT_EQ(store->find(id)->ticket.body, "dark");
  EXPECT_EQ(store->find(id)->ticket.version, 2);
}

TEST_P(Conversations, ReplacesAnEditedMessage) {
  const auto id = add_lamp({message("1", "", "dark"), message("2", "", "bleu"), message("3", "", "ok")}).ids[0];
  const auto edited = add_lamp({message("2", "", "blue")});
  EXPECT_EQ(edited.updated, 1U);
  EXPECT_EQ(edited.messages, 0U);
  EXPECT_EQ(texts(id), "dark;blue;ok;");
}

TEST_P(Conversations, AddsMessagesOfOneTicketWithinABatch) {
  const NewTicket given[] = {lamp({message("1", "", "dark")}), ticket("other", "text"),
                             lamp({message("2", "", "blue")}), lamp({message("2", "", "blue")})};
  const auto result = store->add(given);
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.updated, 1U);
  EXPECT_EQ(result.unchanged, 1U);
  EXPECT_EQ(result.messages, 2U);
  EXPECT_EQ(texts(result.ids[0]), "dark;blue;");
}

TEST_P(Conversations, KeepsTheBodyOfATicketThatGetsAMessage) {
  const auto id = add("lamp", "My lamp is dark.");
  auto note = message("2", "", "smells like fraud", MessageAuthor::kAgent);
  note.is_private = true;
  EXPECT_EQ(add_lamp({note}).messages, 1U);
  EXPECT_EQ(store->find(id)->ticket.body, "My lamp is dark.");
  EXPECT_EQ(store->find(id)->ticket.customer, "ann");
  EXPECT_EQ(texts(id), "My lamp is dark.;smells like fraud;");
}

TEST_P(Conversations, KeepsFieldsThatWereNotSent) {
  auto full = ticket("1", "dark");
  full.subject = "Lamp";
  const auto id = store->add(std::span(&full, 1)).ids[0];
  NewTicket solved = ticket("1", "", "");
  solved.subject = "Lamp (solved)";
  EXPECT_EQ(store->add(std::span(&solved, 1)).updated, 1U);
  EXPECT_EQ(store->add(std::span(&solved, 1)).unchanged, 1U);
  const auto found = store->find(id)->ticket;
  EXPECT_EQ(found.subject, "Lamp (solved)");
  EXPECT_EQ(found.body, "dark");
  EXPECT_EQ(found.customer, "ann");
}

TEST_P(Conversations, FindsWordsAndPeopleInMessages) {
  auto reply = message("2", "", "Take the zebra bulb.", MessageAuthor::kAgent);
  reply.address = "Eve@Example.com";
  const auto id = add_lamp({message("1", "", "dark"), reply}).ids[0];
  store->index_words(100);
  const auto count = [&](const char* words) { return store->count(store::parse_filter(words, {}), 9); };
  EXPECT_EQ(count("zebra"), 1U);
  EXPECT_EQ(count("dark"), 1U);
  add_lamp({message("2", "", "Take the lion bulb.", MessageAuthor::kAgent), message("3", "", "It has a giraffe.")});
  EXPECT_EQ(count("zebra"), 0U);
  EXPECT_EQ(count("lion giraffe"), 1U);
  EXPECT_THAT(store->mentioning("eve@example"), ElementsAre(id));
  EXPECT_THAT(store->mentioning("GIRAFFE"), ElementsAre(id));
  store->erase(std::span(&id, 1));
  EXPECT_EQ(count("giraffe"), 0U);
  EXPECT_TRUE(store->messages(id).empty());
  EXPECT_TRUE(store->mentioning("giraffe").empty());
}

TEST_P(Conversations, ErasesMessagesWithWhatOlderVersionsSaidOfThem) {
  auto hers = message("2", "2026-03-02", "I am the canary.");
  hers.address = "eve@example.com";
  add_lamp({hers});
  const auto id = add_lamp({message("1", "2026-03-01", "dark"), message("3", "2026-03-03", "canaries sing")}).ids[0];
  store->index_words(100);
  const auto is_hers = [](const Message& each) { return each.address == "eve@example.com"; };
  const store::TicketId both[] = {id, store::TicketId{99}};
  const auto erased = store->erase_messages(both, is_hers);
  EXPECT_EQ(erased.messages, 1U);
  EXPECT_EQ(erased.tickets, 0U);
  EXPECT_EQ(texts(id), "dark;canaries sing;");
  EXPECT_TRUE(store->mentioning("the canary").empty());
  EXPECT_TRUE(store->mentioning("eve@").empty());
  EXPECT_EQ(store->count(store::parse_filter("canary", {}), 9), 0U);
  EXPECT_EQ(store->count(store::parse_filter("canaries", {}), 9), 1U);
  EXPECT_EQ(store->erase_messages(both, is_hers).messages, 0U);
}

TEST_P(Conversations, MakesTheBodyAnewIfItsMessageIsErased) {
  auto lamp = Conversations::lamp({message("1", "2026-03-01", "dark"), message("2", "2026-03-02", "blue")});
  lamp.summary = "It is dark.";
  const auto id = store->add(std::span(&lamp, 1)).ids[0];
  store->erase_messages(std::span(&id, 1), [](const Message& each) { return each.text == "dark"; });
  EXPECT_EQ(store->find(id)->ticket.body, "blue");
  EXPECT_EQ(store->find(id)->ticket.summary, "");
  EXPECT_EQ(texts(id), "blue;");
}

TEST_P(Conversations, ErasesATicketWithoutOtherMessages) {
  const auto id = add_lamp({message("1", "", "dark")}).ids[0];
  const auto alone = add("2");
  const store::TicketId both[] = {id, alone};
  const auto erased = store->erase_messages(both, [](const Message&) { return true; });
  EXPECT_EQ(erased.messages, 1U);
  EXPECT_EQ(erased.tickets, 1U);
  EXPECT_FALSE(store->find(id));
  EXPECT_TRUE(store->find(alone));
}

TEST_P(Conversations, NamesTheSourcesThatHoldTheSameTickets) {
  const NewTicket three[] = {ticket("1", "one"), ticket("2", "two"), lamp({message("1", "", "dark")})};
  store->add(three);
  auto renamed = std::vector<NewTicket>(three, three + 3);
  for (auto& each : renamed) each.source = "test (1)";
  using Sources = std::map<std::string, std::size_t>;
  EXPECT_EQ(store->sources_with(renamed), (Sources{{"test", 3}}));
  renamed[0].body = "another";
  store->add(std::span(renamed).subspan(1, 1));
  EXPECT_EQ(store->sources_with(renamed), (Sources{{"test", 2}, {"test (1)", 1}}));
  const NewTicket unknown[] = {ticket("8", "one")};
  EXPECT_EQ(store->sources_with(unknown), Sources());
}

class FilteredList : public TicketStoreContract {
 protected:
  void SetUp() override {
    TicketStoreContract::SetUp();
    if (IsSkipped()) return;
    NewTicket all[6];
    for (int i = 0; i < 6; ++i) {
      all[i] = ticket(std::to_string(i), "nothing to see");
      all[i].created_on = "2026-03-0" + std::to_string(i + 1);
    }
    all[0].body = "Where is my refund? It never arrived.";
    all[1].subject = "Refunded twice";
    all[2].body = "my refund never ever arrived";
    all[3].product = "Hub's \"best\" %";
    all[4].customer = "ANN";
    all[5].created_on = "";
    all[5].channel = "phone";
    ids = store->add(all).ids;
    store->index_words(1000);
  }

  // External ids of the matching tickets, newest first.
  std::string found(const store::TicketFilter& filter) {
    std::string numbers;
    for (const auto& row : store->list(filter, store::Order::kNewestFirst, {}, 100)) numbers += row.ticket.external_id;
    EXPECT_EQ(store->count(filter, 100), numbers.size());
    return numbers;
  }
  std::string found(const std::string& typed) { return found(store::parse_filter(typed, {"category", "urgency"})); }

  std::vector<store::TicketId> ids;
};

TEST_P(FilteredList, ReturnsAllTicketsWithoutAFilter) { EXPECT_EQ(found(""), "543210"); }

TEST_P(FilteredList, FindsByFields) {
  EXPECT_EQ(found("customer:ann"), "543210");
  EXPECT_EQ(found("channel:Phone"), "5");
  EXPECT_EQ(found("-channel:phone"), "43210");
  EXPECT_EQ(found("id:3"), "3");
  EXPECT_EQ(found("source:test id:4"), "4");
  EXPECT_EQ(found("source:other"), "");
  store::TicketFilter quoted;
  quoted.fields.push_back({&NewTicket::product, "Hub's \"best\" %"});
  EXPECT_EQ(found(quoted), "3");
}

TEST_P(FilteredList, FindsByWordsAndPhrases) {
  EXPECT_EQ(found("refund"), "20");
  EXPECT_EQ(found("REFUND*"), "210");
  EXPECT_EQ(found("\"never arrived\""), "0");
  EXPECT_EQ(found("never arrived"), "20");
  EXPECT_EQ(found("refund customer:ann id:2"), "2");
  EXPECT_EQ(found("\"refund OR nothing\""), "");
  EXPECT_EQ(found("fund"), "");
}

class Languages : public FilteredList {
 protected:
  void SetUp() override {
    FilteredList::SetUp();
    if (IsSkipped()) return;
    NewTicket all[] = {ticket("j", "注文した傘がまだ届きません。返品をお願いします。", "Tanaka <tanaka@example.jp>"),
                       ticket("c", "我买的雨伞坏了，请退货。", "Li Wei"),
                       ticket("k", "우산이 고장나서 반품을 원합니다", "김민수"),
                       ticket("t", "ฉันต้องการคืนร่มค่ะ", "c@example.th"),
                       ticket("d", "Die Größe des Schirms passt nicht", "Jörg Müller <jm+shop@example.de>"),
                       ticket("f", "L’été dernier j'ai été débité deux fois, résumé joint", "Zoë Łuczak")};
    for (auto& each : all) each.source = "languages";
    store->add(all);
    store->index_words(1000);
  }
};

TEST_P(Languages, FindsWordsInsideTextWithoutBlanks) {
  EXPECT_EQ(found("返品"), "j");
  EXPECT_EQ(found("傘"), "j");
  EXPECT_EQ(found("届きません"), "j");
  EXPECT_EQ(found("返品をお願い 傘"), "j");
  EXPECT_EQ(found("退货"), "c");
  EXPECT_EQ(found("반품"), "k");
  EXPECT_EQ(found("คืนร่ม"), "t");
  for (const char* absent : {"品返", "返願い", "货退", "품반", "คนรม"}) EXPECT_EQ(found(absent), "") << absent;
}

TEST_P(Languages, IgnoresCaseAndAccents) {
  for (const char* typed : {"debite", "DÉBITÉ", "resume", "Résumé", "\"ete dernier\"", "deb*", "luczak"})
    EXPECT_EQ(found(typed), "f") << typed;
  for (const char* typed : {"grosse", "GRÖSSE", "größe", "groß*", "muller"}) EXPECT_EQ(found(typed), "d") << typed;
}

TEST_P(Languages, FindsAPartOfTheCustomer) {
  for (const char* typed : {"customer:Müller", "customer:muller", "customer:jm+shop@example.de", "customer:jm*",
                            "customer:\"jorg müller\"", "müller", "jm+shop@"})
    EXPECT_EQ(found(typed), "d") << typed;
  EXPECT_EQ(found("customer:김민"), "k");
  EXPECT_EQ(found("customer:example customer:jp"), "j");
  EXPECT_EQ(found("example.th"), "t");
  EXPECT_EQ(found("customer:mull"), "");
  EXPECT_EQ(found("customer:schirms"), "");
  EXPECT_EQ(found("customer:\"müller jörg\""), "");
  EXPECT_EQ(found("source:languages -customer:example"), "fkc");
}

TEST_P(Languages, FindsTheCustomersOfMessagesButNotAgents) {
  NewTicket given = ticket("m", "", "Bea");
  given.messages = {{"1", MessageAuthor::kCustomer, "Carlos Núñez", "cn@example.es", false, "", "", "one"},
                    {"2", MessageAuthor::kAgent, "Dora", "dora@desk.example", false, "", "", "two"}};
  store->add(std::span(&given, 1));
  store->index_words(1000);
  EXPECT_EQ(found("customer:nunez"), "m");
  EXPECT_EQ(found("cn@example.es"), "m");
  EXPECT_EQ(found("customer:bea"), "m");
  EXPECT_EQ(found("dora"), "");
  given.messages = {{"3", MessageAuthor::kCustomer, "Erik Ås", "", false, "", "", "three"}};
  store->add(std::span(&given, 1));
  EXPECT_EQ(found("customer:as customer:nunez"), "m");
  const auto id = store->find("test", "m").value();
  store->erase(std::span(&id, 1));
  EXPECT_EQ(found("customer:nunez"), "");
}

TEST_P(FilteredList, FindsByIds) {
  store::TicketFilter filter;
  for (const auto id : {ids[4], ids[1], ids[1]}) filter.ids.push_back(static_cast<std::int64_t>(id));
  EXPECT_EQ(found(filter), "41");
  filter.phrases.push_back({"nothing"});
  EXPECT_EQ(found(filter), "41");
  filter.ids = {99};
  EXPECT_EQ(found(filter), "");
}

TEST_P(FilteredList, FindsByDay) {
  EXPECT_EQ(found("created:>2026-03-03"), "43");
  EXPECT_EQ(found("created:>=2026-03-03 created:<2026-03-05"), "32");
  EXPECT_EQ(found("created:2026-03-02"), "1");
  EXPECT_EQ(found("created:2026-03"), "43210");
  EXPECT_EQ(found("created:<=2025"), "");
}

TEST_P(FilteredList, FindsByCurrentLabels) {
  say(ids[0], "Billing", store::Author::kModel);
  say(ids[1], "Billing", store::Author::kPerson);
  say(ids[2], "Billing", store::Author::kModel);
  say(ids[2], "Bug Report", store::Author::kPerson);
  EXPECT_EQ(found("category:billing"), "10");
  EXPECT_EQ(found("category:\"bug report\""), "2");
  EXPECT_EQ(found("-category:billing"), "5432");
  EXPECT_EQ(found("no:category"), "543");
  EXPECT_EQ(found("-no:category"), "210");
  EXPECT_EQ(found("by:person"), "21");
  EXPECT_EQ(found("-by:person refund"), "0");
  EXPECT_EQ(found("category:billing refund"), "0");
  EXPECT_EQ(found("no:urgency category:billing by:model"), "0");
}

TEST_P(FilteredList, TreatsHostileInputAsWords) {
  for (const char* typed : {"'; DROP TABLE ticket; --", "\"\\\" OR 1=1\"", "NEAR(a b)", "refund AND", "col:umn:x",
                            "a*b*", "\xF0\x9F\x98\x80", "--", "id:' customer:\"", "100%", "_"}) {
    try {
      found(typed);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage) << typed << ": " << error.what();
    }
  }
  EXPECT_EQ(found(""), "543210");
}

TEST_P(FilteredList, ContinuesAfterThePreviousPage) {
  const auto all = store::parse_filter("nothing", {});
  const auto newest = store->list(all, store::Order::kNewestFirst, {}, 2);
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].ticket.id, ids[5]);
  const auto more = store->list(all, store::Order::kNewestFirst, newest[1].ticket.id, 2);
  ASSERT_EQ(more.size(), 2U);
  EXPECT_EQ(more[0].ticket.id, ids[3]);
  EXPECT_EQ(more[1].ticket.id, ids[1]);
  EXPECT_TRUE(store->list(all, store::Order::kNewestFirst, more[1].ticket.id, 2).empty());
  EXPECT_EQ(store->list(all, store::Order::kOldestFirst, ids[3], 9).size(), 2U);
  EXPECT_EQ(store->count(all, 3), 3U);
}

TEST_P(FilteredList, FindsWordsOnceIndexedAndAppliesChangesAtOnce) {
  const auto late = add("9", "a zebra crossed");
  EXPECT_EQ(store->not_indexed(), 1U);
  EXPECT_EQ(store->index_words(1000), 0U);
  EXPECT_EQ(store->not_indexed(), 0U);
  EXPECT_EQ(found("zebra"), "9");
  add("9", "a lion crossed");
  EXPECT_EQ(found("zebra"), "");
  EXPECT_EQ(found("lion"), "9");
  store->erase(std::span(&late, 1));
  EXPECT_EQ(found("lion"), "");
}

TEST_P(FilteredList, IsExactBeforeIndexingExceptForWords) {
  NewTicket late = ticket("9", "late", "zoe");
  late.created_on = "2026-03-02";
  late.product = "Lamp";
  store->add(std::span(&late, 1));
  EXPECT_EQ(found("customer:ZOE"), "9");
  EXPECT_EQ(found("-customer:ann"), "9");
  EXPECT_EQ(found("product:lamp created:2026-03"), "9");
  EXPECT_EQ(found("created:2026-03-02"), "91");
  EXPECT_EQ(store->days()[1].tickets, 2U);
  EXPECT_EQ(store->tally({"2026-03-02", "2026-03-02"}, "category", "urgency").tickets, 2U);
  late.product = "Bulb";
  store->add(std::span(&late, 1));
  store->index_words(100);
  EXPECT_EQ(found("product:lamp"), "");
  EXPECT_EQ(found("product:bulb"), "9");
}

TEST_P(FilteredList, CountsTicketsByDay) {
  const auto days = store->days();
  ASSERT_EQ(days.size(), 5U);
  EXPECT_EQ(days[0].day, "2026-03-01");
  EXPECT_EQ(days[4].tickets, 1U);
}

TEST_P(FilteredList, TalliesAPeriod) {
  for (const auto id : {ids[0], ids[1], ids[3]}) say(id, "Billing", store::Author::kModel);
  say(ids[2], "Other", store::Author::kModel);
  const store::NewLabel urgent[] = {{ids[1], "urgency", "High", store::Author::kModel, "", {}}};
  store->label(urgent);
  const auto tally = store->tally({"2026-03-02", "2026-03-04"}, "category", "urgency");
  EXPECT_EQ(tally.tickets, 3U);
  EXPECT_EQ(tally.labels.at("category").at("Billing"), 2U);
  EXPECT_EQ(tally.labels.at("category").at("Other"), 1U);
  EXPECT_EQ(tally.crossed.size(), 1U);
  EXPECT_EQ(tally.crossed.at("Billing").at("High"), 1U);
  EXPECT_EQ(tally.products.size(), 1U);
  EXPECT_EQ(store->tally({"", ""}, "category", "urgency").tickets, 5U);
}

TEST_P(FilteredList, FindsMentionsInAllFieldsAndVersions) {
  NewTicket mail = ticket("mail", "write to Eve@Example.com");
  mail.custom = R"({"cc":"bob@example.com"})";
  const auto id = store->add(std::span(&mail, 1)).ids[0];
  mail.body = "nobody";
  store->add(std::span(&mail, 1));
  EXPECT_THAT(store->mentioning("eve@example.com"), ElementsAre(id));
  EXPECT_THAT(store->mentioning("BOB@"), ElementsAre(id));
  EXPECT_TRUE(store->mentioning("e_e@").empty());
}

std::unique_ptr<store::TicketStore> make_memory(const std::string&) { return std::make_unique<MemoryStore>(); }
std::unique_ptr<store::TicketStore> make_sqlite(const std::string& folder) {
  return store::open_sqlite_store(folder + "/tickets.db", store::Access::kWrite);
}
std::unique_ptr<store::TicketStore> make_postgres(const std::string& url) {
  return store::open_postgres_store(url, store::Access::kWrite);
}

const auto kImplementations =
    testing::Values(Kind{"Memory", make_memory}, Kind{"Sqlite", make_sqlite}, Kind{"Postgres", make_postgres, true});
std::string name_of_kind(const testing::TestParamInfo<Kind>& kind) { return kind.param.name; }
INSTANTIATE_TEST_SUITE_P(Implementations, TicketStoreContract, kImplementations, name_of_kind);
INSTANTIATE_TEST_SUITE_P(Implementations, Conversations, kImplementations, name_of_kind);
INSTANTIATE_TEST_SUITE_P(Implementations, FilteredList, kImplementations, name_of_kind);
INSTANTIATE_TEST_SUITE_P(Implementations, Languages, kImplementations, name_of_kind);

}  // namespace
}  // namespace smartdesk
