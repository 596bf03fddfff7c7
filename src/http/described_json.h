// Requests and responses as C++ structs: one description (BOOST_DESCRIBE_STRUCT, BOOST_DESCRIBE_ENUM) writes a struct
// as JSON, reads and checks it, and makes its JSON Schema (2020-12).
//
//   bool, integers, enums without a description (ids)  boolean, integer
//   double, std::string                                number, string (without NUL)
//   described enum                                     string: kUrgentAndNegative is "urgent_and_negative"
//   std::optional<T>                                   the key is always written; null if empty
//   Omittable<T>                                       the key is left out if empty; a reader takes null as empty too
//   std::vector<T>                                     array
//   std::map<std::string, T>, Dictionary<T>            object whose keys are data; the latter keeps their order
//   described struct                                   object with the members of its bases first; private_ is the key
//                                                      "private", which C++ keeps to itself
//   std::variant<A, B…>                                one of these (cannot be read)
//   Written<T>                                         a T that other code has written as JSON already (cannot be read)
//   boost::json::value, object, array                  as it is
//
// Readers ignore keys that the struct lacks. The schema of a described struct or enum has the name of the C++ type
// without its namespaces, so these names must be unique in one document: a second
// struct of the same name silently gets the schema of the first. Everything here is thread-safe.

#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

#include "http/response.h"

namespace smartdesk::http {

template <typename T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <typename T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <typename T>
struct Omittable : std::optional<T> {
  using std::optional<T>::optional;
};

template <typename T>
using Dictionary = std::vector<std::pair<std::string, T>>;

template <typename T>
struct Written {
  boost::json::value json;
};

// A text, or a number that is taken as its text.
using TextOrNumber = std::variant<std::string, double>;

// How one kind of type is written, read and described; see json_of(), read_json() and schema_of().
template <typename T>
struct JsonForm;

template <typename T>
boost::json::value json_of(const T& value) {
  return JsonForm<T>::write(value);
}

// Throws Problem (400) that names the first wrong field: "days" must be a whole number. "name" is missing.
// what: the name of the whole value in messages.
template <typename T>
T read_json(const boost::json::value& json, const std::string& what = "The body") {
  return JsonForm<T>::read(json, what);
}

// The schema of T. Named schemas are added to `components`, and the result refers to them
// ({"$ref":"#/components/schemas/Ticket"}).
template <typename T>
boost::json::value schema_of(boost::json::object& components) {
  return JsonForm<T>::schema(components);
}

template <DescribedStruct T>
Response json_response(const T& value, int status = 200) {
  return json_response(json_of(value), status);
}

// A schema_of<T>.
using SchemaWriter = boost::json::value (*)(boost::json::object& components);

// "kVeryBad" -> "very_bad"
std::string json_name(std::string_view enumerator);

// The names of a described enum as in JSON, in the order of the description. An enumerator that the description leaves
// out is written as null.
template <typename E>
std::vector<std::string> names_of();

template <DescribedEnum E>
std::string name_in_json(E value) {
  return json_name(boost::describe::enum_to_string(value, ""));
}

// "a, b or c", for messages.
std::string choice_of(const std::vector<std::string>& names);

// What follows serves the forms of types below; callers need none of it.

std::string schema_name(const std::type_info& type);                           // "Ticket"
boost::json::value reference_to(const std::string& name);                      // {"$ref":…}
boost::json::value with_null(boost::json::value schema);                       // accepts null too
[[noreturn]] void refuse_missing(std::string_view field);                      // throws Problem (400)
[[noreturn]] void refuse(const std::string& what, std::string_view expected);  // "… must be EXPECTED."
const boost::json::object& read_object(const boost::json::value& json, const std::string& what);
const boost::json::array& read_array(const boost::json::value& json, const std::string& what);
std::string read_text(const boost::json::value& json, const std::string& what);

template <typename T>
concept WholeNumber = (std::integral<T> && !std::same_as<T, bool>) || (std::is_enum_v<T> && !DescribedEnum<T>);

template <typename T>
inline constexpr bool kIsOmittable = false;
template <typename T>
inline constexpr bool kIsOmittable<Omittable<T>> = true;

template <typename T>
inline constexpr bool kMayBeEmpty = kIsOmittable<T>;
template <typename T>
inline constexpr bool kMayBeEmpty<std::optional<T>> = true;

template <typename T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// The key of a member.
constexpr std::string_view key_of(std::string_view member) {
  if (member.ends_with('_')) member.remove_suffix(1);
  return member;
}

template <>
struct JsonForm<bool> {
  static boost::json::value write(bool value) { return value; }
  static bool read(const boost::json::value& json, const std::string& what) {
    if (!json.is_bool()) refuse(what, "true or false");
    return json.get_bool();
  }
  static boost::json::value schema(boost::json::object&) { return {{"type", "boolean"}}; }
};

template <WholeNumber T>
struct JsonForm<T> {
  using Integer = typename std::conditional_t<std::is_enum_v<T>, std::underlying_type<T>, std::type_identity<T>>::type;

