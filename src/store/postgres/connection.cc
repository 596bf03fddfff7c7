#include "store/postgres/connection.h"

#include <poll.h>

#include <charconv>
#include <cstdlib>

#include "core/error.h"

namespace smartdesk::store {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// "database smartdesk on db.example.com:5432"
std::string name_of(const std::string& url) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), &reason));
  if (!options) {
    // libpq's reason may quote the URL with its password.
    PQfreemem(reason);
    throw Error(ErrorCode::kUsage,
                "The database URL is invalid. Expected postgresql://user:password@host:5432/database.");
  }
  const auto part = [&](std::string_view keyword) {
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
      if (keyword == option->keyword && option->val != nullptr) return std::string(option->val);
    }
    return std::string();
  };
  const auto host = part("host"), port = part("port");
  return "database " + part("dbname") + " on " + (host.empty() ? "this machine" : host) +
         (port.empty() ? "" : ":" + port);
}

std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find('\n'))); }

}  // namespace

int PgResult::changed() const {
  const std::string_view text = PQcmdTuples(result_.get());
  int changed = 0;
  std::from_chars(text.data(), text.data() + text.size(), changed);
  return changed;
}

std::string PgResult::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PgResult::integer(int row, int column) const {
  return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
}

double PgResult::real(int row, int column) const {
  return std::strtod(PQgetvalue(result_.get(), row, column), nullptr);
}

PgConnection::PgConnection(std::string url) : url_(std::move(url)), name_(name_of(url_)) { connect(); }

void PgConnection::connect() {
  // The URL comes last, so its values override these. Keepalives: without them a connection that only listens would
  // never notice a lost machine or firewall.
  const char* names[] = {"connect_timeout",
                         "fallback_application_name",
                         "keepalives_idle",
                         "keepalives_interval",
                         "keepalives_count",
                         "dbname",
                         nullptr};
  const char* values[] = {"10", "smartdesk", "20", "5", "3", url_.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(names, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw Error(ErrorCode::kUnavailable, name_ + " cannot be reached (" +
                                             first_line(PQerrorMessage(connection_.get())) +
                                             "). Check SMARTDESK_DATABASE_URL and that the server runs.");
  }
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  script("SET client_encoding = 'UTF8'; SET join_collapse_limit = 1; SET from_collapse_limit = 1");
}

void PgConnection::ensure() {
  // Reads twice: the first read gets the server's last message, the second the end of the connection.
  for (int look = 0; look < 2; ++look) PQconsumeInput(connection_.get());
  if (PQstatus(connection_.get()) != CONNECTION_OK) connect();
}

void PgConnection::fail(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  last_state_ = state == nullptr ? "" : state;
  const auto* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const auto reason = first_line(primary != nullptr ? primary : PQerrorMessage(connection_.get()));
  // 57P: ended by its administrator, 08: connection.
  const bool is_lost =
      PQstatus(connection_.get()) != CONNECTION_OK || last_state_.starts_with("57P") || last_state_.starts_with("08");
  if (is_lost) {
    throw Error(ErrorCode::kUnavailable,
                "The connection to " + name_ + " was lost (" + reason + "). No partial change was kept; try again.");
  }
  if (last_state_.starts_with("22")) throw Error(ErrorCode::kInvalidInput, name_ + " rejects a value: " + reason + ".");
  throw Error(ErrorCode::kFailed, name_ + ": " + reason + ".");
}

PgResult PgConnection::run(const std::string& sql, const std::vector<PgValue>& values) {
  std::vector<const char*> pointers;
  for (const auto& value : values) pointers.push_back(value ? value->c_str() : nullptr);
  PGresult* raw = PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                               pointers.data(), nullptr, nullptr, 0);
  PgResult result(raw);
  const auto status = PQresultStatus(raw);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(raw);
  return result;
}

void PgConnection::script(const std::string& sql) {
  PGresult* raw = PQexec(connection_.get(), sql.c_str());
  const PgResult result(raw);
  const auto status = PQresultStatus(raw);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(raw);
}

void PgConnection::copy(const std::string& sql, const std::function<bool(std::string& lines)>& next_line) {
  {
    PGresult* raw = PQexec(connection_.get(), sql.c_str());
    const PgResult started(raw);
    if (PQresultStatus(raw) != PGRES_COPY_IN) fail(raw);
  }
  constexpr std::size_t kPiece = std::size_t{256} * 1024;
  std::string lines;
  bool sent = true;
  for (bool more = true; more && sent;) {
    more = next_line(lines);
    if (more && lines.size() < kPiece) continue;
    sent = PQputCopyData(connection_.get(), lines.data(), static_cast<int>(lines.size())) == 1;
    lines.clear();
  }
  if (sent) PQputCopyEnd(connection_.get(), nullptr);
  // Fetch all results before throwing: else the connection stays in the middle of the copy.
  std::optional<PgResult> failure;
  PGresult* failed = nullptr;
  while (PGresult* raw = PQgetResult(connection_.get())) {
    PgResult result(raw);
    if (PQresultStatus(raw) == PGRES_COMMAND_OK || failure) continue;
    failed = raw;
    failure.emplace(std::move(result));
  }
  if (failure || !sent) fail(failed);
}

bool PgConnection::wait_for_notice(std::chrono::milliseconds at_most) {
  struct FreeNotice {
    void operator()(PGnotify* notice) const { PQfreemem(notice); }
  };
  const auto take_all = [this] {
    bool any = false;
    while (const std::unique_ptr<PGnotify, FreeNotice> notice{PQnotifies(connection_.get())}) any = true;
    return any;
  };
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (!take_all()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left <= left.zero()) return false;
    pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
    if (::poll(&socket, 1, static_cast<int>(left.count())) > 0 && PQconsumeInput(connection_.get()) == 0) fail(nullptr);
  }
  return true;
}

PgTransaction::PgTransaction(PgConnection& connection) : connection_(connection) {
  connection_.ensure();
  connection_.script("BEGIN");
}

PgTransaction::~PgTransaction() {
  if (!is_open_) return;
  try {
    connection_.script("ROLLBACK");
  } catch (const Error&) {
    // The server rolls back if the connection is lost.
  }
}

void PgTransaction::commit() {
  connection_.script("COMMIT");
  is_open_ = false;
}

void append_copied(std::string& lines, std::string_view field, char end) {
  for (const char c : field) {
    switch (c) {
      case '\\':
        lines += "\\\\";
        break;
      case '\n':
        lines += "\\n";
        break;
      case '\r':
        lines += "\\r";
        break;
      case '\t':
        lines += "\\t";
        break;
      default:
        lines += c;
    }
  }
  lines += end;
}

void PgArray::separate() {
  if (text_.size() > 1) text_ += ',';
}

void PgArray::add(std::string_view element) {
  separate();
  text_ += '"';
  for (const char c : element) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void PgArray::add_null() {
  separate();
  text_ += "NULL";
}

}  // namespace smartdesk::store
