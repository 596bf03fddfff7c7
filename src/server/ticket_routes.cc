#include "server/ticket_routes.h"

#include <map>
#include <span>
#include <utility>

#include "core/error.h"
#include "core/label_spelling.h"
#include "core/taxonomy.h"
#include "core/ticket.h"
#include "http/problem.h"
#include "prediction/ticket_message.h"
#include "server/answer_routes.h"
#include "server/api/answers.h"
#include "server/api/tickets.h"
#include "server/internal/reading.h"
#include "store/ticket_json.h"
#include "text/ticket_text.h"
#include "workspace/customer.h"
#include "workspace/erase.h"
#include "workspace/predict_workspace.h"
#include "workspace/review.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostAtOnce = 1000;
constexpr std::uint64_t kIndexedAtOnce = 10'000;

constexpr http::TextParameter kFilter{
    "filter", "Search terms and conditions, as in `smartdesk search`: refund category:Billing created:>=2026-01-01."};
constexpr http::ChoiceParameter<api::TicketOrder> kOrder{"order", "The first tickets to list.",
                                                         api::TicketOrder::kNewest};
constexpr http::NumberParameter kLimit{"limit", "Maximum tickets per page.", 50, 1, kMostAtOnce};
constexpr http::TextParameter kCursor{"cursor", "`next` of the previous page."};
constexpr http::TextParameter kCustomer{"customer", "An e-mail address, or the whole name of a customer."};
constexpr http::NumberParameter kAtMost{"at_most", "Stop counting at this number.", 10'000, 1, 1'000'000};

constexpr const char* kRow =
    R"({"id":7,"external_id":"4711","source":"shop","version":1,"created_at":"2026-03-01","product":"Router",)"
    R"("customer":"Ann Lee","channel":"mail","language":"en","subject":"Charged twice","body":"I was billed two )"
    R"(times.","tags":"","labels":{"category":{"value":"Billing","by":"model","probability":0.93}}})";

