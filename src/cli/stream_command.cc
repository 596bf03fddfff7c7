#include <fmt/format.h>
#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/workspace_flag.h"
#include "store/backend.h"
#include "stream/instance.h"
#include "stream/kafka_broker.h"
#include "stream/monitor.h"
#include "stream/stream.h"
#include "text/json_text.h"
#include "workspace/champion_watch.h"

namespace smartdesk::cli {
namespace {

struct StreamArguments {
  stream::KafkaOptions kafka;
  std::string workspace, model, settings;
  std::optional<int> metrics_port;
  double abstain_below = 0;
  bool store = false, until_end = false;
};

void configure(StreamArguments& arguments, const Configuration& configuration) {
  auto& kafka = arguments.kafka;
  if (kafka.brokers.empty()) kafka.brokers = configuration.value("stream.brokers");
  if (kafka.brokers.empty())
    throw Error(ErrorCode::kUsage, "No Kafka broker given. Pass --brokers HOST:9092, or set SMARTDESK_KAFKA_BROKERS.");
  if (kafka.out.empty() && !arguments.store)
    throw Error(ErrorCode::kUsage,
                "No output given. Pass --out TOPIC to send predictions, or --store to keep them in the workspace.");
  if (kafka.dead_letters.empty()) kafka.dead_letters = kafka.in + ".dead-letters";
  if (kafka.in == kafka.out || kafka.in == kafka.dead_letters || kafka.out == kafka.dead_letters)
    throw Error(ErrorCode::kUsage, "--in, --out and --dead-letters must be three different topics.");
  if (kafka.group.empty()) kafka.group = "smartdesk." + kafka.in;
  const auto& settings = arguments.settings.empty() ? configuration.value("stream.settings") : arguments.settings;
  if (!settings.empty()) kafka.properties = stream::read_kafka_properties(settings);
  if (!arguments.metrics_port) arguments.metrics_port = configuration.number("stream.metrics_port");
}

// Holds the model that answers: a file, or the workspace's champion, reloaded when it changes.
class Answering {
 public:
  Answering(const StreamArguments& arguments, const store::WorkspaceLocation& location, const Session& session) {
    auto& console = *session.console;
    const prediction::PredictorOptions predictor{arguments.abstain_below, {}, embedders(session)};
    if (!arguments.model.empty()) {
      served->replace(std::make_shared<const prediction::Predictor>(models::load_model(arguments.model), predictor));
      return;
    }
    workspace::ChampionWatchOptions options;
    options.predictor = predictor;
    options.on_new = [&console](std::string_view version) {
      console.say("The model " + std::string(version) + " answers from now on.");
    };
    options.error_log = [&console](std::string_view line) { console.fail(line); };
    watch_.emplace(location, served, options);
  }

