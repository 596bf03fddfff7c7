#!/usr/bin/env python3
"""Each message of a topic is answered once, whatever is killed: stream.py SMARTDESK [MESSAGES PROCESSES SECONDS STORM]

PROCESSES streams share a topic of MESSAGES tickets; every SECONDS one of them is killed by -9 and started again. STORM: so
many further ones join and leave meanwhile. Every hundredth message is no ticket. Then answers and dead letters are compared
with the messages, key by key. SMARTDESK_TEST_KAFKA names the broker; ends with 77 without."""
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

SMARTDESK = os.path.abspath(sys.argv[1])
MESSAGES, PROCESSES = (int(text) for text in (sys.argv[2:4] or ("40000", "3")))
SECONDS, STORM = float(sys.argv[4]) if len(sys.argv) > 4 else 1.0, int(sys.argv[5]) if len(sys.argv) > 5 else 4
BROKERS = os.environ.get("SMARTDESK_TEST_KAFKA")
MOST_MEMORY, PATIENCE = 400, 300  # MiB, seconds
if not BROKERS or not shutil.which("kcat"):
    print("skipped: SMARTDESK_TEST_KAFKA names no broker, or kcat is not installed")
    sys.exit(77)


def keys_of(topic):
    """Of what counts."""
    said = subprocess.run(["kcat", "-b", BROKERS, "-q", "-C", "-t", topic, "-e", "-X", "isolation.level=read_committed", "-f", "%k\n"],
                          capture_output=True, text=True)
    return collections.Counter(said.stdout.split())


def memory(process):
    try:
        with open(f"/proc/{process.pid}/status") as file:
            return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


def main(work):
    subprocess.run([SMARTDESK, "--quiet", "generate", "--count", "2000", "--seed", "7", "--out", f"{work}/t.jsonl"], check=True)
    subprocess.run([SMARTDESK, "--quiet", "train", "--in", f"{work}/t.jsonl", "--tasks", "sentiment,urgency,category", "--out", f"{work}/m.model"],
                   check=True)
    with open(f"{work}/t.jsonl") as file:
        tickets = [json.loads(line) for line in file]
    into, out, group = (f"{name}-{uuid.uuid4().hex[:8]}" for name in ("in", "out", "group"))
    bad = {f"T{i}" for i in range(0, MESSAGES, 100)}
    with subprocess.Popen(["kcat", "-b", BROKERS, "-q", "-P", "-t", into, "-K", "\t"], stdin=subprocess.PIPE, text=True) as feed:
        for i in range(MESSAGES):
            ticket = tickets[i % len(tickets)]
            value = "{" if f"T{i}" in bad else json.dumps({"id": f"T{i}", "subject": ticket["subject"], "body": ticket["body"]})
            feed.stdin.write(f"T{i}\t{value}\n")

    def start(*more):
        return subprocess.Popen([SMARTDESK, "stream", "--quiet", "--brokers", BROKERS, "--in", into, "--out", out, "--group", group, "--model",
                                 f"{work}/m.model", "--workspace", f"{work}/desk", "--threads", "1", *more], stderr=subprocess.DEVNULL)

    running = [start() for _ in range(PROCESSES)]
    guest, guests, kills, most, began = None, 0, 0, 0, time.monotonic()
    while kills < 3 * PROCESSES or guests < STORM:
        time.sleep(SECONDS)
        most = max([most, *(memory(process) for process in running)])
        place = kills % PROCESSES
        running[place].kill()
        running[place].wait()
        running[place] = start()
        kills += 1
        if guest is not None:
            guest.terminate()
            assert guest.wait(30) == 0, "a guest did not leave in peace"
            guest = None
        elif guests < STORM:
            guest, guests = start(), guests + 1
    if guest is not None:
        guest.terminate()
        guest.wait(30)
    while sum(keys_of(out).values()) < MESSAGES - len(bad) and time.monotonic() - began < PATIENCE:
        time.sleep(1)
    for process in running:
        most = max(most, memory(process))
        process.terminate()
    ended = [process.wait(30) for process in running]
    answers, letters = keys_of(out), keys_of(f"{into}.dead-letters")
    wanted = {f"T{i}" for i in range(MESSAGES)} - bad
    faults = {"lost": len(wanted - set(answers)) + len(bad - set(letters)), "more than once": sum(n > 1 for n in (answers + letters).values()),
              "not asked for": len(set(answers) - wanted) + len(set(letters) - bad), "bad ends": sum(code != 0 for code in ended)}
    print(f"{MESSAGES} messages, {PROCESSES} processes, {kills} kills, {guests} guests that came and went: {faults}, {most} MiB at most, "
          f"{time.monotonic() - began:.0f} s")
    return 1 if any(faults.values()) or most > MOST_MEMORY else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(folder))
