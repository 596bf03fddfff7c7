#include "text/internal/closing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

constexpr std::size_t kMostLines = 30;                               // that are looked at
constexpr std::size_t kMostSignatureLines = 10;                      // that are not blank
constexpr std::size_t kLongestSignatureLine = 160;                   // bytes
constexpr std::size_t kShortestNotice = 100, kLongestNotice = 4000;  // bytes

constexpr std::string_view kSent[] = {
    "sent from",  "sent via",   "sent with", "sent using", "sent by",   "sent wirelessly", "sent on",  "gesendet",
    "verschickt", "envoyé",     "enviado",   "enviada",    "enviat",    "inviato",         "inviata",  "verzonden",
    "verstuurd",  "sendt fra",  "sendt via", "skickat",    "skickades", "lähetetty",       "wysłan",   "odesláno",
    "odoslané",   "отправлено", "надіслано", "изпратено",  "trimis",    "küldve",          "στάλθηκε", "εστάλη",
    "gönderildi", "נשלח",       "أُرسل",      "أرسل",       "مرسل",      "ส่งจาก",           "dikirim",  "gửi từ",
    "được gửi",   "送信",       "发自",      "發自",       "發送自",    "发送自",          "傳送自",   "보냄",
    "poslano",    "poslato",    "послато"};

// Programs offer themselves: "Get Outlook for iOS".
constexpr std::string_view kOffered[] = {"outlook for",  "outlook für", "outlook pour", "outlook para", "outlook per",
                                         "outlook voor", "outlook för", "outlook til",  "outlook dla",  "outlook для"};

constexpr std::string_view kDevices[] = {
    "iphone",   "ipad",    "ipod",    "android",  "samsung",   "galaxy", "huawei",   "xiaomi",
    "redmi",    "oneplus", "pixel",   "nokia",    "htc",       "xperia", "motorola", "blackberry",
    "lumia",    "windows", "outlook", "yahoo",    "gmail",     "aol",    "proton",   "thunderbird",
    "typeapp",  "mailbox", "sparrow", "acompli",  "bluemail",  "gmx",    "web.de",   "mail",
    "mobile",   "phone",   "tablet",  "device",   "handy",     "mobil",  "telefon",  "téléphone",
    "teléfono", "móvil",   "celular", "telefoon", "cellulare", "携帯",   "手机",     "手機"};

template <typename List>
bool contains_any(std::string_view text, const List& stems) {
  return std::any_of(std::begin(stems), std::end(stems),
                     [&](std::string_view stem) { return text.find(stem) != std::string_view::npos; });
}

// Without links in brackets.
std::string without_links(std::string_view line) {
  std::string kept;
  for (std::size_t at = 0; at < line.size();) {
    const char closing = line[at] == '<' ? '>' : line[at] == '(' ? ')' : line[at] == '[' ? ']' : '\0';
    const auto end = closing == '\0' ? std::string_view::npos : line.find(closing, at);
    if (end != std::string_view::npos) {
      at = end + 1;
    } else {
      kept += line[at++];
    }
  }
  return kept;
}

bool has_link(std::string_view line) {
  return contains_any(line, std::initializer_list<std::string_view>{"://", "www."});
}

