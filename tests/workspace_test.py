#!/usr/bin/env python3
"""Drives the commands that keep a workspace, also while they are killed. Usage: workspace_test.py SMARTDESK [KILLS]"""
import csv
import json
import os
import pathlib
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
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 15


class Workspace(unittest.TestCase):
    database = ""  # the URL of a database, where tickets are not in the folder

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.home.name)

    def tearDown(self):
        self.home.cleanup()

    def write(self, name, content):
        (self.dir / name).write_text(content, encoding="utf-8")

    def environment(self):
        own = {key: value for key, value in os.environ.items() if not key.startswith("SMARTDESK_") and key != "DATABASE_URL"}
        own["SMARTDESK_CACHE"] = str(self.dir / "cache")
        if self.database:
            own["SMARTDESK_DATABASE_URL"] = self.database
        return own

    def run_it(self, *arguments, **more):
        return subprocess.run([SMARTDESK, *arguments], capture_output=True, text=True, cwd=self.dir, env=self.environment(), **more)

    def run_ok(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_import_export_and_back(self):
        self.write("t.csv", "Ticket ID,Subject,Description,Priority,Shop\n1,Hi,=1+1,High,Berlin\n2,Ho,\"two\nlines\",Low,Rome\n")
        self.assertEqual(json.loads(self.run_ok("import", "t.csv", "--json")),
                         {"accepted": 2, "updated": 0, "unchanged": 0, "rejected": 0, "labels": 2, "rejects_file": ""})
        self.assertEqual(json.loads(self.run_ok("import", "t.csv", "--json"))["unchanged"], 2)
        stats = json.loads(self.run_ok("stats", "--json"))
        self.assertEqual((stats["tickets"], stats["labels"]["urgency"]), (2, {"High": 1, "Low": 1}))
        self.run_ok("export", "--format", "jsonl", "--out", "out.jsonl")
        records = [json.loads(line) for line in (self.dir / "out.jsonl").read_text().splitlines()]
        self.assertEqual((records[0]["body"], records[0]["custom"], records[1]["body"]), ("=1+1", {"Shop": "Berlin"}, "two\nlines"))
        self.run_ok("export", "--out", "out.csv")
        with open(self.dir / "out.csv", newline="") as file:
            self.assertEqual(next(csv.DictReader(file))["body"], "'=1+1")
        self.assertEqual(len(json.loads(self.run_ok("export", "--format", "labelstudio"))), 2)

    def test_rejected_rows_are_listed_and_end_with_4(self):
        self.write("t.csv", "id,text\n1,one\n2\n")
        done = self.run_it("import", "t.csv", "--json")
        self.assertEqual(done.returncode, 4)
        rejects = json.loads(done.stdout)["rejects_file"]
        self.assertIn("t.csv,3,", (self.dir / rejects).read_text())

    def test_dry_run_writes_nothing(self):
        self.write("t.csv", "Ticket ID,Description,Mood\n1,text,fine\n")
        self.assertIn("body         <- Description", self.run_ok("import", "t.csv", "--dry-run"))
        self.assertFalse((self.dir / "smartdesk-data").exists())

    def test_what_is_erased_is_gone_from_the_disk(self):
        self.write("t.csv", "id,text,customer\n1,the canary sings,ann\n2,something else,bob\n")
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("erase", "--customer", "ann", "--json")), {"erased": 1, "models": []})
        for file in (self.dir / "smartdesk-data").rglob("*"):
            if file.is_file():
                self.assertNotIn(b"canary", file.read_bytes(), file)
        self.assertEqual(json.loads(self.run_ok("stats", "--json"))["tickets"], 1)
        self.assertEqual(self.run_it("erase").returncode, 2)

    def test_tickets_are_found_by_words_labels_and_days(self):
        self.write("t.csv", "id,text,customer,category,created_at\n1,my refund never arrived,ann,Billing,01.03.2026\n"
                            "2,the refund arrived,bob,Other,25.04.2026\n3,hello,eve,Billing,02.03.2026\n")
        self.run_ok("import", "t.csv")

        def found(*words):
            return [row["external_id"] for row in json.loads(self.run_ok("search", "--json", *words))["tickets"]]
        self.assertEqual(found(), ["3", "2", "1"])
        self.assertEqual(found("refund"), ["2", "1"])
        self.assertEqual(found("category:billing created:2026-03"), ["3", "1"])
        self.assertEqual(found('"never arrived" by:rule'), ["1"])
        self.assertEqual(found("--oldest", "--limit", "1", "refund"), ["1"])
        self.assertEqual(json.loads(self.run_ok("search", "--count", "--json", "refund")), {"tickets": 2})
        self.assertIn("known are product", self.run_it("search", "priority:High").stderr)
        self.assertEqual(self.run_ok("export", "--filter", "customer:ann").count("never arrived"), 1)

    def test_old_tickets_go_when_told_and_where_configured(self):
        old = "id,text,created_at\n1,from long ago,2001-01-01\n2,from tomorrow,2099-01-01\n"
        self.write("t.csv", old)
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("erase", "--older-than", "900", "--dry-run", "--json")), {"would_erase": 1})
        self.assertEqual(json.loads(self.run_ok("erase", "--older-than", "900", "--json"))["erased"], 1)
        self.write("smartdesk.toml", "[workspace]\nkeep_days = 900\n")
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("stats", "--json"))["tickets"], 1)

    def test_own_tasks_are_labels_too(self):
        self.write("smartdesk.toml", "[[task]]\nname = 'mood'\nlabels = ['sunny', 'rainy']\n")
        self.write("t.csv", "id,text,mood\n1,text,sunny\n")
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("search", "--count", "--json", "mood:sunny")), {"tickets": 1})

    def test_who_is_mentioned_anywhere_can_be_forgotten(self):
        self.write("t.csv", "id,text,cc\n1,write to Eve@example.com,\n2,hello,eve@example.com\n3,hello,bob@example.com\n")
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("erase", "--address", "eve@EXAMPLE.com", "--json"))["erased"], 2)

    def test_backup_and_restore(self):
        self.write("t.csv", "id,text\n1,one\n")
        self.run_ok("import", "t.csv")
        self.run_ok("backup", "--out", "b.db")
        self.run_ok("erase", "--id", "1")
        self.run_ok("restore", "b.db")
        self.assertEqual(json.loads(self.run_ok("stats", "--json"))["tickets"], 1)
        self.assertEqual(self.run_it("restore", "t.csv").returncode, 3)

    def test_people_correct_and_the_next_model_learns(self):
        self.run_ok("generate", "--count", "400", "--seed", "3", "--out", "g.csv")
        self.run_ok("import", "g.csv")
        self.assertIn("has no model yet", self.run_it("review", "--list").stderr)
        first = json.loads(self.run_ok("train", "--json"))
        self.assertTrue(first["promoted"])
        items = json.loads(self.run_ok("review", "--list", "--limit", "5", "--json"))
        self.assertEqual(len(items), 5)
        ticket = str(items[0]["id"])
        self.run_ok("review", "--ticket", ticket, "--set", "category=Other", "--by", "eve")
        history = json.loads(self.run_ok("review", "--ticket", ticket, "--history", "--json"))
        self.assertEqual((history[-1]["value"], history[-1]["by"], history[-1]["who"]), ("Other", "person", "eve"))
        self.assertIn("there are", self.run_it("review", "--ticket", ticket, "--set", "category=Nonsense").stderr)
        answered = self.run_it("review", "--limit", "2", "--by", "eve", input="\nurgency=Low\n")
        self.assertIn("2 tickets answered", answered.stderr)
        stats = json.loads(self.run_ok("stats", "--json"))
        self.assertGreaterEqual(stats["authors"]["category"]["person"], 2)
        self.run_ok("review", "--undo", str(history[-1]["id"]))
        second = json.loads(self.run_ok("train", "--json"))
        self.assertEqual(second["champion"], first["model_version"])
        self.assertIn("difference_95", second["contest"])
        self.write("new.csv", "id,text\n900,the invoice is wrong\n")
        self.run_ok("import", "new.csv")
        self.assertGreater(json.loads(self.run_ok("classify", "--json"))["labels"], 0)
        self.assertEqual(json.loads(self.run_ok("classify", "--json"))["labels"], 0)
        self.assertIn("predicted_", self.run_ok("classify", "--in", "new.csv"))
        erased = json.loads(self.run_ok("erase", "--filter", "by:rule", "--json"))
        self.assertIn(second["model_version"], erased["models"])

    def test_messages_say_what_to_do(self):
        done = self.run_it("stats")
        self.assertEqual(done.returncode, 2)
        self.assertIn("smartdesk import", done.stderr)
        self.assertEqual(self.run_it("import", "absent.csv").returncode, 3)
        done = self.run_it("classify")
        self.assertEqual(done.returncode, 2)
        self.assertIn("smartdesk train", done.stderr)

    def test_a_killed_import_is_finished_by_the_next(self):
        rows = 60_000
        self.write("big.csv", "id,text,priority\n" + "".join(f"{i},ticket number {i} says that something broke,High\n" for i in range(rows)))
        for _ in range(KILLS):
            run = subprocess.Popen([SMARTDESK, "import", "big.csv", "--quiet"], cwd=self.dir, env=self.environment(),
                                   stderr=subprocess.PIPE)
            time.sleep(random.uniform(0.01, 0.4))
            run.send_signal(signal.SIGKILL)
            run.communicate()
            if (stats := self.run_it("stats", "--json")).returncode == 0:
                counts = json.loads(stats.stdout)
                # Whole batches, each with its labels.
                self.assertEqual(counts["tickets"], counts["label_entries"])
        result = json.loads(self.run_ok("import", "big.csv", "--json"))
        self.assertEqual(result["accepted"] + result["unchanged"], rows)
        counts = json.loads(self.run_ok("stats", "--json"))
        self.assertEqual((counts["tickets"], counts["label_entries"]), (rows, rows))


