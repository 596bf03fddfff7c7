#include "stream/stream.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/parallel.h"
#include "stream/internal/batch_answers.h"

namespace smartdesk::stream {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtOnce = 4096, kPiece = 64;
constexpr std::uint64_t kMostUncommitted = 200'000;
constexpr milliseconds kWait{50};
// A commit costs some round trips, so commit less often while behind.
constexpr milliseconds kBetweenCommits{100}, kBetweenCommitsBehind{1000};
constexpr milliseconds kFirstRest{500}, kLongestRest{10'000};

class Pump {
 public:
  Pump(Broker& broker, const prediction::ServedModel& served, const StreamOptions& options, StreamGauges& gauges,
       const Run& run)
      : broker_(broker), served_(served), options_(options), gauges_(gauges), run_(run) {
    const auto tickets =
        options.store != nullptr ? BatchAnswerer::Tickets::kWanted : BatchAnswerer::Tickets::kNotWanted;
    for (int i = 0; i < 1 + std::max(1, run.threads); ++i) answerers_.emplace_back(options.in, tickets);
  }

  void run() {
    while (!is_stopped()) {
      const auto messages = broker_.take(kAtOnce, kWait);
      const bool is_behind = broker_.lag() >= kAtOnce;
      // While behind, keep answering during a commit.
      const bool commits_meanwhile = is_behind && is_commit_due(kBetweenCommitsBehind);
      if (!messages.empty() && !try_to_answer(messages, commits_meanwhile)) continue;
      if (!is_behind && is_commit_due(kBetweenCommits)) commit();
      show();
      if (options_.until_end && messages.empty() && broker_.is_at_end() && broker_.commit()) break;
    }
    broker_.commit();
    broker_.leave();
    show();
  }

 private:
  bool is_stopped() const { return run_.stopped != nullptr && run_.stopped->load(); }

  // False: the messages are taken again.
  bool try_to_answer(std::span<const TakenMessage> messages, bool commits_meanwhile) {
    try {
      if (!answer(messages, commits_meanwhile)) return false;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnavailable) throw;
      const bool is_first = rest_ == kFirstRest;  // logged once, however often it is retried
      if (is_first && options_.log) options_.log(error.what());
      broker_.roll_back();
      uncommitted_ = 0;
      broker_.rest(rest_);
      rest_ = std::min(rest_ * 2, kLongestRest);
      return false;
    }
    broker_.answered();
    rest_ = kFirstRest;
    uncommitted_ += messages.size();
    return true;
  }

  // False: the parallel commit failed, so these messages are discarded as well.
  bool answer(std::span<const TakenMessage> messages, bool commits_meanwhile) {
    const auto predictor = served_.required();  // a replacement is used from the next batch on
    const auto pieces = (messages.size() + kPiece - 1) / kPiece;
    if (pieces_.size() < pieces) pieces_.resize(pieces);
    // The commit comes first, so that nothing is sent before it is done; it mostly waits for the broker, so it gets an
    // extra thread.
    const std::size_t commits = commits_meanwhile ? 1 : 0;
    bool counts = true;
    parallel_in_order(
        commits + pieces, run_.threads + static_cast<int>(commits),
        [&](std::size_t i, std::size_t worker) {
          if (i < commits) {
            counts = commit();
          } else {
            const auto rest = messages.subspan((i - commits) * kPiece);
            answerers_[worker].answer(*predictor, rest.first(std::min(kPiece, rest.size())), pieces_[i - commits]);
          }
        },
        [&](std::size_t i) {
          if (i >= commits && counts && options_.store == nullptr) send(pieces_[i - commits]);
        });
    if (!counts || options_.store == nullptr) return counts;
    // Store first, so that no transaction is open while the store is unavailable.
    const auto answered = std::span(pieces_).first(pieces);
    store(answered);
    for (const auto& piece : answered) send(piece);
    return true;
  }

  void send(const BatchAnswers& answers) {
    answers.each([&](const SentMessage& message) {
      if (options_.has_answers || message.outlet == Outlet::kDeadLetters) broker_.send(message);
    });
  }

  void store(std::span<const BatchAnswers> pieces) {
    tickets_.clear();
    labels_.clear();
    for (const auto& piece : pieces) {
      const auto before = tickets_.size();
      for (const auto& label : piece.labels()) {
        labels_.push_back(label);
        labels_.back().of += before;
      }
      tickets_.insert(tickets_.end(), piece.tickets().begin(), piece.tickets().end());
    }
    if (tickets_.empty()) return;
    prediction::read_days(tickets_);
    const auto result = options_.store->add(tickets_, labels_);
    gauges_.stored += result.added + result.updated;
    options_.store->index_words(result.added + result.updated);
  }

  bool is_commit_due(milliseconds patience) const {
    return uncommitted_ >= kMostUncommitted || Clock::now() - committed_at_ >= patience;
  }

  bool commit() {
    const bool counts = broker_.commit();
    uncommitted_ = 0;
    committed_at_ = Clock::now();
    return counts;
  }

  void show() {
    const auto& totals = broker_.totals();
    gauges_.taken = totals.taken;
    gauges_.answers = totals.answers;
    gauges_.dead_letters = totals.dead_letters;
    gauges_.commits = totals.commits;
    gauges_.rollbacks = totals.rollbacks;
    gauges_.rebalances = totals.rebalances;
    gauges_.lag = broker_.lag();
    gauges_.partitions = broker_.partitions();
    if (broker_.is_assigned()) gauges_.seen_at = unix_now();
    run_.report("answering " + options_.in, totals.taken, totals.taken + gauges_.lag);
  }

  Broker& broker_;
  const prediction::ServedModel& served_;
  const StreamOptions& options_;
  StreamGauges& gauges_;
  const Run run_;
  std::deque<BatchAnswerer> answerers_;  // one per thread, plus one during a parallel commit
  std::vector<BatchAnswers> pieces_;     // of a batch
  std::vector<NewTicket> tickets_;
  std::vector<store::LabelOfNew> labels_;
  std::uint64_t uncommitted_ = 0;
  Clock::time_point committed_at_ = Clock::now();
  milliseconds rest_ = kFirstRest;
};

}  // namespace

void stream(Broker& broker, const prediction::ServedModel& served, const StreamOptions& options, StreamGauges& gauges,
            const Run& run) {
  served.required();
  Pump(broker, served, options, gauges, run).run();
}

}  // namespace smartdesk::stream
