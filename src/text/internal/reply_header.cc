#include "text/internal/reply_header.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace smartdesk::text {
namespace {

constexpr std::size_t kMostLinesOfAnIntroduction = 4;
constexpr std::size_t kLongestIntroduction = 400;  // bytes of a line
constexpr std::size_t kMostFields = 12;
constexpr std::size_t kMostWrappedLines = 2;  // of one field
constexpr std::size_t kShortestFrame = 3;     // dashes

// Words are evidence only where the structure alone is not enough.

// "wrote", as mail programs write it.
constexpr std::string_view kWrote[] = {
    "wrote",      "writes",  "schrieb", "écrit",        "escrit",     "escribió", "escreveu", "scritto", "schreef",
    "geschreven", "skrev",   "napisał", "pisze",        "kirjoitti",  "írta",     "написа",   "пише",    "napsal",
    "napísal",    "a scris", "έγραψε",  "yazdı",        "napisao",    "napisala", "كتب",      "כתב",     "đã viết",
    "menulis",    "写道",    "寫道",    "のメッセージ", "書きました", "작성",     "sent:"};

// Stems of "message".
constexpr std::string_view kMessage[] = {"message",    "mensaje", "mensagem",   "messaggio",  "missatge",   "nachricht",
                                         "bericht",    "besked",  "meddelelse", "meddelande", "melding",    "viesti",
                                         "wiadomo",    "zpráv",   "správ",      "сообщени",   "повідомлен", "письмо",
                                         "üzenet",     "mesaj",   "ileti",      "μήνυμα",     "poruk",      "sporočilo",
                                         "メッセージ", "邮件",    "郵件",       "메시지"};

// Stems of "original", "forwarded" and "reply".
constexpr std::string_view kOriginal[] = {
    "original",     "origin",     "forward",    "weitergeleitet", "ursprüng",      "ursprung",  "antwort",
    "reply",        "transf",     "reenvi",     "reencamin",      "encamin",       "inoltrat",  "oorspronk",
    "doorgestuurd", "oprindelig", "videresend", "opprinnelig",    "vidarebefordr", "alkuperäi", "välitet",
    "oryginal",     "przekaz",    "původní",    "přeposl",        "pôvodn",        "preposl",   "исходн",
    "пересыл",      "пересл",     "оригинал",   "eredeti",        "továbbít",      "orijinal",  "özgün",
    "iletilen",     "αρχικ",      "προωθ",      "izvorn",         "proslij",       "元の",      "転送",
    "原始",         "转发",       "轉寄",       "원본",           "전달"};

// Names of the fields of mail headers, for blocks that lack an address or are short.
constexpr std::string_view kHeaderFields[] = {
    "from",  "sent",    "date",       "to",    "cc",        "subject",   "reply-to",  "von",      "gesendet",
    "datum", "an",      "betreff",    "de",    "envoyé",    "envoyé le", "à",         "a",        "objet",
    "sujet", "enviado", "enviado el", "fecha", "para",      "asunto",    "em",        "data",     "assunto",
    "da",    "inviato", "oggetto",    "van",   "verzonden", "aan",       "onderwerp", "fra",      "sendt",
    "dato",  "til",     "emne",       "från",  "skickat",   "till",      "ämne",      "od",       "wysłano",
    "do",    "temat",   "от",         "кому",  "тема",      "дата",      "发件人",    "发送时间", "收件人",
    "主题",  "差出人",  "送信日時",   "宛先",  "件名"};

// Names of fields of forms and logs, which are the author's own.
constexpr std::string_view kFormFields[] = {
    "name",    "nom",       "nombre",  "nome",    "naam",    "e-mail",  "email",    "mail",
    "phone",   "telephone", "telefon", "tel",     "mobile",  "user",    "username", "login",
    "account", "customer",  "order",   "product", "version", "browser", "error",    "url",
    "ip",      "id",        "address", "adresse", "company", "serial",  "number",   "host"};

template <typename List>
bool contains_any(std::string_view text, const List& stems) {
  return std::any_of(std::begin(stems), std::end(stems),
                     [&](std::string_view stem) { return text.find(stem) != std::string_view::npos; });
}

template <typename List>
bool is_one_of(std::string_view text, const List& words) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

// "wrote" at the end, or before a name.
bool says_wrote(std::string_view introduction) {
  constexpr std::size_t kMostWordsOfAName = 5;
  const auto low = lowered(introduction);
  return std::any_of(std::begin(kWrote), std::end(kWrote), [&](std::string_view wrote) {
    const auto at = low.rfind(wrote);
    return at != std::string::npos && count_words(std::string_view(low).substr(at + wrote.size())) <= kMostWordsOfAName;
  });
}

// The text inside "----- … -----"; empty for another line.
std::string_view inside_frame(std::string_view line) {
  constexpr std::string_view kMarks = "-_=*#~";
  const auto first = line.find_first_not_of(kMarks), last = line.find_last_not_of(kMarks);
  if (first == std::string_view::npos || first < kShortestFrame || line.size() - 1 - last < kShortestFrame) return {};
  return trimmed_line(line.substr(first, last + 1 - first));
}

// "Please type your reply above this line", in a frame of signs.
bool asks_to_reply_above(std::string_view line) {
  constexpr std::string_view kAbove[] = {"above",  "oberhalb", "über dies", "au-dessus", "ci-dessus",
                                         "encima", "sopra",    "acima",     "boven"};
  constexpr std::string_view kLine[] = {"line",  "linie", "zeile", "ligne", "línea", "linea",
                                        "linha", "lijn",  "regel", "riga",  "text",  "email"};
  constexpr std::string_view kSigns = "#-=_*~—–>";
  if (line.size() < 8 || line.size() > 200 || kSigns.find(line.front()) == std::string_view::npos) return false;
  const auto low = lowered(line);
  return kSigns.find(line.back()) != std::string_view::npos && contains_any(low, kAbove) && contains_any(low, kLine);
}

class HeaderFinder {
 public:
  HeaderFinder(std::string_view text, const std::vector<MailLine>& lines) : text_(text), lines_(lines) {}

