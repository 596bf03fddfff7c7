"""A language model's server that does everything wrong that one has been seen to do."""

import collections
import json
import random
import threading

from support.played import PlayedHandler, PlayedServer, first_of_each

# In three of ten requests: silence, cut JSON, ten megabytes, an endless stream, an error or the end in mid-stream, an
# error's status, labels that do not exist, blanks without end, another content type, a redirect to another host.
FAULTS = ["hang", "cut_json", "huge", "endless", "mid_error", "no_done", "500", "429", "404", "wrong_label"]
FAULTS += ["blanks", "html", "redirect"]


class HostileHandler(PlayedHandler):
    server: "HostileServer"

    def do_GET(self):
        if self.path == "/api/version":
            self.reply(200, {"version": "0.0.0"})
        elif self.path == "/api/tags":
            self.reply(200, {"models": [{"name": "hostile:latest", "digest": "h"}]})
        else:
            self.trespass(self.path == "/trespass")

    def do_POST(self):
        body = self.body()
        if self.path == "/api/show":
            self.reply(200, {"capabilities": ["completion"], "model_info": {"x.context_length": 8192}})
        elif self.path == "/api/chat":
            self.answer(json.loads(body), self.server.next_fault())
            self.close_connection = True
        else:
            self.trespass(True)

    def trespass(self, is_one):
        self.server.trespassed += is_one
        self.reply(404, "404 page not found", "text/plain")

    def answer(self, request, fault):
        labels = first_of_each(request["format"], "words") | {"summary": "Something broke."}
        if fault == "wrong_label":
            labels["category"] = "Nonsense"
        if fault == "hang":
            self.server.closing.wait(600)
        elif fault in ("500", "429", "404"):
            self.reply(int(fault), {"error": "model 'hostile' not found" if fault == "404" else "no"})
        elif fault == "html":
            self.reply(200, "<html><body>Sign in</body></html>", "text/html")
        elif fault == "redirect":
            elsewhere = f"http://localhost:{self.server.server_port}/trespass"
            self.reply(307, "", headers=[("Location", elsewhere)])
        else:
            self.answer_in_pieces(json.dumps(labels), fault)

    def answer_in_pieces(self, text, fault):
        self.begin()
        self.say_what_nobody_asked_for(fault)
        self.say(text[: len(text) // 2])
        if fault == "mid_error":
            self.wfile.write(b'{"error":"an error was encountered while running the model: unexpected EOF"}\n')
        elif fault != "no_done":
            is_cut = fault == "cut_json"
            self.say("" if is_cut else text[len(text) // 2 :])
            self.say("", done=True, done_reason="length" if is_cut else "stop", eval_count=30, prompt_eval_count=300)

    def say_what_nobody_asked_for(self, fault):
        randomness = self.server.randomness
        if fault == "huge":
            for _ in range(160):
                self.say("".join(randomness.choices("abcdefghij ", k=64)) * 1000)
        while fault in ("endless", "blanks") and not self.server.closing.is_set():
            self.say("\n \n " if fault == "blanks" else f"word{randomness.randrange(10**9)} ")

    def begin(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()

    def say(self, content, **more):
        self.wfile.write((json.dumps({"message": {"content": content}, "done": False} | more) + "\n").encode())
        self.wfile.flush()


class HostileServer(PlayedServer):
    """`share` of the requests end in a fault; `seen` counts faults, and the requests without one as None."""

    def __init__(self, share):
        super().__init__(HostileHandler)
        self.share, self.randomness, self.lock = share, random.Random(7), threading.Lock()
        self.seen: collections.Counter[str | None] = collections.Counter()
        self.trespassed, self.closing = 0, threading.Event()

    def next_fault(self):
        with self.lock:
            fault = self.randomness.choice(FAULTS) if self.randomness.random() < self.share else None
            self.seen[fault] += 1
            return fault

    def __exit__(self, *_):
        self.closing.set()
        super().__exit__()
