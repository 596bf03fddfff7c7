"""A workspace lacks what it needs: room on the disk, descriptors, permission, whole files, a clock that goes forwards.

Each fault ends in an exit code that fits and one message that says what is wrong and what to do. What was there before
is there once the fault is gone.
"""

import os
import random
import re
import resource
import shutil
import signal
import subprocess

import pytest

from support.waiting import wait_until
from support.workspace import Workspace

TICKETS, FURTHER = 1000, 45_000
NOBODY = 65534
READING = [("stats",), ("export", "--out", "out.csv"), ("backup", "--out", "copy.db")]
WRITING = [("import", "new.csv"), ("review", "--ticket", 1, "--set", "category=Billing")]  # as it stands
OUTPUTS = ("out.csv", "copy.db", "copy.db.unfinished")


class Faulty(Workspace):
    """Has tickets, further ones to import, a backup, and `before`, which is all that it holds."""

    def __init__(self, program):
        super().__init__(program)
        self.run_ok("import", self.write_tickets("t.csv", TICKETS))
        self.run_ok("review", "--ticket", 1, "--set", "category=Billing", "--by", "eve")
        self.run_ok("backup", "--out", "whole.db")
        self.write_tickets("new.csv", FURTHER, "n")
        self.before = self.run_ok("export")

    def all_is_there(self):
        assert self.run_ok("export")[: len(self.before)] == self.before

    def work_goes_on(self):
        """Nothing stands in the way of what failed before."""
        self.all_is_there()
        for command in WRITING + READING:
            self.run_ok(*command)
        assert self.stats()["tickets"] == TICKETS + FURTHER

    def can_be_restored(self):
        self.run_ok("restore", "whole.db")
        assert self.run_ok("export") == self.before


@pytest.fixture
def workspace(smartdesk):
    with Faulty(smartdesk) as workspace:
        yield workspace


def check_failed(done, *words, code=1):
    """It said in one line what is wrong and what to do, and nothing else."""
    assert done.returncode == code, done
    assert done.stdout == ""
    assert re.fullmatch(r"smartdesk: [^\n]+[;.] [^\n]+\n", done.stderr)
    for word in words:
        assert re.search(word, done.stderr)


def limited(kind, most):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(kind, (most, most))

    return limit


@pytest.fixture
def small_disk(workspace):
    """With the workspace on it, and little room."""
    if os.getuid() != 0:
        pytest.skip("needs root, to mount a small disk")
    disk = workspace.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=True)
    try:
        shutil.copytree(workspace.data, disk / "data")
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_reported_and_loses_nothing(workspace, small_disk):
    there = ("--workspace", small_disk / "data")
    check_failed(workspace.run("import", "new.csv", "--quiet", *there), "tickets.db", "disk is full")
    room = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_bsize))
    for command in [*READING, WRITING[1]]:
        on_disk = [small_disk / word if word in OUTPUTS else word for word in command]
        done = workspace.run(*on_disk, "--quiet", *there)
        if done.returncode != 0:
            check_failed(done, "disk is full|No space left")
    assert [name for name in OUTPUTS if (small_disk / name).exists()] == []
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=100m", small_disk], check=True)
    assert workspace.run_ok("export", *there)[: len(workspace.before)] == workspace.before
    workspace.run_ok("import", "new.csv", *there)


def test_a_file_size_limit_leaves_files_unchanged(workspace):
    for command, most in (
        (("import", "new.csv"), 1 << 20),
        (("restore", "whole.db"), 40_000),
        (("export", "--out", "out.csv"), 40_000),
        (("backup", "--out", "copy.db"), 40_000),
    ):
        done = workspace.run(*command, "--quiet", preexec_fn=limited(resource.RLIMIT_FSIZE, most))
        check_failed(done, r"tickets\.db|out\.csv|copy\.db")
        assert [name for name in OUTPUTS if (workspace.folder / name).exists()] == []
    workspace.work_goes_on()


def test_running_out_of_file_descriptors_is_reported_and_loses_nothing(workspace):
    refused = 0
    for most in range(4, 16):
        for command in [*READING, ("import", "t.csv"), WRITING[1]]:
            done = workspace.run(*command, "--quiet", preexec_fn=limited(resource.RLIMIT_NOFILE, most))
            if done.returncode in (0, 127):
                continue  # 127: the program itself could not be loaded
            assert done.returncode in (1, 3)
            check_failed(done, code=done.returncode)
            refused += 1
    assert refused > 5
    workspace.work_goes_on()


