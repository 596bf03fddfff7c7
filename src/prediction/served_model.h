// The model that answers requests. It can be replaced between two requests.

#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "core/error.h"
#include "prediction/predictor.h"

namespace smartdesk::prediction {

// Thread-safe. The result of current() stays valid for its holder after replace().
class ServedModel {
 public:
  // Null until the first replace().
  std::shared_ptr<const Predictor> current() const { return current_.load(); }
  void replace(std::shared_ptr<const Predictor> with) { current_.store(std::move(with)); }

  // Why there is no model yet, if there is one that cannot be used.
  void explain_absence(const Error& why) { absence_.store(std::make_shared<const Error>(why)); }

  // The current model. Before the first replace() throws Error{kNoModel}, or what explain_absence() was given.
  std::shared_ptr<const Predictor> required() const;

 private:
  std::atomic<std::shared_ptr<const Error>> absence_;
  std::atomic<std::shared_ptr<const Predictor>> current_;
};

}  // namespace smartdesk::prediction
