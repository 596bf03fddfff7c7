#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/configuration.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

std::string shown(const Setting& setting, const std::string& value) {
  return setting.is_secret && !value.empty() ? "********" : value;
}

void run_config(Session& session) {
  const auto configuration = Configuration::load();
  boost::json::object json;
  std::string text;
  for (const auto& setting : settings()) {
    const auto value = shown(setting, configuration.value(setting.key));
    json[setting.key] = {{"value", value}, {"source", configuration.source(setting.key)}};
    text += fmt::format("{:<20} {:<24} {:<28} {}\n", setting.key, value.empty() ? "-" : value,
                        "(" + configuration.source(setting.key) + ")", setting.description);
  }
  boost::json::object tasks;
  for (const auto& task : configuration.taxonomy().tasks) {
    std::string names;
    boost::json::array labels;
    for (const auto& label : task.labels) {
      names += (names.empty() ? "" : ", ") + label.name;
      labels.emplace_back(label.name);
    }
    tasks[task.name] = std::move(labels);
    text += fmt::format("{:<20} {}\n", "task " + task.name, names);
  }
  json["tasks"] = std::move(tasks);
  for (const auto& name : configuration.unknown_variables())
    session.console->warn(name + " is set, but there is no such setting. Check its spelling.");
  print(session.json ? text::json_text(json) + "\n" : text);
}

Action make_config(Options&, Session& session) {
  return [&session] { run_config(session); };
}

}  // namespace

const Command kConfig{
    "config", CommandGroup::kSystem, "Show all settings and where each comes from. Secrets are masked.",
    "Defaults < smartdesk.toml (or the file named by SMARTDESK_CONFIG) < environment < options.\n"
    "Example of smartdesk.toml:\n"
    "  [llm]\n"
    "  model = \"llama3.1:8b\"\n\n"
    "  [[task]]\n"
    "  name = \"category\"\n"
    "  labels = [{name = \"Billing\", definition = \"invoices, refunds\", examples = [\"charged twice\"]}, "
    "\"Other\"]",
    make_config};

}  // namespace smartdesk::cli
