#include "server/hook_routes.h"

#include <sodium.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "formats/messages.h"
#include "http/problem.h"
#include "server/api/hooks.h"
#include "server/api/tickets.h"
#include "server/internal/reading.h"
#include "server/signature.h"
#include "text/json_text.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::int64_t kFreshSeconds = 300;

http::Problem not_signed(const char* why) { return {401, std::string("The message was refused: ") + why}; }

bool is_same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void require(std::string_view given, const std::string& expected) {
  if (!is_same(given, expected)) throw not_signed("its signature does not match the configured secret.");
}

void require_fresh(std::optional<std::int64_t> signed_at, std::int64_t now) {
  if (!signed_at || std::abs(now - *signed_at) > kFreshSeconds)
    throw not_signed("it was not signed within the last five minutes.");
}

std::optional<std::int64_t> seconds_in(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return seconds;
}

// "2026-03-01T09:30:00Z"
std::optional<std::int64_t> seconds_of_iso_time(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  // NOLINTNEXTLINE(bugprone-unchecked-string-to-number-conversion): widths keep each number small
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) != 6)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((static_cast<std::int64_t>(days) * 24 + hour) * 60 + minute) * 60 + second;
}

// developer.zendesk.com, "Verifying webhook authenticity".
void verify_zendesk(const http::Request& request, const std::string& secret, std::int64_t now) {
  const std::string timestamp(request.header("X-Zendesk-Webhook-Signature-Timestamp"));
  require(request.header("X-Zendesk-Webhook-Signature"), base64(hmac(Hash::kSha256, secret, timestamp + request.body)));
  require_fresh(seconds_of_iso_time(timestamp), now);
}

// "sha256=" and the HMAC of "timestamp.body".
void verify_chatwoot(const http::Request& request, const std::string& secret, std::int64_t now) {
  const std::string timestamp(request.header("X-Chatwoot-Timestamp"));
  require(request.header("X-Chatwoot-Signature"),
          "sha256=" + lower_hex(hmac(Hash::kSha256, secret, timestamp + "." + request.body)));
  require_fresh(seconds_in(timestamp), now);
}

// admin-docs.zammad.org, "Webhook": no timestamp is signed, so a message may be replayed, which changes nothing.
void verify_zammad(const http::Request& request, const std::string& secret, std::int64_t) {
  require(request.header("X-Hub-Signature"), "sha1=" + lower_hex(hmac(Hash::kSha1, secret, request.body)));
}

const json::value* at(const json::value& value, std::initializer_list<std::string_view> path) {
  const json::value* found = &value;
  for (const auto key : path) {
    if (!found->is_object()) return nullptr;
    found = found->get_object().if_contains(key);
    if (found == nullptr) return nullptr;
  }
  return found;
}

// A text or number; empty for anything else.
std::string text_at(const json::value& value, std::initializer_list<std::string_view> path) {
  const auto* found = at(value, path);
  if (found == nullptr) return "";
  if (found->is_number()) return text::json_text(*found);
  if (!found->is_string()) return "";
  std::string text(found->get_string());
  std::erase(text, '\0');
  return text;
}

std::string first_of(std::initializer_list<std::string> texts) {
  for (const auto& text : texts) {
    if (!text.empty()) return text;
  }
  return "";
}

std::string full_name(const json::value& message, std::initializer_list<std::string_view> path) {
  const auto* person = at(message, path);
  if (person == nullptr) return "";
  const auto first = text_at(*person, {"firstname"}), last = text_at(*person, {"lastname"});
  return first.empty() || last.empty() ? first + last : first + " " + last;
}

// Adds the message that is an object at this path, if it has a text.
void add_message(NewTicket& ticket, const json::value* entry, std::vector<std::string> askers,
                 const std::string& otherwise_at) {
  if (entry == nullptr || !entry->is_object()) return;
  auto message = formats::message_in(*entry, std::move(askers));
  if (!message) return;
  if (message->created_at.empty()) message->created_at = otherwise_at;
  ticket.messages.push_back(std::move(*message));
}

// Adds a text of the customer that came without more.
void add_text(NewTicket& ticket, const std::string& text) {
  const json::value entry{{"role", "customer"}, {"body", text}};
  add_message(ticket, &entry, {}, ticket.created_at);
}

// A ticket event, or the object that a trigger's own body builds from {{ticket.id}}, {{ticket.title}} and so on. Events
// of a comment come with the ticket as it is, without its description.
NewTicket zendesk_ticket(const json::value& message) {
  NewTicket ticket;
  const auto from = [&](std::string_view key) {
    return first_of({text_at(message, {"detail", key}), text_at(message, {"ticket", key}), text_at(message, {key})});
  };
  ticket.external_id = first_of({text_at(message, {"detail", "id"}), text_at(message, {"ticket", "id"}),
                                 text_at(message, {"ticket_id"}), text_at(message, {"id"})});
  ticket.subject = first_of({text_at(message, {"detail", "subject"}), text_at(message, {"ticket", "subject"}),
                             from("title"), text_at(message, {"detail"}).empty() ? text_at(message, {"subject"}) : ""});
  ticket.created_at = from("created_at");
  ticket.customer = first_of({text_at(message, {"detail", "requester", "name"}), from("requester_name"),
                              from("requester"), from("requester_id")});
  ticket.channel = first_of({text_at(message, {"detail", "via", "channel"}), from("channel")});
  ticket.product = from("product");
  add_text(ticket, from("description"));
  add_text(ticket, from("body"));
  add_message(ticket, at(message, {"event", "comment"}), {from("requester_id"), ticket.customer},
              text_at(message, {"time"}));
  return ticket;
}

