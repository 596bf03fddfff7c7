#include "text/own_text.h"

#include <gtest/gtest.h>

#include <chrono>

namespace smartdesk::text {
namespace {

std::string own(std::string_view body) { return own_text(body); }

TEST(OwnText, ReturnsProseWithoutACopy) {
  const std::string body =
      "Hello,\n\nthe heating is cold since Tuesday. Can you send somebody?\n\nBest regards\nJana Novak\n";
  std::string buffer;
  const auto text = own_text(body, buffer);
  EXPECT_EQ(text.data(), body.data());
  EXPECT_EQ(text, body);
  EXPECT_EQ(own(""), "");
  EXPECT_EQ(own("one line"), "one line");
}

TEST(OwnText, LeavesOutAQuoteAndItsIntroduction) {
  EXPECT_EQ(
      own("Now it works.\n\nOn Tue, 3 Feb 2026 at 09:12, Desk <desk@lamps.example> wrote:\n> Please restart it.\n"),
      "Now it works.");
  EXPECT_EQ(own("Now it works.\n> Please restart it.\n"), "Now it works.");
  EXPECT_EQ(own("Now it works.\r\n\r\nOn 3 Feb 2026, Desk wrote:\r\n\r\n> Please\r\n"), "Now it works.");
}

TEST(OwnText, RecognisesIntroductionsInAnyLanguage) {
  for (const char* introduction :
       {"Den tirs. 3. feb. 2026 kl. 09.12 skrev Desk <desk@lamps.example>:",                // Danish
        "wt., 3 lut 2026 o 09:12 Desk <desk@lamps.example> napisał(a):",                    // Polish
        "Desk <desk@lamps.example>, 3 Şub 2026 Sal, 09:12 tarihinde şunu yazdı:",           // Turkish
        "2026年2月3日(火) 9:12 Desk <desk@lamps.example>:",                                 // Japanese
        "Στις Τρί 3 Φεβ 2026 στις 9:12 π.μ., ο χρήστης Desk <desk@lamps.example> έγραψε:",  // Greek
        "ti 3. helmik. 2026 klo 9.12 Desk (desk@lamps.example) kirjoitti:",                 // Finnish
        "út 3. 2. 2026 v 9:12 odesílatel Desk <desk@lamps.example> napsal:",                // Czech
        "Desk <desk@lamps.example> ezt írta (időpont: 2026. febr. 3., K, 9:12):",           // Hungarian
        "في ٣ فبراير ٢٠٢٦ في ٩:١٢ ص تمت كتابة ما يلي بواسطة Desk <desk@lamps.example>:",    // Arabic
        "Vào Th 3, 3 thg 2, 2026 lúc 09:12 Desk <desk@lamps.example> đã viết:",             // Vietnamese
        "Zilizoandikwa na Desk <desk@lamps.example> 3/2/2026, 09:12:"}) {                   // Swahili, invented
    const std::string quoted = std::string("Own words.\n\n") + introduction + "\n\n> Theirs.\n> More.\n";
    EXPECT_EQ(own(quoted), "Own words.");
    const std::string without_marks = std::string("Own words.\n\n") + introduction + "\n\nTheirs.\n\nMore.\n";
    EXPECT_EQ(own(without_marks), "Own words.") << introduction;
  }
}

TEST(OwnText, RecognisesHeadersInAnyLanguage) {
  for (const char* header :
       {"Fra: Desk <desk@lamps.example>\nSendt: 3. februar 2026 09:12\nTil: Jana Novak\nEmne: SV: Lampe",
        "Od: Desk <desk@lamps.example>\nWysłano: wtorek, 3 lutego 2026 09:12\nDo: Jana Novak\nTemat: Lampa",
        "Kimden: Desk <desk@lamps.example>\nGönderildi: 3 Şubat 2026 Salı 09:12\nKime: Jana Novak\nKonu: Lamba",
        "差出人: Desk <desk@lamps.example>\n送信日時: 2026年2月3日 9:12\n宛先: Jana Novak\n件名: ランプ",
        "Από: Desk <desk@lamps.example>\nΣτάλθηκε: Τρίτη, 3 Φεβρουαρίου 2026 9:12 πμ\nΠρος: Jana Novak\nΘέμα: Λάμπα",
        "Lähettäjä: Desk <desk@lamps.example>\nLähetetty: tiistai 3. helmikuuta 2026 9.12\nAihe: Lamppu",
        "Od: Desk <desk@lamps.example>\nOdesláno: úterý 3. února 2026 9:12\nKomu: Jana Novak\nPředmět: Lampa",
        "Tárgy: Lámpa\nDátum: 2026. 02. 03. 9:12\nFeladó: Desk <desk@lamps.example>\nCímzett: Jana Novak",
        "*From:* Desk [mailto:desk@lamps.example]\n*Sent:* Tuesday, February 3, 2026 9:12 AM\n*To:* Jana",
        "De : Desk <desk@lamps.example>\nEnvoyé le :mardi 3 février 2026 09h12\nÀ : Jana\nObjet :Lampe",
        "发件人：Desk <desk@lamps.example>\n发送时间：2026年2月3日 9:12\n主题：灯"}) {
    EXPECT_EQ(own(std::string("Own words.\n\n") + header + "\n\nTheir words.\n"), "Own words.") << header;
    EXPECT_EQ(own(std::string("Own words.\n________________________________\n") + header + "\n\nTheirs.\n"),
              "Own words.");
    EXPECT_EQ(own(std::string("Own words.\n\n") + header + "\n\n> Theirs.\n\nMine below.\n"),
              "Own words.\n\nMine below.");
  }
}

TEST(OwnText, RecognisesHeadersInOtherForms) {
  EXPECT_EQ(own("Again.\n\nFrom: Help Desk\nSent: Tuesday, 3 February 2026 09:12\nTo: Jana\nSubject: Lamp\n\nHello\n"),
            "Again.");
  EXPECT_EQ(own("Nein.\n\nVon: Hilfe <h@lamps.example>\n\nGesendet: Montag, 2. Februar 2026 08:00\n\nAn: "
                "Jana\n\nBetreff: Lampe\n\nHallo\n"),
            "Nein.");
  EXPECT_EQ(own("Note: it is urgent\nFrom: Desk <d@lamps.example>\nDate: 3 Feb 2026 9:12\nSubject: a\n\nHello\n"),
            "Note: it is urgent");
}

TEST(OwnText, RecognisesAnIntroductionOverSeveralLines) {
  EXPECT_EQ(own("It is broken again.\n\nOn Tue, Feb 3, 2026 at 9:12 AM The Lamp Company Help Desk <\n"
                "desk@lamps.example> wrote:\n\n> Hello\n"),
            "It is broken again.");
  EXPECT_EQ(own("Hi,\nOn 3 Feb 2026,\nat 9:12,\nDesk of Lamps\n<desk@lamps.example> wrote:\n> Hello\n"), "Hi,");
  EXPECT_EQ(own("Again.\n\nIl giorno mar 3 feb 2026 alle ore 09:12 Desk\n<desk@lamps.example> ha scritto:\n\nCiao\n"),
            "Again.");
}

TEST(OwnText, KeepsAnswersBetweenQuotes) {
  EXPECT_EQ(
      own("On 3 Feb 2026 at 9:12, Desk <desk@lamps.example> wrote:\n> Which lamp?\nThe blue one.\n\n> Since when?\n\n"
          "Since Monday.\n\n> Regards\n> Desk\n"),
      "The blue one.\n\nSince Monday.");
  EXPECT_EQ(own("See below.\n\nOn 3 Feb 2026, Desk wrote:\n\n>\n> Which?\n\nJana\n"), "See below.\n\nJana");
}

TEST(OwnText, LeavesOutTheEndOfAQuotedLineThatWasBroken) {
  EXPECT_EQ(own("Thanks.\n> We will send the replacement to the address that you gave us in the first\nmail on Monday\n"
                "> or on Tuesday.\n"),
            "Thanks.");
}

TEST(OwnText, KeepsAMessageThatOnlyForwards) {
  const std::string forward =
      "---------- Forwarded message ---------\nFrom: Jana <jana@home.example>\nDate: Tue, Feb 3, 2026 at 9:12 AM\n"
      "Subject: Lamp\nTo: <desk@lamps.example>\n\nThe lamp smokes.\n";
  EXPECT_EQ(own(forward), forward);
  EXPECT_EQ(own("FYI, a customer of ours.\n\n" + forward), "FYI, a customer of ours.");
  EXPECT_EQ(own("-- \nMax Holm\n\n" + forward), "-- \nMax Holm\n\n" + forward);
  EXPECT_EQ(own("> only\n> a quote\n"), "> only\n> a quote\n");
}

TEST(OwnText, CutsAtMarkersOfTheOriginalMessage) {
  EXPECT_EQ(own("No.\n\n-----Original Message-----\n\nHave you tried?\n"), "No.");
  EXPECT_EQ(
      own("Nein.\n\n-------- Ursprüngliche Nachricht --------\nVon: Desk\nDatum: 03.02.26 09:12\nAn: Jana\n\nHallo\n"),
      "Nein.");
  EXPECT_EQ(own("No.\n\n---- On Tue, 3 Feb 2026 09:12:00 +0100 desk@lamps.example wrote ----\n\nHave you?\n"), "No.");
  EXPECT_EQ(own("No.\n\nBegin forwarded message:\n\nFrom: Desk <d@lamps.example>\nSubject: x\nDate: 3 Feb 2026\n\nHave "
                "you?\n"),
            "No.");
}

TEST(OwnText, CutsBelowAMarkToReplyAbove) {
  EXPECT_EQ(own("It works.\n\n##- Please type your reply above this line -##\n\nYour request was updated.\n"),
            "It works.");
  EXPECT_EQ(own("Geht.\n\n--- Bitte antworten Sie oberhalb dieser Zeile ---\nHallo\n"), "Geht.");
}

TEST(OwnText, CutsASignatureAtTheEnd) {
  EXPECT_EQ(own("It smokes.\n\nRegards\nJana\n\n-- \nJana Novak\nHead of Lamps. We love light, and you will too.\n"),
            "It smokes.\n\nRegards\nJana");
  EXPECT_EQ(own("It smokes.\n--\nJana Novak\nLamps Ltd\n+44 20 7946 0001\n"), "It smokes.");
  EXPECT_EQ(own("It smokes.\n\n—\nJana Novak\nwww.lamps.example\n"), "It smokes.");
  EXPECT_EQ(own("It smokes.\n___________\nJana Novak\nwww.lamps.example\n"), "It smokes.");
  EXPECT_EQ(own("It smokes.\n\n-- \nJana\n\nOn 3 Feb 2026, Desk wrote:\n> Hello\n"), "It smokes.");
  EXPECT_EQ(own("It smokes.\n\nOn 3 Feb 2026, Desk wrote:\n> Hello\n\n-- \nJana\n"), "It smokes.");
}

TEST(OwnText, KeepsASignOffWithAName) {
  const std::string body = "It smokes: see the photo.\n\nBest regards,\nJana Novak\n";
  EXPECT_EQ(own(body), body);
}

TEST(OwnText, CutsNothingAtLinesInsideTheText) {
  for (const char* body :
       {"My order:\n______________\nLamp, blue, 2 pieces\nChair, red\n______________\nPlease confirm it today.\n",
        "My order:\n--\nLamp, blue, 2 pieces\nChair, red\n",
        "First part.\n\n--\n\nThe second part is about the chair.\n", "Steps\n-----\n1. Open it.\n2. Close it.\n",
        "----\nName | Count\n----\nLamp | 2\n"}) {
    EXPECT_EQ(own(body), body);
  }
}

TEST(OwnText, CutsFootersOfDevices) {
  for (const char* footer :
       {"Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPad", "iPhoneから送信",
        "Enviado desde mi Samsung Galaxy", "Get Outlook for iOS<https://aka.ms/x>", "发自我的iPhone",
        "Wysłano z iPhone'a", "Sent from Yahoo Mail on Android", "Sent from my Acme Roadrunner"}) {
    EXPECT_EQ(own(std::string("It smokes.\n\n") + footer + "\n"), "It smokes.") << footer;
    EXPECT_EQ(own(std::string("It smokes.\r\n\r\n") + footer + "\r\n\r\nHello,\r\nplease restart it.\r\n"),
              "It smokes.");
  }
  for (const char* sentence :
       {"Sent from my office, the parcel never came.", "The warning was sent from my iPhone app to all users.",
        "Model: iPhone 15", "I have an iPhone"}) {
    EXPECT_EQ(own(std::string("It smokes.\n\n") + sentence), std::string("It smokes.\n\n") + sentence);
  }
}

TEST(OwnText, CutsALegalNoticeAtTheEnd) {
  EXPECT_EQ(own("It smokes.\n\nJana\n\nThis message and its attachments are confidential and meant for the addressee "
                "alone. If "
                "it reached you in error, delete it and notify the sender.\n"),
            "It smokes.\n\nJana");
  EXPECT_EQ(
      own("Es raucht.\n\nVERTRAULICHKEITSHINWEIS\nDiese Nachricht ist vertraulich und nur für den Empfänger bestimmt. "
          "Haben Sie sie irrtümlich erhalten, so löschen Sie diese E-Mail bitte.\n\nBitte denken Sie an die Umwelt, "
          "bevor Sie diese E-Mail drucken.\n"),
      "Es raucht.");
  const std::string about =
      "Hello,\n\nI sent a confidential e-mail with an attachment to the wrong addressee. Please delete "
      "the message before they read it.\n";
  EXPECT_EQ(own(about), about);
}

TEST(OwnText, KeepsFormsAndLogs) {
  for (const char* body :
       {"Hello,\n\nFrom: Berlin\nTo: Paris\nDate: 3 March 2026 14:20\n\nPlease move my flight.\n",
        "My booking:\n\nGuest: jana@home.example\nArrival: 3 March 2026\nNights: 3\n\nPlease cancel it.\n",
        "In the log:\n\n2026-02-03 09:12:11 smtp to <jana@home.example>:\nrefused\n\nPlease help.\n",
        "First.\n\n---\n\nSecond.\n\n---\n\nThanks\n",
        "From your form:\n\nName: Jana Novak\nE-mail: jana@home.example\nDate: 2026-02-03 09:12\nMessage: Smoke.\n",
        "I get this:\n\nUser: jana@home.example\nTime: 2026-02-03 09:12:11\nError: 504\n\nPlease help.\n",
        "On 3 February 2026 at 09:12 I saw this error:\n\nThe server is away.\n",
        "What I did:\n1. opened it\n2. closed it\n", "=== Error message ===\nThe lamp is away.\n"}) {
    EXPECT_EQ(own(body), body);
  }
}

TEST(OwnText, IsLinearForHostileText) {
  const auto repeated = [](std::string_view piece, int times) {
    std::string text = "Own words.\n";
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  const auto began = std::chrono::steady_clock::now();
  for (const char* piece : {">", "> a\n\n", "From: a@b.example\n", "Ab: c\nde\n", "On 3 March 2026 a:\n", "word\n--\n",
                            "-----Original Message-----\n", "a@b.example ", "\xFF\xFE:\n", "Sent from my iPhone\n\n"}) {
    EXPECT_FALSE(own(repeated(piece, 20000)).empty());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(60));
}

}  // namespace
}  // namespace smartdesk::text
