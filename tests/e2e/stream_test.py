"""`smartdesk stream` over a real Kafka, which SMARTDESK_TEST_KAFKA names."""

import collections
import json
import random
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from support.kafka import BROKERS, MISSING, committed, fresh, kcat
from support.waiting import wait_until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def with_model(desk):
    desk.run_ok("generate", "--count", 600, "--seed", 3, "--out", "t.csv", "--quiet")
    desk.run_ok("train", "--in", "t.csv", "--tasks", "urgency,category", "--out", "m.model", "--quiet")


class Stream:
    """The `stream` command of a desk, between two topics of its own."""

    def __init__(self, desk):
        self.desk, self.into, self.out = desk, fresh("in"), fresh("out")

    def arguments(self, *more):
        return ("stream", "--brokers", BROKERS, "--in", self.into, "--out", self.out, "--model", "m.model", *more)

    def run(self, *more):
        return self.desk.run_json(*self.arguments("--until-end", *more), timeout=120)

    def start(self, *more):
        return self.desk.start(*self.arguments(*more), stderr=subprocess.PIPE)

    def refused(self, code, *more):
        return self.desk.refused(code, *self.arguments(*more), timeout=60)

    def send(self, messages, *headers):
        """(key, value) pairs."""
        feed = "".join(f"{key}\t{value}\n" for key, value in messages).encode()
        kcat(BROKERS, "-P", "-t", self.into, "-K", "\t", *headers, feed=feed)

    def answers(self):
        """(key, value, headers) of what counts."""
        return [tuple(line.split("\t")) for line in committed(BROKERS, self.out, "%k\t%s\t%h")]

    def dead_letters(self):
        return [tuple(line.split("\t")) for line in committed(BROKERS, f"{self.into}.dead-letters", "%k\t%s\t%h")]


@pytest.fixture
def stream(desk, shared_folders):
    shared_folders.fill(desk, "with streaming model", with_model)
    return Stream(desk)


def ticket(number, **more):
    content = {"id": f"T{number}", "subject": "Charged twice", "body": f"I was billed two times, case {number}"}
    return f"T{number}", json.dumps(content | more)


def test_each_message_is_answered_once_with_its_key(stream):
    stream.send(ticket(i) for i in range(2000))
    done = stream.run()
    assert (done["messages"], done["answers"], done["dead_letters"]) == (2000, 2000, 0)
    answers = stream.answers()
    assert sorted(key for key, _, _ in answers) == sorted(f"T{i}" for i in range(2000))
    for key, value, _ in answers[:50]:
        answer = json.loads(value)
        assert answer["id"] == key
        assert set(answer["tasks"]) == {"urgency", "category"}
        assert re.fullmatch("[0-9a-f]{12}", answer["model_version"])
    assert stream.run()["messages"] == 0


def test_an_invalid_message_becomes_a_dead_letter_with_the_reason(stream):
    stream.send([("a", "{broken"), ("b", '{"id":1}'), ticket(1)])
    assert stream.run()["dead_letters"] == 2
    letters = {key: (value, headers) for key, value, headers in stream.dead_letters()}
    assert letters["a"][0] == "{broken"
    place = rf"smartdesk-topic={stream.into},smartdesk-partition=\d,smartdesk-offset=\d+"
    assert re.search(rf"smartdesk-reason=.*JSON.*{place}", letters["a"][1])
    assert "text" in letters["b"][1]
    assert [key for key, _, _ in stream.answers()] == ["T1"]


def test_a_message_of_five_megabytes_becomes_a_dead_letter_and_blocks_no_others(stream):
    tool = stream.desk.program.parent / "kafka_floor"
    subprocess.run([tool, "create", BROKERS, stream.into, "max.message.bytes", "6000000"], check=True)
    huge = json.dumps({"id": "huge", "text": "x" * 5_000_000})
    stream.send([("huge", huge)], "-X", "message.max.bytes=6000000")
    stream.send([ticket(1)])
    done = stream.run()
    assert (done["answers"], done["dead_letters"]) == (1, 1)
    ((key, value, headers),) = stream.dead_letters()
    assert (key, value) == ("huge", huge[: 1 << 19])
    assert f"smartdesk-size={len(huge)}" in headers


