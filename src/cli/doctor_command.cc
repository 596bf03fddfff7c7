#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "core/parallel.h"

namespace smartdesk {
namespace {

void run_doctor(Session& session) {
  boost::json::object algorithms;
  std::string text = fmt::format("threads: {}\n", hardware_threads());
  for (const auto algorithm : kAlgorithms) {
    const auto here = availability(algorithm);
    algorithms[option_name(algorithm)] = {{"available", here.available}, {"reason", here.reason}};
    text +=
        fmt::format("{:<13} {}\n", std::string(display_name(algorithm)) + ":", here.available ? "works" : here.reason);
  }
  if (session.json) {
    print(boost::json::serialize(boost::json::object{{"threads", hardware_threads()}, {"algorithms", algorithms}}) +
          "\n");
  } else {
    print(text);
  }
}

}  // namespace

void add_doctor(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("doctor", "what works on this machine, and what to do about what does not");
  command->footer("Example:\n  smartdesk doctor");
  command->callback([&session] { run_doctor(session); });
}

}  // namespace smartdesk
