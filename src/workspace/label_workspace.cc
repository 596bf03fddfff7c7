#include "workspace/label_workspace.h"

#include <algorithm>
#include <vector>

#include "core/parallel.h"
#include "text/ticket_text.h"
#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

constexpr std::size_t kBatch = 32;

struct Waiting {
  store::TicketId id{};
  std::string text;
  std::vector<std::size_t> tasks;  // without a label
  labelling::LabelledTicket answer;
};

std::vector<std::size_t> lacking(const store::ListedTicket& listed, const Taxonomy& taxonomy) {
  std::vector<std::size_t> tasks;
  for (std::size_t t = 0; t < taxonomy.tasks.size(); ++t) {
    if (!listed.labels.contains(taxonomy.tasks[t].name)) tasks.push_back(t);
  }
  return tasks;
}

// Collected first, so that labelling does not change the list during the iteration.
std::vector<Waiting> unlabelled(const store::TicketStore& store, const Taxonomy& taxonomy, std::uint64_t limit,
                                const Run& run) {
  std::vector<Waiting> waiting;
  each_ticket(store, run, "looking for tickets without labels", [&](const store::ListedTicket& listed) {
    if (limit > 0 && waiting.size() >= limit) return;
    auto tasks = lacking(listed, taxonomy);
    if (!tasks.empty()) waiting.push_back({listed.ticket.id, text::ticket_text(listed.ticket), std::move(tasks), {}});
  });
  return waiting;
}

}  // namespace

LabelWorkspaceResult label_workspace(labelling::TicketLabeller& labeller, store::TicketStore& store,
                                     const LabelWorkspaceOptions& options, const Run& run) {
  LabelWorkspaceResult result;
  const auto& taxonomy = labeller.taxonomy();
  auto waiting = unlabelled(store, taxonomy, options.limit, run);
  for (std::size_t begin = 0; begin < waiting.size(); begin += kBatch) {
    run.stop_if_asked();
    run.report("labelling the workspace", begin, waiting.size());
    const auto count = std::min(kBatch, waiting.size() - begin);
    parallel_for(count, options.concurrency, [&](std::size_t i) {
      auto& ticket = waiting[begin + i];
      const auto kept = labeller.find(ticket.text);
      ticket.answer = kept ? *kept : labeller.label(ticket.text);
    });
    std::vector<store::NewLabel> labels;
    for (std::size_t i = begin; i < begin + count; ++i) {
      const auto& [id, text, tasks, answer] = waiting[i];
      ++result.tickets;
      result.suspected += answer.suspected;
      if (!answer.labels) {
        ++result.failed;
        ++result.failures[answer.failure];
        continue;
      }
      ++(answer.from_cache ? result.cached : result.labelled);
      for (const auto t : tasks) {
        labels.push_back({id, taxonomy.tasks[t].name, answer.labels->labels[t], store::Author::kLlm, options.who,
                          answer.labels->confidence});
      }
    }
    if (!labels.empty()) store.label(labels);
  }
  return result;
}

}  // namespace smartdesk::workspace
