// Finds what stands below a message and is not part of it: a signature, a device's footer, a legal notice.

#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/internal/mail_lines.h"

namespace smartdesk::text {

// "Sent from my iPhone" and its like: a short line that begins or ends with "sent" and names a device or a mail
// program.
bool is_device_footer(std::string_view line);

// A paragraph that says most of: it is confidential, who may read it, it came by mistake, delete it, this e-mail, no
// liability. Or that this e-mail should not be printed.
bool is_legal_notice(std::string_view paragraph);

// Where the closing begins in the lines [first, last): `last` if there is none. A line "-- ", "--" or a rule begins one
// only if what follows looks like a signature: at most ten short lines, without sentences. Cost: the last thirty lines.
std::size_t closing_begin(std::string_view text, const std::vector<MailLine>& lines, std::size_t first,
                          std::size_t last);

}  // namespace smartdesk::text
