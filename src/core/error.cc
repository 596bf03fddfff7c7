#include "core/error.h"

#include <utility>

namespace smartdesk {
namespace {

struct CodeEntry {
  ErrorCode code;
  int exit_code;
  std::string_view name;
};

constexpr CodeEntry kCodes[] = {
    {ErrorCode::kFailed, 1, "failed"},
    {ErrorCode::kUsage, 2, "usage"},
    {ErrorCode::kInvalidInput, 3, "invalid_input"},
    {ErrorCode::kUnavailable, 5, "unavailable"},
    {ErrorCode::kInterrupted, 130, "interrupted"},
    {ErrorCode::kNoModel, 2, "no_model"},
    {ErrorCode::kNoEmbedder, 5, "no_embedder"},
    {ErrorCode::kNoWorkspace, 2, "no_workspace"},
    {ErrorCode::kNoColumn, 3, "no_column"},
    {ErrorCode::kNoUsers, 2, "no_users"},
    {ErrorCode::kUnknownLabel, 3, "unknown_label"},
};

const CodeEntry& entry_of(ErrorCode code) {
  for (const auto& entry : kCodes) {
    if (entry.code == code) return entry;
  }
  return kCodes[0];
}

}  // namespace

Error::Error(ErrorCode code, const std::string& message, std::string subject)
    : std::runtime_error(message), code_(code), subject_(std::move(subject)) {}

Error no_model() { return {ErrorCode::kNoModel, "There is no model yet."}; }

int exit_code(ErrorCode code) { return entry_of(code).exit_code; }

std::string_view name_of(ErrorCode code) { return entry_of(code).name; }

}  // namespace smartdesk
