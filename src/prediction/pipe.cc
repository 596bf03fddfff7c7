#include "prediction/pipe.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "files/input_file.h"
#include "files/output_file.h"
#include "prediction/ticket_message.h"
#include "text/utf8.h"

namespace smartdesk::prediction {
namespace {

constexpr std::size_t kAtOnce = std::size_t{1} << 20;  // bytes
constexpr std::size_t kPiece = 64;                     // lines

// Returns the lines received so far; waits only if there is none.
class Lines {
 public:
  explicit Lines(files::InputFile& in) : in_(in) {}

  // Whole lines without line breaks, valid until the next call. Empty at the end of the input. A line longer than
  // kLongestLine is cut there.
  const std::vector<std::string_view>& next() {
    bytes_.erase(0, taken_);
    taken_ = 0;
    lines_.clear();
    while (lines_.empty() && !is_ended_) {
      read_more();
      cut();
    }
    return lines_;
  }

 private:
  void read_more() {
    const auto before = bytes_.size();
    bytes_.resize(before + kAtOnce);
    const auto count = in_.read(std::span(bytes_).subspan(before));
    bytes_.resize(before + count);
    is_ended_ = count == 0;
    if (is_ended_ && !bytes_.empty() && bytes_.back() != '\n') bytes_ += '\n';
    if (!is_long_) return;
    // Discard the rest of a line whose beginning has been returned.
    const auto end = bytes_.find('\n', before);
    is_long_ = end == std::string::npos;
    bytes_.erase(before, is_long_ ? std::string::npos : end + 1 - before);
  }

  void cut() {
    for (auto end = bytes_.find('\n', std::max(taken_, searched_)); end != std::string::npos;
         end = bytes_.find('\n', taken_)) {
      auto line = std::string_view(bytes_).substr(taken_, end - taken_);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      taken_ = end + 1;
    }
    if (bytes_.size() - taken_ > kLongestLine) {
      lines_.push_back(std::string_view(bytes_).substr(taken_));
      taken_ = bytes_.size();
      is_long_ = true;
    }
    searched_ = bytes_.size() - taken_;
  }

  files::InputFile& in_;
  std::string bytes_;
  std::vector<std::string_view> lines_;
  std::size_t taken_ = 0;     // of bytes_, by lines_
  std::size_t searched_ = 0;  // of the remaining bytes: no line break in them
  bool is_ended_ = false, is_long_ = false;
};

// The answers to some consecutive lines.
struct Answers {
  std::string out;
  std::uint64_t faults = 0;
};

// Not thread-safe.
class Answerer {
 public:
  explicit Answerer(const Predictor& predictor) : predictor_(predictor) {}

  void answer(std::span<const std::string_view> lines, std::uint64_t first_number, Answers& answers) {
    answers.out.clear();
    answers.faults = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!answer_line(lines[i], first_number + i, answers.out)) ++answers.faults;
    }
  }

 private:
  bool answer_line(std::string_view line, std::uint64_t number, std::string& out) {
    if (line.size() <= kLongestLine) return append_answer_line(answerer_, predictor_, ticket_of(line), number, out);
    append_fault_line("The line is longer than " + std::to_string(kLongestLine) + " bytes.", number, out);
    return false;
  }

  // Invalid UTF-8 goes to the message reader unchanged, which reports the fault.
  std::string_view ticket_of(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return R"({"text":""})";
    if (line[begin] == '{' || text::first_invalid_utf8(line)) return line;
    ticket_ = "{\"text\":";
    append_json_text(ticket_, line);
    return ticket_ += '}';
  }

  const Predictor& predictor_;
  MessageAnswerer answerer_;
  std::string ticket_;
};

}  // namespace

PipeResult answer_lines(const Predictor& predictor, const std::string& in, const std::string& out, const Run& run) {
  auto input = files::InputFile::open(in);
  auto output = files::OutputFile::create(out);
  Lines lines(input);
  std::deque<Answerer> answerers;
  for (int i = 0; i < std::max(1, run.threads); ++i) answerers.emplace_back(predictor);
  std::vector<Answers> pieces;
  PipeResult result;
  for (;;) {
    const auto& batch = lines.next();
    if (batch.empty()) break;
    const auto count = (batch.size() + kPiece - 1) / kPiece;
    if (pieces.size() < count) pieces.resize(count);
    parallel_in_order(
        count, run.threads,
        [&](std::size_t piece, std::size_t worker) {
          const auto rest = std::span(batch).subspan(piece * kPiece);
          answerers[worker].answer(rest.first(std::min(kPiece, rest.size())), result.lines + piece * kPiece + 1,
                                   pieces[piece]);
        },
        [&](std::size_t piece) {
          output.write(pieces[piece].out);
          result.faults += pieces[piece].faults;
        });
    output.flush();
    result.lines += batch.size();
    run.stop_if_asked();
    run.report("answering lines", input.bytes_read(), input.bytes_total());
  }
  output.commit();
  return result;
}

}  // namespace smartdesk::prediction
