// Joins the columns of a table that have the same name, as exports write one column per value (Jira: "Labels",
// "Labels").

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/table.h"

namespace smartdesk::formats {

// Values that are not empty are joined in order by ", ", or by line breaks if one of them has a comma or a line break.
// If several columns have no name, they are not joined but called "column 4", by their number in the file. One thread
// at a time.
class RepeatedColumns {
 public:
  explicit RepeatedColumns(const std::vector<std::string>& names);

  // Each name once, in order of the first column of that name.
  const std::vector<std::string>& columns() const { return columns_; }

  // Replaces the fields of the file by one per column, valid until the next call. Costs nothing if no name is repeated.
  void join(Record& record);

 private:
  struct Group {
    std::size_t column;              // in columns_
    std::vector<std::size_t> parts;  // of the file, at least two
    std::string joined;
  };

  std::vector<std::string> columns_;
  std::vector<std::size_t> first_;  // per column: where it is in the file
  std::vector<Group> groups_;
  std::vector<std::string_view> fields_;
};

}  // namespace smartdesk::formats
