#include "store/internal/small_database.h"

#include "store/postgres/connection.h"
#include "store/postgres/schema.h"

namespace smartdesk::store {
namespace {

class PostgresSmall final : public SmallDatabase {
 public:
  PostgresSmall(const std::string& url, const SmallSchema& schema) : connection_(url), schema_(schema) {
    PgTransaction transaction(connection_);
    lock_schema(connection_);
    int version = found_version();
    for (const auto& step : missing_steps(schema_, {version, connection_.name(), std::string(schema_.name) + " schema",
                                                    "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"})) {
      connection_.script(step);
      connection_.script("UPDATE " + versions() + " SET version = " + std::to_string(++version));
    }
    transaction.commit();
  }

  bool is_postgres() const override { return true; }

  Rows read(const std::string& sql, const std::vector<std::string>& values) override {
    if (!is_alone()) connection_.ensure();
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
    connection_.script("LOCK TABLE " + std::string(schema_.alone_with) + " IN SHARE ROW EXCLUSIVE MODE");
    run_alone(work);
    transaction.commit();
  }

 private:
  // Creates the schema's version table if necessary.
  int found_version() {
    connection_.script("CREATE TABLE IF NOT EXISTS " + versions() + " (version integer NOT NULL)");
    const auto rows = connection_.run("SELECT version FROM " + versions());
    if (rows.rows() == 0) {
      connection_.script("INSERT INTO " + versions() + " VALUES (0)");
      return 0;
    }
    return static_cast<int>(rows.integer(0, 0));
  }

  std::string versions() const { return "smartdesk_" + std::string(schema_.name) + "_schema"; }

  PgConnection connection_;
  const SmallSchema schema_;
};

}  // namespace

std::unique_ptr<SmallDatabase> open_postgres_small(const std::string& url, const SmallSchema& schema) {
  return std::make_unique<PostgresSmall>(url, schema);
}

}  // namespace smartdesk::store
