#!/usr/bin/env python3
"""Labels tickets through a server that does everything a language model's server has been seen to do wrong.

usage: hostile_llm.py SMARTDESK [ROWS] [KILLS]

Three in ten requests end in a fault: silence, cut JSON, ten megabytes, an endless stream, an error or the end in
mid-stream, 500, 429, 404, labels that do not exist, blanks without end, another content type, a redirect to another host.
Every ticket must end labelled or failed with a reason, also when the program is killed (KILLS times, default 5) and
started again; memory must stay flat.
"""
import csv
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

FAULTS = ["hang", "cut_json", "huge", "endless", "mid_error", "no_done", "500", "429", "404", "wrong_label", "blanks",
          "html", "redirect"]


class Hostile(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    share = 0.3
    randomness = random.Random(7)
    lock = threading.Lock()
    seen = {}
    asked = {}
    trespassed = 0
    closing = threading.Event()

    def log_message(self, *_):
        pass

    def plain(self, status, body, kind="application/json", headers=()):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/api/version":
            self.plain(200, '{"version":"0.0.0"}')
        elif self.path == "/api/tags":
            self.plain(200, '{"models":[{"name":"hostile:latest","digest":"h"}]}')
        else:
            type(self).trespassed += self.path == "/trespass"
            self.plain(404, "404 page not found", "text/plain")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/show":
            return self.plain(200, '{"capabilities":["completion"],"model_info":{"x.context_length":8192}}')
        if self.path != "/api/chat":
            type(self).trespassed += 1
            return self.plain(404, "404 page not found", "text/plain")
        request = json.loads(body)
        with self.lock:
            fault = self.randomness.choice(FAULTS) if self.randomness.random() < self.share else None
            self.seen[fault] = self.seen.get(fault, 0) + 1
        try:
            self.answer(request, fault)
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.close_connection = True

    def begin(self, kind="application/x-ndjson"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def say(self, content, **more):
        self.wfile.write((json.dumps({"message": {"content": content}, "done": False} | more) + "\n").encode())
        self.wfile.flush()

    def answer(self, request, fault):
        properties = request["format"]["properties"]
        reply = {key: (kind["enum"][0] if "enum" in kind else "words") for key, kind in properties.items()}
        reply["summary"] = "Something broke."
        if fault == "wrong_label":
            reply["category"] = "Nonsense"
        text = json.dumps(reply)
        if fault == "hang":
            self.closing.wait(600)
            return
        if fault in ("500", "429", "404"):
            return self.plain(int(fault), json.dumps({"error": "model 'hostile' not found" if fault == "404" else "no"}))
        if fault == "html":
            return self.plain(200, "<html><body>Sign in</body></html>", "text/html")
        if fault == "redirect":
            return self.plain(307, "", headers=[("Location", f"http://localhost:{self.server.server_port}/trespass")])
        self.begin()
        if fault == "huge":
            for _ in range(160):
                self.say("".join(self.randomness.choices("abcdefghij ", k=64)) * 1000)
        if fault == "endless":
            while not self.closing.is_set():
                self.say("word%d " % self.randomness.randrange(10**9))
        if fault == "blanks":
            while not self.closing.is_set():
                self.say("\n \n ")
        self.say(text[: len(text) // 2])
        if fault == "mid_error":
            self.wfile.write(b'{"error":"an error was encountered while running the model: unexpected EOF"}\n')
            return
        if fault == "no_done":
            return
        self.say("" if fault == "cut_json" else text[len(text) // 2:])
        self.say("", done=True, done_reason="length" if fault == "cut_json" else "stop", eval_count=30, prompt_eval_count=300)


def peak_memory(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


def main():
    program, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60
    most_kills = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tempfile.mkdtemp(prefix="smartdesk-hostile-")
    tickets, out = os.path.join(folder, "tickets.csv"), os.path.join(folder, "out.csv")
    with open(tickets, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows([i, f"Ticket number {i}: the printer on floor {i} is on fire. Please help."] for i in range(rows))
    environment = dict(os.environ, OLLAMA_HOST=f"127.0.0.1:{server.server_port}", SMARTDESK_CACHE=os.path.join(folder, "cache"))
    command = [program, "label", "--in", tickets, "--out", out, "--llm-model", "hostile", "--llm-concurrency", "16", "--json"]

    began, peak, kills = time.time(), 0, 0
    while True:
        run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.time() + random.uniform(0.5, 2) if kills < most_kills else None
        while run.poll() is None and (deadline is None or time.time() < deadline):
            peak = max(peak, peak_memory(run.pid))
            time.sleep(0.05)
        if run.poll() is not None:
            break
        run.send_signal(signal.SIGKILL)
        run.wait()
        kills += 1
    stdout, stderr = run.communicate()
    Hostile.closing.set()
    taken = time.time() - began
    assert run.returncode == 0, stderr
    result = json.loads(stdout)
    with open(out, newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["id"] for row in written] == [str(i) for i in range(rows)], "rows lost or out of order"
    for row in written:
        assert row["label_status"] in ("labelled", "cached", "failed"), row
        if row["label_status"] == "failed":
            assert row["label_error"] and not row["category"], row
        else:
            assert row["category"] == "Billing" and row["evidence"] in row["text"], row
    assert Hostile.trespassed == 0, "a redirect was followed"
    assert peak < 150 * 1024, f"{peak} KiB"
    assert not os.path.exists(out + ".progress")
    print(f"{rows} tickets, {kills} kills, {sum(n for f, n in Hostile.seen.items() if f)} faults in {sum(Hostile.seen.values())} "
          f"requests: {result['labelled'] + result['cached']} labelled, {result['failed']} failed {result['failures']}, "
          f"{taken:.0f} s, at most {peak // 1024} MiB")


if __name__ == "__main__":
    main()
