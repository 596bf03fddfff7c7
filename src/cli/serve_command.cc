#include <fmt/format.h>
#include <sys/resource.h>

#include <charconv>
#include <cstdlib>

#include "cli/command.h"
#include "cli/version.h"
#include "cli/workspace_flag.h"
#include "server/answer_routes.h"
#include "http/http_server.h"
#include "server/service_routes.h"

namespace smartdesk {
namespace {

struct ServeArguments {
  ServerOptions server;
  std::string model;
  std::optional<int> port;
  double abstain_below = 0;
};

int port_from_environment() {
  const char* text = std::getenv("PORT");
  if (text == nullptr || *text == '\0') return ServerOptions().port;
  int port = -1;
  const std::string_view digits(text);
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (fault != std::errc() || end != digits.data() + digits.size() || port < 0 || port > 65535)
    throw Error(ErrorCode::kUsage, "PORT is " + std::string(digits) + "; set it to a number from 0 to 65535");
  return port;
}

// Each connection is a descriptor, and the usual 1,024 are few.
void allow_many_connections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void run_serve(ServeArguments& arguments, Session& session) {
  auto& options = arguments.server;
  options.port = arguments.port ? *arguments.port : port_from_environment();
  options.threads = session.threads;
  options.error_log = [&](std::string_view line) { session.console->fail(line); };
  if (session.verbose) options.access_log = [&](std::string_view line) { session.console->say(line); };
  allow_many_connections();

  const auto served = std::make_shared<ServedModel>();
  if (!arguments.model.empty())
    served->replace(std::make_shared<const AnsweringModel>(load_model(arguments.model), arguments.abstain_below));
  const auto metrics = std::make_shared<Metrics>();
  const auto router = std::make_shared<Router>();
  add_answer_routes(*router, served, *metrics);
  add_service_routes(
      *router, metrics,
      [served] { return served->current() ? std::string() : "there is no model yet; give --model FILE"; }, kVersion);

  HttpServer server(options, router, metrics);
  session.console->say("listening on " + server.url() + " (Ctrl-C stops)");
  server.run(session.run().stopped);
  session.console->say("stopped; what was asked before is answered");
}

}  // namespace

void add_serve(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("serve", "the dashboard and the REST API");
  auto arguments = std::make_shared<ServeArguments>();
  auto& options = arguments->server;
  command->add_option("--host", options.host, "address to listen on")->capture_default_str();
  command->add_option("--port", arguments->port, "port, 0 for a free one (default: PORT, else 8080)")
      ->check(CLI::Range(0, 65535));
  command->add_option("--model", arguments->model, "model file that answers");
  command->add_option("--abstain-below", arguments->abstain_below, "flag predictions less probable than this")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--tls-cert", options.certificate_file, "PEM file with the certificate and its chain");
  command->add_option("--tls-key", options.key_file, "PEM file with its key");
  command->add_option("--trusted-proxy", options.trusted_proxies,
                      "address of a proxy whose X-Forwarded-For and -Proto are believed; may be repeated");
  command->add_option("--allowed-host", options.allowed_hosts,
                      "name that browsers may call this server by; may be repeated");
  command->footer(
      "Examples:\n"
      "  smartdesk serve --model desk.model\n"
      "  curl -d '{\"text\":\"I was charged twice\"}' http://127.0.0.1:8080/api/v1/classify\n"
      "-v writes a line per request to standard error. http://127.0.0.1:8080/docs shows the API.");
  command->callback([arguments, &session] { run_serve(*arguments, session); });
}

}  // namespace smartdesk
