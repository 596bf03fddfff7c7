#!/usr/bin/env python3
"""Labels the bundled tickets with a real model, kills the program with -9 five times at random, and lets it go on.

usage: killed_labelling.py SMARTDESK [ROWS]     needs OLLAMA_HOST and a model; else says that it is skipped (exit 77)

The rows must be the same as those of a run that nobody killed, and none may be lost.
"""
import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request


def run(command, environment, seconds=None):
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return False
    assert process.returncode == 0, process.stderr.read()
    return True


def main():
    program, rows = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "40"
    model = os.environ.get("SMARTDESK_LLM_FAST_MODEL") or os.environ.get("SMARTDESK_LLM_MODEL")
    host = os.environ.get("OLLAMA_HOST", "")
    try:
        urllib.request.urlopen(f"http://{host}/api/version", timeout=2)
    except (OSError, ValueError):
        model = None
    if not model:
        print("skipped: no LLM server (OLLAMA_HOST, SMARTDESK_LLM_MODEL)")
        return 77
    tickets = os.path.join(os.path.dirname(__file__), "../../data/tickets.csv")
    folder = tempfile.mkdtemp(prefix="smartdesk-killed-")
    tables = []
    for name, kills in (("whole", 0), ("killed", 5)):
        out = os.path.join(folder, name + ".csv")
        environment = dict(os.environ, SMARTDESK_CACHE=os.path.join(folder, name))
        command = [program, "label", "--in", tickets, "--out", out, "--limit", rows, "--llm-model", model, "--quiet"]
        began, killed = time.time(), 0
        while not run(command, environment, random.uniform(0.3, 1.5) if killed < kills else None):
            killed += 1
        with open(out, newline="", encoding="utf-8") as file:
            tables.append(list(csv.DictReader(file)))
        print(f"{name}: {len(tables[-1])} rows, {killed} kills, {time.time() - began:.1f} s")
    assert len(tables[0]) == len(tables[1]) == int(rows)
    terminal = ("labelled", "cached", "failed")
    for whole, killed in zip(*tables):
        assert whole["label_status"] in terminal and killed["label_status"] in terminal, (whole, killed)
        assert whole["label_status"] != "failed" or whole["label_error"]
        same = [whole[key] == killed[key] for key in ("id", "sentiment", "urgency", "category", "summary", "evidence")]
        assert all(same), (whole, killed)
    print(f"the same {rows} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