def test_a_read_only_folder_is_named(workspace):
    home, ours = workspace.folder, workspace.program
    theirs = shutil.copy(ours, home / "smartdesk")
    for path in [home, *home.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path == theirs else 0o644)
    kept = [workspace.data, workspace.store, workspace.data / "smartdesk.lock"]
    for path in kept:
        path.chmod(0o555 if path.is_dir() else 0o444)
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    workspace.program = theirs
    for command in [("stats",), ("export",), *WRITING]:
        done = workspace.run(*command, "--quiet", **nobody)
        if done.returncode != 0:
            check_failed(done, "smartdesk-data")
    assert workspace.run("import", "new.csv", **nobody).returncode != 0
    workspace.program = ours
    for path in kept:
        path.chmod(0o755)
    workspace.work_goes_on()


def test_a_truncated_store_is_reported_and_can_be_restored(workspace):
    whole = workspace.store.read_bytes()
    for size in (60, 100, 4096, len(whole) // 2, len(whole) // 2 + 7, len(whole) - 4096):
        for command in READING + WRITING:
            workspace.store.write_bytes(whole[:size])
            done = workspace.run(*command, "--quiet")
            check_failed(done, r"tickets\.db is damaged", "smartdesk restore", code=3)
        workspace.can_be_restored()


def test_an_empty_store_is_reported_and_can_be_restored(workspace):
    for content in (b"", b"S"):
        for command in READING:
            workspace.store.write_bytes(content)
            check_failed(workspace.run(*command, "--quiet"), r"tickets\.db is empty", "restore", code=3)
    workspace.can_be_restored()


def flipped(content, randomness, count):
    """With so many bits changed."""
    broken = bytearray(content)
    for _ in range(count):
        broken[randomness.randrange(len(content))] ^= 1 << randomness.randrange(8)
    return broken


def test_detected_bit_flips_are_reported_as_damage(workspace):
    """What SQLite cannot notice is, for example, a letter in a text."""
    whole, randomness = workspace.store.read_bytes(), random.Random(11)
    count = {"said": 0, "not noticed": 0, "exports with fewer tickets and no word of it": 0}
    for trial in range(40):
        broken = flipped(whole, randomness, 1 + trial % 20)
        for command in [*READING, WRITING[1]]:
            workspace.store.write_bytes(broken)
            done = workspace.run(*command, "--quiet")
            count["said" if done.returncode else "not noticed"] += 1
            if done.returncode:
                check_failed(done, r"tickets\.db is damaged", "smartdesk restore", code=done.returncode)
            elif command[0] == "export":
                lines = (workspace.folder / "out.csv").read_bytes().count(b"\n")
                count["exports with fewer tickets and no word of it"] += lines < TICKETS
    workspace.can_be_restored()
    print(f"flipped bits: {count}")


def log_of_a_killed_import(workspace):
    log = workspace.store.with_name("tickets.db-wal")
    with workspace.start("import", "-", "--quiet", stdin=subprocess.PIPE) as importing:
        importing.stdin.write((workspace.folder / "new.csv").read_text())
        importing.stdin.flush()  # and no end: it waits for more
        wait_until(lambda: log.exists() and log.stat().st_size > 1 << 20)
        importing.kill()
    return log


def test_bit_flips_in_the_log_of_a_killed_import_lose_only_whole_batches(workspace):
    """SQLite believes the log up to the first page that is damaged."""
    log = log_of_a_killed_import(workspace)
    whole, written, randomness = workspace.store.read_bytes(), log.read_bytes(), random.Random(5)
    for _ in range(20):
        workspace.store.write_bytes(whole)
        log.write_bytes(flipped(written, randomness, 1))
        workspace.store.with_name("tickets.db-shm").unlink(missing_ok=True)
        workspace.all_is_there()
        stats = workspace.stats()
        assert stats["label_entries"] == stats["tickets"] + 1  # each with its label
        workspace.run_ok(*WRITING[1])
    workspace.run_ok("import", "new.csv")
    workspace.all_is_there()


@pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime")
def test_a_clock_that_jumps_does_not_change_the_order_of_labels(workspace):
    for number, moment in enumerate(("2031-01-01", "1999-12-31", "2026-05-05")):
        at = {"before": ("faketime", moment)}
        label = f"category=Word {number}"
        workspace.run_ok("review", "--ticket", 1, "--set", label, "--any-label", **at)
        workspace.run_ok("import", workspace.write_tickets(f"{number}.csv", 10, f"clock{number}"), **at)
    assert workspace.said_of(1) == ["Billing", "Word 0", "Word 1", "Word 2"]
    assert workspace.tickets()[0]["category"] == "Word 2"
    assert workspace.stats()["tickets"] == TICKETS + 30
