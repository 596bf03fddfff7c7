#include "generation/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <vector>

#include "core/parallel.h"
#include "core/random.h"
#include "formats/table.h"
#include "generation/internal/grammar.h"
#include "generation/internal/grammar_files.h"
#include "generation/internal/ticket_table.h"
#include "text/ascii.h"

namespace smartdesk::generation {
namespace {

// The attributes that are drawn before the text is written.
struct Attributes {
  std::string category, urgency, sentiment, language, channel, product;
};

bool chance(Random& random, double share) { return random.uniform() < share; }

bool asks(std::string_view text) {
  const auto first = text.substr(0, text.find(' '));
  for (const std::string_view word : {"Can", "Could", "Would", "What", "Why", "How", "Where", "When", "Which", "Who",
                                      "Is", "Are", "Do", "Does", "Will", "May"}) {
    if (first == word) return true;
  }
  return false;
}

// Makes a sentence: a capital letter at the beginning, a full stop or question mark at the end.
std::string sentence(std::string text) {
  if (text.empty()) return text;
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  if (std::isalnum(static_cast<unsigned char>(text.back())) || text.back() == ')' || text.back() == '"')
    text += asks(text) ? '?' : '.';
  return text;
}

// Typing errors and style of a writer in a hurry.
class Noise {
 public:
  explicit Noise(Random& random) : random_(random) {}

  void apply(std::string& text) {
    const double kind = random_.uniform();
    if (kind < 0.12) swap_letters(text, 2 + random_.below(4));
    if (kind >= 0.12 && kind < 0.20) flatten(text);
    if (kind >= 0.20 && kind < 0.24) shout(text);
    if (kind >= 0.24 && kind < 0.28) text += std::string(1 + random_.below(3), '!');
  }

 private:
  void swap_letters(std::string& text, std::size_t times) {
    if (text.size() < 12) return;
    for (std::size_t i = 0; i < times; ++i) {
      const auto at = random_.below(text.size() - 1);
      const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
      if (letter(text[at]) && letter(text[at + 1])) std::swap(text[at], text[at + 1]);
    }
  }
  static void flatten(std::string& text) {
    for (auto& c : text) c = text::ascii_lower(c);
    std::erase_if(text, [](char c) { return c == '.' || c == ',' || c == '\''; });
  }
  // One sentence in capitals, independent of urgency.
  void shout(std::string& text) {
    const auto begin = text.find(' ', random_.below(text.size()));
    if (begin == std::string::npos) return;
    for (std::size_t at = begin; at < text.size() && text[at] != '.' && text[at] != '\n'; ++at) {
      text[at] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[at])));
    }
  }
  Random& random_;
};

// Composes the text of one ticket.
class TicketWriter {
 public:
  TicketWriter(const Grammar& grammar, const Attributes& attributes, Random& random)
      : grammar_(grammar),
        drawn_(attributes),
        random_(random),
        suffix_(drawn_.language == "en" ? "" : " " + drawn_.language) {}

  void write(Ticket& ticket) {
    std::vector<std::string> matter = sentences();
    ticket.summary = summary_;
    ticket.subject = subject();
    std::string body;
    const bool terse = drawn_.channel == "chat" || drawn_.channel == "social";
    if (chance(random_, terse ? 0.2 : 0.6)) body += expand("opening") + (chance(random_, 0.6) ? "\n\n" : " ");
    for (std::size_t i = 0; i < matter.size(); ++i) {
      if (i > 0) body += chance(random_, 0.12) ? "\n" : " ";
      body += matter[i];
    }
    Noise(random_).apply(body);
    if (chance(random_, terse ? 0.1 : 0.45)) body += (chance(random_, 0.7) ? "\n\n" : "\n") + expand("closing");
    if (suffix_.empty() && drawn_.channel == "email") append_old_mail(body);
    ticket.body = std::move(body);
  }

 private:
  std::string expand(const std::string& section) { return grammar_.expand(section + suffix_, drawn_.product, random_); }

  // The issue once or twice, why it is (not) urgent, and feelings, in random order.
  std::vector<std::string> sentences() {
    summary_ = sentence(expand("issue " + drawn_.category));
    std::vector<std::string> first{summary_}, rest;
    if (chance(random_, 0.18)) first.push_back(sentence(expand("issue " + drawn_.category)));
    rest.push_back(sentence(reason()));
    if (chance(random_, 0.2)) rest.push_back(sentence(reason()));
    const double feelings = drawn_.sentiment == "Neutral" ? 0.45 : 1;
    if (chance(random_, feelings)) rest.push_back(sentence(expand("feeling " + drawn_.sentiment)));
    if (drawn_.sentiment != "Neutral" && chance(random_, 0.45))
      rest.push_back(sentence(expand("feeling " + drawn_.sentiment)));
    if (suffix_.empty() && chance(random_, 0.15)) rest.push_back(sentence(expand("context")));
    if (suffix_.empty() && chance(random_, 0.05)) rest.push_back(sentence(expand("aside")));
    random_.shuffle(std::span(rest));
    // Sometimes a feeling or reason precedes the issue.
    const std::size_t before = chance(random_, 0.25) ? 1 : 0;
    std::vector<std::string> all(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(before));
    all.insert(all.end(), first.begin(), first.end());
    all.insert(all.end(), rest.begin() + static_cast<std::ptrdiff_t>(before), rest.end());
    return all;
  }

