// What an import would do (see accounts.h). workspace/preview_json.h writes it.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "http/described_json.h"

namespace smartdesk::server {
namespace api {

// The order of day, month and year; detected: the whole column decides.
enum class DateOrder { kDetected, kDmy, kMdy, kYmd };
BOOST_DESCRIBE_ENUM(DateOrder, kDetected, kDmy, kMdy, kYmd)

struct RejectedRow {
  std::uint64_t line = 0;
  std::string column, reason;
};
BOOST_DESCRIBE_STRUCT(RejectedRow, (), (line, column, reason))

struct PreviewedTicket {
  std::string external_id, source, created_at, customer, subject, text, status, tags;
  std::uint64_t messages = 0;
  std::map<std::string, std::string> labels;  // by task
};
BOOST_DESCRIBE_STRUCT(PreviewedTicket, (),
                      (external_id, source, created_at, customer, subject, text, status, tags, messages, labels))

struct FilePreview {
  std::string file, layout, encoding, encoding_source, encoding_certainty;
  std::uint64_t unreadable_characters = 0;
  std::string delimiter, date_order;
  std::map<std::string, std::string> columns;  // ours -> the file's
  std::vector<std::string> kept;
  bool rows_are_messages = false;
  std::uint64_t rows = 0, rejected = 0;
  std::vector<RejectedRow> rejects;
  std::uint64_t undated = 0, unread_dates = 0;
  std::vector<std::string> notes;
  std::vector<PreviewedTicket> tickets;
};
BOOST_DESCRIBE_STRUCT(FilePreview, (),
                      (file, layout, encoding, encoding_source, encoding_certainty, unreadable_characters, delimiter,
                       date_order, columns, kept, rows_are_messages, rows, rejected, rejects, undated, unread_dates,
                       notes, tickets))

struct ImportPreview {
  std::vector<FilePreview> files;
  std::vector<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (), (files, notes))

}  // namespace api
}  // namespace smartdesk::server
