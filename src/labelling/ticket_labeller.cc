#include "labelling/ticket_labeller.h"

#include <algorithm>
#include <boost/json.hpp>

#include "text/injection.h"
#include "text/json_text.h"
#include "text/redact.h"
#include "text/tokens.h"

namespace smartdesk::labelling {
namespace {

namespace json = boost::json;

constexpr std::size_t kBytesPerToken = 3;  // low for English; a prompt that is too long is retried with less text
constexpr std::size_t kLeastTextBytes = 400;
constexpr std::size_t kFewestWords = 3;

std::string to_json(const LabelledTicket& ticket) {
  const auto& labels = *ticket.labels;
  json::object object{{"labels", json::array(labels.labels.begin(), labels.labels.end())},
                      {"evidence", labels.evidence},
                      {"summary", labels.summary},
                      {"remark", ticket.remark},
                      {"suspected", ticket.suspected}};
  if (labels.confidence) object["confidence"] = *labels.confidence;
  return text::json_text(object);
}

std::optional<LabelledTicket> from_json(std::string_view text, std::size_t tasks) {
  try {
    const auto value = json::parse(text);
    const auto& object = value.as_object();
    LabelledTicket ticket;
    ticket.labels.emplace();
    for (const auto& label : object.at("labels").as_array()) ticket.labels->labels.emplace_back(label.as_string());
    if (ticket.labels->labels.size() != tasks) return std::nullopt;
    ticket.labels->evidence = object.at("evidence").as_string();
    ticket.labels->summary = object.at("summary").as_string();
    ticket.remark = object.at("remark").as_string();
    ticket.suspected = object.at("suspected").as_bool();
    if (const auto* confidence = object.if_contains("confidence")) {
      ticket.labels->confidence = confidence->to_number<double>();
    }
    return ticket;
  } catch (const std::exception&) {  // of another version: treated as missing
    return std::nullopt;
  }
}

LabelledTicket failed(std::string kind, std::string remark, std::string raw_reply = {}) {
  LabelledTicket ticket;
  ticket.failure = std::move(kind);
  ticket.remark = std::move(remark);
  ticket.raw_reply = std::move(raw_reply);
  return ticket;
}

std::size_t words_in(std::string_view text) {
  text::Words words;
  words.read(text, text::Words::Rule::kAll);
  return words.size();
}

std::size_t rank_of(const TaskDefinition& task, const std::string& label) {
  const auto at = std::find_if(task.labels.begin(), task.labels.end(),
                               [&](const LabelDefinition& definition) { return definition.name == label; });
  return static_cast<std::size_t>(at - task.labels.begin());
}

}  // namespace

TicketLabeller::TicketLabeller(llm::LlmClient& client, const llm::ModelCard& card, llm::ReplyCache& cache,
                               const LabellerOptions& options)
    : client_(client),
      cache_(cache),
      options_(options),
      prompt_(options.taxonomy),
      identity_(card.digest + "\n" + std::to_string(options.context_tokens) + "\n" + std::to_string(options.redact) +
                "\n") {
  if (card.context_tokens > 0) options_.context_tokens = std::min(options_.context_tokens, card.context_tokens);
}

std::string TicketLabeller::key(std::string_view text) const {
  constexpr std::size_t kAll = std::size_t{1} << 30;
  return identity_ + llm::fingerprint(options_.think ? prompt_.ask_to_think(text, kAll) : prompt_.ask(text, kAll));
}

std::optional<LabelledTicket> TicketLabeller::find(std::string_view text) const {
  const auto kept = cache_.find(key(text));
  auto ticket = kept ? from_json(*kept, taxonomy().tasks.size()) : std::nullopt;
  if (ticket) ticket->from_cache = true;
  return ticket;
}

LabelledTicket TicketLabeller::label(std::string_view text) {
  if (words_in(text) == 0) return failed("empty", "the ticket has no words");
  auto ticket = label_prepared(prepared(text));
  if (ticket.labels) cache_.store(key(text), to_json(ticket));
  return ticket;
}

std::string TicketLabeller::prepared(std::string_view text) const {
  if (!options_.redact) return std::string(text);
  const auto secrets = text::find_secrets(text);
  if (!secrets.empty()) ++redacted_;
  return text::redact(text, secrets);
}

LabelledTicket TicketLabeller::label_prepared(const std::string& text) {
  const auto injection = text::find_injection(text);
  if (!injection.suspected()) return ask(text);
  const bool something_is_left = !injection.orders.empty() && words_in(injection.rest) >= kFewestWords;
  auto labelled = ask(something_is_left ? injection.rest : text);
  labelled.suspected = true;
  if (something_is_left && labelled.labels) raise(labelled, ask(text));
  return labelled;
}

void TicketLabeller::raise(LabelledTicket& labelled, const LabelledTicket& whole) const {
  if (!whole.labels) return;
  const auto& tasks = taxonomy().tasks;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (!tasks[t].ordered) continue;
    auto& label = labelled.labels->labels[t];
    if (rank_of(tasks[t], whole.labels->labels[t]) > rank_of(tasks[t], label)) label = whole.labels->labels[t];
  }
}

