#include "server/workshop.h"
#include "store/backend.h"

#include <chrono>
#include <utility>

namespace smartdesk::server {
namespace {

constexpr std::chrono::seconds kNewsFromOthers{5};

}  // namespace

// Forwards each call under the write lock.
class Workshop::SharedStore final : public store::TicketStore {
 public:
  SharedStore(store::TicketStore& store, std::mutex& mutex, std::atomic<std::uint64_t>& changes)
      : store_(store), mutex_(mutex), changes_(changes) {}

  store::AddResult add(std::span<const NewTicket> tickets, std::span<const store::LabelOfNew> labels) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return store_.add(tickets, labels);
  }
  std::optional<store::ListedTicket> find(store::TicketId id) const override {
    const std::lock_guard lock(mutex_);
    return store_.find(id);
  }
  std::optional<store::TicketId> find(std::string_view source, std::string_view external_id) const override {
    const std::lock_guard lock(mutex_);
    return store_.find(source, external_id);
  }
  std::vector<std::vector<Message>> messages(std::span<const store::TicketId> ids) const override {
    const std::lock_guard lock(mutex_);
    return store_.messages(ids);
  }
  std::map<std::string, std::size_t> sources_with(std::span<const NewTicket> tickets) const override {
    const std::lock_guard lock(mutex_);
    return store_.sources_with(tickets);
  }
  std::vector<store::ListedTicket> list(const store::TicketFilter& filter, store::Order order, store::TicketId beyond,
                                        std::size_t limit) const override {
    const std::lock_guard lock(mutex_);
    return store_.list(filter, order, beyond, limit);
  }
  std::uint64_t count(const store::TicketFilter& filter, std::uint64_t at_most) const override {
    const std::lock_guard lock(mutex_);
    return store_.count(filter, at_most);
  }
  std::uint64_t index_words(std::uint64_t tickets) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return store_.index_words(tickets);
  }
  std::uint64_t not_indexed() const override {
    const std::lock_guard lock(mutex_);
    return store_.not_indexed();
  }
  void label(std::span<const store::NewLabel> labels) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    store_.label(labels);
  }
  store::TicketId undo(store::LabelId label) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return store_.undo(label);
  }
  std::vector<store::LabelEntry> history(store::TicketId id) const override {
    const std::lock_guard lock(mutex_);
    return store_.history(id);
  }
  std::uint64_t erase(std::span<const store::TicketId> tickets) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return store_.erase(tickets);
  }
  store::ErasedMessages erase_messages(std::span<const store::TicketId> tickets,
                                       const store::MessageTest& is_gone) override {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return store_.erase_messages(tickets, is_gone);
  }
  std::vector<store::TicketId> mentioning(std::string_view text) const override {
    const std::lock_guard lock(mutex_);
    return store_.mentioning(text);
  }
  store::StoreCounts counts() const override {
    const std::lock_guard lock(mutex_);
    return store_.counts();
  }
  std::vector<store::DayCount> days() const override {
    const std::lock_guard lock(mutex_);
    return store_.days();
  }
  store::Tally tally(const store::TicketFilter::CreatedTest& period, std::string_view row_task,
                     std::string_view column_task) const override {
    const std::lock_guard lock(mutex_);
    return store_.tally(period, row_task, column_task);
  }
  void backup(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    store_.backup(path);
  }

 private:
  store::TicketStore& store_;
  std::mutex& mutex_;
  std::atomic<std::uint64_t>& changes_;
};

// A pool of read connections.
struct Workshop::Readers {
  std::mutex mutex;
  std::vector<store::Workspace> idle;
};

Workshop::Workshop(WorkshopOptions options)
    : options_(std::move(options)),
      backend_(store::backend_for(options_.location)),
      workspace_(backend_->make_or_open("serve")),
      shared_(std::make_unique<SharedStore>(workspace_.store(), writing_, changes_)),
      readers_(std::make_unique<Readers>()),
      registry_(options_.location),
      incoming_(backend_->open_incoming()) {
  for (const auto& task : options_.taxonomy.tasks) tasks_.push_back(task.name);
  if (options_.model.empty()) {
    watch_ = std::make_unique<workspace::ChampionWatch>(
        options_.location, served_, workspace::ChampionWatchOptions{options_.predictor, {}, options_.error_log});
  } else {
    served_->replace(
        std::make_shared<const prediction::Predictor>(models::load_model(options_.model), options_.predictor));
  }
}

Workshop::~Workshop() = default;

void Workshop::write(const std::function<void(store::TicketStore&)>& work) {
  const std::lock_guard lock(writing_);
  ++changes_;
  work(workspace_.store());
}

void Workshop::read(const std::function<void(const store::TicketStore&)>& work) const {
  std::optional<store::Workspace> reader;
  {
    const std::lock_guard lock(readers_->mutex);
    if (!readers_->idle.empty()) {
      reader.emplace(std::move(readers_->idle.back()));
      readers_->idle.pop_back();
    }
  }
  if (!reader) reader.emplace(backend_->open_to_read());
  work(reader->store());  // a reader that threw is not reused
  const std::lock_guard lock(readers_->mutex);
  readers_->idle.push_back(std::move(*reader));
}

std::uint64_t Workshop::changes() const {
  if (!backend_->has_many_writers()) return changes_;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return changes_ + static_cast<std::uint64_t>(now / kNewsFromOthers);
}

store::TicketStore& Workshop::shared_store() { return *shared_; }

void Workshop::log_error(std::string_view line) const {
  if (options_.error_log) options_.error_log(line);
}

void Workshop::load_champion() {
  if (watch_) watch_->look();
}

}  // namespace smartdesk::server
