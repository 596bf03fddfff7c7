// Any bytes behind a right checksum are refused as a model, or answer a text without harm. The first run needs a
// corpus: any model that `smartdesk train` made, its first 48 bytes cut off.

#include <cstdint>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "files/digest.h"
#include "models/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string summed = std::string(32, '\0') + std::string(reinterpret_cast<const char*>(data), size);
  const std::uint64_t sum = checksum(summed);
  const std::string bytes = "SMDESK2\n" + std::string(reinterpret_cast<const char*>(&sum), sizeof sum) + summed;
  const int file = memfd_create("model", 0);
  if (file < 0 || write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return 0;
  try {
    const auto model = load_model("/proc/self/fd/" + std::to_string(file));
    ModelScratch scratch;
    std::vector<Prediction> predictions;
    for (const char* text : {"I was charged twice, please refund the invoice", "", "漢字 🙂 naïve"})
      predict(model, text, scratch, predictions);
  } catch (const Error&) {
    // as it should be
  }
  close(file);
  return 0;
}
