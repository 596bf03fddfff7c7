#include "formats/internal/spreadsheet/xml_elements.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kLongest = std::size_t{64} << 20;
constexpr auto kNone = std::string_view::npos;

// The name in the tag that begins at bytes[at]: "x:row" of "<x:row r=…".
std::string_view tag_name(std::string_view bytes, std::size_t at) {
  const auto end = bytes.find_first_of(" \t\r\n/>", at + 1);
  return bytes.substr(at + 1, end - at - 1);
}

std::string_view local_part(std::string_view name) {
  const auto colon = name.find(':');
  return colon == kNone ? name : name.substr(colon + 1);
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The next node in `top` behind this one and all that is in it.
pugi::xml_node next_after(pugi::xml_node node, const pugi::xml_node& top) {
  while (node != top && !node.next_sibling()) node = node.parent();
  return node == top ? pugi::xml_node() : node.next_sibling();
}

}  // namespace

std::string_view local_name(const char* name) { return local_part(name); }

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  for (const auto& child : node.children()) {
    if (local_name(child) == name) return child;
  }
  return {};
}

std::string_view attribute_of(const pugi::xml_node& node, std::string_view name) {
  for (const auto& attribute : node.attributes()) {
    if (local_name(attribute.name()) == name) return attribute.value();
  }
  return {};
}

void visit_all(const pugi::xml_node& top, const std::function<bool(const pugi::xml_node&)>& visit) {
  for (auto at = top.first_child(); at;) {
    const bool goes_in = visit(at);
    at = goes_in && at.first_child() ? at.first_child() : next_after(at, top);
  }
}

XmlElements::XmlElements(files::InputFile file, std::vector<std::string> whole, std::vector<std::string> opening)
    : window_(std::move(file), ""), whole_(std::move(whole)), opening_(std::move(opening)) {}

pugi::xml_node XmlElements::next() {
  for (;;) {
    const auto at = find(0, "<");
    if (at == kNone) return {};
    window_.advance(at);
    const auto end = end_of_markup(0);
    const auto bytes = window_.bytes();
    const auto name = std::string(local_part(tag_name(bytes, 0)));
    const bool is_start = bytes[1] != '/' && bytes[1] != '!' && bytes[1] != '?';
    if (is_start && has(whole_, name)) {
      const bool is_empty = bytes[end - 2] == '/';
      return parse(is_empty ? end : end_of_element(end, std::string(tag_name(bytes, 0))), is_empty);
    }
    if (is_start && has(opening_, name)) return parse(end, true);
    window_.advance(end);
  }
}

// Reads on until the text is there. kNone at the end of the file; what is in view then is of no use.
std::size_t XmlElements::find(std::size_t from, std::string_view text) {
  for (auto searched = from;;) {
    const auto found = window_.bytes().find(text, searched);
    if (found != kNone) return found;
    const auto size = window_.bytes().size();
    searched = std::max(from, size - std::min(size, text.size() - 1));
    if (from == 0 && text.size() == 1) {
      window_.advance(size);  // nothing of it is wanted
      searched = 0;
    }
    if (!extend()) return kNone;
  }
}

bool XmlElements::extend() {
  if (window_.bytes().size() > kLongest) refuse("has a row of more than 64 MiB");
  return window_.extend();
}

// The end of the tag, comment or the like at this place.
std::size_t XmlElements::end_of_markup(std::size_t at) {
  constexpr std::string_view kComment = "<!--", kData = "<![CDATA[";
  while (window_.bytes().size() < at + kData.size() && extend()) continue;
  const auto bytes = window_.bytes().substr(at);
  if (bytes.size() < 3) refuse("ends too early");
  const auto behind = [&](std::string_view end) {
    const auto found = find(at, end);
    if (found == kNone) refuse("ends too early");
    return found + end.size();
  };
  if (bytes.starts_with(kComment)) return behind("-->");
  if (bytes.starts_with(kData)) return behind("]]>");
  if (bytes[1] == '?') return behind("?>");
  return bytes[1] == '!' ? end_of_doctype(at) : end_of_tag(at);
}

// Values of attributes may contain ">".
std::size_t XmlElements::end_of_tag(std::size_t at) {
  char quote = 0;
  auto bytes = window_.bytes();
  for (auto i = at;; ++i) {
    if (i == bytes.size()) {
      if (!extend()) refuse("ends too early");
      bytes = window_.bytes();
    }
    const char c = bytes[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
}

std::size_t XmlElements::end_of_doctype(std::size_t at) {
  int depth = 0;
  for (auto i = at;; ++i) {
    if (i == window_.bytes().size() && !extend()) refuse("ends too early");
    const char c = window_.bytes()[i];
    if (c == '[') ++depth;
    if (c == ']') --depth;
    if (c == '>' && depth <= 0) return i + 1;
  }
}

// name: with its prefix.
std::size_t XmlElements::end_of_element(std::size_t tag_end, std::string_view name) {
  for (std::size_t depth = 1, at = tag_end;;) {
    at = find(at, "<");
    if (at == kNone) refuse("ends too early");
    const auto end = end_of_markup(at);
    const auto bytes = window_.bytes();
    if (bytes[at + 1] == '/') {
      if (tag_name(bytes, at + 1) == name && --depth == 0) return end;
    } else if (tag_name(bytes, at) == name && bytes[end - 2] != '/') {
      ++depth;
    }
    at = end;
  }
}

pugi::xml_node XmlElements::parse(std::size_t end, bool is_opening_tag) {
  text_ = window_.bytes().substr(0, end);
  window_.advance(end);
  if (is_opening_tag && text_[text_.size() - 2] != '/') text_.insert(text_.size() - 1, "/");
  constexpr auto kOptions = (pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_fragment) & ~pugi::parse_doctype;
  const auto result = document_.load_buffer_inplace(text_.data(), text_.size(), kOptions, pugi::encoding_utf8);
  if (!result) refuse(result.description());
  return document_.first_child();
}

void XmlElements::refuse(const char* what) const {
  throw Error(ErrorCode::kInvalidInput,
              window_.input().file().path() + " cannot be read (" + what + "). Save or export the document again.");
}

}  // namespace smartdesk::formats
