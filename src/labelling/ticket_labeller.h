// Labels one ticket with a language model: sends the request, checks the reply, and retries once after an invalid one.

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
  bool think = false;         // two calls for a thinking model: a free answer, then JSON
  bool redact = false;        // remove personal data from requests; for servers on other machines
  int context_tokens = 4096;  // limit for prompt and reply together
  int reply_tokens_of_thought = 2048;
};

struct LabelledTicket {
  std::optional<llm::TicketLabels> labels;  // empty: failed
  std::string failure;                      // kind of failure: an LlmFault's name, "bad_label" or "empty"
  std::string remark;                       // why it failed, or what is wrong with the labels
  std::string raw_reply;                    // the last one, if it failed
  bool suspected = false;                   // the ticket is a likely prompt injection
  bool from_cache = false;
};

struct LabellerCounts {
  std::uint64_t prompt_tokens = 0, output_tokens = 0;
  std::uint64_t asked_again = 0, redacted = 0;
};

// Thread-safe. A suspected ticket is labelled without the sentences that give orders. For a task with ordered labels
// (urgency), the whole text may raise the label, but never lower it.
class TicketLabeller {
 public:
  // client and cache must outlive it. card: the result of describe().
  TicketLabeller(llm::LlmClient& client, const llm::ModelCard& card, llm::ReplyCache& cache,
                 const LabellerOptions& options);

  // Identifies the ticket, the prompt and the model.
  std::string key(std::string_view text) const;

  // From the cache only, without a request.
  std::optional<LabelledTicket> find(std::string_view text) const;

  // Does not throw for faults of one ticket or reply. Throws Error{kInterrupted}, and Error{kUnavailable} once the
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
