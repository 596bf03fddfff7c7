#include "text/language.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(DetectLanguage, DetectsTheLanguagesOfTickets) {
  EXPECT_EQ(detect_language("I was charged twice for my subscription and nobody answers my mails."), "en");
  EXPECT_EQ(detect_language("Ich kann mich seit gestern nicht mehr anmelden, das Passwort wird abgelehnt."), "de");
  EXPECT_EQ(detect_language("La factura de este mes es incorrecta y necesito una corrección urgente."), "es");
  EXPECT_EQ(detect_language("Depuis la mise à jour, l'application ne démarre plus sur mon téléphone."), "fr");
  EXPECT_EQ(detect_language("パスワードを変更できません。至急対応をお願いします。"), "ja");
}

TEST(DetectLanguage, ReturnsNothingIfItCannotTell) {
  EXPECT_EQ(detect_language(""), "");
  EXPECT_EQ(detect_language("4711 0815 !!!"), "");
  EXPECT_EQ(detect_language("\xFF\xFE\x80 broken bytes"), "");
}

}  // namespace
}  // namespace smartdesk::text
