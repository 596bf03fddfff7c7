#include "text/encoding.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

using namespace std::string_literals;

std::string converted(const std::string& from, std::string_view bytes, std::size_t step = 1000) {
  ToUtf8 converter(from);
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += step) converter.append(bytes.substr(at, step), out);
  converter.finish(out);
  return out;
}

std::string found(std::string_view bytes, std::string_view declared = {}) {
  return describe(decide_encoding(bytes, declared));
}

struct Sample {
  const char* encoding;
  const char* bytes;
  const char* text;
};

// One or two sentences each.
constexpr Sample kSamples[] = {
    {"windows-1250",
     "Prosz\xEA o zwrot pieni\xEA"
     "dzy, \xBF"
     "ar\xF3wka jest \x9Fle zapakowana",
     "Proszę o zwrot pieniędzy, żarówka jest źle zapakowana"},
    {"ISO-8859-2",
     "Prosz\xEA o zwrot pieni\xEA"
     "dzy, \xBF"
     "ar\xF3wka jest \xBCle zapakowana",
     "Proszę o zwrot pieniędzy, żarówka jest źle zapakowana"},
    {"windows-1250",
     "Objedn\xE1vka je\x9At\xEC nep\xF8i\x9Ala, pros\xEDm o vr\xE1"
     "cen\xED pen\xECz",
     "Objednávka ještě nepřišla, prosím o vrácení peněz"},
    {"windows-1251",
     "\xCF\xEE\xF1\xFB\xEB\xEA\xE0 \xED\xE5 \xEF\xF0\xE8\xF8\xEB\xE0, \xE2\xE5\xF0\xED\xE8\xF2\xE5 "
     "\xE4\xE5\xED\xFC\xE3\xE8",
     "Посылка не пришла, верните деньги"},
    {"KOI8-R",
     "\xF0\xCF\xD3\xD9\xCC\xCB\xC1 \xCE\xC5 \xD0\xD2\xC9\xDB\xCC\xC1, \xD7\xC5\xD2\xCE\xC9\xD4\xC5 "
     "\xC4\xC5\xCE\xD8\xC7\xC9",
     "Посылка не пришла, верните деньги"},
    {"IBM866",
     "\x8F\xAE\xE1\xEB\xAB\xAA\xA0 \xAD\xA5 \xAF\xE0\xA8\xE8\xAB\xA0, \xA2\xA5\xE0\xAD\xA8\xE2\xA5 "
     "\xA4\xA5\xAD\xEC\xA3\xA8",
     "Посылка не пришла, верните деньги"},
    {"KOI8-U",
     "\xF0\xCF\xD3\xC9\xCC\xCB\xC1 \xCE\xC5 \xD0\xD2\xC9\xCA\xDB\xCC\xC1, \xD0\xCF\xD7\xC5\xD2\xCE\xA6\xD4\xD8 "
     "\xC2\xD5\xC4\xD8 \xCC\xC1\xD3\xCB\xC1 \xC7\xD2\xCF\xDB\xA6",
     "Посилка не прийшла, поверніть будь ласка гроші"},
    {"windows-1252",
     "Die Gr\xF6\xDF"
     "e f\xE4llt kleiner aus als \xFC"
     "blich",
     "Die Größe fällt kleiner aus als üblich"},
    {"IBM850",
     "Die Gr\x94\xE1"
     "e f\x84llt kleiner aus als \x81"
     "blich",
     "Die Größe fällt kleiner aus als üblich"},
    {"windows-1253",
     "\xC7 \xF0\xE1\xF1\xE1\xE3\xE3\xE5\xEB\xDF\xE1 \xE4\xE5\xED \xDD\xF6\xF4\xE1\xF3\xE5, \xE8\xDD\xEB\xF9 \xF4\xE1 "
     "\xF7\xF1\xDE\xEC\xE1\xF4\xDC \xEC\xEF\xF5 \xF0\xDF\xF3\xF9",
     "Η παραγγελία δεν έφτασε, θέλω τα χρήματά μου πίσω"},
    {"windows-1254", "Sipari\xFEim h\xE2l\xE2 gelmedi, \xFEifremi de\xF0i\xFEtiremiyorum, l\xFCtfen yard\xFDm edin",
     "Siparişim hâlâ gelmedi, şifremi değiştiremiyorum, lütfen yardım edin"},
    {"windows-1255",
     "\xE4\xE7\xE1\xE9\xEC\xE4 \xEC\xE0 \xE4\xE2\xE9\xF2\xE4, \xE0\xF0\xE9 \xF8\xE5\xF6\xE4 \xE4\xE7\xE6\xF8 "
     "\xEB\xF1\xF4\xE9",
     "החבילה לא הגיעה, אני רוצה החזר כספי"},
    {"windows-1256",
     "\xE1\xE3 \xCA\xD5\xE1 \xC7\xE1\xD8\xE1\xC8\xED\xC9 \xE6\xC3\xD1\xED\xCF \xC7\xD3\xCA\xD1\xCF\xC7\xCF "
     "\xC3\xE3\xE6\xC7\xE1\xED",
     "لم تصل الطلبية وأريد استرداد أموالي"},
    {"windows-1257",
     "Pra\xF0"
     "au gr\xE0\xFEinti pinigus, siunta dar neatvyko",
     "Prašau grąžinti pinigus, siunta dar neatvyko"},
    {"windows-874",
     "\xCA\xD4\xB9\xA4\xE9\xD2\xC2\xD1\xA7\xE4\xC1\xE8\xC1\xD2\xB6\xD6\xA7 \xA2\xCD\xE0\xA7\xD4\xB9\xA4\xD7\xB9",
     "สินค้ายังไม่มาถึง ขอเงินคืน"},
    {"Shift_JIS",
     "\x95\xD4\x8B\xE0\x82\xF0\x82\xA8\x8A\xE8\x82\xA2\x82\xB5\x82\xDC\x82\xB7\x81"
     "B\x8F\xA4\x95i\x82\xAA\x93\xCD\x82\xAB\x82\xDC\x82\xB9\x82\xF1",
     "返金をお願いします。商品が届きません"},
    {"EUC-JP",
     "\xCA\xD6\xB6\xE2\xA4\xF2\xA4\xAA\xB4\xEA\xA4\xA4\xA4\xB7\xA4\xDE\xA4\xB9\xA1\xA3\xBE\xA6\xC9\xCA\xA4\xAC\xC6\xCF"
     "\xA4\xAD\xA4\xDE\xA4\xBB\xA4\xF3",
     "返金をお願いします。商品が届きません"},
    {"GB18030", "\xC7\xEB\xCD\xCB\xBF\xEE\xA3\xAC\xB0\xFC\xB9\xFC\xBB\xB9\xC3\xBB\xD3\xD0\xB5\xBD",
     "请退款，包裹还没有到"},
    {"Big5",
     "\xBD\xD0\xB0h\xB4\xDA\xA1"
     "A\xA5]\xBBq\xC1\xD9\xA8S\xA6\xB3\xA6\xAC\xA8\xEC",
     "請退款，包裹還沒有收到"},
    {"EUC-KR",
     "\xC8\xAF\xBA\xD2\xC7\xD8 \xC1\xD6\xBC\xBC\xBF\xE4. \xBB\xF3\xC7\xB0\xC0\xCC \xBE\xC6\xC1\xF7 "
     "\xB5\xB5\xC2\xF8\xC7\xCF\xC1\xF6 \xBE\xCA\xBE\xD2\xBD\xC0\xB4\xCF\xB4\xD9",
     "환불해 주세요. 상품이 아직 도착하지 않았습니다"},
};

