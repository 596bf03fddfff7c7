// For tests: options of a Predictor with this embedder, which must outlive it.

#pragma once

#include <memory>
#include <string>

#include "prediction/predictor.h"

namespace smartdesk {

inline prediction::PredictorOptions with_embedder(features::Embedder& embedder) {
  prediction::PredictorOptions options;
  options.embedders = [&embedder](const std::string&) {
    return std::shared_ptr<features::Embedder>(std::shared_ptr<void>(), &embedder);
  };
  return options;
}

}  // namespace smartdesk
