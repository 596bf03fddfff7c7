#include "workspace/predict_workspace.h"

#include <span>
#include <utility>
#include <vector>

#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

constexpr std::size_t kLabelsAtOnce = 1000;

// Answers tickets and stores the labels in batches.
class Answerer {
 public:
  Answerer(const prediction::Predictor& predictor, store::TicketStore& store) : predictor_(predictor), store_(store) {}

  void answer(Page page) {
    predict_page(predictor_, page, scratch_,
                 [this](const store::ListedTicket& listed, std::span<const models::Prediction> predictions) {
                   add_labels(listed, predictions);
                 });
  }

  // Returns the total number of labels appended.
  std::uint64_t flush() {
    if (!labels_.empty()) store_.label(labels_);
    appended_ += labels_.size();
    labels_.clear();
    return appended_;
  }

 private:
  void add_labels(const store::ListedTicket& listed, std::span<const models::Prediction> predictions) {
    const auto& model = predictor_.model();
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
      const auto& head = model.heads[h];
      const auto& value = head.labels.name(predictions[h].label);
      const auto current = listed.labels.find(head.task);
      const bool is_open = current == listed.labels.end() ||
                           (current->second.by == store::Author::kModel && current->second.value != value);
      if (!is_open || predictions[h].unknown) continue;
      labels_.push_back(
          {listed.ticket.id, head.task, value, store::Author::kModel, model.version, predictions[h].probability()});
    }
    if (labels_.size() >= kLabelsAtOnce) flush();
  }

  const prediction::Predictor& predictor_;
  store::TicketStore& store_;
  prediction::PredictorScratch scratch_;
  std::vector<store::NewLabel> labels_;
  std::uint64_t appended_ = 0;
};

}  // namespace

PredictWorkspaceResult predict_workspace(const prediction::Predictor& predictor, store::TicketStore& store,
                                         const Run& run) {
  Answerer answerer(predictor, store);
  PredictWorkspaceResult result;
  result.tickets = each_page(store, {}, run, "answering", [&](Page page) { answerer.answer(page); });
  result.labels = answerer.flush();
  return result;
}

PredictWorkspaceResult predict_tickets(const prediction::Predictor& predictor, store::TicketStore& store,
                                       std::span<const store::TicketId> tickets) {
  std::vector<store::ListedTicket> found;
  for (const auto id : tickets) {
    if (auto listed = store.find(id)) found.push_back(std::move(*listed));
  }
  Answerer answerer(predictor, store);
  answerer.answer(found);
  return {found.size(), answerer.flush()};
}

}  // namespace smartdesk::workspace
