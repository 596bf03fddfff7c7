// What SQLite throws, as the program's own errors.

#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>

namespace smartdesk {

// With the file's name and what a person can do about it.
[[noreturn]] void throw_error_of(const SQLite::Exception& error, const std::string& path);

// Runs `work`.
template <typename Work>
auto guarded(const std::string& path, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw_error_of(error, path);
  }
}

}  // namespace smartdesk
