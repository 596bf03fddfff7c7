#include "text/leaked_reasoning.h"

#include <re2/re2.h>

#include <array>
#include <iterator>
#include <utility>

namespace smartdesk::text {
namespace {

// What a sign tells of. Service desks write "the user wants…", "I need to make sure…" and "create a ticket" all day:
// only together with words about the text to be written do they show a model that thinks.
enum class About : std::uint8_t {
  kMark,     // what only raw output of a model has; one is enough
  kThought,  // thinking aloud, or about the person who asked
  kText,     // the text to be written: its form, its tone
  kOrder,    // the instruction to write it, at the beginning
};

// Each sign counts once.
struct Sign {
  About about;
  int weight;
  const char* pattern;
};

constexpr int kEnough = 6;

// clang-format off
constexpr Sign kSigns[] = {
    // At an edge of the text or of a line: in the middle, somebody writes about a model.
    {About::kMark, 1, R"((?i)(^\W*</?think(?:ing)?>|</think(?:ing)?>\s*(?:\n|$)))"},
    {About::kMark, 1, R"((?m)(^\s*(?:<\|(?:im_start|im_end|assistant|user|system|begin_of_text|eot_id)\|>|\[/?INST\]|<<SYS>>)))"},
    {About::kMark, 1, R"(((?:<\|(?:im_end|eot_id)\|>|\[/INST\])\s*$))"},
    {About::kMark, 1, R"((?i)(?:^|[.!?\n])\s*(as an ai(?: (?:language )?(?:model|assistant))?,|as deepseek|i(?:'m| am) an ai(?: (?:language )?(?:model|assistant))?(?:[,.;]| and | so | but |$)))"},
    // Thinking aloud.
    {About::kThought, 1, R"((?i)^\W*((?:okay|ok|alright|hmm+|wait|well|right|so|first(?:ly)?)\W+(?:so\W+)?(?:let me|let's|i (?:just )?need to|i(?:'m| am) (?:looking|considering|handling|starting|trying|going)|the user|this user|user|we|i should|i have to|i've got|i just received|i must|here|they|what|this is a (?:query|request|prompt))|i just received (?:this|a) (?:query|request)|i need to (?:generate|create|write|think)|let me think|we (?:are asked|need) to))"},
    {About::kThought, 2, R"((?i)\b(let me (?:think|break (?:this|it) down|tackle|draft|start by (?:understanding|considering|thinking|creating|writing)|process this|brainstorm|unpack)|let's (?:tackle|break (?:this|it)|think|draft|unpack)))"},
    {About::kThought, 1, R"((?i)\b(i (?:just )?need to (?:make sure|ensure|create|generate|think about|understand (?:the|what)|consider|come up|craft|imagine|infuse|pack)|i (?:should|must|will|'ll) (?:include|make sure|ensure|keep|craft|generate|avoid|aim)|the (?:key|main) (?:points?|elements?|challenge|instructions?|requirements?)|i (?:have|want) to (?:create|craft|make sure)))"},
    // About the person who asked, and what for.
    {About::kThought, 2, R"((?i)\b((?:the|this)? ?user(?:'s)? (?:wants?|is asking|asked|asks|specified|specifies|specifically|requested|needs|is requesting|has requested|query|request|provided|mentioned|gave) ?(?:me\b|for|a\b|an\b|the\b|that\b|it\b|to\b|is\b|this\b|specific)?|they(?:'ve| have)? (?:also |specifically )*(?:specified|asked for|want(?:ed)? (?:it|me|the|a|specific)|requested)|(?:this|the) (?:query|prompt|user's request)))"},
    {About::kThought, 1, R"((?i)\b((?:mock|sample) (?:data|tickets?|scenarios?)|(?:testing|training|demonstration|documentation) (?:purposes?|materials?|data|scenarios?|chatbots?)|simulat(?:e|es|ing) |role-?playing|testing (?:how i|my ability)))"},
    // About the text to be written.
    {About::kText, 1, R"((?i)\b((?:(?:generat|writ|craft|produc|draft|compos|summari[sz])(?:e|es|ing)|label|classify|wants|asked for|(?:request|query) for) (?:\S+ ){0,10}(?:tickets?|complaints?|bug reports?|feature requests?|support requests?|customer (?:messages?|reviews?))))"},
    {About::kText, 3, R"((?i)\b(realistic (?:\S+ ){0,10}(?:tickets?|complaints?|bug reports?|scenarios?|messages?|feature requests?)|(?:i need to|i have to|i'll|asking me to|wants me to) (?:generate|craft|write) (?:\S+ ){0,10}(?:tickets?|complaints?|bug reports?)))"},
    {About::kText, 2, R"((?i)\b((?:2|3|two|three)(?:(?:-| to | or )(?:3|three))? (?:short )?(?:sentences|lines)|sentences? (?:max(?:imum)?|limit|requirement)|(?:return|output|respond with|reply with) (?:only|just) the|(?:only|just) (?:return )?the ticket|only return the (?:text|message)|no(?:t| any)? (?:extra|additional) (?:text|explanations?|formatting|commentary)|without any (?:extra|additional) (?:text|explanations?|formatting|commentary)|keep(?:ing)? it (?:concise|short|realistic|brief|(?:under|within|to) (?:\d+|two|three|four|five)(?:-\d)? (?:words|sentences|lines|characters))))"},
    {About::kText, 2, R"((?i)\b((?:customer|ticket|message|it|they) (?:should|must|needs? to|has to) (?:sound|feel|seem) |sound(?:s|ing)? (?:angry|happy|satisfied|confused|neutral|frustrated|disappointed|urgent|positive|negative|grateful|authentic|realistic|natural)|the (?:tone|sentiment|emotion) (?:should|must|needs|has)|(?:angry|happy|satisfied|confused|neutral|frustrat(?:ed|ion)|disappoint(?:ed|ment)|urgent|positive|negative|upbeat|customer|emotional) (?:tones?|sentiment|manner)|(?:confusion|frustration|disappointment|happiness|urgency) in tone|tone (?:requirement|suggests)|satisfied customer|customer's perspective|(?:feels?|sounds?|be|make it(?: feel| sound)?) authentic\b|(?:account ids?|error messages?|timestamps?|feature names?), (?:account ids?|error messages?|timestamps?|(?:or )?feature names?)))"},
    // The instruction, repeated.
    {About::kOrder, 1, R"((?i)^\W*((?:please )?(?:generate|write|compose|produce|create) (?:a|an|one|\d+) (?:\S+ ){0,5}(?:support ticket|ticket|complaint|support request|customer message)))"},
};
// clang-format on

const std::array<RE2, std::size(kSigns)>& patterns() {
  static const auto compiled = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<RE2, sizeof...(I)>{RE2(kSigns[I].pattern)...};
  }(std::make_index_sequence<std::size(kSigns)>());
  return compiled;
}

// Thoughts come first. Text that a long mail quotes far below is no evidence.
constexpr std::size_t kLookedAt = 3000;

// What the signs of one kind weigh together, and the words of the heaviest.
struct Found {
  int weight = 0, heaviest = 0;
  std::string words;

