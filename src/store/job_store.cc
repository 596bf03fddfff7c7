#include "store/job_store.h"

#include <mutex>

#include "core/clock.h"
#include "core/enum_names.h"
#include "store/internal/small_database.h"

namespace smartdesk::store {
namespace {

constexpr EnumNames<JobState::kStopped> kStates{"waiting", "running", "done", "failed", "stopped"};

// due: the earliest start; for a running job, the end of its lease. In seconds since 1970 by the engine's clock.
const SmallSchema kSchema{
    "job",
    {R"sql(
  CREATE TABLE job (
    @id, kind text NOT NULL, arguments text NOT NULL, who text NOT NULL, state text NOT NULL,
    stage text NOT NULL DEFAULT '', done bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
    message text NOT NULL DEFAULT '', result text NOT NULL DEFAULT '', tries bigint NOT NULL DEFAULT 0,
    created_at text NOT NULL, started_at text NOT NULL DEFAULT '', ended_at text NOT NULL DEFAULT '',
    worker text NOT NULL DEFAULT '', due bigint NOT NULL DEFAULT 0, is_asked_to_stop bigint NOT NULL DEFAULT 0);
  CREATE INDEX job_by_state ON job (state, kind, id);
  CREATE INDEX job_by_kind ON job (kind, id);
)sql"},
    "job",
    "restore a copy of the file, or delete it: it holds jobs only, no tickets",
};

constexpr const char* kColumns =
    "id, kind, arguments, who, state, stage, done, total, message, result, tries, created_at, started_at, ended_at";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

std::string text(JobId id) { return std::to_string(static_cast<std::int64_t>(id)); }

Job job_of(const SmallDatabase::Row& row) {
  Job job;
  job.id = JobId{std::stoll(row[0])};
  job.kind = row[1];
  job.arguments = row[2];
  job.by = row[3];
  job.state = kStates.find(row[4]).value_or(JobState::kStopped);
  job.stage = row[5];
  job.done = std::stoull(row[6]);
  job.total = std::stoull(row[7]);
  job.message = row[8];
  job.result = row[9];
  job.tries = std::stoll(row[10]);
  job.created_at = row[11];
  job.started_at = row[12];
  job.ended_at = row[13];
  return job;
}

std::optional<Job> first_of(const SmallDatabase::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return job_of(rows.front());
}

// "kind IN ($n, …)", with the kinds added to the values.
std::string among(std::span<const std::string> kinds, std::vector<std::string>& values) {
  std::string list;
  for (const auto& kind : kinds) {
    values.emplace_back(kind);
    list += (list.empty() ? "$" : ", $") + std::to_string(values.size());
  }
  return list.empty() ? "1 = 0" : "kind IN (" + list + ")";
}

class SqlJobStore final : public JobStore {
 public:
  explicit SqlJobStore(std::unique_ptr<SmallDatabase> database)
      : database_(std::move(database)),
        is_postgres_(database_->is_postgres()),
        now_(is_postgres_ ? "extract(epoch FROM clock_timestamp())::bigint" : "unixepoch()") {}

  Job add(const NewJob& job) override {
    const std::lock_guard lock(mutex_);
    const auto there =
        first_of(run("SELECT %COLUMNS% FROM job WHERE kind = $1 AND arguments = $2 AND "
                     "state = 'waiting' LIMIT 1",
                     {job.kind, job.arguments}));
    if (there) return *there;
    return *first_of(
        run("INSERT INTO job (kind, arguments, who, state, created_at) VALUES ($1, $2, $3, 'waiting', $4) "
            "RETURNING %COLUMNS%",
            {job.kind, job.arguments, job.by, utc_now()}));
  }

  Job add_done(const NewJob& job, const std::string& result) override {
    const std::lock_guard lock(mutex_);
    const auto now = utc_now();
    return *first_of(
        run("INSERT INTO job (kind, arguments, who, state, result, created_at, started_at, ended_at) "
            "VALUES ($1, $2, $3, 'done', $4, $5, $5, $5) RETURNING %COLUMNS%",
            {job.kind, job.arguments, job.by, result, now}));
  }

  std::optional<Job> claim(std::span<const std::string> kinds, const std::string& worker, int lease_seconds) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> values{worker, std::to_string(lease_seconds), utc_now()};
    const auto wanted = among(kinds, values);
    return first_of(
        run("UPDATE job SET state = 'running', worker = $1, due = %NOW% + CAST($2 AS bigint), tries = tries + 1, "
            "started_at = CASE WHEN started_at = '' THEN $3 ELSE started_at END "
            "WHERE id = (SELECT id FROM job WHERE " +
                wanted + " AND ((state = 'waiting' AND due <= %NOW%) OR (state = 'running' AND " +
                (is_postgres_ ? "due <= %NOW%" : "(due <= %NOW% OR worker <> $1)") + ")) ORDER BY id LIMIT 1%SKIP%) " +
                "RETURNING %COLUMNS%",
            values));
  }

