// Loads any bytes after a correct checksum as a model. The model is refused, or it answers texts safely. The first run
// needs a corpus: any model that `smartdesk train` made, without its first 48 bytes.

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "files/digest.h"
#include "memory_file.h"
#include "models/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string summed = std::string(32, '\0') + std::string(reinterpret_cast<const char*>(data), size);
  const std::uint64_t sum = files::checksum(summed);
  const std::string bytes = "SMDESK3\n" + std::string(reinterpret_cast<const char*>(&sum), sizeof sum) + summed;
  const MemoryFile file(bytes);
  try {
    const auto model = models::load_model(file.path());
    models::ModelScratch scratch;
    std::vector<models::Prediction> predictions;
    for (const char* text : {"I was charged twice, please refund the invoice", "", "漢字 🙂 naïve"})
      models::predict(model, text, scratch, predictions);
  } catch (const Error&) {
    // expected
  }
  return 0;
}
