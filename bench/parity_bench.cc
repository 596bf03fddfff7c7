// Times the four classifiers that are ours in the parity configuration, from texts to predicted labels:
//   parity_bench TRAIN.csv TEST.csv [REPEATS]  ->  one line per algorithm: name seconds accuracy macro_f1
// The peer does the same work in the same order: bench/parity_peer.py.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "core/parallel.h"
#include "models/metrics.h"
#include "training/dataset.h"
#include "training/fitting.h"

namespace smartdesk {
namespace {

struct Outcome {
  double seconds = 1e9;
  models::Metrics metrics;
};

Outcome fit_and_predict(models::Algorithm algorithm, const training::TaskRows& train, const training::TaskRows& test,
                        int classes, const Run& run) {
  training::FittingOptions parity;
  parity.profile = training::Profile::kParity;
  const auto start = std::chrono::steady_clock::now();
  auto counted =
      features::CountedTexts::count(train.texts, training::features_for(algorithm, training::Profile::kParity), run);
  const auto features = counted.vectoriser(counted.all());
  const auto rows = std::move(counted).into_rows(run);
  const auto classifier = models::Classifier::fit(algorithm, {rows, train.labels, classes},
                                                  training::settings_to_try(algorithm, parity).front(), run);
  const auto predicted = models::top_labels(classifier.scores(features.transform_all(test.texts, run), run), classes);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {taken.count(), models::measure_labels(predicted, test.labels, classes)};
}

int bench(const char* train_path, const char* test_path, int repeats) {
  Run run;
  run.threads = hardware_threads();
  const auto train = training::read_dataset({train_path}, run), test = training::read_dataset({test_path}, run);
  const auto labels = training::labels_of(train, 0);
  const auto train_rows = training::rows_of(train, 0, labels), test_rows = training::rows_of(test, 0, labels);
  for (const auto algorithm : {models::Algorithm::kLogReg, models::Algorithm::kNaiveBayes,
                               models::Algorithm::kRandomForest, models::Algorithm::kLinearSvc}) {
    Outcome best;
    for (int i = 0; i < repeats; ++i) {
      auto outcome = fit_and_predict(algorithm, train_rows, test_rows, labels.size(), run);
      if (outcome.seconds < best.seconds) best = std::move(outcome);
    }
    fmt::print("{} {:.4f} {:.4f} {:.4f}\n", models::display_name(algorithm), best.seconds, best.metrics.accuracy,
               best.metrics.macro_f1);
  }
  return 0;
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: parity_bench TRAIN.csv TEST.csv [REPEATS]\n");
    return 2;
  }
  return smartdesk::bench(argv[1], argv[2], argc > 3 ? std::max(1, std::stoi(argv[3])) : 3);
}
