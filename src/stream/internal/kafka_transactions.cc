#include "stream/internal/kafka_transactions.h"

#include "core/error.h"

namespace smartdesk::stream {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Clock::duration kForTheFirst = std::chrono::seconds(15), kForever = Clock::duration::max();
constexpr Clock::duration kToStop = std::chrono::seconds(5);
constexpr int kStepMs = 2'000;  // between two checks for a stop request
constexpr int kMostFailures = 20;

std::string text_of(const rd_kafka_error_t* error) {
  return std::string(rd_kafka_error_string(error)) + " (" + rd_kafka_error_name(error) + ")";
}

}  // namespace

KafkaTransactions::KafkaTransactions(const KafkaOptions& options, KafkaTrouble& trouble)
    : options_(options), trouble_(trouble) {
  open(kForTheFirst);
}

KafkaTransactions::~KafkaTransactions() {
  if (producer_) rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

void KafkaTransactions::open(Clock::duration patience) {
  producer_.reset();
  const KafkaProperties ours{{"bootstrap.servers", options_.brokers},
                             {"transactional.id", "smartdesk." + options_.group + "." + options_.instance}};
  auto configuration = kafka_configuration(options_.properties, ours);
  rd_kafka_conf_set_opaque(configuration.get(), &trouble_);
  rd_kafka_conf_set_error_cb(configuration.get(), [](rd_kafka_t*, int code, const char* reason, void* trouble) {
    static_cast<KafkaTrouble*>(trouble)->say_error(code, reason);
  });
  producer_ = make_kafka(RD_KAFKA_PRODUCER, std::move(configuration));
  for (const auto began = Clock::now();;) {
    const KafkaError error(rd_kafka_init_transactions(producer_.get(), kStepMs));
    if (!error) return;
    const bool may_work = rd_kafka_error_is_retriable(error.get()) != 0;
    stop_if_asked();
    if (may_work && Clock::now() - began < patience) continue;
    throw Error(may_work ? ErrorCode::kUnavailable : ErrorCode::kFailed,
                "No Kafka broker at " + options_.brokers + " starts a transaction: " + text_of(error.get()) +
                    ". Check that it runs there (setting stream.brokers).");
  }
}

void KafkaTransactions::begin() {
  if (is_open_) return;
  const KafkaError error(rd_kafka_begin_transaction(producer_.get()));
  if (error) fault_ = text_of(error.get());
  is_open_ = true;
}

void KafkaTransactions::send(const SentMessage& message) {
  begin();
  const auto& topic = message.outlet == Outlet::kAnswers ? options_.out : options_.dead_letters;
  parts_.clear();
  const auto add = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
    parts_.emplace_back();
    parts_.back().vtype = type;
    return parts_.back();
  };
  add(RD_KAFKA_VTYPE_TOPIC).u.cstr = topic.c_str();
  add(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
  if (message.key) add(RD_KAFKA_VTYPE_KEY).u.mem = {const_cast<char*>(message.key->data()), message.key->size()};
  if (message.value)
    add(RD_KAFKA_VTYPE_VALUE).u.mem = {const_cast<char*>(message.value->data()), message.value->size()};
  // Ownership passes on success only: if sending fails, librdkafka 2.0.2 frees headers twice that were passed one by
  // one.
  KafkaHeaders headers;
  if (!message.headers.empty()) {
    headers.reset(rd_kafka_headers_new(message.headers.size()));
    for (const auto& [name, value] : message.headers)
      rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    add(RD_KAFKA_VTYPE_HEADERS).u.headers = headers.get();
  }
  for (;;) {
    const KafkaError error(rd_kafka_produceva(producer_.get(), parts_.data(), parts_.size()));
    if (!error) {
      (void)headers.release();
      return;
    }
    if (rd_kafka_error_code(error.get()) != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      fault_ = text_of(error.get());
      return;
    }
    rd_kafka_poll(producer_.get(), 100);
    stop_if_asked();
  }
}

// Retries the call until it succeeds or cannot succeed.
template <typename Call>
bool KafkaTransactions::insist(const Call& call) {
  for (;;) {
    const KafkaError error(call());
    if (!error) return true;
    fault_ = text_of(error.get());
    if (rd_kafka_error_is_retriable(error.get()) == 0 || rd_kafka_error_txn_requires_abort(error.get()) != 0)
      return false;
    stop_if_asked();
  }
}

bool KafkaTransactions::try_to_commit(const rd_kafka_topic_partition_list_t& offsets,
                                      const rd_kafka_consumer_group_metadata_t& group) {
  return fault_.empty() &&
         insist([&] { return rd_kafka_send_offsets_to_transaction(producer_.get(), &offsets, &group, kStepMs); }) &&
         insist([&] { return rd_kafka_commit_transaction(producer_.get(), kStepMs); });
}

bool KafkaTransactions::commit(const rd_kafka_topic_partition_list_t& offsets,
                               const rd_kafka_consumer_group_metadata_t& group) {
  begin();
  if (try_to_commit(offsets, group)) {
    is_open_ = false;
    fault_.clear();
    failures_in_a_row_ = 0;
    return true;
  }
  const auto fault = fault_;
  trouble_.say("transaction", "A transaction failed and is retried: " + fault);
  abort();
  if (++failures_in_a_row_ >= kMostFailures)
    throw Error(ErrorCode::kFailed,
                "The same messages could not be committed " + std::to_string(kMostFailures) + " times: " + fault + ".");
  return false;
}

void KafkaTransactions::abort() {
  if (!is_open_) return;
  const bool is_aborted = insist([&] { return rd_kafka_abort_transaction(producer_.get(), kStepMs); });
  // A producer that the broker has fenced (its transaction took too long, or its epoch is outdated) is replaced. The
  // new one has the same name, so it aborts what the old one left open.
  if (!is_aborted) open(kForever);
  is_open_ = false;
  fault_.clear();
}

// After a stop request, still waits some seconds for a slow broker.
void KafkaTransactions::stop_if_asked() {
  if (options_.stopped == nullptr || !options_.stopped->load()) return;
  const auto now = Clock::now();
  if (asked_to_stop_at_ == Clock::time_point()) asked_to_stop_at_ = now;
  if (now - asked_to_stop_at_ > kToStop)
    throw Error(
        ErrorCode::kInterrupted,
        "Stopped while the broker was unavailable. Uncommitted messages are processed again at the next start.");
}

}  // namespace smartdesk::stream
