#include "server/ticket_routes.h"

#include <map>
#include <span>
#include <utility>

#include "core/error.h"
#include "core/ticket.h"
#include "http/problem.h"
#include "prediction/ticket_message.h"
#include "server/answer_routes.h"
#include "server/internal/reading.h"
#include "store/ticket_json.h"
#include "workspace/erase.h"
#include "workspace/predict_workspace.h"
#include "workspace/review.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostAtOnce = 1000;
constexpr std::uint64_t kIndexedAtOnce = 10'000;

constexpr const char* kRow =
    R"({"id":7,"external_id":"4711","source":"shop","version":1,"created_at":"2026-03-01","product":"Router",)"
    R"("customer":"Ann Lee","channel":"mail","language":"en","subject":"Charged twice","body":"I was billed two )"
    R"(times.","tags":"","labels":{"category":{"value":"Billing","by":"model","probability":0.93}}})";

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
  return store::ticket_json(*found, store.history(id));
}

store::TicketFilter filter_of(const http::Request& request, const Workshop& workshop) {
  return store::parse_filter(request.query_value("filter").value_or(""), workshop.tasks());
}

http::Response list_tickets(const http::Request& request, const Workshop& workshop) {
  const auto filter = filter_of(request, workshop);
  const auto order = request.query_value("order").value_or("newest");
  if (order != "newest" && order != "oldest")
    throw http::Problem(400, "The query parameter order must be newest or oldest.");
  const auto limit = static_cast<std::size_t>(request.query_number("limit", 50, 1, kMostAtOnce));
  const store::TicketId beyond{request.query_number("cursor", 0, 0, std::numeric_limits<std::int64_t>::max())};
  json::array rows;
  json::object answer;
  workshop.read([&](const store::TicketStore& store) {
    const auto page =
        store.list(filter, order == "newest" ? store::Order::kNewestFirst : store::Order::kOldestFirst, beyond, limit);
    for (const auto& row : page) rows.push_back(store::row_json(row));
    answer["next"] = nullptr;
    if (page.size() == limit) answer["next"] = std::to_string(static_cast<std::int64_t>(page.back().ticket.id));
    answer["not_indexed"] = store.not_indexed();
  });
  answer["tickets"] = std::move(rows);
  return http::json_response(answer);
}

