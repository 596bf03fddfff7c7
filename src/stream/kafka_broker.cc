#include "stream/kafka_broker.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/error.h"
#include "stream/internal/kafka_handles.h"
#include "stream/internal/kafka_transactions.h"
#include "stream/internal/kafka_trouble.h"

namespace smartdesk::stream {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kToLeave{3'000};
constexpr int kSeekMs = 30'000;
constexpr std::size_t kTakenBytes = std::size_t{16} << 20;
constexpr int kMostRenewals = 5;
constexpr std::chrono::minutes kRenewalsForgotten{5};

// Settings that exactly-once delivery depends on; users may not change them.
constexpr std::array kOurs = {"bootstrap.servers",        "group.id",
                              "group.instance.id",        "transactional.id",
                              "isolation.level",          "enable.auto.commit",
                              "enable.idempotence",       "acks",
                              "enable.auto.offset.store", "enable.partition.eof"};

// Consumer and producer each ignore settings that only the other one has.
KafkaOptions with_defaults(KafkaOptions options) {
  KafkaProperties all{{"auto.offset.reset", "earliest"},
                      {"session.timeout.ms", "10000"},
                      {"transaction.timeout.ms", "30000"},
                      {"partitioner", "murmur2_random"},  // as in Java clients: the same key, the same partition
                      {"linger.ms", "100"}};              // larger requests cost less; a commit flushes
  for (const auto& property : options.properties) {
    if (std::find(kOurs.begin(), kOurs.end(), property.first) != kOurs.end())
      throw Error(ErrorCode::kUsage, "The Kafka setting " + property.first + " is controlled by smartdesk. Remove it.");
    all.push_back(property);
  }
  options.properties = std::move(all);
  return options;
}

std::optional<std::string_view> bytes(const void* data, std::size_t size) {
  if (data == nullptr) return std::nullopt;
  return std::string_view(static_cast<const char*>(data), size);
}

void view(const rd_kafka_message_t& message, TakenMessage& out) {
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
  for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
    out.headers.push_back({name, bytes(value, size).value_or("")});
}

class KafkaBroker final : public Broker {
 public:
  explicit KafkaBroker(KafkaOptions options)
      : options_(std::move(options)), trouble_(options_.log), transactions_(options_, trouble_) {
    join();
  }

  ~KafkaBroker() override {
    messages_.clear();
    drop_consumer();
  }