// message_created, and the events of a conversation, which hold its newest messages.
NewTicket chatwoot_ticket(const json::value& message) {
  NewTicket ticket;
  const auto event = text_at(message, {"event"});
  const bool is_message = event == "message_created" || event == "message_updated";
  const auto* conversation = is_message ? at(message, {"conversation"}) : &message;
  if (conversation == nullptr || !(is_message || event.starts_with("conversation_"))) return ticket;
  ticket.external_id = first_of({text_at(*conversation, {"display_id"}), text_at(*conversation, {"id"})});
  ticket.subject = text_at(*conversation, {"additional_attributes", "mail_subject"});
  const auto seconds = text_at(*conversation, {"created_at"});
  const std::string_view column[] = {seconds};
  ticket.created_at = formats::message_time(seconds, text::DayReader(column));
  ticket.channel = first_of({text_at(message, {"inbox", "name"}), text_at(*conversation, {"channel"})});
  if (is_message) {
    add_message(ticket, &message, {}, "");
  } else if (const auto* messages = at(message, {"messages"})) {
    ticket.messages = formats::messages_in(*messages, {});
  }
  const bool is_of_customer =
      is_message && !ticket.messages.empty() && ticket.messages[0].author == MessageAuthor::kCustomer;
  ticket.customer = first_of({is_of_customer ? text_at(message, {"sender", "name"}) : "",
                              is_of_customer ? text_at(message, {"sender", "email"}) : "",
                              text_at(*conversation, {"meta", "sender", "name"}),
                              text_at(*conversation, {"meta", "sender", "email"})});
  return ticket;
}

// The ticket with its newest article.
NewTicket zammad_ticket(const json::value& message) {
  NewTicket ticket;
  ticket.external_id = first_of({text_at(message, {"ticket", "number"}), text_at(message, {"ticket", "id"})});
  ticket.subject = text_at(message, {"ticket", "title"});
  ticket.created_at = text_at(message, {"ticket", "created_at"});
  ticket.customer = full_name(message, {"ticket", "customer"});
  ticket.channel = text_at(message, {"ticket", "create_article_type"});
  ticket.product = text_at(message, {"ticket", "group", "name"});
  add_message(ticket, at(message, {"article"}), {ticket.customer, text_at(message, {"ticket", "customer", "email"})},
              "");
  return ticket;
}

struct Service {
  std::string name, secret;
  void (*verify)(const http::Request&, const std::string& secret, std::int64_t now);
  NewTicket (*ticket)(const json::value& message);
  http::SchemaWriter schema;
};

// Whether a ticket can begin with this: a note, or what the service says of itself, only belongs to one that is there.
bool has_text(const NewTicket& ticket) {
  return !ticket.subject.empty() ||
         std::any_of(ticket.messages.begin(), ticket.messages.end(),
                     [](const Message& each) { return !each.is_private && each.author != MessageAuthor::kSystem; });
}

bool is_known(const Workshop& workshop, const NewTicket& ticket) {
  bool is_known = false;
  workshop.read(
      [&](const store::TicketStore& store) { is_known = store.find(ticket.source, ticket.external_id).has_value(); });
  return is_known;
}

http::Response take_message(const http::Request& request, const Service& service, Workshop& workshop,
                            const TicketListener& listener, const NowSeconds& now) {
  if (service.secret.empty()) {
    throw http::Problem(404, "Messages from " + service.name + " are disabled. Set hooks." + service.name +
                                 "_secret to its signing secret.");
  }
  service.verify(request, service.secret, now());
  auto ticket = service.ticket(http::json_of_body(request));
  ticket.source = service.name;
  if (ticket.created_at.empty() && !ticket.messages.empty()) ticket.created_at = ticket.messages.front().created_at;
  if (ticket.external_id.empty() || (!has_text(ticket) && !is_known(workshop, ticket)))
    return http::json_response(api::AddedTickets{});
  const auto added = take_in(workshop, {std::move(ticket)}, listener);
  return http::json_response(api::AddedTickets{added.ids, added.added, added.updated, added.unchanged});
}

}  // namespace

void add_hook_routes(http::Router& router, Workshop& workshop, const HookSecrets& secrets,
                     const TicketListener& listener, const NowSeconds& now) {
  const Service services[] = {
      {"zendesk", secrets.zendesk, verify_zendesk, zendesk_ticket, http::schema_of<api::ZendeskMessage>},
      {"chatwoot", secrets.chatwoot, verify_chatwoot, chatwoot_ticket, http::schema_of<api::ChatwootMessage>},
      {"zammad", secrets.zammad, verify_zammad, zammad_ticket, http::schema_of<api::ZammadMessage>}};
  for (const auto& service : services) {
    router.add(
        {.method = http::Method::kPost,
         .pattern = "/api/v1/hooks/" + service.name,
         .role = http::Role::kNobody,
         .summary = "Receive a signed ticket webhook from " + service.name + ".",
         .handler =
             [service, &workshop, listener, now](const http::Request& request) {
               return take_message(request, service, workshop, listener, now);
             },
         .rate_limit = http::RateLimit::kWrite,
         .takes = http::Content{.what = "The service's webhook message.", .schema = service.schema},
         .answers = http::json_content<api::AddedTickets>("`ids` is empty if the message has no ticket.",
                                                          R"({"ids":[7],"added":1,"updated":0,"unchanged":0})")});
  }
}

}  // namespace smartdesk::server
