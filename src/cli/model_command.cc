#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/workspace_flag.h"
#include "models/model_card.h"
#include "text/json_text.h"
#include "workspace/model_registry.h"

namespace smartdesk::cli {
namespace {

namespace json = boost::json;

struct ShowArguments {
  std::string model, workspace, version;
};

// The model file that the arguments name: the file, the version, or else the champion.
std::string path_of(const ShowArguments& arguments) {
  if (!arguments.model.empty()) return arguments.model;
  const workspace::ModelRegistry registry(workspace_at(arguments.workspace));
  const auto version = arguments.version.empty() ? registry.champion() : arguments.version;
  if (!version) throw no_model();
  if (registry.holds(*version)) return registry.path_of(*version);
  std::string versions;
  for (const auto& record : registry.records()) versions += (versions.empty() ? "" : ", ") + record.version;
  throw Error(ErrorCode::kUsage, "There is no model \"" + *version + "\" in " + registry.location() + ". Versions: " +
                                     (versions.empty() ? "none yet; `smartdesk train` creates one." : versions + "."));
}

json::object labels_json(const models::Head& head) {
  json::object labels;
  for (ClassIndex label = 0; label < head.labels.size(); ++label) {
    const auto at = static_cast<std::size_t>(label);
    labels[head.labels.name(label)] = at < head.label_rows.size() ? json::value(head.label_rows[at]) : json::value();
  }
  return labels;
}

json::object as_json(const models::Head& head) {
  const auto figures = models::figures_of(head);
  json::object settings;
  for (const auto& setting : head.settings) settings[setting.name] = setting.value;
  json::array budgets;
  for (const auto& one : figures.budgets)
    budgets.push_back({{"budget", one.budget}, {"coverage", one.coverage}, {"error", one.error}});
  return {{"algorithm", models::option_name(head.classifier.algorithm())},
          {"settings", std::move(settings)},
          {"rows", head.training_rows},
          {"labels", labels_json(head)},
          {"judged_rows", figures.judged_rows},
          {"macro_f1", head.cv_macro_f1},
          {"accuracy", figures.accuracy},
          {"accuracy_95", {figures.accuracy_95.low, figures.accuracy_95.high}},
          {"majority_accuracy", head.majority_accuracy},
          {"ece", figures.ece},
          {"error_budgets", std::move(budgets)},
          {"no_signal", head.no_signal}};
}

json::object as_json(const models::Model& model, std::uint64_t bytes) {
  const auto& origin = model.origin;
  json::array files;
  for (const auto& file : origin.files) files.push_back({{"name", file.name}, {"sha256", file.sha256}});
  json::object languages, tasks;
  for (const auto& one : origin.languages) languages[one.code] = one.rows;
  for (const auto& head : model.heads) tasks[head.task] = as_json(head);
  return {{"model_version", model.version},
          {"created_at", model.created_at},
          {"program", origin.program},
          {"profile", origin.profile},
          {"bytes", bytes},
          {"trained_on", std::move(files)},
          {"languages", std::move(languages)},
          {"embedder", model.embedder},
          {"columns", model.features.columns()},
          {"tasks", std::move(tasks)},
          {"limits", json::value_from(models::limits_of(model))}};
}

std::string settings_text(const models::Head& head) {
  std::string text;
  for (const auto& setting : head.settings)
    text += fmt::format("{}{} {:g}", text.empty() ? " (" : ", ", setting.name, setting.value);
  return text.empty() ? "" : text + ")";
}

std::string budgets_text(const models::HeadFigures& figures) {
  std::string text;
  for (const auto& one : figures.budgets) {
    text += one.coverage == 0
                ? fmt::format("  at most {:g} % wrong: no predictions can be promised\n", one.budget * 100)
                : fmt::format("  at most {:g} % wrong: {:.0f} % of tickets answered\n", one.budget * 100,
                              one.coverage * 100);
  }
  return text;
}

std::string as_text(const models::Head& head) {
  auto text = fmt::format("{}: {}{}, {} training rows, {} labels\n", head.task,
                          models::display_name(head.classifier.algorithm()), settings_text(head), head.training_rows,
                          head.labels.size());
  for (ClassIndex label = 0; label < head.labels.size(); ++label) {
    const auto at = static_cast<std::size_t>(label);
    text += at < head.label_rows.size()
                ? fmt::format("  {:<40}{:>8} rows\n", head.labels.name(label), head.label_rows[at])
                : fmt::format("  {}\n", head.labels.name(label));
  }
  const auto figures = models::figures_of(head);
  if (figures.judged_rows == 0) return text;
  return text +
         fmt::format(
             "  by cross-validation on {} rows: macro F1 {:.3f}, accuracy {:.3f} ({:.3f} to {:.3f}), always the most "
             "common label {:.3f}, calibration error {:.3f}\n",
             figures.judged_rows, head.cv_macro_f1, figures.accuracy, figures.accuracy_95.low, figures.accuracy_95.high,
             head.majority_accuracy, figures.ece) +
         budgets_text(figures);
}

std::string origin_text(const models::Model& model, std::uint64_t bytes) {
  const auto& origin = model.origin;
  auto text = fmt::format("Model {}{}{}, {} bytes\n", model.version,
                          model.created_at.empty() ? "" : ", trained " + model.created_at,
                          origin.program.empty() ? "" : " by " + origin.program, bytes);
  for (const auto& file : origin.files)
    text += "  on " + file.name + (file.sha256.empty() ? "" : ", SHA-256 " + file.sha256) + "\n";
  if (!origin.profile.empty())
    text += fmt::format("  profile {}, {} terms\n", origin.profile, model.features.columns());
  std::uint64_t rows = 0;
  for (const auto& one : origin.languages) rows += one.rows;
  std::string languages;
  for (const auto& one : origin.languages) {
    languages += fmt::format("{}{} {:.0f} %", languages.empty() ? "" : ", ", one.code.empty() ? "unclear" : one.code,
                             100.0 * static_cast<double>(one.rows) / static_cast<double>(rows));
  }
  if (!languages.empty()) text += fmt::format("  languages of {} training rows: {}\n", rows, languages);
  return text;
}

void run_show(const ShowArguments& arguments, const Session& session) {
  const auto path = path_of(arguments);
  const auto model = models::load_model(path);
  const auto bytes = static_cast<std::uint64_t>(std::filesystem::file_size(path));
  if (session.json) return print(text::json_text(as_json(model, bytes)) + "\n");
  auto text = origin_text(model, bytes);
  for (const auto& head : model.heads) text += "\n" + as_text(head);
  const auto limits = models::limits_of(model);
  if (!limits.empty()) text += "\nWhat it cannot do:\n";
  for (const auto& limit : limits) text += "  " + limit + "\n";
  print(text);
}

constexpr const char* kExamples =
    "Examples:\n"
    "  smartdesk model show --model desk.model\n"
    "  smartdesk model show                       # the champion of the workspace\n"
    "  smartdesk model show a1b2c3d4e5f6 --json   # a version of the workspace";

Action make_model(Options& options, Session& session) {
  auto arguments = std::make_shared<ShowArguments>();
  options.add_command("show", "Show a model: data, settings, figures by cross-validation, and what it cannot do.",
                      kExamples, [&](Options& own) -> Action {
                        auto model =
                            own.add("--model", arguments->model, "Model file (default: a version of the workspace).");
                        add_workspace_option(own, arguments->workspace);
                        own.add("version", arguments->version, "Model version (default: the champion).");
                        model.excludes("--workspace").excludes("version");
                        return [arguments, &session] { run_show(*arguments, session); };
                      });
  return {};
}

}  // namespace

const Command kModel{"model", CommandGroup::kFiles, "Show what a trained model is and how good it is.", kExamples,
                     make_model};

}  // namespace smartdesk::cli
