// Says what labelled test rows show about a classifier: a signal, a weak one, none, or nothing. Training, evaluation,
// benchmark and reports all use these sentences.

#pragma once

#include <string>

#include "core/label_set.h"
#include "models/metrics.h"

namespace smartdesk::training {

struct Verdict {
  enum class Kind {
    kGood,         // better than chance, and right more often than always predicting the most common label
    kWeak,         // better than chance, but not right more often than that
    kGuessing,     // no better than chance (models/significance.h)
    kSingleLabel,  // all rows have the same true label, so nothing can be said
  };
  Kind kind = Kind::kGood;
  std::string sentence;  // with a capital and a full stop, without the task's name; empty if kGood
};

// labels: those of `metrics`. tried: see models::no_better_than_guessing. Cost: that of models::chance_p_value.
Verdict verdict_on(const models::Metrics& metrics, const LabelSet& labels, int tried = 1);

}  // namespace smartdesk::training
