// Where a model comes from: what people want to know about a model and what no prediction depends on.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::models {

// Two trainings on equal rows with equal options differ here at most, so this is not part of a model's version. Empty:
// not known, as in model files of before it was stored.
struct Origin {
  struct File {
    std::string name;    // without folders
    std::string sha256;  // of its bytes, hexadecimal; empty if it is no file, such as a workspace
    bool operator==(const File&) const = default;
  };
  struct Language {
    std::string code;        // as text::detect_language gives it; empty: unclear
    std::uint64_t rows = 0;  // of those looked at
    bool operator==(const Language&) const = default;
  };
  std::string program;  // "smartdesk 0.1.0"
  std::string profile;  // "best", "parity"
  std::vector<File> files;
  std::vector<Language> languages;  // of the training rows or a sample of them, most frequent first
  bool operator==(const Origin&) const = default;
};

// As JSON with the time of the training, which stands in the same section of a model file.
std::string origin_text(const Origin& origin, std::string_view created_at);

// The inverse. Throws what the JSON library throws if it is no such text.
Origin origin_from(std::string_view text, std::string& created_at);

}  // namespace smartdesk::models
