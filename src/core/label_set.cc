#include "core/label_set.h"

#include <algorithm>
#include <utility>

namespace smartdesk {

LabelSet::LabelSet(std::vector<std::string> names) : names_(std::move(names)) {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

std::optional<ClassIndex> LabelSet::find(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  if (found == names_.end() || *found != name) return std::nullopt;
  return static_cast<ClassIndex>(found - names_.begin());
}

}  // namespace smartdesk
