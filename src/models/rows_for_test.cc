#include "models/rows_for_test.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "core/label_set.h"
#include "core/random.h"
#include "support/bench_data.h"

namespace smartdesk::models {

RowsForTest made_up_rows(int count, std::uint32_t columns, int classes, std::uint64_t seed) {
  RowsForTest made{features::SparseMatrix(columns), {}, classes};
  Random random(seed);
  for (int i = 0; i < count; ++i) {
    // The first class is about as large as all others together.
    const auto kind = random.below(2) == 0 ? 0 : random.below(static_cast<std::uint64_t>(classes));
    std::map<std::uint32_t, float> row;
    for (int word = 0; word < 12 && i != 5; ++word) {
      const auto any = static_cast<std::uint32_t>(random.below(columns));
      const auto own = any / static_cast<std::uint32_t>(classes) * static_cast<std::uint32_t>(classes);
      const bool telling = random.below(3) == 0;
      row[std::min(telling ? own + static_cast<std::uint32_t>(kind) : any, columns - 1)] += 1;
    }
    double squares = 0;
    for (const auto& [column, value] : row) squares += value * value;
    std::vector<std::uint32_t> at;
    std::vector<float> values;
    for (const auto& [column, value] : row) {
      at.push_back(column);
      values.push_back(static_cast<float>(value / std::sqrt(squares)));
    }
    made.rows.append({at, values});
    const auto label = random.below(10) == 0 ? random.below(static_cast<std::uint64_t>(classes)) : kind;
    made.labels.push_back(static_cast<ClassIndex>(i < classes ? static_cast<std::uint64_t>(i) : label));
  }
  return made;
}

TextsForTest read_labelled_csv(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  std::vector<std::vector<std::string>> records(1, {""});
  bool quoted = false;
  const std::string bytes = content.str();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char byte = bytes[i];
    auto& field = records.back().back();
    if (byte == '"' && quoted && i + 1 < bytes.size() && bytes[i + 1] == '"') {
      field += bytes[++i];
    } else if (byte == '"') {
      quoted = !quoted;
    } else if (!quoted && byte == ',') {
      records.back().emplace_back();
    } else if (!quoted && byte == '\n') {
      records.push_back({""});
    } else if (quoted || byte != '\r') {
      field += byte;
    }
  }
  TextsForTest table;
  for (std::size_t i = 1; i < records.size(); ++i) {
    if (records[i].size() != 2) continue;  // the end of the file
    table.texts.push_back(records[i][0]);
    table.labels.push_back(records[i][1]);
  }
  return table;
}

MeasuringSet measuring_set(const std::string& name, const features::TfidfOptions& features) {
  const auto train = read_labelled_csv(bench_data(name + ".train.csv"));
  const auto test = read_labelled_csv(bench_data(name + ".test.csv"));
  const LabelSet labels(train.labels);
  Run run;
  run.threads = 2;
  const auto tfidf = features::Tfidf::fit(train.views(), features, run);
  const auto numbered = [&](const TextsForTest& table) {
    RowsForTest rows{tfidf.transform_all(table.views(), run), {}, labels.size()};
    for (const auto& label : table.labels) rows.labels.push_back(labels.find(label).value());
    return rows;
  };
  return {numbered(train), numbered(test)};
}

}  // namespace smartdesk::models