  // Returns false if the program is stopped before there is a model.
  bool wait_for_model(const Run& run, Console& console) const {
    if (!served->current()) console.say("There is no model yet. Waiting for `smartdesk train`.");
    while (!served->current()) {
      if (run.stopped != nullptr && run.stopped->load()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    return true;
  }

  std::string version() const {
    const auto answering = served->current();
    return answering ? answering->model().version : "";
  }

  const std::shared_ptr<prediction::ServedModel> served = std::make_shared<prediction::ServedModel>();

 private:
  std::optional<workspace::ChampionWatch> watch_;
};

void report(const stream::StreamGauges& gauges, const Answering& answering, const Session& session) {
  session.console->say(fmt::format("{} messages processed: {} predictions sent, {} dead letters, {} tickets stored.",
                                   gauges.taken.load(), gauges.answers.load(), gauges.dead_letters.load(),
                                   gauges.stored.load()));
  if (!session.json) return;
  print(text::json_text(boost::json::object{{"model_version", answering.version()},
                                            {"messages", gauges.taken.load()},
                                            {"answers", gauges.answers.load()},
                                            {"dead_letters", gauges.dead_letters.load()},
                                            {"stored", gauges.stored.load()},
                                            {"commits", gauges.commits.load()},
                                            {"rollbacks", gauges.rollbacks.load()},
                                            {"rebalances", gauges.rebalances.load()}}) +
        "\n");
}

void run_stream(StreamArguments& arguments, Session& session) {
  const auto configuration = Configuration::load();
  configure(arguments, configuration);
  auto& kafka = arguments.kafka;
  auto& console = *session.console;
  const auto run = session.run();
  const auto location = workspace_at(arguments.workspace);
  const auto log = [&console](std::string_view line) { console.warn(line); };

  const Answering answering(arguments, location, session);
  std::optional<store::Workspace> workspace;
  if (arguments.store) workspace.emplace(store::backend_for(location)->make_or_open("stream"));
  stream::StreamGauges gauges;
  std::optional<stream::Monitor> monitor;
  if (*arguments.metrics_port > 0) {
    monitor.emplace(stream::MonitorOptions{configuration.value("stream.metrics_host"), *arguments.metrics_port}, gauges,
                    [&] { return answering.version(); });
    console.say("Metrics are served at " + monitor->url() + "/metrics");
  }
  if (!answering.wait_for_model(run, console)) return;

  std::optional<stream::Instance> instance;
  if (kafka.instance.empty()) kafka.instance = instance.emplace(location.folder).name();
  kafka.stopped = run.stopped;
  kafka.log = log;
  const auto broker = stream::open_kafka(kafka);
  console.say(fmt::format("Answering topic {} with model {}, as {} in the group {} (press Ctrl-C to stop)", kafka.in,
                          answering.version(), kafka.instance, kafka.group));
  const stream::StreamOptions options{kafka.in, !kafka.out.empty(), workspace ? &workspace->store() : nullptr,
                                      arguments.until_end, log};
  stream::stream(*broker, *answering.served, options, gauges, run);
  report(gauges, answering, session);
}

Action make_stream(Options& options, Session& session) {
  auto arguments = std::make_shared<StreamArguments>();
  auto& kafka = arguments->kafka;
  options.add("--in", kafka.in, "Topic with tickets: JSON or CloudEvents.").required();
  options.add("--out", kafka.out, "Topic for the predictions.");
  options.flag("--store", arguments->store, "Keep tickets and predictions in the workspace.");
  options.add("--dead-letters", kafka.dead_letters,
              "Topic for messages that are no tickets (default: IN.dead-letters).");
  options.add("--brokers", kafka.brokers, "HOST:PORT of Kafka, comma-separated (default: SMARTDESK_KAFKA_BROKERS).");
  options.add("--group", kafka.group, "Consumer group (default: smartdesk.IN).");
  options.add("--instance", kafka.instance,
              "Name of this process in the group, the same after a restart (default: HOST-0, HOST-1, ...).");
  options.add("--settings", arguments->settings,
              "File with KEY=VALUE lines for the Kafka client (default: SMARTDESK_KAFKA_SETTINGS).");
  options.add("--model", arguments->model, "Model file (default: the workspace's champion).");
  options.add("--abstain-below", arguments->abstain_below, "Flag predictions below this probability as `abstain`.")
      .between(0.0, 1.0);
  add_workspace_option(options, arguments->workspace);
  options
      .add("--metrics-port", arguments->metrics_port,
           "Port for /metrics, /healthz and /readyz (default: SMARTDESK_METRICS_PORT, else none).")
      .between(0, 65535);
  options.flag("--until-end", arguments->until_end, "Stop after the last message that is there now.");
  return [arguments, &session] { run_stream(*arguments, session); };
}

}  // namespace

const Command kStream{
    "stream", CommandGroup::kServing, "Classify tickets from a Kafka topic, exactly once each.",
    "Examples:\n"
    "  smartdesk stream --brokers 127.0.0.1:9092 --in tickets --out predictions\n"
    "  smartdesk stream --in tickets --out predictions --model desk.model --metrics-port 9464\n"
    "  smartdesk stream --in tickets --store --settings kafka.properties\n"
    "  smartdesk stream --in backlog --out predictions --until-end --json\n"
    "Start up to one process per partition. Each message is answered once, even if processes are killed.",
    make_stream};

}  // namespace smartdesk::cli
