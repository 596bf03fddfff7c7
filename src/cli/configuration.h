// What the user has set: defaults < smartdesk.toml < environment < flags (docs: README, "Configuration").

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"

namespace smartdesk::cli {

// One thing that can be set, in the file as [group] name, in the environment under one or several names (each also with
// _FILE: the path of a file that holds the value).
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
  // Reads smartdesk.toml in the working folder, or the file that SMARTDESK_CONFIG names, and the environment. Throws
  // Error{kUsage} for a key that is not known (with the nearest known one) or a value of the wrong kind.
  static Configuration load();

  // The value; empty if it is neither set nor has a default. key must be one of settings().
  const std::string& value(std::string_view key) const;
  int number(std::string_view key) const;  // Error{kUsage} if it is none

  // Where the value comes from, in words.
  const std::string& source(std::string_view key) const;

  // [[task]] tables of the file; else the default.
  const Taxonomy& taxonomy() const { return taxonomy_; }

  // Variables that begin with SMARTDESK_ and that nobody reads.
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }

 private:
  struct Value {
    std::string text, source;
  };
  std::map<std::string, Value, std::less<>> values_;
  Taxonomy taxonomy_;
  std::vector<std::string> unknown_variables_;
};

// [[task]] tables: name, question, ordered, labels = [{name, definition, examples}]. Throws Error{kUsage} naming the
// file and what is wrong.
Taxonomy read_taxonomy(const std::string& path);

}  // namespace smartdesk::cli
