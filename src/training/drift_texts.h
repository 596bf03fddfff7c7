// Compares the texts of two files. A part of training/drift.h.

#pragma once

#include <span>
#include <string_view>

#include "core/run.h"
#include "training/drift.h"

namespace smartdesk::training {

// reference, current: without repeats. p-values are not adjusted yet, and TextDrift::words has all that were tested.
// Throws Error{kInterrupted}.
TextDrift compare_texts(std::span<const std::string_view> reference, std::span<const std::string_view> current,
                        const Run& run);

// Keeps the words that changed: the ten that have risen most, then the ten that have fallen most.
void keep_changed_words(TextDrift& texts);

}  // namespace smartdesk::training
