#!/usr/bin/env python3
"""Labels the bundled tickets with a real model, kills the program with -9 five times at random, and lets it go on.

usage: killed_labelling.py SMARTDESK [ROWS]     needs OLLAMA_HOST and a model; else says that it is skipped (exit 77)

The rows must be the same as those of a run that nobody killed, and none may be lost.
"""

import os
import pathlib
import random
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.desk import ROOT
from support.workspace import Workspace

COMPARED = ("id", "sentiment", "urgency", "category", "summary", "evidence")


def model_that_answers():
    try:
        urllib.request.urlopen(f"http://{os.environ.get('OLLAMA_HOST', '')}/api/version", timeout=2).close()
    except (OSError, ValueError):
        return None
    return os.environ.get("SMARTDESK_LLM_FAST_MODEL") or os.environ.get("SMARTDESK_LLM_MODEL")


def ended(desk, command, seconds):
    """Whether it ended before it was killed."""
    process = desk.start(*command, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    assert process.returncode == 0, said
    return True


def label(desk, model, rows, kills):
    """The rows that a run writes which is killed so often."""
    tickets = ("--in", ROOT / "data/tickets.csv", "--limit", rows)
    command = ("label", *tickets, "--out", "out.csv", "--llm-model", model, "--quiet")
    began, killed = time.monotonic(), 0
    while not ended(desk, command, random.uniform(0.3, 1.5) if killed < kills else None):
        killed += 1
    written = desk.rows("out.csv")
    print(f"{len(written)} rows, {killed} kills, {time.monotonic() - began:.1f} s")
    return written


def main():
    program, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    model = model_that_answers()
    if not model:
        print("skipped: no LLM server (OLLAMA_HOST, SMARTDESK_LLM_MODEL)")
        return 77
    with Workspace(program) as desk, Workspace(program) as killed_desk:
        desk.settings["OLLAMA_HOST"] = killed_desk.settings["OLLAMA_HOST"] = os.environ["OLLAMA_HOST"]
        whole, killed = label(desk, model, rows, 0), label(killed_desk, model, rows, 5)
    assert len(whole) == len(killed) == rows
    for row, other in zip(whole, killed, strict=True):
        for each in (row, other):
            assert each["label_status"] in ("labelled", "cached", "failed"), each
        assert row["label_status"] != "failed" or row["label_error"], row
        assert all(row[key] == other[key] for key in COMPARED), (row, other)
    print(f"the same {rows} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
