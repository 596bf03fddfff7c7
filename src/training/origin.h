// What a model file says about the rows that it was trained on (models/origin.h).

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/origin.h"

namespace smartdesk::training {

// A name without folders and the SHA-256 of the file's bytes; of "export.zip/tickets.csv" that of the archive. What is
// no file, such as standard input or a workspace, has a name only. Cost: reads the file. Throws as
// files::MappedFile::open does.
models::Origin::File training_file(const std::string& path);

// The languages of the texts, most frequent first; of more than 2,000 texts, of 2,000 at equal distances. Cost: about
// 20 ms.
std::vector<models::Origin::Language> languages_of(std::span<const std::string_view> texts);

}  // namespace smartdesk::training
