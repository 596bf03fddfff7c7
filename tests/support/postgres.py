"""A PostgreSQL of a test's own, which may be stopped."""

import os
import pathlib
import subprocess

from support.servers import SERVERS

TOOL = SERVERS / "local-postgres"


class OwnPostgres:
    """As a context: it runs inside, at `url`."""

    def __enter__(self):
        self.instance = os.environ | {"SMARTDESK_PG_INSTANCE": f"team-{os.getpid()}"}
        said = subprocess.run([TOOL, "start"], capture_output=True, text=True, env=self.instance)
        assert said.returncode == 0, said.stderr
        settings = dict(line.split("=", 1) for line in said.stdout.splitlines() if "=" in line)
        self.url = settings["DATABASE_URL"]
        return self

    def __exit__(self, *_):
        self.control("stop")
        subprocess.run([TOOL, "stop"], check=True, capture_output=True, env=self.instance)

    def restart(self):
        self.control("restart")

    def control(self, what):
        command = [*self.as_owner(), self.program(), "-D", self.folder(), "-w", "-m", "fast", what]
        quiet = subprocess.DEVNULL  # a pipe would stay open as long as the server
        subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/", check=True)

    def folder(self):
        asked = ["psql", self.url, "-qAtc", "SHOW data_directory"]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()

    def program(self):
        """pg_ctl lies beside the server that runs."""
        pid = pathlib.Path(self.folder(), "postmaster.pid").read_text().split()[0]
        return os.path.join(os.path.dirname(os.path.realpath(f"/proc/{pid}/exe")), "pg_ctl")

    def as_owner(self):
        if os.getuid() != 0:
            return []
        owner = os.stat(self.folder())
        return ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
