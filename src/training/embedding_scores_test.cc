#include "training/embedding_scores.h"

#include <gmock/gmock.h>

#include "core/random.h"
#include "prediction/classify.h"
#include "prediction/explain.h"
#include "support/fake_embedder.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/with_embedder.h"
#include "training/evaluate.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::HasSubstr;

// Meaningless words, and a number that only the embedder understands: its remainder modulo three.
class EmbeddingScoresTest : public ScratchFiles {
 protected:
  Dataset tickets(int rows, std::uint64_t seed) {
    Random random(seed);
    std::string csv = "text,label\n";
    for (int i = 0; i < rows; ++i) {
      const int kind = i % 3;
      for (int word = 0; word < 8; ++word) csv += "w" + std::to_string(random.below(12)) + " ";
      csv += "number " + std::to_string(3 * (100'000 + random.below(800'000)) + static_cast<std::uint64_t>(kind)) +
             "," + labels_[kind] + "\n";
    }
    return read_dataset({write("tickets.csv", csv)}, kOneThread);
  }

  models::Model trained(features::Embedder& embedder) {
    TrainOptions options;
    options.embedder = &embedder;
    auto result = train(tickets(240, 1), options, kOneThread);
    warnings_ = result.warnings;
    return result.model;
  }

  static int rest_of(std::string_view text) {
    return static_cast<int>(std::stoul(std::string(text.substr(text.find("number ") + 7))) % 3);
  }

  const std::string labels_[3] = {"a", "b", "c"};
  FakeEmbedder telling_{rest_of};
  FakeEmbedder mute_{[](std::string_view) { return -1; }};
  std::vector<std::string> warnings_;
};

TEST_F(EmbeddingScoresTest, KeepsEmbeddingsThatHelp) {
  const auto model = trained(telling_);
  ASSERT_TRUE(model.heads[0].embedding_classifier);
  EXPECT_EQ(model.embedder, "fake@1");
  EXPECT_GT(model.heads[0].cv_macro_f1, 0.95);
  EXPECT_FALSE(model.heads[0].no_signal);
  const auto evaluation = evaluate(prediction::Predictor(model, with_embedder(telling_)), tickets(60, 2), kOneThread);
  EXPECT_GT(evaluation.tasks[0].metrics.accuracy, 0.95);
}

TEST_F(EmbeddingScoresTest, DropsEmbeddingsThatDoNotHelpAndWarns) {
  const auto model = trained(mute_);
  EXPECT_FALSE(model.heads[0].embedding_classifier);
  EXPECT_EQ(model.embedder, "");
  EXPECT_THAT(warnings_, testing::Contains(HasSubstr("embeddings did not help")));
}

TEST_F(EmbeddingScoresTest, SurvivesSavingAndLoading) {
  const auto model = trained(telling_);
  models::save_model(model, path("m.model"));
  const auto loaded = models::load_model(path("m.model"));
  EXPECT_EQ(loaded.embedder, "fake@1");
  const auto before = evaluate(prediction::Predictor(model, with_embedder(telling_)), tickets(60, 2), kOneThread);
  const auto after = evaluate(prediction::Predictor(loaded, with_embedder(telling_)), tickets(60, 2), kOneThread);
  EXPECT_EQ(before.tasks[0].metrics.log_loss, after.tasks[0].metrics.log_loss);
}

TEST_F(EmbeddingScoresTest, IsPartOfTheExplanation) {
  const auto model = trained(telling_);
  const auto explanation =
      prediction::explain(prediction::Predictor(model, with_embedder(telling_)), "w1 w2 number 300001").at(0);
  EXPECT_EQ(explanation.label, "b");
  double sum = explanation.constant + explanation.embedding;
  for (const auto& word : explanation.words) sum += word.weight;
  EXPECT_NEAR(sum, explanation.score, 1e-5);
  EXPECT_NE(explanation.embedding, 0);
}

TEST_F(EmbeddingScoresTest, ClassifiesATableWithTheEmbedder) {
  const auto model = trained(telling_);
  prediction::ClassifyOptions options;
  options.in = write("in.csv", "text\nw3 w4 number 300000\nw3 w4 number 300002\n");
  options.out = path("out.csv");
  prediction::classify(prediction::Predictor(model, with_embedder(telling_)), options, kOneThread);
  EXPECT_THAT(read("out.csv"), HasSubstr("w3 w4 number 300000,a,"));
  EXPECT_THAT(read("out.csv"), HasSubstr("w3 w4 number 300002,c,"));
}

}  // namespace
}  // namespace smartdesk::training
