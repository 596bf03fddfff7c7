#include "stream/instance.h"

#include <gmock/gmock.h>

#include <optional>

#include "support/scratch_files.h"

namespace smartdesk::stream {
namespace {

class InstanceName : public ScratchFiles {};

TEST_F(InstanceName, IsUniqueAndStaysTheSameAfterARestart) {
  std::optional<Instance> first(path("desk"));
  const Instance second(path("desk"));
  const auto name = first->name();
  EXPECT_THAT(name, testing::EndsWith("-0"));
  EXPECT_THAT(second.name(), testing::EndsWith("-1"));
  first.reset();
  EXPECT_EQ(Instance(path("desk")).name(), name);
}

}  // namespace
}  // namespace smartdesk::stream
