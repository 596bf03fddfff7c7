#!/usr/bin/env python3
"""`smartdesk stream` over a real Kafka: stream_test.py SMARTDESK. SMARTDESK_TEST_KAFKA names it; ends with 77 without."""
import collections
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import uuid

SMARTDESK = os.path.abspath(sys.argv.pop(1))
BROKERS = os.environ.get("SMARTDESK_TEST_KAFKA")
if not BROKERS or not shutil.which("kcat"):
    print("skipped: SMARTDESK_TEST_KAFKA names no broker, or kcat is not installed")
    sys.exit(77)


def kcat(*arguments, feed=None):
    done = subprocess.run(["kcat", "-b", BROKERS, "-q", *arguments], input=feed, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def fresh(name):
    return f"{name}-{uuid.uuid4().hex[:10]}"


def free_port():
    """Below those that the system gives to who asks another."""
    while True:
        with socket.socket() as probe:
            try:
                port = random.randrange(20000, 30000)
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def ticket(number, **more):
    return f"T{number}", json.dumps({"id": f"T{number}", "subject": "Charged twice", "body": f"I was billed two times, case {number}", **more})


class Streams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.mkdtemp()
        cls.model = os.path.join(cls.shared, "m.model")
        for command in (["generate", "--count", "600", "--seed", "3", "--out", f"{cls.shared}/t.csv"],
                        ["train", "--in", f"{cls.shared}/t.csv", "--tasks", "urgency,category", "--out", cls.model]):
            subprocess.run([SMARTDESK, "--quiet", *command], check=True, cwd=cls.shared)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.shared)

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.into, self.out = fresh("in"), fresh("out")

    def command(self, *more):
        return [SMARTDESK, "stream", "--brokers", BROKERS, "--in", self.into, "--out", self.out, "--model", self.model,
                "--workspace", self.folder, *more]

    def send(self, messages, *headers):
        """(key, value) pairs."""
        feed = "".join(f"{key}\t{value}\n" for key, value in messages).encode()
        kcat("-P", "-t", self.into, "-K", "\t", *headers, feed=feed)

    def answers(self, topic=None):
        """(key, value, headers) of what counts."""
        said = kcat("-C", "-t", topic or self.out, "-e", "-X", "isolation.level=read_committed", "-f", "%k\t%s\t%h\n")
        return [tuple(line.split("\t")) for line in said.splitlines()]

    def stream(self, *more):
        done = subprocess.run(self.command("--until-end", "--json", *more), capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def wait_for(self, what, seconds=60):
        until = time.monotonic() + seconds
        while not what():
            self.assertLess(time.monotonic(), until, "it did not come")
            time.sleep(0.1)

    def test_each_message_is_answered_once_with_its_key(self):
        self.send(ticket(i) for i in range(2000))
        done = self.stream()
        self.assertEqual((done["messages"], done["answers"], done["dead_letters"]), (2000, 2000, 0))
        answers = self.answers()
        self.assertEqual(sorted(key for key, _, _ in answers), sorted(f"T{i}" for i in range(2000)))
        for key, value, _ in answers[:50]:
            answer = json.loads(value)
            self.assertEqual(answer["id"], key)
            self.assertEqual(set(answer["tasks"]), {"urgency", "category"})
            self.assertRegex(answer["model_version"], "^[0-9a-f]{12}$")
        self.assertEqual(self.stream()["messages"], 0)

    def test_a_message_that_is_no_ticket_becomes_a_dead_letter_with_the_reason(self):
        self.send([("a", "{broken"), ("b", '{"id":1}'), ticket(1)])
        self.assertEqual(self.stream()["dead_letters"], 2)
        letters = {key: (value, headers) for key, value, headers in self.answers(f"{self.into}.dead-letters")}
        self.assertEqual(letters["a"][0], "{broken")
        self.assertRegex(letters["a"][1], rf"smartdesk-reason=.*JSON.*smartdesk-topic={self.into},smartdesk-partition=\d,smartdesk-offset=\d+")
        self.assertIn("text", letters["b"][1])
        self.assertEqual([key for key, _, _ in self.answers()], ["T1"])

    def test_a_message_of_five_megabytes_becomes_a_dead_letter_that_says_so_and_holds_nobody_up(self):
        tool = os.path.join(os.path.dirname(SMARTDESK), "kafka_floor")
        subprocess.run([tool, "create", BROKERS, self.into, "max.message.bytes", "6000000"], check=True)
        huge = json.dumps({"id": "huge", "text": "x" * 5_000_000})
        kcat("-P", "-t", self.into, "-K", "\t", "-X", "message.max.bytes=6000000", feed=f"huge\t{huge}\n".encode())
        self.send([ticket(1)])
        done = self.stream()
        self.assertEqual((done["answers"], done["dead_letters"]), (1, 1))
        (key, value, headers), = self.answers(f"{self.into}.dead-letters")
        self.assertEqual((key, value), ("huge", huge[:1 << 19]))
        self.assertIn(f"smartdesk-size={len(huge)}", headers)

    def test_events_are_answered_by_events(self):
        event = {"specversion": "1.0", "id": "e1", "source": "desk", "type": "ticket", "data": {"id": 5, "text": "billed twice"}}
        self.send([("structured", json.dumps(event))], "-H", "content-type=application/cloudevents+json")
        self.send([("binary", '{"id":6,"text":"billed twice"}')], "-H", "ce_specversion=1.0", "-H", "ce_id=e2", "-H", "ce_type=ticket")
        self.stream()
        answers = {key: (json.loads(value), headers) for key, value, headers in self.answers()}
        structured, headers = answers["structured"]
        self.assertEqual((structured["id"], structured["type"], structured["data"]["id"]), ("e1", "smartdesk.answer", 5))
        self.assertIn("content-type=application/cloudevents+json", headers)
        self.assertEqual(answers["binary"][0]["id"], 6)
        self.assertIn("ce_type=smartdesk.answer", answers["binary"][1])
        self.assertIn("ce_id=e2", answers["binary"][1])

    def test_the_store_has_a_ticket_once_though_its_message_comes_twice(self):
        self.send([ticket(1, customer="Ann"), ticket(2), ticket(1, customer="Ann")])
        self.assertEqual(self.stream("--store")["stored"], 2)
        self.send([ticket(2), ticket(3)])
        self.assertEqual(self.stream("--store")["stored"], 1)
        stats = json.loads(subprocess.run([SMARTDESK, "stats", "--json", "--workspace", self.folder], capture_output=True, check=True).stdout)
        self.assertEqual(stats["tickets"], 3)
        found = subprocess.run([SMARTDESK, "search", "customer:Ann", "--workspace", self.folder], capture_output=True, text=True, check=True)
        self.assertIn("Charged twice", found.stdout)

    def test_a_stream_that_is_stopped_has_committed_what_it_answered_and_says_how_it_is(self):
        self.send(ticket(i) for i in range(300))
        port = free_port()
        with subprocess.Popen(self.command("--metrics-port", str(port)), stderr=subprocess.PIPE, text=True) as process:
            def metric(name):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:
                        return float(re.search(rf"^smartdesk_stream_{name} (\S+)$", page.read().decode(), re.M)[1])
                except urllib.error.URLError:
                    return -1

            self.wait_for(lambda: metric("answers_total") == 300)
            self.assertEqual(metric("lag_messages"), 0)
            self.assertEqual(urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).status, 200)
            self.send(ticket(i) for i in range(300, 400))
            self.wait_for(lambda: metric("answers_total") == 400)
            process.send_signal(signal.SIGTERM)
            said = process.stderr.read()
        self.assertEqual(process.returncode, 0, said)
        self.assertIn("400 messages taken", said)
        self.assertEqual(self.stream()["messages"], 0)

    def test_killed_processes_lose_nothing_and_say_nothing_twice(self):
        count = 30_000
        self.send(ticket(i) for i in range(count))
        running = [None, None]
        for round_ in range(6):
            place = round_ % 2
            for i in (0, 1):
                if running[i] is None:
                    running[i] = subprocess.Popen(self.command("--quiet", "--threads", "1"), stderr=subprocess.DEVNULL)
            time.sleep(0.7)
            running[place].kill()
            running[place].wait()
            running[place] = None
        for process in filter(None, running):
            process.terminate()
            process.wait(30)
        self.stream()
        keys = collections.Counter(key for key, _, _ in self.answers())
        self.assertEqual(len(keys), count)
        self.assertEqual(set(keys.values()), {1})

    def test_what_is_wrong_is_said_with_what_to_do(self):
        def refused(code, *arguments):
            done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, code, done.stderr)
            return done.stderr

        self.assertIn("--brokers", refused(5, SMARTDESK, "stream", "--brokers", "127.0.0.1:1", "--in", "a", "--out", "b",
                                                                   "--model", self.model, "--workspace", self.folder))
        self.assertIn("--out", refused(2, SMARTDESK, "stream", "--brokers", BROKERS, "--in", "a"))
        self.assertIn("three topics", refused(2, SMARTDESK, "stream", "--brokers", BROKERS, "--in", "a", "--out", "a"))
        with open(f"{self.folder}/k", "w") as file:
            file.write("# ours\ngroup.id=x\n")
        self.assertIn("group.id", refused(2, *self.command("--settings", f"{self.folder}/k")))
        with open(f"{self.folder}/k", "w") as file:
            file.write("no.such=x\n")
        self.assertIn("no.such", refused(2, *self.command("--settings", f"{self.folder}/k")))


if __name__ == "__main__":
    unittest.main()
