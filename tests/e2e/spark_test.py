"""The Spark example with a real Spark."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from support.desk import ROOT


@pytest.fixture
def python_with_spark():
    for python in (os.environ.get("SMARTDESK_TEST_PYTHON"), ROOT / ".venv/bin/python", sys.executable):
        if python and shutil.which(python) and has_spark(python) and shutil.which("java"):
            return str(python)
    pytest.skip("there is no Java, or no Python with pyspark (SMARTDESK_TEST_PYTHON names one)")


def has_spark(python):
    return subprocess.run([python, "-c", "import pyspark"], stderr=subprocess.DEVNULL).returncode == 0


def answers_of_spark(desk, python):
    command = [python, ROOT / "examples/spark/classify_tickets.py", "t.jsonl", "m.model", "out", desk.program]
    environment = desk.environment({"PYSPARK_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1"})
    done = subprocess.run(command, text=True, capture_output=True, cwd=desk.folder, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "1 lines were no tickets" in done.stdout
    parts = sorted((desk.folder / "out").glob("part-*"))
    assert len(parts) > 1
    return [json.loads(line) for part in parts for line in part.read_text().splitlines()]


def test_spark_gives_the_same_predictions_as_smartdesk_alone(desk, python_with_spark):
    desk.run_ok("generate", "--count", 3000, "--seed", 5, "--out", "t.jsonl")
    desk.run_ok("train", "--in", "t.jsonl", "--tasks", "urgency,category", "--out", "m.model")
    lines = (desk.folder / "t.jsonl").read_text().splitlines()
    lines.insert(1234, '{"id": "broken"')
    tickets = "\n".join(lines) + "\n"
    desk.write("t.jsonl", tickets)
    answers = answers_of_spark(desk, python_with_spark)
    alone = desk.run_ok("classify", "--quiet", "--pipe", "--model", "m.model", input=tickets).splitlines()
    assert len(answers) == len(alone) == 3001
    for answer, expected in zip(answers, map(json.loads, alone), strict=True):
        if "error" in expected:
            assert "JSON" in answer["error"]
        else:
            assert answer == expected