  std::string reason() {
    const std::string own = "reason " + drawn_.urgency + " " + drawn_.category;
    return expand(suffix_.empty() && grammar_.has(own) && chance(random_, 0.3) ? own : "reason " + drawn_.urgency);
  }

  std::string subject() {
    if (drawn_.channel == "chat" || drawn_.channel == "social" || chance(random_, 0.12)) return "";
    if (!suffix_.empty()) return summary_.substr(0, summary_.find_first_of(",.(:", 12));
    return sentence_start(grammar_.expand("subject " + drawn_.category, drawn_.product, random_));
  }

  std::string sentence_start(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (!text.empty() && chance(random_, 0.7))
      text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
  }

  void append_old_mail(std::string& body) {
    if (chance(random_, 0.05)) body += "\n\n" + expand("quoted");
    if (chance(random_, 0.03)) body += "\n\n" + expand("forwarded");
  }

  const Grammar& grammar_;
  const Attributes& drawn_;
  Random& random_;
  std::string suffix_;
  std::string summary_;
};

std::string handle(const Grammar& grammar, Random& random) {
  const std::string name = grammar.expand("name", "", random) + "_" + grammar.expand("surname", "", random);
  return text::ascii_lower(name);
}

}  // namespace

std::string random_moment(Random& random) {
  using namespace std::chrono;
  const auto day = sys_days(year(2026) / June / 1) + days(random.below(90));
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:00Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), random.below(24),
                     random.below(60));
}

struct TicketGenerator::Impl {
  Grammar grammar;
  Random random;
  Grammar::Weighted categories, urgencies, sentiments, languages, channels, products;

  explicit Impl(std::uint64_t seed) : random(seed) {
    grammar.read(kGrammarWeights, "data/grammar/weights.txt");
    grammar.read(kGrammarSlots, "data/grammar/slots.txt");
    grammar.read(kGrammarIssues, "data/grammar/issues.txt");
    grammar.read(kGrammarUrgencies, "data/grammar/urgencies.txt");
    grammar.read(kGrammarFeelings, "data/grammar/feelings.txt");
    grammar.read(kGrammarLanguages, "data/grammar/languages.txt");
    grammar.check();
    categories = grammar.weights("weights category");
    urgencies = grammar.weights("weights urgency");
    sentiments = grammar.weights("weights sentiment");
    languages = grammar.weights("weights language");
    channels = grammar.weights("weights channel");
    products = grammar.weights("weights product");
  }

  static const std::string& draw(const Grammar::Weighted& from, Random& random) {
    return from.names[random.weighted(from.weights)];
  }
};

TicketGenerator::TicketGenerator(std::uint64_t seed) : impl_(std::make_unique<const Impl>(seed)) {}
TicketGenerator::~TicketGenerator() = default;

Ticket TicketGenerator::make(std::uint64_t number) const {
  Random random = impl_->random.fork(number);
  const Attributes drawn{Impl::draw(impl_->categories, random), Impl::draw(impl_->urgencies, random),
                         Impl::draw(impl_->sentiments, random), Impl::draw(impl_->languages, random),
                         Impl::draw(impl_->channels, random),   Impl::draw(impl_->products, random)};
  Ticket ticket;
  ticket.id = fmt::format("G{:06}", number + 1);
  ticket.created_at = random_moment(random);
  ticket.product = drawn.product;
  ticket.channel = drawn.channel;
  ticket.customer = handle(impl_->grammar, random);
  ticket.sentiment = drawn.sentiment;
  ticket.urgency = drawn.urgency;
  ticket.category = drawn.category;
  TicketWriter(impl_->grammar, drawn, random).write(ticket);
  return ticket;
}

GenerateResult generate(const GenerateOptions& options, const Run& run) {
  const TicketGenerator generator(options.seed);
  TicketTable table(options.out, {});
  GenerateResult result;
  constexpr std::uint64_t kBatch = 8192;
  constexpr std::uint64_t kChunk = 256;
  std::vector<Ticket> batch;
  for (std::uint64_t first = 0; first < options.count; first += kBatch) {
    run.stop_if_asked();
    batch.resize(std::min(kBatch, options.count - first));
    parallel_for((batch.size() + kChunk - 1) / kChunk, run.threads, [&](std::size_t chunk) {
      for (std::size_t i = chunk * kChunk; i < std::min<std::size_t>(batch.size(), (chunk + 1) * kChunk); ++i) {
        batch[i] = generator.make(first + i);
      }
    });
    for (const auto& t : batch) {
      table.write(t);
      ++result.labels["sentiment"][t.sentiment];
      ++result.labels["urgency"][t.urgency];
      ++result.labels["category"][t.category];
    }
    result.tickets += batch.size();
    run.report("generating tickets", result.tickets, options.count);
  }
  table.commit();
  return result;
}

}  // namespace smartdesk::generation
