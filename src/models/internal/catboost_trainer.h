// The Python script that runs CatBoost's official trainer, compiled in.

#pragma once

#include <string_view>

namespace smartdesk::models {

extern const std::string_view kCatboostTrainer;

}  // namespace smartdesk::models
