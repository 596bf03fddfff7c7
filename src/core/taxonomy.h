// The tasks and their labels, with definitions and examples for a person or a model that has never seen our tickets.

#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

// Whether a label is good or bad news. Reports colour and compare by it.
enum class Tone : std::uint8_t { kNeutral, kGood, kBad };
BOOST_DESCRIBE_ENUM(Tone, kNeutral, kGood, kBad)

std::string_view name_of(Tone tone);  // neutral, good, bad
std::optional<Tone> tone_named(std::string_view name);

struct LabelDefinition {
  std::string name;
  std::string definition = {};             // may be empty
  std::vector<std::string> examples = {};  // a few words each
  Tone tone = Tone::kNeutral;
  std::string adjective = {};  // what a sentence calls such a ticket ("urgent"); empty: label and task are named

  bool operator==(const LabelDefinition&) const = default;
};

struct TaskDefinition {
  std::string name;
  std::string question = {};                 // may be empty
  std::vector<LabelDefinition> labels = {};  // from the mildest to the strongest where they have an order
  bool ordered = false;
  std::string rest = {};  // the label that takes in rare ones when a table is cleaned; empty: none
  // All labels that are accepted in imported tables, in order; includes `labels`. The language model and reviewers are
  // offered only `labels`. Empty: `labels`.
  std::vector<LabelDefinition> scale = {};

  bool operator==(const TaskDefinition&) const = default;
};

struct Taxonomy {
  std::vector<TaskDefinition> tasks;

  bool operator==(const Taxonomy&) const = default;
};

// Sentiment, urgency and category as data/labelling.md defines them.
const Taxonomy& default_taxonomy();

std::vector<std::string> task_names(const Taxonomy& taxonomy);

// nullptr if there is no such task. Valid as long as the taxonomy is.
const TaskDefinition* find_task(const Taxonomy& taxonomy, std::string_view name);

// The labels that a table may have for the task: its scale, else its labels.
const std::vector<LabelDefinition>& known_labels(const TaskDefinition& task);

// The position in known_labels(), in any spelling (label_key).
std::optional<std::size_t> position_of(const TaskDefinition& task, std::string_view label);

// The labels, such as `none`, whose names in a table mean "not labelled" where no taxonomy has them (label_name).
std::vector<std::string> labels_like_none(const Taxonomy& taxonomy);

bool has_bad_news(const TaskDefinition& task);

// Whether labels are shown in the task's own order and colours: it is ordered, or a label is good or bad news.
bool has_fixed_order(const TaskDefinition& task);

// For a task whose labels have no tones yet. If a default task has this task's name, labels that it knows take its
// tones and adjectives; if the task is ordered and the default task knows them all, it takes its scale. Then, if no
// label of an ordered task is bad news, the strongest one is.
TaskDefinition with_usual_tones(TaskDefinition task);

}  // namespace smartdesk
