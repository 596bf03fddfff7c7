// Model versions and tasks (see accounts.h).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/taxonomy.h"
#include "http/described_json.h"

namespace smartdesk::server {
namespace api {

struct Task {
  std::string name;
  std::vector<std::string> labels;
  bool ordered = false;
  http::Dictionary<Tone> tones;  // by label
};
BOOST_DESCRIBE_STRUCT(Task, (), (name, labels, ordered, tones))

struct Tasks {
  std::vector<Task> tasks;
};
BOOST_DESCRIBE_STRUCT(Tasks, (), (tasks))

// Truth by prediction, on held-out tickets.
struct Confusion {
  std::vector<std::string> labels;
  std::vector<std::vector<std::uint64_t>> rows;
};
BOOST_DESCRIBE_STRUCT(Confusion, (), (labels, rows))

// The held-out tickets whose probability is from low to high.
struct Reliability {
  double low = 0, high = 0;
  std::uint64_t rows = 0;
  double confidence = 0, accuracy = 0;
};
BOOST_DESCRIBE_STRUCT(Reliability, (), (low, high, rows, confidence, accuracy))

// Lists of models leave out the last two.
struct Head {
  std::string task, algorithm;
  std::vector<std::string> labels;
  std::uint64_t rows = 0;
  double cv_macro_f1 = 0, majority_accuracy = 0;
  bool no_signal = false;
  http::Omittable<std::vector<Reliability>> reliability;
  http::Omittable<std::optional<Confusion>> confusion;  // null: nothing was held out
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (task, algorithm, labels, rows, cv_macro_f1, majority_accuracy, no_signal, reliability,
                       confusion))

// Macro F1 of both, and the 95 % interval of the difference.
struct Contest {
  std::uint64_t rows = 0;
  double champion = 0, challenger = 0, low = 0, high = 0;
};
BOOST_DESCRIBE_STRUCT(Contest, (), (rows, champion, challenger, low, high))

struct Model {
  std::string version, created_at;
  bool is_champion = false;
  std::uint64_t rows = 0;
  std::vector<Head> heads;
  std::optional<Contest> contest;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(Model, (), (version, created_at, is_champion, rows, heads, contest, why))

struct Models {
  std::optional<std::string> champion;
  std::vector<Model> models;
};
BOOST_DESCRIBE_STRUCT(Models, (), (champion, models))

}  // namespace api
}  // namespace smartdesk::server
