"""A PostgreSQL schema for tests, in a database that is there."""
import os
import random
import subprocess


class Schema:
    """Made with the object, named PREFIX_PID_RANDOM, and gone with drop() or at the end of a `with`. `url` connects into it."""

    def __init__(self, server, prefix):
        self.name = f"{prefix}_{os.getpid()}_{random.randrange(10**9)}"
        self.url = f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{self.name}"
        self.sql(f"CREATE SCHEMA {self.name}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.drop()

    def drop(self):
        self.sql(f"DROP SCHEMA {self.name} CASCADE")

    def sql(self, statement):
        """What the statement, run in the schema, answers with."""
        done = subprocess.run(["psql", self.url, "-qAtc", statement], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
