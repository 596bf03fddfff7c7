"""The commands that keep users."""

import contextlib
import os
import pathlib
import pty
import random
import subprocess
import time

import pytest

PASSWORD = "correct horse"


class Users:
    """The `user` command of a desk."""

    def __init__(self, desk):
        self.desk = desk

    def run_ok(self, *arguments, typed=PASSWORD + "\n"):
        return self.desk.run_ok("user", *arguments, input=typed)

    def refused(self, code, *arguments, typed=PASSWORD + "\n"):
        return self.desk.refused(code, "user", *arguments, input=typed)

    def roles(self):
        return {user["name"]: user["role"] for user in self.desk.run_json("user", "list")["users"]}

    def add_in_terminal(self, *lines):
        """Types the lines, one per question; returns the exit code and what the terminal showed."""
        command = self.desk.command("user", "add", "ann", "--role", "admin")
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.desk.folder)
            os.execve(command[0], command, self.desk.environment())
        waiting, shown = list(lines), b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while True:
                shown += os.read(terminal, 1024)
                if waiting and shown.endswith((b"for ann: ", b"Repeat the password: ")):
                    wait_for_a_read(child)
                    os.write(terminal, waiting.pop(0))
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def wait_for_a_read(process):
    while pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "S":
        time.sleep(0.01)


@pytest.fixture
def users(either_desk):
    return Users(either_desk)


@pytest.fixture
def users_in_folder(desk):
    return Users(desk)


def test_users_can_be_added_changed_and_removed(users):
    assert users.roles() == {}
    users.run_ok("add", "ann", "--role", "admin")
    users.run_ok("add", "bob", "--role", "viewer")
    assert users.roles() == {"ann": "admin", "bob": "viewer"}
    users.run_ok("role", "bob", "--role", "agent")
    users.run_ok("password", "bob", typed="another password\r\n")
    assert users.roles()["bob"] == "agent"
    assert "bob" in users.run_ok("list")
    users.run_ok("remove", "bob")
    assert users.roles() == {"ann": "admin"}


def test_refused_commands_say_what_to_do_and_change_nothing(users):
    users.run_ok("add", "ann", "--role", "admin")
    assert "another name" in users.refused(3, "add", "ann", "--role", "viewer")
    assert "at least 10" in users.refused(3, "add", "bob", "--role", "viewer", typed="short\n")
    assert "no password" in users.refused(2, "add", "bob", "--role", "viewer", typed="")
    assert "--role" in users.refused(2, "add", "bob")
    assert "boss" in users.refused(2, "add", "bob", "--role", "boss")
    assert "last admin" in users.refused(3, "remove", "ann")
    assert "last admin" in users.refused(3, "role", "ann", "--role", "agent")
    assert "no user bob" in users.refused(3, "password", "bob")
    assert users.refused(2) != ""
    assert users.roles() == {"ann": "admin"}


def test_passwords_are_never_printed_or_stored(users):
    done = users.desk.run("user", "add", "ann", "--role", "admin", input=PASSWORD + "\n")
    assert PASSWORD not in done.stdout + done.stderr
    assert users.desk.files_that_hold(PASSWORD) == []


def test_examples_are_in_the_help(users):
    for words in ((), ("add",), ("list",), ("role",), ("password",), ("remove",)):
        assert "Examples" in users.run_ok(*words, "--help")


def test_a_terminal_prompts_for_the_password_twice_without_showing_it(users):
    code, shown = users.add_in_terminal(b"correct horse\n", b"correct horse\n")
    assert code == 0, shown
    assert "horse" not in shown
    assert users.roles() == {"ann": "admin"}


def test_two_different_passwords_are_refused(users):
    code, shown = users.add_in_terminal(b"correct horse\n", b"another horse\n")
    assert code == 3
    assert "two passwords differ" in shown
    assert users.roles() == {}


def test_the_password_prompt_can_be_interrupted(users):
    code, shown = users.add_in_terminal(b"\x03")
    assert code == 130
    assert "Nothing was changed" in shown


def test_accounts_are_readable_by_their_owner_only(users_in_folder):
    users_in_folder.run_ok("add", "ann", "--role", "admin", "--workspace", "desk")
    assert (users_in_folder.desk.folder / "desk/accounts.db").stat().st_mode & 0o777 == 0o600
    assert users_in_folder.roles() == {}


def added_or_killed(desk, name):
    """Whether the user is acknowledged before the command is killed."""
    command = desk.start("user", "add", name, "--role", "viewer", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _, said = command.communicate(PASSWORD + "\n", timeout=random.uniform(0, 0.3))
    except subprocess.TimeoutExpired:
        command.kill()
        _, said = command.communicate()
    return "user added" in said


def test_added_users_survive_killed_processes(users_in_folder):
    users_in_folder.run_ok("add", "ann", "--role", "admin")
    names = [f"user{number}" for number in range(10)]
    added = {name for name in names if added_or_killed(users_in_folder.desk, name)}
    assert added | {"ann"} <= set(users_in_folder.roles())
