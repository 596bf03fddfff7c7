"""A workspace for trials: runs its commands, kills them, and reads what it holds."""

import json
import pathlib
import random
import subprocess
import tempfile
import typing

from support.desk import Desk

PATIENCE: dict[str, float] = {}  # seconds, by kind of command


class Killed(typing.NamedTuple):
    was_killed: bool
    said: str
    answered: bool  # what it was asked to do is acknowledged


class Workspace(Desk):
    """As a context: it is there inside."""

    def __init__(self, program):
        self.home = tempfile.TemporaryDirectory(prefix="smartdesk-trial-")
        super().__init__(program, self.home.name)
        self.store = self.data / "tickets.db"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.cleanup()

    def run_killed(self, kind, *arguments, stdin=""):
        """Kills it at any moment of the time it takes, now and then too late."""
        with open(self.write("stdin", stdin)) as given:
            run = self.start(*arguments, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            patience = PATIENCE.setdefault(kind, 0.3)
            try:
                said, complaint = run.communicate(timeout=random.uniform(0, patience))
            except subprocess.TimeoutExpired:
                run.kill()
                said, complaint = run.communicate()
        assert run.returncode in (0, -9), (arguments, run.returncode, complaint)
        was_killed = run.returncode != 0
        PATIENCE[kind] *= 1.1 if was_killed else 0.7  # one in five comes too late
        return Killed(was_killed, said, not was_killed or bool(said or complaint))

    def write_tickets(self, name, rows, prefix=""):
        lines = [f"{prefix}{i},ticket {prefix}{i} says that something broke,High\n" for i in range(rows)]
        self.write(name, "id,text,priority\n" + "".join(lines))
        return name

    def stats(self):
        return self.run_json("stats")

    def tickets(self):
        return [json.loads(line) for line in self.run_ok("export", "--format", "jsonl").splitlines()]

    def said_of(self, ticket):
        """What people said of it, the oldest first."""
        history = self.run_json("review", "--ticket", ticket, "--history")
        return [entry["value"] for entry in history if entry["by"] == "person" and entry["task"] == "category"]

    def stored_files_that_hold(self, words):
        return [path for path in self.files_that_hold(words) if path.is_relative_to(self.data)]


def peak_memory(pid):
    """MiB that the process has had at most; 0 if it is gone."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return max((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), default=0)
