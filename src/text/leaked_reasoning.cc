#include "text/leaked_reasoning.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace smartdesk::text {
namespace {

// One kind of sign that a text is about writing a ticket instead of being one. A single everyday phrase is not enough:
// the weights of different kinds add up, and each kind counts once.
struct Sign {
  int weight;
  Leak::Kind kind;
  const char* pattern;
};

constexpr int kEnough = 3;

constexpr Sign
    kSigns
        [] =
            {
                // Found only in a model's raw output.
                {kEnough, Leak::Kind::kReasoning, R"((?i)(</?think(?:ing)?>))"},
                {kEnough, Leak::Kind::kReasoning,
                 R"((<\|(?:im_start|im_end|assistant|user|system|begin_of_text|eot_id)\|>|\[/?INST\]|<<SYS>>))"},
                {kEnough, Leak::Kind::kReasoning,
                 R"((?i)\b(as an ai(?: language)?(?: model| assistant)|as deepseek|i(?:'m| am) an ai\b))"},
                // Thinking aloud.
                {1, Leak::Kind::kReasoning,
                 R"((?i)^\W*((?:okay|ok|alright|hmm+|wait|well|right|so|first(?:ly)?)\W+(?:so\W+)?(?:let me|let's|i need to|i(?:'m| am) (?:looking|considering|handling|starting|trying|going)|the user|this user|user|we|i should|i have to|i've got|i just received|i must|here|they|what)|i just received (?:this|a) (?:query|request)|i need to (?:generate|create|write|think)|let me think|we (?:are asked|need) to))"},
                {1, Leak::Kind::kReasoning,
                 R"((?i)\b(let me (?:think|break (?:this|it) down|tackle|draft|start by|process|brainstorm)|let's (?:tackle|break (?:this|it)|think|draft|start by)|i need to (?:make sure|ensure|create|generate|think about|understand (?:the|what)|consider|come up|craft|imagine|infuse|pack)|i (?:should|must|will|'ll) (?:include|make sure|ensure|keep|craft|generate|avoid|aim)|the (?:key|main) (?:points?|elements?|challenge|instructions?)|i (?:have|want) to (?:create|craft|make sure)))"},
                // About the person who asked.
                {2, Leak::Kind::kReasoning,
                 R"((?i)\b((?:the|this)? ?user(?:'s)? (?:wants?|is asking|asked|asks|specified|specifies|specifically|requested|needs|is requesting|has requested|query|request|provided|mentioned|gave) ?(?:me\b|for|a\b|an\b|the\b|that\b|it\b|to\b|is\b|this\b|specific)?|they(?:'ve| have)? (?:also |specifically )*(?:specified|asked for|want(?:ed)? (?:it|me|the|a|specific)|requested)|(?:this|the) (?:query|prompt|user's request)))"},
                // About the text to be written.
                {1, Leak::Kind::kReasoning,
                 R"((?i)\b((?:generat|creat|writ|craft|produc|mak|draft)(?:e|es|ing) (?:\S+ ){0,6}(?:tickets?|complaints?|bug reports?|feature requests?|messages?|reviews?|support requests?)|realistic (?:\S+ ){0,5}(?:ticket|support|complaint|bug report|customer|scenario|message|feature request)))"},
                {1, Leak::Kind::kReasoning, R"((?i)\b((?:2|two)(?:-| to | or )(?:3|three) sentences|sentences? max(?:imum)?|(?:return|output|respond with|reply with) only|only (?:return )?the (?:ticket|text|message)|no(?:t| any)? (?:extra|additional) (?:text|explanations?|formatting|commentary)|without any (?:extra|additional)|keep(?:ing)? it (?:concise|short|realistic|brief|under|within|to \d)))"},
                {1, Leak::Kind::kReasoning,
                 R"((?i)\b((?:customer|it|ticket|message|they|user) (?:should|must|needs? to|has to|to) (?:sound|be|feel|seem) |sounds? (?:angry|happy|satisfied|confused|neutral|frustrated|disappointed|urgent|positive|negative|grateful|authentic|realistic|natural)|the (?:tone|sentiment|emotion) (?:should|must|needs|is|has)|(?:angry|happy|satisfied|confused|neutral|frustrated|disappointed|urgent|positive|negative) (?:tone|sentiment|customer|manner)|(?:account ids?|error messages?|timestamps?|feature names?), (?:account ids?|error messages?|timestamps?|(?:or )?feature names?)))"},
                // The instructions, repeated.
                {2, Leak::Kind::kPromptEcho,
                 R"((?i)^\W*((?:please )?(?:generate|write|compose|produce) (?:a|an|one|\d+) (?:\S+ ){0,5}(?:support ticket|ticket|complaint|support request|customer message)))"},
};

const std::array<RE2, std::size(kSigns)>& patterns() {
  static const auto compiled = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<RE2, sizeof...(I)>{RE2(kSigns[I].pattern)...};
  }(std::make_index_sequence<std::size(kSigns)>());
  return compiled;
}

// Thoughts come first. Text that a long mail quotes far below is no evidence.
constexpr std::size_t kLookedAt = 3000;

}  // namespace

std::optional<Leak> find_leaked_reasoning(std::string_view text) {
  text = text.substr(0, kLookedAt);
  const re2::StringPiece looked_at(text.data(), text.size());
  int score = 0, strongest = 0;
  Leak leak{Leak::Kind::kReasoning, ""};
  for (std::size_t i = 0; i < std::size(kSigns); ++i) {
    re2::StringPiece evidence;
    if (!RE2::PartialMatch(looked_at, patterns()[i], &evidence)) continue;
    score += kSigns[i].weight;
    if (kSigns[i].weight <= strongest) continue;
    strongest = kSigns[i].weight;
    leak = {kSigns[i].kind, std::string(evidence)};
  }
  if (score < kEnough) return std::nullopt;
  return leak;
}

}  // namespace smartdesk::text