bool has_phone_number(std::string_view line) {
  constexpr std::size_t kFewestDigits = 7;
  std::size_t digits = 0;
  for (const char c : line) {
    if (c >= '0' && c <= '9') {
      if (++digits == kFewestDigits) return true;
    } else if (std::string_view(" -./()+").find(c) == std::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

bool has_contact(std::string_view line) {
  return has_link(line) || has_phone_number(line) || when_and_who(line).address;
}

bool is_sentence(std::string_view line) {
  constexpr std::size_t kMostWordsOfATitle = 8;
  const auto words = count_words(line);
  const bool is_ended = std::string_view(".!?").find(line.back()) != std::string_view::npos || line.ends_with("。") ||
                        line.ends_with("！") || line.ends_with("？") || line.ends_with("…");
  return words > kMostWordsOfATitle || (is_ended && words >= 4) || line.back() == '?' || line.ends_with("。");
}

// "Roman", "Bob Smith": no digits and no signs between the words.
bool is_name(std::string_view line) {
  return count_words(line) <= 3 && line.find_first_of("0123456789,:;!?*") == std::string_view::npos;
}

// Needed for a legal notice: what it says about itself, and whom it addresses.
constexpr std::string_view kConfidential[] = {
    "confidential",  "privileged", "vertraulich", "confidenti",    "confidencial", "riservat",      "confidenzial",
    "vertrouwelijk", "poufn",      "fortrolig",   "konfidentiell", "důvěrn",       "конфиденциальн"};
constexpr std::string_view kReader[] = {"intended recipient", "addressee",    "intended solely", "intended only",
                                        "intended for",       "empfänger",    "adressat",        "destinat",
                                        "geadresseerde",      "bestemd voor", "adresat",         "modtager",
                                        "mottagare",          "получател"};

constexpr std::size_t kBeginning = 4;  // bytes of a stem

constexpr std::uint32_t beginning_of(std::string_view word) {
  std::uint32_t beginning = 0;
  for (std::size_t i = 0; i < kBeginning; ++i)
    beginning =
        beginning << 8 | static_cast<unsigned char>(word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]);
  return beginning;
}

template <std::size_t Count>
constexpr std::array<std::uint32_t, Count> beginnings_of(const std::string_view (&stems)[Count]) {
  std::array<std::uint32_t, Count> beginnings{};
  std::transform(std::begin(stems), std::end(stems), beginnings.begin(), beginning_of);
  return beginnings;
}

// Most paragraphs have no word that begins like one of a legal notice, and need not be searched for all stems.
bool may_be_legal(std::string_view paragraph) {
  constexpr auto kA = beginnings_of(kConfidential);
  constexpr auto kB = beginnings_of(kReader);
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  for (std::size_t i = 0; i + kBeginning <= paragraph.size(); ++i) {
    if (i > 0 && is_letter(paragraph[i - 1])) continue;
    if (static_cast<unsigned char>(paragraph[i]) >= 0xC0) return true;  // not lowered here
    const auto word = beginning_of(paragraph.substr(i, kBeginning));
    if (std::find(kA.begin(), kA.end(), word) != kA.end() || std::find(kB.begin(), kB.end(), word) != kB.end())
      return true;
  }
  return false;
}

// "Please consider the environment before printing this e-mail."
bool asks_not_to_print(std::string_view paragraph) {
  constexpr std::string_view kPrint[] = {"print", "druck", "imprim", "stampa", "afdruk", "skriv"};
  constexpr std::string_view kEnvironment[] = {"environment", "umwelt", "environnement", "ambiente",
                                               "milieu",      "miljø",  "miljö"};
  constexpr std::size_t kShortest = 40, kLongest = 250;
  if (paragraph.size() < kShortest || paragraph.size() > kLongest || paragraph.find("ail") == std::string_view::npos)
    return false;
  const auto low = lowered(paragraph);
  return contains_any(low, kPrint) && contains_any(low, kEnvironment);
}

class ClosingFinder {
 public:
  ClosingFinder(std::string_view text, const std::vector<MailLine>& lines, std::size_t first, std::size_t last)
      : text_(text), lines_(lines), first_(first), last_(last) {}

  std::size_t find() {
    for (bool found = true; found;) {
      drop_blanks();
      const auto before = last_;
      last_ = std::min(last_, notice_begin());
      drop_blanks();
      last_ = std::min(last_, footer_begin());
      drop_blanks();
      last_ = std::min(last_, signature_begin());
      found = last_ < before;
    }
    return last_;
  }

 private:
  std::string_view raw(std::size_t i) const { return text_.substr(lines_[i].begin, lines_[i].end - lines_[i].begin); }
  std::string_view line(std::size_t i) const { return trimmed_line(raw(i)); }
  bool is(std::size_t i, MailLineKind kind) const { return lines_[i].kind == kind; }
  std::size_t lowest() const { return last_ - first_ > kMostLines ? last_ - kMostLines : first_; }

  void drop_blanks() {
    while (last_ > first_ && is(last_ - 1, MailLineKind::kBlank)) --last_;
  }

  // Legal notices are the last paragraphs. Their heading and a rule above belong to them.
  std::size_t notice_begin() const {
    auto begin = last_;
    for (;;) {
      auto end = begin;
      while (end > first_ && is(end - 1, MailLineKind::kBlank)) --end;
      auto top = end;
      while (top > lowest() && !is(top - 1, MailLineKind::kBlank) && !is(top - 1, MailLineKind::kRule)) --top;
      if (top == end || !is_legal_notice(paragraph(top, end))) return begin == last_ ? last_ : with_heading(begin);
      begin = top;
    }
  }
  std::string_view paragraph(std::size_t first, std::size_t last) const {
    return text_.substr(lines_[first].begin, lines_[last - 1].end - lines_[first].begin);
  }
  std::size_t with_heading(std::size_t begin) const {
    constexpr std::string_view kHeadings[] = {"disclaimer", "confidential", "vertraulich", "notice",
                                              "hinweis",    "haftung",      "avertiss",    "confident"};
    constexpr std::size_t kLongestHeading = 60;
    auto above = begin;
    while (above > first_ && is(above - 1, MailLineKind::kBlank)) --above;
    if (above > first_ && raw(above - 1).size() <= kLongestHeading && contains_any(lowered(line(above - 1)), kHeadings))
      begin = above - 1;
    while (begin > first_ && (is(begin - 1, MailLineKind::kRule) || is(begin - 1, MailLineKind::kBlank))) --begin;
    return begin;
  }

  std::size_t footer_begin() const { return last_ > first_ && is_device_footer(line(last_ - 1)) ? last_ - 1 : last_; }

  std::size_t signature_begin() const {
    for (std::size_t i = lowest(); i < last_; ++i) {
      if (is(i, MailLineKind::kRule) && is_signature(i)) return i;
    }
    return last_;
  }

  // raw "-- " is RFC 3676's separator, which may have sentences below.
  bool is_signature(std::size_t rule) const {
    const auto mark = raw(rule);
    const bool is_standard = mark == "-- " || mark == "-- \r";
    const bool is_two_dashes = line(rule) == "--",
               is_short = line(rule) == "---" && rule + 1 < last_ && !is(rule + 1, MailLineKind::kBlank);
    auto begin = rule + 1;
    while (begin < last_ && (is(begin, MailLineKind::kRule) || is(begin, MailLineKind::kBlank))) ++begin;
    std::size_t count = 0, contacts = 0, names = 0;
    for (std::size_t i = begin; i < last_; ++i) {
      if (is(i, MailLineKind::kBlank)) continue;
      const auto text = line(i);
      if (++count > kMostSignatureLines || text.size() > kLongestSignatureLine || is(i, MailLineKind::kRule))
        return false;
      const bool contact = has_contact(text);
      contacts += contact ? 1 : 0;
      names += is_name(text) ? 1 : 0;
      if (!is_standard && !contact && is_sentence(text)) return false;
    }
    if (count == 0) return mark.starts_with("--");
    if (is_standard) return true;
    if (contacts > 0) return true;
    return line(rule).starts_with("--") && !introduces(rule) && (is_two_dashes || (is_short && names == count));
  }

  // "My order:" above the rule: a list follows.
  bool introduces(std::size_t rule) const {
    auto above = rule;
    while (above > first_ && is(above - 1, MailLineKind::kBlank)) --above;
    return above > first_ && ends_in_colon(line(above - 1));
  }

  std::string_view text_;
  const std::vector<MailLine>& lines_;
  std::size_t first_, last_;
};

}  // namespace

bool is_device_footer(std::string_view line) {
  constexpr std::size_t kLongest = 300, kMostWords = 9;
  if (line.size() > kLongest) return false;
  auto footer = without_links(line);
  if (footer.find_first_of(",:;?") != std::string::npos) return false;
  const auto words = count_words(footer);
  if (words == 0 || words > kMostWords) return false;
  auto low = lowered(trimmed_line(footer));
  const bool is_ended = low.ends_with('.');
  while (!low.empty() && (low.back() == '.' || low.back() == '!' || low.back() == ' ')) low.pop_back();
  if (words <= 6 && low.find("outlook ") != std::string::npos && contains_any(low, kOffered)) return true;
  const auto is_beginning = [&](std::string_view sent) { return low.starts_with(sent); };
  const auto is_end = [&](std::string_view sent) { return low.ends_with(sent); };
  const bool begins = std::any_of(std::begin(kSent), std::end(kSent), is_beginning);
  const bool ends = !is_ended && words <= 6 && std::any_of(std::begin(kSent), std::end(kSent), is_end);
  if (!begins && !ends) return false;
  return contains_any(low, kDevices) || (low.starts_with("sent from my ") && words <= 7);
}

bool is_legal_notice(std::string_view paragraph) {
  constexpr std::string_view kForbidden[] = {
      "delete",    "destroy",  "notify",       "unauthori", "prohibited", "disclos",  "disseminat", "lösch",
      "vernicht",  "unbefugt", "unberechtigt", "supprim",   "détrui",     "interdit", "elimin",     "borr",
      "destru",    "prohibid", "cancell",      "distrug",   "vietat",     "apag",     "proibid",    "verwijder",
      "vernietig", "verboden", "usun",         "slet",      "radera",     "удалит"};
  constexpr std::string_view kMessage[] = {"e-mail",   "email",   "message", "attachment", "nachricht",
                                           "courriel", "mensaje", "correo",  "messaggio",  "mensagem",
                                           "bericht",  "wiadomo", "besked",  "сообщени"};
  constexpr std::string_view kLiability[] = {"liab", "haft", "responsab", "aansprakelijk", "virus", "odpowiedzialno"};
  constexpr std::string_view kMistake[] = {"in error",  "by mistake", "irrtüm",      "versehentlich", "par erreur",
                                           "por error", "per errore", "por engano",  "por erro",      "abusievelijk",
                                           "per abuis", "omyłk",      "ved en fejl", "av misstag",    "ошибк"};
  constexpr std::string_view kAuthor[] = {" i ",  " i'", " my ",  " ich ", " mein",
                                          " je ", " j'", " mon ", " mi ",  " yo "};
  if (paragraph.size() > kLongestNotice) return false;
  if (asks_not_to_print(paragraph)) return true;
  if (paragraph.size() < kShortestNotice || !may_be_legal(paragraph)) return false;
  const auto low = " " + lowered(paragraph);
  const bool confidential = contains_any(low, kConfidential), reader = contains_any(low, kReader);
  if (!confidential && !reader) return false;
  const int score = int{confidential} + int{reader} + int{contains_any(low, kMessage)} +
                    int{contains_any(low, kForbidden)} + int{contains_any(low, kLiability)} +
                    int{contains_any(low, kMistake)};
  const bool is_notice = score >= 4 || (score == 3 && confidential && reader);
  return is_notice && !contains_any(low, kAuthor);
}

std::size_t closing_begin(std::string_view text, const std::vector<MailLine>& lines, std::size_t first,
                          std::size_t last) {
  return ClosingFinder(text, lines, first, last).find();
}

}  // namespace smartdesk::text
