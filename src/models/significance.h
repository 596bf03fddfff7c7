// Tests whether predictions tell more about the labels than chance does.
// Sources: Ojala and Garriga, "Permutation Tests for Studying Classifier Performance", JMLR 2010 (the test); Besag and
// Clifford, "Sequential Monte Carlo p-values", Biometrika 1991 (when to stop drawing).

#pragma once

#include "models/metrics.h"

namespace smartdesk::models {

// The probability that the same predictions, dealt to the same rows at random, do at least as well. "As well" is
// accuracy or macro F1, each in standard deviations above its mean over all ways to deal, whichever is higher: accuracy
// shows a signal in the common labels, macro F1 one in a rare label. The one-sided test has no assumption beyond rows
// that are independent of each other.
// Result: 0 to 1, small for a signal; 1 if truth or predictions have only one label. With two labels exact (Fisher's
// test); with more by at most 1,999 draws with a fixed seed, so never below 0.0005. Where the distance alone proves
// that the probability is below 0.0005 (Cantelli's inequality), the result is that bound, and nothing is drawn.
// Cost: O(labels²), else O(rows) a draw. Thread-safe.
double chance_p_value(const Metrics& metrics);

// True if chance_p_value is above 1 %. tried: 1 to 20; of how many classifiers these predictions are the best on the
// same rows. The best of several is better by luck, so the level is divided by their number (Bonferroni). False if the
// truth has only one label: see has_single_label.
bool no_better_than_guessing(const Metrics& metrics, int tried = 1);

// True if all rows have the same true label. Nothing can be said about the classifier then: always predicting that
// label is right on every row.
bool has_single_label(const Metrics& metrics);

}  // namespace smartdesk::models
