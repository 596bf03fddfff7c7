// Explanations as JSON for programs: of one text and of the rows of a table.

#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <span>
#include <string_view>

#include "prediction/explain.h"

namespace smartdesk::prediction {

// {"model_version":…,"text":…,"tasks":{"T":{"label":…,"probability":…,"flag":null,"score":…,"constant":…,
// "embedding":…,"words":[{"word":…,"begin":…,"end":…,"spans":[[begin,end],…],"weight":…}]}}}. flag: null, "abstain" or
// "unknown". begin and end: the first of the spans, which count bytes of the text in UTF-8. most_words: per task, the
// strongest first.
boost::json::object explanation_json(std::string_view model_version, std::string_view text,
                                     std::span<const Explanation> explanations, std::size_t most_words);

}  // namespace smartdesk::prediction
