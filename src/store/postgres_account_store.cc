#include "store/postgres_account_store.h"

#include "core/error.h"
#include "store/internal/account_sql.h"
#include "store/internal/postgres_connection.h"
#include "store/internal/postgres_schema.h"

namespace smartdesk {
namespace {

class PostgresAccounts final : public AccountDatabase {
 public:
  explicit PostgresAccounts(const std::string& url) : connection_(url) {
    PgTransaction transaction(connection_);
    lock_schema(connection_);
    for (int step = found_schema(); step < kNewestAccountSchema; ++step) {
      connection_.script(account_schema_step(step, "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"));
      connection_.script("UPDATE smartdesk_account_schema SET version = " + std::to_string(step + 1));
    }
    transaction.commit();
  }

  Rows read(const std::string& sql, const std::vector<std::string>& values) override {
    if (!is_alone_) connection_.ensure();
    const auto result = connection_.run(sql, std::vector<PgValue>(values.begin(), values.end()));
    Rows rows(static_cast<std::size_t>(result.rows()));
    for (int row = 0; row < result.rows(); ++row) {
      for (int column = 0; column < result.columns(); ++column)
        rows[static_cast<std::size_t>(row)].push_back(result.text(row, column));
    }
    return rows;
  }

  Rows write(const std::string& sql, const std::vector<std::string>& values) override { return read(sql, values); }

  void alone(const std::function<void()>& work) override {
    PgTransaction transaction(connection_);
    connection_.script("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE");
    is_alone_ = true;
    try {
      work();
    } catch (...) {
      is_alone_ = false;
      throw;
    }
    is_alone_ = false;
    transaction.commit();
  }

 private:
  // Makes the table that says how far the steps went, if need be.
  int found_schema() {
    connection_.script("CREATE TABLE IF NOT EXISTS smartdesk_account_schema (version integer NOT NULL)");
    const auto rows = connection_.run("SELECT version FROM smartdesk_account_schema");
    if (rows.rows() == 0) {
      connection_.script("INSERT INTO smartdesk_account_schema VALUES (0)");
      return 0;
    }
    const auto found = static_cast<int>(rows.integer(0, 0));
    if (found > kNewestAccountSchema) {
      throw Error(ErrorCode::kInvalidInput, connection_.name() + " holds accounts of a newer smartdesk (schema " +
                                                std::to_string(found) + ", this one knows " +
                                                std::to_string(kNewestAccountSchema) + "); use that one");
    }
    return found;
  }

  PgConnection connection_;
  bool is_alone_ = false;
};

}  // namespace

std::unique_ptr<AccountStore> open_postgres_account_store(const std::string& url) {
  return account_store_over(std::make_unique<PostgresAccounts>(url));
}

}  // namespace smartdesk
