#include "prediction/answer_json.h"

#include <array>
#include <cmath>

namespace smartdesk::prediction {
namespace {

// Appends 0 to 1 with four digits, as printf's %.4f does. Called for every label of every answer. Exact, because a
// float times 10,000 fits a double.
void append_number(std::string& out, float number) {
  auto rest = static_cast<int>(std::nearbyint(static_cast<double>(number) * 10'000));
  std::array<char, 6> digits{};
  for (std::size_t i = 5; i > 1; --i, rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
  digits[0] = static_cast<char>('0' + rest);
  digits[1] = '.';
  out.append(digits.data(), digits.size());
}

void append_flag(std::string& out, Trust trust) {
  if (trust == Trust::kSure) {
    out += "null";
  } else {
    append_json_text(out, flag_of(trust));
  }
}

}  // namespace

void AnswerWriter::append(const Predictor& predictor, std::string_view id, std::string_view text, std::string& out) {
  predictor.predict(text, scratch_);
  out += '{';
  if (!id.empty()) out.append("\"id\":").append(id) += ',';
  out += "\"tasks\":{";
  for (std::size_t c = 0; c < predictor.columns().size(); ++c) {
    if (c > 0) out += ',';
    append_column(predictor, predictor.columns()[c], out);
  }
  out += "}}";
}

void AnswerWriter::append_column(const Predictor& predictor, const AnswerColumn& column, std::string& out) {
  predictor.answer(column, scratch_.predictions, answer_);
  append_json_text(out, column.task);
  append_json_text(out += ":{\"label\":", answer_.label);
  append_number(out += ",\"probability\":", answer_.probability);
  append_flag(out += ",\"flag\":", answer_.trust);
  out += ",\"probabilities\":{";
  for (std::size_t h = column.begin; h < column.end; ++h) {
    const auto& head = predictor.model().heads[h];
    for (int label = 0; label < head.labels.size(); ++label) {
      const auto& name = head.labels.name(static_cast<ClassIndex>(label));
      if (!head.member.empty() && name != models::kYes) continue;
      append_json_text(out, head.member.empty() ? name : head.member);
      append_number(out += ':', scratch_.predictions[h].probabilities[static_cast<std::size_t>(label)]);
      out += ',';
    }
  }
  if (out.back() == ',') out.pop_back();
  out += "}}";
}

}  // namespace smartdesk::prediction
