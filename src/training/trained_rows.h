// Recognises rows that a model was trained on: figures measured on them are too high.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/run.h"
#include "models/training_texts.h"
#include "training/dataset.h"

namespace smartdesk::training {

// Hashes of the texts' normal forms (training/repeats.h); texts without words have none. Equal for any order of texts
// and any number of threads. Cost: about 3 microseconds per text of 100 words, divided by the threads.
models::TrainingTexts training_texts(std::span<const std::string_view> texts, const Run& run);

// How many of the texts are among these training texts. Cost: as above.
std::size_t count_trained(const models::TrainingTexts& trained_on, std::span<const std::string_view> texts,
                          const Run& run);

// For users, if at least 1 % of the labelled rows, and one, are among these training texts: "tickets.csv: 412 of
// 500 rows are among the rows that the model was trained on; …". Empty otherwise, and for a model that does not know
// its training texts. name: of the model, such as "the model". Cost: as above.
std::string trained_rows_note(const models::TrainingTexts& trained_on, std::string_view name, const Dataset& dataset,
                              const Run& run);

}  // namespace smartdesk::training
