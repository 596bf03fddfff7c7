#include <array>

#include "cli/commands.h"

namespace smartdesk::cli {

std::span<const Command* const> commands() {
  static constexpr std::array kCommands{
      &kGenerate, &kLabel,     &kClean,  &kAudit,  &kTrain,  &kClassify, &kEvaluate, &kDrift,      &kExplain,
      &kModel,    &kBenchmark, &kReport, &kImport, &kExport, &kSearch,   &kStats,    &kReview,     &kErase,
      &kBackup,   &kRestore,   &kServe,  &kStream, &kUser,   &kConfig,   &kDoctor,   &kCompletion,
  };
  return kCommands;
}

}  // namespace smartdesk::cli
