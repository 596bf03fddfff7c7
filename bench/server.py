"""`smartdesk serve` beside a bare Beast server that answers a constant, and Python servers of the tuned pipeline.
server.py DATA OUT.md"""

import contextlib
import csv
import json
import os
import pickle
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from sklearn.calibration import CalibratedClassifierCV

from common import BUILD, ROOT, SMARTDESK, Report, read_rows, verdict
from engine import tuned

VENV = ROOT / "build/bench-venv/bin"
CONNECTIONS, SECONDS, ROUNDS, IDLE = 16, 6, 3, 10_000
CORES = os.cpu_count()
REPORT = Report()
say = REPORT.say


def read(path):
    return [(row["text"], row["label"]) for row in read_rows(path)]


def tickets(data, work):
    """Training rows and test texts: seed-category, else generated tickets."""
    if os.path.exists(f"{data}/seed-category.train.csv"):
        return (
            "seed-category",
            read(f"{data}/seed-category.train.csv"),
            [text for text, _ in read(f"{data}/seed-category.test.csv")],
        )
    subprocess.run(
        [SMARTDESK, "generate", "--count", "1200", "--seed", "1", "--out", f"{work}/g.csv", "--quiet"], check=True
    )
    with open(f"{work}/g.csv", newline="") as file:
        rows = [(row["subject"] + "\n" + row["body"], row["category"]) for row in csv.DictReader(file)]
    return "generated tickets", rows[:1000], [text for text, _ in rows[1000:]]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(name, command, environment=None, path="/api/v1/classify"):
    """A server, its port in place of PORT in the command, until it answers and as long as it is needed."""
    port = free_port()
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command],
        env=os.environ | (environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}{path}"
        for attempt in range(300):
            try:
                ask(url)
                break
            except OSError as error:
                if process.poll() is not None or attempt == 299:
                    raise RuntimeError(f"{name} does not answer") from error
                time.sleep(0.1)
        yield process.pid, url
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def ask(url):
    if url.endswith("/healthz"):
        return urllib.request.urlopen(url, timeout=10).read()
    request = urllib.request.Request(
        url, json.dumps({"text": "I was charged twice"}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


class Load:
    """What wrk saw."""

    def __init__(self, url, script, seconds=SECONDS, connections=CONNECTIONS):
        out = subprocess.run(
            ["wrk", f"-t{CORES}", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        (self.rate,) = map(float, re.findall(r"Requests/sec:\s*([\d.]+)", out))
        ((number, unit),) = re.findall(r"99%\s+([\d.]+)(us|ms|s)", out)
        self.p99_ms = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
        failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        self.failed = int(failed[1]) if failed else 0


def resident_mib(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


def speed(work, model, pipeline, script):
    servers = {
        "bare": ([str(BUILD / "http_floor"), "PORT", str(CORES)], None),
        "ours": ([SMARTDESK, "serve", "--workspace", f"{work}/w", "--model", model, "--port", "PORT"], None),
        "gunicorn": (
            [
                f"{VENV}/gunicorn",
                "-k",
                "gthread",
                "-w",
                str(CORES),
                "--threads",
                "8",
                "-b",
                "127.0.0.1:PORT",
                "server_peer:flask_app",
            ],
            {"BENCH_PEER": "flask"},
        ),
        "uvicorn": (
            [
                f"{VENV}/uvicorn",
                "server_peer:fastapi_app",
                "--workers",
                str(CORES),
                "--port",
                "PORT",
                "--log-level",
                "error",
            ],
            {"BENCH_PEER": "fastapi"},
        ),
    }
    seen: dict[str, list[Load]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, (command, environment) in servers.items():
            peer = {
                "BENCH_PIPELINE": pipeline,
                "PYTHONPATH": os.path.dirname(os.path.abspath(__file__)),
                "OMP_NUM_THREADS": "1",
            }
            with running(name, command, peer | (environment or {})) as (_, url):
                Load(url, script, 1)
                seen[name].append(Load(url, script))
    rate = {name: statistics.median(load.rate for load in loads) for name, loads in seen.items()}
    p99 = {name: statistics.median(load.p99_ms for load in loads) for name, loads in seen.items()}
    assert not any(load.failed for loads in seen.values() for load in loads)
    say("| server | requests/s | p99 | ours as a multiple | bar | |")
    say("|---|---|---|---|---|---|")
    say(f"| `smartdesk serve` | {rate['ours']:,.0f} | {p99['ours']:.2f} ms | | | |")
    share = rate["ours"] / rate["bare"]
    say(
        f"| bare Beast, a constant | {rate['bare']:,.0f} | {p99['bare']:.2f} ms | {share:.2f} | ≥ 0.60 | "
        f"{verdict(share >= 0.6)} |"
    )
    for name, words in (("gunicorn", "gunicorn (gthread), Flask"), ("uvicorn", "uvicorn, FastAPI")):
        share = rate["ours"] / rate[name]
        say(
            f"| {words}, tuned scikit-learn | {rate[name]:,.0f} | {p99[name]:.2f} ms | {share:.0f} | ≥ 20 | "
            f"{verdict(share >= 20)} |"
        )
    share = p99["ours"] / p99["bare"]
    say()
    say(f"p99 beside the bare server's: {share:.2f} times (bar: ≤ 2, {verdict(share <= 2)}).")
    say()


def address_of(url):
    """Host and port."""
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, parts.port


def healthz_times(url, seconds, times):
    address = address_of(url)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        with socket.create_connection(address, timeout=10) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            while client.recv(65536):
                pass
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)


def p99_of(times):
    return sorted(times)[int(len(times) * 0.99)]


def idle_and_overload(work, model, script):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    command = [SMARTDESK, "serve", "--workspace", f"{work}/w", "--model", model, "--port", "PORT"]
    with running("ours", command) as (pid, url):
        Load(url, script, 2)
        alone = Load(url, script, 4)
        before = resident_mib(pid)
        address = address_of(url)
        idle = []
        for number in range(IDLE):
            idle.append(socket.create_connection(address, source_address=(f"127.0.0.{2 + number % 4}", 0)))
        time.sleep(2)
        grown = resident_mib(pid) - before
        beside = Load(url, script, 4)
        for client in idle:
            client.close()
        say("| 10,000 idle connections | measured | bar | |")
        say("|---|---|---|---|")
        say(f"| memory for them | {grown:.0f} MiB | ≤ 64 MiB | {verdict(grown <= 64)} |")
        say(f"| requests/s beside them, of those without | {beside.rate / alone.rate:.2f} | | |")
        say(f"| p99 beside them | {beside.p99_ms:.2f} ms ({alone.p99_ms:.2f} ms without) | | |")
        say()
        time.sleep(1)
        before = resident_mib(pid)
        times: list[float] = []
        watcher = threading.Thread(target=healthz_times, args=(url, 20, times))
        watcher.start()
        heavy = Load(url, script, 20, 512)
        watcher.join()
        after = resident_mib(pid)
        say("| 512 connections that ask without a pause, 20 s | measured | bar | |")
        say("|---|---|---|---|")
        say(f"| requests/s, of those at 16 connections | {heavy.rate / alone.rate:.2f} | | |")
        say(
            f"| p99 of /healthz, each on a new connection | {p99_of(times):.0f} ms | < 250 ms | "
            f"{verdict(p99_of(times) < 250)} |"
        )
        say(
            f"| resident memory, before and after | {before:.0f} MiB, {after:.0f} MiB | ± 10 % | "
            f"{verdict(after <= before * 1.1)} |"
        )
        say()


def seconds_of(url):
    began = time.perf_counter()
    with urllib.request.urlopen(url, timeout=120) as answer:
        answer.read()
    return time.perf_counter() - began


def at_scale(work):
    """What each page of the dashboard asks first, over a million tickets."""
    count = 1_000_000
    subprocess.run(
        [SMARTDESK, "generate", "--count", str(count), "--seed", "3", "--out", f"{work}/many.csv", "--quiet"],
        check=True,
    )
    subprocess.run([SMARTDESK, "import", f"{work}/many.csv", "--workspace", f"{work}/many", "--quiet"], check=True)
    os.unlink(f"{work}/many.csv")
    command = [SMARTDESK, "serve", "--workspace", f"{work}/many", "--port", "PORT"]
    with running("ours", command, path="/healthz") as (pid, url):
        base = url[: url.rindex("/")]
        say(f"| the dashboard over {count:,} tickets | first | again | bar | |")
        say("|---|---|---|---|---|")
        for words, path, bar in (
            ("the page itself", "/", 1),
            ("who is there", "/api/v1/me", 1),
            ("Tickets, the first page", "/api/v1/tickets?limit=50", 1),
            ("Tickets, two conditions", "/api/v1/tickets?limit=50&filter=urgency:High%20category:Billing", 1),
            ("Tickets, how many there are", "/api/v1/tickets/count", 1),
            ("Tickets, by a word", "/api/v1/tickets?limit=50&filter=refund", 1),
            ("Overview, 30 days", "/api/v1/insights?days=30", 1),
        ):
            first, again = seconds_of(base + path), seconds_of(base + path)
            say(
                f"| {words} | {first * 1000:.0f} ms | {again * 1000:.1f} ms | ≤ {bar * 1000} ms | "
                f"{verdict(first <= bar)} |"
            )
        say()
        say(f"Resident memory then: {resident_mib(pid):.0f} MiB.")
        say()


def main():
    data, out = sys.argv[1:3]

    with tempfile.TemporaryDirectory() as work:
        name, train, texts = tickets(data, work)
        with open(f"{work}/train.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("text", "label"))
            writer.writerows(train)
        subprocess.run(
            [
                SMARTDESK,
                "train",
                "--in",
                f"{work}/train.csv",
                "--task",
                "category",
                "--label",
                "label",
                "--out",
                f"{work}/m.model",
                "--quiet",
            ],
            check=True,
        )
        search = tuned().fit([text for text, _ in train], [label for _, label in train])
        pipeline = CalibratedClassifierCV(search.best_estimator_, ensemble=False).fit(*zip(*train, strict=True))
        with open(f"{work}/pipeline.pickle", "wb") as file:
            pickle.dump(("sklearn", pipeline), file)
        bodies = ",\n".join(
            json.dumps(json.dumps({"text": text}, ensure_ascii=False), ensure_ascii=False) for text in texts[:200]
        )
        script = f"{work}/post.lua"
        with open(script, "w") as file:
            file.write(
                "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nlocal n = 0\n"
                f"local bodies = {{{bodies}}}\n"
                "request = function() n = n % #bodies + 1; return wrk.format(nil, nil, nil, bodies[n]) end\n"
            )
        size = statistics.mean(len(text.encode()) for text in texts)
        say("# HTTP")
        say()
        say(
            f"`script/bench server`: POST /api/v1/classify, one text of {size:.0f} bytes ({name}), {CONNECTIONS} "
            "connections kept "
            f"alive, wrk on the same {CORES} cores; {ROUNDS} rounds of {SECONDS} s, medians. One model of one task and "
            f"{len(set(label for _, label in train))} labels everywhere; the Python servers run {CORES} processes."
        )
        say()
        speed(work, f"{work}/m.model", f"{work}/pipeline.pickle", script)
        idle_and_overload(work, f"{work}/m.model", script)
        at_scale(work)
    REPORT.save(out)


if __name__ == "__main__":
    main()
