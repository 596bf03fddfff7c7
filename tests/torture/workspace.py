"""A workspace of the program's, for trials: runs its commands, kills them, and reads what it holds."""
import json
import os
import pathlib
import random
import subprocess
import tempfile
import typing


PATIENCE = {}  # seconds, by kind of command


class Killed(typing.NamedTuple):
    was_killed: bool
    said: str
    answered: bool  # what it was asked to do is acknowledged


class Workspace:
    def __init__(self, program, folder=None):
        self.program = os.path.abspath(program)
        self.home = None if folder else tempfile.TemporaryDirectory(prefix="smartdesk-trial-")
        self.folder = pathlib.Path(folder or self.home.name)
        self.data = self.folder / "smartdesk-data"
        self.store = self.data / "tickets.db"

    def close(self):
        if self.home:
            self.home.cleanup()

    def environment(self):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("SMARTDESK_")}
        return kept | {"SMARTDESK_CACHE": str(self.folder / "cache")}

    def run(self, *arguments, before=(), **more):
        return subprocess.run([*before, self.program, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                              cwd=self.folder, env=self.environment(), **more)

    def run_ok(self, *arguments, **more):
        done = self.run(*arguments, **more)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr)
        return done.stdout

    def run_killed(self, kind, *arguments, stdin=""):
        """Kills it at any moment of the time it takes, now and then too late."""
        (self.folder / "stdin").write_text(stdin)
        with open(self.folder / "stdin") as given:
            run = subprocess.Popen([self.program, *map(str, arguments)], stdin=given, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, cwd=self.folder, env=self.environment())
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
        with open(self.folder / name, "w") as file:
            file.write("id,text,priority\n")
            file.writelines(f"{prefix}{i},ticket {prefix}{i} says that something broke,High\n" for i in range(rows))
        return name

    def stats(self):
        return json.loads(self.run_ok("stats", "--json"))

    def tickets(self):
        return [json.loads(line) for line in self.run_ok("export", "--format", "jsonl").splitlines()]

    def said_of(self, ticket):
        """What people said of it, the oldest first."""
        history = json.loads(self.run_ok("review", "--ticket", ticket, "--history", "--json"))
        return [entry["value"] for entry in history if entry["by"] == "person" and entry["task"] == "category"]

    def files_that_hold(self, word):
        return [path.name for path in self.data.rglob("*") if path.is_file() and word in path.read_bytes()]
