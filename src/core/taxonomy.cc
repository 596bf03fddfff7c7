#include "core/taxonomy.h"

#include <algorithm>
#include <array>

#include "core/label_spelling.h"

namespace smartdesk {
namespace {

constexpr std::array<std::string_view, 3> kTones{"neutral", "good", "bad"};  // by Tone

}  // namespace

std::string_view name_of(Tone tone) { return kTones[static_cast<std::size_t>(tone)]; }

std::optional<Tone> tone_named(std::string_view name) {
  const auto found = std::find(kTones.begin(), kTones.end(), name);
  if (found == kTones.end()) return std::nullopt;
  return static_cast<Tone>(found - kTones.begin());
}

const Taxonomy& default_taxonomy() {
  static const Taxonomy taxonomy{{
      {"sentiment",
       "How does the customer feel about us?",
       {{"Negative", "annoyed, disappointed, angry, worried because of us; sarcasm; a threat to leave", {}, Tone::kBad},
        {"Neutral", "states facts or asks; usual courtesies; describes a fault without complaining", {}},
        {"Positive", "praise, delight, real thanks for something done, even if a fault is reported", {}, Tone::kGood}},
       false},
      {"urgency",
       "How bad is it if nobody looks until tomorrow evening?",
       {{"Low", "nothing is lost by waiting: wishes, questions, praise, cosmetic faults", {}},
        {"Medium", "hindered but with a way round, or this week; money is owed but sits still", {}},
        {"High",
         "work or safety is stopped now, money or data is being lost, a deadline within two days, many are hit",
         {},
         Tone::kBad,
         "urgent"}},
       true,
       "",
       {{"Low"},
        {"Normal"},
        {"Medium"},
        {"High", "", {}, Tone::kBad, "urgent"},
        {"Urgent", "", {}, Tone::kBad, "urgent"},
        {"Critical", "", {}, Tone::kBad, "critical"}}},
      {"category",
       "What must somebody do?",
       {{"Billing", "the amount, the invoice, the price, tax, a refund", {"charged twice", "invoice copy"}},
        {"Payment Issue", "paying fails or the means of payment has to change", {"card declined", "new card"}},
        {"Login Issue", "getting in: password, second factor, locked account", {"reset mail never comes"}},
        {"Account Management", "who may do what, own data, contract", {"add a user", "cancel", "new address"}},
        {"Bug Report", "a described fault that others could repeat", {"total shows 0", "crash on save"}},
        {"Technical Issue", "does not work here: connection, sync, speed, outage", {"sync stuck", "cannot connect"}},
        {"Feature Request", "wants what the product does not do", {"dark mode", "bulk edit"}},
        {"Other", "none of these: praise, a question, press, spam", {"opening hours"}}},
       false,
       "Other"},
  }};
  return taxonomy;
}

std::vector<std::string> task_names(const Taxonomy& taxonomy) {
  std::vector<std::string> names;
  for (const auto& task : taxonomy.tasks) names.push_back(task.name);
  return names;
}

const TaskDefinition* find_task(const Taxonomy& taxonomy, std::string_view name) {
  for (const auto& task : taxonomy.tasks) {
    if (task.name == name) return &task;
  }
  return nullptr;
}

const std::vector<LabelDefinition>& known_labels(const TaskDefinition& task) {
  return task.scale.empty() ? task.labels : task.scale;
}

std::optional<std::size_t> position_of(const TaskDefinition& task, std::string_view label) {
  const auto& known = known_labels(task);
  const auto key = label_key(label);
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const LabelDefinition& each) { return label_key(each.name) == key; });
  if (found == known.end()) return std::nullopt;
  return static_cast<std::size_t>(found - known.begin());
}

std::vector<std::string> labels_like_none(const Taxonomy& taxonomy) {
  std::vector<std::string> names;
  for (const auto& task : taxonomy.tasks) {
    for (const auto& label : known_labels(task)) {
      if (label_name(label.name).empty()) names.push_back(label.name);
    }
  }
  return names;
}

bool has_bad_news(const TaskDefinition& task) {
  return std::any_of(task.labels.begin(), task.labels.end(),
                     [](const LabelDefinition& label) { return label.tone == Tone::kBad; });
}

bool has_fixed_order(const TaskDefinition& task) {
  return task.ordered || std::any_of(task.labels.begin(), task.labels.end(),
                                     [](const LabelDefinition& label) { return label.tone != Tone::kNeutral; });
}

TaskDefinition with_usual_tones(TaskDefinition task) {
  if (const auto* usual = find_task(default_taxonomy(), task.name)) {
    std::size_t known = 0;
    for (auto& label : task.labels) {
      const auto place = position_of(*usual, label.name);
      if (!place) continue;
      label.tone = known_labels(*usual)[*place].tone;
      label.adjective = known_labels(*usual)[*place].adjective;
      ++known;
    }
    if (task.ordered && known == task.labels.size()) task.scale = usual->scale;
  }
  if (task.ordered && !task.labels.empty() && !has_bad_news(task)) task.labels.back().tone = Tone::kBad;
  return task;
}

}  // namespace smartdesk