  std::span<const TakenMessage> take(std::size_t most, milliseconds wait) override {
    messages_.clear();
    is_taking_ = true;
    auto patience = static_cast<int>(wait.count());
    for (std::size_t size = 0; messages_.size() < most && size < kTakenBytes;
         patience = messages_.empty() ? patience : 0) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), patience));
      if (!message) break;
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (!note(*message)) break;
        continue;
      }
      size += message->len;
      keep(std::move(message));
    }
    is_taking_ = false;
    throw_if_hopeless();
    views_.resize(messages_.size());
    for (std::size_t i = 0; i < messages_.size(); ++i) view(*messages_[i], views_[i]);
    return views_;
  }

  void send(const SentMessage& message) override {
    transactions_.send(message);
    (message.outlet == Outlet::kAnswers ? uncommitted_.answers : uncommitted_.dead_letters) += 1;
  }

  void answered() override {
    for (const auto& message : messages_) partitions_[message->partition].answered_to = message->offset + 1;
    uncommitted_.taken += messages_.size();
    messages_.clear();
  }

  bool commit() override {
    if (commit_answered()) return true;
    seek_back();
    return false;
  }

  void roll_back() override {
    messages_.clear();
    abort();
    seek_back();
  }

  void rest(milliseconds time) override {
    rd_kafka_pause_partitions(consumer_.get(), assignment().get());
    const auto until = Clock::now() + time;
    is_taking_ = true;
    while (Clock::now() < until && !is_stopped()) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), 100));
      if (!message) continue;
      // From partitions that were assigned during the pause.
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        keep(std::move(message));
        messages_.clear();
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
    // Unlike closing, this also tells the group about a static member.
    rd_kafka_unsubscribe(consumer_.get());
    for (const auto until = Clock::now() + kToLeave; Clock::now() < until;) {
      KafkaMessage message(rd_kafka_consumer_poll(consumer_.get(), 50));
      if (!message && partitions_.empty()) break;
    }
    rd_kafka_consumer_close(consumer_.get());
  }

 private:
  struct Partition {
    std::int64_t first = -1;        // the first message taken since the last commit; -1: none
    std::int64_t answered_to = -1;  // the next one to be committed
    std::int64_t taken_to = -1;     // the next one to be taken; -1: not known yet
    bool is_at_end = false;
  };

  // --- taking

  // Remembers where to resume if the commit fails.
  void note_first(const rd_kafka_message_t& message) {
    auto& first = partitions_[message.partition].first;
    if (first < 0) first = message.offset;
  }

  void keep(KafkaMessage message) {
    note_first(*message);
    auto& partition = partitions_[message->partition];
    partition.taken_to = message->offset + 1;
    partition.is_at_end = false;
    messages_.push_back(std::move(message));
  }

  // Handles an event instead of a message. False: poll again later.
  bool note(const rd_kafka_message_t& event) {
    if (event.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      const auto found = partitions_.find(event.partition);
      if (found == partitions_.end()) return true;
      found->second.is_at_end = true;
      found->second.taken_to = event.offset;
      return true;
    }
    if (event.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || event.err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC) {
      trouble_.say("topic", "The topic " + options_.in + " does not exist yet; waiting for it.");
    } else {
      trouble_.say(rd_kafka_err2name(event.err), std::string("Kafka: ") + rd_kafka_message_errstr(&event));
    }
    return false;
  }

  // --- counting together

  bool commit_answered() {
    const KafkaPartitions offsets(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
    for (const auto& [number, partition] : partitions_) {
      if (partition.answered_to >= 0)
        rd_kafka_topic_partition_list_add(offsets.get(), options_.in.c_str(), number)->offset = partition.answered_to;
    }
    if (offsets->cnt == 0 && !transactions_.is_open()) return true;
    const KafkaGroup group(rd_kafka_consumer_group_metadata(consumer_.get()));
    const bool counts = transactions_.commit(*offsets, *group);
    const auto done = std::exchange(uncommitted_, {});
    if (!counts) {
      ++totals_.rollbacks;
      return false;
    }
    for (auto& [number, partition] : partitions_) partition.first = partition.answered_to = -1;
    for (const auto& message : messages_) note_first(*message);
    totals_.taken += done.taken;
    totals_.answers += done.answers;
    totals_.dead_letters += done.dead_letters;
    ++totals_.commits;
    return true;
  }

  void abort() {
    uncommitted_ = {};
    if (!transactions_.is_open()) return;
    ++totals_.rollbacks;
    transactions_.abort();
  }

  void seek_back() {
    const KafkaPartitions back(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
    for (auto& [number, partition] : partitions_) {
      if (partition.first < 0) continue;
      rd_kafka_topic_partition_list_add(back.get(), options_.in.c_str(), number)->offset = partition.first;
      partition = {-1, -1, partition.first, false};
    }
    if (back->cnt == 0) return;
    const KafkaError error(rd_kafka_seek_partitions(consumer_.get(), back.get(), kSeekMs));
    for (int i = 0; i < back->cnt; ++i) {
      const auto& each = back->elems[i];
      if (!error && each.err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
      if (rd_kafka_assignment_lost(consumer_.get()) != 0)
        return;  // it belongs to another process, so nothing more is committed
      hopeless_ = "Kafka's partition " + std::to_string(each.partition) + " cannot be read again from offset " +
                  std::to_string(each.offset) + ". Restart this process; nothing is lost.";
    }
  }

  // --- the group

  void join() {
    const KafkaProperties ours{{"bootstrap.servers", options_.brokers},  {"group.id", options_.group},
                               {"group.instance.id", options_.instance}, {"enable.auto.commit", "false"},
                               {"enable.auto.offset.store", "false"},    {"enable.partition.eof", "true"},
                               {"isolation.level", "read_committed"}};
    auto configuration = kafka_configuration(options_.properties, ours);
    rd_kafka_conf_set_opaque(configuration.get(), this);
    rd_kafka_conf_set_error_cb(configuration.get(), [](rd_kafka_t*, int code, const char* reason, void* self) {
      static_cast<KafkaBroker*>(self)->trouble_.say_error(code, reason);
    });
    rd_kafka_conf_set_rebalance_cb(configuration.get(),
                                   [](rd_kafka_t*, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* which,
                                      void* self) { static_cast<KafkaBroker*>(self)->rebalance(what, which); });
    consumer_ = make_kafka(RD_KAFKA_CONSUMER, std::move(configuration));
    rd_kafka_poll_set_consumer(consumer_.get());
    const KafkaPartitions topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), options_.in.c_str(), RD_KAFKA_PARTITION_UA);
    const auto fault = rd_kafka_subscribe(consumer_.get(), topics.get());
    if (fault != RD_KAFKA_RESP_ERR_NO_ERROR)
      throw Error(ErrorCode::kFailed,
                  "The topic " + options_.in + " cannot be subscribed to: " + rd_kafka_err2str(fault) + ".");
  }

  // Does not leave the group as leave() does: that could wait for an unavailable broker.
  void drop_consumer() {
    if (consumer_) rd_kafka_destroy_flags(consumer_.release(), RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  }

  // Called while the consumer is polled.
  void rebalance(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* which) {
    ++totals_.rebalances;
    if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      for (int i = 0; i < which->cnt; ++i) partitions_[which->elems[i].partition] = {};
      is_assigned_ = true;
      rd_kafka_assign(consumer_.get(), which);
      return;
    }
    // Messages taken in this poll are not answered: the new owner of the partitions takes them.
    if (is_taking_) messages_.clear();
    try {
      if (rd_kafka_assignment_lost(consumer_.get()) != 0) {
        abort();
      } else {
        commit_answered();
      }
    } catch (const Error& error) {  // exceptions must not pass through C code
      hopeless_ = error.what();
    }
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
    if (hopeless_.empty()) join_again_if_turned_away();
    if (!hopeless_.empty()) throw Error(ErrorCode::kFailed, hopeless_);
  }

  // A restarted broker may mistake a member for another one of its name and fence it: join again. Two processes with
  // the same name keep fencing each other: give up after several times.
  void join_again_if_turned_away() {
    char reason[512];
    if (rd_kafka_fatal_error(consumer_.get(), reason, sizeof reason) == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    const auto now = Clock::now();
    if (now - renewed_at_ > kRenewalsForgotten) renewals_ = 0;
    renewed_at_ = now;
    if (++renewals_ > kMostRenewals) {
      hopeless_ = std::string("Kafka: ") + reason + ". Another process of the group " + options_.group +
                  " is also called " + options_.instance +
                  ". Give each process its own instance name or its own workspace.";
      return;
    }
    messages_.clear();
    abort();
    partitions_.clear();
    is_assigned_ = false;
    drop_consumer();
    join();
  }

  bool is_stopped() const { return options_.stopped != nullptr && options_.stopped->load(); }

  const KafkaOptions options_;
  KafkaTrouble trouble_;
  KafkaTransactions transactions_;
  KafkaHandle consumer_;
  std::map<int, Partition> partitions_;  // of this process
  std::vector<KafkaMessage> messages_;   // taken and not answered yet
  std::vector<TakenMessage> views_;      // of messages_
  BrokerTotals totals_, uncommitted_;
  std::string hopeless_;  // why this process cannot continue; empty: no fault
  bool is_assigned_ = false, is_taking_ = false;
  int renewals_ = 0;
  Clock::time_point renewed_at_;
};

}  // namespace

std::unique_ptr<Broker> open_kafka(const KafkaOptions& options) {
  return std::make_unique<KafkaBroker>(with_defaults(options));
}

std::string ask_kafka(const std::string& brokers, const KafkaProperties& properties) {
  constexpr int kPatienceMs = 5'000;
  const auto handle = make_kafka(RD_KAFKA_PRODUCER, kafka_configuration(properties, {{"bootstrap.servers", brokers}}));
  const struct rd_kafka_metadata* answer = nullptr;
  const auto fault = rd_kafka_metadata(handle.get(), 1, nullptr, &answer, kPatienceMs);
  if (fault != RD_KAFKA_RESP_ERR_NO_ERROR)
    throw Error(ErrorCode::kUnavailable,
                "No Kafka broker answers at " + brokers + ": " + rd_kafka_err2str(fault) + ".");
  const auto said = std::to_string(answer->broker_cnt) + (answer->broker_cnt == 1 ? " broker, " : " brokers, ") +
                    std::to_string(answer->topic_cnt) + (answer->topic_cnt == 1 ? " topic" : " topics");
  rd_kafka_metadata_destroy(answer);
  return said;
}

}  // namespace smartdesk::stream
