// Reads JSON and JSONL. json_elements.h says what a record is. simdjson parses one object at a time.

#include <fmt/format.h>

#include <simdjson.h>
#include <boost/json.hpp>

#include <deque>
#include <unordered_map>

#include "core/error.h"
#include "formats/internal/json_elements.h"
#include "formats/internal/record_source.h"
#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

namespace ondemand = simdjson::ondemand;
using ondemand::json_type;

constexpr int kDeepest = 4;                  // a.b.c.d; what is inside of that is JSON text
constexpr std::size_t kMostColumns = 2'000;  // objects with IDs as keys could have any number

// The columns of a file: a number for each path like "via.channel".
class JsonPaths {
 public:
  const std::vector<std::string>& columns() const { return columns_; }

  // expected: the column behind the last one found, since keys usually have the same order in each record.
  std::optional<std::size_t> find(std::string_view path, std::size_t& expected) const {
    if (expected < columns_.size() && columns_[expected] == path) return expected++;
    const auto known = number_.find(std::string(path));
    if (known == number_.end()) return std::nullopt;
    expected = known->second + 1;
    return known->second;
  }

  // False if there are too many columns.
  bool add(std::string_view path) {
    if (columns_.size() >= kMostColumns) return false;
    if (number_.emplace(std::string(path), columns_.size()).second) columns_.emplace_back(path);
    return true;
  }

 private:
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> number_;
};

// Calls visit(path, value) for each value in an object of one text that is no object itself, or is too deep.
class ObjectWalk {
 public:
  using Visit = std::function<void(std::string_view path, ondemand::value value)>;

  // Throws simdjson_error; returns what is wrong, if the text is valid JSON but no object.
  std::string walk(std::string_view raw, const Visit& visit) {
    text_.reserve(raw.size() + simdjson::SIMDJSON_PADDING);
    text_ = raw;
    ondemand::document document = parser_.iterate(text_.data(), text_.size(), text_.capacity());
    if (document.type() != json_type::object) return "expected a JSON object";
    path_.clear();
    object(document.get_object(), 1, visit);
    const char* rest = nullptr;
    return document.current_location().get(rest) == simdjson::SUCCESS ? "unexpected text after the JSON object" : "";
  }

 private:
  void object(ondemand::object fields, int depth, const Visit& visit) {
    const auto length = path_.size();
    for (auto field : fields) {
      path_.resize(length);
      path_ += std::string_view(field.unescaped_key());
      ondemand::value value = field.value();
      if (depth < kDeepest && value.type() == json_type::object) {
        path_ += '.';
        object(value.get_object(), depth + 1, visit);
      } else {
        visit(path_, value);
      }
    }
  }

  ondemand::parser parser_;
  std::string text_, path_;
};

// An array is kept as its text, which the on-demand parser passes over unread; `dom` reads it for faults.
std::string_view checked(std::string_view array, simdjson::dom::parser& dom) {
  const auto error = dom.parse(array.data(), array.size()).error();
  if (error == simdjson::SUCCESS) return array;
  boost::system::error_code fault;  // simdjson takes an integer of more than 64 bits for a fault
  if (error == simdjson::NUMBER_ERROR) boost::json::parse(array, fault);
  if (error != simdjson::NUMBER_ERROR || fault) throw simdjson::simdjson_error(error);
  return array;
}

std::string_view text_of(ondemand::value value, simdjson::dom::parser& dom) {
  switch (value.type()) {
    case json_type::string:
      return value.get_string();
    case json_type::null:
      (void)value.is_null();
      return {};
    case json_type::array:
    case json_type::object:
      return checked(text::trimmed(simdjson::to_json_string(value)), dom);
    case json_type::number:
      (void)static_cast<double>(value.get_double());
      return text::trimmed(value.raw_json_token());
    default:
      (void)static_cast<bool>(value.get_bool());
      return text::trimmed(value.raw_json_token());
  }
}

class JsonReader final : public RecordSource {
 public:
  JsonReader(files::InputFile file, TableFormat format, const ReadOptions& options,
             const std::function<void(Rejected)>& reject)
      : elements_(std::move(file), format == TableFormat::kJsonl, options) {
    if (this->file().can_be_opened_again()) {
      find_all_paths(format, options);
    } else {
      find_first_paths(reject);
    }
    peeked_ = read(first_, reject);
    if (!peeked_) throw Error(ErrorCode::kInvalidInput, this->file().path() + ": no JSON object found.");
  }

