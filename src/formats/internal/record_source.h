// The interface of every input format: good records one at a time, and reports of bad ones.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "files/input_file.h"
#include "formats/table.h"

namespace smartdesk::formats {

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  virtual const std::vector<std::string>& columns() const = 0;

  // Reads the next good record and passes bad ones before it to `reject`. Views are valid until the next call.
  virtual bool next(Record& record, const std::function<void(Rejected)>& reject) = 0;

  // See TableReader.
  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
  virtual text::Encoding encoding() const = 0;
  virtual std::uint64_t unreadable_characters() const = 0;

  // CSV only: what separates its fields.
  virtual std::optional<char> delimiter() const { return std::nullopt; }

  // What the user should know about how the file was read so far, without the final full stop.
  virtual const std::vector<std::string>& notes() const {
    static const std::vector<std::string> none;
    return none;
  }
};

// open_csv and open_json throw Error{kInvalidInput} for a file without a usable header or first record.
std::unique_ptr<RecordSource> open_csv(files::InputFile file, TableFormat format, const ReadOptions& options);
std::unique_ptr<RecordSource> open_json(files::InputFile file, TableFormat format, const ReadOptions& options,
                                        const std::function<void(Rejected)>& reject);
std::unique_ptr<RecordSource> open_mail(files::InputFile file, TableFormat format, const ReadOptions& options);

}  // namespace smartdesk::formats
