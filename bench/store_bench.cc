// How fast a store answers:
//   store_bench STORE.db  ->  one line of JSON: labelling in batches, pages with filters and words, writing beside
//   readers
// The store's tickets are those of bench/store.py; each gets a label if there is none yet.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <thread>

#include "core/random.h"
#include "store/sqlite/sqlite_store.h"

namespace smartdesk {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPage = 50;
constexpr std::size_t kFarPage = 1000;
constexpr int kRepeats = 21;
constexpr int kWritesPerSecond = 200;
constexpr auto kWriting = std::chrono::seconds(10);
constexpr const char* kLabels[] = {"Billing", "Bug Report", "Login Issue", "Other"};

constexpr const char* kFilters[] = {
    "",
    "product:Router",
    "customer:c17@example.com",
    "channel:email",
    "created:2026-03",
    "category:Billing",
    "product:Router category:Billing created:>2026-02-01",
};
constexpr const char* kWords[] = {"word7",    "word90 word110",         "word4000", "\"word20 word21\"",
                                  "word399*", "word90 category:Billing"};

double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

store::TicketFilter filter_of(const char* text) { return store::parse_filter(text, {"category"}); }

std::vector<store::ListedTicket> newest(const store::TicketStore& store, const store::TicketFilter& filter,
                                        store::TicketId beyond) {
  return store.list(filter, store::Order::kNewestFirst, beyond, kPage);
}

std::string page_figures(const store::TicketStore& store, const store::TicketFilter& filter, store::TicketId beyond) {
  std::vector<double> times;
  std::size_t found = 0;
  for (int i = 0; i < kRepeats; ++i) {
    const auto began = Clock::now();
    found = newest(store, filter, beyond).size();
    times.push_back(ms_since(began));
  }
  return fmt::format(R"({{"ms":{:.3f},"found":{}}})", quantile(times, 0.5), found);
}

// The last ticket before the far page; {}: there are not that many pages.
store::TicketId before_far_page(const store::TicketStore& store, const store::TicketFilter& filter) {
  store::TicketId last{};
  for (std::size_t page = 1; page < kFarPage; ++page) {
    const auto tickets = newest(store, filter, last);
    if (tickets.size() < kPage) return {};
    last = tickets.back().ticket.id;
  }
  return last;
}

std::string filter_figures(const store::TicketStore& store, const char* text) {
  const auto filter = filter_of(text);
  const auto beyond = before_far_page(store, filter);
  return fmt::format(R"({{"filter":{},"first":{},"far":{}}})", boost::json::serialize(boost::json::string(text)),
                     page_figures(store, filter, {}),
                     beyond == store::TicketId{} ? "null" : page_figures(store, filter, beyond));
}

template <std::size_t N>
std::string all_figures(const store::TicketStore& store, const char* const (&filters)[N]) {
  std::string all;
  for (const char* text : filters) all += (all.empty() ? "" : ",") + filter_figures(store, text);
  return all;
}

// Labels a second, by one transaction of 20,000 after another; 0 if they are there already.
double label_all(store::TicketStore& store) {
  if (store.counts().label_entries > 0) return 0;
  double labelled = 0;
  const auto began = Clock::now();
  store::TicketId last{};
  for (;;) {
    std::vector<store::NewLabel> labels;
    for (const auto& listed : store.list(last, 20'000)) {
      last = listed.ticket.id;
      const auto label = kLabels[static_cast<std::uint64_t>(last) % std::size(kLabels)];
      labels.push_back({last, "category", label, store::Author::kModel, "bench", 0.9});
    }
    if (labels.empty()) break;
    store.label(labels);
    labelled += static_cast<double>(labels.size());
  }
  return labelled / ms_since(began) * 1000;
}

// One thread writes labels, each its own durable transaction, at a steady pace; two read all the while.
std::string write_beside_readers(store::TicketStore& writer, const std::string& path, std::uint64_t tickets) {
  std::atomic<bool> done = false;
  std::vector<std::vector<double>> reads(2);
  std::vector<std::thread> readers;
  for (auto& times : reads) {
    readers.emplace_back([&] {
      const auto store = store::open_sqlite_store(path, store::Access::kRead);
      for (std::size_t turn = 0; !done; ++turn) {
        const auto filter = filter_of(kFilters[turn % std::size(kFilters)]);
        const auto began = Clock::now();
        newest(*store, filter, {});
        times.push_back(ms_since(began));
      }
    });
  }
  std::vector<double> writes;
  Random random(1);
  const auto began = Clock::now();
  while (Clock::now() - began < kWriting) {
    std::this_thread::sleep_until(began + std::chrono::microseconds(1'000'000 / kWritesPerSecond) * writes.size());
    const store::NewLabel label{store::TicketId{static_cast<std::int64_t>(1 + random.below(tickets))},
                                "urgency",
                                "High",
                                store::Author::kPerson,
                                "bench",
                                {}};
    const auto write_began = Clock::now();
    writer.label(std::span(&label, 1));
    writes.push_back(ms_since(write_began));
  }
  const double seconds = ms_since(began) / 1000;
  done = true;
  for (auto& reader : readers) reader.join();
  auto all = reads[0];
  all.insert(all.end(), reads[1].begin(), reads[1].end());
  return fmt::format(
      R"({{"writes_per_second":{:.1f},"write_p50_ms":{:.3f},"write_p99_ms":{:.3f},"reads":[{},{}],"read_p50_ms":{:.3f},"read_p99_ms":{:.3f},"read_max_ms":{:.3f}}})",
      static_cast<double>(writes.size()) / seconds, quantile(writes, 0.5), quantile(writes, 0.99), reads[0].size(),
      reads[1].size(), quantile(all, 0.5), quantile(all, 0.99), quantile(all, 1));
}

int bench(const std::string& path) {
  const auto store = store::open_sqlite_store(path, store::Access::kWrite);
  const double labels_per_second = label_all(*store);
  const auto reader = store::open_sqlite_store(path, store::Access::kRead);
  const auto filters = all_figures(*reader, kFilters), words = all_figures(*reader, kWords);
  fmt::print(R"({{"tickets":{},"labels_per_second":{:.0f},"filters":[{}],"words":[{}],"writing":{}}})"
             "\n",
             store->counts().tickets, labels_per_second, filters, words,
             write_beside_readers(*store, path, store->counts().tickets));
  return 0;
}

}  // namespace
}  // namespace smartdesk

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  return smartdesk::bench(argv[1]);
}
