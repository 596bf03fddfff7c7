#include <fmt/format.h>
#include <boost/json.hpp>
#include <limits>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/llm_flags.h"
#include "cli/workspace_flag.h"
#include "core/parallel.h"
#include "llm/ollama.h"
#include "models/classifier.h"
#include "store/backend.h"
#include "stream/kafka_broker.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct DoctorArguments {
  LlmFlags llm;
  bool pull = false;
};

struct LlmHealth {
  std::string url, says;  // says: what was found, or how to fix it
  bool works = false;
  std::vector<std::string> models;
};

LlmHealth examine_llm(const LlmFlags& flags, const Session& session, const Configuration& configuration) {
  LlmHealth health;
  health.url = net::parse_url(flags.url.empty() ? configuration.value("llm.url") : flags.url, llm::kOllamaPort).text();
  try {
    const auto found = flags.find_server(session, configuration);
    if (!found) {
      health.says =
          "No server responds. Start Ollama (https://ollama.com, `ollama serve`) or pass another server with "
          "--llm-url. Only `label`, `generate --provider llm` and embeddings need one.";
      return health;
    }
    if (found->provider == LlmProvider::kOllama) health.models = llm::list_ollama_models(found->server);
    const auto connection = flags.connect(session, configuration);
    health.works = true;
    health.says = fmt::format("{}, model {}{}", connection.card.server, connection.card.model,
                              connection.card.can_think ? ", can think" : "");
  } catch (const Error& error) {
    health.says = error.what();
  }
  return health;
}

struct StoreHealth {
  std::string where, says;
  bool works = false;
};

StoreHealth examine_workspace() {
  StoreHealth health;
  try {
    const auto backend = store::backend_for(workspace_at(""));
    health.where = backend->name();
    const auto tickets = backend->open_to_read().store().count({}, std::numeric_limits<std::int64_t>::max());
    health.works = true;
    health.says = fmt::format("{} tickets", tickets);
  } catch (const Error& error) {
    health.says = error.what();
  }
  return health;
}

struct BrokerHealth {
  std::string says;
  bool works = false;
};

BrokerHealth examine_broker(const Configuration& configuration) {
  BrokerHealth health;
  const auto& brokers = configuration.value("stream.brokers");
  if (brokers.empty()) {
    health.says = "Not configured. Only `stream` needs Kafka; set SMARTDESK_KAFKA_BROKERS to its address.";
    return health;
  }
  try {
    const auto& settings = configuration.value("stream.settings");
    health.says = stream::ask_kafka(
        brokers, settings.empty() ? stream::KafkaProperties() : stream::read_kafka_properties(settings));
    health.says += " at " + brokers;
    health.works = true;
  } catch (const Error& error) {
    health.says = error.what();
  }
  return health;
}

void pull(const LlmFlags& flags, Session& session, const Configuration& configuration) {
  const auto found = flags.find_server(session, configuration);
  if (!found || found->provider != LlmProvider::kOllama) {
    throw Error(ErrorCode::kUnavailable,
                "No Ollama server responds, so no model can be downloaded. Start Ollama with `ollama serve`.");
  }
  if (found->server.model.empty()) throw Error(ErrorCode::kUsage, "No model given. Pass --llm-model NAME.");
  const auto progress = session.console->progress();
  llm::pull_ollama_model(found->server, [&](std::uint64_t done, std::uint64_t total) {
    if (progress) progress("downloading " + found->server.model, done, total);
  });
  session.console->say(found->server.model + " is installed.");
}

void run_doctor(DoctorArguments& arguments, Session& session) {
  const auto configuration = Configuration::load();
  if (arguments.pull) pull(arguments.llm, session, configuration);
  boost::json::object algorithms;
  std::string text = fmt::format("{:<13} {}\n", "threads:", hardware_threads());
  for (const auto algorithm : models::kAlgorithms) {
    const auto here = models::availability(algorithm);
    algorithms[models::option_name(algorithm)] = {{"available", here.available}, {"reason", here.reason}};
    text += fmt::format("{:<13} {}\n", std::string(models::display_name(algorithm)) + ":",
                        here.available ? "works" : here.reason);
  }
  const auto llm = examine_llm(arguments.llm, session, configuration);
  text += fmt::format("{:<13} {} ({})\n", "LLM:", llm.works ? "works: " + llm.says : llm.says, llm.url);
  const auto workspace = examine_workspace();
  text += fmt::format(
      "{:<13} {}\n",
      "workspace:", workspace.works ? fmt::format("works: {} in {}", workspace.says, workspace.where) : workspace.says);
  const auto broker = examine_broker(configuration);
  text += fmt::format("{:<13} {}\n", "Kafka:", broker.works ? "works: " + broker.says : broker.says);
  if (!session.json) {
    print(text);
    return;
  }
  print(text::json_text(boost::json::object{
            {"broker", {{"available", broker.works}, {"reason", broker.says}}},
            {"threads", hardware_threads()},
            {"algorithms", algorithms},
            {"workspace", {{"available", workspace.works}, {"where", workspace.where}, {"reason", workspace.says}}},
            {"llm",
             {{"available", llm.works},
              {"url", llm.url},
              {"reason", llm.says},
              {"models", boost::json::value_from(llm.models)}}}}) +
        "\n");
}

Action make_doctor(Options& options, Session& session) {
  auto arguments = std::make_shared<DoctorArguments>();
  options.flag("--pull", arguments->pull, "Let Ollama download the model first.");
  arguments->llm.add_to(options);
  return [arguments, &session] { run_doctor(*arguments, session); };
}

}  // namespace

const Command kDoctor{"doctor", CommandGroup::kSystem, "Check what works on this machine and how to fix the rest.",
                      "Examples:\n  smartdesk doctor\n  smartdesk doctor --pull --llm-model llama3.2:3b", make_doctor};

}  // namespace smartdesk::cli
