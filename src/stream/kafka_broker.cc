#include "stream/kafka_broker.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "stream/internal/kafka_handles.h"

namespace smartdesk {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kForTheFirst{15'000};  // answer of a broker
constexpr int kStepMs = 2'000;                // between two looks whether to stop
constexpr milliseconds kToStop{5'000}, kToLeave{3'000};
constexpr std::size_t kTakenBytes = std::size_t{16} << 20;

// What makes the promises of this file true; others may not be set to anything else.
constexpr std::array kOurs = {"bootstrap.servers",        "group.id",
                              "group.instance.id",        "transactional.id",
                              "isolation.level",          "enable.auto.commit",
                              "enable.idempotence",       "acks",
                              "enable.auto.offset.store", "enable.partition.eof"};

void refuse_ours(const KafkaProperties& properties) {
  for (const auto& [key, value] : properties) {
    if (std::find(kOurs.begin(), kOurs.end(), key) != kOurs.end())
      throw Error(ErrorCode::kUsage, "Kafka's setting " + key + " is smartdesk's own; take it out");
  }
}

// Settings that only one of consumer and producer has are ignored by the other with a word in its log, which is off.
KafkaProperties consumer_settings(const KafkaOptions& options) {
  return {{"bootstrap.servers", options.brokers},  {"group.id", options.group},
          {"group.instance.id", options.instance}, {"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},   {"enable.partition.eof", "true"},
          {"isolation.level", "read_committed"}};
}

KafkaProperties producer_settings(const KafkaOptions& options) {
  return {{"bootstrap.servers", options.brokers},
          {"transactional.id", "smartdesk." + options.group + "." + options.instance}};
}

KafkaProperties with_defaults(const KafkaProperties& properties) {
  KafkaProperties all{{"auto.offset.reset", "earliest"},
                      {"session.timeout.ms", "10000"},
                      {"transaction.timeout.ms", "30000"},
                      {"partitioner", "murmur2_random"},  // as Java's: a key's answers meet its other messages
                      {"linger.ms", "5"},
                      {"log_level", "0"}};
  all.insert(all.end(), properties.begin(), properties.end());
  return all;
}

std::string text_of(const rd_kafka_error_t* error) {
  return std::string(rd_kafka_error_string(error)) + " (" + rd_kafka_error_name(error) + ")";
}

class KafkaBroker final : public Broker {
 public:
  explicit KafkaBroker(const KafkaOptions& options) : options_(options) {
    make_producer();
    make_consumer();
  }

  ~KafkaBroker() override {
    drop_taken();
    // Without the farewell that leave() says: it could wait for a broker that is away.
    if (consumer_) rd_kafka_destroy_flags(consumer_.release(), RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    if (producer_) rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  }

  std::span<const TakenMessage> take(std::size_t most, milliseconds wait) override {
    taken_are_answered();
    is_taking_ = true;
    auto patience = static_cast<int>(wait.count());
    for (std::size_t bytes = 0; messages_.size() < most && bytes < kTakenBytes;
         patience = messages_.empty() ? patience : 0) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), patience));
      if (!message) break;
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (!note(*message)) break;
        continue;
      }
      bytes += message->len;
      keep(std::move(message));
    }
    is_taking_ = false;
    throw_if_hopeless();
    views_.resize(messages_.size());
    for (std::size_t i = 0; i < messages_.size(); ++i) view(*messages_[i], views_[i]);
    return views_;
  }

  void send(const SentMessage& message) override {
    begin();
    const auto& topic = message.outlet == Outlet::kAnswers ? options_.out : options_.dead_letters;
    vectors_.clear();
    const auto add = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
      vectors_.emplace_back();
      vectors_.back().vtype = type;
      return vectors_.back();
    };
    add(RD_KAFKA_VTYPE_TOPIC).u.cstr = topic.c_str();
    add(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
    if (message.key) add(RD_KAFKA_VTYPE_KEY).u.mem = {const_cast<char*>(message.key->data()), message.key->size()};
    if (message.value)
      add(RD_KAFKA_VTYPE_VALUE).u.mem = {const_cast<char*>(message.value->data()), message.value->size()};
    for (const auto& header : message.headers) {
      add(RD_KAFKA_VTYPE_HEADER).u.header = {header.name.data(), header.value.data(),
                                             static_cast<ssize_t>(header.value.size())};
    }
    for (;;) {
      const KafkaError error(rd_kafka_produceva(producer_.get(), vectors_.data(), vectors_.size()));
      if (!error) break;
      if (rd_kafka_error_code(error.get()) == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        rd_kafka_poll(producer_.get(), 100);
        stop_if_asked();
        continue;
      }
      // The transaction has failed already, which commit() finds out.
      failed_ = text_of(error.get());
      break;
    }
    (message.outlet == Outlet::kAnswers ? uncommitted_.answers : uncommitted_.dead_letters) += 1;
  }

  bool commit() override {
    taken_are_answered();
    return commit_answered();
  }

  void roll_back() override {
    drop_taken();
    abort();
    seek_back();
  }

  void rest(milliseconds time) override {
    taken_are_answered();
    const KafkaPartitions mine = assignment();
    rd_kafka_pause_partitions(consumer_.get(), mine.get());
    const auto until = Clock::now() + time;
    is_taking_ = true;
    while (Clock::now() < until && !is_stopped()) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), 100));
      if (!message) continue;
      // Of partitions that came while it rested.
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        keep(std::move(message));
        drop_taken();
        seek_back();
        rd_kafka_pause_partitions(consumer_.get(), assignment().get());
      } else {
        note(*message);
      }
    }
    is_taking_ = false;
    throw_if_hopeless();
    rd_kafka_resume_partitions(consumer_.get(), assignment().get());
  }

  bool is_assigned() const override { return is_assigned_; }

  bool is_at_end() const override {
    return is_assigned_ &&
           std::all_of(partitions_.begin(), partitions_.end(), [](const auto& each) { return each.second.is_at_end; });
  }

  std::uint64_t lag() const override {
    std::uint64_t lag = 0;
    for (const auto& [number, partition] : partitions_) {
      std::int64_t low = 0, high = 0;
      if (partition.taken_to < 0 || rd_kafka_get_watermark_offsets(consumer_.get(), options_.in.c_str(), number, &low,
                                                                   &high) != RD_KAFKA_RESP_ERR_NO_ERROR)
        continue;
      if (high > partition.taken_to && !partition.is_at_end)
        lag += static_cast<std::uint64_t>(high - partition.taken_to);
    }
    return lag;
  }

  std::size_t partitions() const override { return partitions_.size(); }
  const BrokerTotals& totals() const override { return totals_; }

  void leave() override {
    roll_back();
    // Unlike closing, this tells the group even of a static member.
    rd_kafka_unsubscribe(consumer_.get());
    for (const auto until = Clock::now() + kToLeave; Clock::now() < until;) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), 50));
      if (!message && partitions_.empty()) break;
    }
    rd_kafka_consumer_close(consumer_.get());
  }

 private:
  struct Partition {
    std::int64_t first = -1;        // taken since the last commit; -1: none
    std::int64_t answered_to = -1;  // the next one to be committed
    std::int64_t taken_to = -1;     // the next one to be taken; -1: not known yet
    bool is_at_end = false;
  };

  // --- making

  void make_producer() {
    producer_.reset();
    auto configuration = kafka_configuration(properties(), producer_settings(options_));
    prepare(configuration.get());
    producer_ = make_kafka(RD_KAFKA_PRODUCER, std::move(configuration));
    const auto until = Clock::now() + kForTheFirst;
    for (;;) {
      const KafkaError error(rd_kafka_init_transactions(producer_.get(), kStepMs));
      if (!error) return;
      const bool may_work = rd_kafka_error_is_retriable(error.get()) != 0;
      stop_if_asked();
      if (may_work && (is_opened_ || Clock::now() < until)) continue;
      throw Error(may_work ? ErrorCode::kUnavailable : ErrorCode::kFailed,
                  "no Kafka broker at " + options_.brokers + " gives a transaction: " + text_of(error.get()) +
                      "; see whether it runs there (stream.brokers, --brokers)");
    }
  }

  void make_consumer() {
    auto configuration = kafka_configuration(properties(), consumer_settings(options_));
    prepare(configuration.get());
    rd_kafka_conf_set_rebalance_cb(configuration.get(),
                                   [](rd_kafka_t*, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* which,
                                      void* self) { static_cast<KafkaBroker*>(self)->rebalance(what, which); });
    consumer_ = make_kafka(RD_KAFKA_CONSUMER, std::move(configuration));
    rd_kafka_poll_set_consumer(consumer_.get());
    const KafkaPartitions topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), options_.in.c_str(), RD_KAFKA_PARTITION_UA);
    const auto fault = rd_kafka_subscribe(consumer_.get(), topics.get());
    if (fault != RD_KAFKA_RESP_ERR_NO_ERROR)
      throw Error(ErrorCode::kFailed, "the topic " + options_.in + ": " + rd_kafka_err2str(fault));
    is_opened_ = true;
  }

  KafkaProperties properties() const { return with_defaults(options_.properties); }

  void prepare(rd_kafka_conf_t* configuration) {
    rd_kafka_conf_set_opaque(configuration, this);
    rd_kafka_conf_set_log_cb(configuration,
                             [](const rd_kafka_t*, int, const char*, const char*) {});  // errors come below
    rd_kafka_conf_set_error_cb(configuration, [](rd_kafka_t*, int code, const char* reason, void* self) {
      const auto* name = rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(code));
      const bool is_away = code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
                           code == RD_KAFKA_RESP_ERR__RESOLVE;
      static_cast<KafkaBroker*>(self)->log(
          is_away ? "away" : name,
          (is_away ? "a Kafka broker is away, waiting for it: " : "Kafka: ") + std::string(reason));
    });
  }

  // --- taking

  void keep(KafkaMessage message) {
    auto& partition = partitions_[message->partition];
    if (partition.first < 0) partition.first = message->offset;
    partition.taken_to = message->offset + 1;
    partition.is_at_end = false;
    messages_.push_back(std::move(message));
  }

  static std::optional<std::string_view> bytes(const void* data, std::size_t size) {
    if (data == nullptr) return std::nullopt;
    return std::string_view(static_cast<const char*>(data), size);
  }

  static void view(const rd_kafka_message_t& message, TakenMessage& out) {
    out.partition = message.partition;
    out.offset = message.offset;
    out.key = bytes(message.key, message.key_len);
    out.value = bytes(message.payload, message.len);
    out.headers.clear();
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i)
      out.headers.push_back({name, bytes(value, size).value_or("")});
  }

  // An event in a message's place. False: look again later.
  bool note(const rd_kafka_message_t& event) {
    if (event.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      const auto found = partitions_.find(event.partition);
      if (found == partitions_.end()) return true;
      found->second.is_at_end = true;
      found->second.taken_to = event.offset;
      return true;
    }
    if (event.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || event.err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC) {
      log("topic", "the topic " + options_.in + " is not there yet; waiting for it");
    } else {
      log(rd_kafka_err2name(event.err), std::string("Kafka: ") + rd_kafka_message_errstr(&event));
    }
    return false;
  }

  void taken_are_answered() {
    for (const auto& message : messages_) partitions_[message->partition].answered_to = message->offset + 1;
    uncommitted_.taken += messages_.size();
    messages_.clear();
  }

  void drop_taken() { messages_.clear(); }

  // --- counting together

  void begin() {
    if (in_transaction_) return;
    const KafkaError error(rd_kafka_begin_transaction(producer_.get()));
    if (error) failed_ = text_of(error.get());
    in_transaction_ = true;
  }

  enum class Outcome { kDone, kToAbort, kToRenew };

  // Calls until it is done or cannot be.
  template <typename Call>
  Outcome insist(const Call& call) {
    for (;;) {
      const KafkaError error(call());
      if (!error) return Outcome::kDone;
      const bool again = rd_kafka_error_is_retriable(error.get()) != 0;
      failed_ = text_of(error.get());
      if (rd_kafka_error_is_fatal(error.get()) != 0) return Outcome::kToRenew;
      if (!again || rd_kafka_error_txn_requires_abort(error.get()) != 0) return Outcome::kToAbort;
      stop_if_asked();
    }
  }

  bool commit_answered() {
    const KafkaPartitions offsets(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
    for (const auto& [number, partition] : partitions_) {
      if (partition.answered_to >= 0)
        rd_kafka_topic_partition_list_add(offsets.get(), options_.in.c_str(), number)->offset = partition.answered_to;
    }
    if (offsets->cnt == 0 && !in_transaction_) return true;
    begin();
    auto outcome = failed_.empty() ? Outcome::kDone : Outcome::kToAbort;
    if (outcome == Outcome::kDone) {
      const KafkaGroup group(rd_kafka_consumer_group_metadata(consumer_.get()));
      outcome = insist(
          [&] { return rd_kafka_send_offsets_to_transaction(producer_.get(), offsets.get(), group.get(), kStepMs); });
    }
    if (outcome == Outcome::kDone)
      outcome = insist([&] { return rd_kafka_commit_transaction(producer_.get(), kStepMs); });
    if (outcome == Outcome::kDone) {
      failed_.clear();
      in_transaction_ = false;
      for (auto& [number, partition] : partitions_) partition.first = partition.answered_to = -1;
      totals_.taken += uncommitted_.taken;
      totals_.answers += uncommitted_.answers;
      totals_.dead_letters += uncommitted_.dead_letters;
      ++totals_.commits;
      failures_in_a_row_ = 0;
      uncommitted_ = {};
      return true;
    }
    abort();
    if (!is_handing_over_) seek_back();
    return false;
  }

  void abort() {
    uncommitted_ = {};
    if (in_transaction_) {
      ++totals_.rollbacks;
      note_failure();
      const auto outcome = insist([&] { return rd_kafka_abort_transaction(producer_.get(), kStepMs); });
      // A producer that the broker has given up on (its transaction took too long, its epoch has passed) is replaced;
      // the new one has the same name, so that what the old one left open is aborted.
      if (outcome != Outcome::kDone) make_producer();
      in_transaction_ = false;
    }
    failed_.clear();
  }

  void note_failure() {
    if (failed_.empty()) return;
    log("transaction", "a transaction failed, its messages are done again: " + failed_);
    if (++failures_in_a_row_ >= kMostFailures)
      hopeless_ = "the same messages could not be committed " + std::to_string(kMostFailures) + " times: " + failed_;
  }

  void seek_back() {
    const KafkaPartitions back(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
    for (auto& [number, partition] : partitions_) {
      if (partition.first < 0) continue;
      rd_kafka_topic_partition_list_add(back.get(), options_.in.c_str(), number)->offset = partition.first;
      partition = {-1, -1, partition.first, false};
    }
    if (back->cnt == 0) return;
    const KafkaError error(rd_kafka_seek_partitions(consumer_.get(), back.get(), 5'000));
    for (int i = 0; i < back->cnt; ++i) {
      const auto& each = back->elems[i];
      if (!error && each.err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
      if (rd_kafka_assignment_lost(consumer_.get()) != 0) return;  // it is another's, and nothing more is committed
      hopeless_ = "Kafka's partition " + std::to_string(each.partition) + " cannot be read again from " +
                  std::to_string(each.offset) + "; start this process again, nothing is lost";
    }
  }

  // --- the group

  // Called while the consumer is polled.
  void rebalance(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* which) {
    ++totals_.rebalances;
    if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      for (int i = 0; i < which->cnt; ++i) partitions_[which->elems[i].partition] = {};
      is_assigned_ = true;
      rd_kafka_assign(consumer_.get(), which);
      return;
    }
    // Taken in this very poll, and not answered: whoever gets the partitions takes them.
    if (is_taking_) drop_taken();
    is_handing_over_ = true;
    try {
      if (rd_kafka_assignment_lost(consumer_.get()) != 0) {
        abort();
      } else {
        commit_answered();
      }
    } catch (const Error& error) {  // not through C
      hopeless_ = error.what();
    }
    is_handing_over_ = false;
    is_assigned_ = false;
    partitions_.clear();
    rd_kafka_assign(consumer_.get(), nullptr);
  }

  KafkaPartitions assignment() const {
    KafkaPartitions mine(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
    for (const auto& [number, partition] : partitions_)
      rd_kafka_topic_partition_list_add(mine.get(), options_.in.c_str(), number);
    return mine;
  }

  // --- trouble

  void throw_if_hopeless() {
    if (hopeless_.empty()) renew_consumer_if_dead();
    if (!hopeless_.empty()) throw Error(ErrorCode::kFailed, hopeless_);
  }

  // A broker that was killed may take a member for another one of its name and turn it away; so does one that knows
  // another process of that name, which the two find out by turning each other away again and again.
  void renew_consumer_if_dead() {
    char reason[512];
    if (rd_kafka_fatal_error(consumer_.get(), reason, sizeof reason) == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    const auto now = Clock::now();
    if (now - renewed_at_ > kRenewalsForgotten) renewals_ = 0;
    renewed_at_ = now;
    if (++renewals_ > kMostRenewals) {
      hopeless_ = std::string("Kafka: ") + reason + "; another process of the group " + options_.group + " is called " +
                  options_.instance + ", too: give each its --instance, or its own --workspace";
      return;
    }
    drop_taken();
    abort();
    partitions_.clear();
    is_assigned_ = false;
    rd_kafka_destroy_flags(consumer_.release(), RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    make_consumer();
  }

  bool is_stopped() const { return options_.stopped != nullptr && options_.stopped->load(); }

  // Who is asked to stop still waits a while for a broker that is slow.
  void stop_if_asked() {
    if (!is_stopped()) return;
    if (stopped_at_ == Clock::time_point()) stopped_at_ = Clock::now();
    if (Clock::now() - stopped_at_ > kToStop)
      throw Error(ErrorCode::kInterrupted, "stopped while the broker was away; what was under way is done again");
  }

  // Each kind of trouble once in a while, however often it comes.
  void log(std::string_view kind, const std::string& line) {
    if (!options_.log) return;
    const std::lock_guard lock(logging_);
    auto& said_at = said_[std::string(kind)];
    const auto now = Clock::now();
    if (said_at != Clock::time_point() && now - said_at < std::chrono::seconds(30)) return;
    said_at = now;
    options_.log(line);
  }

  static constexpr int kMostFailures = 20, kMostRenewals = 5;
  static constexpr std::chrono::minutes kRenewalsForgotten{5};

  const KafkaOptions options_;
  KafkaHandle producer_, consumer_;
  std::map<int, Partition> partitions_;  // this process's
  std::vector<KafkaMessage> messages_;   // taken, and not known to be answered
  std::vector<TakenMessage> views_;      // of them
  std::vector<rd_kafka_vu_t> vectors_;
  BrokerTotals totals_, uncommitted_;
  std::string failed_;    // why the transaction cannot succeed; empty: it may
  std::string hopeless_;  // why this process cannot go on; empty: it can
  int failures_in_a_row_ = 0, renewals_ = 0;
  bool is_opened_ = false, is_assigned_ = false, in_transaction_ = false, is_taking_ = false, is_handing_over_ = false;
  std::mutex logging_;
  std::map<std::string, Clock::time_point> said_;  // when, by kind
  Clock::time_point stopped_at_, renewed_at_;
};

}  // namespace

std::unique_ptr<Broker> open_kafka(const KafkaOptions& options) {
  refuse_ours(options.properties);
  return std::make_unique<KafkaBroker>(options);
}

KafkaProperties read_kafka_properties(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(ErrorCode::kUsage, path + " cannot be read; it should hold Kafka's settings, KEY=VALUE a line");
  const auto trimmed = [](std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return std::string();
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin));
  };
  KafkaProperties properties;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ErrorCode::kUsage, path + ": line " + std::to_string(number) + " is not KEY=VALUE");
    properties.emplace_back(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
  return properties;
}

std::string ask_kafka(const std::string& brokers, const KafkaProperties& properties) {
  constexpr int kPatienceMs = 5'000;
  KafkaProperties all = properties;
  all.emplace_back("log_level", "0");
  const auto handle = make_kafka(RD_KAFKA_PRODUCER, kafka_configuration(all, {{"bootstrap.servers", brokers}}));
  const struct rd_kafka_metadata* answer = nullptr;
  const auto fault = rd_kafka_metadata(handle.get(), 1, nullptr, &answer, kPatienceMs);
  if (fault != RD_KAFKA_RESP_ERR_NO_ERROR)
    throw Error(ErrorCode::kUnavailable, "no Kafka broker answers at " + brokers + ": " + rd_kafka_err2str(fault));
  const auto said = std::to_string(answer->broker_cnt) + (answer->broker_cnt == 1 ? " broker, " : " brokers, ") +
                    std::to_string(answer->topic_cnt) + (answer->topic_cnt == 1 ? " topic" : " topics");
  rd_kafka_metadata_destroy(answer);
  return said;
}

}  // namespace smartdesk
