#include "store/internal/small_database.h"

#include "core/error.h"
#include "store/postgres/connection.h"
#include "store/postgres/schema.h"

namespace smartdesk::store {
namespace {

class PostgresSmall final : public SmallDatabase {
 public:
  PostgresSmall(const std::string& url, const SmallSchema& schema) : connection_(url), schema_(schema) {
    PgTransaction transaction(connection_);
    lock_schema(connection_);
    for (auto step = static_cast<std::size_t>(found_schema()); step < schema_.steps.size(); ++step) {
      connection_.script(with_id_column(schema_.steps[step], "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"));
      connection_.script("UPDATE " + versions() + " SET version = " + std::to_string(step + 1));
    }
    transaction.commit();
  }

  bool is_postgres() const override { return true; }

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
    connection_.script("LOCK TABLE " + std::string(schema_.alone_with) + " IN SHARE ROW EXCLUSIVE MODE");
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
  // The version in the schema's version table, which is created if necessary.
  int found_schema() {
    connection_.script("CREATE TABLE IF NOT EXISTS " + versions() + " (version integer NOT NULL)");
    const auto rows = connection_.run("SELECT version FROM " + versions());
    if (rows.rows() == 0) {
      connection_.script("INSERT INTO " + versions() + " VALUES (0)");
      return 0;
    }
    const auto found = static_cast<int>(rows.integer(0, 0));
    const auto newest = static_cast<int>(schema_.steps.size());
    if (found > newest) {
      throw Error(ErrorCode::kInvalidInput, connection_.name() + " was written by a newer smartdesk (" +
                                                std::string(schema_.name) + " schema " + std::to_string(found) +
                                                ", this version supports " + std::to_string(newest) +
                                                "). Use that version.");
    }
    return found;
  }

  std::string versions() const { return "smartdesk_" + std::string(schema_.name) + "_schema"; }

  PgConnection connection_;
  const SmallSchema schema_;
  bool is_alone_ = false;
};

}  // namespace

std::unique_ptr<SmallDatabase> open_postgres_small(const std::string& url, const SmallSchema& schema) {
  return std::make_unique<PostgresSmall>(url, schema);
}

}  // namespace smartdesk::store
