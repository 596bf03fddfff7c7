#include "models/model.h"

#include <gmock/gmock.h>

#include <numeric>

#include "core/error.h"
#include "core/padded_bytes.h"
#include "files/digest.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::models {
namespace {

using testing::HasSubstr;

const std::vector<std::string_view> kTexts{"the invoice is wrong",  "invoice charged twice",
                                           "password reset failed", "cannot sign in, password locked",
                                           "refund my invoice",     "reset my sign in"};

Head head(const std::string& task, Algorithm algorithm, const features::SparseMatrix& rows,
          std::vector<ClassIndex> labels, std::vector<std::string> names) {
  FitOptions options;
  options.trees = 5;
  const LabelSet set(std::move(names));
  return {task, set, Classifier::fit(algorithm, {rows, labels, set.size()}, options, kOneThread), Temperature(0.5F)};
}

Model small_model() {
  Model model{features::Tfidf::fit(kTexts, features::TfidfOptions::best(), kOneThread), {}, "2026-03-01T09:30:00Z", ""};
  const auto rows = model.features.transform_all(kTexts, kOneThread);
  model.heads.push_back(head("category", Algorithm::kLinearSvc, rows, {1, 1, 0, 0, 1, 0}, {"Zugang", "Überweisung"}));
  model.heads.push_back(head("urgency", Algorithm::kRandomForest, rows, {0, 1, 2, 2, 1, 0}, {"high", "low", "medium"}));
  model.heads[0].novelty = Novelty::fit(std::vector<Evidence>(100, {0.8F, 0.5F}));
  model.heads[0].judged = {{1, 0.75F, true}, {0, 0.5F, false}};
  model.heads[0].cv_macro_f1 = 0.875;
  model.heads[0].majority_accuracy = 0.5;
  model.heads[0].training_rows = 6;
  model.heads[0].label_rows = {3, 3};
  model.heads[0].settings = {{"c", 0.3}, {"seed", 42}};
  model.heads[1].no_signal = true;
  model.origin = {"smartdesk 0.1.0", "best", {{"a.csv", "ab12"}}, {{"en", 6}}};
  model.training_texts = TrainingTexts({7, 3, 11});
  return model;
}

class ModelFile : public ScratchFiles {
 protected:
  std::string saved() {
    version_ = save_model(small_model(), path("m.model"));
    return read("m.model");
  }
  std::string why_refused(const std::string& bytes) {
    try {
      load_model(write("bent.model", bytes));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      EXPECT_THAT(error.what(), HasSubstr(path("bent.model")));
      return error.what();
    }
    return "";
  }
  // With a correct checksum, so that the rest is read.
  static std::string sealed(std::string bytes) {
    const std::uint64_t sum = files::checksum(std::string_view(bytes).substr(16));
    return bytes.replace(8, 8, reinterpret_cast<const char*>(&sum), sizeof sum);
  }
  std::string version_;
};

std::vector<std::vector<float>> answers(const Model& model, std::string_view text) {
  ModelScratch scratch;
  std::vector<Prediction> predictions;
  predict(model, text, scratch, predictions);
  std::vector<std::vector<float>> probabilities;
  for (auto& prediction : predictions) probabilities.push_back(std::move(prediction.probabilities));
  return probabilities;
}

TEST_F(ModelFile, KeepsEverythingInAModel) {
  const auto model = small_model();
  saved();
  const auto loaded = load_model(path("m.model"));
  EXPECT_EQ(loaded.version, version_);
  EXPECT_EQ(loaded.version.size(), 12U);
  EXPECT_EQ(loaded.created_at, "2026-03-01T09:30:00Z");
  ASSERT_EQ(loaded.heads.size(), 2U);
  EXPECT_EQ(loaded.heads[0].task, "category");
  EXPECT_EQ(loaded.heads[0].labels, model.heads[0].labels);
  EXPECT_EQ(loaded.heads[0].temperature.parameters(), Temperature(0.5F).parameters());
  const auto &novelty = loaded.heads[0].novelty.parameters(), &stored = model.heads[0].novelty.parameters();
  EXPECT_EQ(novelty.known.points(), stored.known.points());
  EXPECT_EQ(novelty.probability.points(), stored.probability.points());
  EXPECT_EQ(novelty.joined.points(), stored.joined.points());
  EXPECT_EQ(novelty.overall.points(), stored.overall.points());
  EXPECT_EQ(loaded.heads[0].judged, model.heads[0].judged);
  EXPECT_EQ(loaded.heads[0].cv_macro_f1, 0.875);
  EXPECT_EQ(loaded.heads[0].majority_accuracy, 0.5);
  EXPECT_EQ(loaded.heads[0].training_rows, 6U);
  EXPECT_FALSE(loaded.heads[0].no_signal);
  EXPECT_TRUE(loaded.heads[1].no_signal);
  EXPECT_EQ(loaded.heads[0].label_rows, model.heads[0].label_rows);
  EXPECT_EQ(loaded.heads[0].settings, model.heads[0].settings);
  EXPECT_TRUE(loaded.heads[1].label_rows.empty());
  EXPECT_EQ(loaded.origin, model.origin);
  EXPECT_EQ(loaded.training_texts.to_bytes(), model.training_texts.to_bytes());
  for (const std::string_view text : {"invoice password", "", "nothing of this is known"}) {
    EXPECT_EQ(answers(loaded, text), answers(model, text));
  }
}

TEST_F(ModelFile, HasTheSameVersionForTheSameModelOnly) {
  saved();
  EXPECT_EQ(save_model(small_model(), path("again.model")), version_);
  auto other = small_model();
  other.heads[0].temperature = Temperature(0.6F);
  EXPECT_NE(save_model(other, path("other.model")), version_);
}

TEST_F(ModelFile, HasAVersionThatDoesNotDependOnItsOrigin) {
  saved();
  auto later = small_model();
  later.created_at = "2026-04-01T00:00:00Z";
  later.origin = {"smartdesk 9", "", {{"b.csv", "cd"}}, {}};
  EXPECT_EQ(save_model(later, path("later.model")), version_);
  const auto loaded = load_model(path("later.model"));
  EXPECT_EQ(loaded.version, version_);
  EXPECT_EQ(loaded.created_at, later.created_at);
  EXPECT_EQ(loaded.origin, later.origin);
  auto bent = read("later.model");
  bent[bent.find("b.csv")] = 'c';
  EXPECT_THAT(why_refused(bent), HasSubstr("checksum"));
}

TEST_F(ModelFile, MayLackTheTrainingTexts) {
  auto model = small_model();
  model.training_texts = {};
  save_model(model, path("m.model"));
  EXPECT_TRUE(load_model(path("m.model")).training_texts.is_empty());
  EXPECT_EQ(read("m.model").find("training_texts"), std::string::npos);
}

TEST_F(ModelFile, AnswersWithProbabilitiesOfEachTask) {
  const auto model = small_model();
  const auto probabilities = answers(model, "wrong invoice");
  ASSERT_EQ(probabilities.size(), 2U);
  EXPECT_GT(probabilities[0][1], probabilities[0][0]);
  for (const auto& task : probabilities) EXPECT_NEAR(std::accumulate(task.begin(), task.end(), 0.0F), 1, 1e-5);
}

TEST_F(ModelFile, FlagsATextThatIsUnlikeTheTrainingRowsOfAHead) {
  const auto model = small_model();
  ModelScratch scratch;
  std::vector<Prediction> predictions;
  predict(model, "the invoice is wrong", scratch, predictions);
  EXPECT_FALSE(predictions[0].unknown);
  predict(model, "zebra quagga invoice okapi", scratch, predictions);
  EXPECT_TRUE(predictions[0].unknown);
  EXPECT_FALSE(predictions[1].unknown) << "this head has no training rows to compare with";
  predict(model, "zebra", scratch, predictions);
  EXPECT_TRUE(predictions[1].unknown) << "no known word";
  EXPECT_EQ(predictions[1].unknown_score, 1);
}

TEST_F(ModelFile, FlagsTextsAboveItsUnknownRate) {
  auto model = small_model();
  ModelScratch scratch;
  std::vector<Prediction> predictions;
  model.unknown_rate = 0;
  predict(model, "zebra quagga invoice okapi", scratch, predictions);
  EXPECT_FALSE(predictions[0].unknown) << "it has a known word";
  const float score = predictions[0].unknown_score;
  EXPECT_GT(score, 0.95F);
  EXPECT_LT(score, 1);
  model.unknown_rate = 1 - score + 1e-6;
  predict(model, "zebra quagga invoice okapi", scratch, predictions);
  EXPECT_TRUE(predictions[0].unknown);
  model.unknown_rate = 0;
  predict(model, "zebra", scratch, predictions);
  EXPECT_TRUE(predictions[0].unknown);
}

TEST_F(ModelFile, IsRefusedWithAReasonIfItIsNoModelOrDamaged) {
  const auto bytes = saved();
  EXPECT_THAT(why_refused(""), HasSubstr("empty"));
  EXPECT_THAT(why_refused("text,label\nhello,world\n"), HasSubstr("not a smartdesk model"));
  EXPECT_THAT(why_refused(bytes.substr(0, 48)), HasSubstr("cut off"));
  EXPECT_THAT(why_refused(bytes.substr(0, bytes.size() / 2)), HasSubstr("checksum"));
  auto bent = bytes;
  bent[bytes.size() / 2] = static_cast<char>(bent[bytes.size() / 2] ^ 1);
  EXPECT_THAT(why_refused(bent), HasSubstr("checksum"));
  EXPECT_THROW(load_model(path("none.model")), Error);
}

TEST_F(ModelFile, IsRefusedIfAnotherProgramVersionWroteIt) {
  auto bytes = saved();
  EXPECT_THAT(why_refused("SMDESK2\n" + bytes.substr(8)), HasSubstr("older version of smartdesk. Train it again"));
  EXPECT_THAT(why_refused("SMDESK4\n" + bytes.substr(8)), HasSubstr("newer version"));
  const std::string format = "\"format\":3";
  bytes[bytes.find(format) + format.size() - 1] = '9';
  EXPECT_THAT(why_refused(sealed(bytes)), HasSubstr("another version"));
}

TEST_F(ModelFile, IsRefusedOrSafeIfDamagedWithACorrectChecksum) {
  const auto bytes = saved();
  for (std::size_t at = 48; at < bytes.size(); at += at < 2000 ? 3 : 97) {
    auto bent = bytes;
    bent[at] = static_cast<char>(bent[at] ^ 0x41);
    try {
      answers(load_model(write("bent.model", sealed(bent))), kTexts[0]);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      EXPECT_THAT(error.what(), HasSubstr(path("bent.model")));
    }
  }
}

Model linear_model(const std::vector<std::string>& names_of_first) {
  Model model{features::Tfidf::fit(kTexts, features::TfidfOptions::best(), kOneThread), {}, "", ""};
  const auto rows = model.features.transform_all(kTexts, kOneThread);
  std::vector<ClassIndex> labels(kTexts.size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<ClassIndex>(i % names_of_first.size());
  model.heads.push_back(head("first", Algorithm::kLinearSvc, rows, labels, names_of_first));
  model.heads.push_back(head("second", Algorithm::kLogReg, rows, {1, 1, 0, 0, 1, 0}, {"no", "yes"}));
  return model;
}

void expect_same_answers_joined(const Model& model) {
  ModelScratch scratch;
  std::vector<Prediction> alone, joined;
  auto joint = model;
  join_heads(joint);
  ASSERT_NE(joint.joint, nullptr);
  for (const std::string_view text : {"reset my invoice twice", "", "nothing that is known", "the invoice"}) {
    predict(model, text, scratch, alone);
    predict(joint, text, scratch, joined);
    ASSERT_EQ(alone.size(), joined.size());
    for (std::size_t h = 0; h < alone.size(); ++h) EXPECT_EQ(alone[h].probabilities, joined[h].probabilities) << text;
  }
}

TEST(JoinedHeads, GiveExactlyTheAnswersOfSeparateHeads) {
  expect_same_answers_joined(linear_model({"a", "b", "c"}));
  std::vector<std::string> many(6);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = std::string(1, static_cast<char>('a' + i));
  auto wide = linear_model(many);
  for (int i = 0; i < 4; ++i) wide.heads.push_back(wide.heads[0]);  // 32 scores: two lines of the cache
  expect_same_answers_joined(wide);
}

TEST(JoinedHeads, AreNotJoinedIfOneIsATree) {
  auto model = small_model();
  join_heads(model);
  EXPECT_EQ(model.joint, nullptr);
}

}  // namespace
}  // namespace smartdesk::models
