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
    for (const auto& column : predictor_.columns()) {
      predictor_.answer(column, predictions, answer_);
      const auto current = listed.labels.find(column.task);
      const bool is_open = current == listed.labels.end() ||
                           (current->second.by == store::Author::kModel && current->second.value != answer_.label);
      if (!is_open || answer_.label.empty() || answer_.trust == prediction::Trust::kUnknown) continue;
      labels_.push_back({listed.ticket.id, column.task, answer_.label, store::Author::kModel,
                         predictor_.model().version, answer_.probability});
    }
    if (labels_.size() >= kLabelsAtOnce) flush();
  }

  const prediction::Predictor& predictor_;
  store::TicketStore& store_;
  prediction::PredictorScratch scratch_;
  prediction::Answer answer_;
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
