"""Folders that many tests need and that take a second to make."""

import fcntl
import shutil

from support.desk import Desk


class SharedFolders:
    """A folder is made by the process that needs it first, and lies beside the program until that is built anew."""

    def __init__(self, program):
        built = program.stat()
        self.program, self.all = program, program.parent / "test-folders"
        self.place = self.all / f"{built.st_size}-{built.st_mtime_ns}"

    def get(self, name, make):
        """The path of the folder; make(desk) fills it. To be read or copied only."""
        folder = self.place / name
        if not folder.exists():
            self.place.mkdir(parents=True, exist_ok=True)
            with open(self.all / "lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not folder.exists():
                    self.remove_what_an_older_program_made()
                    self.make(folder, make)
        return folder

    def fill(self, desk, name, make):
        """The desk has what the folder has."""
        shutil.copytree(self.get(name, make), desk.folder, dirs_exist_ok=True)

    def make(self, folder, make):
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        make(Desk(self.program, unfinished))
        unfinished.rename(folder)

    def remove_what_an_older_program_made(self):
        for other in self.all.iterdir():
            if other.is_dir() and other != self.place:
                shutil.rmtree(other)


def train_a_model(desk):
    """With 300 tickets."""
    desk.run_ok("generate", "--count", 300, "--seed", 7, "--out", "tickets.csv", "--quiet")
    desk.run_ok("import", "tickets.csv", "--quiet")
    desk.run_ok("train", "--quiet")
