// The tables that pandas writes as JSON: {"id":{"0":1,"1":2},"text":{"0":"a","1":"b"}} and {"0":{"id":1,"text":"a"},…}.

#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace smartdesk::formats {

// Holds the whole table, because a row is spread over the whole file. Not thread-safe.
class JsonColumns {
 public:
  // Throws Error{kInvalidInput} if text is not such a table. path: for the message.
  JsonColumns(std::string_view text, const std::string& path);
  ~JsonColumns();
  JsonColumns(const JsonColumns&) = delete;
  JsonColumns& operator=(const JsonColumns&) = delete;

  // The next row as a JSON object. False at the end.
  bool next(std::string& row);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::formats
