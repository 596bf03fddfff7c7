// Scores of several algorithms on several tasks, with 95 % intervals and the score of a baseline.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "charts/chart.h"

namespace smartdesk::charts {

enum class Standing { kBest, kTied, kBehind };  // kTied: not distinguishable from the best

struct Score {
  std::string name;
  std::optional<double> value;  // empty: did not run
  double low = 0, high = 0;     // 95 % interval
  Standing standing = Standing::kBehind;
};

struct ScorePanel {
  std::string title;    // the task
  double baseline = 0;  // the score of always predicting the commonest label
  std::vector<Score> scores;
};

struct ScoreSpec {
  std::string name, title, subtitle;
  std::string measure;  // "macro F1"
  std::vector<ScorePanel> panels;
};

Chart score_chart(const ScoreSpec& spec);

}  // namespace smartdesk::charts
