// Jobs, and webhook messages that wait as jobs (see accounts.h).

#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/described_json.h"
#include "store/job_store.h"

namespace smartdesk::server {
namespace api {

struct Job {
  std::string id, kind;  // kind: a JobKind, import or webhook
  store::JobState state = store::JobState::kWaiting;
  std::string stage;
  std::uint64_t done = 0, total = 0;
  std::string message;
  std::optional<boost::json::object> result;
  std::string by, created_at;
  std::optional<std::string> started_at, ended_at;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, state, stage, done, total, message, result, by, created_at, started_at, ended_at))

struct Jobs {
  std::vector<Job> jobs;
};
BOOST_DESCRIBE_STRUCT(Jobs, (), (jobs))

// The kinds that a request may start; importing starts with a file.
enum class JobKind { kTrain, kBenchmark, kAudit, kClassify, kLabel, kIndex };
BOOST_DESCRIBE_ENUM(JobKind, kTrain, kBenchmark, kAudit, kClassify, kLabel, kIndex)

struct JobRequest {
  JobKind kind = JobKind::kTrain;
};
BOOST_DESCRIBE_STRUCT(JobRequest, (), (kind))

enum class ExportFormat { kCsv, kJsonl, kLabelstudio, kArgilla };
BOOST_DESCRIBE_ENUM(ExportFormat, kCsv, kJsonl, kLabelstudio, kArgilla)

struct FailedMessages {
  std::vector<Job> messages;
};
BOOST_DESCRIBE_STRUCT(FailedMessages, (), (messages))

}  // namespace api
}  // namespace smartdesk::server