  void add(int sign, const re2::StringPiece& evidence) {
    weight += sign;
    if (sign > heaviest) words = std::string(evidence);
    heaviest = sign > heaviest ? sign : heaviest;
  }
};

}  // namespace

std::optional<Leak> find_leaked_reasoning(std::string_view text) {
  text = text.substr(0, kLookedAt);
  const re2::StringPiece looked_at(text.data(), text.size());
  std::array<Found, 4> found;
  const auto of = [&](About about) -> Found& { return found[static_cast<std::size_t>(about)]; };
  for (std::size_t i = 0; i < std::size(kSigns); ++i) {
    re2::StringPiece evidence;
    if (RE2::PartialMatch(looked_at, patterns()[i], &evidence)) of(kSigns[i].about).add(kSigns[i].weight, evidence);
  }
  const auto& thought = of(About::kThought);
  const int about_text = of(About::kText).weight;
  if (of(About::kMark).weight > 0) return Leak{Leak::Kind::kReasoning, of(About::kMark).words};
  if (thought.weight > 0 && about_text > 0 && thought.weight + about_text >= kEnough)
    return Leak{Leak::Kind::kReasoning, thought.words};
  // The instruction is itself about a text, so more than that is needed: how the text shall be.
  constexpr int kInstructionAndForm = 3;
  if (of(About::kOrder).weight > 0 && about_text >= kInstructionAndForm)
    return Leak{Leak::Kind::kPromptEcho, of(About::kOrder).words};
  return std::nullopt;
}

}  // namespace smartdesk::text
