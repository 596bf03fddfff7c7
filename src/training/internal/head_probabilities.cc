#include "training/internal/head_probabilities.h"

#include <algorithm>

#include "core/parallel.h"

namespace smartdesk::training {

std::vector<float> probabilities_of(const prediction::Predictor& predictor, std::size_t head,
                                    std::span<const std::string_view> texts, const Run& run) {
  const auto classes = static_cast<std::size_t>(predictor.model().heads[head].labels.size());
  std::vector<float> all(texts.size() * classes);
  constexpr std::size_t kChunk = 256;
  parallel_for((texts.size() + kChunk - 1) / kChunk, run.threads, [&](std::size_t chunk) {
    run.stop_if_asked();
    prediction::PredictorScratch scratch;
    const std::size_t begin = chunk * kChunk, end = std::min(texts.size(), begin + kChunk);
    predictor.predict_all(texts.subspan(begin, end - begin), scratch,
                          [&](std::size_t i, std::span<const models::Prediction> row) {
                            const auto& probabilities = row[head].probabilities;
                            std::copy(probabilities.begin(), probabilities.end(),
                                      all.begin() + static_cast<std::ptrdiff_t>((begin + i) * classes));
                          });
  });
  return all;
}

}  // namespace smartdesk::training
