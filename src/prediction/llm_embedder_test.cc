#include "prediction/llm_embedder.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "support/fake_llm.h"
#include "support/scratch_files.h"

namespace smartdesk::prediction {
namespace {

class LlmEmbedderTest : public ScratchFiles {
 protected:
  LlmEmbedder embedder(bool redact = false) {
    return LlmEmbedder(server_, server_->card, {path("embeddings.log"), 1, redact});
  }

  const std::shared_ptr<FakeLlm> server_ =
      std::make_shared<FakeLlm>([](const llm::ChatRequest&) { return llm::ChatReply(); });
};

TEST_F(LlmEmbedderTest, IsNamedAfterTheModelAndItsDigest) {
  EXPECT_EQ(embedder().identity(), "fake-model@fake-digest");
  EXPECT_EQ(embedding_model_of("all-minilm:33m@1b226e2802db"), "all-minilm:33m");
}

TEST_F(LlmEmbedderTest, AsksForEachTextOnce) {
  const std::vector<std::string_view> texts{"aab", "abb"};
  const auto first = embedder().embed(texts);
  EXPECT_EQ(first.size(), 2U);
  EXPECT_EQ(first.dimensions, 26);
  EXPECT_EQ(server_->embedded, 2);
  EXPECT_EQ(embedder().embed(texts).values, first.values);
  EXPECT_EQ(server_->embedded, 2);
}

TEST_F(LlmEmbedderTest, SendsOnlyTheBeginningOfALongText) {
  const std::string begin(2000, 'a'), long_text = begin + "bbbb";
  const std::vector<std::string_view> texts{long_text};
  const auto vector = embedder().embed(texts);
  EXPECT_EQ(vector.row(0)[1], 0);
}

TEST_F(LlmEmbedderTest, ReplacesPersonalDataForAServerElsewhere) {
  const std::vector<std::string_view> texts{"write to zzz@zzz.example"};
  EXPECT_EQ(embedder(true).embed(texts).row(0)[25], 0);
  EXPECT_GT(embedder(false).embed(texts).row(0)[25], 0);
}

}  // namespace
}  // namespace smartdesk::prediction
