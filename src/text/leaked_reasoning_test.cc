#include "text/leaked_reasoning.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(LeakedReasoning, IsFoundInThoughtsAboutWritingATicket) {
  for (const char* text :
       {"Okay, the user wants a realistic support ticket about a failed payment. Let me think about the tone.",
        "Hmm, the user is asking me to write an angry complaint. I should include an error code and keep it short.",
        "First, I need to understand the query. They asked for a customer message, 2-3 sentences max.",
        "<think>A customer of a gym app...</think> My app does not open.", "I cannot log in. </think>",
        "<|im_start|>assistant Hello", "As an AI language model, I cannot have billing problems, but here is a ticket.",
        "Okay, user wants a billing ticket for a gym app that sounds disappointed. Let me unpack this.",
        "Hmm, this is a query to generate a realistic but short complaint. The key requirements are clear.",
        "They want a message of a happy customer, so I thought of lamps.\n</think>\n\nMy lamp is great!"}) {
    const auto leak = find_leaked_reasoning(text);
    ASSERT_TRUE(leak) << text;
    EXPECT_EQ(leak->kind, Leak::Kind::kReasoning) << text;
    EXPECT_NE(std::string(text).find(leak->evidence), std::string::npos);
  }
}

TEST(LeakedReasoning, IsFoundInRepeatedInstructions) {
  const auto leak =
      find_leaked_reasoning("Generate a realistic customer support ticket for CloudSync. Return ONLY the ticket text.");
  ASSERT_TRUE(leak);
  EXPECT_EQ(leak->kind, Leak::Kind::kPromptEcho);
}

TEST(LeakedReasoning, IsNotFoundInTicketsOfCustomers) {
  for (const char* text :
       {"", "Okay, so I need to cancel my plan before Friday. How do I do that?",
        "Hmm, the user list is empty since the update. Let me know what to do.",
        "The user wants to change her address but the form is greyed out. Please help.",
        "First, I need to say that I love the app. Second, can you create a ticket for the broken export?",
        "Okay, so the user on our side wants to reset the password and the mail never comes.",
        "I think the error message is wrong: it says 2 of 3 sentences were translated.",
        "Please create a support ticket for me, my invoice is wrong.",
        "Let me start by saying that your team is great.",
        "The user wants me to unlock the badge, so I need to make sure that it is really him.",
        "So the user needs to be moved to the group Warehouse.",
        "The user asked me to create a ticket for a second screen. I need to make sure it is ordered today.",
        "Okay, user wants a ticket for a chair. I need to make sure that it comes on Monday.",
        "Write a support ticket to the landlord, please: the gate does not close.",
        "Your bot answers \"As an AI language model, I cannot help\" whatever I ask.",
        "I am an AI engineer and our license key has expired.",
        "The template with [INST] signs is refused since the update.",
        "Your model prints </think> in the middle of its answers.",
        "Hmm, the user's request timed out; the log has error messages, timestamps and names."}) {
    const auto leak = find_leaked_reasoning(text);
    EXPECT_FALSE(leak) << text << " -> " << leak->evidence;
  }
}

}  // namespace
}  // namespace smartdesk::text
