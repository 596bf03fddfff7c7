// Webhook messages of other services (see accounts.h): only what server/hook_routes.cc looks at. The services define
// the rest, and each has several forms, so that the inner objects stay open.

#pragma once

#include <boost/json.hpp>
#include <string>

#include "http/described_json.h"

namespace smartdesk::server {
namespace api {

using OpenObject = http::Omittable<boost::json::object>;

// A ticket event (`detail`), or the body of a trigger: the fields of a ticket, in `ticket` or directly.
struct ZendeskMessage {
  http::Omittable<boost::json::value> detail;
  OpenObject ticket, event;
  http::Omittable<boost::json::value> id, ticket_id;
  http::Omittable<std::string> title, subject, description, body, created_at, channel, product;
  http::Omittable<boost::json::value> requester, requester_name, requester_id;
};
BOOST_DESCRIBE_STRUCT(ZendeskMessage, (),
                      (detail, ticket, event, id, ticket_id, title, subject, description, body, created_at, channel,
                       product, requester, requester_name, requester_id))

// The event message_created, or one of a conversation with its messages.
struct ChatwootMessage {
  http::Omittable<std::string> event;
  http::Omittable<boost::json::value> id, message_type, created_at, private_;
  http::Omittable<std::string> content;
  OpenObject conversation, sender, inbox;
  http::Omittable<boost::json::array> messages;
};
BOOST_DESCRIBE_STRUCT(ChatwootMessage, (),
                      (event, id, message_type, created_at, private_, content, conversation, sender, inbox, messages))

// A ticket with its newest article.
struct ZammadMessage {
  OpenObject ticket, article;
};
BOOST_DESCRIBE_STRUCT(ZammadMessage, (), (ticket, article))

}  // namespace api
}  // namespace smartdesk::server
