// An invented ticket in each layout, with the headers of real exports, read through TableReader.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "formats/columns.h"
#include "formats/layouts.h"
#include "formats/table.h"
#include "support/scratch_files.h"
#include "text/calendar.h"

namespace smartdesk::formats {
namespace {

struct Export {
  const char* layout;
  const char* ending;
  std::string content;
  // number, subject, text, time, customer, address, status, tags; "" where the layout has none.
  std::vector<std::string> ticket;
};

constexpr const char* kFields[] = {"id",       "subject",          "body",   "created_at",
                                   "customer", "customer_address", "status", "tags"};

const std::vector<Export>& exports() {
  static const std::vector<Export> all{
      {"SmartDesk",
       "csv",
       "id,source,external_id,version,created_at,product,customer,channel,language,subject,body,summary,tags,custom\n"
       "1,shop,81,1,2026-03-14T10:05:00Z,,Kai Berg <kai@example.org>,mail,en,No sound,It hums.,,audio,{}\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg <kai@example.org>", "", "", "audio"}},
      {"Zendesk view",
       "csv",
       "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
       "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at\n"
       "1,81,Kai Berg,9,,kai@example.org,example.org,Kai Berg,Ada,Desk,No sound,audio lamp,Open,High,Mail,Incident,"
       "2026-03-14 10:05,2026-03-15 10:00\n",
       {"81", "", "No sound", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "Open", "audio lamp"}},
      {"Zendesk API",
       "json",
       R"({"tickets":[{"id":81,"raw_subject":"No sound","subject":"No sound","description":"It hums.",
        "requester_id":9,"created_at":"2026-03-14T10:05:00Z","status":"open","tags":["audio"],
        "via":{"channel":"email","source":{"from":{"name":"Kai Berg","address":"kai@example.org"}}}}],"count":1})",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "open", R"(["audio"])"}},
      {"Freshdesk or Freshservice API",
       "json",
       R"([{"id":81,"subject":"No sound","description":"<div>It hums.</div>","description_text":"It hums.",
        "requester_id":9,"requester":{"name":"Kai Berg","email":"kai@example.org"},"status":2,"tags":["audio"],
        "created_at":"2026-03-14T10:05:00Z"}])",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "2", R"(["audio"])"}},
      {"Freshdesk account export",
       "json",
       R"([{"helpdesk_ticket":{"display_id":81,"id":5,"subject":"No sound","description":"It hums.",
        "created_at":"2026-03-14T10:05:00+00:00","requester_name":"Kai Berg","status_name":"Open","priority_name":"Low",
        "ticket_type":"Incident"}}])",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "", "Open", ""}},
      {"Freshservice",
       "csv",
       "Subject,Type,Status,Urgency,Impact,Priority,Group,Agent,Description,Category,Source,Ticket Id,Requester Name,"
       "Requester Email,Created Time,Tags\n"
       "No sound,Incident,Open,Low,Low,High,Desk,Ada,It hums.,Audio,Email,81,Kai Berg,kai@example.org,"
       "2026-03-14 10:05:00,lamp\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "Open", "lamp"}},
      {"Freshdesk",
       "csv",
       "Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,"
       "Tags,Product,Full name,Title,Email,Work phone\n"
       "81,No sound,It hums.,Open,High,Email,Incident,Ada,Desk,2026-03-14 10:05:00,,,lamp,Lamp,Kai Berg,Dr,"
       "kai@example.org,\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "Open", "lamp"}},
      {"Zammad API",
       "json",
       R"([{"id":3,"number":"31081","title":"No sound","customer_id":9,"customer":"kai@example.org","state":"open",
        "group":"Desk","priority":"2 normal","created_at":"2026-03-14T10:05:00.000Z","article_count":1}])",
       {"31081", "", "No sound", "2026-03-14T10:05:00Z", "kai@example.org", "", "open", ""}},
      {"Zammad report",
       "csv",
       "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Sender,Tags,Time Units Total,Created "
       "At,"
       "Article Count\n"
       "31081,No sound,open,2 normal,Desk,Ada,Kai Berg,,email,Customer,lamp,,2026-03-14 10:05:00,1\n",
       {"31081", "", "No sound", "2026-03-14T10:05:00", "Kai Berg", "", "open", "lamp"}},
      {"Chatwoot API",
       "json",
       R"({"data":[{"id":81,"inbox_id":1,"status":"open","labels":["lamp"],"created_at":1773482700,
        "meta":{"channel":"Channel::Email","sender":{"name":"Kai Berg","email":"kai@example.org"}},
        "last_non_activity_message":{"content":"It hums."}}]})",
       {"81", "", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "open", R"(["lamp"])"}},
      {"HubSpot",
       "csv",
       "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Ticket owner,Source,Priority,Ticket description,"
       "Associated Contact\n"
       "81,No sound,Desk,New,2026-03-14 10:05,Ada,Email,High,It hums.,Kai Berg (kai@example.org)\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg (kai@example.org)", "", "New", ""}},
      {"Jira",
       "csv",
       "Summary,Issue key,Issue id,Issue Type,Status,Priority,Reporter,Created,Labels,Labels,Description\n"
       "No sound,DESK-81,5,Incident,Open,High,Kai Berg,14/Mar/26 10:05 AM,lamp,audio,It hums.\n",
       {"DESK-81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "", "Open", "lamp, audio"}},
      {"Jira (German)",
       "csv",
       "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Priorität,Autor,Ersteller,Erstellt,"
       "Beschreibung,"
       "Stichwörter\n"
       "Kein Ton,DESK-81,5,Störung,Offen,Hoch,Kai Berg,Kai Berg,14.03.2026 10:05,Es brummt.,Lampe\n",
       {"DESK-81", "Kein Ton", "Es brummt.", "2026-03-14T10:05:00", "Kai Berg", "", "Offen", "Lampe"}},
      {"Jira (French)",
       "csv",
       "Résumé,Clé de ticket,Type de ticket,État,Priorité,Rapporteur,Création,Description\n"
       "Pas de son,DESK-81,Incident,Ouvert,Haute,Kai Berg,14/03/2026 10:05,Ça bourdonne.\n",
       {"DESK-81", "Pas de son", "Ça bourdonne.", "2026-03-14T10:05:00", "Kai Berg", "", "Ouvert", ""}},
      {"Jira (Spanish)",
       "csv",
       "Resumen,Clave de incidencia,Tipo de Incidencia,Estado,Prioridad,Creada,Descripción\n"
       "Sin sonido,DESK-81,Error,Abierto,Alta,14/03/2026 10:05,Zumba.\n",
       {"DESK-81", "Sin sonido", "Zumba.", "2026-03-14T10:05:00", "", "", "Abierto", ""}},
      {"Jira (Portuguese)",
       "csv",
       "Tipo de item,Chave da item,ID da item,Resumo,Relator,Prioridade,Status,Criado,Categorias,Descrição\n"
       "Erro,DESK-81,5,Sem som,Kai Berg,High,Aberto,14/03/2026 10:05,lampada,Zumbe.\n",
       {"DESK-81", "Sem som", "Zumbe.", "2026-03-14T10:05:00", "Kai Berg", "", "Aberto", "lampada"}},
      {"Jira (Dutch)",
       "csv",
       "Samenvatting,Issuecode,Prioriteit\nGeen geluid,DESK-81,High\n",
       {"DESK-81", "", "Geen geluid", "", "", "", "", ""}},
      {"ServiceNow list",
       "csv",
       "Number,Opened,Short description,Description,Caller,Priority,State,Category\n"
       "INC81,2026-03-14 10:05:00,No sound,It hums.,Kai Berg,3 - Moderate,New,Audio\n",
       {"INC81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "", "New", ""}},
      {"ServiceNow",
       "csv",
       "number,opened_at,short_description,description,caller_id,caller_id.email,priority,state,category,contact_type\n"
       "INC81,2026-03-14 10:05:00,No sound,It hums.,Kai Berg,kai@example.org,3 - Moderate,New,audio,email\n",
       {"INC81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "New", ""}},
      {"Intercom API",
       "json",
       R"([{"id":"81","state":"open","created_at":1773482700,"tags":{"type":"tag.list","tags":["lamp"]},
        "source":{"type":"email","subject":"No sound","body":"<p>It hums.</p>",
        "author":{"type":"user","name":"Kai Berg","email":"kai@example.org"}}}])",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "open", R"(["lamp"])"}},
      {"Intercom messages",
       "csv",
       "message_id,message_body,message_type,message_created_at,message_author_type,message_author_id,"
       "message_author_name,message_author_email,conversation_tags,conversation_id,conversation_state,"
       "conversation_created_at\n"
       "7,It hums.,conversation_message,2026-03-14 10:05:00,user,9,Kai Berg,kai@example.org,lamp,81,open,"
       "2026-03-14 10:05:00\n",
       {"81", "", "It hums.", "2026-03-14T10:05:00", "", "", "open", "lamp"}},
      {"Help Scout API",
       "json",
       R"({"conversations":[{"id":5,"number":81,"mailboxId":1,"subject":"No sound","preview":"It hums.","status":"active",
        "createdAt":"2026-03-14T10:05:00Z","tags":[{"id":1,"tag":"lamp"}],"source":{"type":"email","via":"customer"},
        "primaryCustomer":{"id":9,"first":"Kai","email":"kai@example.org"},"_embedded":{"threads":[]}}]})",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai", "kai@example.org", "active",
        R"([{"id":1,"tag":"lamp"}])"}},
      {"Front",
       "csv",
       "Message ID,Conversation ID,Direction,Status,Inbox,Message date,Author,Contact name,Contact handle,Extract,Tags,"
       "Subject\n"
       "7,81,Inbound,Archived,Desk,2026-03-14 10:05:00,,Kai Berg,kai@example.org,It hums.,lamp,No sound\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "Archived", "lamp"}},
      {"osTicket",
       "csv",
       "Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,Current Status\n"
       "81,2026-03-14 10:05:00,No sound,Kai Berg,kai@example.org,Normal,Desk,Audio,Email,Open\n",
       {"81", "", "No sound", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "Open", ""}},
      {"Spiceworks",
       "csv",
       "Ticket Number,Summary,Description,Priority,Status,Category,Created By,Assigned To,Created On,Closed On,Due On,"
       "Link to Ticket\n"
       "81,No sound,It hums.,Med,open,Audio,Kai Berg,Ada,3/14/2026 10:05 am UTC,,,\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "", "open", ""}},
      {"GLPI",
       "csv",
       "ID;Title;Status;Opening date;Priority;Requester - Requester;Category;Description\n"
       "81;No sound;New;2026-03-14 10:05;Medium;Berg Kai;Audio;\"&lt;p&gt;It hums.&lt;/p&gt;\"\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Berg Kai", "", "New", ""}},
      {"GLPI (French)",
       "csv",
       "ID;Titre;Statut;Demandeur - Demandeur;Date d'ouverture;Type;Priorité;Catégorie;Description\n"
       "81;Pas de son;Nouveau;Berg Kai;14-03-2026 10:05;Incident;Moyenne;Son;Ça bourdonne.\n",
       {"81", "Pas de son", "Ça bourdonne.", "2026-03-14T10:05:00", "Berg Kai", "", "Nouveau", ""}},
      {"GLPI (Spanish)",
       "csv",
       "ID;Título;Tipo;Categoría;Prioridad;Estado;Fecha de Apertura;Solicitante - Solicitante;Descripción\n"
       "81;Sin sonido;Incidencia;Sonido;Media;Nuevo;2026-03-14 10:05;Berg Kai;Zumba.\n",
       {"81", "Sin sonido", "Zumba.", "2026-03-14T10:05:00", "Berg Kai", "", "Nuevo", ""}},
      {"GLPI (Portuguese)",
       "csv",
       "ID;Título;Status;Data de abertura;Requerente - Requerente;Prioridade;Categoria;Descrição\n"
       "81;Sem som;Novo;14/03/2026 10:05;Berg Kai;Média;Som;Zumbe.\n",
       {"81", "Sem som", "Zumbe.", "2026-03-14T10:05:00", "Berg Kai", "", "Novo", ""}},
      {"GLPI (Italian)",
       "csv",
       "ID;Titolo;Stato;Data di apertura;Richiedente - Richiedente;Priorità;Categoria;Descrizione\n"
       "81;Nessun suono;Nuovo;14-03-2026 10:05;Berg Kai;Media;Suono;Ronza.\n",
       {"81", "Nessun suono", "Ronza.", "2026-03-14T10:05:00", "Berg Kai", "", "Nuovo", ""}},
      {"Request Tracker",
       "tsv",
       "id\tSubject\tStatus\tQueue\tOwner\tPriority\tRequestors\tCreated\tTold\tLast Updated\tTime Left\n"
       "81\tNo sound\tnew\tDesk\tNobody\t0\tkai@example.org\tSat Mar 14 10:05:00 2026\t\t\t\n",
       {"81", "", "No sound", "2026-03-14T10:05:00", "kai@example.org", "", "new", ""}},
      {"OTRS or Znuny",
       "json",
       R"([{"TicketID":5,"TicketNumber":"2026031481","Title":"No sound","CustomerID":"c","CustomerUserID":"kai@example.org",
        "Queue":"Desk","State":"new","Priority":"3 normal","Created":"2026-03-14 10:05:00"}])",
       {"2026031481", "", "No sound", "2026-03-14T10:05:00", "kai@example.org", "", "new", ""}},
      {"OTRS or Znuny search",
       "csv",
       "Ticket Number;Age;Created;Closed;State;Priority;Queue;Lock;Owner;CustomerID;Customer "
       "Name;From;Subject;ArticleTree\n"
       "2026031481;1 h;2026-03-14 10:05:00;;new;3 normal;Desk;unlock;ada;c;Kai Berg;Kai Berg <kai@example.org>;No "
       "sound;"
       "It hums.\n",
       {"2026031481", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg <kai@example.org>", "", "new", ""}},
      {"Redmine",
       "csv",
       "#,Project,Tracker,Status,Priority,Subject,Author,Created,Description\n"
       "81,Desk,Bug,New,High,No sound,Kai Berg,2026-03-14 10:05,It hums.\n",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "", "New", ""}},
      {"Redmine (German)",
       "csv",
       "#;Projekt;Tracker;Status;Priorität;Thema;Autor;Angelegt;Beschreibung\n"
       "81;Desk;Fehler;Neu;Hoch;Kein Ton;Kai Berg;14.03.2026 10:05;Es brummt.\n",
       {"81", "Kein Ton", "Es brummt.", "2026-03-14T10:05:00", "Kai Berg", "", "Neu", ""}},
      {"Redmine (French)",
       "csv",
       "#;Projet;Tracker;Statut;Priorité;Sujet;Auteur;Créé;Description\n"
       "81;Desk;Anomalie;Nouveau;Haut;Pas de son;Kai Berg;14/03/2026 10:05;Ça bourdonne.\n",
       {"81", "Pas de son", "Ça bourdonne.", "2026-03-14T10:05:00", "Kai Berg", "", "Nouveau", ""}},
      {"Redmine (Spanish)",
       "csv",
       "#;Proyecto;Tipo;Estado;Prioridad;Asunto;Autor;Creado;Descripción\n"
       "81;Desk;Errores;Nueva;Alta;Sin sonido;Kai Berg;14/03/2026 10:05;Zumba.\n",
       {"81", "Sin sonido", "Zumba.", "2026-03-14T10:05:00", "Kai Berg", "", "Nueva", ""}},
      {"Redmine (Portuguese)",
       "csv",
       "#;Projeto;Tipo;Estado;Prioridade;Assunto;Autor;Criado;Descrição\n"
       "81;Desk;Bug;Novo;Alta;Sem som;Kai Berg;14/03/2026 10:05;Zumbe.\n",
       {"81", "Sem som", "Zumbe.", "2026-03-14T10:05:00", "Kai Berg", "", "Novo", ""}},
      {"Redmine (Brazilian)",
       "csv",
       "#;Projeto;Tipo;Situação;Prioridade;Título;Autor;Criado em;Descrição\n"
       "81;Desk;Defeito;Nova;Alta;Sem som;Kai Berg;14/03/2026 10:05;Zumbe.\n",
       {"81", "Sem som", "Zumbe.", "2026-03-14T10:05:00", "Kai Berg", "", "Nova", ""}},
      {"Redmine (Italian)",
       "csv",
       "#;Progetto;Tracker;Stato;Priorità;Oggetto;Autore;Creato;Descrizione\n"
       "81;Desk;Errore;Nuovo;Alta;Nessun suono;Kai Berg;14/03/2026 10:05;Ronza.\n",
       {"81", "Nessun suono", "Ronza.", "2026-03-14T10:05:00", "Kai Berg", "", "Nuovo", ""}},
      {"Redmine (Dutch)",
       "csv",
       "#;Project;Tracker;Status;Prioriteit;Onderwerp;Auteur;Aangemaakt op;Beschrijving\n"
       "81;Desk;Bug;Nieuw;Hoog;Geen geluid;Kai Berg;14-03-2026 10:05;Het bromt.\n",
       {"81", "Geen geluid", "Het bromt.", "2026-03-14T10:05:00", "Kai Berg", "", "Nieuw", ""}},
      {"Redmine API",
       "json",
       R"({"issues":[{"id":81,"tracker":{"id":1,"name":"Bug"},"status":{"id":1,"name":"New"},
        "priority":{"id":2,"name":"High"},"author":{"id":9,"name":"Kai Berg"},"subject":"No sound",
        "description":"It hums.","created_on":"2026-03-14T10:05:00Z"}],"total_count":1})",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "", "New", ""}},
      {"GitHub issues",
       "json",
       R"([{"id":5,"number":81,"title":"No sound","body":"It hums.","user":{"login":"kai"},"state":"open",
        "labels":["lamp"],"created_at":"2026-03-14T10:05:00Z"}])",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "kai", "", "open", R"(["lamp"])"}},
      {"Salesforce",
       "csv",
       "Id,CaseNumber,Subject,Description,CreatedDate,SuppliedName,SuppliedEmail,Status,Origin,Priority,Type\n"
       "500A,00081,No sound,It hums.,2026-03-14T10:05:00.000Z,Kai Berg,kai@example.org,New,Email,High,Problem\n",
       {"00081", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "New", ""}},
      {"Salesforce report",
       "csv",
       "Case Number,Subject,Description,Date/Time Opened,Contact Name,Contact Email,Status,Case Origin,Priority,Type\n"
       "00081,No sound,It hums.,3/14/2026 10:05 AM,Kai Berg,kai@example.org,New,Email,High,Problem\n",
       {"00081", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "New", ""}},
      {"Dynamics 365 API",
       "json",
       R"({"value":[{"ticketnumber":"CAS-81","title":"No sound","description":"It hums.","_customerid_value":"a1b2",
        "_customerid_value@OData.Community.Display.V1.FormattedValue":"Kai Berg","emailaddress":"kai@example.org",
        "createdon":"2026-03-14T10:05:00Z","statuscode":1,
        "statuscode@OData.Community.Display.V1.FormattedValue":"In Progress"}]})",
       {"CAS-81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "In Progress", ""}},
      {"Dynamics 365",
       "json",
       R"({"value":[{"ticketnumber":"CAS-81","title":"No sound","description":"It hums.","customerid":"Kai Berg",
        "emailaddress":"kai@example.org","createdon":"2026-03-14T10:05:00Z","statuscode":1,"prioritycode":2}]})",
       {"CAS-81", "No sound", "It hums.", "2026-03-14T10:05:00Z", "Kai Berg", "kai@example.org", "1", ""}},
      {"Gorgias API",
       "json",
       R"({"data":[{"id":81,"subject":"No sound","excerpt":"It hums.","channel":"email","status":"open",
        "created_datetime":"2026-03-14T10:05:00","customer":{"name":"Kai Berg","email":"kai@example.org"},
        "tags":[{"name":"lamp"}]}]})",
       {"81", "No sound", "It hums.", "2026-03-14T10:05:00", "Kai Berg", "kai@example.org", "open",
        R"([{"name":"lamp"}])"}},
      {"Kaggle customer support",
       "csv",
       "Ticket ID,Customer Name,Customer Email,Customer Age,Product Purchased,Date of Purchase,Ticket Type,"
       "Ticket Subject,Ticket Description,Ticket Status,Ticket Priority,Ticket Channel\n"
       "81,Kai Berg,kai@example.org,40,Lamp,2025-12-24,Technical issue,No sound,It hums.,Open,High,Email\n",
       {"81", "No sound", "It hums.", "", "Kai Berg", "kai@example.org", "Open", ""}},
      {"Kaggle IT service",
       "csv",
       "Document,Topic_group\nno sound it hums,Hardware\n",
       {"", "", "no sound it hums", "", "", "", "", ""}},
      {"Kaggle multilingual",
       "csv",
       "subject,body,answer,type,queue,priority,language,version,tag_1,tag_2\n"
       "No sound,It hums.,Please restart it.,Incident,Technical Support,high,en,51,Audio,Lamp\n",
       {"", "No sound", "It hums.", "", "", "", "", "Audio"}},
      {"Endava",
       "csv",
       "title,body,ticket_type,category,sub_category1,sub_category2,business_service,urgency,impact\n"
       "no sound,it hums,1,4,2,21,71,3,4\n",
       {"", "no sound", "it hums", "", "", "", "", ""}},
      {"twcs",
       "csv",
       "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
       "81,115712,True,Sat Mar 14 10:05:00 +0000 2026,@desk no sound,,\n",
       {"81", "", "@desk no sound", "2026-03-14T10:05:00Z", "115712", "", "", ""}},
      {"Bitext",
       "csv",
       "flags,instruction,category,intent,response\nB,where is my lamp,ORDER,track_order,It is on its way.\n",
       {"", "", "where is my lamp", "", "", "", "", ""}},
  };
  return all;
}

