// The texts of a ticket, each listed once with what the program does with it. Digests, tables, files, messages and
// searches follow from this list; the SQL that creates the tables does not, because released migrations never change.

#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/ticket.h"

namespace smartdesk {

struct TicketField {
  std::string_view name;  // of its column in databases and exports, and of its JSON member
  std::string NewTicket::* text = nullptr;
  bool is_content = false;           // a changed value makes a new version of the ticket
  bool is_in_messages = false;       // read from and written to the JSON of the API and streams
  bool is_facet = false;             // the databases index its values
  bool names_people = false;         // read when the tickets of a person are looked for, in order to erase them
  std::string_view column = {};      // its name in imported files, as in formats/columns.h; empty: found in another way
  std::string_view search_key = {};  // before the colon in searches; empty: another or none
};

// Content first, in the order of the stored digests. More content, or another order, changes every digest: each ticket
// would get a new version at its next import.
inline constexpr std::array kTicketFields{
    TicketField{.name = "created_at",
                .text = &NewTicket::created_at,
                .is_content = true,
                .is_in_messages = true,
                .column = "created_at"},
    TicketField{.name = "product",
                .text = &NewTicket::product,
                .is_content = true,
                .is_in_messages = true,
                .is_facet = true,
                .column = "product",
                .search_key = "product"},
    TicketField{.name = "customer",
                .text = &NewTicket::customer,
                .is_content = true,
                .is_in_messages = true,
                .names_people = true,
                .column = "customer",
                .search_key = "customer"},
    TicketField{.name = "channel",
                .text = &NewTicket::channel,
                .is_content = true,
                .is_in_messages = true,
                .column = "channel",
                .search_key = "channel"},
    TicketField{.name = "language",
                .text = &NewTicket::language,
                .is_content = true,
                .is_in_messages = true,
                .column = "language",
                .search_key = "language"},
    TicketField{.name = "subject",
                .text = &NewTicket::subject,
                .is_content = true,
                .is_in_messages = true,
                .names_people = true},
    TicketField{
        .name = "body", .text = &NewTicket::body, .is_content = true, .is_in_messages = true, .names_people = true},
    TicketField{
        .name = "summary", .text = &NewTicket::summary, .is_content = true, .names_people = true, .column = "summary"},
    TicketField{.name = "tags", .text = &NewTicket::tags, .is_content = true, .is_in_messages = true, .column = "tags"},
    TicketField{.name = "custom", .text = &NewTicket::custom, .is_content = true, .names_people = true},
    TicketField{.name = "source", .text = &NewTicket::source, .is_in_messages = true, .search_key = "source"},
    TicketField{.name = "external_id",
                .text = &NewTicket::external_id,
                .is_in_messages = true,
                .column = "id",
                .search_key = "id"},
    TicketField{.name = "created_on", .text = &NewTicket::created_on, .is_facet = true},
};
static_assert(sizeof(NewTicket) == kTicketFields.size() * sizeof(std::string) + sizeof(std::vector<Message>),
              "a text of NewTicket is not listed");

template <bool TicketField::* kIt>
consteval auto fields_where() {
  constexpr auto kMatches = [](const TicketField& field) { return field.*kIt; };
  std::array<TicketField, std::count_if(kTicketFields.begin(), kTicketFields.end(), kMatches)> found{};
  std::copy_if(kTicketFields.begin(), kTicketFields.end(), found.begin(), kMatches);
  return found;
}

inline constexpr auto kContentFields = fields_where<&TicketField::is_content>();
inline constexpr auto kMessageFields = fields_where<&TicketField::is_in_messages>();
inline constexpr auto kFacetFields = fields_where<&TicketField::is_facet>();
inline constexpr auto kPeoplesFields = fields_where<&TicketField::names_people>();

// The entry of a member: field_of(&NewTicket::product).
constexpr const TicketField& field_of(std::string NewTicket::* text) {
  return *std::find_if(kTicketFields.begin(), kTicketFields.end(),
                       [text](const TicketField& field) { return field.text == text; });
}

}  // namespace smartdesk
