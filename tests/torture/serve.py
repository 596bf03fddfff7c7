#!/usr/bin/env python3
"""A server that is killed while several clients write: what it acknowledged is there, nothing is there twice, work goes on.
   Usage: serve.py SMARTDESK KILLS"""
import http.client
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from support.serving import Serving  # noqa: E402

SMARTDESK, KILLS = os.path.abspath(sys.argv[1]), int(sys.argv[2])
CLIENTS = 3


class Client(threading.Thread):
    """Adds tickets and says labels on them until the server is gone; remembers what was acknowledged."""

    def __init__(self, server, number, round_):
        super().__init__()
        self.server, self.name_ = server, f"{round_}-{number}"
        self.added, self.labelled, self.tried = {}, {}, 0

    def run(self):
        try:
            while True:
                self.tried += 1
                external = f"{self.name_}-{self.tried}"
                answer = self.server.ask("POST", "/api/v1/tickets", {"source": "kill", "external_id": external, "body": f"keep {external}"},
                                         {"Idempotency-Key": external})
                if answer.status != 201:
                    raise AssertionError(answer)
                number = answer.json["ids"][0]
                self.added[number] = external
                value = random.choice(["Low", "Medium", "High"])
                if self.server.ask("PATCH", f"/api/v1/tickets/{number}/labels", {"labels": {"urgency": value}}).status == 200:
                    self.labelled[number] = value
        except (OSError, http.client.HTTPException, ValueError):
            return


def all_tickets(server):
    rows, cursor = [], 0
    while cursor is not None:
        page = server.get(f"/api/v1/tickets?limit=1000&filter=source:kill&cursor={cursor}").json
        rows += page["tickets"]
        cursor = page["next"]
    return rows


def main():
    added, labelled, tried = {}, {}, 0
    with tempfile.TemporaryDirectory() as home:
        at = os.path.join(home, "w")
        for round_ in range(KILLS):
            with Serving(SMARTDESK, at) as server:
                clients = [Client(server, number, round_) for number in range(CLIENTS)]
                for client in clients:
                    client.start()
                if round_ % 4 == 0:
                    server.post("/api/v1/jobs", {"kind": "index"})
                time.sleep(random.uniform(0.02, 0.25))
                server.process.kill()
                for client in clients:
                    client.join()
                    added |= client.added
                    labelled |= client.labelled
                    tried += client.tried
        with Serving(SMARTDESK, at) as server:
            rows = all_tickets(server)
            there = {row["id"]: row for row in rows}
            externals = [row["external_id"] for row in rows]
            lost = [number for number, external in added.items() if there.get(number, {}).get("external_id") != external]
            unsaid = [number for number, value in labelled.items() if there[number]["labels"].get("urgency", {}).get("value") != value]
            twice = len(externals) - len(set(externals))
            waiting = [job for job in server.get("/api/v1/jobs").json["jobs"] if job["state"] in ("waiting", "running")]
            for job in waiting:
                if server.ends(job)["state"] != "done":
                    raise AssertionError(job)
    print(f"{KILLS} kills: {len(added)} tickets and {len(labelled)} labels acknowledged, {len(lost)} tickets and {len(unsaid)} labels lost, "
          f"{twice} there twice; {len(rows) - len(added)} more were written and not acknowledged; {len(waiting)} jobs went on")
    return 1 if lost or unsaid or twice or not added or len(rows) > tried else 0


if __name__ == "__main__":
    sys.exit(main())
