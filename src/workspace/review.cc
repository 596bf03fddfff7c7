#include "workspace/review.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/label_spelling.h"
#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

// A person's label is questioned only by a model with at least this probability for another label.
constexpr double kSure = 0.9;

// The value of reviewing one answer.
double value_of(const ReviewItem::Suggestion& suggestion) {
  const bool disagrees = !suggestion.current.empty() && suggestion.current != suggestion.value;
  if (disagrees) return (suggestion.by_person ? 1 : 2) + suggestion.probability;  // one of two answers is wrong
  return suggestion.unknown ? 1 : 1 - suggestion.probability;
}

ReviewReason reason_of(const ReviewItem::Suggestion& suggestion) {
  if (!suggestion.current.empty() && suggestion.current != suggestion.value) return ReviewReason::kDisagrees;
  return suggestion.unknown ? ReviewReason::kUnknown : ReviewReason::kUnsure;
}

void weigh(ReviewItem& item) {
  for (const auto& [task, suggestion] : item.tasks) {
    const double value = value_of(suggestion);
    if (!item.reason_task.empty() && value <= item.value) continue;
    item.value = value;
    item.reason = reason_of(suggestion);
    item.reason_task = task;
  }
}

// A person who sets a label twice confirms it.
bool was_set_once(const store::TicketStore& store, store::TicketId ticket, const std::string& task) {
  const auto history = store.history(ticket);
  return std::count_if(history.begin(), history.end(), [&](const store::LabelEntry& entry) {
           return entry.task == task && entry.by == store::Author::kPerson && entry.undone_at.empty();
         }) == 1;
}

// The model's own spelling of a label.
std::string known_label(const models::Model& model, const std::string& task, const std::string& label) {
  const auto head =
      std::find_if(model.heads.begin(), model.heads.end(), [&](const models::Head& each) { return each.task == task; });
  if (head == model.heads.end()) {
    std::string tasks;
    for (const auto& each : model.heads) tasks += (tasks.empty() ? "" : ", ") + each.task;
    throw Error(ErrorCode::kUnknownLabel, "The model has no task " + task + ". Its tasks: " + tasks + ".");
  }
  if (auto name = LabelSpellings(head->labels.names()).find(label)) return *std::move(name);
  throw Error(ErrorCode::kUnknownLabel, fmt::format("\"{}\" is not a known label of {}. Labels: {}.", label, task,
                                                    fmt::join(head->labels.names(), ", ")));
}

// What a person could decide about a ticket; no tasks: nothing.
ReviewItem item_of(const store::TicketStore& store, const store::ListedTicket& listed,
                   const prediction::Predictor& predictor, std::span<const models::Prediction> predictions) {
  ReviewItem item;
  item.ticket = listed.ticket;
  prediction::Answer answer;
  for (const auto& column : predictor.columns()) {
    predictor.answer(column, predictions, answer);
    const bool unknown = answer.trust == prediction::Trust::kUnknown;
    const auto current = listed.labels.find(column.task);
    const bool is_labelled = current != listed.labels.end();
    const bool by_person = is_labelled && current->second.by == store::Author::kPerson;
    const bool is_likely_a_slip = by_person && answer.label != current->second.value && answer.probability >= kSure &&
                                  !unknown && was_set_once(store, listed.ticket.id, column.task);
    if (by_person && !is_likely_a_slip) continue;
    item.tasks[column.task] = {answer.label, answer.probability, is_labelled ? current->second.value : "", by_person,
                               unknown};
  }
  weigh(item);
  return item;
}

}  // namespace

std::vector<ReviewItem> review_list(const store::TicketStore& store, const prediction::Predictor& predictor,
                                    const ReviewOptions& options, const Run& run) {
  const auto less = [](const ReviewItem& a, const ReviewItem& b) { return a.value > b.value; };  // a heap of the best
  std::vector<ReviewItem> best;
  prediction::PredictorScratch scratch;
  const auto consider = [&](const store::ListedTicket& listed, std::span<const models::Prediction> predictions) {
    auto item = item_of(store, listed, predictor, predictions);
    if (item.tasks.empty()) return;
    best.push_back(std::move(item));
    std::push_heap(best.begin(), best.end(), less);
    if (best.size() <= options.most) return;
    std::pop_heap(best.begin(), best.end(), less);
    best.pop_back();
  };
  const auto look = [&](Page page) { predict_page(predictor, page, scratch, consider); };
  constexpr const char* kStage = "selecting tickets to review";
  if (options.newest > 0) {
    each_page_of_the_newest(store, options.newest, run, kStage, look);
  } else {
    each_page(store, {}, run, kStage, look);
  }
  std::stable_sort(best.begin(), best.end(), [](const ReviewItem& a, const ReviewItem& b) {
    return a.value != b.value ? a.value > b.value : a.ticket.id < b.ticket.id;
  });
  return best;
}

void add_persons_labels(store::TicketStore& store, store::TicketId ticket,
                        const std::map<std::string, std::string>& labels, const std::string& who,
                        const models::Model* known) {
  std::vector<store::NewLabel> added;
  for (const auto& [task, value] : labels) {
    added.push_back({ticket, task, known == nullptr ? value : known_label(*known, task, value), store::Author::kPerson,
                     who, std::nullopt});
  }
  store.label(added);
}

}  // namespace smartdesk::workspace