// Halves the shown text each time the prompt does not fit.
LabelledTicket TicketLabeller::ask(const std::string& text) {
  const int reply = options_.think ? options_.reply_tokens_of_thought : 320;
  const auto prompt = prompt_.ask("", 0).messages.front().content.size();
  const auto room = static_cast<std::size_t>(std::max(0, options_.context_tokens - reply)) * kBytesPerToken;
  std::size_t max_bytes = std::max(kLeastTextBytes, room - std::min(room, prompt));
  for (;; max_bytes = std::min(max_bytes, text.size()) / 2) {
    try {
      return ask_within(text, max_bytes);
    } catch (const llm::LlmError& error) {
      const bool can_be_shorter =
          error.fault() == llm::LlmFault::kTooLong && std::min(max_bytes, text.size()) > kLeastTextBytes;
      if (!can_be_shorter) return failed(std::string(name_of(error.fault())), error.what());
    }
  }
}

LabelledTicket TicketLabeller::ask_within(const std::string& text, std::size_t max_bytes) {
  const auto shown = llm::shortened(text::without_role_signs(text), max_bytes);
  llm::ChatRequest request = options_.think ? prompt_.ask_to_think(text, max_bytes) : prompt_.ask(text, max_bytes);
  auto reply = send(request);
  if (options_.think) {
    const auto answer = llm::without_thoughts(reply.content);
    if (answer.empty())
      return failed("bad_label", "the model returned its thoughts but no answer", reply.content + reply.thinking);
    request = prompt_.ask_for_json(request, answer, shown);
    reply = send(request);
  }
  auto reading = read(reply, shown);
  if (!reading.fault.empty()) {
    ++asked_again_;
    const auto second = send(prompt_.ask_again(request, reply.content, reading.fault));
    auto second_reading = read(second, shown);
    // Labels without evidence are better than none.
    if (second_reading.labels || !reading.labels) {
      reading = std::move(second_reading);
      reply = second;
    }
  }
  if (!reading.labels) return failed("bad_label", reading.fault, reply.content);
  LabelledTicket ticket;
  ticket.labels = std::move(reading.labels);
  ticket.remark = reading.fault;
  return ticket;
}

llm::LabelReading TicketLabeller::read(const llm::ChatReply& reply, const std::string& shown) const {
  auto reading = llm::read_labels(reply, taxonomy(), shown);
  if (reading.labels && prompt_.says(reading.labels->summary)) {
    return {std::nullopt, "the summary repeats the instructions instead of the ticket"};
  }
  return reading;
}

llm::ChatReply TicketLabeller::send(const llm::ChatRequest& request) {
  auto reply = chat(request);
  prompt_tokens_ += static_cast<std::uint64_t>(std::max(0, reply.prompt_tokens));
  output_tokens_ += static_cast<std::uint64_t>(std::max(0, reply.output_tokens));
  return reply;
}

// A model that repeats itself would do so again, so the request is retried once with a frequency penalty.
llm::ChatReply TicketLabeller::chat(const llm::ChatRequest& request) {
  try {
    return client_.chat(request);
  } catch (const llm::LlmError& error) {
    if (error.fault() != llm::LlmFault::kEndless) throw;
  }
  ++asked_again_;
  llm::ChatRequest penalised = request;
  penalised.frequency_penalty = 0.5;
  penalised.seed = request.seed + 1;
  return client_.chat(penalised);
}

LabellerCounts TicketLabeller::counts() const { return {prompt_tokens_, output_tokens_, asked_again_, redacted_}; }

}  // namespace smartdesk::labelling
