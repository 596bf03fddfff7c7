// POST /api/v1/classify and /api/v1/explain (docs/api.md).

#pragma once

#include <memory>
#include <string_view>

#include "http/router.h"
#include "http/server_metrics.h"
#include "prediction/served_model.h"
#include "server/api/answers.h"

namespace smartdesk::server {

// Adds both routes. Without a model they answer 503 with what to do.
void add_answer_routes(http::Router& router, const std::shared_ptr<const prediction::ServedModel>& served,
                       http::ServerMetrics& metrics);

// The response of POST /explain for a text, also used by GET /tickets/{id}/explain. Throws Problem (503) without a
// model.
api::Explanation explanation_of(const prediction::ServedModel& served, std::string_view text);

}  // namespace smartdesk::server
