// The files of data/grammar/, compiled into the program.

#pragma once

#include <string_view>

namespace smartdesk::generation {

extern const std::string_view kGrammarAttributes;
extern const std::string_view kGrammarWeights;
extern const std::string_view kGrammarSlots;
extern const std::string_view kGrammarIssues;
extern const std::string_view kGrammarUrgencies;
extern const std::string_view kGrammarFeelings;
extern const std::string_view kGrammarLanguages;

}  // namespace smartdesk::generation
