// Reads any lines as the cells of a label column, in each of the three ways. Each cell has labels of the column or
// none; a name is its own name.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/label_column.h"
#include "core/label_spelling.h"

namespace {

using namespace smartdesk;

void check(const LabelCells& cells, SeveralLabels several) {
  const auto column = read_label_column(cells, {several, {"High", "1.0"}});
  for (const auto& [cell, rows] : cells) {
    const auto* labels = column.of(cell);
    if (labels == nullptr) continue;
    if (!column.is_several && labels->size() != 1) std::abort();
    for (const auto& label : *labels) {
      if (!std::binary_search(column.names.begin(), column.names.end(), label)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  LabelCells cells;
  while (!text.empty()) {
    const auto cell = text.substr(0, text.find('\n'));
    ++cells[std::string(cell)];
    if (label_name(label_name(cell)) != label_name(cell)) std::abort();
    label_of_cell(cell);
    text.remove_prefix(std::min(cell.size() + 1, text.size()));
  }
  for (const auto several : {SeveralLabels::kDetect, SeveralLabels::kAlways, SeveralLabels::kNever})
    check(cells, several);
  return 0;
}
