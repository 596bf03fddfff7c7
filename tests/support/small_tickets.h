// For tests: any number of simple tickets that every classifier learns.

#pragma once

#include <string>

#include "core/random.h"

namespace smartdesk {

// A CSV with text,label (money, access, praise); every text is different. faulty: every faulty-th row has a wrong label
// (0: none).
inline std::string small_tickets(int rows, std::uint64_t seed, int faulty = 0) {
  static constexpr const char* kWords[3][6] = {{"invoice", "charged", "refund", "amount", "tax", "paid"},
                                               {"password", "locked", "code", "signin", "reset", "account"},
                                               {"thanks", "love", "great", "happy", "wonderful", "team"}};
  static constexpr const char* kFiller[] = {"today",   "please",    "my",    "the",    "again",
                                            "morning", "colleague", "since", "number", "hello"};
  static constexpr const char* kLabels[] = {"money", "access", "praise"};
  Random random(seed);
  std::string csv = "text,label\n";
  for (int i = 0; i < rows; ++i) {
    const int kind = i % 3;
    for (int word = 0; word < 9; ++word) {
      const bool telling = word % 3 == 0;
      csv += telling ? kWords[kind][random.below(6)] : kFiller[random.below(10)];
      csv += ' ';
    }
    const bool wrong = faulty > 0 && i % faulty == faulty - 1;
    csv += "case" + std::to_string(random.below(100000)) + "," + kLabels[wrong ? (kind + 1) % 3 : kind] + "\n";
  }
  return csv;
}

}  // namespace smartdesk
