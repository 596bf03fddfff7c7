#include "text/ticket_text.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

std::string made(std::string_view subject, std::string_view body) {
  std::string buffer;
  return std::string(ticket_text(subject, body, buffer));
}

TEST(TicketText, JoinsTheSubjectAndTheOwnTextOfTheBody) {
  EXPECT_EQ(made("Lamp", "It smokes."), "Lamp\nIt smokes.");
  EXPECT_EQ(made("Re: Lamp", "Now it works.\n\n> Please restart it.\n"), "Re: Lamp\nNow it works.");
  EXPECT_EQ(made("Re: Lamp", "> Which?\nThe blue one.\n> Since when?\nMonday.\n"), "Re: Lamp\nThe blue one.\nMonday.");
}

TEST(TicketText, IsOneOfThemIfTheOtherIsEmpty) {
  EXPECT_EQ(made("", "It smokes."), "It smokes.");
  EXPECT_EQ(made("Lamp", ""), "Lamp");
  EXPECT_EQ(made("", ""), "");
}

TEST(TicketText, IsInTheComposedForm) {
  EXPECT_EQ(made("Tu\u0308r", "Sie klemmt."), "Tür\nSie klemmt.");
  EXPECT_EQ(made("", "\u1106\u116e\u11ab\u110b\u1175 \u110b\u1161\u11ab \u110b\u1167\u11af\u1105\u1167\u110b\u116d."),
            "문이 안 열려요.");
  EXPECT_EQ(made("", "> Welche?\nDie Tu\u0308r.\n> Seit wann?\nMontag.\n"), "Die Tür.\nMontag.");
}

TEST(TicketText, TakesAStoredTicket) {
  NewTicket ticket;
  ticket.subject = "Lamp";
  ticket.body = "It smokes.\n\n-- \nJana\n";
  EXPECT_EQ(ticket_text(ticket), "Lamp\nIt smokes.");
}

}  // namespace
}  // namespace smartdesk::text
