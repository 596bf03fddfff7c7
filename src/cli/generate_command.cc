#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "desk/generate.h"

namespace smartdesk {
namespace {

void run_generate(const GenerateOptions& options, Session& session) {
  const auto result = generate(options, session.run());
  session.console->say(
      fmt::format("{} tickets written to {}", result.tickets, options.out == "-" ? "standard output" : options.out));
  if (!session.json || options.out == "-") return;
  boost::json::object labels;
  for (const auto& [task, counts] : result.labels) labels[task] = boost::json::value_from(counts);
  print(boost::json::serialize(boost::json::object{{"tickets", result.tickets}, {"labels", labels}}) + "\n");
}

}  // namespace

void add_generate(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("generate", "make tickets with known labels");
  auto options = std::make_shared<GenerateOptions>();
  command->add_option("--count", options->count, "how many")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100000000}))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "the same seed gives the same tickets")->capture_default_str();
  command->add_option("--out", options->out, "where to write them (default: stdout)")->capture_default_str();
  command->footer("Example:\n  smartdesk generate --count 5000 --seed 7 --out generated.csv");
  command->callback([options, &session] { run_generate(*options, session); });
}

}  // namespace smartdesk
