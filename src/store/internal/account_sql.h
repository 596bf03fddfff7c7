// The account store's statements, in the SQL that all engines share.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/account_store.h"

namespace smartdesk {

// What an engine does in its own way. Values stand for $1, $2, …; all go in and come out as text.
class AccountDatabase {
 public:
  using Row = std::vector<std::string>;
  using Rows = std::vector<Row>;

  virtual ~AccountDatabase() = default;

  virtual Rows read(const std::string& sql, const std::vector<std::string>& values) = 0;

  // One statement, a transaction of its own or a part of alone()'s. Its RETURNING rows.
  virtual Rows write(const std::string& sql, const std::vector<std::string>& values) = 0;

  // Runs `work` as one transaction, while no other alone() of any process runs.
  virtual void alone(const std::function<void()>& work) = 0;
};

inline constexpr int kNewestAccountSchema = 1;

// The statements from schema `step` to the next one. id_column: a whole number that counts up and is never used again.
std::string account_schema_step(int step, const std::string& id_column);

std::unique_ptr<AccountStore> account_store_over(std::unique_ptr<AccountDatabase> database);

}  // namespace smartdesk
