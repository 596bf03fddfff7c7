#include "desk/review.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "desk/internal/all_tickets.h"

namespace smartdesk {
namespace {

// Disagreement between machines outweighs any doubt: one of them is wrong.
void weigh(ReviewItem& item) {
  for (const auto& [task, suggestion] : item.tasks) {
    const double doubt = 1 - suggestion.probability;
    const bool disagrees = !suggestion.current.empty() && suggestion.current != suggestion.value;
    const double value = disagrees ? 1 + suggestion.probability : suggestion.unknown ? 1 : doubt;
    if (value <= item.value) continue;
    item.value = value;
    item.reason = disagrees ? fmt::format("{} stands as {}, the model says {} ({:.0f} %)", task, suggestion.current,
                                          suggestion.value, 100 * suggestion.probability)
                  : suggestion.unknown
                      ? "unlike the tickets that the model was trained on"
                      : fmt::format("the model is unsure of {} ({:.0f} %)", task, 100 * suggestion.probability);
  }
}

std::string names_of(const LabelSet& labels) {
  std::string names;
  for (const auto& name : labels.names()) names += (names.empty() ? "" : ", ") + name;
  return names;
}

void refuse_unknown(const Model& model, const std::string& task, const std::string& label) {
  const auto head =
      std::find_if(model.heads.begin(), model.heads.end(), [&](const Head& each) { return each.task == task; });
  if (head == model.heads.end()) {
    std::string tasks;
    for (const auto& each : model.heads) tasks += (tasks.empty() ? "" : ", ") + each.task;
    throw Error(ErrorCode::kInvalidInput,
                "no task is called " + task + "; there are " + tasks + " (--any-label takes others)");
  }
  if (!head->labels.find(label)) {
    throw Error(ErrorCode::kInvalidInput, "\"" + label + "\" is no " + task + "; there are " + names_of(head->labels) +
                                              " (--any-label takes others)");
  }
}

}  // namespace

std::vector<ReviewItem> review_list(const TicketStore& store, const Model& model, Embedder* embedder, std::size_t most,
                                    const Run& run) {
  const auto less = [](const ReviewItem& a, const ReviewItem& b) { return a.value > b.value; };  // a heap of the best
  std::vector<ReviewItem> best;
  ModelScratch scratch;
  std::vector<Prediction> predictions;
  each_ticket(store, run, "looking for what to review", [&](const ListedTicket& listed) {
    const auto text = text_of(listed.ticket);
    const std::string_view view = text;
    Embeddings embedding;
    if (!model.embedder.empty() && embedder != nullptr) embedding = embedder->embed(std::span(&view, 1));
    predict(model, text, scratch, predictions, embedding.values);
    ReviewItem item{listed.ticket, {}, 0, {}};
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
      const auto& head = model.heads[h];
      const auto current = listed.labels.find(head.task);
      if (current != listed.labels.end() && current->second.by == Author::kPerson) continue;
      item.tasks[head.task] = {head.labels.name(predictions[h].label), predictions[h].probability(),
                               current == listed.labels.end() ? "" : current->second.value, predictions[h].unknown};
    }
    if (item.tasks.empty()) return;
    weigh(item);
    best.push_back(std::move(item));
    std::push_heap(best.begin(), best.end(), less);
    if (best.size() <= most) return;
    std::pop_heap(best.begin(), best.end(), less);
    best.pop_back();
  });
  std::stable_sort(best.begin(), best.end(), [](const ReviewItem& a, const ReviewItem& b) {
    return a.value != b.value ? a.value > b.value : a.ticket.id < b.ticket.id;
  });
  return best;
}

void say(TicketStore& store, TicketId ticket, const std::map<std::string, std::string>& labels, const std::string& who,
         const Model* model, bool any_label) {
  std::vector<NewLabel> said;
  for (const auto& [task, value] : labels) {
    if (model != nullptr && !any_label) refuse_unknown(*model, task, value);
    said.push_back({ticket, task, value, Author::kPerson, who, std::nullopt});
  }
  store.label(said);
}

}  // namespace smartdesk