  Word keep(JobId id, const std::string& worker, const JobProgress& progress, int lease_seconds) override {
    const std::lock_guard lock(mutex_);
    const auto rows =
        run("UPDATE job SET stage = $3, done = CAST($4 AS bigint), total = CAST($5 AS bigint), "
            "due = %NOW% + CAST($6 AS bigint) WHERE id = CAST($1 AS bigint) AND worker = $2 AND "
            "state = 'running' RETURNING is_asked_to_stop",
            {text(id), worker, progress.stage, std::to_string(progress.done), std::to_string(progress.total),
             std::to_string(lease_seconds)});
    if (rows.empty()) return Word::kLost;
    return rows.front()[0] == "0" ? Word::kGoOn : Word::kStop;
  }

  void end(JobId id, const std::string& worker, JobState state, const std::string& message,
           const std::string& result) override {
    const std::lock_guard lock(mutex_);
    run("UPDATE job SET state = $3, message = $4, result = $5, ended_at = $6 WHERE id = CAST($1 AS bigint) AND "
        "worker = $2 AND state = 'running'",
        {text(id), worker, std::string(name_of(state)), message, result, utc_now()});
  }

  void put_off(JobId id, const std::string& worker, const std::string& message, int seconds) override {
    const std::lock_guard lock(mutex_);
    run("UPDATE job SET state = 'waiting', message = $3, due = %NOW% + CAST($4 AS bigint) "
        "WHERE id = CAST($1 AS bigint) AND worker = $2 AND state = 'running'",
        {text(id), worker, message, std::to_string(seconds)});
  }

  bool ask_to_stop(JobId id) override {
    const std::lock_guard lock(mutex_);
    return !run("UPDATE job SET is_asked_to_stop = CASE WHEN state = 'running' THEN 1 ELSE is_asked_to_stop END, "
                "ended_at = CASE WHEN state = 'waiting' THEN $2 ELSE ended_at END, "
                "state = CASE WHEN state = 'waiting' THEN 'stopped' ELSE state END "
                "WHERE id = CAST($1 AS bigint) RETURNING id",
                {text(id), utc_now()})
                .empty();
  }

  bool try_again(JobId id) override {
    const std::lock_guard lock(mutex_);
    return !run("UPDATE job SET state = 'waiting', ended_at = '', due = 0, tries = 0, is_asked_to_stop = 0 "
                "WHERE id = CAST($1 AS bigint) AND state IN ('failed', 'stopped') RETURNING id",
                {text(id)})
                .empty();
  }

  std::optional<Job> find(JobId id) const override {
    const std::lock_guard lock(mutex_);
    return first_of(run("SELECT %COLUMNS% FROM job WHERE id = CAST($1 AS bigint)", {text(id)}));
  }

  std::vector<Job> newest(std::span<const std::string> kinds, std::size_t limit) const override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> values{std::to_string(limit)};
    const auto wanted = among(kinds, values);
    std::vector<Job> jobs;
    for (const auto& row :
         run("SELECT %COLUMNS% FROM job WHERE " + wanted + " ORDER BY id DESC LIMIT CAST($1 AS bigint)", values))
      jobs.push_back(job_of(row));
    return jobs;
  }

  std::optional<Job> last_done(std::string_view kind) const override {
    const std::lock_guard lock(mutex_);
    return first_of(run("SELECT %COLUMNS% FROM job WHERE kind = $1 AND state = 'done' ORDER BY id DESC LIMIT 1",
                        {std::string(kind)}));
  }

  void forget_ended(std::string_view kind, std::size_t but) override {
    const std::lock_guard lock(mutex_);
    run("DELETE FROM job WHERE kind = $1 AND id <= (SELECT id FROM job WHERE kind = $1 AND ended_at <> '' "
        "ORDER BY id DESC LIMIT 1 OFFSET CAST($2 AS bigint)) AND ended_at <> ''",
        {std::string(kind), std::to_string(but)});
  }

 private:
  SmallDatabase::Rows run(std::string sql, const std::vector<std::string>& values) const {
    sql = replaced(std::move(sql), "%COLUMNS%", kColumns);
    sql = replaced(std::move(sql), "%NOW%", now_);
    sql = replaced(std::move(sql), "%SKIP%", is_postgres_ ? " FOR UPDATE SKIP LOCKED" : "");
    return sql.starts_with("SELECT") ? database_->read(sql, values) : database_->write(sql, values);
  }

  mutable std::mutex mutex_;
  std::unique_ptr<SmallDatabase> database_;
  bool is_postgres_;
  std::string now_;
};

}  // namespace

std::string_view name_of(JobState state) { return kStates[state]; }

std::unique_ptr<JobStore> open_sqlite_jobs(const std::string& path) {
  return std::make_unique<SqlJobStore>(open_sqlite_small(path, kSchema));
}

std::unique_ptr<JobStore> open_postgres_jobs(const std::string& url) {
  return std::make_unique<SqlJobStore>(open_postgres_small(url, kSchema));
}

}  // namespace smartdesk::store