constexpr const char* kTicket =
    R"({"id":7,"external_id":"4711","source":"shop","version":1,"created_at":"2026-03-01","product":"Router",)"
    R"("customer":"Ann Lee","channel":"mail","language":"en","subject":"Charged twice","body":"I was billed two )"
    R"(times.","tags":"","labels":{"category":{"value":"Billing","by":"model","probability":0.93}},"summary":"",)"
    R"("custom":{"plan":"basic"},"messages":[{"id":"1","role":"customer","private":false,"author":"Ann Lee",)"
    R"("address":"ann@example.com","created_at":"2026-03-01T09:00:00Z","channel":"mail","text":"I was billed two )"
    R"(times.","own_text":"I was billed two times."}],"history":[{"id":3,"task":"category","value":"Billing","by":"model",)"
    R"("who":"a1b2c3d4e5f6","probability":0.93,"at":"2026-03-01T09:30:00Z","undone_at":null}]})";

std::string in_list(std::string_view name, std::string_view entry, std::string_view more) {
  return "{\"" + std::string(name) + "\":[" + std::string(entry) + "]" + std::string(more) + "}";
}

store::TicketId ticket_in_path(const http::Request& request) { return store::TicketId{number_in_path(request, "id")}; }

http::Problem no_such(store::TicketId id) {
  return {404, "There is no ticket with the number " + std::to_string(static_cast<std::int64_t>(id)) + "."};
}

json::object whole_ticket(const store::TicketStore& store, store::TicketId id) {
  const auto found = store.find(id);
  if (!found) throw no_such(id);
  return store::ticket_json(*found, store.messages(id), store.history(id));
}

store::TicketFilter filter_of(const http::Request& request, const Workshop& workshop) {
  return store::parse_filter(kFilter.read(request), workshop.tasks());
}

// A page's `next` is the ID of its last ticket.
store::TicketId cursor_in(const http::Request& request) {
  constexpr http::NumberParameter kId{kCursor.name, kCursor.what, 0, 0, std::numeric_limits<std::int64_t>::max()};
  return store::TicketId{kId.read(request)};
}

http::Response list_tickets(const http::Request& request, const Workshop& workshop) {
  const auto filter = filter_of(request, workshop);
  const auto order =
      kOrder.read(request) == api::TicketOrder::kNewest ? store::Order::kNewestFirst : store::Order::kOldestFirst;
  const auto limit = static_cast<std::size_t>(kLimit.read(request));
  const auto beyond = cursor_in(request);
  api::TicketPage answer;
  workshop.read([&](const store::TicketStore& store) {
    const auto page = store.list(filter, order, beyond, limit);
    for (const auto& row : page) answer.tickets.push_back({store::row_json(row)});
    if (page.size() == limit) answer.next = std::to_string(static_cast<std::int64_t>(page.back().ticket.id));
    answer.not_indexed = store.not_indexed();
  });
  return http::json_response(answer);
}

http::Response count_tickets(const http::Request& request, const Workshop& workshop) {
  const auto filter = filter_of(request, workshop);
  const auto at_most = static_cast<std::uint64_t>(kAtMost.read(request));
  std::uint64_t count = 0;
  workshop.read([&](const store::TicketStore& store) { count = store.count(filter, at_most); });
  return http::json_response(api::TicketCount{count, count < at_most});
}

NewTicket ticket_from(const json::object& object) {
  auto ticket = prediction::ticket_in(object);
  if (ticket.source.empty()) ticket.source = "api";
  return ticket;
}

std::vector<NewTicket> tickets_from(const json::object& body) {
  const auto* list = body.if_contains("tickets");
  if (list == nullptr) return {ticket_from(body)};
  if (!list->is_array() || list->get_array().empty())
    throw http::Problem(400, "\"tickets\" must be a non-empty list of tickets.");
  if (list->get_array().size() > kMostAtOnce)
    throw http::Problem(
        413, "At most 1,000 tickets per request. Send the rest in further requests, or POST a file to /api/v1/import.");
  std::vector<NewTicket> tickets;
  for (const auto& entry : list->get_array()) tickets.push_back(ticket_from(object_in(entry, "Each ticket")));
  return tickets;
}

http::Response add_tickets(const http::Request& request, Workshop& workshop, const TicketListener& listener) {
  const auto added = take_in(workshop, tickets_from(object_of_body(request)), listener);
  return http::json_response(api::AddedTickets{added.ids, added.added, added.updated, added.unchanged}, 201);
}

// The labels of a task that a person may give: those of the taxonomy and of the model that answers.
LabelSpellings known_labels_of(const TaskDefinition& task, const Workshop& workshop) {
  std::vector<std::string> names;
  for (const auto& label : task.labels) names.push_back(label.name);
  if (const auto answering = workshop.served()->current()) {
    for (const auto& head : answering->model().heads) {
      if (head.task == task.name) names.insert(names.end(), head.labels.names().begin(), head.labels.names().end());
    }
  }
  return LabelSpellings(names);
}

std::map<std::string, std::string> labels_in(const http::Request& request, const Workshop& workshop) {
  auto labels = body_of<api::LabelRequest>(request).labels;
  if (labels.empty()) throw http::Problem(400, R"(Send {"labels":{"category":"Billing"}}.)");
  for (auto& [task, label] : labels) {
    const auto* definition = find_task(workshop.taxonomy(), task);
    if (definition == nullptr)
      throw http::Problem(400, "There is no task \"" + task + "\". See GET /api/v1/tasks for all tasks.");
    auto name = known_labels_of(*definition, workshop).find(label);
    if (!name)
      throw http::Problem(
          400, "\"" + label + "\" is not a label of the task " + task + ". See GET /api/v1/tasks for all labels.");
    label = *std::move(name);
  }
  return labels;
}

http::Response say_labels(const http::Request& request, Workshop& workshop, const TicketListener& listener) {
  const auto id = ticket_in_path(request);
  const auto labels = labels_in(request, workshop);
  json::object ticket;
  std::optional<store::ListedTicket> listed;
  workshop.write([&](store::TicketStore& store) {
    if (!store.find(id)) throw no_such(id);
    workspace::add_persons_labels(store, id, labels, who_asks(request), nullptr);
    ticket = whole_ticket(store, id);
    listed = store.find(id);
  });
  if (listener) listener("ticket.labelled", store::row_json(*listed));
  return http::json_response(ticket);
}

http::Response undo_label(const http::Request& request, Workshop& workshop) {
  const store::LabelId label{number_in_path(request, "id")};
  json::object ticket;
  workshop.write([&](store::TicketStore& store) {
    try {
      ticket = whole_ticket(store, store.undo(label));
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kInvalidInput) throw;
      throw http::Problem(404, error.what());
    }
  });
  return http::json_response(ticket);
}

