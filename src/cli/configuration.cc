#include "cli/configuration.h"

#include <toml++/toml.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/error.h"

extern char** environ;

namespace smartdesk::cli {
namespace {

constexpr std::string_view kFile = "smartdesk.toml";
// Not settings: read when the file is searched for, by tests, benchmarks and scripts.
constexpr std::string_view kOtherVariables[] = {
    "SMARTDESK_CONFIG",     "SMARTDESK_BENCH_DATA",  "SMARTDESK_TEST_SERVERS",       "SMARTDESK_TEST_DATABASE_URL",
    "SMARTDESK_TEST_KAFKA", "SMARTDESK_TEST_PYTHON", "SMARTDESK_LLM_THINKING_MODEL", "SMARTDESK_LLM_FAST_MODEL",
    "SMARTDESK_LLM_CACHE"};

Error wrong(const std::string& path, const std::string& what) { return {ErrorCode::kUsage, path + ": " + what}; }

toml::table parse(const std::string& path) {
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    throw wrong(path, "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
}

std::string text_in(const std::string& path, const std::string& key, const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* yes = node.as_boolean()) return yes->get() ? "true" : "false";
  throw wrong(path, key + " must be a string, a number, true or false.");
}

// Levenshtein's distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

[[noreturn]] void refuse_key(const std::string& path, const std::string& key) {
  const auto nearest = std::min_element(settings().begin(), settings().end(), [&](const auto& a, const auto& b) {
    return distance(key, a.key) < distance(key, b.key);
  });
  throw wrong(path, "unknown setting " + key + ". Did you mean " + std::string(nearest->key) +
                        "? Run `smartdesk config` to list all settings.");
}

std::vector<std::string> texts_in(const std::string& path, const toml::table& table, std::string_view key) {
  std::vector<std::string> texts;
  const auto* array = table[key].as_array();
  if (array == nullptr) return texts;
  for (const auto& entry : *array) texts.push_back(text_in(path, std::string(key), entry));
  return texts;
}

LabelDefinition label_in(const std::string& path, const toml::node& node) {
  if (const auto* name = node.as_string()) return {name->get(), "", {}};
  const auto* table = node.as_table();
  if (table == nullptr || !(*table)["name"].is_string()) {
    throw wrong(path, "each entry of labels must be a name, or a table with name, definition and examples.");
  }
  LabelDefinition label{(*table)["name"].value_or(std::string()), (*table)["definition"].value_or(std::string()),
                        texts_in(path, *table, "examples")};
  if (const auto* tone = (*table)["tone"].as_string()) {
    const auto named = tone_named(tone->get());
    if (!named) throw wrong(path, "the tone of the label " + label.name + " must be good, bad or neutral.");
    label.tone = *named;
  }
  return label;
}

bool says_tones(const toml::array& labels) {
  return std::any_of(labels.begin(), labels.end(), [](const toml::node& label) {
    const auto* table = label.as_table();
    return table != nullptr && table->contains("tone");
  });
}

TaskDefinition task_in(const std::string& path, const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr || !(*table)["name"].is_string()) throw wrong(path, "each [[task]] needs a name.");
  TaskDefinition task{(*table)["name"].value_or(std::string()),
                      (*table)["question"].value_or(std::string()),
                      {},
                      (*table)["ordered"].value_or(false),
                      (*table)["rest"].value_or(std::string())};
  const auto* labels = (*table)["labels"].as_array();
  if (labels == nullptr || labels->size() < 2)
    throw wrong(path, "the task " + task.name + " needs at least two labels.");
  for (const auto& label : *labels) task.labels.push_back(label_in(path, label));
  if (!task.rest.empty() && !position_of(task, task.rest))
    throw wrong(path, "the task " + task.name + " has no label " + task.rest + ", which is its rest.");
  if (task.rest.empty() && position_of(task, "Other")) task.rest = task.labels[*position_of(task, "Other")].name;
  return says_tones(*labels) ? task : with_usual_tones(std::move(task));
}

Taxonomy taxonomy_in(const std::string& path, const toml::table& file) {
  Taxonomy taxonomy;
  const auto* tasks = file["task"].as_array();
  if (tasks == nullptr) return taxonomy;
  for (const auto& task : *tasks) taxonomy.tasks.push_back(task_in(path, task));
  return taxonomy;
}

std::string file_content(const std::string& path, const std::string& variable) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorCode::kUsage, variable + " points to " + path + ", which cannot be read.");
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  while (!content.empty() && (content.back() == '\n' || content.back() == '\r')) content.pop_back();
  return content;
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all{
      {"llm.provider", {"SMARTDESK_LLM"}, "", "server type: ollama, openai or none (empty: detected)"},
      {"llm.url", {"SMARTDESK_LLM_URL", "OLLAMA_HOST"}, "127.0.0.1:11434", "URL of the language model server"},
      {"llm.model", {"SMARTDESK_LLM_MODEL"}, "", "model name (empty: the only model on the server)"},
      {"llm.embed_model", {"SMARTDESK_EMBED_MODEL"}, "all-minilm", "embedding model"},
      {"llm.api_key", {"SMARTDESK_LLM_API_KEY", "OPENAI_API_KEY"}, "", "API key, sent as a bearer token", true},
      {"llm.concurrency", {"SMARTDESK_LLM_CONCURRENCY"}, "0", "parallel requests (0: as the server reports, else 2)"},
      {"llm.context_tokens", {"SMARTDESK_LLM_CONTEXT_TOKENS"}, "4096", "context window for prompt and reply"},
      {"workspace.folder",
       {"SMARTDESK_WORKSPACE"},
       "./smartdesk-data",
       "folder for tickets, accounts, jobs and models"},
      {"workspace.keep_days",
       {"SMARTDESK_KEEP_DAYS"},
       "0",
       "each import erases tickets older than this many days (0: none)"},
      {"text.from",
       {"SMARTDESK_TEXT_FROM"},
       "first",
       "messages that make a ticket's text: first (the customer's first), customer (all of the customer's) or all"},
      {"database.url",
       {"SMARTDESK_DATABASE_URL", "DATABASE_URL"},
       "",
       "postgresql://user:password@host/database for the tickets (empty: in the workspace folder)",
       true},
      {"serve.host", {"SMARTDESK_HOST"}, "127.0.0.1", "address that `serve` listens on"},
      {"serve.port", {"PORT", "SMARTDESK_PORT"}, "8080", "port that `serve` listens on (0: any free port)"},
      {"serve.tls_cert", {"SMARTDESK_TLS_CERT"}, "", "PEM file with the certificate chain"},
      {"serve.tls_key", {"SMARTDESK_TLS_KEY"}, "", "PEM file with the private key"},
      {"serve.trusted_proxies",
       {"SMARTDESK_TRUSTED_PROXIES"},
       "",
       "addresses or networks (10.0.0.0/8) of proxies in front of `serve`, comma-separated"},
      {"serve.allowed_hosts",
       {"SMARTDESK_ALLOWED_HOSTS", "RENDER_EXTERNAL_HOSTNAME"},
       "",
       "host names that browsers may use, comma-separated"},
      {"serve.admin_password",
       {"SMARTDESK_ADMIN_PASSWORD"},
       "",
       "password of the user \"admin\", which `serve` creates if there are no users",
       true},
      {"stream.brokers", {"SMARTDESK_KAFKA_BROKERS"}, "", "host:port of Kafka for `stream`, comma-separated"},
      {"stream.settings",
       {"SMARTDESK_KAFKA_SETTINGS"},
       "",
       "file with KEY=VALUE lines for the Kafka client: security and tuning"},
      {"stream.metrics_host", {"SMARTDESK_METRICS_HOST"}, "127.0.0.1", "address for /metrics of `stream`"},
      {"stream.metrics_port", {"SMARTDESK_METRICS_PORT"}, "0", "port for /metrics of `stream` (0: off)"},
      {"webhooks.urls",
       {"SMARTDESK_WEBHOOK_URLS"},
       "",
       "URLs that receive events of new tickets and labels, comma-separated"},
      {"webhooks.secret", {"SMARTDESK_WEBHOOK_SECRET"}, "", "whsec_…, the key that signs these events", true},
      {"hooks.zendesk_secret",
       {"SMARTDESK_ZENDESK_SECRET"},
       "",
       "secret that verifies incoming Zendesk webhooks",
       true},
      {"hooks.chatwoot_secret",
       {"SMARTDESK_CHATWOOT_SECRET"},
       "",
       "secret that verifies incoming Chatwoot webhooks",
       true},
      {"hooks.zammad_secret", {"SMARTDESK_ZAMMAD_SECRET"}, "", "secret that verifies incoming Zammad webhooks", true},
      {"cache.folder",
       {"SMARTDESK_CACHE"},
       "",
       "cache of server replies (empty: smartdesk in the user's cache folder)"},
  };
  return all;
}

