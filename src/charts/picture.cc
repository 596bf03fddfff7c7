#include "charts/picture.h"

#include <librsvg/rsvg.h>

#include <cmath>
#include <memory>

#include "core/error.h"

namespace smartdesk::charts {
namespace {

template <auto Release>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    Release(object);
  }
};
using Handle = std::unique_ptr<RsvgHandle, Releaser<g_object_unref>>;
using Surface = std::unique_ptr<cairo_surface_t, Releaser<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Releaser<cairo_destroy>>;

[[noreturn]] void fail(GError* error) {
  const std::string reason = error != nullptr ? error->message : "unknown reason";
  if (error != nullptr) g_error_free(error);
  throw Error(ErrorCode::kFailed, "A chart could not be drawn as PNG: " + reason);
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string png(std::string_view svg, double scale) {
  GError* error = nullptr;
  const Handle handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), static_cast<gsize>(svg.size()), &error));
  if (!handle) fail(error);
  double width = 0, height = 0;
  if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height)) fail(nullptr);
  const RsvgRectangle area{0, 0, std::ceil(width * scale), std::ceil(height * scale)};
  const Surface surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(area.width), static_cast<int>(area.height)));
  const Context context(cairo_create(surface.get()));
  if (!rsvg_handle_render_document(handle.get(), context.get(), &area, &error)) fail(error);
  std::string bytes;
  const auto status = cairo_surface_write_to_png_stream(surface.get(), append, &bytes);
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorCode::kFailed,
                std::string("A chart could not be written as PNG: ") + cairo_status_to_string(status) + ".");
  }
  return bytes;
}

}  // namespace smartdesk::charts
