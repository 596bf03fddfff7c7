#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/llm_flags.h"
#include "generation/generate.h"
#include "generation/generate_with_llm.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct GenerateArguments {
  generation::GenerateOptions options;
  std::string provider = "grammar";
  LlmFlags llm;
  bool think = false;
};

using Labels = std::map<std::string, std::map<std::string, std::uint64_t>>;

boost::json::object to_json(const Labels& labels) {
  boost::json::object json;
  for (const auto& [task, counts] : labels) json[task] = boost::json::value_from(counts);
  return json;
}

std::string destination(const std::string& out) { return out == "-" ? "standard output" : out; }

void generate_by_grammar(const generation::GenerateOptions& options, Session& session) {
  const auto result = generation::generate(options, session.run());
  session.console->say(fmt::format("{} tickets written to {}.", result.tickets, destination(options.out)));
  if (!session.json || options.out == "-") return;
  print(text::json_text(boost::json::object{{"tickets", result.tickets}, {"labels", to_json(result.labels)}}) + "\n");
}

void generate_by_llm(const GenerateArguments& arguments, Session& session) {
  const auto llm = arguments.llm.connect(session, Configuration::load());
  const generation::LlmGenerateOptions options{arguments.options.count, arguments.options.seed, arguments.options.out,
                                               llm.concurrency, arguments.think && llm.card.can_think};
  const auto result = generation::generate_with_llm(*llm.client, options, session.run());
  auto& console = *session.console;
  console.say(
      fmt::format("{} tickets written to {} by {}. {} of {} drafts were rejected{}.", result.tickets,
                  destination(options.out), llm.card.model, result.written - result.tickets, result.written,
                  result.resumed > 0 ? fmt::format("; {} drafts are from an earlier run", result.resumed) : ""));
  for (const auto& [reason, count] : result.rejected) {
    console.say(fmt::format("  {:<18} {:>6}  ({:.1f} %)", reason, count,
                            100.0 * static_cast<double>(count) / static_cast<double>(result.written)));
  }
  console.say(fmt::format(
      "Distinct words {:.3f}, distinct word pairs {:.3f}, compression ratio {:.1f} (real tickets: about 2.5); "
      "{:.1f} s, {:.0f} tokens/s.",
      result.distinct_words, result.distinct_pairs, result.compression_ratio, result.seconds,
      static_cast<double>(result.output_tokens) / std::max(1e-9, result.seconds)));
  if (result.tickets < options.count) {
    console.warn(
        fmt::format("Only {} of {} tickets were written: too few drafts passed the checks. Try a larger model.",
                    result.tickets, options.count));
  }
  if (!session.json || options.out == "-") return;
  print(text::json_text(boost::json::object{{"model", llm.card.model},
                                            {"tickets", result.tickets},
                                            {"written", result.written},
                                            {"resumed", result.resumed},
                                            {"rejected", boost::json::value_from(result.rejected)},
                                            {"labels", to_json(result.labels)},
                                            {"distinct_words", result.distinct_words},
                                            {"distinct_pairs", result.distinct_pairs},
                                            {"compression_ratio", result.compression_ratio},
                                            {"output_tokens", result.output_tokens},
                                            {"seconds", result.seconds}}) +
        "\n");
}

Action make_generate(Options& options, Session& session) {
  auto arguments = std::make_shared<GenerateArguments>();
  auto& own = arguments->options;
  options.add("--count", own.count, "Number of tickets.")
      .between(std::uint64_t{1}, std::uint64_t{100000000})
      .show_default();
  options.add("--seed", own.seed, "Seed: the same one gives the same tickets.").show_default();
  options.add("--out", own.out, "Output file, - for standard output.").show_default();
  options
      .add("--provider", arguments->provider,
           "Source of the texts: the built-in grammar, or a language model (resumes if stopped).")
      .one_of({"grammar", "llm"})
      .show_default();
  options.flag("--think", arguments->think, "Let a thinking model think first. Many times slower.");
  arguments->llm.add_to(options);
  return [arguments, &session] {
    if (arguments->provider == "llm") {
      generate_by_llm(*arguments, session);
    } else {
      generate_by_grammar(arguments->options, session);
    }
  };
}

}  // namespace

const Command kGenerate{"generate", CommandGroup::kFiles, "Generate tickets with known labels.",
                        "Examples:\n"
                        "  smartdesk generate --count 5000 --seed 7 --out generated.csv\n"
                        "  smartdesk generate --count 1200 --provider llm --llm-model llama3.1:8b --out generated.csv",
                        make_generate};

}  // namespace smartdesk::cli
