"""Servers that a test plays."""

import contextlib
import http.server
import json
import threading


class PlayedServer(http.server.ThreadingHTTPServer):
    """As a context: it answers inside, on a free port. Its handler's `server` is this, so what it saw is kept here."""

    daemon_threads = True

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.address = f"127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class PlayedHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def handle(self):
        with contextlib.suppress(ConnectionError):  # whoever asks may be killed
            super().handle()

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"]))

    def reply(self, status, content, kind="application/json", headers=()):
        """content: text as it is, anything else as JSON."""
        data = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(data))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def first_of_each(schema, otherwise):
    """What a model may answer to a JSON schema: of each list the first, else `otherwise`."""
    return {key: kind["enum"][0] if "enum" in kind else otherwise for key, kind in schema["properties"].items()}
