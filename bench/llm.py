"""What labelling with a language model is worth and costs: made by `script/bench llm`, written to bench/results/llm.md.

usage: llm.py DATA RESULT.md     DATA: folder with measuring data, may be missing; OLLAMA_HOST: a server, may be missing
"""

import csv
import datetime
import http.client
import http.server
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from typing import ClassVar

from common import BUILD, ROOT, SMARTDESK, Report, processor, read_rows

TICKETS = str(ROOT / "data/tickets.csv")
REPORT = Report()
say = REPORT.say


def label(*arguments, cache, **environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [SMARTDESK, "label", "--json", "--quiet", *arguments],
        capture_output=True,
        text=True,
        env=dict(os.environ, SMARTDESK_CACHE=cache, **environment),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    result["cpu_seconds"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result


def cascade(data):
    say("## Cascade: a perfect language model behind the local one")
    say()
    say(
        "The language model knows the truth, so what is missing is the local model's doing. Macro F1 by the share of "
        "tickets "
        "that go to it, the least sure first."
    )
    say()
    say("| set | 0 % | 10 % | 20 % | 30 % | 50 % | 100 % | fewest calls at ≤ 1 point below 100 % |")
    say("|---|---|---|---|---|---|---|---|")
    for name in ("banking77", "airline-sentiment"):
        done = subprocess.run(
            [BUILD / "cascade_bench", f"{data}/{name}.train.csv", f"{data}/{name}.test.csv"],
            check=True,
            capture_output=True,
            text=True,
        )
        points = {round(share, 2): f1 for share, f1, _ in json.loads(done.stdout)["points"]}
        enough = min(share for share, f1 in points.items() if f1 >= points[1.0] - 0.01)
        say(
            f"| {name} | "
            + " | ".join(f"{points[share]:.3f}" for share in (0, 0.1, 0.2, 0.3, 0.5, 1.0))
            + f" | {enough:.0%} |"
        )
    say()


class Recorder(http.server.BaseHTTPRequestHandler):
    """Passes requests on to the server and keeps those to /api/chat."""

    protocol_version = "HTTP/1.1"
    bodies: ClassVar[list[bytes]] = []
    target = ""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.forward(b"")

    def do_POST(self):
        self.forward(self.rfile.read(int(self.headers["Content-Length"])))

    def forward(self, body):
        if self.path == "/api/chat":
            self.bodies.append(body)
        connection = http.client.HTTPConnection(self.target, timeout=600)
        connection.request(self.command, self.path, body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        content = reply.read()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.getheader("Content-Type", ""))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def bare_load(bodies, concurrency):
    """The same requests again, by threads that do nothing else. Seconds."""
    waiting, lock = list(reversed(bodies)), threading.Lock()

    def work():
        connection = http.client.HTTPConnection(os.environ["OLLAMA_HOST"], timeout=600)
        while True:
            with lock:
                if not waiting:
                    return
                body = waiting.pop()
            connection.request("POST", "/api/chat", body, {"Content-Type": "application/json"})
            connection.getresponse().read()

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def throughput(model, rows):
    folder = tempfile.mkdtemp(prefix="smartdesk-bench-")
    arguments = [
        "--in",
        TICKETS,
        "--out",
        os.path.join(folder, "out.csv"),
        "--limit",
        str(rows),
        "--llm-model",
        model,
        "--llm-concurrency",
        "2",
    ]
    Recorder.target, Recorder.bodies = os.environ["OLLAMA_HOST"], []
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    label(*arguments, cache=os.path.join(folder, "recorded"), OLLAMA_HOST=f"127.0.0.1:{proxy.server_port}")
    proxy.shutdown()
    ours, bare = [], []
    for attempt in range(3):  # by turns, so that both see the same machine
        bare.append(bare_load(Recorder.bodies, 2))
        ours.append(label(*arguments, cache=os.path.join(folder, f"cache{attempt}")))
    seconds, best = min(bare), min(ours, key=lambda run: run["seconds"])
    say(
        f"| {model} | {rows} | {best['seconds']:.2f} | {seconds:.2f} | {seconds / best['seconds']:.1%} | "
        f"{best['output_tokens'] / best['seconds']:,.0f} | {max(0, best['seconds'] - seconds) / rows * 1000:.2f} | "
        f"{best['cpu_seconds'] / rows * 1000:.2f} |"
    )


def cached_rate():
    folder = tempfile.mkdtemp(prefix="smartdesk-bench-")
    big = os.path.join(folder, "big.csv")
    tickets = read_rows(TICKETS)[:100]
    with open(big, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, tickets[0].keys())
        writer.writeheader()
        for _ in range(400):
            writer.writerows(tickets)
    model = os.environ.get("SMARTDESK_LLM_FAST_MODEL", os.environ["SMARTDESK_LLM_MODEL"])
    arguments = ["--out", os.path.join(folder, "out.csv"), "--llm-model", model]
    label("--in", TICKETS, "--limit", "100", *arguments, cache=folder)
    best = min((label("--in", big, *arguments, cache=folder) for _ in range(3)), key=lambda run: run["seconds"])
    assert best["cached"] == 40_000, best
    say(f"All answers in the cache: {best['rows'] / best['seconds']:,.0f} tickets a second (40,000 tickets).")
    say()


def injection(model):
    folder = tempfile.mkdtemp(prefix="smartdesk-bench-")
    attacks = read_rows(ROOT / "data/attacks.csv")
    labels = {}
    for column in ("plain", "text"):
        source, out = os.path.join(folder, column + ".csv"), os.path.join(folder, column + ".out.csv")
        with open(source, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["text"])
            writer.writerows([attack[column]] for attack in attacks)
        label("--in", source, "--out", out, "--llm-model", model, cache=os.path.join(folder, "cache"))
        labels[column] = read_rows(out)
    kinds: dict[str, dict[str, int]] = {}
    order = ["Low", "Medium", "High"]
    for attack, plain, attacked in zip(attacks, labels["plain"], labels["text"], strict=True):
        tally = kinds.setdefault(attack["kind"], {"n": 0, "seen": 0, "flips": 0, "fell": 0, "failed": 0})
        tally["n"] += 1
        tally["seen"] += attacked["label_flag"] == "injection"
        if "failed" in (plain["label_status"], attacked["label_status"]):
            tally["failed"] += 1
            continue
        tally["flips"] += any(plain[task] != attacked[task] for task in ("sentiment", "urgency", "category"))
        tally["fell"] += order.index(attacked["urgency"]) < order.index(plain["urgency"])
    say(f"## Tickets that give orders ({model})")
    say()
    say(
        "Each of the 140 tickets of data/attacks.csv once as it was and once with an attack in it. A flip: any of the "
        "three "
        "labels differs."
    )
    say()
    say("| attack | tickets | suspected | a label flipped | urgency fell | failed |")
    say("|---|---|---|---|---|---|")
    total = {key: sum(tally[key] for tally in kinds.values()) for key in ("n", "seen", "flips", "fell", "failed")}
    for kind, tally in [*kinds.items(), ("all", total)]:
        say(
            f"| {kind.replace('_', ' ')} | {tally['n']} | {tally['seen']} | {tally['flips']} | {tally['fell']} | "
            f"{tally['failed']} |"
        )
    say()


def redaction():
    marked = [row["text"] for row in read_rows(ROOT / "data/secrets.csv")]
    plain = [re.sub(r"⟦\w+:(.*?)⟧", r"\1", text) for text in marked]
    found = subprocess.run(
        [BUILD / "redaction_bench"], input="\n".join(plain), text=True, check=True, capture_output=True
    ).stdout.splitlines()
    kinds: dict[str, list[int]] = {}
    for text, line in zip(marked, found, strict=True):
        expected, at = [], 0
        for match in re.finditer(r"⟦(\w+):(.*?)⟧", text):
            at = len(re.sub(r"⟦\w+:(.*?)⟧", r"\1", text[: match.start()]).encode())
            expected.append((match[1], at, at + len(match[2].encode())))
        got = [(kind, int(begin), int(end)) for kind, begin, end in (part.split(":") for part in line.split())]
        for kind, begin, end in expected:
            tally = kinds.setdefault(kind, [0, 0, 0])
            tally[0] += 1
            tally[1] += any(k == kind and b <= begin and e >= end for k, b, e in got)
        for kind, begin, end in got:
            kinds.setdefault(kind, [0, 0, 0])[2] += not any(k == kind and b < end and begin < e for k, b, e in expected)
    say("## Personal data taken out")
    say()
    say(
        f"{len(marked)} written lines (data/secrets.csv) with {sum(t[0] for t in kinds.values())} secrets, and some "
        "with "
        "none that look as if they had one."
    )
    say()
    say("| kind | there | found whole | taken wrongly | recall | precision |")
    say("|---|---|---|---|---|---|")
    for kind, (there, hits, wrong) in kinds.items():
        say(f"| {kind} | {there} | {hits} | {wrong} | {hits / max(1, there):.2f} | {hits / max(1, hits + wrong):.2f} |")
    say()


def airline(data, model):
    folder = tempfile.mkdtemp(prefix="smartdesk-bench-")
    result = label(
        "--in",
        f"{data}/airline-raw.csv",
        "--out",
        os.path.join(folder, "out.csv"),
        "--limit",
        "200",
        "--llm-model",
        model,
        cache=folder,
    )
    agreement = ", ".join(
        f"{task} {of['agreement']:.0%} (kappa {of['kappa']:.2f}) of {of['rows']}"
        for task, of in result["agreement"].items()
    )
    say(
        f"200 airline tweets by {model}: {result['labelled']} labelled, {result['failed']} failed "
        f"{result['failures'] or ''}; "
        f"agreement with their labels: {agreement}. This model is far too small for the task; it stands in for a real "
        "one."
    )
    say()


def main():
    data, result = sys.argv[1], sys.argv[2]
    say(
        f"# Labelling with a language model\n\n{datetime.date.today()}, {os.cpu_count()} cores of {processor()}, "
        f"Python {platform.python_version()}. Made by `script/bench llm`.\n"
    )
    redaction()
    if os.path.exists(f"{data}/banking77.train.csv"):
        cascade(data)
    try:
        urllib.request.urlopen(f"http://{os.environ['OLLAMA_HOST']}/api/version", timeout=2)
        chat = os.environ["SMARTDESK_LLM_MODEL"]
    except (KeyError, OSError):
        print("bench llm: the rest is skipped, no LLM server (OLLAMA_HOST, SMARTDESK_LLM_MODEL)")
        return
    say("## Speed beside a bare load generator")
    say()
    say(
        "The same requests, two at a time, sent by threads that do nothing else; best of three by turns. Busy: the "
        "bare "
        "seconds as a share of ours, which also read, check and keep every answer."
    )
    say()
    say(
        "| model | tickets | ours s | bare s | busy | tokens/s | ms a ticket outside the server | ms of our CPU a "
        "ticket |"
    )
    say("|---|---|---|---|---|---|---|---|")
    throughput(os.environ.get("SMARTDESK_LLM_FAST_MODEL", chat), 200)
    throughput(chat, 8)
    say()
    cached_rate()
    if os.path.exists(f"{data}/airline-raw.csv"):
        airline(data, chat)
    injection(chat)
    REPORT.save(result)


if __name__ == "__main__":
    main()
