// The tasks and their labels, with definitions and examples for a person or a model that has never seen our tickets.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

struct LabelDefinition {
  std::string name;
  std::string definition = {};             // may be empty
  std::vector<std::string> examples = {};  // a few words each

  bool operator==(const LabelDefinition&) const = default;
};

struct TaskDefinition {
  std::string name;
  std::string question = {};            // may be empty
  std::vector<LabelDefinition> labels;  // from the mildest to the strongest where they have an order
  bool ordered = false;

  bool operator==(const TaskDefinition&) const = default;
};

struct Taxonomy {
  std::vector<TaskDefinition> tasks;

  bool operator==(const Taxonomy&) const = default;
};

// Sentiment, urgency and category as data/labelling.md defines them.
const Taxonomy& default_taxonomy();

}  // namespace smartdesk
