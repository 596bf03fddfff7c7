// The floor of any program between two Kafka topics: takes messages, sends them on as they are. What `stream` is
// measured against.
//   kafka_floor load BROKERS TOPIC LINES            each line is KEY<tab>VALUE
//   kafka_floor echo BROKERS IN OUT GROUP           offsets are committed now and then; each message at least once
//   kafka_floor drop BROKERS TOPIC
//   kafka_floor create BROKERS TOPIC SETTING VALUE      with that setting of the topic
//   kafka_floor transact BROKERS IN OUT GROUP       offsets and messages in transactions of half a second

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Settings = std::vector<std::pair<std::string, std::string>>;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "kafka_floor: %s\n", why.c_str());
  std::exit(1);
}

void check(rd_kafka_error_t* error) {
  if (error != nullptr) fail(rd_kafka_error_string(error));
}

rd_kafka_t* make(rd_kafka_type_t type, const Settings& settings) {
  auto* configuration = rd_kafka_conf_new();
  char reason[512];
  for (const auto& [key, value] : settings) {
    if (rd_kafka_conf_set(configuration, key.c_str(), value.c_str(), reason, sizeof reason) != RD_KAFKA_CONF_OK)
      fail(reason);
  }
  auto* handle = rd_kafka_new(type, configuration, reason, sizeof reason);
  if (handle == nullptr) fail(reason);
  return handle;
}

void send(rd_kafka_t* producer, const std::string& topic, std::string_view key, std::string_view value) {
  while (rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                           RD_KAFKA_V_KEY(key.data(), key.size()),
                           RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                           RD_KAFKA_V_END) == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    rd_kafka_poll(producer, 50);
  }
}

void load(const Settings& common, const std::string& topic, const std::string& path) {
  auto* producer = make(RD_KAFKA_PRODUCER, common);
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) fail("a line without a tab");
    send(producer, topic, std::string_view(line).substr(0, tab), std::string_view(line).substr(tab + 1));
  }
  if (rd_kafka_flush(producer, 120'000) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("not all was sent");
}

void drop(const Settings& common, const std::string& topic) {
  auto* handle = make(RD_KAFKA_PRODUCER, common);
  auto* which = rd_kafka_DeleteTopic_new(topic.c_str());
  auto* queue = rd_kafka_queue_new(handle);
  rd_kafka_DeleteTopics(handle, &which, 1, nullptr, queue);
  auto* answer = rd_kafka_queue_poll(queue, 30'000);
  if (answer == nullptr || rd_kafka_event_error(answer) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("it cannot be dropped");
}

void create(const Settings& common, const std::string& topic, const std::string& setting, const std::string& value) {
  auto* handle = make(RD_KAFKA_PRODUCER, common);
  char reason[512];
  auto* wanted = rd_kafka_NewTopic_new(topic.c_str(), 1, 1, reason, sizeof reason);
  if (wanted == nullptr) fail(reason);
  rd_kafka_NewTopic_set_config(wanted, setting.c_str(), value.c_str());
  auto* queue = rd_kafka_queue_new(handle);
  rd_kafka_CreateTopics(handle, &wanted, 1, nullptr, queue);
  auto* answer = rd_kafka_queue_poll(queue, 30'000);
  if (answer == nullptr || rd_kafka_event_error(answer) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("it cannot be made");
}

struct Loop {
  rd_kafka_t *consumer, *producer;
  std::string in, out;
  bool in_transactions;
  std::map<int, std::int64_t> next = {};  // by partition

  void commit() {
    if (!in_transactions || next.empty()) return;
    auto* offsets = rd_kafka_topic_partition_list_new(static_cast<int>(next.size()));
    for (const auto& [partition, offset] : next)
      rd_kafka_topic_partition_list_add(offsets, in.c_str(), partition)->offset = offset;
    auto* group = rd_kafka_consumer_group_metadata(consumer);
    check(rd_kafka_send_offsets_to_transaction(producer, offsets, group, 30'000));
    check(rd_kafka_commit_transaction(producer, 30'000));
    check(rd_kafka_begin_transaction(producer));
    rd_kafka_consumer_group_metadata_destroy(group);
    rd_kafka_topic_partition_list_destroy(offsets);
  }

  void run() {
    if (in_transactions) {
      check(rd_kafka_init_transactions(producer, 30'000));
      check(rd_kafka_begin_transaction(producer));
    }
    auto* topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, in.c_str(), RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(consumer, topics);
    auto committed = Clock::now();
    for (std::map<int, bool> ended; ended.empty() || ended.size() < partitions();) {
      auto* message = rd_kafka_consumer_poll(consumer, 100);
      if (message == nullptr) continue;
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        ended[message->partition] = true;
      } else if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fail(rd_kafka_message_errstr(message));
      } else {
        send(producer, out, {static_cast<const char*>(message->key), message->key_len},
             {static_cast<const char*>(message->payload), message->len});
        next[message->partition] = message->offset + 1;
      }
      rd_kafka_message_destroy(message);
      if (Clock::now() - committed < std::chrono::milliseconds(500)) continue;
      commit();
      committed = Clock::now();
    }
    commit();
    if (!in_transactions && rd_kafka_flush(producer, 120'000) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("not all was sent");
    rd_kafka_consumer_close(consumer);
  }

  std::size_t partitions() const {
    rd_kafka_topic_partition_list_t* mine = nullptr;
    rd_kafka_assignment(consumer, &mine);
    const auto count = static_cast<std::size_t>(mine->cnt);
    rd_kafka_topic_partition_list_destroy(mine);
    return count;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 3 && arguments[0] == "drop") {
    drop({{"bootstrap.servers", arguments[1]}}, arguments[2]);
    return 0;
  }
  if (arguments.size() < 4)
    fail("load BROKERS TOPIC LINES | drop BROKERS TOPIC | echo BROKERS IN OUT GROUP | transact BROKERS IN OUT GROUP");
  const Settings common{{"bootstrap.servers", arguments[1]}, {"linger.ms", "5"}};
  if (arguments[0] == "create") {
    create(common, arguments[2], arguments[3], arguments.at(4));
    return 0;
  }
  if (arguments[0] == "load") {
    load(common, arguments[2], arguments[3]);
    return 0;
  }
  const bool in_transactions = arguments[0] == "transact";
  auto consuming = common, producing = common;
  consuming.insert(consuming.end(), {{"group.id", arguments.at(4)},
                                     {"auto.offset.reset", "earliest"},
                                     {"enable.partition.eof", "true"},
                                     {"enable.auto.commit", in_transactions ? "false" : "true"}});
  if (in_transactions) producing.emplace_back("transactional.id", arguments[4]);
  Loop{make(RD_KAFKA_CONSUMER, consuming), make(RD_KAFKA_PRODUCER, producing), arguments[2], arguments[3],
       in_transactions}
      .run();
  return 0;
}
