// Labels one ticket with a language model: asks, checks, asks once more, and gives up in good order.

#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/taxonomy.h"
#include "llm/client.h"
#include "llm/label_prompt.h"
#include "llm/label_reply.h"
#include "llm/reply_cache.h"

namespace smartdesk::labelling {

struct LabellerOptions {
  Taxonomy taxonomy = default_taxonomy();
  bool think = false;         // two calls for a model that thinks: freely, then into JSON
  bool redact = false;        // take personal data out of what is asked; for servers that are not this machine
  int context_tokens = 4096;  // that prompt and reply must fit into
  int reply_tokens_of_thought = 2048;
};

struct LabelledTicket {
  std::optional<llm::TicketLabels> labels;  // empty: failed
  std::string failure;                      // its kind: an LlmFault's name, or "bad_label"
  std::string remark;                       // why it failed, or what is amiss with the labels
  std::string raw_reply;                    // the last one, where it failed
  bool suspected = false;                   // the ticket speaks to the machine that reads it
  bool from_cache = false;
};

struct LabellerCounts {
  std::uint64_t prompt_tokens = 0, output_tokens = 0;
  std::uint64_t asked_again = 0, redacted = 0;
};

// Thread-safe. A suspected ticket is labelled without the sentences that give orders; where a task has an order of
// labels (urgency), the whole text may raise the answer, never lower it.
class TicketLabeller {
 public:
  // client and cache must outlive it. card: what describe() said.
  TicketLabeller(llm::LlmClient& client, const llm::ModelCard& card, llm::ReplyCache& cache,
                 const LabellerOptions& options);

  // Identifies the ticket, the question and the model.
  std::string key(std::string_view text) const;

  // From the cache alone, without asking.
  std::optional<LabelledTicket> find(std::string_view text) const;

  // Never throws for what one ticket or one reply causes; throws Error{kInterrupted}, and Error{kUnavailable} once the
  // server is given up.
  LabelledTicket label(std::string_view text);

  LabellerCounts counts() const;
  const Taxonomy& taxonomy() const { return prompt_.taxonomy(); }

 private:
  std::string prepared(std::string_view text) const;
  LabelledTicket label_prepared(const std::string& text);
  LabelledTicket ask(const std::string& text);
  LabelledTicket ask_within(const std::string& text, std::size_t max_bytes);
  llm::ChatReply send(const llm::ChatRequest& request);
  llm::ChatReply chat(const llm::ChatRequest& request);
  llm::LabelReading read(const llm::ChatReply& reply, const std::string& shown) const;
  void raise(LabelledTicket& labelled, const LabelledTicket& whole) const;

  llm::LlmClient& client_;
  llm::ReplyCache& cache_;
  LabellerOptions options_;
  llm::LabelPrompt prompt_;
  std::string identity_;
  mutable std::atomic<std::uint64_t> prompt_tokens_{0}, output_tokens_{0}, asked_again_{0}, redacted_{0};
};

}  // namespace smartdesk::labelling
