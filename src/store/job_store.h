// The interface to the job queue: long work that continues in the background until it is done.

#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::store {

enum class JobId : std::int64_t {};

enum class JobState { kWaiting, kRunning, kDone, kFailed, kStopped };
BOOST_DESCRIBE_ENUM(JobState, kWaiting, kRunning, kDone, kFailed, kStopped)
std::string_view name_of(JobState state);  // waiting, running, done, failed, stopped

struct NewJob {
  std::string kind;       // "train"
  std::string arguments;  // JSON; empty: none
  std::string by;         // who requested it
};

struct Job : NewJob {
  JobId id{};
  JobState state = JobState::kWaiting;
  std::string stage;  // the current step, in words
  std::uint64_t done = 0, total = 0;
  std::string message;                           // why it failed or was put off
  std::string result;                            // JSON; empty: none
  std::int64_t tries = 0;                        // how often it was started
  std::string created_at, started_at, ended_at;  // ISO 8601, UTC; empty: not yet
};

struct JobProgress {
  std::string stage;
  std::uint64_t done = 0, total = 0;
};

// Each method is one transaction, durable when it returns. Thread-safe; with PostgreSQL any number of processes share
// the jobs. Leases and delays use the store's clock. Throws Error as TicketStore does.
class JobStore {
 public:
  virtual ~JobStore() = default;

  // Adds a job, or returns a waiting one of the same kind and arguments.
  virtual Job add(const NewJob& job) = 0;

  // Records work that was done elsewhere, with its result.
  virtual Job add_done(const NewJob& job, const std::string& result) = 0;

  // Leases to this worker the oldest job of these kinds that waits or whose lease has expired.
  virtual std::optional<Job> claim(std::span<const std::string> kinds, const std::string& worker,
                                   int lease_seconds) = 0;

  // Renews the lease. kStop: a stop was requested; kLost: the job belongs to another worker, or no longer exists.
  enum class Word { kGoOn, kStop, kLost };
  virtual Word keep(JobId id, const std::string& worker, const JobProgress& progress, int lease_seconds) = 0;

  // End the job, or put it off for `seconds`. Do nothing if the job no longer belongs to this worker.
  virtual void end(JobId id, const std::string& worker, JobState state, const std::string& message,
                   const std::string& result) = 0;
  virtual void put_off(JobId id, const std::string& worker, const std::string& message, int seconds) = 0;

  // ask_to_stop() stops a waiting job at once; a running job gets kStop from keep(). try_again() makes a failed or
  // stopped job wait again. False: no such job.
  virtual bool ask_to_stop(JobId id) = 0;
  virtual bool try_again(JobId id) = 0;

  virtual std::optional<Job> find(JobId id) const = 0;
  virtual std::vector<Job> newest(std::span<const std::string> kinds, std::size_t limit) const = 0;
  virtual std::optional<Job> last_done(std::string_view kind) const = 0;

  // Deletes ended jobs of this kind, except the newest `but`.
  virtual void forget_ended(std::string_view kind, std::size_t but) = 0;
};

// Create the file, or the tables, if necessary. In SQLite a claim by another worker takes over a running job at once,
// since the workspace has one writing process.
std::unique_ptr<JobStore> open_sqlite_jobs(const std::string& path);
std::unique_ptr<JobStore> open_postgres_jobs(const std::string& url);

}  // namespace smartdesk::store
