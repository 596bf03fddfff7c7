#include "generation/generate_with_llm.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <memory>
#include <unordered_set>

#include "core/random.h"
#include "core/workers.h"
#include "files/digest.h"
#include "files/journal.h"
#include "generation/internal/grammar.h"
#include "generation/internal/grammar_files.h"
#include "generation/internal/ticket_table.h"
#include "generation/ticket.h"
#include "llm/label_reply.h"
#include "text/ascii.h"
#include "text/diversity.h"
#include "text/json_text.h"
#include "text/language.h"
#include "text/leaked_reasoning.h"
#include "text/near_duplicates.h"
#include "text/summary.h"

namespace smartdesk::generation {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr int kChances = 3;
constexpr std::uint64_t kDraftsPerTicket = 4;
constexpr std::size_t kWindow = 64;
constexpr std::size_t kShortestTicket = 15;
constexpr int kMostThoughtTokens = 2048;

std::string_view language_name(std::string_view code) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"en", "English"},    {"de", "German"},
                                                                      {"fr", "French"},     {"es", "Spanish"},
                                                                      {"pt", "Portuguese"}, {"it", "Italian"}};
  for (const auto& [known, name] : kNames) {
    if (known == code) return name;
  }
  return code;
}

struct Drawn {
  std::string issue, tone, reason, persona, length, language, channel;
  Ticket ticket;
};

// Draws the attributes of the tickets.
class Attributes {
 public:
  explicit Attributes(std::uint64_t seed) : random_(seed) {
    Grammar grammar;
    grammar.read(kGrammarWeights, "data/grammar/weights.txt");
    grammar.read(kGrammarAttributes, "data/grammar/attributes.txt");
    for (const char* name : {"attributes issue", "attributes tone", "attributes urgency", "attributes persona",
                             "attributes length", "weights language", "weights channel", "weights product"}) {
      choices_.push_back(grammar.weights(name));
    }
  }

