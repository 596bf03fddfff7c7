#include "formats/layouts.h"

#include <algorithm>

#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

struct Line {
  std::string_view name;
  std::string_view signature;  // headers between ";"
  std::string_view columns;    // ours=theirs
};

// One line per layout. JSON exports have names with dots, since objects inside a record are flattened. "public code"
// is code in public repositories that reads such exports and names their headers.
constexpr Line kLines[] = {
    // What `export` writes.
    {kOwnExport, "source;external_id;version;customer",
     "id=external_id;subject=subject;body=body;created_at=created_at;customer=customer;channel=channel;tags=tags"},
    // The columns that public code which writes the export of a view anew lists, from "Summation column" on.
    {"Zendesk view", "Requester;Requester email",
     "id=Id;subject=Subject;created_at=Created at;customer=Requester;customer_address=Requester email;status=Status;"
     "tags=Tags;channel=Via;urgency=Priority;category=Ticket type"},
    // developer.zendesk.com, "Tickets": JSON format.
    {"Zendesk API", "raw_subject;requester_id",
     "id=id;subject=subject;body=description;created_at=created_at;customer=via.source.from.name;"
     "customer_address=via.source.from.address;status=status;tags=tags;channel=via.channel;urgency=priority;"
     "category=type"},
    // developers.freshdesk.com/api and api.freshservice.com, "Tickets": ticket attributes, with include=requester.
    {"Freshdesk or Freshservice API", "description_text;requester_id",
     "id=id;subject=subject;body=description_text;created_at=created_at;customer=requester.name;"
     "customer_address=requester.email;status=status;tags=tags;channel=source;urgency=priority;category=type"},
    // Public code of the first API, whose objects the export of an account holds: {"helpdesk_ticket":{…}}.
    {"Freshdesk account export", "helpdesk_ticket.display_id;helpdesk_ticket.subject",
     "id=helpdesk_ticket.display_id;subject=helpdesk_ticket.subject;body=helpdesk_ticket.description;"
     "created_at=helpdesk_ticket.created_at;customer=helpdesk_ticket.requester_name;"
     "status=helpdesk_ticket.status_name;urgency=helpdesk_ticket.priority_name;category=helpdesk_ticket.ticket_type"},
    // Public code (a monitor of tickets) lists all columns of its export.
    {"Freshservice", "Ticket ID;Created Time;Requester Email",
     "id=Ticket ID;subject=Subject;body=Description;created_at=Created Time;customer=Requester Name;"
     "customer_address=Requester Email;status=Status;tags=Tags;channel=Source;urgency=Priority;category=Category"},
    // Public code (several dashboards) lists all columns; "Full name" and "Email" are those of the contact.
    {"Freshdesk", "Ticket ID;Created time",
     "id=Ticket ID;subject=Subject;body=Description;created_at=Created time;customer=Full name;"
     "customer_address=Email;status=Status;tags=Tags;product=Product;channel=Source;urgency=Priority;category=Type"},
    // docs.zammad.org, REST API, "Ticket", with expand=true. People know a ticket by its number.
    {"Zammad API", "number;title;customer_id;article_count",
     "id=number;subject=title;created_at=created_at;customer=customer;status=state;urgency=priority;category=group"},
    // github.com/zammad/zammad, lib/excel_sheet/ticket.rb: ticket_header.
    {"Zammad report", "#;Title;Create Channel",
     "id=#;subject=Title;created_at=Created At;customer=Customer;status=State;tags=Tags;channel=Create Channel;"
     "urgency=Priority;category=Group"},
    // developers.chatwoot.com, "Conversations": the sender is in meta.
    {"Chatwoot API", "inbox_id;meta.sender.name",
     "id=id;body=last_non_activity_message.content;created_at=created_at;customer=meta.sender.name;"
     "customer_address=meta.sender.email;status=status;tags=labels;channel=meta.channel;urgency=priority"},
    // knowledge.hubspot.com, "HubSpot's default ticket properties": labels, which are the headers of an export.
    {"HubSpot", "Ticket ID;Ticket name",
     "id=Ticket ID;subject=Ticket name;body=Ticket description;created_at=Create date;customer=Associated Contact;"
     "status=Ticket status;channel=Source;urgency=Priority;category=Category"},
    // support.atlassian.com, "Export issues": "CSV (all fields)". The other languages: public code.
    {"Jira", "Issue key;Summary",
     "id=Issue key;subject=Summary;body=Description;created_at=Created;customer=Reporter;status=Status;tags=Labels;"
     "urgency=Priority;category=Issue Type"},
    {"Jira (German)", "Vorgangsschlüssel;Zusammenfassung",
     "id=Vorgangsschlüssel;subject=Zusammenfassung;body=Beschreibung;created_at=Erstellt;customer=Autor;status=Status;"
     "tags=Stichwörter;urgency=Priorität;category=Vorgangstyp"},
    {"Jira (French)", "Clé de ticket;Résumé",
     "id=Clé de ticket;subject=Résumé;body=Description;created_at=Création;customer=Rapporteur;status=État;"
     "urgency=Priorité;category=Type de ticket"},
    {"Jira (Spanish)", "Clave de incidencia;Resumen",
     "id=Clave de incidencia;subject=Resumen;body=Descripción;created_at=Creada;status=Estado;urgency=Prioridad;"
     "category=Tipo de Incidencia"},
    {"Jira (Portuguese)", "Chave da item;Resumo",
     "id=Chave da item;subject=Resumo;created_at=Criado;customer=Relator;status=Status;tags=Categorias;"
     "urgency=Prioridade;category=Tipo de item"},
    {"Jira (Dutch)", "Issuecode;Samenvatting", "id=Issuecode;subject=Samenvatting;urgency=Prioriteit"},
    // Public code: the labels of an incident list, as its export to Excel has them.
    {"ServiceNow list", "Number;Short description;Opened",
     "id=Number;subject=Short description;body=Description;created_at=Opened;customer=Caller;status=State;"
     "urgency=Priority;category=Category"},
    // docs.servicenow.com, incident table: the names of the fields, as the CSV export of a list has them.
    {"ServiceNow", "number;short_description",
     "id=number;subject=short_description;body=description;created_at=opened_at;customer=caller_id;"
     "customer_address=caller_id.email;status=state;channel=contact_type;urgency=priority;category=category"},
    // developers.intercom.com, "The Conversation model": the first message is in source.
    {"Intercom API", "source.body;source.author.type",
     "id=id;subject=source.subject;body=source.body;created_at=created_at;customer=source.author.name;"
     "customer_address=source.author.email;status=state;tags=tags.tags;channel=source.type;urgency=priority"},
    // prodsight.ai, "What does the Intercom conversation export contain?": a row per message.
    {"Intercom messages", "message_id;message_body;conversation_id",
     "id=conversation_id;body=message_body;created_at=conversation_created_at;status=conversation_state;"
     "tags=conversation_tags;message_id=message_id;message_author=message_author_name;"
     "message_address=message_author_email;message_role=message_author_type;message_time=message_created_at"},
    // developer.helpscout.com, Mailbox API 2.0, "Get Conversation".
    {"Help Scout API", "number;mailboxId;preview",
     "id=number;subject=subject;body=preview;created_at=createdAt;customer=primaryCustomer.first;"
     "customer_address=primaryCustomer.email;status=status;tags=tags;channel=source.type;messages=_embedded.threads"},
    // dev.frontapp.com, "Create an analytics export": the columns of messages. A row per message.
    {"Front", "Message ID;Conversation ID;Contact handle",
     "id=Conversation ID;subject=Subject;body=Extract;created_at=Message date;customer=Contact name;"
     "customer_address=Contact handle;status=Status;tags=Tags;channel=Inbox;message_id=Message ID;"
     "message_author=Author;message_role=Direction;message_time=Message date"},
    // github.com/osTicket/osTicket, include/class.export.php: the fields of a ticket.
    {"osTicket", "Ticket Number;Date Created;From Email",
     "id=Ticket Number;subject=Subject;created_at=Date Created;customer=From;customer_address=From Email;"
     "status=Current Status;channel=Source;urgency=Priority;category=Help Topic"},
    // Public code (an importer of a help desk) lists all columns.
    {"Spiceworks", "Ticket Number;Summary;Created By",
     "id=Ticket Number;subject=Summary;body=Description;created_at=Created On;customer=Created By;status=Status;"
     "urgency=Priority;category=Category"},
    // The CSV of a search. Public code names the headers of each language.
    {"GLPI", "ID;Title;Requester - Requester",
     "id=ID;subject=Title;body=Description;created_at=Opening date;customer=Requester - Requester;status=Status;"
     "urgency=Priority;category=Category"},
    {"GLPI (French)", "ID;Titre;Demandeur - Demandeur",
     "id=ID;subject=Titre;body=Description;created_at=Date d'ouverture;customer=Demandeur - Demandeur;status=Statut;"
     "urgency=Priorité;category=Catégorie"},
    {"GLPI (Spanish)", "ID;Título;Solicitante - Solicitante",
     "id=ID;subject=Título;body=Descripción;created_at=Fecha de Apertura;customer=Solicitante - Solicitante;"
     "status=Estado;urgency=Prioridad;category=Categoría"},
    {"GLPI (Portuguese)", "ID;Título;Requerente - Requerente",
     "id=ID;subject=Título;body=Descrição;created_at=Data de abertura;customer=Requerente - Requerente;status=Status;"
     "urgency=Prioridade;category=Categoria"},
    {"GLPI (Italian)", "ID;Titolo;Richiedente - Richiedente",
     "id=ID;subject=Titolo;body=Descrizione;created_at=Data di apertura;customer=Richiedente - Richiedente;"
     "status=Stato;urgency=Priorità;category=Categoria"},
    // github.com/bestpractical/rt, share/html/Elements/TSVExport with DefaultSearchResultFormat of RT_Config.pm. Times
    // are relative ("3 weeks ago") unless the user adds the column Created.
    {"Request Tracker", "id;Queue;Requestors",
     "id=id;subject=Subject;created_at=Created;customer=Requestors;status=Status;urgency=Priority;category=Queue"},
    // doc.otrs.com, Kernel::System::Ticket, TicketGet(): also what Znuny's generic interface answers.
    {"OTRS or Znuny", "TicketNumber;CustomerUserID;Queue",
     "id=TicketNumber;subject=Title;created_at=Created;customer=CustomerUserID;status=State;urgency=Priority;"
     "category=Queue"},
    // github.com/znuny/Znuny, Kernel/Modules/AgentTicketSearch.pm and the setting SearchCSVData. From has name and
    // address.
    {"OTRS or Znuny search", "Ticket Number;Queue;CustomerID",
     "id=Ticket Number;subject=Subject;body=ArticleTree;created_at=Created;customer=From;status=State;"
     "urgency=Priority;category=Queue"},
    // github.com/redmine/redmine, app/models/issue_query.rb and config/locales: the CSV of issues with all columns.
    {"Redmine", "#;Tracker;Subject",
     "id=#;subject=Subject;body=Description;created_at=Created;customer=Author;status=Status;urgency=Priority;"
     "category=Tracker"},
    {"Redmine (German)", "#;Tracker;Thema",
     "id=#;subject=Thema;body=Beschreibung;created_at=Angelegt;customer=Autor;status=Status;urgency=Priorität;"
     "category=Tracker"},
    {"Redmine (French)", "#;Tracker;Sujet",
     "id=#;subject=Sujet;body=Description;created_at=Créé;customer=Auteur;status=Statut;urgency=Priorité;"
     "category=Tracker"},
    {"Redmine (Spanish)", "#;Tipo;Asunto",
     "id=#;subject=Asunto;body=Descripción;created_at=Creado;customer=Autor;status=Estado;urgency=Prioridad;"
     "category=Tipo"},
    {"Redmine (Portuguese)", "#;Tipo;Assunto",
     "id=#;subject=Assunto;body=Descrição;created_at=Criado;customer=Autor;status=Estado;urgency=Prioridade;"
     "category=Tipo"},
    {"Redmine (Brazilian)", "#;Tipo;Título;Situação",
     "id=#;subject=Título;body=Descrição;created_at=Criado em;customer=Autor;status=Situação;urgency=Prioridade;"
     "category=Tipo"},
    {"Redmine (Italian)", "#;Tracker;Oggetto",
     "id=#;subject=Oggetto;body=Descrizione;created_at=Creato;customer=Autore;status=Stato;urgency=Priorità;"
     "category=Tracker"},
    {"Redmine (Dutch)", "#;Tracker;Onderwerp",
     "id=#;subject=Onderwerp;body=Beschrijving;created_at=Aangemaakt op;customer=Auteur;status=Status;"
     "urgency=Prioriteit;category=Tracker"},
    // redmine.org/projects/redmine/wiki/Rest_Issues.
    {"Redmine API", "tracker.name;author.name;subject",
     "id=id;subject=subject;body=description;created_at=created_on;customer=author.name;status=status.name;"
     "urgency=priority.name;category=tracker.name"},
    // docs.github.com/rest/issues.
    {"GitHub issues", "number;title;user.login",
     "id=number;subject=title;body=body;created_at=created_at;customer=user.login;status=state;tags=labels"},
    // developer.salesforce.com, Object Reference, "Case": API names, as Data Loader exports them.
    {"Salesforce", "CaseNumber;Subject;CreatedDate",
     "id=CaseNumber;subject=Subject;body=Description;created_at=CreatedDate;customer=SuppliedName;"
     "customer_address=SuppliedEmail;status=Status;channel=Origin;urgency=Priority;category=Type"},
    // The same, Field Reference: labels, as reports have them.
    {"Salesforce report", "Case Number;Date/Time Opened",
     "id=Case Number;subject=Subject;body=Description;created_at=Date/Time Opened;customer=Contact Name;"
     "customer_address=Contact Email;status=Status;channel=Case Origin;urgency=Priority;category=Type"},
    // learn.microsoft.com, "Case (Incident) table/entity reference"; public code for the Web API, whose answers have
    // the
    // words beside the codes if they were asked for.
    {"Dynamics 365 API", "ticketnumber;title;_customerid_value@OData.Community.Display.V1.FormattedValue",
     "id=ticketnumber;subject=title;body=description;created_at=createdon;"
     "customer=_customerid_value@OData.Community.Display.V1.FormattedValue;customer_address=emailaddress;"
     "status=statuscode@OData.Community.Display.V1.FormattedValue;"
     "channel=caseorigincode@OData.Community.Display.V1.FormattedValue;"
     "urgency=prioritycode@OData.Community.Display.V1.FormattedValue;"
     "category=casetypecode@OData.Community.Display.V1.FormattedValue"},
    {"Dynamics 365", "ticketnumber;title;createdon",
     "id=ticketnumber;subject=title;body=description;created_at=createdon;customer=customerid;"
     "customer_address=emailaddress;status=statuscode;channel=caseorigincode;urgency=prioritycode;"
     "category=casetypecode"},
    // developers.gorgias.com, "The Ticket object".
    {"Gorgias API", "created_datetime;customer.email;channel",
     "id=id;subject=subject;body=excerpt;created_at=created_datetime;customer=customer.name;"
     "customer_address=customer.email;status=status;tags=tags;channel=channel;urgency=priority"},
    // kaggle.com/datasets/suraj520/customer-support-ticket-dataset. It has no day of the ticket: "Date of Purchase"
    // is none.
    {"Kaggle customer support", "Ticket Subject;Product Purchased;Customer Email",
     "id=Ticket ID;subject=Ticket Subject;body=Ticket Description;customer=Customer Name;"
     "customer_address=Customer Email;product=Product Purchased;status=Ticket Status;channel=Ticket Channel;"
     "urgency=Ticket Priority;category=Ticket Type"},
    // kaggle.com/datasets/adisongoh/it-service-ticket-classification-dataset.
    {"Kaggle IT service", "Document;Topic_group", "body=Document;category=Topic_group"},
    // kaggle.com/datasets/tobiasbueck/multilingual-customer-support-tickets.
    {"Kaggle multilingual", "subject;body;answer;queue;tag_1",
     "subject=subject;body=body;tags=tag_1;language=language;urgency=priority;category=queue"},
    // github.com/karolzak/support-tickets-classification.
    {"Endava", "title;body;ticket_type;business_service", "subject=title;body=body;urgency=urgency;category=category"},
    // kaggle.com/datasets/thoughtvector/customer-support-on-twitter.
    {"twcs", "tweet_id;author_id;inbound", "id=tweet_id;body=text;created_at=created_at;customer=author_id"},
    // huggingface.co/datasets/bitext/Bitext-customer-support-llm-chatbot-training-dataset.
    {"Bitext", "flags;instruction;intent", "body=instruction;category=category"},
};

std::vector<std::string_view> parts_of(std::string_view list) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin < list.size();) {
    const auto end = std::min(list.find(';', begin), list.size());
    parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Layout layout_in(const Line& line) {
  Layout layout{line.name, parts_of(line.signature), {}};
  for (const auto part : parts_of(line.columns)) {
    const auto equals = part.find('=');
    layout.columns.push_back({part.substr(0, equals), part.substr(equals + 1)});
  }
  return layout;
}

}  // namespace

std::string_view Layout::header(std::string_view ours) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.ours == ours; });
  return found == columns.end() ? std::string_view() : found->theirs;
}

const std::vector<Layout>& layouts() {
  static const auto all = [] {
    std::vector<Layout> made;
    for (const auto& line : kLines) made.push_back(layout_in(line));
    return made;
  }();
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
