#include "store/conversation.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/ticket_fields.h"
#include "text/own_text.h"

namespace smartdesk::store {
namespace {

// "2026-03-01…": such texts are in the order of their times.
bool is_iso_time(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() < kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !is_digit : text[i] != kForm[i]) return false;
  }
  return true;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Whether two texts differ in blanks and line breaks at most.
bool is_same_text(std::string_view left, std::string_view right) {
  std::size_t l = 0, r = 0;
  for (;; ++l, ++r) {
    while (l < left.size() && is_blank(left[l])) ++l;
    while (r < right.size() && is_blank(right[r])) ++r;
    if (l == left.size() || r == right.size()) return l == left.size() && r == right.size();
    if (left[l] != right[r]) return false;
  }
}

Message opening_of(const NewTicket& ticket) {
  Message opening;
  opening.name = ticket.customer;
  opening.created_at = ticket.created_at;
  opening.channel = ticket.channel;
  opening.text = ticket.body;
  return opening;
}

// Messages by what identifies them without an ID.
class MessageIndex {
 public:
  void add(const Message& message, std::size_t at) {
    by_moment_.insert_or_assign(hash(message, message.created_at), at);
    by_text_.insert_or_assign(hash(message, "any time"), at);
  }

  // The message that may be the same: at the same time, or at any if one of the two has none.
  std::optional<std::size_t> find(const Message& given) const {
    if (given.created_at.empty()) return at(by_text_, hash(given, "any time"));
    const auto same_moment = at(by_moment_, hash(given, given.created_at));
    return same_moment ? same_moment : at(by_moment_, hash(given, ""));
  }

 private:
  using Positions = std::unordered_map<std::size_t, std::size_t>;

  static std::size_t hash(const Message& message, std::string_view time) {
    const std::hash<std::string_view> of;
    return (of(message.text) * 31 + of(time)) * 31 + static_cast<std::size_t>(message.author) * 2 +
           (message.is_private ? 1 : 0);
  }

  static std::optional<std::size_t> at(const Positions& positions, std::size_t hash) {
    const auto found = positions.find(hash);
    return found == positions.end() ? std::nullopt : std::optional(found->second);
  }

  Positions by_moment_, by_text_;
};

// Adds messages to those that are there, each once.
class Conversation {
 public:
  explicit Conversation(std::vector<Message> there) : messages_(std::move(there)) {
    for (std::size_t at = 0; at < messages_.size(); ++at) remember(at);
  }

  void take(const Message& given) {
    if (const auto known = find(given)) return edit(*known, given);
    messages_.push_back(given);
    remember(messages_.size() - 1);
    ++new_messages_;
  }

  // A body that came without messages has no ID, and often another time than its message.
  void take_body(const NewTicket& ticket) {
    const bool is_there = std::any_of(messages_.begin(), messages_.end(), [&](const Message& each) {
      return !each.is_private && is_same_text(each.text, ticket.body);
    });
    if (!ticket.body.empty() && !is_there) take(opening_of(ticket));
  }

  std::vector<Message> in_order() && {
    // A message without a time stays behind the one that it follows.
    std::vector<std::pair<std::string, std::size_t>> places;
    std::string time;
    for (std::size_t at = 0; at < messages_.size(); ++at) {
      if (is_iso_time(messages_[at].created_at)) time = messages_[at].created_at;
      places.emplace_back(time, at);
    }
    std::sort(places.begin(), places.end());
    std::vector<Message> sorted;
    sorted.reserve(places.size());
    for (const auto& [when, at] : places) sorted.push_back(std::move(messages_[at]));
    return sorted;
  }

  std::uint64_t new_messages() const { return new_messages_; }

 private:
  void remember(std::size_t at) {
    const auto& message = messages_[at];
    all_.add(message, at);
    if (message.external_id.empty()) {
      without_id_.add(message, at);
    } else {
      by_id_.emplace(message.external_id, at);
    }
  }

  std::optional<std::size_t> find(const Message& given) const {
    if (const auto same_id = by_id_.find(given.external_id); same_id != by_id_.end()) return same_id->second;
    const auto similar = given.external_id.empty() ? all_.find(given) : without_id_.find(given);
    return similar && is_same(messages_[*similar], given) ? similar : std::nullopt;
  }

  static bool is_same(const Message& ours, const Message& given) {
    if (!ours.external_id.empty() && !given.external_id.empty()) return false;
    if (ours.author != given.author || ours.is_private != given.is_private || ours.text != given.text) return false;
    return ours.created_at.empty() || given.created_at.empty() || ours.created_at == given.created_at;
  }

  // Only what names the message may change it; anything else adds what was missing.
  void edit(std::size_t at, const Message& given) {
    auto& ours = messages_[at];
    const bool has_id = !given.external_id.empty();
    for (const auto part : {&Message::external_id, &Message::name, &Message::address, &Message::created_at,
                            &Message::channel, &Message::text}) {
      if (!(given.*part).empty() && (has_id || (ours.*part).empty())) ours.*part = given.*part;
    }
    if (has_id) {
      ours.author = given.author;
      ours.is_private = given.is_private;
    }
    remember(at);
  }

