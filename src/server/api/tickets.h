// Tickets, their labels and histories (see accounts.h). store/ticket_json.h writes rows, tickets and history lines.

#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "http/described_json.h"
#include "store/ticket_store.h"

namespace smartdesk::server {
namespace api {

struct Label {
  std::string value;
  store::Author by = store::Author::kRule;
  std::optional<double> probability;
};
BOOST_DESCRIBE_STRUCT(Label, (), (value, by, probability))

struct Row {
  store::TicketId id{};
  std::string external_id, source;
  int version = 1;
  std::string created_at, product, customer, channel, language, subject, body, tags;
  std::map<std::string, Label> labels;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, external_id, source, version, created_at, product, customer, channel, language, subject,
                       body, tags, labels))

struct HistoryLine {
  store::LabelId id{};
  std::string task, value;
  store::Author by = store::Author::kRule;
  std::string who;
  std::optional<double> probability;
  std::string at;
  std::optional<std::string> undone_at;
};
BOOST_DESCRIBE_STRUCT(HistoryLine, (), (id, task, value, by, who, probability, at, undone_at))

// As MessageAuthor.
enum class MessageRole { kCustomer, kAgent, kSystem };
BOOST_DESCRIBE_ENUM(MessageRole, kCustomer, kAgent, kSystem)

struct TicketMessage {
  std::string id;
  MessageRole role = MessageRole::kCustomer;
  bool private_ = false;
  std::string author, address, created_at, channel, text, own_text;
};
BOOST_DESCRIBE_STRUCT(TicketMessage, (), (id, role, private_, author, address, created_at, channel, text, own_text))

struct Ticket : Row {
  std::string summary;
  boost::json::value custom;
  std::vector<TicketMessage> messages;
  std::vector<HistoryLine> history;
};
BOOST_DESCRIBE_STRUCT(Ticket, (Row), (summary, custom, messages, history))

struct TicketPage {
  std::optional<std::string> next;
  std::uint64_t not_indexed = 0;
  std::vector<http::Written<Row>> tickets;
};
BOOST_DESCRIBE_STRUCT(TicketPage, (), (next, not_indexed, tickets))

enum class TicketOrder { kNewest, kOldest };
BOOST_DESCRIBE_ENUM(TicketOrder, kNewest, kOldest)

struct TicketCount {
  std::uint64_t count = 0;
  bool is_all = true;
};
BOOST_DESCRIBE_STRUCT(TicketCount, (), (count, is_all))

struct NewMessage {
  http::Omittable<http::TextOrNumber> id;
  http::Omittable<MessageRole> role;
  http::Omittable<bool> private_;
  http::Omittable<std::string> author, address, created_at, channel;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(NewMessage, (), (id, role, private_, author, address, created_at, channel, text))

// prediction::ticket_in() reads it.
struct NewTicket {
  http::Omittable<std::string> source;
  http::Omittable<http::TextOrNumber> external_id;
  http::Omittable<std::string> created_at, product, customer, channel, language, subject, body, tags, text;
  http::Omittable<std::vector<NewMessage>> messages;
};
BOOST_DESCRIBE_STRUCT(NewTicket, (),
                      (source, external_id, created_at, product, customer, channel, language, subject, body, tags, text,
                       messages))

struct NewTickets {
  std::vector<NewTicket> tickets;
};
BOOST_DESCRIBE_STRUCT(NewTickets, (), (tickets))

struct AddedTickets {
  std::vector<store::TicketId> ids;
  std::uint64_t added = 0, updated = 0, unchanged = 0;
};
BOOST_DESCRIBE_STRUCT(AddedTickets, (), (ids, added, updated, unchanged))

struct LabelRequest {
  std::map<std::string, std::string> labels;  // by task
};
BOOST_DESCRIBE_STRUCT(LabelRequest, (), (labels))

struct ErasedTickets {
  std::uint64_t erased = 0;
  std::vector<std::string> models;
};
BOOST_DESCRIBE_STRUCT(ErasedTickets, (), (erased, models))

struct ErasedCustomer {
  std::uint64_t erased = 0;    // tickets
  std::uint64_t messages = 0;  // in tickets of other customers
  std::uint64_t mentions = 0;  // tickets that still contain the address
  std::vector<std::string> models;
};
BOOST_DESCRIBE_STRUCT(ErasedCustomer, (), (erased, messages, mentions, models))

}  // namespace api
}  // namespace smartdesk::server
