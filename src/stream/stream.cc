#include "stream/stream.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/parallel.h"
#include "stream/internal/batch_answers.h"

namespace smartdesk {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtOnce = 4096, kPieceAtLeast = 64;
constexpr std::uint64_t kMostUncommitted = 50'000;
constexpr milliseconds kWait{50};
// A commit costs some round trips: who is behind commits less often.
constexpr milliseconds kBetweenCommits{100}, kBetweenCommitsBehind{500};
constexpr milliseconds kFirstRest{500}, kLongestRest{10'000};

class Pump {
 public:
  Pump(Broker& broker, const ServedModel& served, const StreamOptions& options, StreamGauges& gauges, const Run& run)
      : broker_(broker), served_(served), options_(options), gauges_(gauges), run_(run) {
    const auto tickets = options.store != nullptr ? BatchAnswers::Tickets::kWanted : BatchAnswers::Tickets::kNotWanted;
    const auto pieces = static_cast<std::size_t>(std::max(1, run.threads));
    for (std::size_t i = 0; i < pieces; ++i) pieces_.emplace_back(options.in, tickets);
  }

  void run() {
    while (!is_stopped()) {
      const auto messages = broker_.take(kAtOnce, kWait);
      if (!messages.empty() && !try_to_answer(messages)) continue;
      commit_if_due(messages.size() == kAtOnce);
      show();
      if (options_.until_end && messages.empty() && broker_.is_at_end() && broker_.commit()) break;
    }
    broker_.commit();
    broker_.leave();
    show();
  }

 private:
  bool is_stopped() const { return run_.stopped != nullptr && run_.stopped->load(); }

  // False: the store is away; the messages come again.
  bool try_to_answer(std::span<const TakenMessage> messages) {
    try {
      answer(messages);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnavailable) throw;
      const bool is_first = rest_ == kFirstRest;  // said once, however often it is tried
      if (is_first && options_.log) options_.log(error.what());
      broker_.roll_back();
      uncommitted_ = 0;
      broker_.rest(rest_);
      rest_ = std::min(rest_ * 2, kLongestRest);
      return false;
    }
    rest_ = kFirstRest;
    uncommitted_ += messages.size();
    return true;
  }

  void answer(std::span<const TakenMessage> messages) {
    const auto answering = served_.current();  // another one from the next batch on, if it is replaced
    if (!answering) throw Error(ErrorCode::kUnavailable, "there is no model yet; train one with `smartdesk train`");
    const auto pieces = std::min(pieces_.size(), messages.size() / kPieceAtLeast + 1);
    parallel_for(pieces, run_.threads, [&](std::size_t piece) {
      const auto begin = messages.size() * piece / pieces, end = messages.size() * (piece + 1) / pieces;
      pieces_[piece].answer(*answering, messages.subspan(begin, end - begin));
    });
    if (options_.store != nullptr) store(pieces);
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      pieces_[piece].each([&](const SentMessage& message) {
        if (options_.has_answers || message.outlet == Outlet::kDeadLetters) broker_.send(message);
      });
    }
  }

  void store(std::size_t pieces) {
    tickets_.clear();
    labels_.clear();
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      const auto before = tickets_.size();
      for (const auto& label : pieces_[piece].labels()) {
        labels_.push_back(label);
        labels_.back().of += before;
      }
      tickets_.insert(tickets_.end(), pieces_[piece].tickets().begin(), pieces_[piece].tickets().end());
    }
    if (tickets_.empty()) return;
    read_days(tickets_);
    const auto result = options_.store->add(tickets_, labels_);
    gauges_.stored += result.added + result.updated;
    options_.store->index_words(result.added + result.updated);
  }

  void commit_if_due(bool is_behind) {
    const auto now = Clock::now();
    const auto patience = is_behind ? kBetweenCommitsBehind : kBetweenCommits;
    if (uncommitted_ < kMostUncommitted && now - committed_at_ < patience) return;
    broker_.commit();
    uncommitted_ = 0;
    committed_at_ = Clock::now();
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
  const ServedModel& served_;
  const StreamOptions& options_;
  StreamGauges& gauges_;
  const Run run_;
  std::deque<BatchAnswers> pieces_;
  std::vector<NewTicket> tickets_;
  std::vector<LabelOfNew> labels_;
  std::uint64_t uncommitted_ = 0;
  Clock::time_point committed_at_ = Clock::now();
  milliseconds rest_ = kFirstRest;
};

}  // namespace

void stream(Broker& broker, const ServedModel& served, const StreamOptions& options, StreamGauges& gauges,
            const Run& run) {
  const auto answering = served.current();
  if (!answering) throw Error(ErrorCode::kUnavailable, "there is no model yet; train one with `smartdesk train`");
  if (!answering->model.embedder.empty())
    throw Error(ErrorCode::kUnavailable,
                "this model reads embeddings, which a stream does not make; train one without");
  Pump(broker, served, options, gauges, run).run();
}

}  // namespace smartdesk
