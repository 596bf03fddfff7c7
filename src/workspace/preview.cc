#include "workspace/preview.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "store/conversation.h"
#include "workspace/internal/ticket_file.h"

namespace smartdesk::workspace {
namespace {

std::string custom_value(const std::string& custom, const std::string& name) {
  if (custom.empty() || name.empty()) return "";
  const auto values = boost::json::parse(custom).as_object();
  const auto* value = values.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

class Preview {
 public:
  Preview(const ImportOptions& options, const PreviewLimits& limits, const Run& run)
      : options_(options), limits_(limits), run_(run) {}

  ImportPreview all() {
    result_.notes = visit_files(options_.files,
                                {[&](const std::string& path) { one(path); },
                                 [&](const std::string& path, const std::string& reason) { refuse(path, reason); }});
    return std::move(result_);
  }

 private:
  void one(const std::string& path) {
    batch_ = {};
    auto& shown = result_.files.emplace_back();
    shown.file = shown_name(path, options_);
    file_.emplace(path, options_, [this](const formats::Rejected& row) { reject(row); });
    shown.layout = file_->rows().layout();
    shown.columns = file_->rows().columns();
    shown.kept = file_->rows().kept();
    shown.are_rows_messages = file_->rows().are_rows_messages();
    while (file_->next(batch_)) {
      show_tickets();
      run_.stop_if_asked();
      run_.report("reading " + path, file_->table().bytes_read(), file_->table().bytes_total());
    }
    note_reading();
  }

  void refuse(const std::string&, const std::string& reason) {
    if (file_) {
      show_tickets();
      note_reading();
    }
    reject({0, "", reason});
  }

  void note_reading() {
    auto& shown = result_.files.back();
    const auto& table = file_->table();
    shown.encoding = table.encoding();
    shown.unreadable_characters = table.unreadable_characters();
    if (const auto delimiter = table.delimiter()) shown.delimiter = std::string(1, *delimiter);
    shown.date_order = file_->date_order();
    shown.undated = file_->undated();
    shown.unread_dates = file_->unread_dates();
    shown.rows = table.accepted() + table.rejected();
    shown.notes = file_->notes();
  }

  // Only the first batch has tickets to show.
  void show_tickets() {
    auto& tickets = result_.files.back().tickets;
    const auto status = file_->rows().status_name();
    const auto first = tickets.size();
    const auto count = std::min(limits_.tickets - first, batch_.tickets.size());
    for (std::size_t i = 0; i < count; ++i) {
      auto ticket = store::begun(std::move(batch_.tickets[i]), TextFrom::kFirst);
      auto& shown = tickets.emplace_back(PreviewedTicket{std::move(ticket), "", {}});
      shown.status = custom_value(shown.ticket.custom, status);
    }
    for (const auto& label : batch_.labels) {
      if (label.of < count) tickets[first + label.of].labels[label.task] = label.value;
    }
  }

  void reject(const formats::Rejected& row) {
    auto& shown = result_.files.back();
    ++shown.rejected;
    if (shown.rejects.size() < limits_.rejects) shown.rejects.push_back(row);
  }

  const ImportOptions& options_;
  const PreviewLimits& limits_;
  const Run& run_;
  std::optional<TicketFile> file_;  // the current one, unless it could not be opened
  TicketBatch batch_;
  ImportPreview result_;
};

}  // namespace

ImportPreview preview_import(const ImportOptions& options, const PreviewLimits& limits, const Run& run) {
  return Preview(options, limits, run).all();
}

}  // namespace smartdesk::workspace