TEST(Encoding, IsDetectedInShortTextsOfManyLanguages) {
  for (const auto& [encoding, bytes, text] : kSamples) {
    const auto decision = decide_encoding(bytes);
    EXPECT_EQ(decision.name, encoding) << text;
    EXPECT_EQ(decision.source, EncodingSource::kDetected) << text;
    EXPECT_EQ(decoded_text(bytes), text);
  }
}

TEST(Encoding, IsDetectedBehindALongAsciiBeginning) {
  std::string table = "id,text\n";
  for (int i = 0; i < 20000; ++i) table += "1,plain words only\n";
  for (const auto& [encoding, bytes, text] : kSamples) EXPECT_EQ(decide_encoding(table + bytes).name, encoding) << text;
}

TEST(Encoding, IsUtf8WhereTheBytesAre) {
  EXPECT_EQ(found(""), "UTF-8 (valid UTF-8, sure)");
  EXPECT_EQ(found("plain"), "UTF-8 (valid UTF-8, sure)");
  EXPECT_EQ(found("naÃ¯ve cafÃ©"), "UTF-8 (valid UTF-8, sure)");
  EXPECT_EQ(found("naÃ¯ve cafÃ©", "iso-8859-1"), "UTF-8 (valid UTF-8, sure)");
}

TEST(Encoding, StaysUtf8IfOneByteIsInvalid) {
  EXPECT_EQ(decide_encoding("naÃ¯ve caf\xE9 au lait, dÃ©jÃ  vu").name, "UTF-8");
}

TEST(Encoding, IsToldByAByteOrderMarkThatFits) {
  EXPECT_EQ(found("\xFF\xFEh\0i\0"s), "UTF-16LE (byte order mark, sure)");
  EXPECT_EQ(found("\xFE\xFF\0h\0i"s), "UTF-16BE (byte order mark, sure)");
  EXPECT_EQ(found("\xFF\xFE\0\0h\0\0\0"s), "UTF-32LE (byte order mark, sure)");
  EXPECT_EQ(found("\xEF\xBB\xBFh"), "UTF-8 (byte order mark, sure)");
  EXPECT_EQ(decide_encoding("\xEF\xBB\xBF"
                            "Die Gr\xF6\xDF"
                            "e f\xE4llt kleiner aus")
                .name,
            "windows-1252");
}

