#include "store/ticket_store.h"

#include <gtest/gtest.h>

#include <set>

#include "core/ticket_fields.h"

namespace smartdesk::store {
namespace {

// Workspaces hold digests of earlier versions: another result would make a new version of each ticket that is imported
// again. SHA-256 of each field's size in bytes, ":" and the field.
TEST(ContentDigest, StaysTheSame) {
  NewTicket ticket;
  ticket.source = "shop";
  ticket.external_id = "4711";
  ticket.created_at = "2026-03-01";
  ticket.created_on = "2026-03-01";
  ticket.product = "Router";
  ticket.customer = "Ann";
  ticket.channel = "mail";
  ticket.language = "en";
  ticket.subject = "Charged";
  ticket.body = "Charged twice, é";
  ticket.summary = "double charge";
  ticket.tags = "vip";
  ticket.custom = R"({"Status":"open"})";
  EXPECT_EQ(content_digest(ticket), "e393bbf70b6ef0364ec78837c8330a88");
}

TEST(ContentDigest, ChangesWithEachFieldOfTheContentAndNoOther) {
  std::set<std::string> digests{content_digest({})};
  for (const auto& field : kTicketFields) {
    NewTicket ticket;
    ticket.*field.text = "text";
    EXPECT_EQ(digests.insert(content_digest(ticket)).second, field.is_content) << field.name;
  }
}

}  // namespace
}  // namespace smartdesk::store
