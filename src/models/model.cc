#include "models/model.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <memory>

#include "core/padded_bytes.h"
#include "files/digest.h"
#include "files/mapped_file.h"
#include "files/output_file.h"
#include "models/internal/joint_weights.h"
#include "models/internal/stored_arrays.h"

namespace smartdesk::models {
namespace {

// docs/formats/model.md: magic, checksum of the rest, SHA-256 of the sections but the last, then sections of [size,
// bytes padded to 8]: header as JSON, features, then each head's classifier, judged rows and novelty, then what the
// header names beyond that, then the origin.
constexpr std::string_view kMagic = "SMDESK3\n", kAnyMagic = "SMDESK";
constexpr std::size_t kSummed = 8 + 8;         // where the part under the checksum begins
constexpr std::size_t kPrefix = kSummed + 32;  // where the sections begin
constexpr int kFormat = 3;
constexpr std::size_t kVersionDigits = 12;

std::string_view as_bytes(const files::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_section(std::string& out, std::string_view bytes) {
  const std::uint64_t size = bytes.size();
  append_padded(out, std::span(&size, 1));
  append_padded(out, bytes);
}

boost::json::value to_json(const Temperature& temperature) {
  const auto& p = temperature.parameters();
  return {p.base, p.per_top, p.per_lead, p.lowest, p.highest};
}

boost::json::value to_json(const std::vector<Setting>& settings) {
  boost::json::object stored;
  for (const auto& setting : settings) stored[setting.name] = setting.value;
  return stored;
}

std::string header_of(const Model& model) {
  boost::json::array heads;
  for (const auto& head : model.heads) {
    boost::json::object stored{{"task", head.task},
                               {"labels", boost::json::value_from(head.labels.names())},
                               {"temperature", to_json(head.temperature)},
                               {"cv_macro_f1", head.cv_macro_f1},
                               {"majority_accuracy", head.majority_accuracy},
                               {"training_rows", head.training_rows},
                               {"column", head.column},
                               {"member", head.member},
                               {"no_signal", head.no_signal}};
    if (!head.label_rows.empty()) stored["label_rows"] = boost::json::value_from(head.label_rows);
    if (!head.settings.empty()) stored["settings"] = to_json(head.settings);
    if (head.embedding_classifier) stored["meaning_weight"] = head.embedding_classifier->weight;
    heads.push_back(std::move(stored));
  }
  boost::json::object header{{"format", kFormat}, {"heads", heads}};
  if (!model.embedder.empty()) header["embedder"] = model.embedder;
  if (!model.training_texts.is_empty()) header["training_texts"] = true;
  return boost::json::serialize(header);
}

// load_model() adds the name of the file.
[[noreturn]] void refuse(const char* why) { throw Error(ErrorCode::kInvalidInput, why); }

class SectionReader {
 public:
  explicit SectionReader(std::string_view bytes) : reader_(bytes, "it is cut off") {}
  std::string_view next() {
    const auto section = reader_.take<char>(reader_.take<std::uint64_t>(1)[0]);
    return {section.data(), section.size()};
  }

 private:
  PaddedReader reader_;
};

Temperature temperature_from(const boost::json::value& stored) {
  const auto numbers = boost::json::value_to<std::vector<float>>(stored);
  const bool finite = std::all_of(numbers.begin(), numbers.end(), [](float number) { return std::isfinite(number); });
  if (numbers.size() != 5 || !finite || numbers[3] > numbers[4]) refuse("its header is damaged");
  return Temperature({numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]});
}

std::string to_bytes(std::span<const JudgedRow> rows) {
  std::vector<ClassIndex> predicted;
  std::vector<float> probability;
  std::vector<std::uint8_t> right;
  for (const auto& row : rows) {
    predicted.push_back(row.predicted);
    probability.push_back(row.probability);
    right.push_back(row.right ? 1 : 0);
  }
  ArrayWriter writer;
  writer.add(std::span<const ClassIndex>(predicted));
  writer.add(std::span<const float>(probability));
  writer.add(std::span<const std::uint8_t>(right));
  return writer.take();
}

std::vector<JudgedRow> judged_rows_from(std::string_view bytes, int classes) {
  ArrayReader reader(bytes);
  const auto predicted = reader.take<ClassIndex>();
  const auto probability = reader.take<float>();
  const auto right = reader.take<std::uint8_t>();
  reader.finish();
  if (probability.size() != predicted.size() || right.size() != predicted.size()) refuse("its judged rows are damaged");
  std::vector<JudgedRow> rows;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (predicted[i] < 0 || predicted[i] >= classes || !(probability[i] >= 0 && probability[i] <= 1))
      refuse("its judged rows are damaged");
    rows.push_back({predicted[i], probability[i], right[i] != 0});
  }
  return rows;
}

// What is stored for people alone.
void restore_notes(const boost::json::object& stored, Head& head) {
  if (const auto* rows = stored.if_contains("label_rows")) {
    head.label_rows = boost::json::value_to<std::vector<std::uint64_t>>(*rows);
    if (head.label_rows.size() != static_cast<std::size_t>(head.labels.size())) refuse("its header is damaged");
  }
  if (const auto* settings = stored.if_contains("settings")) {
    for (const auto& [name, value] : settings->as_object()) head.settings.push_back({name, value.to_number<double>()});
  }
}

std::string to_bytes(const Novelty& novelty) {
  const auto& p = novelty.parameters();
  ArrayWriter writer;
  for (const auto* figure : {&p.known, &p.probability, &p.joined, &p.overall}) {
    writer.add(std::span<const float>(figure->points().values));
    writer.add(std::span<const float>(figure->points().shares));
  }
  return writer.take();
}

Distribution distribution_from(ArrayReader& reader) {
  const auto values = reader.take<float>(), shares = reader.take<float>();
  Distribution::Points points{{values.begin(), values.end()}, {shares.begin(), shares.end()}};
  if (!Distribution::are_valid(points)) refuse("its novelty is damaged");
  return Distribution(std::move(points));
}

Novelty novelty_from(std::string_view bytes) {
  ArrayReader reader(bytes);
  Novelty::Parameters p;
  for (auto* figure : {&p.known, &p.probability, &p.joined, &p.overall}) *figure = distribution_from(reader);
  reader.finish();
  return Novelty(std::move(p));
}

Head restored_head(const boost::json::value& stored, Classifier classifier, SectionReader& sections) {
  const int classes = classifier.classes();
  auto judged = judged_rows_from(sections.next(), classes);
  Head head{stored.at("task").as_string().c_str(),
            LabelSet(boost::json::value_to<std::vector<std::string>>(stored.at("labels"))),
            std::move(classifier),
            temperature_from(stored.at("temperature")),
            novelty_from(sections.next()),
            std::move(judged),
            stored.at("cv_macro_f1").to_number<double>(),
            stored.at("majority_accuracy").to_number<double>(),
            stored.at("training_rows").to_number<std::uint64_t>(),
            stored.at("column").as_string().c_str(),
            stored.at("member").as_string().c_str(),
            stored.at("no_signal").as_bool()};
  restore_notes(stored.as_object(), head);
  return head;
}

EmbeddingClassifier embedding_classifier_from(float weight, Classifier classifier, const Head& head) {
  if (!std::isfinite(weight) || classifier.classes() != head.labels.size()) refuse("its parts do not fit together");
  return {std::move(classifier), weight};
}

Model restored(SectionReader& sections, const std::shared_ptr<const files::MappedFile>& file) {
  const auto header = boost::json::parse(sections.next());
  if (header.at("format").to_number<int>() != kFormat) refuse("it was written by another version of smartdesk");
  Model model{features::Tfidf::from_bytes(sections.next(), file), {}, "", ""};
  const auto* embedder = header.as_object().if_contains("embedder");
  if (embedder != nullptr) model.embedder = embedder->as_string();
  for (const auto& stored : header.at("heads").as_array()) {
    auto classifier = Classifier::from_bytes(sections.next(), file);
    auto head = restored_head(stored, std::move(classifier), sections);
    if (const auto* weight = stored.as_object().if_contains("meaning_weight")) {
      head.embedding_classifier =
          embedding_classifier_from(weight->to_number<float>(), Classifier::from_bytes(sections.next(), file), head);
    }
    if (head.classifier.classes() != head.labels.size() || head.classifier.columns() != model.features.columns()) {
      refuse("its parts do not fit together");
    }
    model.heads.push_back(std::move(head));
  }
  if (model.heads.empty()) refuse("it answers no task");
  const bool reads_embeddings = std::any_of(model.heads.begin(), model.heads.end(),
                                            [](const Head& head) { return head.embedding_classifier.has_value(); });
  if (reads_embeddings && model.embedder.empty()) refuse("its header is damaged");
  if (header.as_object().contains("training_texts"))
    model.training_texts = TrainingTexts::from_bytes(sections.next(), file);
  model.origin = origin_from(sections.next(), model.created_at);
  return model;
}

Model restored(const std::shared_ptr<const files::MappedFile>& file) {
  const auto bytes = file->bytes();
  if (bytes.empty()) refuse("it is empty");
  if (!bytes.starts_with(kAnyMagic)) refuse("it is not a smartdesk model");
  if (const int order = bytes.substr(0, kMagic.size()).compare(kMagic); order != 0)
    refuse(order < 0 ? "it was trained by an older version of smartdesk" : "a newer version of smartdesk trained it");
  if (bytes.size() <= kPrefix) refuse("it is cut off");
  std::uint64_t sum = 0;
  bytes.copy(reinterpret_cast<char*>(&sum), sizeof sum, kMagic.size());
  if (sum != files::checksum(bytes.substr(kSummed))) refuse("it is damaged (its checksum is wrong)");
  SectionReader sections(bytes.substr(kPrefix));
  auto model = restored(sections, file);
  files::Digest digest;
  bytes.copy(reinterpret_cast<char*>(digest.data()), digest.size(), kSummed);
  model.version = files::hex(digest).substr(0, kVersionDigits);
  return model;
}

void add_embedding_scores(const EmbeddingClassifier& reader, const std::string& embedder,
                          std::span<const float> embedding, ModelScratch& scratch, std::vector<float>& scores) {
  if (embedding.size() != reader.classifier.columns()) {
    throw Error(ErrorCode::kUnavailable, "This model needs embeddings made by " + embedder + ", and there are none.");
  }
  while (scratch.dimensions.size() < embedding.size()) {
    scratch.dimensions.push_back(static_cast<std::uint32_t>(scratch.dimensions.size()));
  }
  scratch.embedding_scores.resize(scores.size());
  reader.classifier.scores({std::span(scratch.dimensions).first(embedding.size()), embedding},
                           scratch.embedding_scores);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += reader.weight * scratch.embedding_scores[i];
}

}  // namespace

