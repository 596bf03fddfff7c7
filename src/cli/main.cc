// The command line: the only place that reads arguments, decides where results go, and turns errors into exit codes.

#include <exception>
#include <memory>

#include "cli/command.h"
#include "cli/version.h"

namespace smartdesk::cli {
namespace {

void add_commands(CLI::App& app, Session& session) {
  add_generate(app, session);
  add_label(app, session);
  add_clean(app, session);
  add_audit(app, session);
  add_train(app, session);
  add_classify(app, session);
  add_evaluate(app, session);
  add_explain(app, session);
  add_benchmark(app, session);
  add_report(app, session);
  add_import(app, session);
  add_export(app, session);
  add_search(app, session);
  add_stats(app, session);
  add_erase(app, session);
  add_backup(app, session);
  add_restore(app, session);
  add_review(app, session);
  add_serve(app, session);
  add_stream(app, session);
  add_user(app, session);
  add_config(app, session);
  add_doctor(app, session);
  add_completion(app);
}

Verbosity verbosity_of(const Session& session) {
  if (session.quiet) return Verbosity::kQuiet;
  return session.verbose ? Verbosity::kVerbose : Verbosity::kNormal;
}

int run(int argc, char** argv) {
  CLI::App app("SmartDesk reads support tickets: sentiment, urgency, category and a summary, on your own machine.",
               "smartdesk");
  app.set_version_flag("--version", kVersion);
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused, 4 done with rejected rows, 5 outside service "
      "unreachable, 130 interrupted.\nsmartdesk <command> --help shows a command's options and examples.");
  Session session;
  app.add_flag("--json", session.json, "results for machines on standard output");
  app.add_flag("--quiet", session.quiet, "say nothing but errors");
  app.add_flag("-v,--verbose", session.verbose, "say each step");
  app.add_option("--threads", session.threads, "threads to use (default: all)")->check(CLI::Range(1, 1024));
  add_commands(app, session);
  app.parse_complete_callback([&] { session.console = std::make_unique<Console>(verbosity_of(session)); });
  try {
    app.parse(argc, argv);
    return session.exit_code;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_code(ErrorCode::kUsage);
  } catch (const Error& error) {
    Console(Verbosity::kNormal).fail(error.what());
    return exit_code(error.code());
  } catch (const std::bad_alloc&) {
    Console(Verbosity::kNormal).fail("out of memory; use a machine with more, or a smaller file");
    return exit_code(ErrorCode::kFailed);
  } catch (const std::exception& error) {
    Console(Verbosity::kNormal).fail(error.what());
    return exit_code(ErrorCode::kFailed);
  }
}

}  // namespace
}  // namespace smartdesk::cli

int main(int argc, char** argv) {
  smartdesk::cli::install_stop_signals();
  return smartdesk::cli::run(argc, argv);
}
