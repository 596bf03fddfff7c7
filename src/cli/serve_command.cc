#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/json.hpp>

#include "cli/advice.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/workspace_flag.h"
#include "cli/workspace_labelling.h"
#include "core/version.h"
#include "http/http_server.h"
#include "server/desk_server.h"
#include "text/ascii.h"

namespace smartdesk::cli {
namespace {

struct ServeArguments {
  http::ServerOptions server;
  std::string workspace, model;
  std::optional<int> port;
  bool sign_in = false;
  double abstain_below = 0;
};

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    const auto part = text::trimmed(list.substr(0, end), " ");
    list.remove_prefix(std::min(end + 1, list.size()));
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

// Options that are not given are set from the configuration.
void configure(ServeArguments& arguments, const Configuration& configuration) {
  auto& options = arguments.server;
  const auto take = [&](std::string& value, std::string_view key) {
    if (value.empty()) value = configuration.value(key);
  };
  take(options.host, "serve.host");
  take(options.certificate_file, "serve.tls_cert");
  take(options.key_file, "serve.tls_key");
  options.port = arguments.port ? *arguments.port : configuration.number("serve.port");
  if (options.port < 0 || options.port > 65535)
    throw Error(ErrorCode::kUsage,
                "serve.port (" + configuration.source("serve.port") + ") must be a number from 0 to 65535.");
  if (options.trusted_proxies.empty()) options.trusted_proxies = parts_of(configuration.value("serve.trusted_proxies"));
  if (options.allowed_hosts.empty()) options.allowed_hosts = parts_of(configuration.value("serve.allowed_hosts"));
}

// Each connection takes a file descriptor, and the usual limit of 1,024 is too low.
void allow_many_connections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Passwords and tickets must not leave this machine unencrypted.
server::SignInMode sign_in_mode(const ServeArguments& arguments) {
  const auto& options = arguments.server;
  if (http::is_loopback(options.host))
    return arguments.sign_in ? server::SignInMode::kPassword : server::SignInMode::kNone;
  if (options.certificate_file.empty() && options.trusted_proxies.empty()) {
    throw Error(ErrorCode::kUsage, "--host " + options.host +
                                       " makes the server reachable from other machines. Pass --tls-cert and "
                                       "--tls-key, or pass the address of a TLS proxy with --trusted-proxy.");
  }
  return server::SignInMode::kPassword;
}

server::DeskServerOptions desk_options(const ServeArguments& arguments, const Configuration& configuration,
                                       Session& session) {
  server::DeskServerOptions options;
  options.http = arguments.server;
  options.workshop = {workspace_at(arguments.workspace),
                      arguments.model,
                      configuration.taxonomy(),
                      {arguments.abstain_below, {}, embedders(session)},
                      arguments.server.error_log};
  options.sign_in = sign_in_mode(arguments);
  options.http.requires_tls = !http::is_loopback(options.http.host);
  options.admin_password = configuration.value("serve.admin_password");
  options.webhooks.urls = parts_of(configuration.value("webhooks.urls"));
  options.webhooks.secret = configuration.value("webhooks.secret");
  options.hooks = {configuration.value("hooks.zendesk_secret"), configuration.value("hooks.chatwoot_secret"),
                   configuration.value("hooks.zammad_secret")};
  options.label = [&session](store::TicketStore& store, const Run& run) {
    return label_with_language_model(store, session, run);
  };
  options.threads = session.run().threads;
  options.version = kVersion;
  return options;
}

void say_what_is_missing(const prediction::ServedModel& served, Console& console) {
  try {
    served.required();
  } catch (const Error& error) {
    console.say(with_advice(error));
  }
}

void run_serve(ServeArguments& arguments, Session& session) {
  const auto configuration = Configuration::load();
  auto& console = *session.console;
  configure(arguments, configuration);
  arguments.server.error_log = [&console](std::string_view line) { console.fail(line); };
  if (session.verbose) arguments.server.access_log = [&console](std::string_view line) { console.say(line); };
  allow_many_connections();
  server::DeskServer desk(desk_options(arguments, configuration, session));
  if (desk.has_created_admin()) console.say("Created the user admin.");
  console.say("SmartDesk is running at " + desk.url() + " (press Ctrl-C to stop)");
  say_what_is_missing(desk.served(), console);
  desk.run(session.run().stopped);
  console.say("Stopped. Requests already received were completed.");
}

Action make_serve(Options& options, Session& session) {
  auto arguments = std::make_shared<ServeArguments>();
  auto& own = arguments->server;
  add_workspace_option(options, arguments->workspace);
  own.host.clear();
  options.add("--host", own.host, "Address to listen on (default: SMARTDESK_HOST, else 127.0.0.1).");
  options.add("--port", arguments->port, "Port, 0 for any free one (default: PORT, else 8080).").between(0, 65535);
  options.add("--model", arguments->model, "Model file (default: the workspace's champion).");
  options.add("--abstain-below", arguments->abstain_below, "Flag predictions below this probability as `abstain`.")
      .between(0.0, 1.0);
  options.flag("--sign-in", arguments->sign_in, "Require sign-in on the loopback address too.");
  options.add("--tls-cert", own.certificate_file, "PEM file with the certificate chain.");
  options.add("--tls-key", own.key_file, "PEM file with the private key.");
  options.add(
      "--trusted-proxy", own.trusted_proxies,
      "Address or network of a TLS proxy whose X-Forwarded-For and X-Forwarded-Proto are trusted. With --host and "
      "without --tls-cert, only requests that it received over HTTPS are accepted. May be repeated.");
  options.add("--allowed-host", own.allowed_hosts, "Host name that browsers may use. May be repeated.");
  return [arguments, &session] { run_serve(*arguments, session); };
}

}  // namespace

const Command kServe{"serve", CommandGroup::kServing, "Serve the dashboard and the REST API of the workspace.",
                     "Examples:\n"
                     "  smartdesk serve\n"
                     "  smartdesk serve --port 9000 --model desk.model\n"
                     "  smartdesk serve --host 0.0.0.0 --tls-cert desk.pem --tls-key desk.key --allowed-host "
                     "desk.example.org\n"
                     "  curl -d '{\"text\":\"I was charged twice\"}' http://127.0.0.1:8080/api/v1/classify\n"
                     "-v logs one line per request to standard error. http://127.0.0.1:8080/docs shows the API.",
                     make_serve};

}  // namespace smartdesk::cli
