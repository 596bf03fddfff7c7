// Cuts elements out of an XML document of any size.

#pragma once

#include <cstdint>
#include <functional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "files/input_file.h"
#include "formats/internal/byte_window.h"

namespace smartdesk::formats {

// The name without its namespace's prefix, which each program chooses for itself: "row" of "x:row".
std::string_view local_name(const char* name);
inline std::string_view local_name(const pugi::xml_node& node) { return local_name(node.name()); }

// The child or the attribute of this local name; empty if there is none.
pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);
std::string_view attribute_of(const pugi::xml_node& node, std::string_view name);

// Calls visit for each node in `top` in the document's order; what is in a node for which it returns false is passed
// over. Not recursive: elements may nest to any depth.
void visit_all(const pugi::xml_node& top, const std::function<bool(const pugi::xml_node&)>& visit);

// Reads forward only, with the memory of the longest element that is asked for. Document types and entities are not
// expanded. One thread at a time.
class XmlElements {
 public:
  // whole: local names of the elements that are wanted with their content. opening: of those whose opening tag is
  // wanted alone, with its attributes.
  XmlElements(files::InputFile file, std::vector<std::string> whole, std::vector<std::string> opening = {});

  // The next wanted element, valid until the next call; an empty node at the end. Wanted elements in wanted ones come
  // with the outer one. Throws Error{kInvalidInput} naming the file if it is no XML, ends too early, or an
  // element is longer than 64 MiB.
  pugi::xml_node next();

  std::uint64_t bytes_read() const { return window_.input().file().bytes_read(); }

 private:
  std::size_t find(std::size_t from, std::string_view text);
  std::size_t end_of_markup(std::size_t at);
  std::size_t end_of_tag(std::size_t at);
  std::size_t end_of_doctype(std::size_t at);
  std::size_t end_of_element(std::size_t tag_end, std::string_view name);
  pugi::xml_node parse(std::size_t end, bool is_opening_tag);
  bool extend();
  [[noreturn]] void refuse(const char* what) const;

  ByteWindow window_;
  std::vector<std::string> whole_, opening_;
  std::string text_;
  pugi::xml_document document_;
};

}  // namespace smartdesk::formats
