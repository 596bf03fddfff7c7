"""A PostgreSQL schema for tests, in a database that is there."""

import os
import random
import subprocess


class Schema:
    """As a context: it is there inside, named PREFIX_PID_RANDOM. `url` connects into it."""

    def __init__(self, server, prefix):
        self.name = f"{prefix}_{os.getpid()}_{random.randrange(10**9)}"
        self.url = (
            f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{self.name}&application_name={self.name}"
        )

    def __enter__(self):
        self.sql(f"CREATE SCHEMA {self.name}")
        return self

    def __exit__(self, *_):
        self.sql(f"DROP SCHEMA {self.name} CASCADE")

    def sql(self, statement):
        """What the statement, run in the schema, answers with."""
        done = subprocess.run(["psql", self.url, "-qAtc", statement], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