void predict(const Model& model, std::string_view text, ModelScratch& scratch, std::vector<Prediction>& predictions,
             std::span<const float> embedding) {
  // Linear classifiers accept any order of columns; trees need them ascending.
  const bool ordered = std::any_of(model.heads.begin(), model.heads.end(),
                                   [](const Head& head) { return !head.classifier.intercept(0); });
  const auto row = model.features.transform(
      text, scratch.features, ordered ? features::Tfidf::Order::kAscending : features::Tfidf::Order::kAsRead);
  predictions.resize(model.heads.size());
  if (model.joint) {
    scratch.scores.resize(model.joint->scores());
    model.joint->scores(row, scratch.scores);
  }
  std::size_t first = 0;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    auto& [probabilities, label, unknown_score, unknown] = predictions[h];
    probabilities.resize(static_cast<std::size_t>(head.labels.size()));
    if (model.joint) {
      const auto scores = std::span<const float>(scratch.scores).subspan(first, probabilities.size());
      std::copy(scores.begin(), scores.end(), probabilities.begin());
      first += scores.size();
    } else {
      head.classifier.scores(row, probabilities);
    }
    if (head.embedding_classifier)
      add_embedding_scores(*head.embedding_classifier, model.embedder, embedding, scratch, probabilities);
    const auto top = std::max_element(probabilities.begin(), probabilities.end());
    label = static_cast<ClassIndex>(top - probabilities.begin());
    head.temperature.apply(probabilities, probabilities);
    unknown_score = head.novelty.unknown_score({scratch.features.known(), *top});
    unknown = unknown_score == 1 || unknown_score > 1 - model.unknown_rate;
  }
}

