#!/usr/bin/env python3
"""Drives the commands that keep users. Usage: user_test.py SMARTDESK"""
import json
import os
import pathlib
import pty
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.database import Schema  # noqa: E402

SMARTDESK = os.path.abspath(sys.argv[1])
PASSWORD = "correct horse"


class Users(unittest.TestCase):
    database = ""  # the URL of a database, where accounts are not in the folder

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.home.name)

    def tearDown(self):
        self.home.cleanup()

    def environment(self):
        own = {key: value for key, value in os.environ.items() if not key.startswith("SMARTDESK_") and key != "DATABASE_URL"}
        if self.database:
            own["SMARTDESK_DATABASE_URL"] = self.database
        return own

    def run_it(self, *arguments, typed=PASSWORD + "\n"):
        return subprocess.run([SMARTDESK, "user", *arguments], input=typed, capture_output=True, text=True, cwd=self.dir, env=self.environment())

    def run_ok(self, *arguments, **more):
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, code, *arguments, **more):
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def users(self):
        return {user["name"]: user["role"] for user in json.loads(self.run_ok("list", "--json"))["users"]}

    def test_users_come_change_and_go(self):
        self.assertEqual(self.users(), {})
        self.run_ok("add", "ann", "--role", "admin")
        self.run_ok("add", "bob", "--role", "viewer")
        self.assertEqual(self.users(), {"ann": "admin", "bob": "viewer"})
        self.run_ok("role", "bob", "--role", "agent")
        self.run_ok("password", "bob", typed="another password\r\n")
        self.assertEqual(self.users()["bob"], "agent")
        self.assertIn("bob", self.run_ok("list"))
        self.run_ok("remove", "bob")
        self.assertEqual(self.users(), {"ann": "admin"})

    def test_refusals_say_what_to_do_and_change_nothing(self):
        self.run_ok("add", "ann", "--role", "admin")
        self.assertIn("another name", self.refused(3, "add", "ann", "--role", "viewer"))
        self.assertIn("at least 10", self.refused(3, "add", "bob", "--role", "viewer", typed="short\n"))
        self.assertIn("no password", self.refused(2, "add", "bob", "--role", "viewer", typed=""))
        self.assertIn("--role", self.refused(2, "add", "bob"))
        self.assertIn("boss", self.refused(2, "add", "bob", "--role", "boss"))
        self.assertIn("last admin", self.refused(3, "remove", "ann"))
        self.assertIn("last admin", self.refused(3, "role", "ann", "--role", "agent"))
        self.assertIn("no user bob", self.refused(3, "password", "bob"))
        self.assertEqual(self.refused(2) != "", True)
        self.assertEqual(self.users(), {"ann": "admin"})

    def test_no_password_is_written_anywhere(self):
        done = self.run_it("add", "ann", "--role", "admin")
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        for file in self.dir.rglob("*"):
            if file.is_file():
                self.assertNotIn(PASSWORD.encode(), file.read_bytes(), file)

    def test_examples_are_in_the_help(self):
        for words in ((), ("add",), ("list",), ("role",), ("password",), ("remove",)):
            self.assertIn("Examples", self.run_ok(*words, "--help"))

    def in_terminal(self, lines):
        """Types the lines, one per question; answers with the exit code and what the terminal showed."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.dir)
            os.execve(SMARTDESK, [SMARTDESK, "user", "add", "ann", "--role", "admin"], self.environment())
        shown = b""
        try:
            while True:
                shown += os.read(terminal, 1024)
                if lines and shown.endswith((b"of ann: ", b"once more: ")):
                    while pathlib.Path(f"/proc/{child}/stat").read_text().rpartition(") ")[2][0] != "S":
                        time.sleep(0.01)  # until it waits for an answer
                    os.write(terminal, lines.pop(0))
        except OSError:
            pass  # the end of a terminal
        finally:
            os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()

    def test_a_terminal_is_asked_twice_and_shows_nothing(self):
        code, shown = self.in_terminal([b"correct horse\n", b"correct horse\n"])
        self.assertEqual(code, 0, shown)
        self.assertNotIn("horse", shown)
        self.assertEqual(self.users(), {"ann": "admin"})

    def test_two_different_passwords_are_refused(self):
        code, shown = self.in_terminal([b"correct horse\n", b"another horse\n"])
        self.assertEqual(code, 3)
        self.assertIn("two different passwords", shown)
        self.assertEqual(self.users(), {})

    def test_a_question_can_be_broken_off(self):
        code, shown = self.in_terminal([b"\x03"])
        self.assertEqual(code, 130)
        self.assertIn("nothing was changed", shown)


class UsersInFolder(Users):
    def test_accounts_are_readable_by_their_owner_only(self):
        self.run_ok("add", "ann", "--role", "admin", "--workspace", "desk")
        self.assertEqual((self.dir / "desk" / "accounts.db").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.users(), {})

    def test_users_are_kept_while_another_process_is_killed(self):
        added = ["ann"]
        self.run_ok("add", "ann", "--role", "admin")
        for number in range(10):
            run = subprocess.Popen([SMARTDESK, "user", "add", f"user{number}", "--role", "viewer"], stdin=subprocess.PIPE,
                                   stderr=subprocess.PIPE, cwd=self.dir, env=self.environment())
            run.stdin.write(PASSWORD.encode() + b"\n")
            run.stdin.close()
            try:
                run.wait(random.uniform(0, 0.3))
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
            if b"user added" in run.stderr.read():
                added.append(f"user{number}")
            run.wait()
            run.stderr.close()
        self.assertTrue(set(added) <= set(self.users()))


class UsersInPostgres(Users):
    """The same with the accounts in a database, each test in a schema of its own."""

    def setUp(self):
        url = os.environ.get("SMARTDESK_TEST_DATABASE_URL")
        if not url or not shutil.which("psql"):
            self.skipTest("skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL, psql)")
        super().setUp()
        self.schema = Schema(url, "e2e_users")
        self.database = self.schema.url

    def tearDown(self):
        self.schema.drop()
        super().tearDown()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2, defaultTest=["UsersInFolder", "UsersInPostgres"])