http::Response erase_ticket(const http::Request& request, Workshop& workshop) {
  const auto id = ticket_in_path(request);
  workspace::Erasure erasure;
  workshop.write([&](store::TicketStore& store) {
    erasure = workspace::erase_tickets(store, std::span(&id, 1), workshop.registry());
  });
  if (erasure.erased == 0) throw no_such(id);
  return http::json_response(api::ErasedTickets{erasure.erased, erasure.models});
}

http::Response erase_customer(const http::Request& request, Workshop& workshop) {
  const workspace::Customer customer(kCustomer.read(request));
  api::ErasedCustomer answer;
  workshop.write([&](store::TicketStore& store) {
    const auto theirs = workspace::tickets_of(store, customer, Run{});
    auto erasure = workspace::erase_customer(store, customer, theirs, workshop.registry());
    answer = {erasure.erased, erasure.messages, theirs.mentions.size(), std::move(erasure.models)};
  });
  return http::json_response(answer);
}

void add_reading(http::Router& router, Workshop& workshop) {
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/tickets",
       .role = http::Role::kViewer,
       .summary = "List the tickets that match a filter, page by page.",
       .handler = [&workshop](const http::Request& request) { return list_tickets(request, workshop); },
       .query = {kFilter, kOrder, kLimit, kCursor},
       .answers = http::json_content<api::TicketPage>("A page; `next` is null on the last page.",
                                                      in_list("tickets", kRow, R"(,"next":"7","not_indexed":0)"))});
  router.add({.method = http::Method::kGet,
              .pattern = "/data",
              .role = http::Role::kViewer,
              .summary = "List the first 50 tickets.",
              .handler =
                  [&workshop](const http::Request& request) {
                    auto first = request;
                    first.query = "order=oldest";
                    return list_tickets(first, workshop);
                  },
              .answers = http::json_content<api::TicketPage>(
                  "As /api/v1/tickets.", in_list("tickets", kRow, R"(,"next":"7","not_indexed":0)"))});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tickets/count",
              .role = http::Role::kViewer,
              .summary = "Count the tickets that match a filter.",
              .handler = [&workshop](const http::Request& request) { return count_tickets(request, workshop); },
              .query = {kFilter, kAtMost},
              .answers = http::json_content<api::TicketCount>("`is_all` is false if counting stopped early.",
                                                              R"({"count":12,"is_all":true})")});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tickets/{id}",
              .role = http::Role::kViewer,
              .summary = "Show a ticket with its messages and its label history.",
              .handler =
                  [&workshop](const http::Request& request) {
                    json::object ticket;
                    workshop.read([&](const store::TicketStore& store) {
                      ticket = whole_ticket(store, ticket_in_path(request));
                    });
                    return http::json_response(ticket);
                  },
              .answers = http::json_content<api::Ticket>(
                  "The ticket's row with the whole body, custom columns, messages and history.", kTicket)});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tickets/{id}/explain",
              .role = http::Role::kViewer,
              .summary = "Explain the classification of a ticket.",
              .handler =
                  [&workshop](const http::Request& request) {
                    std::optional<store::ListedTicket> listed;
                    workshop.read(
                        [&](const store::TicketStore& store) { listed = store.find(ticket_in_path(request)); });
                    if (!listed) throw no_such(ticket_in_path(request));
                    return http::json_response(explanation_of(*workshop.served(), text::ticket_text(listed->ticket)));
                  },
              .answers = http::json_content<api::Explanation>("As POST /api/v1/explain.")});
}

