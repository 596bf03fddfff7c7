#!/usr/bin/env python3
"""Takes from a workspace what it needs: room on the disk, descriptors, permission, whole files, a clock that goes forwards.

usage: store_faults.py SMARTDESK

Each fault must end in an exit code that fits and one message that says what is wrong and what to do, and what was there
before must be there once the fault is gone.
"""
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest

from workspace import Workspace

PROGRAM = os.path.abspath(sys.argv[1])
TICKETS = 1000
NOBODY = 65534
READING = [("stats",), ("export", "--out", "out.csv"), ("backup", "--out", "copy.db")]
WRITING = [("import", "new.csv"), ("review", "--ticket", 1, "--set", "category=Billing")]  # as it stands


def limited(kind, most):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(kind, (most, most))
    return limit


class Faults(unittest.TestCase):
    def setUp(self):
        self.workspace = Workspace(PROGRAM)
        self.addCleanup(self.workspace.close)
        self.workspace.run_ok("import", self.workspace.write_tickets("t.csv", TICKETS))
        self.workspace.run_ok("review", "--ticket", 1, "--set", "category=Billing", "--by", "eve")
        self.workspace.run_ok("backup", "--out", "whole.db")
        self.workspace.write_tickets("new.csv", 45_000, "n")
        self.before = self.workspace.run_ok("export")

    def failing(self, done, *words, code=1):
        """It said in one line what is wrong and what to do, and nothing else."""
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"^smartdesk: [^\n]+; [^\n]+\n$")
        for word in words:
            self.assertRegex(done.stderr, word)

    def all_is_there(self):
        self.assertEqual(self.workspace.run_ok("export")[:len(self.before)], self.before)

    def work_goes_on(self):
        """Nothing stands in the way of what failed before."""
        self.all_is_there()
        for command in WRITING + READING:
            self.workspace.run_ok(*command)
        self.assertEqual(self.workspace.stats()["tickets"], TICKETS + 45_000)

    @unittest.skipUnless(os.getuid() == 0, "needs root, to mount a small disk")
    def test_full_disk(self):
        disk = self.workspace.folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=True)
        try:
            shutil.copytree(self.workspace.data, disk / "data")
            there = ["--workspace", disk / "data"]
            self.failing(self.workspace.run("import", "new.csv", "--quiet", *there), "tickets.db", "disk is full")
            (disk / "ballast").write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize))
            for command in [*READING, WRITING[1]]:
                command = [f"{disk}/{word}" if word in ("out.csv", "copy.db") else word for word in command]
                done = self.workspace.run(*command, "--quiet", *there)
                if done.returncode != 0:
                    self.failing(done, "disk is full|No space left")
            self.assertEqual([name for name in ("out.csv", "copy.db", "copy.db.unfinished") if (disk / name).exists()], [])
            (disk / "ballast").unlink()
            subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
            self.assertEqual(self.workspace.run_ok("export", *there)[:len(self.before)], self.before)
            self.workspace.run_ok("import", "new.csv", *there)
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_files_may_not_grow(self):
        for command, most in [("import", 1 << 20), ("restore", 40_000), ("export", 40_000), ("backup", 40_000)]:
            arguments = {"import": ["new.csv"], "restore": ["whole.db"], "export": ["--out", "out.csv"],
                         "backup": ["--out", "copy.db"]}[command]
            done = self.workspace.run(command, *arguments, "--quiet", preexec_fn=limited(resource.RLIMIT_FSIZE, most))
            self.failing(done, r"tickets\.db|out\.csv|copy\.db")
            for name in ("out.csv", "copy.db", "copy.db.unfinished"):
                self.assertFalse((self.workspace.folder / name).exists(), name)
        self.work_goes_on()

    def test_no_descriptors(self):
        refused = 0
        for most in range(4, 16):
            for command in READING + [("import", "t.csv"), WRITING[1]]:
                done = self.workspace.run(*command, "--quiet", preexec_fn=limited(resource.RLIMIT_NOFILE, most))
                if done.returncode == 127:
                    continue  # the program itself could not be loaded
                if done.returncode != 0:
                    self.assertIn(done.returncode, (1, 3))
                    self.failing(done, code=done.returncode)
                    refused += 1
        self.assertGreater(refused, 5)
        self.work_goes_on()

    def test_a_folder_that_may_not_be_written(self):
        home = self.workspace.folder
        program = shutil.copy(PROGRAM, home / "smartdesk")
        for path in [home, *home.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path == home / "smartdesk" else 0o644)
        self.workspace.data.chmod(0o555)
        (self.workspace.data / "smartdesk.lock").chmod(0o444)
        self.workspace.store.chmod(0o444)
        nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        ours, self.workspace.program = self.workspace.program, program
        for command in [("stats",), ("export",), *WRITING]:
            done = self.workspace.run(*command, "--quiet", **nobody)
            if done.returncode != 0:
                self.failing(done, "smartdesk-data")
        self.assertNotEqual(self.workspace.run("import", "new.csv", **nobody).returncode, 0)
        self.workspace.program = ours
        for path in [self.workspace.data, self.workspace.store, self.workspace.data / "smartdesk.lock"]:
            path.chmod(0o755)
        self.work_goes_on()

    def restored(self):
        self.workspace.run_ok("restore", "whole.db")
        self.assertEqual(self.workspace.run_ok("export"), self.before)

    def test_a_file_that_was_cut(self):
        whole = self.workspace.store.read_bytes()
        for size in (60, 100, 4096, len(whole) // 2, len(whole) // 2 + 7, len(whole) - 4096):
            for command in READING + WRITING:
                self.workspace.store.write_bytes(whole[:size])
                self.failing(self.workspace.run(*command, "--quiet"), r"tickets\.db is damaged", "smartdesk restore", code=3)
            self.restored()

    def test_an_empty_file(self):
        for content in (b"", b"S"):
            for command in READING:
                self.workspace.store.write_bytes(content)
                self.failing(self.workspace.run(*command, "--quiet"), r"tickets\.db is empty", "restore", code=3)
        self.restored()

    def test_bytes_that_flipped(self):
        """Where SQLite notices, it is said; what it cannot notice (a letter in a text) stops nothing."""
        whole, randomness = self.workspace.store.read_bytes(), random.Random(11)
        count = {"said": 0, "not noticed": 0, "exports with fewer tickets and no word of it": 0}
        for trial in range(40):
            broken = bytearray(whole)
            for place in [randomness.randrange(len(whole)) for _ in range(1 + trial % 20)]:
                broken[place] ^= 1 << randomness.randrange(8)
            for command in [*READING, WRITING[1]]:
                self.workspace.store.write_bytes(broken)
                done = self.workspace.run(*command, "--quiet")
                count["said" if done.returncode else "not noticed"] += 1
                if done.returncode:
                    self.failing(done, r"tickets\.db is damaged", "smartdesk restore", code=done.returncode)
                elif command[0] == "export":
                    lines = (self.workspace.folder / "out.csv").read_bytes().count(b"\n")
                    count["exports with fewer tickets and no word of it"] += lines < TICKETS
        self.restored()
        print(f"flipped bytes: {count}", file=sys.stderr)

    def test_bytes_that_flipped_in_the_log(self):
        """A kill leaves the log; SQLite believes it up to the first page that is damaged."""
        log = self.workspace.store.with_name("tickets.db-wal")
        with subprocess.Popen([PROGRAM, "import", "-", "--quiet"], stdin=subprocess.PIPE, cwd=self.workspace.folder,
                              env=self.workspace.environment(), text=True) as importing:
            importing.stdin.write((self.workspace.folder / "new.csv").read_text())
            importing.stdin.flush()  # and no end: it waits for more
            self.wait_until(lambda: log.exists() and log.stat().st_size > 1 << 20)
            importing.kill()
        whole, written = self.workspace.store.read_bytes(), log.read_bytes()
        randomness = random.Random(5)
        for _ in range(20):
            broken = bytearray(written)
            broken[randomness.randrange(len(written))] ^= 1 << randomness.randrange(8)
            self.workspace.store.write_bytes(whole)
            log.write_bytes(broken)
            self.workspace.store.with_name("tickets.db-shm").unlink(missing_ok=True)
            self.all_is_there()
            stats = self.workspace.stats()
            self.assertEqual(stats["label_entries"], stats["tickets"] + 1)  # whole batches, each with its labels
            self.workspace.run_ok(*WRITING[1])
        self.workspace.run_ok("import", "new.csv")
        self.all_is_there()

    @unittest.skipUnless(shutil.which("faketime"), "needs faketime")
    def test_a_clock_that_jumps(self):
        clock = {moment: ("faketime", moment) for moment in ("2031-01-01", "1999-12-31", "2026-05-05")}
        for number, before in enumerate(clock.values()):
            self.workspace.run_ok("review", "--ticket", 1, "--set", f"category=Word {number}", "--any-label", before=before)
            self.workspace.run_ok("import", self.workspace.write_tickets(f"{number}.csv", 10, f"clock{number}"), before=before)
        self.assertEqual(self.workspace.said_of(1), ["Billing", "Word 0", "Word 1", "Word 2"])
        self.assertEqual(self.workspace.tickets()[0]["category"], "Word 2")
        self.assertEqual(self.workspace.stats()["tickets"], TICKETS + 30)

    def wait_until(self, holds):
        for _ in range(2000):
            if holds():
                return
            time.sleep(0.005)
        self.fail("it never came")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