def test_cloudevents_are_answered_with_cloudevents(stream):
    event = {"specversion": "1.0", "id": "e1", "source": "desk", "type": "ticket"}
    structured = json.dumps(event | {"data": {"id": 5, "text": "billed twice"}})
    stream.send([("structured", structured)], "-H", "content-type=application/cloudevents+json")
    headers = ("-H", "ce_specversion=1.0", "-H", "ce_id=e2", "-H", "ce_type=ticket")
    stream.send([("binary", '{"id":6,"text":"billed twice"}')], *headers)
    stream.run()
    answers = {key: (json.loads(value), headers) for key, value, headers in stream.answers()}
    answer, headers = answers["structured"]
    assert (answer["id"], answer["type"], answer["data"]["id"]) == ("e1", "smartdesk.answer", 5)
    assert "content-type=application/cloudevents+json" in headers
    answer, headers = answers["binary"]
    assert answer["id"] == 6
    assert "ce_type=smartdesk.answer" in headers
    assert "ce_id=e2" in headers


def test_a_ticket_is_stored_once_even_if_its_message_arrives_twice(stream):
    stream.send([ticket(1, customer="Ann"), ticket(2), ticket(1, customer="Ann")])
    assert stream.run("--store")["stored"] == 2
    stream.send([ticket(2), ticket(3)])
    assert stream.run("--store")["stored"] == 1
    assert stream.desk.run_json("stats")["tickets"] == 3
    assert "Charged twice" in stream.desk.run_ok("search", "customer:Ann")


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


def metric(port, name):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:
            found = re.search(rf"^smartdesk_stream_{name} (\S+)$", page.read().decode(), re.MULTILINE)
    except urllib.error.URLError:
        return -1
    return float(found[1]) if found else -1


def test_a_stopped_stream_has_committed_its_answers_and_serves_metrics(stream):
    stream.send(ticket(i) for i in range(300))
    port = free_port()
    with stream.start("--metrics-port", port) as process:
        wait_until(lambda: metric(port, "answers_total") == 300)
        assert metric(port, "lag_messages") == 0
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as page:
            assert page.status == 200
        stream.send(ticket(i) for i in range(300, 400))
        wait_until(lambda: metric(port, "answers_total") == 400)
        process.terminate()
        said = process.stderr.read()
    assert process.returncode == 0, said
    assert "400 messages processed" in said
    assert stream.run()["messages"] == 0


def test_killed_processes_lose_nothing_and_answer_nothing_twice(stream):
    count = 30_000
    stream.send(ticket(i) for i in range(count))
    running = [stream.start("--quiet", "--threads", 1) for _ in range(2)]
    for kills in range(6):
        time.sleep(0.7)
        running[kills % 2].kill()
        running[kills % 2].wait()
        if kills < 5:
            running[kills % 2] = stream.start("--quiet", "--threads", 1)
    running[0].terminate()
    running[0].wait(30)

    def is_all_answered():
        stream.run()  # the partitions of a killed process stay its own for some seconds
        return len({key for key, _, _ in stream.answers()}) == count

    wait_until(is_all_answered, 60)
    keys = collections.Counter(key for key, _, _ in stream.answers())
    assert len(keys) == count
    assert set(keys.values()) == {1}


def test_wrong_settings_are_reported_with_what_to_do(stream):
    nobody = ("stream", "--brokers", "127.0.0.1:1", "--in", "a", "--out", "b", "--model", "m.model")
    assert "setting stream.brokers" in stream.desk.refused(5, *nobody, timeout=60)
    assert "--out" in stream.desk.refused(2, "stream", "--brokers", BROKERS, "--in", "a")
    one_topic = ("stream", "--brokers", BROKERS, "--in", "a", "--out", "a")
    assert "three different topics" in stream.desk.refused(2, *one_topic)
    stream.desk.write("k", "# ours\ngroup.id=x\n")
    assert "group.id" in stream.refused(2, "--settings", "k")
    stream.desk.write("k", "no.such=x\n")
    assert "no.such" in stream.refused(2, "--settings", "k")
