// POST /api/v1/classify and /api/v1/explain (docs/api.md).

#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string_view>

#include "http/router.h"
#include "http/server_metrics.h"
#include "prediction/served_model.h"

namespace smartdesk::server {

// Adds both. Until there is a model they answer 503 with what to do.
void add_answer_routes(http::Router& router, const std::shared_ptr<const prediction::ServedModel>& served,
                       http::ServerMetrics& metrics);

// What POST /explain answers to a text, for GET /tickets/{id}/explain too. Throws Problem (503) while there is no
// model.
boost::json::object explanation_json(const prediction::ServedModel& served, std::string_view text);

}  // namespace smartdesk::server