class WorkspaceInPostgres(Workspace):
    """The same jobs with the tickets in a database, each test in a schema of its own."""

    def setUp(self):
        url = os.environ.get("SMARTDESK_TEST_DATABASE_URL")
        if not url or not shutil.which("psql"):
            self.skipTest("skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL, psql)")
        super().setUp()
        self.schema = Schema(url, "e2e")
        self.database = self.schema.url

    def tearDown(self):
        self.schema.drop()
        super().tearDown()

    def test_what_is_erased_is_gone_from_the_disk(self):
        self.write("t.csv", "id,text,customer\n1,the canary sings,ann\n2,something else,bob\n")
        self.run_ok("import", "t.csv")
        self.assertEqual(json.loads(self.run_ok("erase", "--customer", "ann", "--json"))["erased"], 1)
        everything = subprocess.run(["pg_dump", "-n", self.schema.name, os.environ["SMARTDESK_TEST_DATABASE_URL"]], capture_output=True, text=True)
        self.assertNotIn("canary", everything.stdout)
        self.assertIn("something else", everything.stdout)

    def test_backup_and_restore(self):
        self.write("t.csv", "id,text\n1,text\n")
        self.run_ok("import", "t.csv")
        for command in (("backup", "--out", "b.db"), ("restore", "t.csv")):
            done = self.run_it(*command)
            self.assertEqual(done.returncode, 2)
            self.assertIn("pg_", done.stderr)

    def test_messages_say_what_to_do(self):
        done = self.run_it("stats")
        self.assertEqual(done.returncode, 2)
        self.assertIn("smartdesk import", done.stderr)
        self.database = "postgresql://ann:canary@127.0.0.1:1/desk"
        done = self.run_it("stats")
        self.assertEqual(done.returncode, 5)
        self.assertIn("database desk on 127.0.0.1:1", done.stderr)
        self.assertNotIn("canary", done.stderr + self.run_ok("config"))

    def test_two_imports_at_once_lose_nothing(self):
        rows = 30_000
        for name in "ab":
            self.write(f"{name}.csv", "id,text,priority\n" + "".join(f"{i},ticket {i} of {name},High\n" for i in range(rows)))
        self.write("empty.csv", "id,text\n1,first\n")
        self.run_ok("import", "empty.csv")
        runs = [subprocess.Popen([SMARTDESK, "import", f"{name}.csv", "--quiet"], cwd=self.dir, env=self.environment()) for name in "ab"]
        self.assertEqual([run.wait() for run in runs], [0, 0])
        self.assertEqual(json.loads(self.run_ok("stats", "--json"))["tickets"], 2 * rows + 1)
        self.assertEqual(json.loads(self.run_ok("search", "--count", "--json", "ticket"))["tickets"], 2 * rows)

    def test_a_lost_connection_is_said_and_the_next_run_goes_on(self):
        rows = 400_000
        self.write("big.csv", "id,text\n" + "".join(f"{i},ticket {i}\n" for i in range(rows)))
        run = subprocess.Popen([SMARTDESK, "import", "big.csv", "--quiet"], cwd=self.dir, env=self.environment(), stderr=subprocess.PIPE, text=True)
        ended = ""
        while run.poll() is None and not ended:
            ended = self.schema.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY ticket%' AND pid <> pg_backend_pid()")
        said = run.communicate()[1]
        self.assertEqual(run.returncode, 5, said)
        self.assertIn("try again", said)
        self.run_ok("import", "big.csv")
        self.assertEqual(json.loads(self.run_ok("stats", "--json"))["tickets"], rows)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