Configuration Configuration::load() {
  Configuration configuration;
  for (const auto& setting : settings()) {
    configuration.values_[std::string(setting.key)] = {std::string(setting.otherwise), "default"};
  }
  const char* named = std::getenv("SMARTDESK_CONFIG");
  const std::string path = named != nullptr ? named : std::string(kFile);
  if (named != nullptr && !std::filesystem::exists(path))
    throw wrong(path, "file not found. Correct or unset SMARTDESK_CONFIG.");
  if (std::filesystem::exists(path)) {
    const auto file = parse(path);
    for (const auto& [group, content] : file) {
      if (group.str() == "task") continue;
      const auto* table = content.as_table();
      if (table == nullptr) refuse_key(path, std::string(group.str()));
      for (const auto& [name, node] : *table) {
        const auto key = std::string(group.str()) + "." + std::string(name.str());
        const auto found = configuration.values_.find(key);
        if (found == configuration.values_.end()) refuse_key(path, key);
        found->second = {text_in(path, key, node), path};
      }
    }
    configuration.taxonomy_ = taxonomy_in(path, file);
  }
  if (configuration.taxonomy_.tasks.empty()) configuration.taxonomy_ = default_taxonomy();

  std::vector<std::string> known(std::begin(kOtherVariables), std::end(kOtherVariables));
  for (const auto& setting : settings()) {
    // The first name that is set wins.
    for (auto variable = setting.variables.rbegin(); variable != setting.variables.rend(); ++variable) {
      const std::string name(*variable), file_name = name + "_FILE";
      known.push_back(name);
      known.push_back(file_name);
      const char* value = std::getenv(name.c_str());
      const char* file = std::getenv(file_name.c_str());
      auto& entry = configuration.values_[std::string(setting.key)];
      if (file != nullptr && *file != 0) entry = {file_content(file, file_name), file_name};
      if (value != nullptr && *value != 0) entry = {value, name};
    }
  }
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view assignment(*variable);
    const std::string name(assignment.substr(0, assignment.find('=')));
    const bool is_ours = name.starts_with("SMARTDESK_");
    if (is_ours && std::find(known.begin(), known.end(), name) == known.end()) {
      configuration.unknown_variables_.push_back(name);
    }
  }
  return configuration;
}

const std::string& Configuration::value(std::string_view key) const { return values_.find(key)->second.text; }

const std::string& Configuration::source(std::string_view key) const { return values_.find(key)->second.source; }

int Configuration::number(std::string_view key) const {
  const auto& [text, source] = values_.find(key)->second;
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) {
    throw Error(ErrorCode::kUsage,
                std::string(key) + ": expected a whole number, found \"" + text + "\" (" + source + ").");
  }
  return number;
}

Taxonomy read_taxonomy(const std::string& path) {
  if (!std::filesystem::exists(path)) throw wrong(path, "file not found.");
  const auto file = parse(path);
  for (const auto& [key, content] : file) {
    if (key.str() != "task")
      throw wrong(path, "a taxonomy may contain only [[task]] tables, found " + std::string(key.str()));
  }
  auto taxonomy = taxonomy_in(path, file);
  if (taxonomy.tasks.empty()) throw wrong(path, "a taxonomy needs at least one [[task]].");
  return taxonomy;
}

}  // namespace smartdesk::cli
