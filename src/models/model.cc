#include "models/model.h"

#include <algorithm>
#include <bit>
#include <boost/json.hpp>
#include <cmath>
#include <memory>

#include "files/digest.h"
#include "files/mapped_file.h"
#include "files/output_file.h"

namespace smartdesk {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are used where they lie");

// docs/formats/model.md: magic, SHA-256 of all behind it, sections of [size, bytes padded to 8]: header as JSON,
// features, one classifier per head.
constexpr std::string_view kMagic = "SMDESK1\n";
constexpr std::size_t kPrefix = 8 + 32;
constexpr int kFormat = 1;
constexpr std::size_t kVersionDigits = 12;

std::string_view as_bytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_section(std::string& out, std::string_view bytes) {
  const std::uint64_t size = bytes.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out += bytes;
  out.append((8 - out.size() % 8) % 8, '\0');
}

boost::json::value to_json(const Temperature& temperature) {
  const auto& p = temperature.parameters();
  return {p.base, p.per_top, p.per_lead, p.lowest, p.highest};
}

std::string header_of(const Model& model) {
  boost::json::array heads;
  for (const auto& head : model.heads) {
    heads.push_back({{"task", head.task},
                     {"labels", boost::json::value_from(head.labels.names())},
                     {"temperature", to_json(head.temperature)},
                     {"cv_macro_f1", head.cv_macro_f1},
                     {"majority_accuracy", head.majority_accuracy},
                     {"training_rows", head.training_rows},
                     {"no_signal", head.no_signal}});
  }
  return boost::json::serialize(
      boost::json::object{{"format", kFormat}, {"created_at", model.created_at}, {"heads", heads}});
}

// Where the file is known, its name is added.
[[noreturn]] void refuse(const char* why) { throw Error(ErrorCode::kInvalidInput, why); }

class SectionReader {
 public:
  explicit SectionReader(std::string_view bytes) : bytes_(bytes) {}
  std::string_view next() {
    if (bytes_.size() < 8) refuse("it is cut off");
    std::uint64_t size = 0;
    bytes_.copy(reinterpret_cast<char*>(&size), 8);
    bytes_.remove_prefix(8);
    if (size > bytes_.size()) refuse("it is cut off");
    const auto section = bytes_.substr(0, static_cast<std::size_t>(size));
    bytes_.remove_prefix(std::min(bytes_.size(), (static_cast<std::size_t>(size) + 7) / 8 * 8));
    return section;
  }

 private:
  std::string_view bytes_;
};

Temperature temperature_from(const boost::json::value& stored) {
  const auto numbers = boost::json::value_to<std::vector<float>>(stored);
  const bool finite = std::all_of(numbers.begin(), numbers.end(), [](float number) { return std::isfinite(number); });
  if (numbers.size() != 5 || !finite || numbers[3] > numbers[4]) refuse("its header is damaged");
  return Temperature({numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]});
}

Head restored_head(const boost::json::value& stored, Classifier classifier) {
  Head head{stored.at("task").as_string().c_str(),
            LabelSet(boost::json::value_to<std::vector<std::string>>(stored.at("labels"))),
            std::move(classifier),
            temperature_from(stored.at("temperature")),
            stored.at("cv_macro_f1").to_number<double>(),
            stored.at("majority_accuracy").to_number<double>(),
            stored.at("training_rows").to_number<std::uint64_t>(),
            stored.at("no_signal").as_bool()};
  return head;
}

Model restored(SectionReader& sections, const std::shared_ptr<const MappedFile>& file) {
  const auto header = boost::json::parse(sections.next());
  if (header.at("format").to_number<int>() != kFormat) refuse("it was written by another version of smartdesk");
  Model model{Tfidf::from_bytes(sections.next(), file), {}, header.at("created_at").as_string().c_str(), ""};
  for (const auto& stored : header.at("heads").as_array()) {
    auto head = restored_head(stored, Classifier::from_bytes(sections.next(), file));
    if (head.classifier.classes() != head.labels.size() || head.classifier.columns() != model.features.columns()) {
      refuse("its parts do not fit together");
    }
    model.heads.push_back(std::move(head));
  }
  if (model.heads.empty()) refuse("it answers no task");
  return model;
}

Model restored(const std::shared_ptr<const MappedFile>& file) {
  const auto bytes = file->bytes();
  if (bytes.empty()) refuse("it is empty");
  if (!bytes.starts_with(kMagic)) refuse("it is no smartdesk model");
  if (bytes.size() <= kPrefix) refuse("it is cut off");
  const auto digest = sha256(bytes.substr(kPrefix));
  if (bytes.substr(kMagic.size(), digest.size()) != as_bytes(digest)) {
    refuse("it is damaged (its checksum is wrong)");
  }
  SectionReader sections(bytes.substr(kPrefix));
  auto model = restored(sections, file);
  model.version = hex(digest).substr(0, kVersionDigits);
  return model;
}

}  // namespace

void predict(const Model& model, std::string_view text, ModelScratch& scratch,
             std::vector<std::vector<float>>& probabilities) {
  const auto row = model.features.transform(text, scratch.features);
  probabilities.resize(model.heads.size());
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    probabilities[h].resize(static_cast<std::size_t>(head.labels.size()));
    head.classifier.scores(row, probabilities[h]);
    head.temperature.apply(probabilities[h], probabilities[h]);
  }
}

std::string save_model(const Model& model, const std::string& path) {
  std::string body;
  append_section(body, header_of(model));
  append_section(body, model.features.to_bytes());
  for (const auto& head : model.heads) append_section(body, head.classifier.to_bytes());
  const auto digest = sha256(body);
  auto file = OutputFile::create(path);
  file.write(kMagic);
  file.write(as_bytes(digest));
  file.write(body);
  file.commit();
  return hex(digest).substr(0, kVersionDigits);
}

Model load_model(const std::string& path) {
  const auto file = std::make_shared<const MappedFile>(MappedFile::open(path));
  std::string why = "its header is damaged";
  try {
    return restored(file);
  } catch (const Error& error) {
    why = error.what();
  } catch (const std::exception&) {  // the JSON parser's own
  }
  throw Error(ErrorCode::kInvalidInput,
              path + " cannot be used as a model: " + why + "; train it again, or copy it anew");
}

}  // namespace smartdesk
