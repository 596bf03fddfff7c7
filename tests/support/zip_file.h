// For tests: writes .zip archives, and so .xlsx and .ods.

#pragma once

#include <zip.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace smartdesk {

// Names and contents, in this order. password: encrypts them all; empty: none.
inline std::string write_zip(const std::string& path, const std::vector<std::pair<std::string, std::string>>& members,
                             const std::string& password = "") {
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (zip == nullptr) throw std::runtime_error("cannot write " + path);
  for (const auto& [name, content] : members) {
    zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
    const auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
    if (index < 0) throw std::runtime_error("cannot add " + name);
    if (!password.empty())
      zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password.c_str());
  }
  if (zip_close(zip) != 0) throw std::runtime_error("cannot write " + path);
  return path;
}

}  // namespace smartdesk
