#include "workspace/internal/row_reader.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/error.h"
#include "core/label_column.h"
#include "core/ticket_fields.h"
#include "formats/layouts.h"
#include "text/json_text.h"

namespace smartdesk::workspace {
namespace {

std::optional<formats::TextColumns> text_columns(const formats::TableReader& table, const std::string& wanted,
                                                 const MessageRows& messages) {
  try {
    return formats::TextColumns::find(table.path(), table.columns(), wanted);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNoColumn || !wanted.empty() || !messages.has_lists()) throw;
    return std::nullopt;  // the messages are the text
  }
}

// As in mail: Ana Ribeiro <ana@example.com>
void add_address(std::string& customer, std::string_view address) {
  if (address.empty() || customer.find(address) != std::string::npos) return;
  customer = customer.empty() ? std::string(address) : customer + " <" + std::string(address) + ">";
}

boost::json::object object_in(std::string_view cell) {
  boost::system::error_code broken;
  auto value = boost::json::parse(cell.empty() ? std::string_view("{}") : cell, broken);
  return broken || !value.is_object() ? boost::json::object() : std::move(value).as_object();
}

}  // namespace

RowReader::RowReader(const formats::TableReader& table, const std::string& text_column, std::vector<std::string> tasks,
                     const std::vector<std::string>& like_none)
    : columns_(table.columns()),
      messages_(columns_),
      text_(text_columns(table, text_column, messages_)),
      tasks_(std::move(tasks)),
      like_none_(like_none) {
  for (const auto& [column, name] : messages_.used()) {
    if (!is_text(column)) used_[column] = name;
  }
  find_fields();
  if (text_) used_[text_->body_column()] = is_body_a_subject() ? "subject" : "body";
  if (text_ && text_->subject_column()) used_[*text_->subject_column()] = "subject";
  find_labels();
  find_own_columns();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!used_.contains(i)) custom_.push_back(i);
  }
  is_labelled_by_llm_ = table.column("label_status").has_value();
}

void RowReader::find_fields() {
  for (const auto& field : kTicketFields) {
    if (field.column.empty()) continue;
    const auto column = free_column(formats::find_field_column(columns_, field.column));
    if (!column) continue;
    used_[*column] = field.column;
    fields_.push_back({*column, field.text});
  }
  address_column_ = free_column(formats::find_field_column(columns_, "customer_address"));
  if (address_column_) used_[*address_column_] = "customer_address";
}

void RowReader::find_labels() {
  const auto label_columns = formats::find_label_columns(columns_, tasks_);
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    labels_.push_back(free_column(label_columns[t]));
    if (labels_.back()) used_[*labels_.back()] = tasks_[t];
  }
}

// What our own export adds to a ticket follows from it, or is of the workspace that wrote it.
void RowReader::find_own_columns() {
  authors_.resize(tasks_.size());
  if (layout() != formats::kOwnExport) return;
  const auto use = [&](std::string_view name) {
    const auto found = std::find(columns_.begin(), columns_.end(), name);
    if (found == columns_.end()) return std::optional<std::size_t>();
    const auto column = free_column(static_cast<std::size_t>(found - columns_.begin()));
    if (column) used_[*column] = name;
    return column;
  };
  own_source_ = use("source");
  own_custom_ = use("custom");
  use("version");
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    authors_[t] = use(tasks_[t] + "_by");
    use(tasks_[t] + "_probability");
  }
  const auto number = std::find(columns_.begin(), columns_.end(), "id");
  if (number != columns_.end()) used_.try_emplace(static_cast<std::size_t>(number - columns_.begin()), "number");
}

NewTicket RowReader::ticket(const formats::Record& row, const std::string& source) {
  NewTicket ticket;
  ticket.source = source.empty() && own_source_ ? std::string(row.fields[*own_source_]) : source;
  for (const auto& [column, text] : fields_) ticket.*text = row.fields[column];
  if (address_column_) add_address(ticket.customer, row.fields[*address_column_]);
  if (text_) {
    ticket.subject = text_->subject(row.fields);
    (is_body_a_subject() ? ticket.subject : ticket.body) = text_->body(row.fields);
  }
  const auto kept = messages_.has_messages() ? messages_.take(row, ticket) : std::nullopt;
  ticket.custom = custom_of(row, kept);
  return ticket;
}

std::vector<RowReader::Label> RowReader::labels(const formats::Record& row) const {
  std::vector<Label> found;
  for (std::size_t t = 0; t < labels_.size(); ++t) {
    if (!labels_[t]) continue;
    const auto cell = row.fields[*labels_[t]];
    auto label = like_none_.find(cell).value_or(label_of_cell(cell));
    if (label.empty()) continue;
    const auto by = authors_[t] ? store::author_named(row.fields[*authors_[t]]) : std::nullopt;
    found.push_back({tasks_[t], std::move(label), by});
  }
  return found;
}

std::vector<std::size_t> RowReader::date_columns() const {
  std::vector<std::size_t> found;
  for (const auto& [column, ours] : used_) {
    if (ours == "created_at" || ours == "message_time") found.push_back(column);
  }
  return found;
}

std::string RowReader::status_name() const {
  const auto column = formats::find_field_column(columns_, "status");
  return column && !used_.contains(*column) ? columns_[*column] : std::string();
}

std::string RowReader::layout() const {
  const auto* layout = formats::layout_of(columns_);
  return layout == nullptr ? std::string() : std::string(layout->name);
}

std::map<std::string, std::string> RowReader::columns() const {
  std::map<std::string, std::string> named;
  for (const auto& [column, ours] : used_) named[ours] = columns_[column];
  return named;
}

std::vector<std::string> RowReader::kept() const {
  std::vector<std::string> names;
  for (const auto column : custom_) names.push_back(columns_[column]);
  return names;
}

// A column is used once, for the first field that matches it.
std::optional<std::size_t> RowReader::free_column(std::optional<std::size_t> column) const {
  if (!column || used_.contains(*column) || is_text(*column)) return {};
  return column;
}

bool RowReader::is_text(std::size_t column) const {
  return text_ && (column == text_->body_column() || column == text_->subject_column());
}

// Where lists hold the messages, a title is no message.
bool RowReader::is_body_a_subject() const { return text_->is_subject_alone() && messages_.has_lists(); }

std::string RowReader::name_of_used(std::string_view ours) const {
  const auto found = std::find_if(used_.begin(), used_.end(), [&](const auto& each) { return each.second == ours; });
  return found == used_.end() ? std::string() : columns_[found->first];
}

// In our own JSONL they are inside an object.
std::string_view RowReader::name_of_custom(std::size_t column) const {
  constexpr std::string_view kInside = "custom.";
  const std::string_view name = columns_[column];
  return has_sources() && name.starts_with(kInside) ? name.substr(kInside.size()) : name;
}

// also: a column of messages that holds something else.
std::string RowReader::custom_of(const formats::Record& row, std::optional<std::size_t> also) const {
  auto custom = own_custom_ ? object_in(row.fields[*own_custom_]) : boost::json::object();
  if (also && !row.fields[*also].empty()) custom[columns_[*also]] = row.fields[*also];
  for (const auto column : custom_) {
    if (!row.fields[column].empty()) custom[name_of_custom(column)] = row.fields[column];
  }
  return custom.empty() ? std::string() : text::json_text(custom);
}

}  // namespace smartdesk::workspace