void add_writing(http::Router& router, Workshop& workshop, const TicketListener& listener) {
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/tickets",
              .role = http::Role::kAgent,
              .summary = "Add a ticket, or up to 1,000 tickets.",
              .handler = [&workshop,
                          listener](const http::Request& request) { return add_tickets(request, workshop, listener); },
              .rate_limit = http::RateLimit::kWrite,
              .body_limit = std::size_t{16} << 20,
              .takes = http::json_content<std::variant<api::NewTicket, api::NewTickets>>(
                  "One ticket, or {\"tickets\":[…]}. The same source and external_id update an existing "
                  "ticket: its new messages are added, and a field that is not sent stays. Send an Idempotency-Key to "
                  "make retries safe.",
                  R"({"external_id":"4711","source":"shop","subject":"Charged twice",)"
                  R"("body":"I was billed two times.","created_at":"2026-03-01"})"),
              .answers = http::json_content<api::AddedTickets>(
                  "The numbers of the tickets, in order.", R"({"ids":[7],"added":1,"updated":0,"unchanged":0})", 201)});
  router.add(
      {.method = http::Method::kPatch,
       .pattern = "/api/v1/tickets/{id}/labels",
       .role = http::Role::kAgent,
       .summary = "Label a ticket as a person; models do not overwrite these labels.",
       .handler = [&workshop,
                   listener](const http::Request& request) { return say_labels(request, workshop, listener); },
       .rate_limit = http::RateLimit::kWrite,
       .takes = http::json_content<api::LabelRequest>("The labels by task.", R"({"labels":{"category":"Billing"}})"),
       .answers = http::json_content<api::Ticket>("The ticket.", kTicket)});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/labels/{id}",
              .role = http::Role::kAgent,
              .summary = "Undo one label of a ticket's history.",
              .handler = [&workshop](const http::Request& request) { return undo_label(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = http::json_content<api::Ticket>("The ticket.", kTicket)});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/tickets/{id}",
              .role = http::Role::kAdmin,
              .summary = "Erase a ticket permanently.",
              .handler = [&workshop](const http::Request& request) { return erase_ticket(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = http::json_content<api::ErasedTickets>("`models`: the model versions that were trained on it.",
                                                                R"({"erased":1,"models":["a1b2c3d4e5f6"]})")});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/tickets",
              .role = http::Role::kAdmin,
              .summary = "Erase a customer's tickets, and their messages in tickets of other customers.",
              .handler = [&workshop](const http::Request& request) { return erase_customer(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .query = {kCustomer},
              .answers = http::json_content<api::ErasedCustomer>(
                  "`mentions`: the other tickets that contain the address in a text; they stay. `models`: the model "
                  "versions that were trained on what was erased.",
                  R"({"erased":2,"messages":1,"mentions":0,"models":["a1b2c3d4e5f6"]})")});
}

// A model that asks an embedder must not hold the write lock meanwhile. If that fails, the tickets are kept without
// labels, which the next job of kind classify adds.
void predict_without_lock(Workshop& workshop, const prediction::Predictor& predictor,
                          std::span<const store::TicketId> tickets) {
  try {
    workspace::predict_tickets(predictor, workshop.shared_store(), tickets);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kUnavailable) throw;
    workshop.log_error(std::string("New tickets have no labels yet: ") + error.what());
  }
}

void tell(const TicketListener& listener, const Workshop& workshop, std::span<const store::TicketId> tickets) {
  std::vector<json::object> rows;
  workshop.read([&](const store::TicketStore& store) {
    for (const auto id : tickets) {
      if (const auto listed = store.find(id)) rows.push_back(store::row_json(*listed));
    }
  });
  for (const auto& row : rows) listener("ticket.created", row);
}

}  // namespace

store::AddResult take_in(Workshop& workshop, std::vector<NewTicket> tickets, const TicketListener& listener) {
  prediction::read_days(tickets);
  const auto predictor = workshop.served()->current();
  const bool asks_others = predictor && !predictor->model().embedder.empty();
  store::AddResult added;
  std::vector<store::TicketId> fresh;
  workshop.write([&](store::TicketStore& store) {
    added = store.add(tickets);
    store.index_words(kIndexedAtOnce);
    for (std::size_t i = 0; i < added.ids.size(); ++i) {
      if (added.is_changed[i]) fresh.push_back(added.ids[i]);
    }
    if (predictor && !asks_others) workspace::predict_tickets(*predictor, store, fresh);
  });
  if (asks_others) predict_without_lock(workshop, *predictor, fresh);
  if (listener) tell(listener, workshop, fresh);
  return added;
}

void add_ticket_routes(http::Router& router, Workshop& workshop, const TicketListener& listener) {
  add_reading(router, workshop);
  add_writing(router, workshop, listener);
}

}  // namespace smartdesk::server
