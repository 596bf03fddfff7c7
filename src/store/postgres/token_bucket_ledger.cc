#include "store/token_bucket_ledger.h"

#include "core/error.h"
#include "store/internal/small_database.h"
#include "store/postgres/connection.h"

namespace smartdesk::store {
namespace {

// Unlogged: after a crash nothing needs to be recovered.
const SmallSchema kSchema{
    "permit",
    {R"sql(
  CREATE UNLOGGED TABLE permit (
    @id, ledger text NOT NULL, pace text NOT NULL, client text NOT NULL, permits bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE SEQUENCE permit_ledger;
)sql"},
    "permit",
    "",
};

}  // namespace

struct TokenBucketLedger::Impl {
  std::unique_ptr<SmallDatabase> database;
  std::string name;       // this ledger's name
  std::string seen{"0"};  // the id of the last entry
};

TokenBucketLedger::TokenBucketLedger(const std::string& url) : impl_(std::make_unique<Impl>()) {
  impl_->database = open_postgres_small(url, kSchema);
  impl_->name = impl_->database->read("SELECT nextval('permit_ledger')", {})[0][0];
  impl_->seen = impl_->database->read("SELECT coalesce(max(id), 0) FROM permit", {})[0][0];
}

TokenBucketLedger::~TokenBucketLedger() = default;

std::vector<TokenBucketEntry> TokenBucketLedger::exchange(std::span<const TokenBucketEntry> here) {
  PgArray rate_limits, clients, tokens;
  for (const auto& entry : here) {
    rate_limits.add(entry.rate_limit);
    clients.add(entry.client);
    tokens.add(std::to_string(entry.tokens));
  }
  std::vector<TokenBucketEntry> elsewhere;
  auto& database = *impl_->database;
  // Exclusive: else a later entry's number could become visible before an earlier one's.
  database.alone([&] {
    database.write("DELETE FROM permit WHERE at < clock_timestamp() - interval '1 minute'", {});
    database.write(
        "INSERT INTO permit (ledger, pace, client, permits) SELECT $1, * FROM "
        "unnest(CAST($2 AS text[]), CAST($3 AS text[]), CAST($4 AS bigint[]))",
        {impl_->name, *rate_limits.value(), *clients.value(), *tokens.value()});
    for (auto& row : database.read("SELECT id, pace, client, permits FROM permit WHERE id > CAST($1 AS bigint) AND "
                                   "ledger <> $2 ORDER BY id",
                                   {impl_->seen, impl_->name})) {
      elsewhere.push_back({row[1], row[2], std::stoull(row[3])});
      impl_->seen = row[0];
    }
  });
  return elsewhere;
}

}  // namespace smartdesk::store