class LayoutFiles : public ScratchFiles {
 protected:
  // The first row, with kFields as far as the file has them.
  std::vector<std::string> ticket_in(const Export& example) const {
    auto table = TableReader::open(write("export." + std::string(example.ending), example.content));
    Record row;
    if (!table.next(row)) return {"no row"};
    const auto text = TextColumns::find(table.path(), table.columns(), "");
    std::vector<std::string> ticket;
    for (const std::string field : kFields) {
      const auto column = find_field_column(table.columns(), field);
      if (field == "subject") {
        ticket.push_back(text.subject(row.fields));
      } else if (field == "body") {
        ticket.push_back(text.body(row.fields));
      } else {
        ticket.emplace_back(column ? row.fields[*column] : "");
      }
      if (field == "created_at") ticket.back() = time_in(ticket.back());
    }
    return ticket;
  }

  static std::string time_in(const std::string& text) {
    const std::string_view column[] = {text};
    return text.empty() ? "" : text::DayReader(column).read_time(text).value_or("not read: " + text);
  }

  std::string layout_in(const Export& example) const {
    const auto table = TableReader::open(write("export." + std::string(example.ending), example.content));
    const auto* layout = layout_of(table.columns());
    return layout == nullptr ? "none" : std::string(layout->name);
  }
};

TEST_F(LayoutFiles, AreRecognised) {
  for (const auto& example : exports()) EXPECT_EQ(layout_in(example), example.layout);
}

TEST_F(LayoutFiles, YieldNumberSubjectTextTimeCustomerAddressStatusAndTags) {
  for (const auto& example : exports()) {
    const auto ticket = ticket_in(example);
    ASSERT_EQ(ticket.size(), example.ticket.size()) << example.layout;
    for (std::size_t i = 0; i < ticket.size(); ++i)
      EXPECT_EQ(ticket[i], example.ticket[i]) << example.layout << ", " << kFields[i];
  }
}

TEST_F(LayoutFiles, ShowEveryLayout) {
  std::set<std::string_view> shown;
  for (const auto& example : exports()) shown.insert(example.layout);
  for (const auto& layout : layouts()) EXPECT_EQ(shown.count(layout.name), 1U) << layout.name;
}

}  // namespace
}  // namespace smartdesk::formats