  const std::vector<std::string>& columns() const override { return paths_.columns(); }
  std::uint64_t bytes_read() const override { return file().bytes_read(); }
  std::uint64_t bytes_total() const override { return file().bytes_total(); }
  const std::vector<std::string>& notes() const override { return notes_; }
  text::Encoding encoding() const override { return elements_.input().encoding(); }
  std::uint64_t unreadable_characters() const override { return elements_.input().replaced(); }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    if (!peeked_) return read(record, reject);
    peeked_ = false;
    record = first_;
    return true;
  }

 private:
  const files::InputFile& file() const { return elements_.file(); }

  struct Waiting {
    std::string raw;
    std::uint64_t line;
  };

  // Reads the file once more from the start.
  void find_all_paths(TableFormat format, const ReadOptions& options) {
    JsonElements elements(files::InputFile::open(file().path()), format == TableFormat::kJsonl, options);
    std::string_view raw;
    std::uint64_t line = 0;
    while (elements.next(raw, line, [](const Rejected&) {})) add_paths(raw, line);
  }

  // A pipe is read only once, so its first records decide.
  void find_first_paths(const std::function<void(Rejected)>& reject) {
    constexpr std::size_t kRecords = 1'000, kBytes = std::size_t{8} << 20;
    std::string_view raw;
    std::uint64_t line = 0;
    for (std::size_t bytes = 0; waiting_.size() < kRecords && bytes < kBytes; bytes += raw.size()) {
      if (!elements_.next(raw, line, reject)) break;
      add_paths(raw, line);
      waiting_.push_back({std::string(raw), line});
    }
  }

  void add_paths(std::string_view raw, std::uint64_t line) {
    std::size_t expected = 0;
    try {
      walk_.walk(raw, [&](std::string_view path, ondemand::value) {
        if (!paths_.find(path, expected) && !paths_.add(path)) note_left_out(path, line);
      });
    } catch (const simdjson::simdjson_error&) {
      // The record is rejected when it is read.
    }
  }

  bool next_element(std::string_view& raw, std::uint64_t& line, const std::function<void(Rejected)>& reject) {
    if (waiting_.empty()) return elements_.next(raw, line, reject);
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    raw = current_.raw;
    line = current_.line;
    return true;
  }

  bool read(Record& record, const std::function<void(Rejected)>& reject) {
    std::string_view raw;
    std::uint64_t line = 0;
    while (next_element(raw, line, reject)) {
      auto reason = parse(raw, line);
      if (reason.empty()) {
        record.fields.assign(values_.begin(), values_.end());
        record.line = line;
        record.raw = raw;
        return true;
      }
      reject({line, "", std::move(reason)});
    }
    return false;
  }

  // Fills values_; returns what is wrong, or nothing.
  std::string parse(std::string_view raw, std::uint64_t line) {
    values_.assign(paths_.columns().size(), {});
    std::size_t expected = 0;
    std::string fault;
    try {
      auto reason = walk_.walk(raw, [&](std::string_view path, ondemand::value value) {
        const auto text = text_of(value, dom_);
        if (text.find('\0') != std::string_view::npos) fault = fmt::format("\"{}\" contains a NUL", path);
        if (const auto column = paths_.find(path, expected)) {
          values_[*column] = text;
        } else {
          note_left_out(path, line);
        }
      });
      return fault.empty() ? reason : fault;
    } catch (const simdjson::simdjson_error& error) {
      return fmt::format("not valid JSON: {}", error.what());
    }
  }

  void note_left_out(std::string_view path, std::uint64_t line) {
    constexpr std::size_t kMostNotes = 20;
    auto note = fmt::format("the key \"{}\" is left out", path);
    if (paths_.columns().size() >= kMostColumns)
      note = fmt::format("there are more than {} different keys; the others are left out", kMostColumns);
    const bool is_known = std::find_if(notes_.begin(), notes_.end(), [&](const std::string& known) {
                            return known.starts_with(note);
                          }) != notes_.end();
    if (!is_known && notes_.size() < kMostNotes)
      notes_.push_back(
          fmt::format("{} (first in line {}; in a file instead of a pipe, all keys are read)", note, line));
  }

  JsonElements elements_;
  ObjectWalk walk_;
  simdjson::dom::parser dom_;
  JsonPaths paths_;
  std::vector<std::string> notes_;
  std::deque<Waiting> waiting_;
  Waiting current_;
  std::vector<std::string_view> values_;
  Record first_;
  bool peeked_ = false;
};

}  // namespace

std::unique_ptr<RecordSource> open_json(files::InputFile file, TableFormat format, const ReadOptions& options,
                                        const std::function<void(Rejected)>& reject) {
  return std::make_unique<JsonReader>(std::move(file), format, options, reject);
}

}  // namespace smartdesk::formats
