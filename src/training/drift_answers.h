// Compares what a model answers for two files. A part of training/drift.h.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "prediction/predictor.h"
#include "training/drift.h"

namespace smartdesk::training {

// reference, current: without repeats. p-values are not adjusted yet. notes: output, sentences about what could not be
// compared. Throws what the predictor throws, and Error{kInterrupted}. Cost: that of predicting each text.
std::vector<TaskDrift> compare_answers(const prediction::Predictor& model, std::span<const std::string_view> reference,
                                       std::span<const std::string_view> current, std::vector<std::string>& notes,
                                       const Run& run);

}  // namespace smartdesk::training
