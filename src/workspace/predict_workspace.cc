#include "workspace/predict_workspace.h"

#include <span>
#include <string_view>

#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

constexpr std::size_t kLabelsAtOnce = 1000;

// Answers tickets and stores the labels in batches.
class Answerer {
 public:
  Answerer(const models::Model& model, store::TicketStore& store, features::Embedder* embedder)
      : model_(model), store_(store), embedder_(embedder) {}

  void answer(const store::ListedTicket& listed) {
    const auto text = text_of(listed.ticket);
    const std::string_view view = text;
    features::Embeddings embedding;
    if (!model_.embedder.empty() && embedder_ != nullptr) embedding = embedder_->embed(std::span(&view, 1));
    models::predict(model_, text, scratch_, predictions_, embedding.values);
    for (std::size_t h = 0; h < model_.heads.size(); ++h) {
      const auto& head = model_.heads[h];
      const auto& value = head.labels.name(predictions_[h].label);
      const auto current = listed.labels.find(head.task);
      const bool is_open = current == listed.labels.end() ||
                           (current->second.by == store::Author::kModel && current->second.value != value);
      if (!is_open || predictions_[h].unknown) continue;
      labels_.push_back(
          {listed.ticket.id, head.task, value, store::Author::kModel, model_.version, predictions_[h].probability()});
    }
    if (labels_.size() >= kLabelsAtOnce) flush();
  }

  // Returns the total number of labels appended.
  std::uint64_t flush() {
    if (!labels_.empty()) store_.label(labels_);
    appended_ += labels_.size();
    labels_.clear();
    return appended_;
  }

 private:
  const models::Model& model_;
  store::TicketStore& store_;
  features::Embedder* embedder_;
  models::ModelScratch scratch_;
  std::vector<models::Prediction> predictions_;
  std::vector<store::NewLabel> labels_;
  std::uint64_t appended_ = 0;
};

}  // namespace

PredictWorkspaceResult predict_workspace(const models::Model& model, store::TicketStore& store,
                                         features::Embedder* embedder, const Run& run) {
  Answerer answerer(model, store, embedder);
  PredictWorkspaceResult result;
  result.tickets =
      each_ticket(store, run, "answering", [&](const store::ListedTicket& listed) { answerer.answer(listed); });
  result.labels = answerer.flush();
  return result;
}

PredictWorkspaceResult predict_tickets(const models::Model& model, store::TicketStore& store,
                                       features::Embedder* embedder, std::span<const store::TicketId> tickets) {
  Answerer answerer(model, store, embedder);
  PredictWorkspaceResult result;
  for (const auto id : tickets) {
    const auto listed = store.find(id);
    if (!listed) continue;
    answerer.answer(*listed);
    ++result.tickets;
  }
  result.labels = answerer.flush();
  return result;
}

}  // namespace smartdesk::workspace
