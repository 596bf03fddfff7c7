// Times and judges `--algorithm auto --profile best` from labelled rows to answered tickets:
//   engine_bench TRAIN.csv TEST.csv MANY.csv OUT.csv  ->  one line of JSON
// MANY.csv holds the test texts often enough to time classifying them into OUT.csv. The peers: bench/engine.py.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <limits>

#include "core/parallel.h"
#include "prediction/classify.h"
#include "prediction/explain.h"
#include "training/dataset.h"
#include "training/evaluate.h"
#include "training/train.h"

namespace smartdesk {
namespace {

double best_seconds(int repeats, const std::function<void()>& work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

// Of all threads together: other programs on the machine change it little.
double best_processor_seconds(int repeats, const std::function<void()>& work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

int bench(const std::string& train_path, const std::string& test_path, const std::string& many,
          const std::string& out) {
  Run run, alone;
  run.threads = hardware_threads();
  alone.threads = 1;
  const auto training = training::read_dataset({train_path}, run), test = training::read_dataset({test_path}, run);
  std::optional<training::TrainResult> trained;
  const double fit = best_processor_seconds(3, [&] { trained = training::train(training, {}, run); });
  const std::string model_path = out + ".model";
  models::save_model(trained->model, model_path);
  std::optional<models::Model> model;
  const double load = best_seconds(5, [&] { model = models::load_model(model_path); });
  const prediction::Predictor predictor(*model);
  const auto metrics = training::evaluate(predictor, test, run).tasks.at(0).metrics;

  std::uint64_t rows = 0;
  prediction::ClassifyOptions options;
  options.in = many;
  options.out = out;
  const double classifying = best_seconds(3, [&] { rows = prediction::classify(predictor, options, run).rows; });

  std::vector<std::string_view> texts;
  for (const auto& row : test.rows) texts.push_back(row.text);
  const auto count = static_cast<double>(texts.size());
  const double batch =
      best_seconds(5, [&] { model->heads[0].classifier.scores(model->features.transform_all(texts, alone), alone); });
  const double one_by_one = best_seconds(5, [&] {
    models::ModelScratch scratch;
    std::vector<models::Prediction> predictions;
    for (const auto text : texts) models::predict(*model, text, scratch, predictions);
  });
  const std::size_t explained = std::min<std::size_t>(texts.size(), 200);
  const double explaining = best_seconds(3, [&] {
    for (std::size_t i = 0; i < explained; ++i) prediction::explain(predictor, texts[i]);
  });
  fmt::print(
      "{{\"accuracy\":{:.4f},\"macro_f1\":{:.4f},\"ece\":{:.4f},\"ece_floor\":{:.4f},\"log_loss\":{:.4f},\"fit\":{:.3f}"
      ","
      "\"rows_per_second\":{:.0f},\"load_ms\":{:.2f},\"one_text_us\":{:.2f},\"batch_share_us\":{:.2f},"
      "\"explain_ms\":{:.3f}}}\n",
      metrics.accuracy, metrics.macro_f1, metrics.ece, metrics.ece_floor, metrics.log_loss, fit,
      static_cast<double>(rows) / classifying, load * 1e3, one_by_one / count * 1e6, batch / count * 1e6,
      explaining / static_cast<double>(explained) * 1e3);
  return 0;
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: engine_bench TRAIN.csv TEST.csv MANY.csv OUT.csv\n");
    return 2;
  }
  return smartdesk::bench(argv[1], argv[2], argv[3], argv[4]);
}
