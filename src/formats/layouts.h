// What the columns of help desks' exports are called: one table, one entry per layout.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

struct LayoutColumn {
  std::string_view
      ours;  // id, subject, body, created_at, customer, customer_address, status, tags, product, channel, …
  std::string_view theirs;  // the header as the export writes it
};

// The layout of what `export` writes, as CSV and as JSONL.
inline constexpr std::string_view kOwnExport = "SmartDesk";

struct Layout {
  std::string_view name;
  std::vector<std::string_view> signature;  // headers that only this layout has all of
  std::vector<LayoutColumn> columns;

  // The header of a field; empty: the layout has none.
  std::string_view header(std::string_view ours) const;
};

// All layouts, in the order in which they are tried.
const std::vector<Layout>& layouts();

// The first layout whose signature is among the columns; nullptr if there is none. Names are compared as simplified.
const Layout* layout_of(const std::vector<std::string>& columns);

// "Ticket-Text", "ticket text", "ticket.text" and "ticket_text" are the same name: small letters without [-_. ].
std::string simplified_header(std::string_view name);

}  // namespace smartdesk::formats
