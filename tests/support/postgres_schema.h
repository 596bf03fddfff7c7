// For tests: a separate schema per test in the database of SMARTDESK_TEST_DATABASE_URL, dropped on destruction.

#pragma once

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace smartdesk {

inline constexpr char kNoPostgres[] = "skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL)";

// Connections into the schema must be closed before it is destroyed: declare it before the stores.
class PostgresSchema {
 public:
  // The schema is named PREFIX_PID, so that processes can test in parallel; a leftover of a killed process is dropped
  // first. Null if no database is configured: skip the test with kNoPostgres.
  static std::unique_ptr<PostgresSchema> make(const std::string& prefix) {
    const char* server = std::getenv("SMARTDESK_TEST_DATABASE_URL");
    if (server == nullptr) return nullptr;
    return std::unique_ptr<PostgresSchema>(new PostgresSchema(server, prefix + "_" + std::to_string(::getpid())));
  }
  PostgresSchema(const PostgresSchema&) = delete;
  PostgresSchema& operator=(const PostgresSchema&) = delete;
  ~PostgresSchema() { run("DROP SCHEMA " + name_ + " CASCADE"); }

  // The URL for connections into the schema; its application_name is the schema's name.
  const std::string& url() const { return url_; }

  // Runs SQL in the schema.
  void run(const std::string& sql) const {
    PGconn* connection = PQconnectdb(url_.c_str());
    EXPECT_EQ(PQstatus(connection), CONNECTION_OK) << PQerrorMessage(connection);
    PGresult* result = PQexec(connection, ("SET client_min_messages = warning; " + sql).c_str());
    EXPECT_STREQ(PQresultErrorMessage(result), "") << sql;
    PQclear(result);
    PQfinish(connection);
  }

  // Ends all other connections into the schema; returns when they have ended.
  void end_all_connections() const {
    run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" + name_ +
        "' AND pid <> pg_backend_pid()");
  }

 private:
  PostgresSchema(const std::string& server, const std::string& name)
      : name_(name),
        url_(server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name +
             "&application_name=" + name) {
    run("DROP SCHEMA IF EXISTS " + name_ + " CASCADE; CREATE SCHEMA " + name_);
  }

  std::string name_, url_;
};

}  // namespace smartdesk
