// Measures how unlike the training rows a text is.

#pragma once

#include <span>
#include <utility>
#include <vector>

namespace smartdesk::models {

// How a figure is spread over rows: the share of rows with at most a value, between 0 and 1. Immutable.
class Distribution {
 public:
  // A few of the rows' values, ascending, each with the share of rows that have at most this value, ascending.
  struct Points {
    std::vector<float> values, shares;
    bool operator==(const Points&) const = default;
  };

  Distribution() = default;  // of no rows: every share is 1
  // Of points that are_valid().
  explicit Distribution(Points points);
  // Keeps about 70 points of any number of values, most of them among the lowest. values: finite. Cost: a sort.
  static Distribution of(std::vector<float> values);

  // Interpolates between the points. Below the lowest value the share goes on falling and stays above 0, so that
  // values there still have an order. Cost: a binary search.
  double share_at_most(float value) const;

  // Equally many finite values and shares, both strictly ascending, the shares within (0, 1).
  static bool are_valid(const Points& points);
  const Points& points() const { return points_; }

 private:
  Points points_;
  double fall_ = 0;  // how fast the share falls below the lowest value
};

// What is known about a text and one head's prediction for it.
struct Evidence {
  float known = 0;        // share of its words that occur in the training rows, 0 to 1
  float probability = 0;  // of the most probable label, calibrated
};

// Compares a text's evidence with that of training rows in cross-validation. Known words tell other languages, other
// subjects and machine output; the probability tells tickets whose label is new. Each of the two becomes a p-value: the
// share of rows with at most this value (Vovk et al., "Algorithmic Learning in a Random World", 2005). Fisher's method
// joins them, the probability with weight 4. Because an improbable label is common where labels are hard to tell, known
// words alone decide if they are very few: they get a twentieth of the flags (Bonferroni). Immutable.
class Novelty {
 public:
  // Of the two figures; of both joined; and of the less familiar of known words and both joined.
  struct Parameters {
    Distribution known, probability, joined, overall;
  };

  Novelty() = default;  // without rows: only a text without a known word is unknown
  explicit Novelty(Parameters parameters) : parameters_(std::move(parameters)) {}

  // rows: of rows that their classifier was not trained on; may be empty.
  static Novelty fit(std::span<const Evidence> rows);

  // 1 minus the share of the rows that are at most as familiar, so that a share R of them scores above 1 - R. 1 for a
  // text without a known word, and for no other. Cost: four binary searches and two logarithms.
  float unknown_score(const Evidence& text) const;

  const Parameters& parameters() const { return parameters_; }

 private:
  Parameters parameters_;
};

}  // namespace smartdesk::models
