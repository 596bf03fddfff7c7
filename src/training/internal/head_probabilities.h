// The answers of one head of a model to many texts.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "prediction/predictor.h"

namespace smartdesk::training {

// head: into predictor.model().heads. Result: texts × labels of the head, row-major. Throws Error{kInterrupted}, and
// what Predictor::predict throws. Cost: that of predicting all heads.
std::vector<float> probabilities_of(const prediction::Predictor& predictor, std::size_t head,
                                    std::span<const std::string_view> texts, const Run& run);

}  // namespace smartdesk::training