  static boost::json::value write(T value) { return static_cast<Integer>(value); }
  static T read(const boost::json::value& json, const std::string& what) {
    boost::system::error_code fault;
    const auto number = json.to_number<Integer>(fault);
    if (fault) refuse(what, "a whole number");
    return static_cast<T>(number);
  }
  static boost::json::value schema(boost::json::object&) {
    boost::json::object schema{{"type", "integer"}};
    if (std::is_unsigned_v<Integer>) schema["minimum"] = 0;
    return schema;
  }
};

template <>
struct JsonForm<double> {
  static boost::json::value write(double value) { return value; }
  static double read(const boost::json::value& json, const std::string& what) {
    if (!json.is_number()) refuse(what, "a number");
    return json.to_number<double>();
  }
  static boost::json::value schema(boost::json::object&) { return {{"type", "number"}}; }
};

template <>
struct JsonForm<std::string> {
  static boost::json::value write(const std::string& value) { return boost::json::string(value); }
  static std::string read(const boost::json::value& json, const std::string& what) { return read_text(json, what); }
  static boost::json::value schema(boost::json::object&) { return {{"type", "string"}}; }
};

template <DescribedEnum E>
struct JsonForm<E> {
  static boost::json::value write(E value) {
    const char* name = boost::describe::enum_to_string(value, nullptr);
    return name == nullptr ? boost::json::value(nullptr) : boost::json::value(json_name(name));
  }
  static E read(const boost::json::value& json, const std::string& what) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
      if (json.is_string() && json.get_string() == json_name(each.name)) found = each.value;
    });
    if (!found) refuse(what, choice_of(names_of<E>()));
    return *found;
  }
  static boost::json::value schema(boost::json::object& components) {
    const auto name = schema_name(typeid(E));
    boost::json::array names;
    for (const auto& each : names_of<E>()) names.emplace_back(each);
    components[name] = {{"type", "string"}, {"enum", std::move(names)}};
    return reference_to(name);
  }
};

template <typename T>
struct JsonForm<std::optional<T>> {
  static boost::json::value write(const std::optional<T>& value) { return value ? json_of(*value) : nullptr; }
  static std::optional<T> read(const boost::json::value& json, const std::string& what) {
    if (json.is_null()) return std::nullopt;
    return JsonForm<T>::read(json, what);
  }
  static boost::json::value schema(boost::json::object& components) { return with_null(schema_of<T>(components)); }
};

template <typename T>
struct JsonForm<Omittable<T>> : JsonForm<std::optional<T>> {
  static Omittable<T> read(const boost::json::value& json, const std::string& what) {
    if (json.is_null()) return std::nullopt;
    return JsonForm<T>::read(json, what);
  }
};

template <typename T>
struct JsonForm<std::vector<T>> {
  static boost::json::value write(const std::vector<T>& values) {
    boost::json::array array;
    array.reserve(values.size());
    for (const auto& value : values) array.push_back(json_of<T>(value));
    return array;
  }
  static std::vector<T> read(const boost::json::value& json, const std::string& what) {
    std::vector<T> values;
    for (const auto& each : read_array(json, what)) values.push_back(JsonForm<T>::read(each, "Each entry of " + what));
    return values;
  }
  static boost::json::value schema(boost::json::object& components) {
    return {{"type", "array"}, {"items", schema_of<T>(components)}};
  }
};

template <typename T>
boost::json::value schema_of_dictionary(boost::json::object& components) {
  return {{"type", "object"}, {"additionalProperties", schema_of<T>(components)}};
}