  Drawn draw(std::uint64_t number) const {
    Random random = random_.fork(number);
    Drawn drawn;
    auto& ticket = drawn.ticket;
    drawn.issue = labelled(choose(0, random), ticket.category);
    drawn.tone = labelled(choose(1, random), ticket.sentiment);
    drawn.reason = labelled(choose(2, random), ticket.urgency);
    drawn.persona = choose(3, random);
    drawn.length = choose(4, random);
    drawn.language = choose(5, random);
    ticket.channel = drawn.channel = choose(6, random);
    ticket.product = choose(7, random);
    ticket.id = fmt::format("L{:06}", number + 1);
    ticket.created_at = random_moment(random);
    ticket.customer = fmt::format("customer{:04}", random.below(10'000));
    return drawn;
  }

 private:
  const std::string& choose(std::size_t which, Random& random) const {
    return choices_[which].names[random.weighted(choices_[which].weights)];
  }
  // "Billing | was charged twice": the label, and the words that describe it in the prompt.
  static std::string labelled(const std::string& line, std::string& label) {
    const auto mark = line.find(" | ");
    label = line.substr(0, mark);
    return line.substr(mark + 3);
  }

  Random random_;
  std::vector<Grammar::Weighted> choices_;
};

// Labels are not in the prompt: otherwise they could get into the texts, and a classifier would learn from them.
std::string prompt_for(const Drawn& drawn) {
  const bool has_subject = drawn.channel == "email" || drawn.channel == "web form";
  return fmt::format(
      "Write the message that a customer sends to the support team of the product \"{}\" by {}.\n"
      "- Who writes: {}\n- What it is about: the customer {}\n- How pressing it is: {}\n- How it sounds: {}\n"
      "- How long it is: {}\n- In which language: {}\n"
      "Invent details such as names of functions, dates, amounts, messages on the screen. {}"
      "Answer with the message alone, as the customer typed it: no heading, no comment, no placeholder in brackets.",
      drawn.ticket.product, drawn.channel, drawn.persona, drawn.issue, drawn.reason, drawn.tone, drawn.length,
      language_name(drawn.language), has_subject ? "The first line is \"Subject: \" and a subject. " : "");
}

// Removes quotation marks around the whole text, and splits off the subject line.
void take_apart(std::string_view text, Ticket& ticket) {
  text = text::trimmed(text);
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  constexpr std::string_view kSubject = "Subject:";
  if (text.starts_with(kSubject)) {
    const auto end = std::min(text.find('\n'), text.size());
    ticket.subject = text::trimmed(text.substr(kSubject.size(), end - kSubject.size()));
    text = text::trimmed(text.substr(end));
  }
  ticket.body = text;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// A piece of the prompt this long does not occur in a reply by chance.
bool echoes(const std::string& text, const std::string& prompt) {
  constexpr std::size_t kLongest = 45, kStep = 5;
  for (std::size_t at = 0; at + kLongest <= prompt.size(); at += kStep) {
    if (contains(text, std::string_view(prompt).substr(at, kLongest))) return true;
  }
  return false;
}

}  // namespace

std::string fault_of_draft(const std::string& text, const std::string& prompt, const std::string& language, bool cut) {
  if (text.size() < kShortestTicket) return "empty";
  if (cut) return "cut_off";
  if (text::find_leaked_reasoning(text)) return "leaked_reasoning";
  if (echoes(text, prompt)) return "prompt_echo";
  const auto low = text::ascii_lower(text);
  for (const char* name : {"urgency", "sentiment", "category:", "tone:", "priority: ", "persona"}) {
    if (contains(low, name)) return "names_label";
  }
  for (const char* sign : {"[your ", "[name", "[insert", "[date", "[product", "[company", "{name", "<name", "xxx"}) {
    if (contains(low, sign)) return "placeholder";
  }
  const auto detected = text::detect_language(text);
  if (!detected.empty() && detected != language) return "language";
  return "";
}

namespace {

struct Draft {
  Drawn drawn;
  std::string key;
  std::string fault;  // empty: usable, duplicates aside
  std::vector<std::string> faults_before;
  bool resumed = false;
  bool given = false;
  bool done = false;  // set by a worker
};

class LlmGeneration {
 public:
  LlmGeneration(llm::LlmClient& client, const LlmGenerateOptions& options, const Run& run)
      : client_(client),
        options_(options),
        run_(run),
        attributes_(options.seed),
        identity_(files::hex(files::sha256(client.describe().digest + std::to_string(options.seed) +
                                           std::to_string(options.think)))
                      .substr(0, 8)),
        journal_(options.out),
        table_(options.out, {"persona", "tone", "language"}) {}

  LlmGenerateResult run() {
    const auto began = Clock::now();
    try {
      write_all(began);
    } catch (const Error& error) {
      throw files::Journal::explained(error, options_.out);
    }
    if (result_.tickets == 0) {
      throw Error(ErrorCode::kFailed,
                  "None of " + std::to_string(result_.written) + " drafts was usable. Use a larger model.");
    }
    table_.commit();
    journal_.remove();
    result_.distinct_words = diversity_.distinct_words();
    result_.distinct_pairs = diversity_.distinct_pairs();
    result_.compression_ratio = diversity_.compression_ratio();
    result_.output_tokens = output_tokens_;
    result_.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    return std::move(result_);
  }

 private:
  void write_all(Clock::time_point began) {
    Workers<Draft> workers(std::max(1, options_.concurrency), [this](Draft& draft) { write(draft); });
    const std::uint64_t most_drafts = kDraftsPerTicket * options_.count;
    report(began);
    while (result_.tickets < options_.count && (number_ < most_drafts || !window_.empty())) {
      const auto wanted = std::min<std::size_t>(
          kWindow, options_.count - result_.tickets + static_cast<std::size_t>(options_.concurrency));
      while (window_.size() < wanted && number_ < most_drafts) {
        window_.push_back(draft_of(number_++));
        if (window_.back()->given) workers.give(*window_.back());
      }
      auto& first = *window_.front();
      if (!first.given || workers.wait_for(first, std::chrono::milliseconds(100))) {
        take(first);
        window_.pop_front();
      }
      report(began);
      run_.stop_if_asked();
    }
  }

  std::unique_ptr<Draft> draft_of(std::uint64_t number) {
    auto draft = std::make_unique<Draft>();
    draft->drawn = attributes_.draw(number);
    draft->key = identity_ + "-" + std::to_string(number);
    const auto* before = journal_.find(draft->key);
    draft->resumed = before != nullptr && restore(*before, *draft);
    draft->given = !draft->resumed;
    return draft;
  }

  // Runs on a worker's thread.
  void write(Draft& draft) {
    for (int chance = 0; chance < kChances; ++chance) {
      if (chance > 0) draft.faults_before.push_back(draft.fault);
      draft.fault = write_once(draft, chance);
      if (draft.fault.empty()) break;
    }
    journal_.add(draft.key, to_json(draft));
  }

  std::string write_once(Draft& draft, int chance) {
    llm::ChatRequest request;
    const auto prompt = prompt_for(draft.drawn);
    request.messages = {{"user", prompt}};
    request.temperature = options_.think ? 0.6 : 0.8;
    request.top_p = 0.95;
    request.frequency_penalty = chance == 0 ? 0 : 0.3;
    request.seed = files::checksum(draft.key) % 1'000'000 + static_cast<std::uint64_t>(chance);
    request.max_tokens = 400 + (options_.think ? kMostThoughtTokens : 0);
    request.think = options_.think;
    try {
      const auto reply = client_.chat(request);
      output_tokens_ += static_cast<std::uint64_t>(std::max(0, reply.output_tokens));
      auto& ticket = draft.drawn.ticket;
      ticket.subject.clear();
      take_apart(llm::without_thoughts(reply.content), ticket);
      return fault_of_draft(ticket.body, prompt, draft.drawn.language, reply.cut);
    } catch (const llm::LlmError& error) {
      return std::string(name_of(error.fault()));
    }
  }

  // Called in the order of the numbers, so that the same drafts give the same file.
  void take(Draft& draft) {
    result_.resumed += draft.resumed;
    for (const auto& fault : draft.faults_before) reject(fault);
    ++result_.written;
    auto& ticket = draft.drawn.ticket;
    if (draft.fault.empty()) {
      if (!exact_.insert(files::hex(files::sha256(ticket.body))).second) draft.fault = "duplicate";
      if (draft.fault.empty() && near_.match_or_add(ticket.body)) draft.fault = "near_duplicate";
    }
    if (!draft.fault.empty()) {
      ++result_.rejected[draft.fault];
      return;
    }
    ticket.summary = text::summarise(ticket.subject, ticket.body);
    const std::string_view more[] = {draft.drawn.persona, draft.drawn.tone, draft.drawn.language};
    table_.write(ticket, more);
    diversity_.add(ticket.body);
    ++result_.tickets;
    ++result_.labels["sentiment"][ticket.sentiment];
    ++result_.labels["urgency"][ticket.urgency];
    ++result_.labels["category"][ticket.category];
  }

  void reject(const std::string& fault) {
    ++result_.written;
    ++result_.rejected[fault];
  }

  static std::string to_json(const Draft& draft) {
    return text::json_text(
        json::object{{"subject", draft.drawn.ticket.subject},
                     {"body", draft.drawn.ticket.body},
                     {"fault", draft.fault},
                     {"before", json::array(draft.faults_before.begin(), draft.faults_before.end())}});
  }

  static bool restore(const std::string& text, Draft& draft) {
    try {
      const auto value = json::parse(text);
      const auto& object = value.as_object();
      draft.drawn.ticket.subject = object.at("subject").as_string();
      draft.drawn.ticket.body = object.at("body").as_string();
      draft.fault = object.at("fault").as_string();
      for (const auto& fault : object.at("before").as_array()) draft.faults_before.emplace_back(fault.as_string());
      return true;
    } catch (const std::exception&) {  // of another version: generated again
      return false;
    }
  }

  void report(Clock::time_point began) {
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    if (stage_.empty() || seconds - reported_ >= 1) {
      reported_ = seconds;
      const auto thrown_away = result_.written - result_.tickets;
      stage_ = "writing tickets";
      if (seconds > 1) {
        stage_ +=
            fmt::format(": {:.1f}/s, {:.0f} tokens/s, {} rejected", static_cast<double>(result_.tickets) / seconds,
                        static_cast<double>(output_tokens_) / seconds, thrown_away);
      }
    }
    run_.report(stage_, result_.tickets, options_.count);
  }

  llm::LlmClient& client_;
  const LlmGenerateOptions& options_;
  const Run& run_;
  Attributes attributes_;
  std::string identity_;
  files::Journal journal_;
  TicketTable table_;
  std::deque<std::unique_ptr<Draft>> window_;
  std::uint64_t number_ = 0;
  std::unordered_set<std::string> exact_;
  text::NearDuplicates near_;
  text::Diversity diversity_;
  std::atomic<std::uint64_t> output_tokens_{0};
  std::string stage_;
  double reported_ = 0;
  LlmGenerateResult result_;
};

}  // namespace

LlmGenerateResult generate_with_llm(llm::LlmClient& client, const LlmGenerateOptions& options, const Run& run) {
  return LlmGeneration(client, options, run).run();
}

}  // namespace smartdesk::generation
