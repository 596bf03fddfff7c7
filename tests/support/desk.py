"""The program under test, run in a folder."""

import csv
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN_SETTINGS = re.compile("(SMARTDESK|OLLAMA)_.*|DATABASE_URL|PORT")
CANARY = "canary-4bd1c0ffee"  # a text that must not be found again


class Desk:
    """Runs smartdesk in `folder`, which has the workspace too. `settings` are environment variables."""

    def __init__(self, program, folder, **settings):
        self.program, self.folder = pathlib.Path(program).absolute(), pathlib.Path(folder)
        self.data = self.folder / "smartdesk-data"
        self.settings = {"SMARTDESK_CACHE": str(self.folder / "cache")} | settings

    def environment(self, settings=None):
        """That of the tests, of which no setting of smartdesk is left."""
        others = {name: value for name, value in os.environ.items() if not OWN_SETTINGS.fullmatch(name)}
        return others | self.settings | (settings or {})

    def command(self, *arguments):
        return [str(self.program), *map(str, arguments)]

    def start(self, *arguments, **options):
        """The process. Options are those of subprocess."""
        return subprocess.Popen(self.command(*arguments), cwd=self.folder, env=self.environment(), text=True, **options)

    def run(self, *arguments, before=(), settings=None, **options):
        """What came of it. `before` is a command that runs the program, options are those of subprocess."""
        return subprocess.run(
            [*before, *self.command(*arguments)],
            **{"input": "", **options},
            capture_output=True,
            text=True,
            errors="replace",
            cwd=self.folder,
            env=self.environment(settings),
        )

    def run_ok(self, *arguments, **more):
        """What it printed."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr)
        return done.stdout

    def run_json(self, *arguments, **more):
        return json.loads(self.run_ok(*arguments, "--json", **more))

    def said(self, *arguments, **more):
        """What it told beside what it printed, and did not fail."""
        return self.refused(0, *arguments, **more)

    def refused(self, code, *arguments, **more):
        """What it complained of."""
        done = self.run(*arguments, **more)
        assert done.returncode == code, (arguments, done.returncode, done.stderr)
        return done.stderr

    def write(self, name, content):
        """The path of the file, which has the text or bytes."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def rows(self, name):
        return read_rows(self.folder / name)

    def files_that_hold(self, words):
        """Paths under the folder."""
        return [path for path in self.folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def read_rows(path):
    """The rows of a CSV file, each a dictionary."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