TEST(Encoding, IsToldByZeros) {
  EXPECT_EQ(decide_encoding("h\0i\0 \0y\0o\0u\0"s).name, "UTF-16LE");
  EXPECT_EQ(decide_encoding("\0h\0i\0 \0y\0o\0u"s).name, "UTF-16BE");
  EXPECT_EQ(decide_encoding("h\0\0\0i\0\0\0\n\0\0\0"s).name, "UTF-32LE");
  EXPECT_EQ(decide_encoding("one \0 in a longer text, which is no sign of UTF-16"s).name, "UTF-8");
}

TEST(Encoding, IsTheDeclaredOneIfTheBytesFit) {
  EXPECT_EQ(found("caf\xE9", "windows-1252"), "windows-1252 (declared, sure)");
  EXPECT_EQ(found("caf\xE9", "latin1"), "windows-1252 (declared, sure)");
  EXPECT_EQ(found("\x95\xD4\x8B\xE0", "Shift_JIS"), "Shift_JIS (declared, sure)");
  EXPECT_EQ(found("+AOk-t+AOk-", "utf-7"), "UTF-7 (declared, sure)");
}

TEST(Encoding, IsNotTheDeclaredOneIfTheBytesDoNotFit) {
  for (const auto& [encoding, bytes, text] : kSamples) {
    for (const char* declared : {"utf-8", "utf-16", "utf-32be", "us-ascii", "iso-8859-1", "ibm420", "no-such", ""}) {
      if (std::string_view(encoding) != "windows-1252")
        EXPECT_EQ(decide_encoding(bytes, declared).name, encoding) << text;
    }
  }
}

TEST(Encoding, IsAGuessWhereTheLettersAreTooFew) {
  EXPECT_NE(decide_encoding("caf\xE9").certainty, Certainty::kSure);
  EXPECT_EQ(decide_encoding("\x95\xD4\x8B\xE0").certainty, Certainty::kGuess);
}

TEST(Encoding, IsKnownByManyNames) {
  EXPECT_EQ(encoding_name("utf8"), "UTF-8");
  EXPECT_EQ(encoding_name(" \"CP1250\" "), "windows-1250");
  EXPECT_EQ(encoding_name("ISO-8859-1"), "windows-1252");
  EXPECT_EQ(encoding_name("us-ascii"), "windows-1252");
  EXPECT_EQ(encoding_name("latin2"), "ISO-8859-2");
  EXPECT_EQ(encoding_name("gb2312"), "GB18030");
  EXPECT_EQ(encoding_name("ks_c_5601-1987"), "EUC-KR");
  EXPECT_EQ(encoding_name("cp932"), "windows-31j");
  EXPECT_EQ(encoding_name("sjis"), "Shift_JIS");
  EXPECT_EQ(encoding_name("no-such-encoding"), std::nullopt);
  EXPECT_EQ(encoding_name(""), std::nullopt);
  EXPECT_EQ(encoding_name(std::string(5000, 'x')), std::nullopt);
}

TEST(Encoding, OfEveryNamedExampleIsKnown) {
  std::string_view names = kSomeEncodingNames;
  while (!names.empty()) {
    const auto comma = std::min(names.find(", "), names.size());
    EXPECT_EQ(encoding_name(names.substr(0, comma)), std::string(names.substr(0, comma)));
    names.remove_prefix(std::min(comma + 2, names.size()));
  }
}

TEST(Encoding, ConvertsText) {
  EXPECT_EQ(converted("UTF-8", "as it is \xFF"), "as it is \xFF");
  EXPECT_EQ(converted("windows-1252", "\x80 caf\xE9 \x93x\x94 \x81"), "€ café “x” �");
  EXPECT_EQ(converted("UTF-16BE", "\xFE\xFF\0h\0\xE9\xD8\x3D\xDE\x42"s), "hé🙂");
}

TEST(Encoding, ConvertsTextCutAtAnyByte) {
  for (std::size_t step = 1; step < 5; ++step) {
    EXPECT_EQ(converted("UTF-16LE", "h\0\xE9\0\x3D\xD8\x42\xDE"s, step), "hé🙂");
    for (const auto& [encoding, bytes, text] : kSamples) EXPECT_EQ(converted(encoding, bytes, step), text);
  }
}

TEST(Encoding, CountsWhatItCannotRead) {
  ToUtf8 converter("windows-1252");
  std::string out;
  converter.append("a\x81\x8D", out);
  EXPECT_EQ(converter.replaced(), 2U);
  EXPECT_EQ(converted("UTF-16BE", "\xD8\x3D\0a\xDE\x42"s), "�a�");
  EXPECT_EQ(converted("EUC-JP", "a\xA4"), "a�");
}

TEST(Encoding, AcceptsAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 70000; ++i) bytes += static_cast<char>((i * 7919 + i / 251) % 256);
  EXPECT_NO_THROW(decoded_text(bytes, "\xFF\x01"));
  EXPECT_NO_THROW(decoded_text(std::string(100000, '\0')));
  EXPECT_NO_THROW(decoded_text(std::string(100000, '\xFF')));
  EXPECT_NO_THROW(decoded_text(std::string(100000, '\x1B'), "ISO-2022-JP"));
}

}  // namespace
}  // namespace smartdesk::text
