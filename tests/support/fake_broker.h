// For tests: an in-memory broker with controllable failures.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stream/broker.h"

namespace smartdesk {

class FakeBroker final : public stream::Broker {
 public:
  struct Kept {
    std::optional<std::string> key, value;
    std::map<std::string, std::string> headers;
  };

  // Called before the n-th take() (from 0).
  std::function<void(int time)> before_taking = {};
  int commits_to_fail = 0;
  std::size_t most_at_once = 1'000'000;

  void put(std::optional<std::string> key, std::optional<std::string> value,
           std::map<std::string, std::string> headers = {}) {
    messages_.push_back({std::move(key), std::move(value), std::move(headers)});
  }

  // Committed messages.
  std::vector<Kept> answers, dead_letters;
  int rests = 0, sent = 0;                   // sent: committed or not
  std::size_t most_in_hand_at_a_commit = 0;  // messages that were taken but not answered
  bool has_left = false;

  std::span<const stream::TakenMessage> take(std::size_t most, std::chrono::milliseconds) override {
    EXPECT_EQ(answered_, next_) << "what was taken before is neither answered nor to be taken again";
    if (before_taking) before_taking(times_++);
    taken_.clear();
    for (; next_ < messages_.size() && taken_.size() < std::min(most, most_at_once); ++next_) {
      const auto& message = messages_[next_];
      stream::TakenMessage taken{0, static_cast<std::int64_t>(next_), message.key, message.value, {}};
      for (const auto& [name, value] : message.headers) taken.headers.push_back({name, value});
      taken_.push_back(std::move(taken));
    }
    return taken_;
  }

  void send(const stream::SentMessage& message) override {
    ++sent;
    Kept kept;
    if (message.key) kept.key = std::string(*message.key);
    if (message.value) kept.value = std::string(*message.value);
    for (const auto& header : message.headers) kept.headers[std::string(header.name)] = header.value;
    (message.outlet == stream::Outlet::kAnswers ? sent_answers_ : sent_letters_).push_back(std::move(kept));
  }

  void answered() override { answered_ = next_; }

  bool commit() override {
    most_in_hand_at_a_commit = std::max(most_in_hand_at_a_commit, next_ - answered_);
    if (answered_ == committed_) return true;
    if (commits_to_fail > 0) {
      --commits_to_fail;
      roll_back();
      return false;
    }
    totals_.taken += answered_ - committed_;
    totals_.answers += sent_answers_.size();
    totals_.dead_letters += sent_letters_.size();
    ++totals_.commits;
    committed_ = answered_;
    std::move(sent_answers_.begin(), sent_answers_.end(), std::back_inserter(answers));
    std::move(sent_letters_.begin(), sent_letters_.end(), std::back_inserter(dead_letters));
    sent_answers_.clear();
    sent_letters_.clear();
    return true;
  }

  void roll_back() override {
    next_ = answered_ = committed_;
    sent_answers_.clear();
    sent_letters_.clear();
    ++totals_.rollbacks;
  }

  void rest(std::chrono::milliseconds) override { ++rests; }
  bool is_assigned() const override { return true; }
  bool is_at_end() const override { return next_ == messages_.size(); }
  std::uint64_t lag() const override { return messages_.size() - next_; }
  std::size_t partitions() const override { return 1; }
  const stream::BrokerTotals& totals() const override { return totals_; }
  void leave() override { has_left = true; }

 private:
  std::vector<Kept> messages_, sent_answers_, sent_letters_;
  std::vector<stream::TakenMessage> taken_;
  std::size_t next_ = 0, answered_ = 0, committed_ = 0;
  int times_ = 0;
  stream::BrokerTotals totals_;
};

}  // namespace smartdesk