template <typename T>
struct JsonForm<Dictionary<T>> {
  static boost::json::value write(const Dictionary<T>& values) {
    boost::json::object object;
    for (const auto& [key, value] : values) object[key] = json_of(value);
    return object;
  }
  static Dictionary<T> read(const boost::json::value& json, const std::string& what) {
    Dictionary<T> values;
    for (const auto& [key, value] : read_object(json, what))
      values.emplace_back(key, JsonForm<T>::read(value, '"' + std::string(key) + '"'));
    return values;
  }
  static boost::json::value schema(boost::json::object& components) { return schema_of_dictionary<T>(components); }
};

template <typename T>
struct JsonForm<std::map<std::string, T>> {
  static boost::json::value write(const std::map<std::string, T>& values) {
    boost::json::object object;
    for (const auto& [key, value] : values) object[key] = json_of(value);
    return object;
  }
  static std::map<std::string, T> read(const boost::json::value& json, const std::string& what) {
    auto values = JsonForm<Dictionary<T>>::read(json, what);
    return {std::make_move_iterator(values.begin()), std::make_move_iterator(values.end())};
  }
  static boost::json::value schema(boost::json::object& components) { return schema_of_dictionary<T>(components); }
};

template <DescribedStruct T>
struct JsonForm<T> {
  static boost::json::value write(const T& value) {
    boost::json::object object;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto each) {
      const auto& member = value.*each.pointer;
      if constexpr (kIsOmittable<std::remove_cvref_t<decltype(member)>>) {
        if (member) object[key_of(each.name)] = json_of(*member);
      } else {
        object[key_of(each.name)] = json_of(member);
      }
    });
    return object;
  }

  static T read(const boost::json::value& json, const std::string& what) {
    const auto& object = read_object(json, what);
    T value{};
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto each) {
      const auto key = key_of(each.name);
      read_member(object.if_contains(key), std::string(key), value.*each.pointer);
    });
    return value;
  }

  static boost::json::value schema(boost::json::object& components) {
    const auto name = schema_name(typeid(T));
    if (components.contains(name)) return reference_to(name);
    boost::json::object properties;
    boost::json::array required;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto each) {
      using Member = std::remove_cvref_t<decltype(std::declval<T&>().*each.pointer)>;
      properties[key_of(each.name)] = schema_of<Member>(components);
      if (!kIsOmittable<Member>) required.emplace_back(key_of(each.name));
    });
    boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    components[name] = std::move(schema);
    return reference_to(name);
  }

 private:
  template <typename Member>
  static void read_member(const boost::json::value* json, const std::string& name, Member& member) {
    if constexpr (kMayBeEmpty<Member>) {
      if (json != nullptr) member = JsonForm<Member>::read(*json, '"' + name + '"');
    } else {
      if (json == nullptr || json->is_null()) refuse_missing(name);
      member = JsonForm<Member>::read(*json, '"' + name + '"');
    }
  }
};

template <typename... T>
struct JsonForm<std::variant<T...>> {
  static boost::json::value write(const std::variant<T...>& value) {
    return std::visit([](const auto& each) { return json_of(each); }, value);
  }
  static boost::json::value schema(boost::json::object& components) {
    return {{"anyOf", boost::json::array{schema_of<T>(components)...}}};
  }
};

template <typename T>
struct JsonForm<Written<T>> {
  static boost::json::value write(const Written<T>& value) { return value.json; }
  static boost::json::value schema(boost::json::object& components) { return schema_of<T>(components); }
};

template <>
struct JsonForm<boost::json::value> {
  static boost::json::value write(const boost::json::value& value) { return value; }
  static boost::json::value read(const boost::json::value& json, const std::string&) { return json; }
  static boost::json::value schema(boost::json::object&) { return boost::json::object(); }
};

template <>
struct JsonForm<boost::json::object> {
  static boost::json::value write(const boost::json::object& value) { return value; }
  static boost::json::object read(const boost::json::value& json, const std::string& what) {
    return read_object(json, what);
  }
  static boost::json::value schema(boost::json::object&) {
    return {{"type", "object"}, {"additionalProperties", true}};
  }
};

template <>
struct JsonForm<boost::json::array> {
  static boost::json::value write(const boost::json::array& value) { return value; }
  static boost::json::array read(const boost::json::value& json, const std::string& what) {
    return read_array(json, what);
  }
  static boost::json::value schema(boost::json::object&) {
    return {{"type", "array"}, {"items", boost::json::object()}};
  }
};

template <typename E>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto each) { names.push_back(json_name(each.name)); });
  return names;
}

}  // namespace smartdesk::http