void join_heads(Model& model) {
  std::vector<Classifier> classifiers;
  for (const auto& head : model.heads) classifiers.push_back(head.classifier);
  model.joint = JointWeights::of(classifiers);
}

std::string save_model(const Model& model, const std::string& path) {
  std::string body(kPrefix - kSummed, '\0');
  append_section(body, header_of(model));
  append_section(body, model.features.to_bytes());
  for (const auto& head : model.heads) {
    append_section(body, head.classifier.to_bytes());
    append_section(body, to_bytes(head.judged));
    append_section(body, to_bytes(head.novelty));
    if (head.embedding_classifier) append_section(body, head.embedding_classifier->classifier.to_bytes());
  }
  if (!model.training_texts.is_empty()) append_section(body, model.training_texts.to_bytes());
  const auto digest = files::sha256(std::string_view(body).substr(kPrefix - kSummed));
  body.replace(0, digest.size(), as_bytes(digest));
  append_section(body, origin_text(model.origin, model.created_at));  // the last, behind what the version covers
  const std::uint64_t sum = files::checksum(body);
  auto file = files::OutputFile::create(path);
  file.write(kMagic);
  file.write({reinterpret_cast<const char*>(&sum), sizeof sum});
  file.write(body);
  file.commit();
  return files::hex(digest).substr(0, kVersionDigits);
}

Model load_model(const std::string& path) {
  const auto file = std::make_shared<const files::MappedFile>(files::MappedFile::open(path));
  std::string why = "its header is damaged";
  try {
    return restored(file);
  } catch (const Error& error) {
    why = error.what();
  } catch (const std::exception&) {  // from the JSON parser
  }
  throw Error(ErrorCode::kInvalidInput,
              path + " cannot be used as a model: " + why + ". Train it again, or copy the file again.");
}

}  // namespace smartdesk::models
