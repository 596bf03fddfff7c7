#!/usr/bin/env python3
"""The Spark example with a real Spark: spark_test.py SMARTDESK SOURCE. Ends with 77 where Java or PySpark is missing."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

SMARTDESK, SOURCE = sys.argv[1], sys.argv[2]
sys.argv[1:] = []


def python_with_spark():
    for python in (os.environ.get("SMARTDESK_TEST_PYTHON", ""), os.path.join(SOURCE, ".venv", "bin", "python"), sys.executable):
        if python and shutil.which(python) and subprocess.run([python, "-c", "import pyspark"], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


PYTHON = python_with_spark()
if not shutil.which("java") or PYTHON is None:
    print("skipped: there is no Java, or no Python with pyspark (SMARTDESK_TEST_PYTHON names one)")
    sys.exit(77)


class Spark(unittest.TestCase):
    def test_every_ticket_of_every_partition_is_answered_as_smartdesk_alone_answers_it(self):
        with tempfile.TemporaryDirectory() as work:
            def smartdesk(*arguments):
                subprocess.run([SMARTDESK, "--quiet", *arguments], check=True)

            smartdesk("generate", "--count", "3000", "--seed", "5", "--out", f"{work}/t.jsonl")
            smartdesk("train", "--in", f"{work}/t.jsonl", "--tasks", "urgency,category", "--out", f"{work}/m.model")
            with open(f"{work}/t.jsonl") as file:
                lines = file.read().splitlines()
            lines.insert(1234, '{"id": "broken"')
            with open(f"{work}/t.jsonl", "w") as file:
                file.write("\n".join(lines) + "\n")

            example = os.path.join(SOURCE, "examples", "spark", "classify_tickets.py")
            said = subprocess.run([PYTHON, example, f"{work}/t.jsonl", f"{work}/m.model", f"{work}/out", SMARTDESK], text=True,
                                  capture_output=True, env=os.environ | {"PYSPARK_PYTHON": PYTHON, "SPARK_LOCAL_IP": "127.0.0.1"})
            self.assertEqual(said.returncode, 0, said.stderr[-2000:])
            self.assertIn("1 lines were no tickets", said.stdout)
            parts = sorted(glob.glob(f"{work}/out/part-*"))
            self.assertGreater(len(parts), 1)
            answers = []
            for part in parts:
                with open(part) as file:
                    answers += [json.loads(line) for line in file]
            with open(f"{work}/t.jsonl") as file:
                alone = subprocess.run([SMARTDESK, "--quiet", "classify", "--pipe", "--model", f"{work}/m.model"], stdin=file,
                                       capture_output=True, text=True, check=True).stdout.splitlines()
            self.assertEqual(len(answers), 3001)
            for answer, line in zip(answers, map(json.loads, alone)):
                if "error" in line:
                    self.assertIn("JSON", answer["error"])
                else:
                    self.assertEqual(answer, line)


if __name__ == "__main__":
    unittest.main()
