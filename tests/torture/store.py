#!/usr/bin/env python3
"""Kills the program with -9 at random moments of everything that writes, and compares with what it had said was done.

usage: store.py SMARTDESK [KILLS]     default: 100

What was acknowledged (an answer printed, or exit 0) must be there. What was not may be there wholly or not at all.
Nothing may be there twice. A file that is written is whole or as it was.
"""

import collections
import contextlib
import itertools
import json
import pathlib
import random
import re
import shutil
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.hostile import HostileServer
from support.workspace import Workspace

IMPORTED = 45_000  # more than two of import's batches
LABELLED, WORKERS = 100, 4
A_WORKSPACE_LASTS = 16  # commands


class Trial:
    """A workspace and what it must hold."""

    def __init__(self, program, server):
        self.of, self.server = Workspace(program), server
        self.of.run_ok("generate", "--count", "300", "--seed", "3", "--out", "g.csv")
        self.of.run_ok("import", "g.csv", "--trust-labels")
        self.champion = self.of.run_json("train")["model_version"]
        self.of.run_ok("review", "--ticket", 1, "--set", "category=Other", "--by", "eve")
        self.of.run_ok("export", "--out", "all.csv")
        self.of.run_ok("backup", "--out", "first.db")
        self.of.run_ok("restore", "first.db")
        self.there = {ticket["external_id"]: ticket["id"] for ticket in self.of.tickets()}
        self.number = 0

    def fresh(self):
        self.number += 1
        return self.number

    def an_id(self):
        return random.choice(list(self.there.values()))

    def importing(self):
        with Workspace(self.of.program) as big:
            big.run_ok("import", big.write_tickets("known.csv", 100, "k"))
            end = big.run_killed("import", "import", big.write_tickets("new.csv", IMPORTED, "n"), "--json")
            left = big.stats()
            survivors = left["tickets"] - 100
            assert left["label_entries"] == left["tickets"], left  # each with its label
            assert not end.answered or survivors == IMPORTED, (end, left)
            again = big.run_json("import", "new.csv")
            assert (again["unchanged"], again["accepted"]) == (survivors, IMPORTED - survivors), (again, left)
            whole = big.stats()
            assert whole["tickets"] == whole["label_entries"] == IMPORTED + 100, whole
        return end

    def correcting(self):
        ticket, words = self.an_id(), []
        before = self.of.said_of(ticket)
        for _ in range(random.randrange(4)):
            words.append(f"Word {self.fresh()}")
            self.of.run_ok("review", "--ticket", ticket, "--set", f"category={words[-1]}", "--any-label")
        last = f"Word {self.fresh()}"
        end = self.of.run_killed("correct", "review", "--ticket", ticket, "--set", f"category={last}", "--any-label")
        allowed = [before + words + [last]] + ([] if end.answered else [before + words])
        assert self.of.said_of(ticket) in allowed, (before, words, last)
        return end

    def reviewing(self):
        """Each question that is asked acknowledges the answer before it."""
        label = f"Word {self.fresh()}"
        end = self.of.run_killed("review", "review", "--limit", 100, "--any-label", stdin=f"category={label}\n" * 100)
        asked = [int(number) for number in re.findall(r"^ticket (\d+) ", end.said, re.MULTILINE)]
        answered = {ticket["id"] for ticket in self.of.tickets() if ticket.get("category") == label}
        assert set(asked[:-1]) <= answered <= set(asked), (asked, answered)
        assert all(self.of.said_of(ticket).count(label) == 1 for ticket in list(answered)[:3])
        return end

    def labelling(self):
        """By a language model: what it answered before the kill is not asked for again, but once a worker."""
        asked = self.server.seen[None]
        with Workspace(self.of.program) as other:
            other.settings["OLLAMA_HOST"] = self.server.address
            other.run_ok("import", other.write_tickets("t.csv", LABELLED))
            command = ["label", "--llm-model", "hostile", "--llm-concurrency", WORKERS]
            end = other.run_killed("label", *command)
            left = other.stats()
            assert left["label_entries"] == sum(sum(values.values()) for values in left["labels"].values()), left
            assert not end.answered or left["authors"]["category"] == {"llm": LABELLED}, (end, left)
            other.run_ok(*command)
            whole = other.stats()
            assert whole["label_entries"] == 3 * LABELLED, whole
            assert whole["authors"]["category"] == {"llm": LABELLED}, whole
        assert self.server.seen[None] - asked <= LABELLED + WORKERS
        return end

    def training(self):
        end = self.of.run_killed("train", "train", "--json", "--promote")
        champion = (self.of.data / "models/champion").read_text().strip()
        if end.said:
            assert champion == json.loads(end.said)["model_version"], (champion, end)
        model = f"smartdesk-data/models/{champion}.model"
        assert self.of.run_ok("classify", "--model", model, "--in", "g.csv").count("\n") > 300
        return end

    def exporting(self):
        before = (self.of.folder / "all.csv").read_bytes()
        self.of.run_ok("review", "--ticket", self.an_id(), "--set", f"category=Word {self.fresh()}", "--any-label")
        end = self.of.run_killed("export", "export", "--out", "all.csv")
        after = (self.of.folder / "all.csv").read_bytes()
        self.of.run_ok("export", "--out", "all.csv")
        whole = (self.of.folder / "all.csv").read_bytes()
        assert after == whole or (after == before and not end.answered), end
        return end

    def backing_up(self):
        copy = self.of.folder / f"copy{self.fresh()}.db"
        end = self.of.run_killed("backup", "backup", "--out", copy.name)
        assert copy.exists() or not end.answered, end
        if copy.exists():
            with contextlib.closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert database.execute("SELECT count(*) FROM ticket").fetchone() == (len(self.there),)
        self.of.run_ok("backup", "--out", copy.name)
        copy.unlink()
        return end

    def erasing(self):
        canary = f"canary{self.fresh()}"
        (self.of.folder / "c.csv").write_text(f"id,text,category\n{canary},{canary} sings,Other\n")
        self.of.run_ok("import", "c.csv")
        ticket = next(ticket["id"] for ticket in self.of.tickets() if ticket["external_id"] == canary)
        end = self.of.run_killed("erase", "erase", "--id", ticket, "--json")
        left = [found for found in self.of.tickets() if found["id"] == ticket]
        assert not (end.answered and left), end
        erased = self.of.run_json("erase", "--id", ticket)["erased"]
        assert erased == len(left)
        assert not self.of.stored_files_that_hold(canary), "erased and still on the disk"
        return end

    def restoring(self):
        stands = self.of.run_ok("export")
        with Workspace(self.of.program) as other:
            shutil.copy(self.of.folder / "first.db", other.folder)
            other.run_ok("restore", "first.db")
            backed_up = other.run_ok("export")
        end = self.of.run_killed("restore", "restore", "first.db")
        found = self.of.run_ok("export")
        assert found == backed_up or (found == stands and not end.answered), end
        return end

    def nothing_is_lost(self):
        ids = [ticket["external_id"] for ticket in self.of.tickets()]
        assert len(ids) == len(set(ids)), "tickets twice"
        assert set(ids) == set(self.there), set(self.there) ^ set(ids)


KINDS = [
    Trial.importing,
    Trial.correcting,
    Trial.reviewing,
    Trial.labelling,
    Trial.training,
    Trial.exporting,
    Trial.backing_up,
    Trial.erasing,
    Trial.restoring,
]


def kill_in(program, server, kinds, kills, killed):
    """Runs the kinds in one workspace, until there were so many kills; counts in `killed`."""
    trial = Trial(program, server)
    with trial.of:
        for kind in kinds:
            killed[kind.__name__.replace("_", " ")] += kind(trial).was_killed
            trial.nothing_is_lost()
            if killed.total() == kills:
                return


def main():
    program, kills = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    killed: collections.Counter[str] = collections.Counter()
    began, kinds = time.monotonic(), itertools.cycle(KINDS)
    with HostileServer(0) as server:
        while killed.total() < kills:
            kill_in(program, server, itertools.islice(kinds, A_WORKSPACE_LASTS), kills, killed)
    of_each = ", ".join(f"{kind} {times}" for kind, times in killed.items())
    print(f"{kills} kills in {time.monotonic() - began:.0f} s, nothing lost, nothing twice, no half file: {of_each}")


if __name__ == "__main__":
    main()
