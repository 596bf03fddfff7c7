#include "text/injection.h"

#include <re2/re2.h>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

bool is_hidden(char32_t c) {
  return c == 0x00AD || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

// A zero-width joiner joins emoji and a non-joiner separates Persian letters. After non-ASCII text they hide nothing.
bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D; }

const RE2& role_signs() {
  static const RE2 pattern(
      R"((?i)(<\|[^|<>\n]{1,30}\||</?(?:think|thinking|system|assistant|user|im_start|im_end|s|ticket)\b[^<>\n]{0,20}>|\[/?(?:INST|SYS)\]|<</?SYS>>|#{2,}[ \t]*(?:system|assistant|instructions?|response)[ \t]*:))");
  return pattern;
}

bool has_role_signs(std::string_view text) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), role_signs());
}

std::string without_hidden_once(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_ascii = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = decode(text, at);
    const bool kept = !is_hidden(value) || (is_joiner(value) && !after_ascii);
    if (kept) out += text.substr(at, end - at);
    if (kept) after_ascii = value < 0x80;
    at = end;
  }
  return out;
}

// When a hidden character is removed, the bytes around it may form another one.
std::string without_hidden(std::string_view text) {
  std::string out = without_hidden_once(text);
  for (auto before = text.size(); out.size() < before;) {
    before = out.size();
    out = without_hidden_once(out);
  }
  return out;
}

// Orders to the model and answers dictated to it. Each needs words that tickets rarely have together.
const RE2& orders() {
  static const RE2 pattern(
      // English.
      R"((?i)\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don't follow)\b.{0,40}\b(?:(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those|system)\b.{0,20}\b(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|context|messages?|text)|everything (?:above|before|you were told))\b)"
      R"(|\b(?:new|updated|real|actual|following|secret|hidden|special|override) (?:system )?(?:instructions?|prompt|rules?|directive|policy)\b.{0,5}[:=]|\bsystem (?:prompt|message|override|note|instruction)\b|\b(?:developer|admin|debug|god|dan|jailbreak) mode\b)"
      R"(|\byou are (?:now|no longer)\b.{0,60}|\b(?:act|behave|respond|pretend)(?: as if| as though| like)?(?: you (?:are|were))? (?:as )?an? (?:unrestricted|different|new|other|ai|assistant|language model|bot|machine|json)\b)"
      R"(|\b(?:classif\w+|label\w*|categori[sz]e\w*|mark|tag|rate|set|score|triage|treat|flag|report|output|return|answer|respond|reply|print|say|write)\b.{0,60}\b(?:sentiment|urgency|category|priority|evidence|json|label(?:s|led)?|class)\b.{0,40}\b(?:positive|negative|neutral|low|medium|high|billing|other|bug report|feature request|as|to|=|only|with)\b)"
      R"(|\b(?:sentiment|urgency|category|priority|label|classification)\b["' ]{0,3}(?:must|should|shall|has to|needs to|is always|:=|=)\W{0,4}(?:be|set|say|read|always)?\W{0,4}(?:positive|negative|neutral|low|medium|high|billing|other|bug|feature|technical|login|account|payment)\b)"
      R"(|\b(?:sentiment|urgency|category)\s*:\s*(?:positive|negative|neutral|low|medium|high|billing|other|bug|feature|technical|login|account|payment)\b)"
      R"(|\b(?:to|for) the (?:ai|llm|language model|classifier|bot|assistant|machine)\b.{0,20}:)"
      R"(|["'{,]\s*["']?(?:sentiment|urgency|category|evidence|confidence|label)["']?\s*:\s*["'][^"'\n]{1,40}["'])"
      R"(|\b(?:dear|attention|note to|hey|hello|hi|instructions? (?:for|to)|message (?:for|to)|as an?) (?:the )?(?:ai|llm|language model|model|classifier|bot|assistant|labeller|labeler|gpt|chatgpt|machine)\b)"
      R"(|\b(?:print|reveal|show|repeat|output|leak|tell me|give me|dump)\b.{0,30}\b(?:your|the) (?:system |initial |hidden |original |secret )?(?:prompt|instructions|rules)\b)"
      R"(|\b(?:end|start|begin|close) of (?:ticket|user input|input|data|document|prompt)\b|\bticket ends? here\b|\b(?:decode|base64|rot13)\b.{0,60}\b(?:follow|obey|execute|instructions?|do what)\b|\bexecute the following\b)"
      // German, French, Spanish, Italian, Portuguese, Chinese.
      R"(|\b(?:ignoriere?|vergiss|missachte)\b.{0,40}\b(?:anweisungen|anweisung|vorherigen|vorgaben|regeln|obigen|bisherige\w*)\b|\b(?:stufe|markiere|bewerte|klassifiziere|setze)\b.{0,60}\b(?:als|auf)\b.{0,20}\b(?:positiv\w*|negativ\w*|niedrig\w*|hoch|low|high|positive|dringend\w*))"
      R"(|\b(?:ignore[zrs]?|oublie[zr]?|oubliez)\b.{0,40}\b(?:instructions?|consignes?|règles|précédente?s?)\b|\b(?:classe[rz]?|marque[rz]?|étiquette[rz]?|réponde?[zr]?)\b.{0,60}\b(?:comme|en tant que|avec)\b.{0,20}\b(?:positi\w+|négati\w+|faible|bas|élevée?|low|high|positive))"
      R"(|\b(?:ignora|ignore|ignorar|olvida|olvide|esquece?|dimentica|ignori)\b.{0,40}\b(?:instrucciones|instrucción|reglas|anteriores|instruções|regras|istruzioni|regole|precedenti)\b|\b(?:clasifica|clasifique|marca|marque|etiqueta|classifica|classifique|contrassegna)\b.{0,60}\b(?:como|come|com)\b.{0,20}\b(?:positiv\w+|negativ\w+|baj[ao]|alt[ao]|baix[ao]|bass[ao]|low|high))"
      R"(|(?:忽略|无视|忽視|忘记|不要理会).{0,20}(?:指令|指示|说明|规则|提示|要求)|(?:标记|标注|分类|归类|设置|设)(?:为|成).{0,10}(?:积极|正面|负面|低|高|Low|High|Positive|Negative))");
  return pattern;
}

// Sentences and lines, with the blanks between them.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
    const bool ends = text[i] == '\n' || (mark && (i + 1 == text.size() || is_space(decode(text, i + 1).value)));
    if (!ends) continue;
    pieces.push_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  return pieces;
}

}  // namespace

std::string without_role_signs(std::string_view text) {
  const std::string visible = without_hidden(text);
  const re2::StringPiece whole(visible);
  re2::StringPiece sign;
  std::string out;
  std::size_t at = 0;
  while (role_signs().Match(whole, at, whole.size(), RE2::UNANCHORED, &sign, 1)) {
    const auto begin = static_cast<std::size_t>(sign.data() - visible.data());
    out.append(visible, at, begin + 1 - at) += ' ';  // "< |im_start|>" is no markup
    at = begin + 1;
  }
  return out.append(visible, at);
}

Injection find_injection(std::string_view text) {
  Injection found;
  const auto visible = without_hidden(text);
  found.hidden = visible.size() != text.size() || has_role_signs(visible);
  const auto clean = without_role_signs(visible);
  for (const auto piece : pieces_of(clean)) {
    if (RE2::PartialMatch(re2::StringPiece(piece.data(), piece.size()), orders())) {
      found.orders.emplace_back(piece);
    } else {
      found.rest += piece;
    }
  }
  return found;
}

}  // namespace smartdesk::text
