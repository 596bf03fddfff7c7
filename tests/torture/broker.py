#!/usr/bin/env python3
"""Streams go on when their broker does, and each message is answered once: broker.py SMARTDESK [MESSAGES SECONDS KILLS]

A broker of the trial's own is stopped for SECONDS while two streams answer MESSAGES tickets, then killed by -9 and
started again KILLS times. Needs kcat, and local-kafka in SMARTDESK_TEST_SERVERS (default: the tools of a `shared`
folder beside the checkout). Ends with 77 without.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.servers import SERVERS
from support.topic import Topic
from support.workspace import Workspace

TOOL = SERVERS / "local-kafka"


def commands():
    """The number and the words of each process that runs."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            yield int(pid), pathlib.Path("/proc", pid, "cmdline").read_text().rstrip("\0").split("\0")


class Broker:
    def __init__(self):
        self.instance = {**os.environ, "SMARTDESK_KAFKA_INSTANCE": f"trial-{os.getpid()}"}
        said = subprocess.run([TOOL, "start"], check=True, capture_output=True, text=True, env=self.instance).stdout
        self.address = said.strip().removeprefix("KAFKA_BROKERS=")
        self.again = None
        self.pid, self.command = next(filter(self.is_this, commands()))

    def is_this(self, process):
        _, command = process
        return self.instance["SMARTDESK_KAFKA_INSTANCE"] in command[-1] and "kafka.Kafka" in command

    def pause(self, seconds):
        os.kill(self.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGCONT)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        if self.again:
            self.again.wait()

    def start_again(self):
        quiet = subprocess.DEVNULL
        self.again = subprocess.Popen(self.command, stdin=quiet, stdout=quiet, stderr=quiet)
        self.pid = self.again.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.again:
            self.kill()
        subprocess.run([TOOL, "stop"], env=self.instance)


def main(desk, broker, messages, seconds, kills):
    topic = Topic(desk, broker.address, messages)
    began = time.monotonic()
    running = [topic.stream() for _ in range(2)]
    time.sleep(3)  # they have joined, and are not done
    broker.pause(seconds)
    for _ in range(kills):
        time.sleep(1)
        broker.kill()
        time.sleep(3)
        broker.start_again()
    return topic.verdict(running, began, f"a broker stopped for {seconds} s and killed {kills} times")


if __name__ == "__main__":
    if not TOOL.exists() or not shutil.which("kcat") or not shutil.which("java"):
        print("skipped: no local-kafka in SMARTDESK_TEST_SERVERS, or no java or kcat")
        sys.exit(77)
    given = sys.argv[2:]
    with Workspace(sys.argv[1]) as desk, Broker() as broker:
        sys.exit(main(desk, broker, *map(int, given + ["200000", "10", "1"][len(given) :])))
