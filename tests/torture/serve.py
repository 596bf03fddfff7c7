#!/usr/bin/env python3
"""A server is killed while several clients write: what it acknowledged is there, nothing is there twice, work goes on.

usage: serve.py SMARTDESK KILLS
"""

import http.client
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.serving import Serving
from support.workspace import Workspace

CLIENTS = 3


class Acknowledged:
    """What the server said that it has: tickets and labels by the ticket's number, and how many tickets were tried."""

    def __init__(self):
        self.added: dict[int, str] = {}
        self.labelled: dict[int, str] = {}
        self.tried = 0


class Client(threading.Thread):
    """Adds tickets and says labels on them until the server is gone."""

    def __init__(self, server, name):
        super().__init__(name=name)
        self.server, self.known = server, Acknowledged()

    def run(self):
        try:
            while True:
                self.add_and_label()
        except (OSError, http.client.HTTPException, ValueError):
            return

    def add_and_label(self):
        self.known.tried += 1
        external = f"{self.name}-{self.known.tried}"
        ticket = {"source": "kill", "external_id": external, "body": f"keep {external}"}
        answer = self.server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": external})
        assert answer.status == 201, answer
        number = answer.json["ids"][0]
        self.known.added[number] = external
        value = random.choice(["Low", "Medium", "High"])
        labels = {"labels": {"urgency": value}}
        if self.server.ask("PATCH", f"/api/v1/tickets/{number}/labels", labels).status == 200:
            self.known.labelled[number] = value


def write_until_killed(desk, name, known):
    with Serving(desk) as server:
        clients = [Client(server, f"{name}-{number}") for number in range(CLIENTS)]
        for client in clients:
            client.start()
        if name % 4 == 0:
            server.post("/api/v1/jobs", {"kind": "index"})
        time.sleep(random.uniform(0.02, 0.25))
        server.process.kill()
        for client in clients:
            client.join()
            known.added |= client.known.added
            known.labelled |= client.known.labelled
            known.tried += client.known.tried


def all_tickets(server):
    rows, cursor = [], 0
    while cursor is not None:
        page = server.get(f"/api/v1/tickets?limit=1000&filter=source:kill&cursor={cursor}").json
        rows += page["tickets"]
        cursor = page["next"]
    return rows


def end_all_work(server):
    """How many jobs went on."""
    waiting = [job for job in server.get("/api/v1/jobs").json["jobs"] if job["state"] in ("waiting", "running")]
    for job in waiting:
        assert server.ends(job)["state"] == "done", job
    return len(waiting)


def verdict(rows, known, words):
    """Says what came of it; returns the exit code."""
    names = {row["id"]: row["external_id"] for row in rows}
    said = {row["id"]: row["labels"].get("urgency", {}).get("value") for row in rows}
    lost = [number for number, name in known.added.items() if names.get(number) != name]
    unsaid = [number for number, value in known.labelled.items() if said.get(number) != value]
    twice = len(rows) - len({row["external_id"] for row in rows})
    print(
        f"{len(known.added)} tickets and {len(known.labelled)} labels acknowledged, "
        f"{len(lost)} tickets and {len(unsaid)} labels lost, {twice} there twice; "
        f"{len(rows) - len(known.added)} more were written and not acknowledged; {words}"
    )
    return 1 if lost or unsaid or twice or not known.added or len(rows) > known.tried else 0


def main():
    program, kills = sys.argv[1], int(sys.argv[2])
    known = Acknowledged()
    with Workspace(program) as desk:
        for number in range(kills):
            write_until_killed(desk, number, known)
        with Serving(desk) as server:
            rows, jobs = all_tickets(server), end_all_work(server)
    return verdict(rows, known, f"{kills} kills, {jobs} jobs went on")


if __name__ == "__main__":
    sys.exit(main())