  std::vector<Message> messages_;
  std::unordered_map<std::string, std::size_t> by_id_;
  MessageIndex all_, without_id_;
  std::uint64_t new_messages_ = 0;
};

// Replies quote what came before; of each message, its own text.
std::string joined(std::span<const Message> messages, const std::function<bool(const Message&)>& is_wanted) {
  std::string text, buffer;
  for (const auto& message : messages) {
    if (message.is_private || message.text.empty() || !is_wanted(message)) continue;
    if (!text.empty()) text += "\n\n";
    text += text::own_text(message.text, buffer);
  }
  return text;
}

bool is_customers(const Message& message) { return message.author == MessageAuthor::kCustomer; }

std::string first_text(std::span<const Message> messages, const std::function<bool(const Message&)>& is_wanted) {
  for (const auto& message : messages) {
    if (!message.is_private && !message.text.empty() && is_wanted(message)) return message.text;
  }
  return "";
}

std::size_t common_prefix(std::span<const Message> ours, std::span<const Message> theirs) {
  const auto [end, ignored] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
  return static_cast<std::size_t>(end - ours.begin());
}

// The fields but the body and the messages.
NewTicket with_given_fields(const NewTicket& stored, const NewTicket& given, bool is_conversation) {
  NewTicket ticket = stored;
  for (const auto& field : kContentFields) {
    if (!(given.*field.text).empty()) ticket.*field.text = given.*field.text;
  }
  if (!given.created_at.empty()) ticket.created_on = given.created_on;
  // The row of a later message says when that one was written.
  const bool is_earlier = !given.created_on.empty() && given.created_on < stored.created_on;
  const bool keeps_day = !stored.created_on.empty() && !is_earlier;
  if (is_conversation && keeps_day) {
    ticket.created_at = stored.created_at;
    ticket.created_on = stored.created_on;
  }
  return ticket;
}

bool is_same_content(const NewTicket& left, const NewTicket& right) {
  return std::all_of(kContentFields.begin(), kContentFields.end(),
                     [&](const TicketField& field) { return left.*field.text == right.*field.text; });
}

// Whether the messages hold the body already, as in what was exported.
bool is_body_of(std::string_view body, std::span<const Message> messages) {
  const auto holds = [&](const Message& each) { return !each.is_private && is_same_text(each.text, body); };
  return body.empty() || std::any_of(messages.begin(), messages.end(), holds) ||
         is_same_text(body, body_of(messages, TextFrom::kCustomer)) ||
         is_same_text(body, body_of(messages, TextFrom::kAll));
}

// The body of a ticket that had no messages as its first one. If it arrives again among others, it is that one.
std::vector<Message> opening_before(const NewTicket& ticket, std::span<const Message> others) {
  if (ticket.body.empty()) return {};
  auto opening = opening_of(ticket);
  for (const auto& each : others) {
    if (each.is_private || !is_same_text(each.text, ticket.body)) continue;
    opening.text = each.text;
    opening.author = each.author;
    opening.created_at = each.created_at;
    break;
  }
  return {std::move(opening)};
}

}  // namespace

std::string body_of(std::span<const Message> messages, TextFrom from) {
  const auto all = [](const Message&) { return true; };
  if (from == TextFrom::kAll) return joined(messages, all);
  const auto text = from == TextFrom::kFirst ? first_text(messages, is_customers) : joined(messages, is_customers);
  return text.empty() ? first_text(messages, all) : text;
}

NewTicket begun(NewTicket given, TextFrom from) {
  if (given.messages.empty()) return given;
  const auto messages = std::exchange(given.messages, {});
  Conversation conversation({});
  if (!is_body_of(given.body, messages)) conversation.take_body(given);
  for (const auto& message : messages) conversation.take(message);
  given.messages = std::move(conversation).in_order();
  given.body = body_of(given.messages, from);
  return given;
}

Continued continued(const NewTicket& stored, const NewTicket& given, TextFrom from) {
  const bool is_conversation = !stored.messages.empty() || !given.messages.empty();
  Continued result{with_given_fields(stored, given, is_conversation), 0, false, false, 0};
  if (is_conversation) {
    Conversation conversation(stored.messages.empty() ? opening_before(stored, given.messages) : stored.messages);
    for (const auto& message : given.messages) conversation.take(message);
    if (given.messages.empty() && given.body != stored.body) conversation.take_body(given);
    result.new_messages = conversation.new_messages();
    result.ticket.messages = std::move(conversation).in_order();
    result.ticket.body = body_of(result.ticket.messages, from);
    result.unchanged = common_prefix(stored.messages, result.ticket.messages);
    result.has_other_messages = result.ticket.messages != stored.messages;
  }
  result.has_other_content = !is_same_content(stored, result.ticket);
  return result;
}

Continued shortened(const NewTicket& stored, const std::function<bool(const Message&)>& is_gone, TextFrom from) {
  Continued result{stored, 0, false, false, 0};
  auto& ticket = result.ticket;
  if (std::erase_if(ticket.messages, is_gone) == 0) return result;
  ticket.body = body_of(ticket.messages, from);
  if (ticket.body != stored.body) ticket.summary.clear();
  result.unchanged = common_prefix(stored.messages, ticket.messages);
  result.has_other_messages = true;
  result.has_other_content = !is_same_content(stored, ticket);
  return result;
}

}  // namespace smartdesk::store
