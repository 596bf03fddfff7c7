#include "store/internal/small_database.h"

#include "core/error.h"

namespace smartdesk::store {
namespace {

std::string with_id_column(std::string_view step, std::string_view id_column) {
  constexpr std::string_view kPlaceholder = "@id";
  std::string sql(step);
  for (auto at = sql.find(kPlaceholder); at != std::string::npos; at = sql.find(kPlaceholder, at + id_column.size()))
    sql.replace(at, kPlaceholder.size(), id_column);
  return sql;
}

}  // namespace

void SmallDatabase::run_alone(const std::function<void()>& work) {
  is_alone_ = true;
  try {
    work();
  } catch (...) {
    is_alone_ = false;
    throw;
  }
  is_alone_ = false;
}

std::vector<std::string> missing_steps(const SmallSchema& schema, const FoundSchema& found) {
  const auto newest = static_cast<int>(schema.steps.size());
  if (found.version > newest) {
    throw Error(ErrorCode::kInvalidInput, found.database + " was written by a newer smartdesk (" + found.words + " " +
                                              std::to_string(found.version) + ", this version supports " +
                                              std::to_string(newest) + "). Use that version.");
  }
  std::vector<std::string> steps;
  for (auto step = static_cast<std::size_t>(found.version); step < schema.steps.size(); ++step)
    steps.push_back(with_id_column(schema.steps[step], found.id_column));
  return steps;
}

}  // namespace smartdesk::store
