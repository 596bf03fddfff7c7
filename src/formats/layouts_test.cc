#include "formats/layouts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/columns.h"

namespace smartdesk::formats {
namespace {

// The invented row of a header: each cell is its own header.
std::map<std::string, std::string> ticket_of(const std::vector<std::string>& columns) {
  std::map<std::string, std::string> ticket;
  const auto text = TextColumns::find("t.csv", columns, "");
  if (text.subject_column()) ticket["subject"] = columns[*text.subject_column()];
  ticket["body"] = columns[text.body_column()];
  for (const char* field :
       {"id", "created_at", "customer", "customer_address", "status", "tags", "product", "channel", "language",
        "message_id", "message_author", "message_address", "message_role", "message_time", "messages"}) {
    if (const auto column = find_field_column(columns, field)) ticket[field] = columns[*column];
  }
  for (const char* task : {"urgency", "category"}) {
    if (const auto column = find_label_column(columns, task)) ticket[task] = columns[*column];
  }
  return ticket;
}

TEST(Layouts, AreEachRecognisedByTheirOwnHeaders) {
  for (const auto& layout : layouts()) {
    std::vector<std::string> columns(layout.signature.begin(), layout.signature.end());
    for (const auto& column : layout.columns) {
      if (std::find(columns.begin(), columns.end(), column.theirs) == columns.end())
        columns.emplace_back(column.theirs);
    }
    ASSERT_NE(layout_of(columns), nullptr) << layout.name;
    EXPECT_EQ(layout_of(columns)->name, layout.name);
    const auto ticket = ticket_of(columns);
    for (const auto& [ours, theirs] : layout.columns) {
      if (ours == "subject" && layout.header("body").empty()) continue;  // it is the text then
      const auto found = ticket.find(std::string(ours));
      ASSERT_NE(found, ticket.end()) << layout.name << " " << ours;
      EXPECT_EQ(found->second, theirs) << layout.name << " " << ours;
    }
  }
}

TEST(Layouts, HaveDifferentNames) {
  std::set<std::string_view> names;
  for (const auto& layout : layouts()) EXPECT_TRUE(names.insert(layout.name).second) << layout.name;
}

TEST(Layouts, LeaveOtherTablesToTheGeneralNames) {
  EXPECT_EQ(layout_of({"id", "subject", "body", "created_at"}), nullptr);
  EXPECT_EQ(layout_of({}), nullptr);
}

TEST(Layouts, PreferTheNumberThatPeopleUse) {
  EXPECT_EQ(ticket_of({"id", "number", "title", "customer_id", "article_count", "customer"}).at("id"), "number");
}

TEST(Layouts, TakeNoDayOfPurchaseForTheDayOfTheTicket) {
  EXPECT_EQ(ticket_of({"Ticket ID", "Customer Name", "Customer Email", "Product Purchased", "Date of Purchase",
                       "Ticket Subject", "Ticket Description"})
                .count("created_at"),
            0U);
}

TEST(Layouts, KnowNamesInSixOtherLanguages) {
  const std::vector<std::vector<std::string>> headers{
      {"Ticketnummer", "Erstellt am", "Kunde", "Betreff", "Nachricht", "Priorität", "Kategorie", "E-Mail"},
      {"Numéro", "Créé le", "Demandeur", "Objet", "Message", "Priorité", "Catégorie", "Courriel"},
      {"Número", "Fecha de creación", "Cliente", "Asunto", "Mensaje", "Prioridad", "Categoría", "Correo electrónico"},
      {"Número", "Criado em", "Solicitante", "Assunto", "Mensagem", "Prioridade", "Categoria", "E-mail"},
      {"Numero", "Creato il", "Cliente", "Oggetto", "Messaggio", "Priorità", "Categoria", "Indirizzo e-mail"},
      {"Nummer", "Aangemaakt op", "Klant", "Onderwerp", "Bericht", "Prioriteit", "Categorie", "E-mailadres"}};
  for (const auto& columns : headers) {
    const auto ticket = ticket_of(columns);
    const std::vector<std::string> ours{"id",   "created_at", "customer", "subject",
                                        "body", "urgency",    "category", "customer_address"};
    for (std::size_t i = 0; i < ours.size(); ++i) {
      ASSERT_EQ(ticket.count(ours[i]), 1U) << columns[i];
      EXPECT_EQ(ticket.at(ours[i]), columns[i]);
    }
  }
}

}  // namespace
}  // namespace smartdesk::formats
