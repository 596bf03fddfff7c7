#include "core/taxonomy.h"

namespace smartdesk {

const Taxonomy& default_taxonomy() {
  static const Taxonomy taxonomy{{
      {"sentiment",
       "How does the customer feel about us?",
       {{"Negative", "annoyed, disappointed, angry, worried because of us; sarcasm; a threat to leave", {}},
        {"Neutral", "states facts or asks; usual courtesies; describes a fault without complaining", {}},
        {"Positive", "praise, delight, real thanks for something done, even if a fault is reported", {}}},
       false},
      {"urgency",
       "How bad is it if nobody looks until tomorrow evening?",
       {{"Low", "nothing is lost by waiting: wishes, questions, praise, cosmetic faults", {}},
        {"Medium", "hindered but with a way round, or this week; money is owed but sits still", {}},
        {"High",
         "work or safety is stopped now, money or data is being lost, a deadline within two days, many are hit",
         {}}},
       true},
      {"category",
       "What must somebody do?",
       {{"Billing", "the amount, the invoice, the price, tax, a refund", {"charged twice", "invoice copy"}},
        {"Payment Issue", "paying fails or the means of payment has to change", {"card declined", "new card"}},
        {"Login Issue", "getting in: password, second factor, locked account", {"reset mail never comes"}},
        {"Account Management", "who may do what, own data, contract", {"add a user", "cancel", "new address"}},
        {"Bug Report", "a described fault that others could repeat", {"total shows 0", "crash on save"}},
        {"Technical Issue", "does not work here: connection, sync, speed, outage", {"sync stuck", "cannot connect"}},
        {"Feature Request", "wants what the product does not do", {"dark mode", "bulk edit"}},
        {"Other", "none of these: praise, a question, press, spam", {"opening hours"}}},
       false},
  }};
  return taxonomy;
}

}  // namespace smartdesk
