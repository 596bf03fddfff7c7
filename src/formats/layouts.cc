#include "formats/layouts.h"

#include <algorithm>

#include "text/utf8.h"

namespace smartdesk::formats {

std::string_view Layout::header(std::string_view ours) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.ours == ours; });
  return found == columns.end() ? std::string_view() : found->theirs;
}

// JSON exports have names with dots, since objects inside a record are flattened.
const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all{
      // support.zendesk.com, "Exporting a list of tickets to a CSV file": the columns of a view.
      {"Zendesk view",
       {"Requester", "Requester email"},
       {{"id", "Id"},
        {"subject", "Subject"},
        {"created_at", "Created at"},
        {"customer", "Requester"},
        {"customer_address", "Requester email"},
        {"status", "Status"},
        {"tags", "Tags"},
        {"channel", "Via"},
        {"urgency", "Priority"},
        {"category", "Ticket type"}}},
      // developer.zendesk.com, "Tickets": JSON format.
      {"Zendesk API",
       {"raw_subject", "requester_id"},
       {{"id", "id"},
        {"subject", "subject"},
        {"body", "description"},
        {"created_at", "created_at"},
        {"customer", "via.source.from.name"},
        {"customer_address", "via.source.from.address"},
        {"status", "status"},
        {"tags", "tags"},
        {"channel", "via.channel"},
        {"urgency", "priority"},
        {"category", "type"}}},
      // developers.freshdesk.com/api and api.freshservice.com, "Tickets": ticket attributes, with include=requester.
      {"Freshdesk or Freshservice API",
       {"description_text", "requester_id"},
       {{"id", "id"},
        {"subject", "subject"},
        {"body", "description_text"},
        {"created_at", "created_at"},
        {"customer", "requester.name"},
        {"customer_address", "requester.email"},
        {"status", "status"},
        {"tags", "tags"},
        {"channel", "source"},
        {"urgency", "priority"},
        {"category", "type"}}},
      // docs.zammad.org, REST API, "Ticket", with expand=true. People know a ticket by its number.
      {"Zammad API",
       {"number", "title", "customer_id", "article_count"},
       {{"id", "number"},
        {"subject", "title"},
        {"created_at", "created_at"},
        {"customer", "customer"},
        {"status", "state"},
        {"urgency", "priority"},
        {"category", "group"}}},
      // developers.chatwoot.com, "Conversations": the sender is in meta.
      {"Chatwoot API",
       {"inbox_id", "meta.sender.name"},
       {{"id", "id"},
        {"body", "last_non_activity_message.content"},
        {"created_at", "created_at"},
        {"customer", "meta.sender.name"},
        {"customer_address", "meta.sender.email"},
        {"status", "status"},
        {"tags", "labels"},
        {"channel", "meta.channel"},
        {"urgency", "priority"}}},
      // knowledge.hubspot.com, "HubSpot's default ticket properties": labels, which are the headers of an export.
      {"HubSpot",
       {"Ticket ID", "Ticket name"},
       {{"id", "Ticket ID"},
        {"subject", "Ticket name"},
        {"body", "Ticket description"},
        {"created_at", "Create date"},
        {"customer", "Associated Contact"},
        {"status", "Ticket status"},
        {"channel", "Source"},
        {"urgency", "Priority"},
        {"category", "Category"}}},
      // support.atlassian.com, "Export issues": "CSV (all fields)", as many public exports on GitHub have it.
      {"Jira",
       {"Issue key", "Summary"},
       {{"id", "Issue key"},
        {"subject", "Summary"},
        {"body", "Description"},
        {"created_at", "Created"},
        {"customer", "Reporter"},
        {"status", "Status"},
        {"tags", "Labels"},
        {"urgency", "Priority"},
        {"category", "Issue Type"}}},
      // docs.servicenow.com, incident table: the names of the fields, as the CSV export of a list has them.
      {"ServiceNow",
       {"number", "short_description"},
       {{"id", "number"},
        {"subject", "short_description"},
        {"body", "description"},
        {"created_at", "opened_at"},
        {"customer", "caller_id"},
        {"status", "state"},
        {"channel", "contact_type"},
        {"urgency", "priority"},
        {"category", "category"}}},
      // developers.intercom.com, "The Conversation model": the first message is in source.
      {"Intercom API",
       {"source.body", "source.author.type"},
       {{"id", "id"},
        {"subject", "source.subject"},
        {"body", "source.body"},
        {"created_at", "created_at"},
        {"customer", "source.author.name"},
        {"customer_address", "source.author.email"},
        {"status", "state"},
        {"tags", "tags.tags"},
        {"channel", "source.type"},
        {"urgency", "priority"}}},
      // developer.helpscout.com, Mailbox API 2.0, "Get Conversation".
      {"Help Scout API",
       {"number", "mailboxId", "preview"},
       {{"id", "number"},
        {"subject", "subject"},
        {"body", "preview"},
        {"created_at", "createdAt"},
        {"customer_address", "primaryCustomer.email"},
        {"status", "status"},
        {"tags", "tags"},
        {"channel", "source.type"}}},
      // github.com/osTicket/osTicket, include/class.queue.php: getExportFields().
      {"osTicket",
       {"Ticket Number", "Date Created", "From Email"},
       {{"id", "Ticket Number"},
        {"subject", "Subject"},
        {"created_at", "Date Created"},
        {"customer", "From"},
        {"customer_address", "From Email"},
        {"status", "Current Status"},
        {"channel", "Source"},
        {"urgency", "Priority"},
        {"category", "Help Topic"}}},
      // Redmine's CSV of issues with all columns, as public exports on GitHub have it.
      {"Redmine",
       {"#", "Tracker", "Subject"},
       {{"id", "#"},
        {"subject", "Subject"},
        {"body", "Description"},
        {"created_at", "Created"},
        {"customer", "Author"},
        {"status", "Status"},
        {"urgency", "Priority"},
        {"category", "Tracker"}}},
      // redmine.org/projects/redmine/wiki/Rest_Issues.
      {"Redmine API",
       {"tracker.name", "author.name", "subject"},
       {{"id", "id"},
        {"subject", "subject"},
        {"body", "description"},
        {"created_at", "created_on"},
        {"customer", "author.name"},
        {"status", "status.name"},
        {"urgency", "priority.name"},
        {"category", "tracker.name"}}},
      // docs.github.com/rest/issues.
      {"GitHub issues",
       {"number", "title", "user.login"},
       {{"id", "number"},
        {"subject", "title"},
        {"body", "body"},
        {"created_at", "created_at"},
        {"customer", "user.login"},
        {"status", "state"},
        {"tags", "labels"}}},
      // developer.salesforce.com, Object Reference, "Case": API names, as Data Loader exports them.
      {"Salesforce",
       {"CaseNumber", "Subject", "CreatedDate"},
       {{"id", "CaseNumber"},
        {"subject", "Subject"},
        {"body", "Description"},
        {"created_at", "CreatedDate"},
        {"customer", "SuppliedName"},
        {"customer_address", "SuppliedEmail"},
        {"status", "Status"},
        {"channel", "Origin"},
        {"urgency", "Priority"},
        {"category", "Type"}}},
      // The same, Field Reference: labels, as reports have them.
      {"Salesforce report",
       {"Case Number", "Date/Time Opened"},
       {{"id", "Case Number"},
        {"subject", "Subject"},
        {"body", "Description"},
        {"created_at", "Date/Time Opened"},
        {"customer", "Contact Name"},
        {"customer_address", "Contact Email"},
        {"status", "Status"},
        {"channel", "Case Origin"},
        {"urgency", "Priority"},
        {"category", "Type"}}},
      // learn.microsoft.com, "Case (Incident) table/entity reference".
      {"Dynamics 365",
       {"ticketnumber", "title", "createdon"},
       {{"id", "ticketnumber"},
        {"subject", "title"},
        {"body", "description"},
        {"created_at", "createdon"},
        {"customer", "customerid"},
        {"customer_address", "emailaddress"},
        {"status", "statuscode"},
        {"channel", "caseorigincode"},
        {"urgency", "prioritycode"},
        {"category", "casetypecode"}}},
      // developers.gorgias.com, "The Ticket object".
      {"Gorgias API",
       {"created_datetime", "customer.email", "channel"},
       {{"id", "id"},
        {"subject", "subject"},
        {"body", "excerpt"},
        {"created_at", "created_datetime"},
        {"customer", "customer.name"},
        {"customer_address", "customer.email"},
        {"status", "status"},
        {"tags", "tags"},
        {"channel", "channel"}}},
      // doc.otrs.com, Kernel::System::Ticket, TicketGet(): also what Znuny's generic interface answers.
      {"OTRS or Znuny",
       {"TicketNumber", "CustomerUserID", "Queue"},
       {{"id", "TicketNumber"},
        {"subject", "Title"},
        {"created_at", "Created"},
        {"customer", "CustomerUserID"},
        {"status", "State"},
        {"urgency", "Priority"},
        {"category", "Queue"}}},
      // kaggle.com/datasets/suraj520/customer-support-ticket-dataset. It has no day of the ticket: "Date of Purchase"
      // is none.
      {"Kaggle customer support",
       {"Ticket Subject", "Product Purchased", "Customer Email"},
       {{"id", "Ticket ID"},
        {"subject", "Ticket Subject"},
        {"body", "Ticket Description"},
        {"customer", "Customer Name"},
        {"customer_address", "Customer Email"},
        {"product", "Product Purchased"},
        {"status", "Ticket Status"},
        {"channel", "Ticket Channel"},
        {"urgency", "Ticket Priority"},
        {"category", "Ticket Type"}}},
      // kaggle.com/datasets/thoughtvector/customer-support-on-twitter.
      {"twcs",
       {"tweet_id", "author_id", "inbound"},
       {{"id", "tweet_id"}, {"body", "text"}, {"created_at", "created_at"}, {"customer", "author_id"}}},
      // huggingface.co/datasets/bitext/Bitext-customer-support-llm-chatbot-training-dataset.
      {"Bitext", {"flags", "instruction", "intent"}, {{"body", "instruction"}, {"category", "category"}}},
  };
  return all;
}

const Layout* layout_of(const std::vector<std::string>& columns) {
  static const auto signatures = [] {
    std::vector<std::vector<std::string>> all;
    for (const auto& layout : layouts()) {
      auto& names = all.emplace_back();
      for (const auto header : layout.signature) names.push_back(simplified_header(header));
    }
    return all;
  }();
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto& column : columns) names.push_back(simplified_header(column));
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    const bool has_all = std::all_of(signatures[i].begin(), signatures[i].end(), [&](const std::string& header) {
      return std::find(names.begin(), names.end(), header) != names.end();
    });
    if (has_all) return &layouts()[i];
  }
  return nullptr;
}

std::string simplified_header(std::string_view name) {
  std::string simple;
  for (std::size_t at = 0; at < name.size();) {
    const auto [letter, end] = text::decode(name, at);
    const bool is_left_out = letter == U'-' || letter == U'_' || letter == U' ' || letter == U'.' || letter == 0xA0;
    if (!is_left_out) text::append_utf8(simple, text::to_lower(letter));
    at = end;
  }
  return simple;
}

}  // namespace smartdesk::formats
