#include "workspace/customer.h"

#include <algorithm>
#include <iterator>

#include "core/error.h"
#include "core/ticket_fields.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace smartdesk::workspace {
namespace {

constexpr std::size_t kReadAtOnce = 500;

std::string in_lower_case(std::string_view text) {
  std::string lower;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, end] = text::decode(text, at);
    text::append_utf8(lower, text::to_lower(c));
    at = end;
  }
  return lower;
}

// An address without what a link puts before it.
std::string_view bare(std::string_view address) {
  constexpr std::string_view kLink = "mailto:";
  return address.starts_with(kLink) ? address.substr(kLink.size()) : address;
}

// Those between < and >.
std::vector<std::string> bracketed(std::string_view lower) {
  std::vector<std::string> addresses;
  for (auto open = lower.find('<'); open != std::string_view::npos; open = lower.find('<', open + 1)) {
    const auto close = lower.find('>', open);
    if (close == std::string_view::npos) break;
    const auto inside = text::trimmed(lower.substr(open + 1, close - open - 1));
    if (inside.find('@') != std::string_view::npos) addresses.emplace_back(bare(inside));
  }
  return addresses;
}

// The addresses of a name and address, or of several, in lower case. A name before <…> may hold the address of somebody
// else: "bob@example.com via the shop <shop@example.com>".
std::vector<std::string> addresses_in(std::string_view text) {
  constexpr std::string_view kAround = " \t\r\n,;()[]\"'<>";
  const auto lower = in_lower_case(text);
  auto addresses = bracketed(lower);
  if (!addresses.empty()) return addresses;
  for (std::size_t at = lower.find_first_not_of(kAround); at < lower.size();) {
    const auto end = std::min(lower.find_first_of(kAround, at), lower.size());
    const auto word = std::string_view(lower).substr(at, end - at);
    if (word.find('@') != std::string_view::npos) addresses.emplace_back(bare(word));
    at = lower.find_first_not_of(kAround, end);
  }
  return addresses;
}

// The longest part in ASCII, in which stores ignore case.
std::string_view part_to_look_for(std::string_view text) {
  std::string_view longest;
  for (std::size_t at = 0; at < text.size();) {
    const auto is_ascii = [](char c) { return (c & 0x80) == 0; };
    const auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_ascii);
    const auto end = std::find_if_not(begin, text.end(), is_ascii);
    if (end - begin > static_cast<std::ptrdiff_t>(longest.size())) longest = {begin, end};
    at = static_cast<std::size_t>(end - text.begin());
  }
  return longest;
}

// The texts of a ticket in which people are named.
std::string texts_of(const NewTicket& ticket, std::span<const Message> messages) {
  std::string texts;
  for (const auto& field : kPeoplesFields) texts += ticket.*field.text + '\n';
  for (const auto& each : messages) texts += each.name + '\n' + each.address + '\n' + each.text + '\n';
  return texts;
}

// Whether a text has the address and not only a longer one: mariana@example.com is not ana@example.com.
bool has_address(std::string_view lower, std::string_view address) {
  // In ASCII: words of other scripts may stand beside an address without a blank.
  const auto goes_on = [](char c) {
    return (c & 0x80) == 0 && (text::is_word_char(static_cast<unsigned char>(c)) || c == '-' || c == '+');
  };
  for (auto at = lower.find(address); at != std::string_view::npos; at = lower.find(address, at + 1)) {
    const auto end = at + address.size();
    const bool is_begun = at > 0 && (goes_on(lower[at - 1]) || lower[at - 1] == '.');
    const bool is_longer =
        end < lower.size() &&
        (goes_on(lower[end]) || (lower[end] == '.' && end + 1 < lower.size() && goes_on(lower[end + 1])));
    if (!is_begun && !is_longer) return true;
  }
  return false;
}

// A ticket that stores found, though none of its texts has the address, has it in an older version.
bool mentions(const NewTicket& ticket, std::span<const Message> messages, const std::string& address) {
  if (address.empty()) return false;
  const auto texts = in_lower_case(texts_of(ticket, messages));
  return has_address(texts, address) || texts.find(part_to_look_for(address)) == std::string::npos;
}

}  // namespace

Customer::Customer(std::string_view text) : text_(in_lower_case(text::trimmed(text))) {
  if (text_.empty()) throw Error(ErrorCode::kUsage, "The customer is blank. Pass an e-mail address or a name.");
  const auto addresses = addresses_in(text_);
  if (addresses.size() == 1) address_ = addresses.front();
}

bool Customer::is_in(const std::vector<std::string>& addresses) const {
  return std::find(addresses.begin(), addresses.end(), address_) != addresses.end();
}

bool Customer::owns(const NewTicket& ticket, std::span<const Message> messages) const {
  if (in_lower_case(text::trimmed(ticket.customer)) == text_) return true;
  if (address_.empty()) return false;
  const auto addresses = addresses_in(ticket.customer);
  if (!addresses.empty()) return is_in(addresses);
  const auto first = std::find_if(messages.begin(), messages.end(), [](const Message& each) {
    return each.author == MessageAuthor::kCustomer && !addresses_in(each.name + "\n" + each.address).empty();
  });
  return first != messages.end() && wrote(*first);
}

bool Customer::wrote(const Message& message) const {
  if (address_.empty() || message.author != MessageAuthor::kCustomer) return false;
  return is_in(addresses_in(message.address)) || is_in(addresses_in(message.name));
}

CustomerTickets tickets_of(const store::TicketStore& store, const Customer& customer, const Run& run) {
  const auto& known_by = customer.address().empty() ? customer.text() : customer.address();
  const auto candidates = store.mentioning(part_to_look_for(known_by));
  CustomerTickets theirs;
  for (std::size_t at = 0; at < candidates.size(); at += kReadAtOnce) {
    const auto some = std::span(candidates).subspan(at, std::min(kReadAtOnce, candidates.size() - at));
    const auto conversations = store.messages(some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      const auto found = store.find(some[i]);
      if (!found) continue;
      const auto& messages = conversations[i];
      const auto wrote = [&](const Message& each) { return customer.wrote(each); };
      if (customer.owns(found->ticket, messages)) {
        theirs.own.push_back(some[i]);
      } else if (std::any_of(messages.begin(), messages.end(), wrote)) {
        theirs.others.push_back(some[i]);
      } else if (mentions(found->ticket, messages, customer.address())) {
        theirs.mentions.push_back(some[i]);
      }
    }
    run.stop_if_asked();
    run.report("finding tickets", at + some.size(), candidates.size());
  }
  return theirs;
}

std::vector<store::TicketId> with_their_words(const CustomerTickets& theirs) {
  std::vector<store::TicketId> all;
  std::merge(theirs.own.begin(), theirs.own.end(), theirs.others.begin(), theirs.others.end(), std::back_inserter(all));
  return all;
}

}  // namespace smartdesk::workspace
