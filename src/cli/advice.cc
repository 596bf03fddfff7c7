#include "cli/advice.h"

namespace smartdesk::cli {
namespace {

std::string column_advice(const std::string& field) {
  if (field == "text") return "Pass --text COLUMN or --map text=COLUMN.";
  if (field == "label") return "Name the column with --label COLUMN.";
  if (field == "group") return "Name one of them.";
  return "Name the column with --label, or --map " + field + "=COLUMN.";
}

std::string advice_for(const Error& error) {
  switch (error.code()) {
    case ErrorCode::kNoModel:
      return "Run `smartdesk train`, or pass --model FILE.";
    case ErrorCode::kNoWorkspace:
      return "Create one with `smartdesk import FILE" +
             (error.subject().empty() ? "" : " --workspace " + error.subject()) + "`.";
    case ErrorCode::kNoColumn:
      return column_advice(error.subject());
    case ErrorCode::kNoUsers:
      return "Add one with `smartdesk user add NAME --role admin`, or set SMARTDESK_ADMIN_PASSWORD_FILE to a file with "
             "the "
             "first admin's password.";
    case ErrorCode::kUnknownLabel:
      return "Pass --any-label to use another one.";
    default:
      return {};
  }
}

}  // namespace

std::string with_advice(const Error& error) {
  const auto advice = advice_for(error);
  return advice.empty() ? error.what() : std::string(error.what()) + " " + advice;
}

std::string with_advice(const LabelNote& note) {
  if (note.kind == LabelNoteKind::kPartsRecur) return note.text + " Pass --multi-label to split them.";
  if (note.kind == LabelNoteKind::kSplit) return note.text + " Pass --single-label to read each as one label.";
  return note.text;
}

}  // namespace smartdesk::cli
