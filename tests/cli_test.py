#!/usr/bin/env python3
"""Drives the real program on real files: the main job, and what it says to bad input. Usage: cli_test.py SMARTDESK"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SMARTDESK = sys.argv[1]


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls.home.name)
        cls.run_ok("generate", "--count", "300", "--seed", "5", "--out", cls.path("tickets.csv"))
        cls.run_ok("train", "--in", cls.path("tickets.csv"), "--algorithm", "linear_svc", "--out", cls.path("desk.model"))

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()

    @classmethod
    def path(cls, name):
        return str(cls.dir / name)

    @classmethod
    def write(cls, name, content):
        (cls.dir / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return cls.path(name)

    @classmethod
    def run_it(cls, *arguments, stdin=b""):
        return subprocess.run([SMARTDESK, *arguments], input=stdin, capture_output=True, cwd=cls.dir)

    @classmethod
    def run_ok(cls, *arguments, stdin=b""):
        done = cls.run_it(*arguments, stdin=stdin)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr.decode())
        return done

    def refused(self, code, words, *arguments, stdin=b""):
        done = self.run_it(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        for word in words if isinstance(words, tuple) else (words,):
            self.assertIn(word, done.stderr.decode())

    def test_each_command_has_help_with_an_example(self):
        for command in ("generate", "clean", "audit", "train", "classify", "evaluate", "explain", "benchmark", "report", "doctor", "completion"):
            self.assertIn("Example", self.run_ok(command, "--help").stdout.decode(), command)

    def test_wrong_usage_ends_with_2(self):
        for arguments in ((), ("no-such-command",), ("train",), ("train", "--in", "x.csv", "--out", "m", "--algorithm", "magic"),
                          ("classify", "--model", self.path("desk.model"), "--abstain-below", "7"),
                          ("clean", "--in", "x.csv", "--out", self.path("y.csv"), "--map", "body"), ("benchmark", "--out", "d")):
            self.assertEqual(self.run_it(*arguments).returncode, 2, arguments)

    def test_bad_files_are_refused_by_name_and_leave_nothing(self):
        model, out = self.path("desk.model"), self.path("out.csv")
        folder = self.path("folder")
        os.makedirs(folder, exist_ok=True)
        for words, name in ((("missing.csv", "No such file"), self.path("missing.csv")), ("empty", self.write("empty.csv", "")),
                            ("empty.model.csv", self.write("empty.model.csv", "a,b\n1,2\n")),
                            ("UTF-16", self.write("wide.csv", "text\nhello\n".encode("utf-16"))),
                            ("damaged", self.write("cut.csv.gz", b"\x1f\x8b\x08\x00\x00"))):
            self.refused(3, words, "classify", "--model", model, "--in", name, "--out", out)
            self.assertFalse(os.path.exists(out), name)
        self.refused(3, "folder", "classify", "--model", model, "--in", folder, "--out", out, "--format", "csv")
        self.refused(3, "no smartdesk model", "classify", "--model", self.path("tickets.csv"), "--in", self.path("tickets.csv"), "--out", out)
        self.assertEqual([n for n in os.listdir(self.dir) if n.startswith("out.csv")], [])

    def test_one_class_and_unknown_labels_are_refused(self):
        one = self.write("one.csv", "text,label\n" + "".join(f"words number {i},only\n" for i in range(9)))
        self.refused(3, ("one.csv", "only the label"), "train", "--in", one, "--out", self.path("one.model"))
        self.assertFalse(os.path.exists(self.path("one.model")))
        self.refused(3, "at least two", "benchmark", "--in", one, "--out", self.path("bench-one"))
        self.assertFalse(os.path.exists(self.path("bench-one")))
        odd = self.write("odd.csv", "text,category\nmy bill is wrong,Weather\n")
        self.refused(3, ("odd.csv", "line 2", '"Weather"'), "evaluate", "--model", self.path("desk.model"), "--in", odd)

    def test_rows_that_cannot_be_read_are_counted_and_the_rest_is_done(self):
        bad = self.write("bad.csv", b"text\nmy invoice is wrong\nragged,row\nnul \x00 here\ncaf\xe9\n" + b'"' + b"x" * (50 << 20) + b'"\nlogin fails\n')
        done = self.run_it("classify", "--model", self.path("desk.model"), "--in", bad, "--out", self.path("good.csv"), "--json")
        self.assertEqual(done.returncode, 4, done.stderr.decode())
        counts = json.loads(done.stdout)
        self.assertEqual((counts["rows"], counts["rejected"]), (2, 4))
        self.assertIn("line 3", done.stderr.decode())
        with open(self.path("good.csv"), newline="") as file:
            self.assertEqual([row["text"] for row in csv.DictReader(file)], ["my invoice is wrong", "login fails"])

    def test_classify_answers_in_order_through_pipes(self):
        lines = b"".join(json.dumps({"id": i, "text": f"my card was declined {i}"}).encode() + b"\n" for i in range(500))
        out = self.run_ok("classify", "--model", self.path("desk.model"), "--format", "jsonl", "--quiet", stdin=lines).stdout
        rows = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([row["id"] for row in rows], list(range(500)))
        self.assertIsInstance(rows[0]["probability_category"], float)
        self.assertEqual(rows[0]["predicted_category"], "Payment Issue")

    def test_evaluate_prints_the_shape_that_scripts_parse(self):
        out = json.loads(self.run_ok("evaluate", "--model", self.path("desk.model"), "--in", self.path("tickets.csv"), "--json").stdout)
        self.assertEqual(len(out["model_version"]), 12)
        self.assertEqual(set(out["tasks"]), {"sentiment", "urgency", "category"})
        for key in ("rows", "accuracy", "macro_f1", "weighted_f1", "log_loss", "ece", "majority_accuracy", "no_signal", "per_class", "confusion"):
            self.assertIn(key, out["tasks"]["urgency"])

    def test_explained_weights_add_up(self):
        out = json.loads(self.run_ok("explain", "--model", self.path("desk.model"), "--text", "I cannot log in, reset my password", "--json").stdout)
        for task in out["tasks"].values():
            self.assertAlmostEqual(task["constant"] + sum(word["weight"] for word in task["words"]), task["score"], places=3)

    def test_the_whole_job_leaves_its_files(self):
        clean, bench, report = self.path("clean.csv"), self.path("bench"), self.path("report")
        self.run_ok("clean", "--in", self.path("tickets.csv"), "--out", clean, "--report", self.path("dropped.csv"))
        self.run_ok("audit", "--in", clean, "--out", self.path("suspects.csv"))
        self.run_ok("benchmark", "--in", clean, "--tasks", "urgency", "--algorithms", "naive_bayes,linear_svc", "--out", bench)
        self.run_ok("report", "--in", clean, "--out", report)
        for name in ("dropped.csv", "suspects.csv", "bench/benchmark_results.csv", "bench/evaluation_report.md", "bench/evaluation_report.html",
                     "bench/benchmark_f1_scores.png", "bench/benchmark_f1_scores.svg", "bench/misclassified.csv", "bench/analyzed_tickets.csv",
                     "bench/reports/urgency/LinearSVC_report.txt", "bench/reports/urgency/LinearSVC_cm.png", "bench/models/urgency_best",
                     "report/report.html", "report/report.md", "report/executive_summary.png"):
            self.assertGreater(os.path.getsize(self.path(name)), 0, name)
        with open(self.path("bench/benchmark_results.csv")) as file:
            self.assertTrue(file.readline().startswith("task,algorithm,accuracy,weighted_f1,macro_f1,precision,recall,log_loss,ece,fit_seconds,rows_per_second,status"))
        self.run_ok("classify", "--model", self.path("bench/models/urgency_best"), "--in", clean, "--out", self.path("answered.csv"))

    def test_the_same_seed_writes_the_same_tickets(self):
        first = self.run_ok("generate", "--count", "50", "--seed", "9", "--quiet").stdout
        self.assertEqual(first, self.run_ok("generate", "--count", "50", "--seed", "9", "--quiet", "--threads", "3").stdout)
        self.assertNotEqual(first, self.run_ok("generate", "--count", "50", "--seed", "10", "--quiet").stdout)

    def test_completions_parse(self):
        script = self.run_ok("completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=script, check=True)
        self.assertIn(b"--abstain-below", script)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
