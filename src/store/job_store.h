// Work that somebody asked for and that goes on without him, kept until it is done: the seam to whatever holds it.

#pragma once

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
std::string_view name_of(JobState state);  // waiting, running, done, failed, stopped

struct NewJob {
  std::string kind;       // "train"
  std::string arguments;  // JSON; empty: none
  std::string by;         // who asked for it
};

struct Job : NewJob {
  JobId id{};
  JobState state = JobState::kWaiting;
  std::string stage;  // what is being done, in words
  std::uint64_t done = 0, total = 0;
  std::string message;                           // why it failed or waits again
  std::string result;                            // JSON; empty: none
  std::int64_t tries = 0;                        // how often it was begun
  std::string created_at, started_at, ended_at;  // ISO 8601, UTC; empty: not yet
};

struct JobProgress {
  std::string stage;
  std::uint64_t done = 0, total = 0;
};

// Each method is one transaction, durable when it returns. Thread-safe; with PostgreSQL any number of processes share
// the jobs. Times are the store's own clock. Throws Error as TicketStore does.
class JobStore {
 public:
  virtual ~JobStore() = default;

  // One of the same kind and arguments that waits already is returned instead.
  virtual Job add(const NewJob& job) = 0;

  // Of work that ended elsewhere: kept as done with its result.
  virtual Job add_done(const NewJob& job, const std::string& result) = 0;

  // The oldest of these kinds that waits, or whose worker has not been heard of for its lease, becomes this worker's.
  virtual std::optional<Job> claim(std::span<const std::string> kinds, const std::string& worker,
                                   int lease_seconds) = 0;

  // The worker lives. kStop: somebody asked to stop it; kLost: it is another's now, or gone.
  enum class Word { kGoOn, kStop, kLost };
  virtual Word keep(JobId id, const std::string& worker, const JobProgress& progress, int lease_seconds) = 0;

  // Ends it, or lets it wait again for so many seconds. Nothing happens if it is no longer this worker's.
  virtual void end(JobId id, const std::string& worker, JobState state, const std::string& message,
                   const std::string& result) = 0;
  virtual void put_off(JobId id, const std::string& worker, const std::string& message, int seconds) = 0;

  // What waits is stopped at once, what runs is told by keep(). What has failed waits again after try_again. False: no
  // such job.
  virtual bool ask_to_stop(JobId id) = 0;
  virtual bool try_again(JobId id) = 0;

  virtual std::optional<Job> find(JobId id) const = 0;
  virtual std::vector<Job> newest(std::span<const std::string> kinds, std::size_t limit) const = 0;
  virtual std::optional<Job> last_done(std::string_view kind) const = 0;

  // Forgets those of this kind that have ended, but for the newest so many.
  virtual void forget_ended(std::string_view kind, std::size_t but) = 0;
};

// Makes the file, or the tables, where they are not there yet. In SQLite a claim by another worker ends what ran
// before: the workspace has one writing process.
std::unique_ptr<JobStore> open_sqlite_jobs(const std::string& path);
std::unique_ptr<JobStore> open_postgres_jobs(const std::string& url);

}  // namespace smartdesk::store
