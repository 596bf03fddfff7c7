#include "formats/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "formats/layouts.h"
#include "text/html_text.h"
#include "text/ticket_text.h"

namespace smartdesk::formats {
namespace {

using Names = std::vector<std::string>;

std::optional<std::size_t> find_any(const std::vector<std::string>& columns, const Names& names) {
  Names simplified;
  simplified.reserve(columns.size());
  for (const auto& column : columns) simplified.push_back(simplified_header(column));
  for (const auto& name : names) {
    const auto found = std::find(simplified.begin(), simplified.end(), name);
    if (found != simplified.end()) return static_cast<std::size_t>(found - simplified.begin());
  }
  return std::nullopt;
}

// Names in exports, simplified. The first of a list that is found wins.
struct Alias {
  std::string_view ours;
  Names theirs;
};

// For exports that no layout describes: English, then German, French, Spanish, Portuguese, Italian and Dutch.
const std::vector<Alias>& label_aliases() {
  static const std::vector<Alias> aliases{
      {"category",
       {"category", "queue", "ticketcategory", "tickettype", "type", "topic", "helptopic", "issuetype", "ticketsubject",
        "intent", "kategorie", "catégorie", "categoría", "categoria", "categorie"}},
      {"urgency",
       {"urgency", "priority", "ticketpriority", "severity", "priorität", "prioritaet", "dringlichkeit", "priorité",
        "urgence", "prioridad", "urgencia", "prioridade", "urgência", "priorità", "urgenza", "prioriteit", "urgentie"}},
      {"sentiment", {"sentiment", "airlinesentiment", "polarity", "mood"}}};
  return aliases;
}

const Names& subject_names() {
  static const Names names{"subject", "title",   "ticketsubject", "ticketname", "shortdescription", "betreff",
                           "titel",   "objet",   "sujet",         "asunto",     "título",           "titulo",
                           "assunto", "oggetto", "titolo",        "onderwerp"};
  return names;
}

const Names& body_names() {
  static const Names names{"body",        "message",  "description",  "ticketdescription", "content",
                           "comment",     "tweet",    "nachricht",    "beschreibung",      "anfrage",
                           "inhalt",      "contenu",  "mensaje",      "descripción",       "descripcion",
                           "contenido",   "mensagem", "descrição",    "descricao",         "messaggio",
                           "descrizione", "bericht",  "omschrijving", "beschrijving"};
  return names;
}

const std::vector<Alias>& field_aliases() {
  static const std::vector<Alias> aliases{
      {"id",
       {"id", "ticketid", "ticketnumber", "tweetid", "issuekey", "key", "number", "conversationid", "casenumber",
        "caseid", "ticketnummer", "ticketnr", "nummer", "numéro", "numéroduticket", "número", "numero",
        "númerodeticket"}},
      {"created_at",
       {"createdat",
        "created",
        "createddate",
        "createdtime",
        "creationdate",
        "createdate",
        "datecreated",
        "createdon",
        "createddatetime",
        "openedat",
        "opened",
        "dateopened",
        "date/timeopened",
        "openingdate",
        "date",
        "generatedtimestamp",
        "tweetcreated",
        "timestamp",
        "erstelltam",
        "erstellt",
        "erstelldatum",
        "angelegtam",
        "datum",
        "crééle",
        "datedecréation",
        "fechadecreación",
        "creadoel",
        "fecha",
        "criadoem",
        "datadecriação",
        "creatoil",
        "datadicreazione",
        "aangemaaktop",
        "aangemaakt",
        "aanmaakdatum",
        "eröffnungsdatum",
        "dated'ouverture",
        "création",
        "fechadeapertura",
        "datadeabertura",
        "datadiapertura",
        "openingsdatum"}},
      {"product", {"product", "productpurchased", "airline", "produkt", "produit", "producto", "produto", "prodotto"}},
      {"customer",
       {"customer",  "requester",     "customername", "reporter",          "requestername", "requestor", "requestors",
        "caller",    "callerid",      "contact",      "contactname",       "fullname",      "kunde",     "kundenname",
        "client",    "demandeur",     "cliente",      "solicitante",       "richiedente",   "klant",     "klantnaam",
        "aanvrager", "from",          "absender",     "expéditeur",        "remitente",     "remetente", "mittente",
        "afzender",  "antragsteller", "requerente",   "aanvrageraanvrager"}},
      {"customer_address",
       {"customeraddress", "requesteremail", "customeremail", "contactemail", "fromemail", "senderemail", "email",
        "emailaddress", "kundenemail", "emailadresse", "adressemail", "courriel", "correoelectrónico", "correo",
        "emailadres", "indirizzoemail"}},
      {"status", {"status", "state", "ticketstatus", "currentstatus", "statut", "estado", "stato"}},
      {"channel",
       {"channel", "ticketchannel", "via", "inbox", "source", "origin", "contacttype", "kanal", "canal", "canale",
        "kanaal"}},
      {"language", {"language", "lang", "locale", "sprache", "langue", "idioma", "lingua", "taal"}},
      {"summary", {"summary"}},
      {"tags", {"tags", "labels", "ticketlabels", "schlagwörter", "étiquettes", "etiquetas", "etichette"}},
      {"split", {"split"}},
      // Of messages, where a row is one; see formats/messages.h.
      {"message_id", {"messageid", "commentid", "articleid", "postid", "noteid", "conversationpartid"}},
      {"message_author",
       {"author", "authorname", "sender", "sendername", "commentauthor", "messageauthor", "fromname"}},
      {"message_address", {"authoremail", "senderemail", "fromemail", "commentauthoremail"}},
      {"message_role",
       {"authortype", "authorrole", "sendertype", "senderrole", "role", "messagetype", "direction", "incoming",
        "inbound"}},
      {"message_time",
       {"messagecreatedat", "messagetime", "messagedate", "messagetimestamp", "commentcreatedat", "commentdate",
        "commenttime", "articlecreatedat", "sentat", "senton", "sentdate", "postedat", "repliedat"}},
      {"message_private", {"private", "isprivate", "internal", "isinternal", "visibility"}},
      {"message_public", {"public", "ispublic"}},
      // Lists inside an object have its name before theirs: Intercom, Jira, Help Scout.
      {"messages",
       {"messages", "articles", "comments", "conversationparts", "conversationpartsconversationparts", "conversations",
        "threads", "embeddedthreads", "replies", "commentcomments", "fieldscommentcomments"}}};
  return aliases;
}

// Whether `id` numbers messages, and another column their tickets.
bool is_id_of_messages(const std::vector<std::string>& columns) {
  return find_any(columns, {"id"}) && find_any(columns, {"ticketid", "conversationid"}) &&
         find_any(columns, {"authortype", "authorrole", "authorid", "author", "sendertype", "sender", "senderid"});
}

// Whether the desk shows `number` to people and keeps `id` to itself, as Zammad does.
bool is_number_of_ticket(const std::vector<std::string>& columns) {
  return find_any(columns, {"number"}) && find_any(columns, {"articles", "articlecount", "articleids"});
}

// Where the layout of the file says that the field is.
std::optional<std::size_t> find_in_layout(const std::vector<std::string>& columns, std::string_view field) {
  const auto* layout = layout_of(columns);
  const auto header = layout == nullptr ? std::string_view() : layout->header(field);
  return header.empty() ? std::nullopt : find_any(columns, {simplified_header(header)});
}

std::optional<std::size_t> find_by_names(const std::vector<std::string>& columns, const Names& names,
                                         std::string_view field) {
  const auto found = find_in_layout(columns, field);
  return found ? found : find_any(columns, names);
}

std::optional<std::size_t> find_alias(const std::vector<Alias>& aliases, const std::vector<std::string>& columns,
                                      std::string_view name) {
  const auto in_layout = find_in_layout(columns, name);
  // Some layouts have an internal `id` beside the number that people use. Any other column of our own name is ours.
  if (in_layout && name == "id") return in_layout;
  const auto exact = std::find(columns.begin(), columns.end(), name);
  if (exact != columns.end()) return static_cast<std::size_t>(exact - columns.begin());
  if (in_layout) return in_layout;
  for (const auto& alias : aliases) {
    if (alias.ours == name) return find_any(columns, alias.theirs);
  }
  return find_any(columns, {simplified_header(name)});
}

}  // namespace

TextColumns TextColumns::find(const std::string& path, const std::vector<std::string>& columns,
                              std::string_view wanted) {
  TextColumns found;
  std::optional<std::size_t> body;
  if (!wanted.empty()) {
    const auto exact = std::find(columns.begin(), columns.end(), wanted);
    if (exact != columns.end()) body = static_cast<std::size_t>(exact - columns.begin());
  } else {
    body = find_any(columns, {"text", "tickettext"});
    if (!body) {
      found.subject_ = find_by_names(columns, subject_names(), "subject");
      body = find_by_names(columns, body_names(), "body");
    }
    if (!body) {
      body = std::exchange(found.subject_, std::nullopt);
      found.is_subject_alone_ = body.has_value();
    }
  }
  if (!body) {
    throw Error(ErrorCode::kNoColumn,
                fmt::format("{}: {}. Columns in the file: {}.", path,
                            wanted.empty() ? "no column looks like the text of a ticket"
                                           : fmt::format("no column \"{}\"", wanted),
                            fmt::join(columns, ", ")),
                "text");
  }
  found.body_ = *body;
  return found;
}

std::string TextColumns::subject(std::span<const std::string_view> fields) const {
  return subject_ ? text::visible_text(fields[*subject_]) : std::string();
}

std::string TextColumns::body(std::span<const std::string_view> fields) const {
  return text::visible_text(fields[body_]);
}

std::string_view TextColumns::text(std::span<const std::string_view> fields, std::string& buffer) const {
  const auto plain_subject = subject_ ? fields[*subject_] : std::string_view(), plain_body = fields[body_];
  const auto html_subject = text::text_if_html(plain_subject), html_body = text::text_if_html(plain_body);
  if (!html_subject && !html_body) return text::ticket_text(plain_subject, plain_body, buffer);
  std::string joined;
  buffer = std::string(text::ticket_text(html_subject ? std::string_view(*html_subject) : plain_subject,
                                         html_body ? std::string_view(*html_body) : plain_body, joined));
  return buffer;
}

std::optional<std::size_t> find_label_column(const std::vector<std::string>& columns, std::string_view task) {
  return find_alias(label_aliases(), columns, task);
}

std::vector<std::optional<std::size_t>> find_label_columns(const std::vector<std::string>& columns,
                                                           const std::vector<std::string>& tasks) {
  std::vector<std::optional<std::size_t>> found;
  for (const auto& task : tasks) found.push_back(find_alias({}, columns, task));
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (found[i]) continue;
    const auto column = find_label_column(columns, tasks[i]);
    if (std::find(found.begin(), found.end(), column) == found.end()) found[i] = column;
  }
  return found;
}

std::optional<std::size_t> find_field_column(const std::vector<std::string>& columns, std::string_view field) {
  if (field == "id" && is_id_of_messages(columns)) return find_any(columns, {"ticketid", "conversationid"});
  if (field == "id" && is_number_of_ticket(columns)) return find_any(columns, {"number"});
  if (field == "message_id" && is_id_of_messages(columns)) return find_any(columns, {"id"});
  return find_alias(field_aliases(), columns, field);
}

}  // namespace smartdesk::formats