  std::vector<ReplyHeader> find() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i < done_ || !is_written(i)) continue;
      auto header = reply_mark(i);
      if (!header) header = separator(i);
      if (!header) header = field_block(i);
      if (!header) header = introduction(i);
      if (header) add(*header);
    }
    return std::move(headers_);
  }

 private:
  bool is_written(std::size_t i) const {
    return i < lines_.size() && (lines_[i].kind == MailLineKind::kText || lines_[i].kind == MailLineKind::kField);
  }
  bool is(std::size_t i, MailLineKind kind) const { return i < lines_.size() && lines_[i].kind == kind; }
  std::string_view raw(std::size_t first, std::size_t last) const {
    return text_.substr(lines_[first].begin, lines_[last - 1].end - lines_[first].begin);
  }
  std::string_view line(std::size_t i) const { return trimmed_line(raw(i, i + 1)); }
  std::size_t after_blank(std::size_t i) const { return is(i, MailLineKind::kBlank) ? i + 1 : i; }

  // Takes a rule above it along.
  void add(ReplyHeader header) {
    header.is_quoted = header.is_quoted || is(after_blank(header.last), MailLineKind::kQuoted);
    if (header.first > done_ && is(header.first - 1, MailLineKind::kRule)) {
      --header.first;
    } else if (header.first > done_ + 1 && is(header.first - 1, MailLineKind::kBlank) &&
               is(header.first - 2, MailLineKind::kRule)) {
      header.first -= 2;
    }
    done_ = header.last;
    headers_.push_back(header);
  }

  std::optional<ReplyHeader> reply_mark(std::size_t i) const {
    if (lines_[i].end - lines_[i].begin > kLongestIntroduction || !asks_to_reply_above(line(i))) return std::nullopt;
    return ReplyHeader{i, i + 1, false};
  }

  // "----- Original message -----", "---- Ann wrote ----", "Begin forwarded message:"; with the fields behind it.
  std::optional<ReplyHeader> separator(std::size_t i) const {
    if (lines_[i].end - lines_[i].begin > kLongestIntroduction) return std::nullopt;
    const auto inside = inside_frame(line(i));
    if (inside.empty() && !(ends_in_colon(line(i)) && names_the_original(line(i)))) return std::nullopt;
    if (const auto fields = field_block(after_blank(i + 1))) return ReplyHeader{i, fields->last, false};
    if (!names_the_original(inside) && !(says_wrote(inside) && count_words(inside) >= 2)) return std::nullopt;
    return ReplyHeader{i, i + 1, false};
  }

  static bool names_the_original(std::string_view marker) {
    const auto low = lowered(marker);
    return count_words(low) <= 7 && contains_any(low, kOriginal) && contains_any(low, kMessage);
  }

  struct Fields {
    std::size_t count = 0, last = 0, mail = 0, form = 0;
    WhenAndWho found;
  };

  enum class Spacing { kNone, kBlankLines };

  // The fields from line i on. A line that is none may continue the value before it.
  Fields fields_from(std::size_t i, Spacing spacing) const {
    Fields fields;
    std::size_t wrapped = 0;
    for (std::size_t j = i; j < lines_.size() && fields.count < kMostFields; ++j) {
      if (is(j, MailLineKind::kField)) {
        wrapped = 0;
        take_field(j, fields);
      } else if (spacing == Spacing::kBlankLines && is(j, MailLineKind::kBlank) && is(j + 1, MailLineKind::kField)) {
        continue;
      } else if (!is(j, MailLineKind::kText) || ++wrapped > kMostWrappedLines || !inside_value(j)) {
        break;
      }
    }
    return fields;
  }

  // Another field follows soon.
  bool inside_value(std::size_t j) const {
    return is(j + 1, MailLineKind::kField) || (is(j + 1, MailLineKind::kText) && is(j + 2, MailLineKind::kField));
  }

  void take_field(std::size_t j, Fields& fields) const {
    const auto name = field_name(line(j));
    ++fields.count;
    fields.last = j + 1;
    fields.mail += is_one_of(name, kHeaderFields) ? 1 : 0;
    fields.form += is_one_of(name.substr(0, name.find(' ')), kFormFields) ? 1 : 0;
    const auto end = is(j + 1, MailLineKind::kText) && inside_value(j + 1) ? j + 2 : j + 1;
    const auto found = when_and_who(raw(j, end));
    fields.found.date = fields.found.date || found.date;
    fields.found.time = fields.found.time || found.time;
    fields.found.address = fields.found.address || found.address;
    fields.found.framed_address = fields.found.framed_address || found.framed_address;
  }

  std::optional<ReplyHeader> field_block(std::size_t i) const {
    if (!is(i, MailLineKind::kField) || (i > done_ && is(i - 1, MailLineKind::kField))) return std::nullopt;
    auto fields = fields_from(i, Spacing::kNone);
    if (!is_header(fields)) {
      fields = fields_from(i, Spacing::kBlankLines);  // as made of HTML with a paragraph for each field
      if (fields.mail < 3 || !is_header(fields)) return std::nullopt;
    }
    return ReplyHeader{fields.mail >= 2 ? first_mail_field(i, fields.last) : i, fields.last, false};
  }

  static bool is_header(const Fields& fields) {
    const auto& found = fields.found;
    const bool when = found.date || found.time;
    if (fields.form > 0 && fields.mail < 2) return false;
    // "Guest: ann@example.com", "Arrival: 3 March 2026", "Nights: 3" is none.
    const bool is_likely = found.framed_address || found.time || fields.mail > 0 || fields.count >= 4;
    if (fields.count >= 3 && found.address && when) return is_likely;
    if (fields.mail >= 4 && when) return true;
    return fields.count == 2 && fields.mail == 2 && found.address && found.date && found.time;
  }

  // A field of the author may stand directly above.
  std::size_t first_mail_field(std::size_t i, std::size_t last) const {
    while (i + 1 < last && !is_one_of(field_name(line(i)), kHeaderFields)) ++i;
    return i;
  }

  // "On 1 March 2026 at 14:22, Ann <ann@example.com> wrote:" and its like, whose last line is `last`.
  std::optional<ReplyHeader> introduction(std::size_t last) const {
    if (lines_[last].end - lines_[last].begin > kLongestIntroduction) return std::nullopt;
    const auto end = line(last);
    const bool has_colon = ends_in_colon(end);
    const bool quotes_follow = is(after_blank(last + 1), MailLineKind::kQuoted);
    const bool may_lack_colon = quotes_follow || (end.find('@') != std::string_view::npos && says_wrote(end));
    if (!has_colon && !may_lack_colon) return std::nullopt;
    const auto first = first_line_of_introduction(last, quotes_follow);
    if (!first) return std::nullopt;
    const auto whole = raw(*first, last + 1);
    const auto found = when_and_who(whole);
    const bool ends_in_address = found.framed_address && found.words_behind_address == 0;
    if (!has_colon && !(ends_in_address && found.date) && !(says_wrote(whole) && found.date && found.address))
      return std::nullopt;
    const bool ends_paragraph = is(last + 1, MailLineKind::kBlank);
    if (!quotes_follow && !says_who_wrote(whole, found) && !(has_colon && ends_paragraph && stands_alone(found)))
      return std::nullopt;
    return ReplyHeader{*first, last + 1, quotes_follow};
  }

  static bool says_who_wrote(std::string_view whole, const WhenAndWho& found) {
    return says_wrote(whole) && (found.date || found.time || found.framed_address);
  }

  // So exact that no quoted lines need to follow it.
  static bool stands_alone(const WhenAndWho& found) {
    return (found.framed_address && found.date) ||
           (found.address && found.date && found.time && found.words_behind_address <= 2);
  }

  // The shortest introduction that is complete; wider if the line before it clearly runs on.
  std::optional<std::size_t> first_line_of_introduction(std::size_t last, bool quotes_follow) const {
    std::optional<std::size_t> addressed, complete;
    for (std::size_t first = last;; --first) {
      const auto found = when_and_who(raw(first, last + 1));
      if (found.date && (found.address || (found.words && may_lack_address(first, last)))) return first;
      if (!complete && (found.time && (found.address || found.words))) complete = first;
      if (!addressed && found.framed_address && found.named_address) addressed = first;
      if (last - first + 1 == kMostLinesOfAnIntroduction || first == done_ || !is_written(first - 1)) break;
      if (lines_[first - 1].end - lines_[first - 1].begin > kLongestIntroduction) break;
      if (complete && !runs_on(line(first - 1))) break;
    }
    if (complete) return complete;
    return quotes_follow || addressed ? addressed : std::nullopt;
  }

  // A wrapped introduction without an address begins with the date; otherwise the date may be the author's.
  bool may_lack_address(std::size_t first, std::size_t last) const {
    constexpr std::size_t kBeginning = 30;  // bytes
    return first == last || when_and_who(line(first).substr(0, kBeginning)).number || says_wrote(raw(first, last + 1));
  }

  static bool runs_on(std::string_view before) { return before.ends_with(',') || before.ends_with('<'); }

  std::string_view text_;
  const std::vector<MailLine>& lines_;
  std::vector<ReplyHeader> headers_;
  std::size_t done_ = 0;  // lines that earlier headers took
};

}  // namespace

std::vector<ReplyHeader> reply_headers(std::string_view text, const std::vector<MailLine>& lines) {
  return HeaderFinder(text, lines).find();
}

}  // namespace smartdesk::text
