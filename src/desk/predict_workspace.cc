#include "desk/predict_workspace.h"

#include <span>
#include <string_view>

#include "desk/internal/all_tickets.h"

namespace smartdesk {
namespace {

constexpr std::size_t kLabelsAtOnce = 1000;

}  // namespace

PredictWorkspaceResult predict_workspace(const Model& model, TicketStore& store, Embedder* embedder, const Run& run) {
  PredictWorkspaceResult result;
  ModelScratch scratch;
  std::vector<Prediction> predictions;
  std::vector<NewLabel> labels;
  const auto flush = [&] {
    if (!labels.empty()) store.label(labels);
    result.labels += labels.size();
    labels.clear();
  };
  result.tickets = each_ticket(store, run, "answering", [&](const ListedTicket& listed) {
    const auto text = text_of(listed.ticket);
    const std::string_view view = text;
    Embeddings embedding;
    if (!model.embedder.empty() && embedder != nullptr) embedding = embedder->embed(std::span(&view, 1));
    predict(model, text, scratch, predictions, embedding.values);
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
      const auto& head = model.heads[h];
      const auto& value = head.labels.name(predictions[h].label);
      const auto current = listed.labels.find(head.task);
      const bool is_open =
          current == listed.labels.end() || (current->second.by == Author::kModel && current->second.value != value);
      if (!is_open || predictions[h].unknown) continue;
      labels.push_back(
          {listed.ticket.id, head.task, value, Author::kModel, model.version, predictions[h].probability()});
    }
    if (labels.size() >= kLabelsAtOnce) flush();
  });
  flush();
  return result;
}

}  // namespace smartdesk
