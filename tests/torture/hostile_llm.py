#!/usr/bin/env python3
"""Labels tickets through a server that does everything a language model's server has been seen to do wrong.

usage: hostile_llm.py SMARTDESK [ROWS] [KILLS]

Every ticket must end labelled or failed with a reason, also when the program is killed (KILLS times, default 5) and
started again; memory must stay flat.
"""

import json
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.hostile import HostileServer
from support.workspace import Workspace, peak_memory

MOST_MEMORY = 150  # MiB
BY_MODEL = ("--llm-model", "hostile", "--llm-concurrency", 16)
LABEL = ("label", "--in", "tickets.csv", "--out", "out.csv", *BY_MODEL, "--json")


def label_killed(desk, most_kills):
    """What the run said that nobody killed, how many were killed, and the most memory of any, in MiB."""
    peak, kills = 0, 0
    while True:
        run = desk.start(*LABEL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + random.uniform(0.5, 2)
        while run.poll() is None and (kills == most_kills or time.monotonic() < deadline):
            peak = max(peak, peak_memory(run.pid))
            time.sleep(0.05)
        if run.poll() is not None:
            break
        run.kill()
        run.communicate()
        kills += 1
    stdout, stderr = run.communicate()
    assert run.returncode == 0, stderr
    return json.loads(stdout), kills, peak


def check(row):
    assert row["label_status"] in ("labelled", "cached", "failed"), row
    if row["label_status"] == "failed":
        assert row["label_error"], row
        assert not row["category"], row
    else:
        assert row["category"] == "Billing", row
        assert row["evidence"] in row["text"], row


def main():
    given = sys.argv[2:]
    rows, most_kills = map(int, given + ["60", "5"][len(given) :])
    with Workspace(sys.argv[1]) as desk, HostileServer(0.3) as server:
        desk.settings["OLLAMA_HOST"] = server.address
        tickets = [f"{i},Ticket number {i}: the printer on floor {i} is on fire. Please help.\n" for i in range(rows)]
        desk.write("tickets.csv", "id,text\n" + "".join(tickets))
        began = time.monotonic()
        result, kills, peak = label_killed(desk, most_kills)
        seconds = time.monotonic() - began
        written = desk.rows("out.csv")
        assert not (desk.folder / "out.csv.progress").exists()
    assert [row["id"] for row in written] == [str(i) for i in range(rows)], "rows lost or out of order"
    for row in written:
        check(row)
    assert server.trespassed == 0, "a redirect was followed"
    assert peak < MOST_MEMORY, f"{peak} MiB"
    faults, labelled = server.seen.total() - server.seen[None], result["labelled"] + result["cached"]
    print(
        f"{rows} tickets, {kills} kills, {faults} faults in {server.seen.total()} requests: {labelled} labelled, "
        f"{result['failed']} failed {result['failures']}, {seconds:.0f} s, at most {peak} MiB"
    )


if __name__ == "__main__":
    main()
