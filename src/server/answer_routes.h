// POST /api/v1/classify and /api/v1/explain (docs/api.md).

#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string_view>

#include "http/router.h"
#include "http/server_metrics.h"
#include "prediction/served_model.h"

namespace smartdesk {

// Adds both. Until there is a model they answer 503 with what to do.
void add_answer_routes(Router& router, std::shared_ptr<const ServedModel> served, ServerMetrics& metrics);

// What POST /explain answers to a text, for GET /tickets/{id}/explain too. Throws Problem (503) while there is no
// model.
boost::json::object explanation_json(const ServedModel& served, std::string_view text);

}  // namespace smartdesk