http::Response count_tickets(const http::Request& request, const Workshop& workshop) {
  const auto filter = filter_of(request, workshop);
  const auto at_most = static_cast<std::uint64_t>(request.query_number("at_most", 10'000, 1, 1'000'000));
  std::uint64_t count = 0;
  workshop.read([&](const store::TicketStore& store) { count = store.count(filter, at_most); });
  return http::json_response({{"count", count}, {"is_all", count < at_most}});
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
  json::array ids;
  for (const auto id : added.ids) ids.push_back(static_cast<std::int64_t>(id));
  return http::json_response(
      {{"ids", std::move(ids)}, {"added", added.added}, {"updated", added.updated}, {"unchanged", added.unchanged}},
      201);
}

std::map<std::string, std::string> labels_in(const http::Request& request, const Workshop& workshop) {
  const auto body = object_of_body(request);
  const auto* given = body.if_contains("labels");
  if (given == nullptr || !given->is_object() || given->get_object().empty())
    throw http::Problem(400, R"(Send {"labels":{"category":"Billing"}}.)");
  std::map<std::string, std::string> labels;
  for (const auto& [task, value] : given->get_object()) {
    const auto& known = workshop.taxonomy().tasks;
    const auto definition =
        std::find_if(known.begin(), known.end(), [&](const TaskDefinition& each) { return each.name == task; });
    if (definition == known.end())
      throw http::Problem(400, "There is no task \"" + std::string(task) + "\". See GET /api/v1/tasks for all tasks.");
    const std::string label(prediction::text_in(given->get_object(), task));
    const bool is_known = std::any_of(definition->labels.begin(), definition->labels.end(),
                                      [&](const LabelDefinition& each) { return each.name == label; });
    const auto answering = workshop.served()->current();
    const bool is_learned =
        answering &&
        std::any_of(answering->model().heads.begin(), answering->model().heads.end(), [&](const models::Head& head) {
          return head.task == std::string_view(task) && head.labels.find(label);
        });
    if (!is_known && !is_learned)
      throw http::Problem(400, "\"" + label + "\" is not a label of the task " + std::string(task) +
                                   ". See GET /api/v1/tasks for all labels.");
    labels[std::string(task)] = label;
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
    workspace::say(store, id, labels, who_asks(request), nullptr, true);
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
  return http::json_response({{"erased", erasure.erased}, {"models", json::value_from(erasure.models)}});
}

const std::vector<http::QueryParameter> kListing = {
    {"filter", "Search terms and conditions, as in `smartdesk search`: refund category:Billing created:>=2026-01-01."},
    {"order", "newest or oldest (default newest)."},
    {"limit", "Maximum tickets per page, 1 to 1,000 (default 50)."},
    {"cursor", "`next` of the previous page."}};

void add_reading(http::Router& router, Workshop& workshop) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tickets",
              .role = http::Role::kViewer,
              .summary = "List the tickets that match a filter, page by page.",
              .handler = [&workshop](const http::Request& request) { return list_tickets(request, workshop); },
              .query = kListing,
              .answers = {.what = "A page; `next` is null on the last page.",
                          .example = in_list("tickets", kRow, R"(,"next":"7","not_indexed":0)")}});
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
              .answers = {.what = "As /api/v1/tickets.",
                          .example = in_list("tickets", kRow, R"(,"next":"7","not_indexed":0)")}});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tickets/count",
              .role = http::Role::kViewer,
              .summary = "Count the tickets that match a filter.",
              .handler = [&workshop](const http::Request& request) { return count_tickets(request, workshop); },
              .query = {kListing[0], {"at_most", "Stop counting at this number (default 10,000)."}},
              .answers = {.what = "`is_all` is false if counting stopped early.",
                          .example = R"({"count":12,"is_all":true})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/tickets/{id}",
       .role = http::Role::kViewer,
       .summary = "Show a ticket with its label history.",
       .handler =
           [&workshop](const http::Request& request) {
             json::object ticket;
             workshop.read(
                 [&](const store::TicketStore& store) { ticket = whole_ticket(store, ticket_in_path(request)); });
             return http::json_response(ticket);
           },
       .answers = {.what = "The ticket's row with the whole body, custom columns and history.", .example = kRow}});
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
                    return http::json_response(explanation_json(*workshop.served(), text_of(listed->ticket)));
                  },
              .answers = {.what = "As POST /api/v1/explain."}});
}

void add_writing(http::Router& router, Workshop& workshop, const TicketListener& listener) {
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/tickets",
       .role = http::Role::kAgent,
       .summary = "Add a ticket, or up to 1,000 tickets.",
       .handler = [&workshop,
                   listener](const http::Request& request) { return add_tickets(request, workshop, listener); },
       .rate_limit = http::RateLimit::kWrite,
       .body_limit = std::size_t{16} << 20,
       .takes =
           http::Content{.what = "One ticket, or {\"tickets\":[…]}. The same source and external_id update an existing "
                                 "ticket. Send an Idempotency-Key to make retries safe.",
                         .example = R"({"external_id":"4711","source":"shop","subject":"Charged twice",)"
                                    R"("body":"I was billed two times.","created_at":"2026-03-01"})"},
       .answers = {.what = "The numbers of the tickets, in order.",
                   .example = R"({"ids":[7],"added":1,"updated":0,"unchanged":0})",
                   .status = 201}});
  router.add({.method = http::Method::kPatch,
              .pattern = "/api/v1/tickets/{id}/labels",
              .role = http::Role::kAgent,
              .summary = "Label a ticket as a person; models do not overwrite these labels.",
              .handler = [&workshop,
                          listener](const http::Request& request) { return say_labels(request, workshop, listener); },
              .rate_limit = http::RateLimit::kWrite,
              .takes = http::Content{.what = "The labels by task.", .example = R"({"labels":{"category":"Billing"}})"},
              .answers = {.what = "The ticket.", .example = kRow}});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/labels/{id}",
              .role = http::Role::kAgent,
              .summary = "Undo one label of a ticket's history.",
              .handler = [&workshop](const http::Request& request) { return undo_label(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.what = "The ticket.", .example = kRow}});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/tickets/{id}",
              .role = http::Role::kAdmin,
              .summary = "Erase a ticket permanently.",
              .handler = [&workshop](const http::Request& request) { return erase_ticket(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.what = "`models`: the model versions that were trained on it.",
                          .example = R"({"erased":1,"models":["a1b2c3d4e5f6"]})"}});
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
