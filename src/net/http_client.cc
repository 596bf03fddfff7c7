#include "net/http_client.h"

#include <curl/curl.h>

#include <chrono>
#include <mutex>

#include "net/url.h"

namespace smartdesk::net {
namespace {

using Clock = std::chrono::steady_clock;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeHeaders>;

// One request in progress; receives curl's callbacks.
class Exchange {
 public:
  Exchange(CURL* handle, const HttpRequest& request, const HttpSink& sink)
      : handle_(handle), request_(request), sink_(sink) {}

  HttpReply run() {
    set_options();
    const CURLcode code = curl_easy_perform(handle_);
    if (reply_.status == 0) read_head();
    curl_off_t retry_after = 0;
    curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &retry_after);
    if (retry_after > 0) reply_.retry_after_s = static_cast<int>(retry_after);
    if (code != CURLE_OK && ended_ != Ended::kBySink) throw_why(code);
    return std::move(reply_);
  }

 private:
  enum class Ended { kNot, kBySink, kStopped, kTooLarge, kFirstByte, kIdle, kThrown };

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_, option, value);
  }

  void set_options() {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    if (request_.method != "GET") {
      set(CURLOPT_POSTFIELDS, request_.body.c_str());
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    curl_slist* list = curl_slist_append(nullptr, "Expect:");  // do not wait for permission to send
    for (const auto& header : request_.headers) list = curl_slist_append(list, header.c_str());
    headers_.reset(list);
    set(CURLOPT_HTTPHEADER, list);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.deadlines.connect));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.deadlines.total));
    set(CURLOPT_ERRORBUFFER, reason_);
    if (parse_url(request_.url, 80).is_loopback()) set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_WRITEFUNCTION, &Exchange::on_data);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Exchange::on_tick);
    set(CURLOPT_XFERINFODATA, this);
  }

  static std::size_t on_data(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Exchange*>(self)->take({data, size}) ? size : CURL_WRITEFUNC_ERROR;
  }

  static int on_tick(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Exchange*>(self)->goes_on() ? 0 : 1;
  }

  bool take(std::string_view piece) {
    if (reply_.status == 0) read_head();
    last_piece_ = Clock::now();
    received_ += piece.size();
    if (received_ > request_.max_bytes) return end(Ended::kTooLarge);
    if (!sink_ || reply_.status != 200) {
      reply_.body += piece;
      return true;
    }
    try {
      return sink_(piece) || end(Ended::kBySink);
    } catch (...) {
      thrown_ = std::current_exception();  // exceptions must not pass through curl
      return end(Ended::kThrown);
    }
  }

  bool goes_on() {
    if (request_.stopped != nullptr && request_.stopped->load(std::memory_order_relaxed)) return end(Ended::kStopped);
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - last_piece_).count();
    if (received_ == 0 && waited > request_.deadlines.first_byte) return end(Ended::kFirstByte);
    if (received_ > 0 && waited > request_.deadlines.idle) return end(Ended::kIdle);
    return true;
  }

  bool end(Ended why) {
    ended_ = why;
    return false;
  }

  void read_head() {
    long status = 0;
    char* type = nullptr;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle_, CURLINFO_CONTENT_TYPE, &type);
    reply_.status = static_cast<int>(status);
    if (type != nullptr) reply_.content_type = type;
  }

  [[noreturn]] void throw_why(CURLcode code) const {
    using Fault = HttpError::Fault;
    const auto& at = request_.url;
    switch (ended_) {
      case Ended::kThrown:
        std::rethrow_exception(thrown_);
      case Ended::kStopped:
        throw Error(ErrorCode::kInterrupted, "Interrupted while waiting for " + at + ".");
      case Ended::kTooLarge:
        throw HttpError(Fault::kTooLarge,
                        at + " sent more than " + std::to_string(request_.max_bytes) + " bytes, the limit for a reply");
      case Ended::kFirstByte:
        throw HttpError(Fault::kTimeout,
                        at + " sent nothing for " + std::to_string(request_.deadlines.first_byte / 1000) + " s");
      case Ended::kIdle:
        throw HttpError(Fault::kTimeout, at + " sent nothing for " + std::to_string(request_.deadlines.idle / 1000) +
                                             " s in the middle of a reply");
      default:
        break;
    }
    curl_off_t connected_us = 0;
    curl_easy_getinfo(handle_, CURLINFO_CONNECT_TIME_T, &connected_us);
    const std::string why = reason_[0] != 0 ? reason_ : curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT && connected_us > 0) {
      throw HttpError(Fault::kTimeout,
                      at + " took longer than " + std::to_string(request_.deadlines.total / 1000) + " s");
    }
    const bool was_there = code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE || code == CURLE_GOT_NOTHING ||
                           code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_HTTP2 ||
                           code == CURLE_HTTP2_STREAM;
    throw HttpError(was_there ? Fault::kCut : Fault::kUnreachable, at + ": " + why);
  }

  CURL* handle_;
  const HttpRequest& request_;
  const HttpSink& sink_;
  Headers headers_;
  HttpReply reply_;
  char reason_[CURL_ERROR_SIZE] = {};
  Clock::time_point last_piece_ = Clock::now();
  std::size_t received_ = 0;
  Ended ended_ = Ended::kNot;
  std::exception_ptr thrown_;
};

}  // namespace

// Idle handles, each with its open connections.
struct HttpClient::Connections {
  std::mutex mutex;
  std::vector<Handle> idle;

  Handle take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(idle.back());
    idle.pop_back();
    return handle;
  }
  void give_back(Handle handle) {
    curl_easy_reset(handle.get());
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(handle));
  }
};

HttpClient::HttpClient() : connections_(std::make_unique<Connections>()) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw Error(ErrorCode::kFailed, "libcurl cannot be started.");
}
HttpClient::~HttpClient() = default;

HttpReply HttpClient::send(const HttpRequest& request, const HttpSink& sink) {
  Handle handle = connections_->take();
  if (handle == nullptr) throw Error(ErrorCode::kFailed, "libcurl cannot make a connection: out of memory.");
  HttpReply reply = Exchange(handle.get(), request, sink).run();
  connections_->give_back(std::move(handle));
  return reply;
}

}  // namespace smartdesk::net
