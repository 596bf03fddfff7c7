// Settings, in rising priority: defaults, smartdesk.toml, environment, options (docs: README, "Configuration").

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"

namespace smartdesk::cli {

// One setting: [group] name in the file, one or several variables in the environment (each also with _FILE appended:
// path of a file that contains the value).
struct Setting {
  std::string_view key;  // "llm.url"
  std::vector<std::string_view> variables;
  std::string_view otherwise;  // the default
  std::string_view description;
  bool is_secret = false;
};
const std::vector<Setting>& settings();

class Configuration {
 public:
  // Reads the environment and smartdesk.toml in the working folder, or the file named by SMARTDESK_CONFIG. Throws
  // Error{kUsage} for an unknown key (the message suggests the nearest known one) or a value of the wrong type.
  static Configuration load();

  // The value; empty if it is not set and has no default. key must be one of settings().
  const std::string& value(std::string_view key) const;
  int number(std::string_view key) const;  // throws Error{kUsage} if it is no integer

  // Source of the value: "default", the path of the file, or the name of the variable.
  const std::string& source(std::string_view key) const;

  // The [[task]] tables of the file; the default taxonomy if there are none.
  const Taxonomy& taxonomy() const { return taxonomy_; }

  // Environment variables that begin with SMARTDESK_ and are no setting.
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }

 private:
  struct Value {
    std::string text, source;
  };
  std::map<std::string, Value, std::less<>> values_;
  Taxonomy taxonomy_;
  std::vector<std::string> unknown_variables_;
};

// Reads [[task]] tables: name, question, ordered, rest, labels = [{name, definition, examples, tone}]. A task without
// any tone gets with_usual_tones(); without rest, a label called Other takes in rare ones. Throws Error{kUsage} with
// the file and the problem.
Taxonomy read_taxonomy(const std::string& path);

}  // namespace smartdesk::cli
