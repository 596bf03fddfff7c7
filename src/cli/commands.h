// The program's commands: each is defined in a file of its own and listed in commands.cc.

#pragma once

#include "cli/command_line.h"

namespace smartdesk::cli {

extern const Command kGenerate, kLabel, kClean, kAudit, kTrain, kClassify, kEvaluate, kDrift, kExplain, kModel;
extern const Command kBenchmark, kReport;
extern const Command kImport, kExport, kSearch, kStats, kReview, kErase, kBackup, kRestore;
extern const Command kServe, kStream, kUser;
extern const Command kConfig, kDoctor, kCompletion;

}  // namespace smartdesk::cli
