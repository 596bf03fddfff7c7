// What every input format comes down to: records, one at a time, the bad ones told apart from the good.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "files/input_file.h"
#include "formats/table.h"

namespace smartdesk::formats {

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  virtual const std::vector<std::string>& columns() const = 0;

  // The next good record; bad ones before it go to `reject`. Views hold until the next call.
  virtual bool next(Record& record, const std::function<void(Rejected)>& reject) = 0;

  virtual const files::InputFile& file() const = 0;
};

// Both throw Error{kInvalidInput} for a file without a usable header or first record.
std::unique_ptr<RecordSource> open_csv(files::InputFile file, TableFormat format, const ReadOptions& options);
std::unique_ptr<RecordSource> open_json(files::InputFile file, TableFormat format, const ReadOptions& options,
                                        const std::function<void(Rejected)>& reject);
std::unique_ptr<RecordSource> open_mail(files::InputFile file, TableFormat format, const ReadOptions& options);

}  // namespace smartdesk::formats
