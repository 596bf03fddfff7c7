#include "cli/workspace_labelling.h"

#include "cli/llm_flags.h"
#include "labelling/ticket_labeller.h"

namespace smartdesk::cli {

boost::json::object label_with_language_model(store::TicketStore& store, const Session& session, const Run& run) {
  const auto configuration = Configuration::load();
  auto llm = LlmFlags{}.connect(session, configuration);
  if (!llm.card.can_chat)
    throw Error(ErrorCode::kUsage, llm.card.model + " only makes embeddings. Set llm.model to a chat model.");
  labelling::LabellerOptions options;
  options.taxonomy = configuration.taxonomy();
  options.redact = llm.redact;
  options.context_tokens = llm.server.context_tokens;
  llm::ReplyCache cache(cache_file(configuration, "labels.log"));
  labelling::TicketLabeller labeller(*llm.client, llm.card, cache, options);
  return labelling_json(workspace::label_workspace(labeller, store, {0, llm.concurrency, llm.card.model}, run),
                        llm.card.model);
}

boost::json::object labelling_json(const workspace::LabelWorkspaceResult& result, const std::string& model) {
  return {{"model", model},
          {"rows", result.tickets},
          {"labelled", result.labelled},
          {"cached", result.cached},
          {"failed", result.failed},
          {"suspected", result.suspected},
          {"failures", boost::json::value_from(result.failures)}};
}

}  // namespace smartdesk::cli
