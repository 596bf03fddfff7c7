#include "charts/renderer.h"

#include <duktape.h>

#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <string_view>

#include "charts/font_metrics.h"
#include "charts/internal/echarts_source.h"
#include "core/error.h"

namespace smartdesk::charts {
namespace {

// ECharts needs timers when it loads. Nothing is animated, so they do nothing.
// It uses texts as keys of objects, so a label "__proto__" must be an ordinary key.
constexpr std::string_view kBeforeEcharts =
    "function setTimeout() { return 0; } function clearTimeout() {} delete Object.prototype.__proto__;";

constexpr std::string_view kAfterEcharts = R"(
echarts.setPlatformAPI({
  measureText: function (text, font) { return { width: measure_text(String(text), font || '') }; }
});
function render(option_text, width, height) {
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  try {
    chart.setOption(JSON.parse(option_text));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
})";

// font: a CSS font such as "normal bold 12px Liberation Sans, Arial".
duk_ret_t measure_text(duk_context* context) {
  duk_size_t size = 0;
  const char* text = duk_require_lstring(context, 0, &size);
  const std::string_view font = duk_require_string(context, 1);
  const auto unit = font.find("px");
  const auto before = font.rfind(' ', unit);
  const auto digits =
      before == std::string_view::npos ? font.substr(0, unit) : font.substr(before + 1, unit - before - 1);
  const double font_size = unit == std::string_view::npos ? 12 : std::strtod(std::string(digits).c_str(), nullptr);
  const auto weight = font.find("bold") == std::string_view::npos ? Weight::kNormal : Weight::kBold;
  duk_push_number(context, text_width(std::string_view(text, size), font_size, weight));
  return 1;
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// Adds what ECharts' drawing lacks outside a browser: a text alternative, and vertical centring that every SVG program
// supports.
std::string finished(std::string svg, const Chart& chart) {
  replace_all(svg, "dominant-baseline=\"central\"", "dy=\"0.35em\"");
  const auto root_end = svg.find('>');
  const auto alt = plain_text(chart.alt.empty() ? chart.title : chart.alt);
  svg.insert(root_end + 1, "<title>" + escaped(plain_text(chart.title)) + "</title>");
  svg.insert(root_end, " role=\"img\" aria-label=\"" + escaped(alt) + "\"");
  return svg;
}

}  // namespace

struct Renderer::Engine {
  duk_context* context = duk_create_heap_default();

  Engine() {
    if (context == nullptr) throw Error(ErrorCode::kFailed, "Not enough memory for the chart engine.");
    duk_push_c_function(context, measure_text, 2);
    duk_put_global_string(context, "measure_text");
    run(kBeforeEcharts);
    run(kEchartsSource);
    run(kAfterEcharts);
  }
  ~Engine() { duk_destroy_heap(context); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  [[noreturn]] void fail(const std::string& what) {
    const std::string reason = duk_safe_to_string(context, -1);
    duk_set_top(context, 0);
    throw Error(ErrorCode::kFailed, what + ": " + reason);
  }

  void run(std::string_view source) {
    if (duk_peval_lstring(context, source.data(), source.size()) != 0) fail("The chart engine does not start");
    duk_pop(context);
  }

  std::string render(const std::string& option, int width, int height, const std::string& name) {
    duk_get_global_string(context, "render");
    duk_push_lstring(context, option.data(), option.size());
    duk_push_int(context, width);
    duk_push_int(context, height);
    if (duk_pcall(context, 3) != 0) fail("Chart \"" + name + "\" could not be drawn");
    duk_size_t size = 0;
    const char* svg = duk_safe_to_lstring(context, -1, &size);
    std::string result(svg, size);
    duk_set_top(context, 0);
    return result;
  }
};

Renderer::Renderer() : engine_(std::make_unique<Engine>()) {}
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;
Renderer::~Renderer() = default;

std::string Renderer::svg(const Chart& chart, Theme theme) {
  const auto option = boost::json::serialize(themed_option(chart, theme));
  auto svg = finished(engine_->render(option, chart.width, chart.height, chart.name), chart);
  return theme == Theme::kPage ? with_page_variables(std::move(svg)) : svg;
}

}  // namespace smartdesk::charts
